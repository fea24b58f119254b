"""What keeps an item from moving on, and what the database refuses by itself."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.db import IntegrityError, connection, transaction

from disclosure import guards, operations
from disclosure.choices import Stage
from disclosure.models import Category, ChannelTally, Item, ItemEvent
from disclosure.steps import ITEM_STEPS
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from tests.disclosure.conftest import TODAY, Draft, clear

pytestmark = pytest.mark.django_db

IDENTITY_NUMBER = "11010119900307803X"
STAGES = [str(stage) for stage in Stage]
OPERATIONS: dict[str, dict[str, Any]] = {
    "edit": {"summary": "新的概述"},
    "attach": {"file": None},
    "detach": {"attachments": []},
    "submit": {},
    "clear": {"reviewer": "演示审查员", "result": "open"},
    "return": {"reason": "补充"},
    "publish": {},
    "repeal": {},
    "expire": {},
    "withdraw": {"reason": "有误"},
    "discard": {"reason": "重复"},
}


def act(code: str) -> Any:
    step = next(step for step in ITEM_STEPS if step.code == code)
    return getattr(operations, step.operation.rpartition(".")[2])


@pytest.fixture
def item_in(draft: Draft, actor: Actor) -> Any:
    def make(stage: str) -> Item:
        item = draft()
        way = {
            Stage.DRAFT: [],
            Stage.REVIEW: ["submit"],
            Stage.CLEARED: ["submit", "clear"],
            Stage.PUBLISHED: ["submit", "clear", "publish"],
            Stage.WITHDRAWN: ["submit", "clear", "publish", "withdraw"],
            Stage.DISCARDED: ["discard"],
        }[Stage(stage)]
        for code in way:
            act(code)(item.pk, actor=actor, **OPERATIONS[code])
        return Item.objects.get(pk=item.pk)

    return make


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("step", ITEM_STEPS, ids=lambda step: step.code)
def test_a_step_is_possible_in_its_stages_only(step: Any, stage: str, item_in: Any, actor: Actor) -> None:
    item = item_in(stage)
    arguments = dict(OPERATIONS[step.code])
    if step.code == "attach":
        arguments = {"name": "一.txt", "content": b"one"}
    perform = operations.attach_content if step.code == "attach" else act(step.code)
    if stage in step.from_stages:
        perform(item.pk, actor=actor, **arguments)
        assert Item.objects.get(pk=item.pk).last_seq == item.last_seq + 1
    else:
        with pytest.raises(Refused, match="阶段"):
            perform(item.pk, actor=actor, **arguments)
        assert Item.objects.get(pk=item.pk).last_seq == item.last_seq


# --- required metadata ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"formed_on": None}, "formed_on", "成文日期"),
        ({"formed_on": date(2026, 9, 25)}, "formed_on", "晚于"),
        ({"summary": "  "}, "summary", "内容概述"),
        ({"body": ""}, "body", "既没有正文，也没有附件"),
    ],
)
def test_an_incomplete_draft_is_not_submitted(
    draft: Draft, actor: Actor, changes: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as refused:
        operations.submit(draft(**changes).pk, actor=actor)
    assert refused.value.refusal.field == field


def test_a_file_stands_for_a_body(draft: Draft, actor: Actor) -> None:
    item = draft(body="")
    operations.attach_content(item.pk, actor=actor, name="通知.txt", content="通知".encode())
    assert operations.submit(item.pk, actor=actor).stage == Stage.REVIEW


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"publicity": "on_request"}, "publicity_reason"),
        ({"publicity": "withheld", "publicity_reason": "涉及过程"}, "publicity_ground"),
        (
            {"publicity": "on_request", "publicity_reason": "涉及个人", "publicity_ground": "third_party"},
            "publicity_ground",
        ),
        ({"publicity_reason": "多写的理由"}, "publicity"),
        ({"first_published_on": date(2026, 9, 20)}, "original_url"),
        ({"first_published_on": date(2026, 9, 17), "original_url": "http://x.test/"}, "formed_on"),
        ({"effective_from": date(2026, 10, 2), "effective_to": date(2026, 10, 1)}, "effective_from"),
        ({"title": "\u200b \n"}, "title"),
    ],
)
def test_facts_that_contradict_each_other_are_not_saved(
    draft: Draft, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        draft(**changes)
    assert refused.value.refusal.field == field
    assert not Item.objects.exists()


def test_the_lead_is_not_a_joint_agency_and_an_item_interprets_another(
    draft: Draft, actor: Actor, bureau: Agency, school: Agency
) -> None:
    item = draft(joint_agencies=[school])
    assert list(item.joint_agencies.all()) == [school]
    with pytest.raises(Refused, match="牵头"):
        operations.edit_draft(item.pk, actor=actor, joint_agencies=[bureau])
    with pytest.raises(Refused, match="它自己"):
        operations.edit_draft(item.pk, actor=actor, interprets=[item])


def test_an_unknown_fact_is_a_mistake_of_the_program(draft: Draft) -> None:
    with pytest.raises(TypeError, match="colour"):
        draft(colour="red")


@pytest.mark.parametrize(
    "facts",
    [
        {"publicity": "withheld", "publicity_ground": "process", "publicity_reason": "讨论稿"},
        {"publicity": "on_request", "publicity_reason": "只涉及申请人"},
    ],
)
def test_what_is_not_for_everybody_is_never_published(
    draft: Draft, actor: Actor, facts: dict[str, Any]
) -> None:
    item = clear(draft(**facts), actor)
    with pytest.raises(Refused, match="不能发布"):
        operations.publish(item.pk, actor=actor)


def test_nothing_is_published_on_a_review_that_did_not_say_open(draft: Draft, actor: Actor) -> None:
    item = clear(draft(), actor)
    assert guards.may_be_published(item, TODAY) is None
    item.secrecy_reviews.create(reviewer="演示", result="doubtful", basis="存疑", reviewed_on=TODAY)
    refusal = guards.may_be_published(item, TODAY)
    assert refusal is not None and refusal.article == guards.SECRECY


# --- the leak guard -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": f"公告{IDENTITY_NUMBER}"}, "名称"),
        ({"summary": f"张某，{IDENTITY_NUMBER}"}, "内容概述"),
        ({"body": "<p>1101011990<b>0307</b>803X</p>"}, "正文"),
        ({"body": "<p>身份证：１１０１０１ １９９００３０７ ８０３Ｘ</p>"}, "正文"),
    ],
)
def test_an_identity_number_stops_the_draft_and_is_not_repeated(
    draft: Draft, actor: Actor, changes: dict[str, Any], place: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.submit(draft(**changes).pk, actor=actor)
    assert refused.value.refusal.sentence.startswith(f"{place}中有1处公民身份号码")
    assert IDENTITY_NUMBER not in str(refused.value)


def workbook(*cells: str) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet("名单").write_column(0, 0, cells)
    book.close()
    return stream.getvalue()


def test_an_identity_number_inside_a_workbook_stops_the_draft(draft: Draft, actor: Actor) -> None:
    item = draft()
    operations.attach_content(
        item.pk, actor=actor, name="名单.xlsx", content=workbook("甲", IDENTITY_NUMBER), title="拟补助名单"
    )
    with pytest.raises(Refused, match="附件“拟补助名单”中有1处公民身份号码"):
        operations.submit(item.pk, actor=actor)


def test_an_identity_number_in_the_name_of_a_file_stops_the_draft(draft: Draft, actor: Actor) -> None:
    item = draft()
    operations.attach_content(item.pk, actor=actor, name=f"{IDENTITY_NUMBER}.txt", content=b"x", title="材料")
    with pytest.raises(Refused, match="附件“材料”的名称"):
        operations.submit(item.pk, actor=actor)


def test_a_marked_paper_stops_the_draft(draft: Draft, actor: Actor) -> None:
    item = draft(body="<p>机密★1年</p><p>关于……</p>")
    with pytest.raises(Refused, match="密级"):
        operations.submit(item.pk, actor=actor)


def test_a_marked_file_is_not_even_kept(draft: Draft, actor: Actor) -> None:
    item = draft()
    with pytest.raises(Refused, match="没有存入"):
        operations.attach_content(item.pk, actor=actor, name="一.txt", content="机密★1年\n关于……".encode())
    assert not item.attachments.exists()


def test_publication_looks_again(draft: Draft, actor: Actor) -> None:
    item = clear(draft(), actor)
    Item.objects.filter(pk=item.pk).update(body_html=f"<p>{IDENTITY_NUMBER}</p>")
    with pytest.raises(Refused, match="公民身份号码"):
        operations.publish(item.pk, actor=actor)


def test_what_is_lawful_but_unusual_is_only_pointed_out(draft: Draft, actor: Actor) -> None:
    item = draft(document_number="演财[2026]3号", body="<p>见附件</p>", summary="电话13800138000")
    operations.attach_content(item.pk, actor=actor, name="扫描.png", content=PNG)
    sentences = "".join(guards.warnings(item))
    for words in ("六角括号", "只写了“见附件”", "1处手机号码", "提取不出文字"):
        assert words in sentences
    assert operations.submit(item.pk, actor=actor).stage == Stage.REVIEW


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


def test_a_repeal_before_the_document_was_formed_is_refused(published: Draft, actor: Actor) -> None:
    item = published()
    with pytest.raises(Refused, match="早于成文日期"):
        operations.repeal(item.pk, actor=actor, effective_on=date(2026, 9, 17))
    with pytest.raises(Refused, match="不能晚于今天"):
        operations.repeal(item.pk, actor=actor, effective_on=date(2026, 9, 25))
    with pytest.raises(Refused, match="它自己"):
        operations.repeal(item.pk, actor=actor, successor=item)


def test_an_expired_document_does_not_expire_again_but_may_be_repealed(
    published: Draft, actor: Actor
) -> None:
    item = published()
    operations.expire(item.pk, actor=actor)
    with pytest.raises(Refused, match="期满失效"):
        operations.expire(item.pk, actor=actor)
    assert operations.repeal(item.pk, actor=actor).repealed_on == TODAY


# --- the database by itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("item_published_has_number_and_dates", {"index_number": None}),
        ("item_published_has_number_and_dates", {"formed_on": None}),
        ("item_published_has_number_and_dates", {"stage": "draft"}),
        ("item_index_number_format", {"index_number": "财政-2026-1"}),
        ("item_published_is_proactive", {"publicity": "on_request", "publicity_reason": "x"}),
        ("item_formed_before_published", {"formed_on": date(2026, 9, 25)}),
        ("item_first_published_is_evidenced", {"first_published_on": date(2026, 9, 20)}),
        ("item_not_proactive_has_reason", {"publicity_reason": "x"}),
        ("item_repealed_has_date", {"validity": "repealed"}),
        ("item_repealed_after_formed", {"validity": "repealed", "repealed_on": date(2026, 9, 17)}),
        ("item_expired_has_end", {"validity": "expired"}),
        ("item_withdrawn_says_why", {"stage": "withdrawn"}),
        ("item_known_choices", {"genre": "poem"}),
    ],
)
def test_the_database_refuses_what_the_law_forbids(
    published: Draft, name: str, changes: dict[str, Any]
) -> None:
    item = published()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**changes)


def test_an_item_does_not_succeed_itself(published: Draft) -> None:
    item = published()
    with pytest.raises(IntegrityError, match="item_succeeded_by_another"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(successor=item)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("channel_tally_not_of_the_website", {"channel": "website"}),
        ("channel_tally_month", {"month": 13}),
        ("count_check", {"count": -1}),
    ],
)
def test_the_database_refuses_impossible_tallies(bureau: Agency, name: str, changes: dict[str, Any]) -> None:
    facts = {"agency": bureau, "year": 2026, "channel": "wechat", "count": 1, "source": "x", **changes}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ChannelTally.objects.create(**facts)


def test_events_are_never_rewritten(draft: Draft) -> None:
    draft()
    for statement in ("UPDATE disclosure_itemevent SET kind = 'x'", "DELETE FROM disclosure_itemevent"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert ItemEvent.objects.get().kind == "created"


def test_the_catalogue_is_loaded_once_and_keeps_what_staff_changed(budget: Category) -> None:
    operations.revise_category(budget.pk, label="预算和决算", article="", position=1, in_use=True)
    assert operations.load_catalogue() == 0
    budget.refresh_from_db()
    assert budget.label == "预算和决算"


def test_changes_of_the_catalogue_leave_a_trace(budget: Category) -> None:
    operations.revise_category(budget.pk, label="预算和决算", article="", position=1, in_use=True)
    labels = list(budget.events.order_by("pgh_id").values_list("label", flat=True))
    assert labels == ["财政预算、决算信息", "预算和决算"]
