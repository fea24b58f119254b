"""Like requests: kept together, answered from one draft, each numbered, signed and served for itself."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from requests_app import group_run, group_views, personal
from requests_app.facts import PartFacts
from requests_app.models import InformationRequest, RequestGroup, Service
from requests_app.operations import grouping, intake, mending
from tests.requests_app.conftest import PUBLIC, TODAY, applicant, decide, filing, person, review

LABEL = "虚构村征地补偿方案"


def join(case: InformationRequest, actor: Actor, **changes: Any) -> RequestGroup:
    facts = {"seen": None, "effective_on": TODAY, **(changes or {"label": LABEL})}
    group = grouping.join(case.pk, actor=actor, **facts).group
    assert group is not None
    return group


def group_of(district: Agency, actor: Actor, number: int) -> RequestGroup:
    group = None
    for one in range(number):
        asks = applicant(name=f"测试村民{one:02d}", identity_number="", identity_kind="")
        case = intake.file(filing(district, applicant=asks), actor=PUBLIC).request
        group = join(case, actor, **({"group": group.pk} if group else {}))
    assert group is not None
    return group


@pytest.fixture
def group(district: Agency, by_clerk: Actor) -> RequestGroup:
    return group_of(district, by_clerk, 3)


def test_the_first_opens_a_group_and_others_join_it(group: RequestGroup) -> None:
    assert group.label == LABEL and group.members.count() == 3
    assert [case.events.last().data for case in group.members.all()] == [{"group": group.pk}] * 3


def test_nothing_of_the_request_changes(case: InformationRequest, by_clerk: Actor) -> None:
    before = (case.number, case.received_on, case.due_on, case.stage)
    join(case, by_clerk)
    case.refresh_from_db()
    assert (case.number, case.received_on, case.due_on, case.stage) == before


def test_a_group_belongs_to_one_respondent(group: RequestGroup, bureau: Agency, stranger: Actor) -> None:
    elsewhere = intake.file(filing(bureau), actor=PUBLIC).request
    with pytest.raises(Refused, match="不是同一被申请机关"):
        join(elsewhere, stranger, group=group.pk)
    with pytest.raises(Refused, match="的同类申请"):
        intake.file(filing(bureau, group=group), actor=PUBLIC)


def test_one_is_in_one_group_and_can_leave_it(group: RequestGroup, by_clerk: Actor) -> None:
    case = group.members.first()
    assert case is not None
    with pytest.raises(Refused, match="已经在一个同类申请里"):
        join(case, by_clerk)
    grouping.leave(case.pk, actor=by_clerk, seen=None, effective_on=TODAY)
    assert group.members.count() == 2
    with pytest.raises(Refused, match="不在任何同类申请里"):
        grouping.leave(case.pk, actor=by_clerk, seen=None, effective_on=TODAY)


def test_a_group_has_a_name(case: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="也没有写新的名称"):
        join(case, by_clerk, label=" ")


def test_what_cannot_be_done_to_one_is_said_and_does_not_hold_up_the_others(
    group: RequestGroup, by_clerk: Actor, clerk: User, district: Agency
) -> None:
    first, second, third = group.members.order_by("pk")
    mending.void(second.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记")
    two = intake.file(filing(district, parts=(PartFacts("甲"), PartFacts("乙"))), actor=PUBLIC).request
    join(two, by_clerk, group=group.pk)
    found = group_run.candidates(group_run.members(group), group_run.DECIDE, clerk)
    assert [(one.case.pk, one.refusal is None) for one in found] == [
        (first.pk, True),
        (second.pk, False),
        (third.pk, True),
        (two.pk, False),
    ]
    assert "2项申请事项" in str(found[3].refusal)


# --- on the pages -------------------------------------------------------------------------------------------


def address(group: RequestGroup, code: str = "") -> str:
    page = f"/admin/requests_app/requestgroup/{group.pk}/"
    return f"{page}act/{code}/" if code else f"{page}change/"


def lines(group: RequestGroup, **own: Any) -> dict[str, Any]:
    """Every member ticked, with the sequence number on its line."""
    posted = {}
    for case in group.members.order_by("pk"):
        posted |= {f"case-{case.pk}-chosen": "on", f"case-{case.pk}-seen": case.last_seq}
        posted |= {f"case-{case.pk}-{name}": value for name, value in own.items()}
    return posted


DRAFT = {
    "reply_type_1": "A2",
    "finding_1": "经检索，找到所申请的方案。",
    "effective_on": "2026-09-18",
}
REVIEWED = {"conclusion": "may_open", "reviewer_name": "演示审查人", "effective_on": "2026-09-18"}
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SERVED = {"route": "post", "effective_on": "2026-09-18"}


def signed() -> dict[str, Any]:
    """Signed on one paper, whose scan is kept with each request under its own key."""
    scan = SimpleUploadedFile("审签单.png", PICTURE)
    return {
        "manner": "paper",
        "signer_name": "演示负责人",
        "effective_on": "2026-09-18",
        "evidence": scan,
    }


def post(client: Client, group: RequestGroup, code: str, facts: dict[str, Any], **own: Any) -> str:
    sent = {**facts, **lines(group, **own), "perform": "1"}
    return client.post(address(group, code), sent).content.decode()


def test_fifty_are_answered_from_one_draft_each_numbered_and_served(
    district: Agency, by_clerk: Actor, clerk: User, client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(group_views, "SECONDS", 600)
    group = group_of(district, by_clerk, 50)
    client.force_login(clerk)
    post(client, group, "decide", DRAFT)
    post(client, group, "review", REVIEWED)
    said = post(client, group, "record-signature", signed())
    assert said.count("已办理") == 50 and "没有办理" not in said
    post(client, group, "serve", SERVED, evidence_note="EMS演示")
    done = list(group.members.prefetch_related("notices"))
    assert {case.stage for case in done} == {"closed"} and {case.report_row for case in done} == {"open"}
    numbers = sorted(int(re.findall(r"〕(\d+)号", case.notices.get().document_number)[0]) for case in done)
    assert numbers == list(range(1, 51))
    assert Service.objects.filter(evidence_note="EMS演示").count() == 50
    scans = [case.events.get(kind="signed").evidence for case in done]
    assert len({scan.data_key for scan in scans}) == 50
    names = {personal.read(case.applicant).name for case in done}
    assert len(names) == 50


def test_what_the_time_did_not_suffice_for_stays_ticked(
    group: RequestGroup, clerk: User, client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(group_views, "SECONDS", 0)
    client.force_login(clerk)
    said = post(client, group, "decide", DRAFT)
    assert "办理了1件，还有2件，请接着办" in said and "经检索，找到所申请的方案。" in said
    assert len(re.findall(r'name="case-\d+-chosen"[^>]*checked', said)) == 2


def test_a_line_somebody_else_worked_on_is_refused_and_named(
    group: RequestGroup, by_clerk: Actor, clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    stale = lines(group)
    first = group.members.order_by("pk")[0]
    decide(first, by_clerk)
    said = client.post(address(group, "decide"), {**DRAFT, **stale, "perform": "1"}).content.decode()
    assert re.search(rf"{first.number}</a>：<strong>没有办理", said) and said.count("已办理") == 2
    # The draft is still there, nothing is ticked, and a second press reaches the one that was refused.
    assert "经检索，找到所申请的方案。" in said and not re.search(r'-chosen"[^>]*checked', said)
    seen = re.search(rf'name="case-{first.pk}-seen" value="(\d+)"', said)
    assert seen is not None
    again = {f"case-{first.pk}-chosen": "on", f"case-{first.pk}-seen": seen[1]}
    sent = {**DRAFT, **stale, **{f"case-{one.pk}-chosen": "" for one in group.members.all()}, **again}
    said = client.post(address(group, "decide"), {**sent, "perform": "1"}).content.decode()
    assert said.count("已办理") == 1 and "没有办理" not in said


def test_when_nothing_is_possible_any_more_only_the_reasons_remain(
    group: RequestGroup, by_clerk: Actor, clerk: User, client: Client, monkeypatch: Any
) -> None:
    """Others void the rest while the first is extended."""
    run = group_run.run

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        made = run(*args, **kwargs)
        for other in group.members.exclude(pk=made[0].case.pk):
            mending.void(other.pk, actor=by_clerk, seen=None, effective_on=date(2026, 9, 18), reason="重复")
        return made

    monkeypatch.setattr(group_run, "run", meanwhile)
    monkeypatch.setattr(group_views, "SECONDS", 0)
    client.force_login(clerk)
    facts = {"workdays": 10, "approver_name": "演示负责", "reason": "内容较多", "effective_on": "2026-09-18"}
    said = post(client, group, "extend", facts)
    assert "办理了1件，还有2件" in said and 'name="reason"' not in said


def test_only_the_ticked_ones_are_done(group: RequestGroup, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    sent = lines(group)
    first = group.members.order_by("pk")[0]
    del sent[f"case-{first.pk}-chosen"]
    client.post(address(group, "decide"), {**DRAFT, **sent, "perform": "1"})
    assert [case.parts.get().reply_type for case in group.members.order_by("pk")] == ["", "A2", "A2"]
    nothing = {name: value for name, value in sent.items() if not name.endswith("chosen")}
    refused = client.post(address(group, "decide"), {**DRAFT, **nothing, "perform": "1"}).content.decode()
    assert "没有选择要办理的申请" in refused


def test_the_result_is_looked_at_before_it_happens(group: RequestGroup, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    looked = client.post(address(group, "decide"), {**DRAFT, **lines(group), "look": "1"}).content.decode()
    assert "共办理3件" in looked and "年度报告计入" in looked
    assert not any(case.parts.get().decided for case in group.members.all())


def test_what_is_missing_is_said_and_nothing_is_done(
    group: RequestGroup, clerk: User, client: Client
) -> None:
    client.force_login(clerk)
    said = post(client, group, "decide", {**DRAFT, "reply_type_1": "D1b"})
    assert "没有填写说明理由" in said and "经检索，找到所申请的方案。" in said
    assert not any(case.parts.get().decided for case in group.members.all())


def test_numbers_of_the_office_system_are_typed_line_by_line(
    group: RequestGroup, by_clerk: Actor, clerk: User, client: Client
) -> None:
    for case in group.members.all():
        decide(case, by_clerk)
        review(case, by_clerk)
    client.force_login(clerk)
    sent = {**signed(), **lines(group), "perform": "1"}
    first, second, third = group.members.order_by("pk")
    sent[f"case-{first.pk}-document_number"] = "山政公开[2026] 31 号"
    sent[f"case-{second.pk}-document_number"] = "山政公开〔2026〕31号"
    said = client.post(address(group, "record-signature"), sent).content.decode()
    assert first.notices.get().document_number == "山政公开〔2026〕31号"
    assert "已经用过" in said and not second.notices.exists()
    assert third.notices.get().document_number.endswith("〔2026〕1号")


def test_the_next_one_is_registered_by_copying(group: RequestGroup, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    like = group.members.order_by("pk").last()
    assert like is not None
    page = client.get(address(group)).content.decode()
    link = f"/admin/requests_app/informationrequest/register/?like={like.pk}"
    assert link in page
    form = client.get(link).content.decode()
    assert "2025年度城乡低保资金发放汇总表" in form and "测试村民" not in form
    facts = {
        "who": "natural",
        "like": like.pk,
        "part_count": 1,
        "respondent": like.respondent_id,
        "arrival": "in_person",
        "arrived_on": "2026-09-18",
        "wanted_name_1": "2025年度城乡低保资金发放汇总表",
        "name": "测试村民某某",
        "accepts_other_form": "on",
        "perform": "1",
    }
    client.post("/admin/requests_app/informationrequest/register/", facts)
    assert group.members.count() == 4


def test_the_page_of_the_case_leads_to_its_like(group: RequestGroup, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    case = group.members.first()
    assert case is not None
    page = client.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert f"同类申请：{LABEL}" in page and "移出同类申请" in page
    assert client.get("/admin/requests_app/requestgroup/").content.decode().count(LABEL) >= 1


def test_others_neither_see_nor_touch_it(
    group: RequestGroup, office: Agency, bureau: Agency, client: Client
) -> None:
    client.force_login(person("elsewhere", bureau, "requests.read", "requests.handle"))
    assert client.get(address(group, "decide")).status_code == 404
    assert client.get(address(group)).status_code in (302, 404)
    client.force_login(person("reader", office, "requests.read"))
    assert client.get(address(group)).status_code == 200
    assert client.get(address(group, "decide")).status_code == 403
    assert client.get(address(group, "void")).status_code == 404


def test_a_closed_group_offers_nothing(
    district: Agency, by_clerk: Actor, clerk: User, client: Client
) -> None:
    case = intake.file(filing(district), actor=PUBLIC).request
    group = join(case, by_clerk)
    mending.void(case.pk, actor=by_clerk, seen=None, effective_on=date(2026, 9, 18), reason="重复登记")
    client.force_login(clerk)
    assert "没有现在可以这样办的申请" in client.get(address(group, "decide")).content.decode()
