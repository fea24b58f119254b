"""The 答复审签单: what stands on it, who may print it, and how the signed one comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foundation.agencies.models import Agency, User
from foundation.documents import plain
from foundation.ledger.acts import Actor
from requests_app import sign_off_sheet
from requests_app.facts import PartAnswer, PartFacts
from requests_app.models import InformationRequest
from requests_app.operations import intake
from tests.requests_app.conftest import (
    IDENTITY,
    NAME,
    PHONE,
    PUBLIC,
    TODAY,
    decide,
    filing,
    person,
    review,
    sign,
)
from tests.requests_app.test_operations import PDF

TWO = (
    PartAnswer(1, "A2", finding="经检索，找到所申请的汇总表。"),
    PartAnswer(2, "D1b", reasons="由财政部门制作。", direction="请向山亭区财政局提出，电话0632-0000000。"),
)


@pytest.fixture
def pair(district: Agency, by_clerk: Actor) -> InformationRequest:
    parts = (PartFacts("2025年度低保资金发放汇总表"), PartFacts("2025年度部门决算"))
    return intake.file(filing(district, parts=parts), actor=PUBLIC).request


def shown(case: InformationRequest) -> str:
    return plain.write(sign_off_sheet.document(InformationRequest.objects.get(pk=case.pk)))


def test_it_says_what_is_signed_and_has_room_for_the_signature(
    pair: InformationRequest, by_clerk: Actor
) -> None:
    decide(pair, by_clerk, *TWO)
    sheet = shown(pair)
    for words in (
        pair.number,
        "山亭区人民政府",
        "2026年10月22日",
        "1. 《2025年度低保资金发放汇总表》",
        "可以公开（",
        "2. ",
        "请向山亭区财政局提出",
        "还没有审查",
        "签发意见",
        "代签的写明授权书名称和有效期",
        "登记纸质签发",
    ):
        assert words in sheet
    review(pair, by_clerk)
    assert "可以公开。审查人：演示审查人，2026年9月18日。" in shown(pair)


def test_it_names_no_applicant(pair: InformationRequest, by_clerk: Actor) -> None:
    decide(pair, by_clerk, *TWO)
    assert not [secret for secret in (NAME, IDENTITY, PHONE) if secret in shown(pair)]


def test_what_is_not_decided_or_opens_nothing_says_so(case: InformationRequest, by_clerk: Actor) -> None:
    assert "还没有拟定答复" in shown(case)
    decide(case, by_clerk, PartAnswer(1, "F3", reasons="并入前一件办理。"))
    sheet = shown(case)
    assert "不需要制作告知书" in sheet and "没有拟公开的内容，不需要保密审查。" in sheet


def test_a_paused_limit_is_no_date(case: InformationRequest) -> None:
    case.due_on = case.received_on = None
    assert "暂停计算" in plain.write(sign_off_sheet.document(case))


def test_whoever_prepares_checks_or_signs_prints_it_until_it_is_signed(
    client: Client, case: InformationRequest, by_clerk: Actor, office: Agency, clerk: User
) -> None:
    address = f"/admin/requests_app/informationrequest/{case.pk}/"
    client.force_login(clerk)
    assert "下载审签单" not in client.get(f"{address}change/").content.decode()
    decide(case, by_clerk)
    assert f"{address}sheet/docx/" in client.get(f"{address}change/").content.decode()
    assert client.get(f"{address}sheet/docx/").content.startswith(b"PK")
    printed = client.get(f"{address}sheet/pdf/")
    assert printed.content.startswith(b"%PDF")
    assert case.number in printed["Content-Disposition"]
    assert client.get(f"{address}sheet/exe/").status_code == 404
    client.force_login(person("reader", office, "requests.read"))
    assert client.get(f"{address}sheet/pdf/").status_code == 404
    client.force_login(clerk)
    review(case, by_clerk)
    sign(case, by_clerk)
    assert client.get(f"{address}sheet/pdf/").status_code == 404
    assert client.get("/admin/requests_app/informationrequest/9999999/sheet/pdf/").status_code == 404


# --- the signed one comes back --------------------------------------------------------------------------


@pytest.fixture
def ready(case: InformationRequest, by_clerk: Actor) -> InformationRequest:
    decide(case, by_clerk)
    review(case, by_clerk)
    return case


def posted(case: InformationRequest, **changes: Any) -> dict[str, Any]:
    case.refresh_from_db()
    facts = {
        "seen": str(case.last_seq),
        "effective_on": TODAY.isoformat(),
        "manner": "paper",
        "signer_name": "演示负责人",
        "perform": "1",
    }
    return {**facts, **changes}


def test_without_the_scan_it_says_what_is_missing(
    client: Client, ready: InformationRequest, clerk: User
) -> None:
    client.force_login(clerk)
    address = f"/admin/requests_app/informationrequest/{ready.pk}/"
    page = client.post(f"{address}step/record-signature/", posted(ready)).content.decode()
    assert "还缺签了字的审签单" in page and "演示负责人" in page
    ready.refresh_from_db()
    assert ready.stage == "handling"
    client.post(f"{address}step/record-signature/", posted(ready, recording="on"))
    assert "纸质审签单签发，没有审签单扫描件" in client.get(f"{address}change/").content.decode()


def test_with_the_scan_it_is_signed(client: Client, ready: InformationRequest, clerk: User) -> None:
    client.force_login(clerk)
    address = f"/admin/requests_app/informationrequest/{ready.pk}/"
    scan = SimpleUploadedFile("审签单.pdf", PDF[1])
    client.post(f"{address}step/record-signature/", posted(ready, evidence=scan))
    page = client.get(f"{address}change/").content.decode()
    assert "纸质审签单签发" in page and "没有审签单扫描件" not in page
    assert ready.decisions.get().signed_on == date(2026, 9, 18)
