"""Several who ask together, and who acts for them: sealed, named, served, counted once; one leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.documents import html
from foundation.ledger.acts import Actor
from requests_app import notices, personal, statistics, who_asks
from requests_app.facts import AgentFacts, AgentPapers, ApplicantFacts
from requests_app.forms import filing as filing_form
from requests_app.models import Agent, ApplicantKind, CoApplicant, InformationRequest
from requests_app.notice_kinds import NOTICE_KINDS
from requests_app.operations import intake, joining
from tests.requests_app.conftest import (
    IDENTITY,
    NAME,
    PUBLIC,
    TODAY,
    answer,
    applicant,
    decide,
    filing,
    look,
    person,
)
from tests.requests_app.test_admin import REGISTER, at_the_counter, page_of, post, step
from tests.requests_app.test_public_pages import NEW, PNG, company, typed

SECOND, THIRD = "测试乙某某", "测试丙某某"
OTHER_IDENTITY = "11010519491231002X"
AGENT = AgentFacts(
    kind="lawyer",
    scope=("file", "receive"),
    name="测试丁某某",
    identity_kind="resident",
    identity_number=OTHER_IDENTITY,
    phone="13900000009",
    firm="虚构律师事务所",
    licence_number="13704000000000000",
)
TOGETHER = (applicant(name=SECOND, identity_number=OTHER_IDENTITY), applicant(name=THIRD))


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing_form, "FASTEST_SECONDS", 0)


@pytest.fixture
def together(district: Agency) -> InformationRequest:
    return intake.file(filing(district, joined=TOGETHER), actor=PUBLIC).request


@pytest.fixture
def represented(district: Agency) -> InformationRequest:
    papers = AgentPapers(("委托书.png", PNG), ("执业证.png", PNG), ("律所函.png", PNG))
    return intake.file(filing(district, agent=AGENT, agent_papers=papers), actor=PUBLIC).request


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def withdraw(case: InformationRequest, actor: Actor, who: int, **changes: Any) -> InformationRequest:
    return joining.one_withdraws(case.pk, actor=actor, seen=None, effective_on=TODAY, who=who, **changes)


def names(case: InformationRequest) -> str:
    return personal.addressed_to(InformationRequest.objects.get(pk=case.pk).applicant)


# --- kinds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in ApplicantKind if kind != ApplicantKind.NATURAL])
def test_every_column_of_the_report_is_reached_from_the_public_form(
    client: Client, district: Agency, kind: ApplicantKind
) -> None:
    client.post(NEW, {**company(kind=kind.value), "submit": "1"})
    assert InformationRequest.objects.get().applicant.kind == kind
    count = statistics.APPLICATIONS.count([district.pk], 2026)
    assert count[(district.pk, "new", kind.value)] == 1


def test_several_count_once_in_the_column_of_their_representative(
    district: Agency, together: InformationRequest
) -> None:
    count = statistics.APPLICATIONS.count([district.pk], 2026)
    assert count[(district.pk, "new", "natural")] == count[(district.pk, "new", "total")] == 1


def test_an_agent_never_changes_the_column(district: Agency, represented: InformationRequest) -> None:
    count = statistics.APPLICATIONS.count([district.pk], 2026)
    assert (district.pk, "new", "legal") not in count and count[(district.pk, "new", "natural")] == 1


# --- sealed ---------------------------------------------------------------------------------------------


def test_each_person_is_sealed_and_read_back(
    together: InformationRequest, represented: InformationRequest
) -> None:
    second, third = CoApplicant.objects.order_by("position")
    assert [personal.read_joined(one).name for one in (second, third)] == [SECOND, THIRD]
    assert SECOND.encode() not in bytes(second.sealed)
    assert second.name_hash == personal.name_hash(SECOND)
    agent = Agent.objects.get()
    assert personal.read_agent(agent) == AGENT
    assert AGENT.name.encode() not in bytes(agent.sealed)
    assert {agent.mandate_file.name, agent.identity_file.name, agent.firm_letter_file.name} == {  # type: ignore[union-attr]
        "委托书.png",
        "代理人证件.png",
        "律所函.png",
    }


def test_the_ledger_knows_how_many_and_what_kind_and_no_name(
    together: InformationRequest, represented: InformationRequest
) -> None:
    assert together.events.get(kind="filed").data["applicants"] == 3
    assert represented.events.get(kind="filed").data["agent"] == "lawyer"


# --- on the public form ---------------------------------------------------------------------------------


def joined(number: int, **changes: str) -> dict[str, str]:
    facts = {
        "kind": "natural",
        "name": SECOND,
        "identity_kind": "resident",
        "identity_number": OTHER_IDENTITY,
        "phone": "13900000002",
        **changes,
    }
    return {f"joined_{name}_{number}": value for name, value in facts.items()}


def agent(**changes: Any) -> dict[str, Any]:
    facts = {
        "kind": "lawyer",
        "name": AGENT.name,
        "identity_kind": "resident",
        "identity_number": "",
        "phone": AGENT.phone,
        "address": "",
        "firm": AGENT.firm,
        "licence_number": AGENT.licence_number,
        "scope": ["file", "receive"],
        **changes,
    }
    return {"with_agent": "1", **{f"agent_{name}": value for name, value in facts.items()}}


def test_buttons_add_a_person_and_an_agent_without_script_and_lose_nothing(
    client: Client, district: Agency
) -> None:
    page = client.post(NEW, typed(join="1"))
    assert page.context["form"].shown_joined() == 1 and not page.context["form"].errors
    assert NAME in page.content.decode() and "第2位申请人姓名或者名称" in page.content.decode()
    page = client.post(NEW, typed(joined_count="1", **joined(1), agent="1"))
    shown = page.content.decode()
    assert SECOND in shown and "委托权限" in shown and 'name="with_agent" value="1"' in shown
    page = client.post(NEW, typed(**agent(), no_agent="1"))
    assert "委托权限" not in page.content.decode()
    assert client.post(NEW, typed(joined_count="x")).context["form"].shown_joined() == 0


def test_several_are_filed_from_the_public_form_with_their_paper(client: Client, district: Agency) -> None:
    facts = typed(joined_count="2", **joined(1), **joined(2, name="", identity_number="", phone=""))
    check = client.post(NEW, {**facts, "check": "1"}).content.decode()
    assert "核对并提交" in check and "推选书" in check and SECOND in check
    client.post(NEW, {**facts, "submit": "1", "election": SimpleUploadedFile("推选.png", PNG)})
    case = InformationRequest.objects.get()
    assert names(case) == f"{NAME}、{SECOND}", "a group left empty joins nobody"
    election = case.applicant.election_file
    assert election is not None and election.name == "推选书.png"
    assert election.data_key == case.applicant.key


def test_an_agent_files_with_a_mandate_and_not_without(client: Client, district: Agency) -> None:
    facts = {**typed(**agent()), "submit": "1"}
    page = client.post(NEW, facts)
    assert "mandate" in page.context["papers"].errors and not InformationRequest.objects.exists()
    client.post(NEW, {**facts, "mandate": SimpleUploadedFile("委托.png", PNG)})
    stored = InformationRequest.objects.get().applicant.agent
    assert personal.read_agent(stored).name == AGENT.name and stored.mandate_file is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (agent(name=""), "agent_name"),
        (agent(firm=""), "agent_firm"),
        (agent(licence_number=""), "agent_licence_number"),
        (agent(scope=[]), "agent_scope"),
        (agent(identity_number="110105194912310022"), "agent_identity_number"),
        ({"joined_count": "1", **joined(1, name="")}, "joined_name_1"),
        ({"joined_count": "1", **joined(1, identity_number="")}, "joined_identity_number_1"),
        (
            {"joined_count": "1", **joined(1, identity_number="110105194912310022")},
            "joined_identity_number_1",
        ),
        (
            {"joined_count": "1", **joined(1, kind="enterprise", identity_number="123")},
            "joined_identity_number_1",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    client: Client, district: Agency, changes: dict[str, Any], field: str
) -> None:
    page = client.post(NEW, {**typed(**changes), "check": "1"})
    assert list(page.context["form"].errors) == [field]


def test_an_organisation_joins_with_its_credit_code(client: Client, district: Agency) -> None:
    organisation = joined(1, kind="charity", name="虚构公益协会", identity_number="91110000600037341L")
    client.post(NEW, {**typed(joined_count="1", **organisation), "submit": "1"})
    one = CoApplicant.objects.get()
    assert (one.kind, personal.read_joined(one).identity_kind) == ("charity", "")


# --- at the counter -------------------------------------------------------------------------------------


def test_the_counter_registers_several_and_an_agent_with_what_the_paper_says(
    desk: Client, district: Agency
) -> None:
    page = desk.post(REGISTER, at_the_counter(district, join="1"))
    assert page.context["form"].shown_joined() == 1 and not page.context["form"].errors
    facts = at_the_counter(district, joined_count="1", **joined(1, identity_number=""), **agent())
    scan = SimpleUploadedFile("委托.png", PNG)
    desk.post(REGISTER, {**facts, "mandate": scan})
    case = InformationRequest.objects.get()
    assert names(case) == f"{NAME}、{SECOND}"
    assert case.applicant.agent.mandate_file is not None


def test_an_agent_is_named_later_with_the_mandate_once(
    desk: Client, case: InformationRequest, by_clerk: Actor
) -> None:
    facts = {**agent(), "mandate": SimpleUploadedFile("委托.png", PNG)}
    facts.pop("with_agent")
    page = post(desk, case, "name-agent", **{**facts, "agent_firm": ""})
    assert "agent_firm" in page.context["form"].errors
    post(desk, case, "name-agent", **{**facts, "mandate": SimpleUploadedFile("委托.png", PNG)})
    case = InformationRequest.objects.get(pk=case.pk)
    assert personal.read_agent(case.applicant.agent).firm == AGENT.firm
    assert case.events.get(kind="agent_named").data == {"agent": "lawyer", "scope": ["file", "receive"]}
    assert "本件已经登记了代理人" in desk.get(step(case, "name-agent")).content.decode()
    with pytest.raises(Refused, match="已经登记了代理人"):
        joining.name_agent(
            case.pk,
            actor=by_clerk,
            seen=None,
            effective_on=TODAY,
            agent=AGENT,
            papers_of_agent=AgentPapers(),
        )


def test_an_agent_of_an_unknown_kind_or_scope_is_refused(case: InformationRequest, by_clerk: Actor) -> None:
    for wrong in (AgentFacts("friend", ("file",), "测试丁某某"), AgentFacts("other", ("all",), "测试丁某某")):
        with pytest.raises(Refused, match="请选择代理人类型"):
            joining.name_agent(
                case.pk,
                actor=by_clerk,
                seen=None,
                effective_on=TODAY,
                agent=wrong,
                papers_of_agent=AgentPapers(),
            )
    assert not Agent.objects.exists()


# --- who sees and who is served -------------------------------------------------------------------------


def test_handlers_see_names_and_papers_readers_see_that_there_are_others(
    desk: Client,
    client: Client,
    together: InformationRequest,
    represented: InformationRequest,
    office: Agency,
) -> None:
    shown = desk.get(page_of(together)).content.decode()
    assert SECOND in shown and THIRD in shown and OTHER_IDENTITY not in shown
    assert "文书写明全体3位申请人，送给推选的代表" in shown
    mandate = represented.applicant.agent.mandate_file_id
    shown = desk.get(page_of(represented)).content.decode()
    assert AGENT.name in shown and AGENT.firm in shown and f"/files/{mandate}/" in shown
    assert "送给代理人：委托书写明代收文书" in shown
    assert desk.get(f"/files/{mandate}/").status_code == 200
    client.force_login(person("reader", office, "requests.read"))
    for case in (together, represented):
        page = client.get(page_of(case)).content.decode()
        assert not any(secret in page for secret in (SECOND, THIRD, AGENT.name, AGENT.phone, AGENT.firm))
    assert "测试〇〇〇" in client.get(page_of(together)).content.decode()
    assert client.get(f"/files/{mandate}/").status_code == 404


def test_without_a_mandate_to_receive_the_applicant_is_served(district: Agency) -> None:
    lawyer = AgentFacts("lawyer", ("file",), "测试丁某某")
    case = intake.file(filing(district, agent=lawyer), actor=PUBLIC).request
    assert who_asks.served_to(case.applicant) == "文书送给申请人本人：委托书没有写明代收文书。"
    alone = intake.file(filing(district), actor=PUBLIC).request
    assert who_asks.served_to(alone.applicant) == ""


def test_the_form_of_service_says_who_is_served(
    desk: Client, represented: InformationRequest, by_clerk: Actor
) -> None:
    from tests.requests_app.conftest import review, sign

    decide(represented, by_clerk)
    review(represented, by_clerk)
    sign(represented, by_clerk)
    assert "送给代理人" in desk.get(step(represented, "serve")).content.decode()


def test_a_notice_names_everybody_who_still_asks(together: InformationRequest, by_clerk: Actor) -> None:
    withdraw(together, by_clerk, 2)
    case = InformationRequest.objects.get(pk=together.pk)
    decide(case, by_clerk)
    kind = notices.kind_of(case)
    assert kind is not None and kind.code in NOTICE_KINDS
    written = html.write(notices.answer(case, kind, number="", on=TODAY))
    assert f"{NAME}、{THIRD}" in written and SECOND not in written


def test_the_number_of_one_who_joined_and_of_the_agent_are_shown_once_each(
    together: InformationRequest, represented: InformationRequest, by_clerk: Actor
) -> None:
    assert look(together, by_clerk, whose="2").number == OTHER_IDENTITY
    assert together.events.get(kind="identity_revealed").data == {"reason": "papers", "whose": "2"}
    assert look(represented, by_clerk, whose="agent").number == OTHER_IDENTITY
    assert look(represented, by_clerk).number == IDENTITY
    for case, whose in ((together, "9"), (together, "agent")):
        with pytest.raises(Refused, match="没有这一位"):
            look(case, by_clerk, whose=whose)


def test_nothing_is_shown_or_logged_of_whom_no_number_is_kept(district: Agency, by_clerk: Actor) -> None:
    without = ApplicantFacts("natural", SECOND)
    case = intake.file(filing(district, joined=(without,)), actor=PUBLIC).request
    with pytest.raises(Refused, match="没有登记证件号码"):
        look(case, by_clerk, whose="2")
    assert not case.events.filter(kind="identity_revealed").exists()


# --- one leaves -----------------------------------------------------------------------------------------


def test_one_leaves_and_the_others_go_on_with_the_same_limit(
    together: InformationRequest, by_clerk: Actor
) -> None:
    due = together.due_on
    withdraw(together, by_clerk, 2, evidence=("退出.png", PNG))
    together.refresh_from_db()
    assert (together.stage, together.due_on, names(together)) == ("handling", due, f"{NAME}、{THIRD}")
    event = together.events.get(kind="one_withdrew")
    assert event.data == {"who": 2} and event.evidence.name == "退出申请的材料.png"
    with pytest.raises(Refused, match="已经退出"):
        withdraw(together, by_clerk, 2)


def test_a_representative_who_leaves_is_succeeded_by_one_who_stays(
    together: InformationRequest, by_clerk: Actor
) -> None:
    for successor in (None, 9):
        with pytest.raises(Refused, match="另推一位代表"):
            withdraw(together, by_clerk, 1, successor=successor)
    withdraw(together, by_clerk, 1, successor=3)
    case = InformationRequest.objects.get(pk=together.pk)
    assert personal.read(case.applicant).name == THIRD
    assert names(case) == f"{THIRD}、{SECOND}"
    assert case.applicant.name_hash == personal.name_hash(THIRD)
    gone = case.applicant.joined.get(position=3)
    assert (personal.read_joined(gone).name, gone.withdrawn_on) == (NAME, TODAY)


def test_the_last_one_is_sent_to_the_withdrawal_of_the_whole_case(
    together: InformationRequest, by_clerk: Actor, case: InformationRequest
) -> None:
    withdraw(together, by_clerk, 2)
    withdraw(together, by_clerk, 3)
    for alone in (together, case):
        with pytest.raises(Refused, match="登记撤回申请"):
            withdraw(alone, by_clerk, 1)
    together.refresh_from_db()
    assert together.stage == "handling" and names(together) == NAME


def test_nobody_leaves_an_answered_case(together: InformationRequest, by_clerk: Actor) -> None:
    answer(together, by_clerk)
    with pytest.raises(Refused, match="现在的阶段不能"):
        withdraw(together, by_clerk, 2)


def test_the_page_lists_those_who_stay_and_asks_for_a_successor(
    desk: Client, together: InformationRequest, by_clerk: Actor, client: Client
) -> None:
    shown = desk.get(step(together, "one-withdraws")).content.decode()
    assert f"{NAME}（推选的代表）" in shown and SECOND in shown and THIRD in shown
    page = post(desk, together, "one-withdraws", who="1")
    assert "successor" in page.context["form"].errors
    post(desk, together, "one-withdraws", who="2")
    assert f"{NAME}、{THIRD}" == names(together)
    page = desk.get(page_of(together)).content.decode()
    assert "一位共同申请人退出" in page and "第2位，2026年9月18日退出" in page


def test_only_a_case_of_several_offers_that_one_leaves(
    desk: Client, together: InformationRequest, case: InformationRequest, represented: InformationRequest
) -> None:
    assert step(together, "one-withdraws") in desk.get(page_of(together)).content.decode()
    alone = desk.get(page_of(case)).content.decode()
    assert step(case, "one-withdraws") not in alone and step(case, "name-agent") in alone
    assert step(represented, "name-agent") not in desk.get(page_of(represented)).content.decode()


def test_the_applicants_read_that_one_left(district: Agency, by_clerk: Actor, client: Client) -> None:
    filed = intake.file(filing(district, joined=TOGETHER), actor=PUBLIC)
    withdraw(filed.request, by_clerk, 2)
    keys = {"number": filed.request.number, "query_code": filed.query_code}
    page = client.post("/requests/track/", keys, follow=True).content.decode()
    assert "一位共同申请人退出，其余申请人的申请继续办理" in page and SECOND not in page


# --- respondent and handler -----------------------------------------------------------------------------


def test_the_respondent_stays_on_notices_and_in_figures_when_another_unit_does_the_work(
    case: InformationRequest, by_clerk: Actor, district: Agency, bureau: Agency, client: Client
) -> None:
    from requests_app.operations import handling

    handling.assign(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, handler=bureau)
    case = InformationRequest.objects.select_related("respondent", "handler").get(pk=case.pk)
    worker = Actor(person("worker", bureau, "requests.read", "requests.handle"), bureau)
    decide(case, worker)
    kind = notices.kind_of(case)
    assert kind is not None
    written = html.write(notices.answer(case, kind, number="", on=TODAY))
    assert district.name in written and bureau.name not in written
    count = statistics.APPLICATIONS.count([district.pk, bureau.pk], 2026)
    assert (district.pk, "new", "total") in count and (bureau.pk, "new", "total") not in count
    client.force_login(worker.user)  # type: ignore[arg-type]
    shown = client.get(page_of(case)).content.decode()
    assert NAME in shown and "被申请机关" in shown and bureau.name in shown
