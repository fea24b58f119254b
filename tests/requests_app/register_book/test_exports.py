"""The register given out: in the shipped form or the city's, with applicants only for who may see them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from foundation.agencies.models import Agency, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.privacy import vault
from requests_app.models import BookTemplate, InformationRequest, RegisterBookEvent
from requests_app.operations import register_exports
from requests_app.operations.register_exports import export
from requests_app.register_book.export_columns import DESTROYED, FIELDS, SHIPPED, guess
from tests.requests_app.conftest import ALL, PUBLIC, filing, person
from tests.requests_app.register_book.conftest import DATA, brought_in

TEMPLATE = "register-template.xlsx"
EXPORT = "/admin/requests_app/informationrequest/book/export/"
PUT_IN = "/admin/requests_app/informationrequest/book/template/"
YEAR: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2026, 9, 18), "personal": False}


@pytest.fixture
def full(unit: Agency, by_clerk: Actor) -> Agency:
    brought_in(unit, by_clerk)
    return unit


@pytest.fixture
def reader(office: Agency) -> Actor:
    return Actor(person("reader", office, "requests.read"), office)


def rows(content: bytes, first: int) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=first, values_only=True)]


def city(agency: Agency, actor: Actor) -> BookTemplate:
    content = (DATA / TEMPLATE).read_bytes()
    made = register_exports.upload_template(actor=actor, agency=agency, name=TEMPLATE, content=content)
    return register_exports.keep_template(
        made.pk, actor=actor, sheet=0, first_row=made.first_row, columns=made.columns
    )


def test_the_shipped_register_has_every_request_of_the_period(full: Agency, by_clerk: Actor) -> None:
    given = export(actor=by_clerk, agency=full, **YEAR)
    assert given.rows == 10
    found = rows(given.content, 2)
    assert found[0] == [FIELDS[code].label for code in SHIPPED] and len(found) == 11
    assert [line[0] for line in found[1:]] == list(range(1, 11))
    third = dict(zip(SHIPPED, found[3], strict=True))
    assert third["number"] == "shanting-2026-0003" and third["kind"] == "商业企业"
    assert (third["received_on"].date(), third["due_on"].date()) == (date(2026, 2, 2), date(2026, 3, 5))
    assert (third["document_number"], third["late"], third["stage"]) == (
        "山政公开〔2026〕3号",
        "是",
        "已答复",
    )
    assert third["name"] is third["contact"] is None
    assert dict(zip(SHIPPED, found[4], strict=True))["extended_on"].date() == date(2026, 3, 20)
    withdrawn = dict(zip(SHIPPED, found[6], strict=True))
    assert (withdrawn["stage"], withdrawn["late"], withdrawn["document_number"]) == ("已撤回", None, None)


def test_the_period_is_the_day_of_receipt_both_ends_included(full: Agency, by_clerk: Actor) -> None:
    one_day = {**YEAR, "since": date(2026, 1, 12), "until": date(2026, 1, 12)}
    assert export(actor=by_clerk, agency=full, **one_day).rows == 1
    with pytest.raises(Refused, match="结束日期早于开始日期"):
        export(actor=by_clerk, agency=full, **{**YEAR, "until": date(2025, 1, 1)})


def test_every_export_is_on_record_with_who_and_how_much(full: Agency, by_clerk: Actor) -> None:
    export(actor=by_clerk, agency=full, **{**YEAR, "personal": True})
    export(actor=by_clerk, agency=full, **YEAR)
    named, bare = RegisterBookEvent.objects.filter(kind="book_exported")
    period = {"since": "2026-01-01", "until": "2026-09-18", "rows": 10, "template": None}
    assert (named.data, bare.data) == ({**period, "personal": True}, {**period, "personal": False})
    assert named.actor == by_clerk.user


def test_names_stand_there_only_when_asked_for_by_who_may_see_them(
    full: Agency, by_clerk: Actor, reader: Actor, stranger: Actor
) -> None:
    named = rows(export(actor=by_clerk, agency=full, **{**YEAR, "personal": True}).content, 3)
    assert named[0][SHIPPED.index("name")] == "演示甲"
    assert named[0][SHIPPED.index("contact")] == "13900000001"
    with pytest.raises(Refused, match="只有办理申请的人"):
        export(actor=reader, agency=full, **{**YEAR, "personal": True})
    assert "演示甲" not in str(rows(export(actor=reader, agency=full, **YEAR).content, 1))
    with pytest.raises(Refused, match="没有在本单位"):
        export(actor=stranger, agency=full, **YEAR)


def test_who_was_erased_is_said_to_be(full: Agency, by_clerk: Actor) -> None:
    vault.destroy(InformationRequest.objects.get(external_number="2026-001").applicant.key)
    named = rows(export(actor=by_clerk, agency=full, **{**YEAR, "personal": True}).content, 3)
    assert named[0][SHIPPED.index("name")] == named[0][SHIPPED.index("contact")] == DESTROYED


def test_the_citys_template_is_filled_and_its_foot_kept(full: Agency, by_clerk: Actor) -> None:
    kept = city(full, by_clerk)
    assert kept.columns == {
        "number": 1,
        "name": 2,
        "received_on": 3,
        "wanted": 4,
        "signed_on": 5,
        "document_number": 6,
        "row": 7,
        "closed_on": 8,
    }
    given = export(actor=by_clerk, agency=full, **{**YEAR, "personal": True})
    found = rows(given.content, 5)
    assert found[0][1:5] == [
        "shanting-2026-0001",
        "演示甲",
        found[0][3],
        "2025年度城乡低保资金发放汇总表（演示数据）",
    ]
    assert found[1][7] == "（四）无法提供 1.本机关不掌握相关政府信息"
    assert found[10][:2] == ["合计", '=COUNTA(B5:B14)&"件"'] and str(found[11][0]).startswith("填表人")
    event = RegisterBookEvent.objects.get(kind="book_exported")
    assert (event.data["template"], event.data["personal"]) == (kept.pk, True)


def test_without_a_column_for_them_no_applicants_are_on_record(full: Agency, by_clerk: Actor) -> None:
    kept = city(full, by_clerk)
    columns = {code: column for code, column in kept.columns.items() if code != "name"}
    register_exports.keep_template(kept.pk, actor=by_clerk, sheet=0, first_row=5, columns=columns)
    assert "演示甲" not in str(
        rows(export(actor=by_clerk, agency=full, **{**YEAR, "personal": True}).content, 1)
    )
    assert RegisterBookEvent.objects.get(kind="book_exported").data["personal"] is False
    assert BookTemplate.objects.filter(confirmed=True).count() == 2, "the former one is its history"


def test_texts_of_applicants_are_never_formulas(unit: Agency, by_clerk: Actor) -> None:
    from requests_app.facts import PartFacts
    from requests_app.operations import intake

    intake.file(filing(unit, parts=(PartFacts(features='=HYPERLINK("http://evil.invalid")'),)), actor=PUBLIC)
    city(unit, by_clerk)
    given = export(actor=by_clerk, agency=unit, **YEAR)
    cell = load_workbook(io.BytesIO(given.content)).worksheets[0]["E5"]
    assert cell.data_type == "s" and cell.value.startswith("=HYPERLINK")


def test_bad_templates_are_refused_with_the_reason(unit: Agency, by_clerk: Actor, stranger: Actor) -> None:
    for name, content, reason in (
        ("样表.csv", "编号".encode(), "只能是XLSX"),
        ("样表.xlsx", b"no", "内容与扩展名不符"),
    ):
        with pytest.raises(Refused, match=reason):
            register_exports.upload_template(actor=by_clerk, agency=unit, name=name, content=content)
    made = city(unit, by_clerk)
    for changes, reason in (
        ({"first_row": 3}, "合并单元格"),
        ({"first_row": 0}, "第1至"),
        ({"columns": {}}, "没有指明任何一栏"),
        ({"columns": {"number": 1, "name": 1}}, "选了两次"),
        ({"actor": stranger}, "没有在本单位"),
    ):
        facts: dict[str, Any] = {"actor": by_clerk, "sheet": 0, "first_row": 5, "columns": {"number": 1}}
        with pytest.raises(Refused, match=reason):
            register_exports.keep_template(made.pk, **{**facts, **changes})


def test_too_long_a_period_is_refused(full: Agency, by_clerk: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register_exports, "MOST_ROWS", 9)
    with pytest.raises(Refused, match="有10件，超过9件"):
        export(actor=by_clerk, agency=full, **YEAR)


def test_more_requests_need_no_more_queries(full: Agency, by_clerk: Actor) -> None:
    def queries(until: date) -> int:
        with CaptureQueriesContext(connection) as found:
            export(actor=by_clerk, agency=full, **{**YEAR, "until": until, "personal": True})
        return len(found)

    assert queries(date(2026, 3, 31)) == queries(date(2026, 9, 18))


def test_heads_are_proposed_once_each() -> None:
    assert guess(["序号", "编号"]) == {"place": 0, "number": 1}
    assert guess(["编号", "申请人", "申请 人", "姓名"]) == {"number": 0, "name": 1}


# --- in the workbench ---------------------------------------------------------------------------------------


def test_the_whole_way_from_template_to_file(client: Client, full: Agency, clerk: User) -> None:
    client.force_login(clerk)
    sent = SimpleUploadedFile(TEMPLATE, (DATA / TEMPLATE).read_bytes())
    answer = client.post(PUT_IN, {"agency": full.pk, "file": sent})
    shown = client.get(answer["Location"])
    form = shown.context["form"]
    assert "B栏：申请编号" in shown.content.decode() and form["column-3"].value() == "received_on"
    chosen = {name: form[name].value() for name in form.fields}
    twice = client.post(answer["Location"], {**chosen, "column-9": "number"})
    assert "“申请编号”已经填在B栏" in twice.content.decode()
    wrong = client.post(answer["Location"], {**chosen, "first_row": 4})
    assert "合并单元格" in wrong.content.decode()
    assert client.post(answer["Location"], chosen)["Location"] == EXPORT
    listed = client.get(EXPORT).content.decode()
    assert "填几栏" in listed and "8栏" in listed
    period = {"agency": full.pk, "since": "2026-01-01", "until": "2026-09-18"}
    given = client.post(EXPORT, {**period, "personal": "on"})
    assert given["Content-Disposition"].startswith("attachment") and "no-store" in given["Cache-Control"]
    assert rows(given.content, 5)[0][2] == "演示甲"
    assert "结束日期早于开始日期" in client.post(EXPORT, {**period, "until": "2025-01-01"}).content.decode()


def test_readers_export_and_set_nothing(client: Client, full: Agency, reader: Actor, by_clerk: Actor) -> None:
    kept = city(full, by_clerk)
    assert reader.user is not None
    client.force_login(reader.user)
    assert "上传上级的样表" not in client.get(EXPORT).content.decode()
    assert client.get(PUT_IN).status_code == 403
    assert client.get(f"{PUT_IN}{kept.pk}/").status_code == 404
    period = {"agency": full.pk, "since": "2026-01-01", "until": "2026-09-18"}
    refused = client.post(EXPORT, {**period, "personal": "on"})
    assert "只有办理申请的人可以导出" in refused.content.decode()
    assert client.post(EXPORT, period).status_code == 200


def test_a_bad_template_is_said_at_the_file(client: Client, unit: Agency, clerk: User) -> None:
    client.force_login(clerk)
    sent = {"agency": unit.pk, "file": SimpleUploadedFile("样表.csv", "编号".encode())}
    assert "样表只能是XLSX文件" in client.post(PUT_IN, sent).content.decode()


def test_strangers_export_nothing(client: Client, full: Agency, bureau: Agency) -> None:
    client.force_login(person("other", bureau, *ALL))
    sent = {"agency": full.pk, "since": "2026-01-01", "until": "2026-09-18"}
    assert client.post(EXPORT, sent).status_code == 200
    assert not RegisterBookEvent.objects.filter(kind="book_exported").exists()
