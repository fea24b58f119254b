"""HTML, spreadsheets, plain text, and the one door to all writers."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from python_calamine import CalamineWorkbook

from foundation import documents
from foundation.documents import html, plain, workbook
from foundation.documents.blocks import (
    Cell,
    Document,
    DocumentError,
    Heading,
    KeyValues,
    Letterhead,
    PageBreak,
    Paragraph,
    Signature,
    Table,
)
from foundation.documents.workbook import Merge, Sheet
from tests.foundation.documents import samples

HOSTILE = '<script>alert("x")</script>&\x00=1+1'


# --- HTML -----------------------------------------------------------------------------------------------


class Outline(HTMLParser):
    """Collects tags with their attributes, and checks that every element is closed in its order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_has_no_style_no_script_and_no_handler() -> None:
    for tag, attributes in Outline(html.page(samples.report())).tags:
        assert tag not in {"style", "script"}
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_html_escapes_every_text() -> None:
    blocks = (
        Heading(1, HOSTILE),
        Paragraph(HOSTILE),
        Paragraph(HOSTILE, indent=False),
        Paragraph(HOSTILE, align="right"),
        Table((1,), ((Cell(HOSTILE),),), caption=HOSTILE, note=HOSTILE),
        Signature(HOSTILE, None),
    )
    head = Letterhead(HOSTILE, mark=HOSTILE)
    document = Document(HOSTILE, blocks, head, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    written = html.page(document)
    Outline(written)
    assert "<script" not in written
    assert written.count("&lt;script&gt;") == 16


def test_headings_of_the_report_follow_the_rank_of_its_title() -> None:
    def ranks(level: int) -> list[str]:
        outline = Outline(html.write(samples.report(), level=level))
        return [tag for tag, _ in outline.tags if re.fullmatch(r"h\d", tag)]

    assert ranks(1)[:5] == ["h1", "h2", "h3", "h4", "h3"]
    assert ranks(2)[:3] == ["h2", "h3", "h4"]
    assert max(ranks(5)) == "h6"


def test_table_headings_have_a_scope_and_spans() -> None:
    cells = [attributes for tag, attributes in Outline(html.write(samples.report())).tags if tag == "th"]
    assert {cell["scope"] for cell in cells} == {"col", "colgroup", "row", "rowgroup"}
    assert {"scope": "rowgroup", "rowspan": "22"} in cells


def test_every_table_is_a_named_region_a_keyboard_can_scroll() -> None:
    outline = Outline(html.write(samples.report()))
    regions = [attributes for tag, attributes in outline.tags if attributes.get("role") == "region"]
    names = [region["aria-label"] for region in regions]
    assert len(names) == len(set(names)) == 4
    assert names[1] == "表格2：三、收到和处理政府信息公开申请情况"
    assert names[3] == "表格4：联系方式"
    assert {region["tabindex"] for region in regions} == {"0"}


def test_the_number_stands_in_the_head_or_under_the_title() -> None:
    def before_title(kind: str) -> bool:
        written = html.write(samples.notice(kind))
        return written.index("12号") < written.index("<h1")

    assert before_title("letter")
    assert before_title("document")
    assert not before_title("plain")


def test_the_date_is_readable_for_machines_and_open_in_a_draft() -> None:
    assert '<time datetime="2026-09-28">2026年9月28日</time>' in html.write(samples.notice())
    draft = Document("题", (Signature("甲", None), PageBreak()))
    assert "<time" not in html.write(draft)


def test_the_lines_of_a_title_stay_lines() -> None:
    written = html.page(samples.report())
    assert "演示区人民政府<br>2026年" in written
    assert "<title>演示区人民政府2026年" in written


# --- spreadsheets ---------------------------------------------------------------------------------------


def read(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def first_sheet(*rows: tuple[workbook.Value, ...]) -> list[list[object]]:
    return list(read(workbook.write([Sheet("表", rows)])).get_sheet_by_index(0).to_python())


def test_texts_that_look_like_formulas_links_or_numbers_stay_texts() -> None:
    texts = (
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://x")',
        "http://example.org",
        "0632",
        "<script>",
    )
    content = workbook.write([Sheet("表", [("列",) * len(texts), texts])])
    assert read(content).get_sheet_by_index(0).to_python()[1] == list(texts)
    assert b"<f>" not in content


def test_numbers_and_dates_keep_their_kind() -> None:
    moment = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    rows = first_sheet(("头",) * 5, (31, Decimal("7545.20"), date(2026, 1, 5), moment, None))
    assert rows[1] == [31.0, 7545.2, date(2026, 1, 5), datetime(2026, 1, 5, 9, 30), ""]  # noqa: DTZ001


def test_hostile_and_rare_text_is_cleaned_and_kept() -> None:
    assert first_sheet(("甲\x00\ud800", "龚䶮𠅤"))[0] == ["甲〓", "龚䶮𠅤"]


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    ((kept,),) = first_sheet(("字" * 40_000,))
    assert isinstance(kept, str)
    assert len(kept) == 32_767
    assert kept.endswith("余下部分未列出）")


def test_merged_cells_are_merged_where_the_table_merges_them() -> None:
    made = workbook.sheet(samples.request_table(), "表三")
    assert Merge(0, 0, 2, 2) in made.merges
    assert Merge(5, 0, 26, 0) in made.merges
    sheet = read(workbook.write([made])).get_sheet_by_name("表三")
    assert ((5, 0), (26, 0)) in (sheet.merged_cell_ranges or [])
    rows = sheet.to_python()
    assert rows[-1] == ["四、结转下年度继续办理", "", "", 6.0, 9.0, 1.0, 4.0, 7.0, 10.0, 2.0]


def test_a_document_gives_its_text_and_a_sheet_per_table() -> None:
    book = read(workbook.write_document(samples.report()))
    assert book.sheet_names == [
        "正文",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "联系方式",
    ]
    lines = [row[0] for row in book.get_sheet_by_name("正文").to_python()]
    assert lines[1:3] == ["演示区人民政府2026年政府信息公开工作年度报告", lines[2]]
    assert "五、存在的主要问题及改进情况" in lines
    assert "规章" not in lines


def test_a_paragraph_with_a_tab_is_not_taken_for_a_table() -> None:
    book = read(workbook.write_document(Document("题", (Paragraph("甲\t乙"),))))
    assert book.get_sheet_by_index(0).to_python() == [["题"], ["甲\t乙"]]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["表", "表"], ["表", "表（2）"]),
        (["a", "A"], ["a", "A（2）"]),
        (["a/b:c*[d]?'", ""], ["a b c  d", "工作表"]),
        (["History"], ["历史"]),
        (["长" * 40, "长" * 40], ["长" * 31, "长" * 26 + "（2）"]),
    ],
)
def test_sheet_names_are_made_acceptable_and_unique(names: list[str], shown: list[str]) -> None:
    assert read(workbook.write([Sheet(name, [("甲",)]) for name in names])).sheet_names == shown


def test_it_refuses_a_workbook_without_sheets_and_a_sheet_with_too_many_rows() -> None:
    with pytest.raises(DocumentError, match="没有工作表"):
        workbook.write([])
    with pytest.raises(DocumentError, match="请缩小导出范围"):
        workbook.write([Sheet("表", [()] * 1_048_577)])


def test_equal_sheets_give_equal_bytes() -> None:
    assert workbook.write_document(samples.report()) == workbook.write_document(samples.report())


# --- plain text -----------------------------------------------------------------------------------------


def test_plain_text_holds_every_word_in_order() -> None:
    lines = plain.write(samples.notice()).splitlines()
    assert lines[:5] == [
        "演示数据　不具有法律效力",
        "演示区人民政府办公室",
        "演政办依申请〔2026〕12号",
        "政府信息不予公开告知书",
        "赵演示",
    ]
    assert lines[-2:] == ["演示区人民政府办公室", "2026年9月28日"]


def test_plain_tables_are_rows_of_tabs() -> None:
    table = Table((1, 1), ((Cell("甲\n乙"), Cell(value=3)),), caption="表一", note="注")
    blocks = (Heading(1, "一、"), table, PageBreak(), KeyValues((("键", "值"),)))
    assert plain.write(Document("题", blocks)) == "题\n一、\n表一\n甲 乙\t3\n注\n键\t值\n"


# --- the door -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file_format", "beginning"),
    [
        ("docx", b"PK"),
        ("pdf", b"%PDF"),
        ("xlsx", b"PK"),
        ("html", b"<!doctype html>"),
        ("txt", "演示".encode()),
    ],
)
def test_one_function_writes_every_format(file_format: documents.writers.Format, beginning: bytes) -> None:
    assert documents.write(samples.notice(), file_format).startswith(beginning)
    assert file_format in documents.CONTENT_TYPES


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(DocumentError, match="不能生成“wps”格式的文件，可选：docx、pdf、xlsx、html、txt"):
        documents.write(samples.notice(), "wps")  # type: ignore[arg-type]


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = (
        "import sys, foundation.documents, foundation.documents.blocks;"
        "print([m for m in ('docx', 'typst', 'xlsxwriter', 'django') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
