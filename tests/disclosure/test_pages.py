"""What the public sees, and what it never sees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from disclosure import operations
from disclosure.models import Attachment, Category, Item
from disclosure.public import FIELDS, ITEM
from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from tests.disclosure.conftest import TODAY, Draft, clear, migrated, publish

pytestmark = pytest.mark.django_db

XSS = "<script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def public() -> Client:
    return Client()


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


# --- one item -------------------------------------------------------------------------------------------


def test_a_published_item_shows_its_metadata(public: Client, published: Draft, school: Agency) -> None:
    page = text(public, f"/disclosure/{published(joint_agencies=[school]).index_number}/")
    for words in (
        "finance-2026-00001",
        "演示区财政局",
        "演财〔2026〕12号",
        "2026年9月18日",
        "2026年9月24日",
        "主动公开",
        "有效",
        "演示区教育局",
        "全年预算收入一百万元",
    ):
        assert words in page
    assert '<meta name="ArticleTitle" content="关于2026年部门预算的通知">' in page
    assert '<meta name="PubDate" content="2026-09-24">' in page
    assert '<meta name="ContentSource" content="演示区财政局">' in page


@pytest.mark.parametrize("stage", ["draft", "review", "cleared", "discarded"])
def test_nothing_unpublished_has_a_page_whatever_is_guessed(
    public: Client, draft: Draft, actor: Actor, stage: str
) -> None:
    item = draft(title="绝不能提前看到")
    if stage in ("review", "cleared"):
        operations.submit(item.pk, actor=actor)
    if stage == "cleared":
        operations.clear(item.pk, actor=actor, reviewer="演示审查员", result="open")
    if stage == "discarded":
        operations.discard(item.pk, actor=actor, reason="重复")
    for number in ("finance-2026-00001", f"finance-2026-{item.pk:05d}"):
        assert "绝不能提前看到" not in text(public, f"/disclosure/{number}/", 404)
    for url in ("/disclosure/", "/disclosure/agency/finance/", "/disclosure/catalogue/"):
        assert "绝不能提前看到" not in text(public, url)
    text(public, "/disclosure/category/a20-07/", 404)  # an empty branch is not shown either
    assert "绝不能提前看到" not in text(public, "/search/?q=提前看到")


def test_a_withdrawn_item_says_why_and_nothing_else(public: Client, published: Draft, actor: Actor) -> None:
    item = published(title="不该公开的名称")
    operations.withdraw(item.pk, actor=actor, reason="内容有误，更正后重新发布。")
    page = text(public, "/disclosure/finance-2026-00001/", 410)
    assert "内容有误，更正后重新发布。" in page
    assert "2026年9月24日" in page
    assert "不该公开的名称" not in page
    assert "全年预算收入" not in page
    assert "不该公开的名称" not in text(public, "/disclosure/")


def test_a_repealed_document_stays_readable_and_is_marked(
    public: Client, published: Draft, actor: Actor
) -> None:
    old, new = published(title="旧办法"), published(title="新办法")
    operations.repeal(old.pk, actor=actor, successor=new)
    page = text(public, f"/disclosure/{old.index_number}/")
    assert "本文件已废止" in page
    assert "全年预算收入一百万元" in page
    assert f'<a href="/disclosure/{new.index_number}/">新办法</a>' in page
    assert f'<a href="/disclosure/{old.index_number}/">旧办法</a>' in text(
        public, f"/disclosure/{new.index_number}/"
    )
    assert '<span class="tag tag--stop">废止</span>' in text(public, "/disclosure/")


def test_a_document_and_its_interpretation_link_to_each_other_once_both_are_public(
    public: Client, published: Draft, draft: Draft, actor: Actor
) -> None:
    document = published(title="办法")
    interpretation = draft(title="解读", genre="interpretation", interprets=[document])
    page = f"/disclosure/{document.index_number}/"
    assert "相关解读" not in text(public, page)
    publish(interpretation, actor)
    interpretation.refresh_from_db()
    link = f'<a href="/disclosure/{interpretation.index_number}/">解读</a>'
    assert link in text(public, page)
    assert f'<a href="{page}">办法</a>' in text(public, f"/disclosure/{interpretation.index_number}/")
    operations.withdraw(interpretation.pk, actor=actor, reason="有误")
    assert "相关解读" not in text(public, page)


def test_a_migrated_item_tells_both_dates(public: Client, bureau: Agency, budget: Category) -> None:
    operations.import_items([migrated()], actor=Actor(origin="import"))
    page = text(public, "/disclosure/finance-2012-00001/")
    assert "2012年2月10日（历史数据）" in page
    assert "2026年9月24日" in page
    assert "http://www.example.test/art/2012/2/10/1.html" in page


def test_nothing_typed_by_staff_runs_in_a_visitors_browser(
    public: Client, draft: Draft, actor: Actor
) -> None:
    item = draft(
        title=f"名称{XSS}", body=f"<p>正文{XSS}</p>", summary=f"概述{XSS}", document_number=f"号{XSS}"
    )
    operations.attach_content(
        item.pk, actor=actor, name="<img src=x onerror=alert(2)>.txt", content=b"x", title=f"附件{XSS}"
    )
    publish(item, actor)
    for url in ("/disclosure/finance-2026-00001/", "/disclosure/", "/search/?q=正文"):
        page = text(public, url)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'src="x"' not in page.replace('<img src="x">', "")  # the harmless rest of an image
    operations.withdraw(item.pk, actor=actor, reason=f"理由{XSS}")
    assert "<script>alert" not in text(public, "/disclosure/finance-2026-00001/", 410)


def test_templates_receive_records_and_never_rows(public: Client, published: Draft) -> None:
    published()
    for url in ("/disclosure/", "/disclosure/finance-2026-00001/", "/disclosure/agency/finance/"):
        for context in public.get(url).context:
            for value in context.flatten().values():
                assert not isinstance(value, Item | Attachment | User | Agency | Category)


def test_the_public_columns_are_these_and_no_others() -> None:
    assert {field.name for field in FIELDS} == {
        *("index_number", "agency_code", "agency_name", "joint_agencies", "title", "document_number"),
        *("category_code", "category", "genre", "publicity", "formed_on", "published_on"),
        *("first_published_on", "public_since", "original_url", "historical", "validity_code", "validity"),
        *("effective_from", "effective_to", "repealed_on", "successor", "replaces", "interprets"),
        *("interpretations", "channels", "summary", "body", "attachments"),
    }


def test_a_record_is_made_of_plain_values(published: Draft) -> None:
    published(channels=["website", "gazette"])
    record = ITEM.record(ITEM.public().get())
    assert (record.key, record.url) == ("finance-2026-00001", "/disclosure/finance-2026-00001/")
    assert record.values["channels"] == ("政府网站", "政府公报")
    assert record.labels["formed_on"] == "成文日期"


# --- files ----------------------------------------------------------------------------------------------


@pytest.fixture
def attached(draft: Draft, actor: Actor) -> Attachment:
    item = draft()
    return operations.attach_content(item.pk, actor=actor, name="清单.txt", content="采购清单".encode())


def test_a_file_is_read_by_everybody_while_its_item_is_public(
    public: Client, attached: Attachment, actor: Actor
) -> None:
    url = f"/files/{attached.file_id}/"
    text(public, url, 404)
    item = publish(attached.item, actor)
    answer = public.get(url)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    page = text(public, f"/disclosure/{item.index_number}/")
    assert "清单.txt" in page and "TXT" in page and "12" in page
    operations.withdraw(item.pk, actor=actor, reason="有误")
    text(public, url, 404)


def test_a_file_of_a_draft_is_read_by_its_own_staff(
    attached: Attachment, clerk: User, stranger: User, actor: Actor
) -> None:
    url = f"/files/{attached.file_id}/"
    for user, status in ((clerk, 200), (stranger, 404)):
        client = Client()
        client.force_login(user)
        assert client.get(url).status_code == status
    operations.detach(attached.item.pk, actor=actor, attachments=[attached])
    client.force_login(clerk)
    assert client.get(url).status_code == 404


# --- lists ----------------------------------------------------------------------------------------------

ROWS = [
    migrated(title="甲"),
    migrated(title="乙", validity="废止", repealed_on="2015-01-01"),
    migrated(
        title="丙",
        agency="education",
        category="a20-01-normative",
        genre="行政规范性文件",
        formed_on="2013-05-02",
        first_published_on="2013-05-03",
    ),
]


@pytest.fixture
def three(bureau: Agency, school: Agency, budget: Category) -> None:
    assert operations.import_items(ROWS, actor=Actor(origin="import")).refusals == ()


def titles(client: Client, url: str) -> list[str]:
    return [record.title for record in client.get(url).context["page"].object_list]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["丙", "乙", "甲"]),
        ("agency=finance", ["乙", "甲"]),
        ("category=a20-07", ["乙", "甲"]),
        ("category=a20", ["丙", "乙", "甲"]),
        ("category=a20-01", ["丙"]),
        ("year=2012", ["乙", "甲"]),
        ("genre=finance", ["乙", "甲"]),
        ("validity=in_force", ["丙", "甲"]),
        ("agency=finance&validity=in_force", ["甲"]),
        ("agency=education&year=2012", []),
    ],
)
def test_each_filter_finds_its_items_and_no_others(
    public: Client, three: None, query: str, expected: list[str]
) -> None:
    assert titles(public, f"/disclosure/?{query}") == expected


def test_the_count_and_the_years_offered_are_those_of_public_items(
    public: Client, three: None, draft: Draft
) -> None:
    draft()
    answer = public.get("/disclosure/?genre=finance")
    assert answer.context["page"].paginator.count == 2
    assert "符合条件的共2条" in answer.content.decode()
    years = [value for value, _ in answer.context["form"].fields["year"].choices if value]
    assert years == ["2013", "2012"]


@pytest.mark.parametrize(
    "query",
    ["agency=nowhere", "category=%00", "year=abc", "year=99999", "genre=<script>", "validity=' OR 1=1 --"],
)
def test_a_senseless_filter_is_said_at_its_field(public: Client, three: None, query: str) -> None:
    page = text(public, f"/disclosure/?{query}")
    assert 'role="alert"' in page
    assert "这一项，请重新选择" in page
    assert "<script>" not in page.replace("<script src", "")


@pytest.mark.parametrize("page", ["0", "2", "99999999999999999999", "abc", "%00"])
def test_a_page_that_is_not_there_shows_the_nearest(public: Client, three: None, page: str) -> None:
    assert titles(public, f"/disclosure/?page={page}") == ["丙", "乙", "甲"]


def test_a_branch_shows_what_lies_below_it_with_its_trail(public: Client, three: None) -> None:
    assert titles(public, "/disclosure/category/a20/") == ["丙", "乙", "甲"]
    page = text(public, "/disclosure/category/a20-01/")
    assert "条例第20条第（一）项" in page
    assert '<a href="/disclosure/category/a20-01-normative/">行政规范性文件</a>' in page
    assert '<a href="/disclosure/category/a20/">法定主动公开内容</a>' in page
    assert 'name="category"' not in page


def test_empty_branches_and_agencies_are_hidden(public: Client, three: None, district: Agency) -> None:
    page = text(public, "/disclosure/catalogue/")
    assert "财政预算、决算信息" in page
    assert "重大建设项目的批准和实施情况" not in page
    assert "演示区财政局" in page and "演示区人民政府</a>" not in page
    text(public, "/disclosure/category/a20-10/", 404)


def test_the_page_of_a_closed_agency_stays(public: Client, three: None, bureau: Agency) -> None:
    bureau.closed_on = date(2026, 3, 31)
    bureau.save()
    page = text(public, "/disclosure/agency/finance/")
    assert "已于2026年3月31日撤并" in page
    assert titles(public, "/disclosure/agency/finance/?validity=in_force") == ["甲"]


def test_a_full_list_page_needs_few_queries(
    public: Client, bureau: Agency, budget: Category, django_assert_max_num_queries: Any
) -> None:
    rows = [migrated(title=f"第{n}件") for n in range(45)]
    operations.import_items(rows, actor=Actor(origin="import"))
    with django_assert_max_num_queries(14):
        answer = public.get("/disclosure/")
    assert len(answer.context["page"].object_list) == 20
    assert "第1页，共3页" in answer.content.decode()
    with django_assert_max_num_queries(9):
        public.get("/disclosure/finance-2012-00001/")


def test_an_item_published_today_is_found_by_the_search(public: Client, draft: Draft, actor: Actor) -> None:
    item = clear(draft(), actor)
    assert "finance-2026-00001" not in text(public, "/search/?q=部门预算")
    operations.publish(item.pk, actor=actor)
    assert "/disclosure/finance-2026-00001/" in text(public, "/search/?q=演财[2026]12号")
    assert Item.objects.get().published_on == TODAY
