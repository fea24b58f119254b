"""What staff do in the admin: draft, attach, move on; and what is refused at the edge."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure import operations
from disclosure.choices import Stage
from disclosure.models import Category, ChannelTally, Item
from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from tests.disclosure.conftest import Draft, clear, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk: User) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def step(client: Client, item: Item, code: str, **data: Any) -> Any:
    item.refresh_from_db()
    url = reverse("admin:disclosure_item_step", args=[item.pk, code])
    return client.post(url, {"seen": item.last_seq, "perform": "1", **data})


def new(agency: Agency, category: Category, **changes: Any) -> dict[str, Any]:
    return {
        "agency": agency.pk,
        "title": "招标公告",
        "category": category.pk,
        "genre": "announcement",
        "formed_on": "2026-09-18",
        "summary": "采购办公设备。",
        "body": "第一段\n第二段 <不是标签>",
        "publicity": "proactive",
        **changes,
    }


def test_a_clerk_drafts_attaches_submits_clears_and_publishes(
    desk: Client, bureau: Agency, budget: Category
) -> None:
    answer = desk.post(reverse("admin:disclosure_item_add"), new(bureau, budget))
    item = Item.objects.get()
    assert answer.url == reverse("admin:disclosure_item_change", args=[item.pk])
    assert item.body_html == "<p>第一段</p>\n<p>第二段 &lt;不是标签&gt;</p>"
    upload = SimpleUploadedFile("清单.txt", "采购清单".encode())
    assert step(desk, item, "attach", file=upload).status_code == 302
    assert step(desk, item, "submit", effective_on="2026-09-24").status_code == 302
    reviewed = {"effective_on": "2026-09-24", "reviewer": "演示审查员", "result": "open"}
    assert step(desk, item, "clear", **reviewed).status_code == 302
    assert step(desk, item, "publish").status_code == 302
    item.refresh_from_db()
    assert item.stage == Stage.PUBLISHED
    page = desk.get(reverse("admin:disclosure_item_change", args=[item.pk])).content.decode()
    assert "finance-2026-00001" in page
    assert "审查人：演示审查员；意见：可以公开" in page
    assert "清单.txt" in page


def test_a_refused_draft_keeps_what_was_typed(desk: Client, bureau: Agency, budget: Category) -> None:
    url = reverse("admin:disclosure_item_add")
    answer = desk.post(url, new(bureau, budget, publicity="withheld", title="不宜公开的事"))
    page = answer.content.decode()
    assert "不主动公开的信息必须写明理由" in page
    assert "不宜公开的事" in page
    assert not Item.objects.exists()


def test_every_page_where_something_is_entered_warns_of_secrets(desk: Client, draft: Draft) -> None:
    item = draft()
    for url in (
        reverse("admin:disclosure_item_add"),
        reverse("admin:disclosure_item_step", args=[item.pk, "edit"]),
        reverse("admin:disclosure_item_step", args=[item.pk, "attach"]),
    ):
        assert "严禁录入、上传涉密和工作秘密内容" in desk.get(url).content.decode()


def test_the_draft_page_shows_the_limit_and_what_to_look_at(desk: Client, draft: Draft) -> None:
    item = draft(document_number="演财[2026]12号", body="<p>联系电话：13800138000</p>")
    page = desk.get(reverse("admin:disclosure_item_change", args=[item.pk])).content.decode()
    assert "最迟2026年10月22日公开，还剩15个工作日" in page
    assert "六角括号" in page
    assert "正文中有1处手机号码" in page


def test_the_list_shows_limits_in_a_fixed_number_of_queries(
    desk: Client, draft: Draft, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        draft()
    desk.get(reverse("admin:disclosure_item_changelist"))
    with django_assert_max_num_queries(16):
        page = desk.get(reverse("admin:disclosure_item_changelist")).content.decode()
    assert page.count("2026年10月22日") == 12


def test_the_list_is_filtered_by_stage_in_words(desk: Client, draft: Draft, published: Draft) -> None:
    draft(title="还是草稿")
    published(title="已经发布")
    page = desk.get(reverse("admin:disclosure_item_changelist"), {"stage": "draft"}).content.decode()
    assert "还是草稿" in page and "已经发布" not in page
    assert ">待审核</a>" in page


def test_rare_fields_are_folded_until_there_is_something_in_them(desk: Client, draft: Draft) -> None:
    folded, unfolded = draft(), draft(effective_to=date(2027, 1, 1))
    for item, says in ((folded, '<details class="fold">'), (unfolded, '<details class="fold" open>')):
        page = desk.get(reverse("admin:disclosure_item_step", args=[item.pk, "edit"])).content.decode()
        assert says in page
        assert page.count('id="id_effective_to"') == page.count('id="id_title"') == 1


def test_an_edit_starts_from_what_is_there_and_previews_what_changes(desk: Client, draft: Draft) -> None:
    item = draft()
    url = reverse("admin:disclosure_item_step", args=[item.pk, "edit"])
    form = desk.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    answer = desk.post(url, {**data, "title": "新的名称", "seen": item.last_seq, "look": "1"})
    assert answer.context["preview"] == ["修改：名称。"]
    assert step(desk, item, "edit", **{**data, "title": "新的名称"}).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.summary) == ("新的名称", "公布2026年部门预算。")


def test_the_preview_of_publishing_says_what_will_happen(desk: Client, draft: Draft, actor: Actor) -> None:
    item = clear(draft(), actor)
    url = reverse("admin:disclosure_item_step", args=[item.pk, "publish"])
    preview = desk.post(url, {"seen": item.last_seq, "look": "1"}).context["preview"]
    assert "发布日期是2026年9月24日，以后不能更改" in preview[0]
    item.refresh_from_db()
    assert item.stage == Stage.CLEARED


def test_a_step_page_of_another_agency_does_not_exist(stranger: User, draft: Draft, actor: Actor) -> None:
    item = clear(draft(), actor)
    client = Client()
    client.force_login(stranger)
    assert client.get(reverse("admin:disclosure_item_step", args=[item.pk, "publish"])).status_code == 404
    assert item.title not in client.get(reverse("admin:disclosure_item_changelist")).content.decode()


def test_who_may_only_read_is_offered_nothing(draft: Draft, bureau: Agency) -> None:
    item = draft()
    client = Client()
    client.force_login(person("reader", bureau, "read"))
    page = client.get(reverse("admin:disclosure_item_change", args=[item.pk])).content.decode()
    assert "没有您可以办理的事项" in page
    assert client.get(reverse("admin:disclosure_item_step", args=[item.pk, "edit"])).status_code == 403
    assert client.get(reverse("admin:disclosure_item_add")).status_code == 403


def test_interpretations_are_named_by_index_number(
    desk: Client, bureau: Agency, budget: Category, published: Draft
) -> None:
    document = published()
    url = reverse("admin:disclosure_item_add")
    answer = desk.post(url, new(bureau, budget, interprets="finance-2026-99999"))
    assert "没有索引号为finance-2026-99999的已公开信息" in answer.content.decode()
    desk.post(url, new(bureau, budget, interprets=document.index_number, genre="interpretation"))
    assert list(Item.objects.get(genre="interpretation").interprets.all()) == [document]


LATE = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("stage", "code", "data", "says"),
    [
        ("draft", "submit", {"effective_on": "2026-11-02"}, "您不能再改"),
        (
            "review",
            "clear",
            {"effective_on": "2026-11-02", "reviewer": "甲", "result": "not_open"},
            "退回起草",
        ),
        ("cleared", "publish", {}, "已超过公开期限7个工作日，会如实记录"),
        ("published", "repeal", {"effective_on": "2026-11-02"}, "自2026年11月2日起标明废止"),
        ("published", "expire", {"effective_on": "2026-11-02"}, "有效期至2026年11月2日"),
        ("published", "withdraw", {"reason": "有误"}, "原网址显示：有误"),
    ],
)
def test_every_step_says_before_what_it_will_do(
    desk: Client, draft: Draft, actor: Actor, settings: Any, stage: str, code: str, data: Any, says: str
) -> None:
    settings.AS_OF = LATE
    item = draft()
    if stage != "draft":
        operations.submit(item.pk, actor=actor)
    if stage in ("cleared", "published"):
        operations.clear(item.pk, actor=actor, reviewer="甲", result="open")
    if stage == "published":
        operations.publish(item.pk, actor=actor)
    url = reverse("admin:disclosure_item_step", args=[item.pk, code])
    assert says in "".join(desk.post(url, {**data, "look": "1"}).context["preview"])


def test_a_repeal_names_at_most_one_successor(desk: Client, published: Draft) -> None:
    old, one, two = published(), published(), published()
    both = f"{one.index_number}、{two.index_number}"
    page = step(desk, old, "repeal", effective_on="2026-09-24", successor=both).content.decode()
    assert "只填写一个替代文件" in page
    assert step(desk, old, "repeal", effective_on="2026-09-24", successor=one.index_number).status_code == 302
    old.refresh_from_db()
    assert old.successor == one


def test_a_draft_cannot_be_begun_for_another_agency(
    desk: Client, school: Agency, bureau: Agency, budget: Category
) -> None:
    desk.post(reverse("admin:disclosure_item_add"), new(school, budget))
    assert not Item.objects.exists()


def test_attachments_can_be_taken_off_a_draft(desk: Client, draft: Draft, actor: Actor) -> None:
    item = draft()
    kept = operations.attach_content(item.pk, actor=actor, name="一.txt", content=b"one")
    gone = operations.attach_content(item.pk, actor=actor, name="二.txt", content=b"two")
    url = reverse("admin:disclosure_item_step", args=[item.pk, "detach"])
    assert desk.post(url, {"attachments": [gone.pk], "look": "1"}).context["preview"] == ["移除“二.txt”。"]
    assert step(desk, item, "detach", attachments=[gone.pk]).status_code == 302
    assert list(item.attachments.all()) == [kept]


# --- catalogue and tallies ------------------------------------------------------------------------------


def test_a_category_gets_its_place_and_keeps_its_code(desk: Client, budget: Category) -> None:
    root = Category.objects.get(code="key")
    data = {"code": "key-housing", "parent": root.pk, "label": "住房保障", "position": 5, "in_use": "on"}
    desk.post(reverse("admin:disclosure_category_add"), data)
    made = Category.objects.get(code="key-housing")
    assert made.path == "key/key-housing/"
    url = reverse("admin:disclosure_category_change", args=[made.pk])
    desk.post(url, {"label": "保障性住房", "position": 6, "code": "other"})
    made.refresh_from_db()
    assert (made.label, made.code, made.in_use) == ("保障性住房", "key-housing", False)


def tally(agency: Agency, **changes: Any) -> dict[str, Any]:
    return {"agency": agency.pk, "year": 2026, "channel": "wechat", "count": 30, "source": "后台", **changes}


def test_a_tally_is_entered_once_a_year_or_month_by_month(desk: Client, bureau: Agency) -> None:
    add = reverse("admin:disclosure_channeltally_add")
    assert desk.post(add, tally(bureau, month=1)).status_code == 302
    assert "重复计数" in desk.post(add, tally(bureau)).content.decode()
    assert "已经填报过" in desk.post(add, tally(bureau, month=1)).content.decode()
    entered = ChannelTally.objects.get()
    change = reverse("admin:disclosure_channeltally_change", args=[entered.pk])
    assert desk.post(change, {"count": 31, "source": "后台更正"}).status_code == 302
    entered.refresh_from_db()
    assert (entered.count, entered.recorded_by.username) == (31, "clerk")


def test_a_tally_is_never_of_the_website_nor_of_another_agency(
    desk: Client, bureau: Agency, school: Agency
) -> None:
    add = reverse("admin:disclosure_channeltally_add")
    assert desk.post(add, tally(bureau, channel="website")).status_code == 200
    assert desk.post(add, tally(school)).status_code == 200
    assert desk.post(add, tally(bureau, count=-1)).status_code == 200
    assert not ChannelTally.objects.exists()
