"""确认函: posted when nobody answers the telephone, sealed with the case, and told to the applicant."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from docx import Document

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.files import store
from foundation.ledger.acts import Actor
from requests_app import notice_texts, today, tracking
from requests_app.models import InformationRequest, Notice
from requests_app.operations import intake
from tests.requests_app.conftest import NAME, TODAY, applicant, filing, miss

LETTER = {"means": "letter", "result": "letter_sent", "make_letter": True}


@pytest.fixture
def unreached(district: Agency, by_clerk: Actor) -> InformationRequest:
    came = filing(district, channel="post", arrival="ordinary")
    case = intake.register(came, actor=by_clerk, arrived_on=date(2026, 9, 15)).request
    for _ in range(2):
        miss(case, by_clerk)
    case.refresh_from_db()
    return case


def text_of(notice: Notice) -> str:
    assert notice.word_file is not None
    return "\n".join(one.text for one in Document(io.BytesIO(store.read(notice.word_file))).paragraphs)


def test_the_letter_says_what_came_and_that_no_limit_runs(
    unreached: InformationRequest, by_clerk: Actor, clerk: User
) -> None:
    assert today.unreached(clerk, TODAY)[0].next_step == "邮寄确认函"
    miss(unreached, by_clerk, **LETTER)
    notice = unreached.notices.get()
    assert notice.pdf_file is not None and store.read(notice.pdf_file).startswith(b"%PDF")
    assert notice.pdf_file.data_key_id == unreached.applicant.key_id
    text = text_of(notice)
    for said in (
        "政府信息公开申请确认函",
        f"{NAME}：",
        f"申请编号：{unreached.number}",
        "2026年9月15日收到你（单位）以邮寄方式",
        "2次与你（单位）联系确认，没有联系上",
        "第三十一条",
        "答复期限没有起算",
        "0632-0000000",
    ):
        assert said in text, said
    assert unreached.events.last().data == {
        "means": "letter",
        "result": "letter_sent",
        "notice": notice.pk,
    }
    assert today.unreached(clerk, TODAY)[0].next_step == "再次联系申请人"


def test_the_applicant_reads_it_where_progress_is_shown(
    unreached: InformationRequest, by_clerk: Actor
) -> None:
    miss(unreached, by_clerk, **LETTER)
    unreached.refresh_from_db()
    standing = tracking.standing(unreached)
    assert [one.detail for one in standing.events] == ["", "", "", "确认函已经寄给您"]
    assert [paper.name for paper in standing.papers] == [f"政府信息公开申请确认函（{unreached.number}）.pdf"]
    assert standing.limit == ""


def test_a_letter_written_by_hand_is_only_noted(unreached: InformationRequest, by_clerk: Actor) -> None:
    miss(unreached, by_clerk, **{**LETTER, "make_letter": False})
    miss(unreached, by_clerk, make_letter=True)
    assert not unreached.notices.exists(), "nor is one made where a call was not answered"


def test_a_letter_goes_by_post(unreached: InformationRequest, by_clerk: Actor) -> None:
    with pytest.raises(Refused) as caught:
        miss(unreached, by_clerk, **{**LETTER, "means": "phone"})
    assert caught.value.refusal.field == "means"


def test_without_an_attempt_it_says_so() -> None:
    first, *_ = notice_texts.confirmation_lines("2026年9月15日", "传真", 0, "《条例》第三十一条")
    assert first.endswith("请与本机关确认。")


def look(client: Client, case: InformationRequest, **facts: Any) -> Any:
    sent = {"seen": case.last_seq, "effective_on": "2026-09-18", **facts}
    return client.post(f"/admin/requests_app/informationrequest/{case.pk}/step/not-reached/", sent)


def test_the_step_proposes_it_after_two_attempts(
    client: Client, unreached: InformationRequest, clerk: User, district: Agency, by_clerk: Actor
) -> None:
    client.force_login(clerk)
    facts = {"means": "letter", "result": "letter_sent", "make_letter": "on"}
    page = client.get(f"/admin/requests_app/informationrequest/{unreached.pk}/step/not-reached/")
    form = page.context["form"]
    assert (form.fields["means"].initial, form.fields["result"].initial) == ("letter", "letter_sent")
    assert form.fields["make_letter"].initial is True
    preview = "".join(look(client, unreached, **facts).context["preview"])
    assert "制作《政府信息公开申请确认函》" in preview and "没有登记联系地址" not in preview
    wrong = look(client, unreached, **{**facts, "means": "phone"})
    assert list(wrong.context["form"].errors) == ["means"]
    assert "确认函" not in "".join(
        look(client, unreached, **{**facts, "make_letter": ""}).context["preview"][1:]
    )
    look(client, unreached, perform="1", **facts)
    shown = client.get(f"/admin/requests_app/informationrequest/{unreached.pk}/change/").content.decode()
    assert "政府信息公开申请确认函" in shown
    nowhere = filing(district, channel="fax", applicant=applicant(address=""))
    lost = intake.register(nowhere, actor=by_clerk, arrived_on=TODAY).request
    assert "没有登记联系地址" in "".join(look(client, lost, **facts).context["preview"])
