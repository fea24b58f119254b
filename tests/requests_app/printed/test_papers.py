"""Papers printed from the case page: what stands on each, who may print it, and that none of it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.documents import plain
from foundation.files.models import StoredFile
from foundation.ledger.acts import Actor
from requests_app.models import InformationRequest, Notice
from requests_app.operations import correcting, handling, intake, mail_returns
from requests_app.printed import envelope, papers, record, registration, secrecy, service_return
from tests.requests_app.conftest import (
    IDENTITY,
    NAME,
    PHONE,
    PUBLIC,
    TODAY,
    applicant,
    ask,
    decide,
    filing,
    person,
    review,
    serve,
    sign,
)
from tests.requests_app.test_joining import AGENT

ADDRESS = "虚构省虚构市虚构路1号"


@pytest.fixture
def case(district: Agency, settings: Any) -> InformationRequest:
    made = intake.file(filing(district, provision_routes=("post",)), actor=PUBLIC).request
    settings.AS_OF = date(2026, 11, 2)
    return made


def fresh(case: InformationRequest) -> InformationRequest:
    return InformationRequest.objects.get(pk=case.pk)


@pytest.fixture
def answered(case: InformationRequest, by_clerk: Actor) -> InformationRequest:
    decide(case, by_clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    serve(case, by_clerk, on=date(2026, 9, 21), route="post", mail_number="1032156789012")
    return fresh(case)


def extension(case: InformationRequest, by_clerk: Actor) -> Notice:
    facts: dict[str, Any] = {"workdays": 15, "approver_name": "演示负责人", "reason": "检索范围大"}
    handling.extend(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, **facts)
    return Notice.objects.get(kind="extension")


# --- what stands on them --------------------------------------------------------------------------------


def test_the_proof_of_service_names_paper_receiver_and_the_ways(
    case: InformationRequest, by_clerk: Actor
) -> None:
    shown = plain.write(service_return.sheet(fresh(case), extension(case, by_clerk)))
    for words in ("送达回证", case.number, "《延期答复告知书》", NAME, "□直接送达", "□邮寄送达", "代收人"):
        assert words in shown
    assert not [secret for secret in (IDENTITY, PHONE, ADDRESS) if secret in shown]


def test_the_address_sheet_says_where_it_goes_and_what_is_inside(
    case: InformationRequest, by_clerk: Actor
) -> None:
    shown = plain.write(envelope.sheet(fresh(case), extension(case, by_clerk)))
    for words in (NAME, ADDRESS, PHONE, "《延期答复告知书》", "枣庄市山亭区演示路1号", "不得交快递公司"):
        assert words in shown
    assert IDENTITY not in shown


def test_where_no_address_was_given_the_sheet_says_so(district: Agency, by_clerk: Actor) -> None:
    case = intake.file(filing(district, applicant=applicant(address="", phone="")), actor=PUBLIC).request
    shown = plain.write(envelope.sheet(fresh(case), extension(case, by_clerk)))
    assert shown.count("申请表没有填写") == 2


@pytest.mark.parametrize(("scope", "goes_to_the_agent"), [(("receive",), True), (("file",), False)])
def test_letters_go_where_the_mandate_says(
    district: Agency, by_clerk: Actor, scope: tuple[str, ...], goes_to_the_agent: bool
) -> None:
    agent = replace(AGENT, scope=scope)
    case = intake.file(filing(district, agent=agent), actor=PUBLIC).request
    notice = extension(case, by_clerk)
    shown = plain.write(envelope.sheet(fresh(case), notice))
    assert (agent.name in shown, f"{NAME}（收）" in shown) == (goes_to_the_agent, not goes_to_the_agent)
    assert NAME in plain.write(service_return.sheet(fresh(case), notice))


def test_the_registration_form_has_what_was_asked_and_a_masked_number(case: InformationRequest) -> None:
    shown = plain.write(registration.sheet(fresh(case)))
    for words in (case.number, NAME, ADDRESS, "2025年度城乡低保资金发放汇总表", "邮寄", "2026年9月18日"):
        assert words in shown
    assert IDENTITY not in shown


def test_the_registration_form_of_what_waits_has_no_limit(district: Agency, by_clerk: Actor) -> None:
    case = intake.register(filing(district, channel="email"), actor=by_clerk, arrived_on=TODAY).request
    shown = plain.write(registration.sheet(fresh(case)))
    assert "待确认" in shown and "暂不计算" in shown


def test_the_secrecy_sheet_asks_and_names_nobody(case: InformationRequest, by_clerk: Actor) -> None:
    decide(case, by_clerk)
    shown = plain.write(secrecy.sheet(fresh(case)))
    for words in ("拟公开内容", "可以公开", "国家秘密", "条例第17条", "审查人意见"):
        assert words in shown
    assert not [secret for secret in (NAME, IDENTITY, PHONE, ADDRESS) if secret in shown]


def test_the_record_tells_every_act_with_the_days_between(
    answered: InformationRequest, by_clerk: Actor
) -> None:
    shown = plain.write(record.sheet(fresh(answered)))
    for words in ("历时2个工作日", "拟定答复", "签发答复", "送达答复；邮寄送达（邮政企业）", "演示clerk"):
        assert words in shown
    assert not [secret for secret in (NAME, IDENTITY, PHONE, ADDRESS, "1032156789012") if secret in shown]


def test_the_record_of_a_returned_notice_says_that_it_did_not_come(
    case: InformationRequest, by_clerk: Actor
) -> None:
    ask(case, by_clerk)
    correcting.deliver(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, route="post")
    service = fresh(case).correction.notice.services.get()
    facts: dict[str, Any] = {"service": service.pk, "reason": "moved", "effective_on": date(2026, 9, 24)}
    mail_returns.come_back(case.pk, actor=by_clerk, seen=None, **facts)
    shown = plain.write(record.sheet(fresh(case)))
    assert "邮件退回，没有送到" in shown and "迁移新址" in shown and "还在办理" in shown


def test_the_record_before_the_receipt(district: Agency, by_clerk: Actor) -> None:
    case = intake.register(filing(district, channel="email"), actor=by_clerk, arrived_on=TODAY).request
    assert "还没有确认收到" in plain.write(record.sheet(fresh(case)))


def test_nobody_and_everybody_has_a_name_on_the_record(case: InformationRequest) -> None:
    events = list(fresh(case).events.all())
    assert {record.who(event) for event in events} == {"申请人"}
    events[0].origin = "command"
    assert record.who(events[0]) == "系统"


# --- who may print them ---------------------------------------------------------------------------------


def address(case: InformationRequest, code: str, name: str = "pdf", notice: object = "") -> str:
    return f"/admin/requests_app/informationrequest/{case.pk}/paper/{code}/{name}/?notice={notice}"


@pytest.mark.parametrize("code", papers.PAPERS)
@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_whoever_handles_the_case_prints_every_paper_and_nothing_is_stored(
    client: Client, answered: InformationRequest, clerk: User, code: str, name: str
) -> None:
    kept = StoredFile.objects.count()
    client.force_login(clerk)
    notice = answered.notices.get().pk
    printed = client.get(address(answered, code, name, notice))
    assert printed.content.startswith(b"%PDF" if name == "pdf" else b"PK")
    assert answered.number in printed["Content-Disposition"] and "no-store" in printed["Cache-Control"]
    assert StoredFile.objects.count() == kept


@pytest.mark.parametrize(
    ("held", "may"),
    [
        ("requests.read", {"record"}),
        ("requests.serve", {"record"}),
        ("requests.review", {"record", "secrecy"}),
        ("requests.sign", {"record", "secrecy"}),
        ("requests.handle", set(papers.PAPERS)),
    ],
)
def test_the_applicant_stands_only_before_those_who_handle_the_case(
    client: Client, answered: InformationRequest, office: Agency, held: str, may: set[str]
) -> None:
    client.force_login(person("reader", office, *{"requests.read", held}))
    notice = answered.notices.get().pk
    got = {
        code
        for code in papers.PAPERS
        if client.get(address(answered, code, notice=notice)).status_code == 200
    }
    assert got == may
    page = client.get(f"/admin/requests_app/informationrequest/{answered.pk}/change/").content.decode()
    assert {code for code in papers.PAPERS if f"/paper/{code}/" in page} == may


def test_there_is_no_other_paper(client: Client, answered: InformationRequest, clerk: User) -> None:
    client.force_login(clerk)
    assert client.get(address(answered, "unknown")).status_code == 404
    assert client.get(address(answered, "record", "exe")).status_code == 404
    assert client.get(address(answered, "envelope", notice="")).status_code == 404
    assert client.get("/admin/requests_app/informationrequest/9999999/paper/record/pdf/").status_code == 404


def test_the_secrecy_sheet_is_for_what_is_opened(
    client: Client, case: InformationRequest, clerk: User
) -> None:
    client.force_login(clerk)
    assert client.get(address(case, "secrecy")).status_code == 404


def test_strangers_print_nothing(client: Client, answered: InformationRequest, stranger: Actor) -> None:
    assert stranger.user is not None
    client.force_login(stranger.user)
    assert {client.get(address(answered, code)).status_code for code in papers.PAPERS} == {404}
