"""What the public sees: the list, the report with its tables, and files that all say the same."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import docx
import pdfplumber
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from annual_report.content import digest
from annual_report.models import Edition, Report
from annual_report.operations import enter_figure, publish, reopen, sign_off
from annual_report.public import REPORTS
from foundation.ledger.acts import Actor
from tests.annual_report.conftest import TODAY

LIST = "/reports/"
PAGE = "/reports/shanting/2025/"


def get(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_a_report_that_is_not_published_is_not_there(
    client: Client, report_2025: Report, by_writer: Actor
) -> None:
    assert "没有符合条件的年度报告" in get(client, LIST)
    get(client, PAGE, 404)
    get(client, PAGE + "shanting-2025.docx", 404)


def test_a_signed_report_is_not_public_before_it_is_published(
    client: Client, published: Report, by_head: Actor, by_writer: Actor
) -> None:
    reopen(published.pk, actor=by_head, effective_on=TODAY, reason="更正")
    sign_off(published.pk, actor=by_head, effective_on=TODAY, note="改正错字")
    get(client, PAGE + "shanting-2025-2.pdf", 404)
    assert "改正错字" not in get(client, PAGE)


def test_the_list_shows_published_reports_by_year(client: Client, published: Report) -> None:
    page = get(client, LIST)
    assert "2025年度" in page
    assert f'<a href="{PAGE}">山亭区人民政府2025年政府信息公开工作年度报告</a>' in page
    assert "2026年2月24日" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?agency=shanting", True),
        ("?year=2025", True),
        ("?agency=shanting&year=2025", True),
        ("?agency=minzheng", False),
        ("?year=2012", False),
        ("?page=99", True),
    ],
)
def test_the_list_is_filtered_by_agency_and_year(
    client: Client, published: Report, query: str, found: bool
) -> None:
    assert (PAGE in get(client, LIST + query)) is found


def test_the_page_shows_all_parts_and_tables(client: Client, published: Report) -> None:
    page = get(client, PAGE)
    for heading in ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"):
        assert heading in page
    assert "第二十条第（八）项" in page
    assert "<td>96171.6</td>" in page
    assert "本年收费金额（单位：万元）" in page
    assert 'rowspan="22"' in page
    assert "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）" in page
    assert "2026年2月20日" in page
    assert '<meta name="PubDate" content="2026-02-24">' in page
    assert "{{" not in page


def test_the_page_carries_no_inline_script_or_style(client: Client, published: Report) -> None:
    page = get(client, PAGE)
    assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*src=)", page)


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def docx_words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [
        cell.text for table in document.tables for row in table.rows for cell in dict.fromkeys(row.cells)
    ]
    return words("".join([paragraph.text for paragraph in document.paragraphs] + cells))


def pdf_words(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return words("".join(page.extract_text() or "" for page in pdf.pages))


def xlsx_words(content: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return words(
        "".join(
            str(cell)
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        )
    )


def test_all_files_say_the_same(client: Client, published: Report) -> None:
    """The same sentences and the same numbers in the page, Word, PDF, Excel and JSON."""
    read = {
        "docx": docx_words,
        "pdf": pdf_words,
        "xlsx": xlsx_words,
        "json": lambda content: words(content.decode()),
    }
    for file_format, in_words in read.items():
        response = client.get(f"{PAGE}shanting-2025.{file_format}")
        assert response.status_code == 200
        text = in_words(response.content)
        for said in ("公开0条。", "一是解读质量不高。", "96171.6", "行政事业性收费", "（七）总计"):
            assert said in text, (file_format, said)
    html = words(get(client, PAGE + "shanting-2025.html"))
    assert "公开0条。" in html
    assert "96171.6" in html


def test_the_json_proves_itself(client: Client, published: Report) -> None:
    data = json.loads(get(client, PAGE + "shanting-2025.json"))
    edition = Edition.objects.get()
    assert data["sha256"] == edition.sha256 == digest(data["report"])
    assert (data["edition"], data["signed_on"], data["published_on"]) == (1, "2026-02-20", "2026-02-24")
    assert data["marking"] == ""


def test_files_are_downloaded_under_the_title_and_cached(client: Client, published: Report) -> None:
    response = client.get(PAGE + "shanting-2025.docx")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%B1%B1%E4%BA%AD")
    assert response["Content-Type"].endswith("wordprocessingml.document")
    again = client.get(PAGE + "shanting-2025.docx", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name",
    [
        "shanting-2025.exe",
        "shanting-2024.pdf",
        "minzheng-2025.pdf",
        "report.pdf",
        "shanting-2025-0.pdf",
        "shanting-2025-9.pdf",
        "shanting-2025",
    ],
)
def test_no_other_file_is_there(client: Client, published: Report, name: str) -> None:
    get(client, PAGE + name, 404)


def test_a_corrected_report_says_so_and_keeps_its_first_edition(
    client: Client, published: Report, by_head: Actor, by_writer: Actor
) -> None:
    reopen(published.pk, actor=by_head, effective_on=TODAY, reason="漏报")
    enter_figure(published.pk, "registers.decisions/penalty/total", value=8, source="台账", actor=by_writer)
    sign_off(published.pk, actor=by_head, effective_on=TODAY, note="行政处罚由7件更正为8件")
    publish(published.pk, actor=by_writer, effective_on=TODAY)
    page = get(client, PAGE)
    assert "这是更正后的第2版" in page
    assert "行政处罚由7件更正为8件" in page
    assert "第1版（PDF）" in page
    first = json.loads(get(client, PAGE + "shanting-2025-1.json"))
    assert (first["edition"], first["note"]) == (1, "")
    assert json.loads(get(client, PAGE + "shanting-2025.json"))["edition"] == 2


def test_the_public_record_has_exactly_these_columns(published: Report) -> None:
    record = REPORTS.record(REPORTS.public().get())
    assert record.key == "shanting-2025"
    assert record.values == {
        "agency": "山亭区人民政府",
        "agency_code": "shanting",
        "year": 2025,
        "signed_on": date(2026, 2, 20),
        "published_on": date(2026, 2, 24),
        "edition": 1,
        "note": "",
        "sha256": Edition.objects.get().sha256,
    }
    assert "演示head" not in str(record), "who signed is not published"


def test_the_pages_need_few_queries(client: Client, published: Report, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(6):
        client.get(LIST)
    with django_assert_max_num_queries(4):
        client.get(PAGE)
