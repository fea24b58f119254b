"""Word files: GB/T 9704 in their XML, and that they hold whatever people write."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from foundation.documents import word
from foundation.documents.blocks import (
    Cell,
    Document,
    Heading,
    Letterhead,
    PageBreak,
    Paragraph,
    Signature,
    Table,
)
from tests.foundation.documents import samples


def opened(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(word.write(document)))


def texts(document: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


@pytest.fixture(scope="module")
def report() -> WordDocument:
    return opened(samples.report())


@pytest.fixture(scope="module")
def notice() -> WordDocument:
    return opened(samples.notice())


# --- the page -------------------------------------------------------------------------------------------


def test_the_page_is_a4_with_the_margins_of_the_standard(notice: WordDocument) -> None:
    (section,) = notice.sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    lengths = (section.page_width, section.page_height, *margins)
    assert [round(length.mm) for length in lengths if length] == [210, 297, 37, 35, 28, 26]


def test_the_body_has_22_lines_at_a_fixed_pitch(notice: WordDocument) -> None:
    grid = notice.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "579"
    assert notice.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", None),
        ("Heading 2", "楷体_GB2312", None),
        ("表格文字", "宋体", 10.5),
    ],
)
def test_styles_name_their_font_for_chinese_text(
    report: WordDocument, style: str, font: str, points: float | None
) -> None:
    look = report.styles[style]
    fonts = look.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("eastAsia", "ascii", "hAnsi")} == {font}
    assert look.font.size == (Pt(points) if points else None)


def test_the_body_is_fangsong_of_size_three(report: WordDocument) -> None:
    defaults = report.styles.element.find(f".//{qn('w:rPrDefault')}")
    assert defaults.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert defaults.find(f".//{qn('w:sz')}").get(qn("w:val")) == "32"
    assert report.styles["Heading 3"].font.bold is True


def test_no_heading_is_blue(report: WordDocument) -> None:
    for level in (1, 2, 3):
        assert report.styles[f"Heading {level}"].font.color.rgb is None


def test_page_numbers_stand_between_dashes_at_the_outer_edge(report: WordDocument) -> None:
    (section,) = report.sections
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert "PAGE" in paragraph._p.xml
    assert report.styles["footer"].font.size == Pt(14)


def test_the_marking_stands_on_every_page(notice: WordDocument) -> None:
    section = notice.sections[0]
    for header in (section.header, section.even_page_header, section.first_page_header):
        assert header.paragraphs[0].text == "演示数据　不具有法律效力"


# --- the head and the foot ------------------------------------------------------------------------------


def test_a_letter_has_its_red_mark_a_double_rule_and_the_number_at_the_right(notice: WordDocument) -> None:
    mark, number, title = notice.paragraphs[:3]
    assert (mark.text, number.text, title.text) == (
        "演示区人民政府办公室",
        "演政办依申请〔2026〕12号",
        "政府信息不予公开告知书",
    )
    assert str(mark.style.font.color.rgb) == "C00000"
    assert mark._p.pPr.find(f".//{qn('w:bottom')}").get(qn("w:val")) == "thickThinSmallGap"
    assert number.alignment == 2
    first_footer = notice.sections[0].first_page_footer.paragraphs[0]
    assert first_footer.text == ""
    assert first_footer._p.pPr.find(f".//{qn('w:bottom')}").get(qn("w:color")) == "C00000"


def test_a_document_has_the_number_in_the_middle_over_a_red_rule() -> None:
    mark, number, _ = opened(samples.notice("document")).paragraphs[:3]
    assert round(mark.paragraph_format.space_before.mm) == 35
    assert number.alignment == 1
    assert number._p.pPr.find(f".//{qn('w:bottom')}").get(qn("w:color")) == "C00000"


def test_a_plain_head_is_black_with_the_number_under_the_title() -> None:
    written = opened(samples.notice("plain"))
    assert texts(written)[:3] == [
        "演示区人民政府办公室",
        "政府信息不予公开告知书",
        "演政办依申请〔2026〕12号",
    ]
    assert written.paragraphs[0].style.font.color.rgb is None


def test_subtitle_and_addressee_follow_the_title() -> None:
    written = opened(Document("题", (), subtitle="（草案）", addressee="赵演示"))
    assert texts(written) == ["题", "（草案）", "赵演示："]


def test_a_letterhead_without_number_and_a_long_agency_can_be_written() -> None:
    written = opened(Document("题", (), letterhead=Letterhead("演示区" * 20, "document")))
    assert texts(written)[1] == "题"


def test_the_signature_leaves_room_for_the_seal_and_keeps_to_the_text(notice: WordDocument) -> None:
    text, agency, day = notice.paragraphs[-3:]
    assert (agency.text, day.text) == ("演示区人民政府办公室", "2026年9月28日")
    assert text.paragraph_format.keep_with_next
    assert agency.style.paragraph_format.keep_with_next
    assert agency.paragraph_format.space_before == Pt(28.95) * 2
    assert day.paragraph_format.right_indent == Pt(64)


# --- blocks ---------------------------------------------------------------------------------------------


def test_paragraphs_are_indented_by_two_characters_unless_told_otherwise() -> None:
    blocks = (Paragraph("甲\n乙"), Paragraph("丙", indent=False), Paragraph("丁", align="center"))
    _, *written = [p for p in opened(Document("题", blocks)).paragraphs if p.text]
    assert [(p.text, p.style.name) for p in written] == [
        ("甲", "Body Text"),
        ("乙", "Body Text"),
        ("丙", "Normal"),
        ("丁", "Normal"),
    ]
    indent = written[0].style.element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert written[3].alignment == 1


def test_header_rows_repeat_and_no_row_is_split(report: WordDocument) -> None:
    rows = report.tables[1].rows
    assert len(rows) == 28
    for number, row in enumerate(rows):
        properties = row._tr.trPr
        assert properties.find(qn("w:cantSplit")) is not None
        assert (properties.find(qn("w:tblHeader")) is not None) == (number < 3)


def test_column_widths_are_set_on_columns_and_cells_and_fill_the_type_area(report: WordDocument) -> None:
    table = report.tables[1]
    grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert sum(grid) == pytest.approx(156 / 25.4 * 1440, abs=10)
    last = table.rows[-1]._tr.tc_lst
    assert [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in last] == [sum(grid[:3]), *grid[3:]]


def test_merged_cells_arrive_merged(report: WordDocument) -> None:
    rows = [[cell.text for cell in list(row.cells)] for row in report.tables[1].rows]
    assert {len(row) for row in rows} == {10}
    assert rows[5][:3] == ["三、本年度办理结果", "（一）予以公开", "（一）予以公开"]
    assert rows[24][:3] == ["三、本年度办理结果", "（六）其他处理", rows[24][2]]
    assert rows[2][3:] == [
        "自然人",
        "商业\n企业",
        "科研\n机构",
        "社会\n公益\n组织",
        "法律\n服务\n机构",
        "其他",
        "总计",
    ]
    assert rows[-1][3:] == ["6", "9", "1", "4", "7", "10", "2"]


def test_a_table_with_merged_rows_keeps_together_and_a_list_breaks() -> None:
    plain = Table((1,), tuple((Cell(str(n)),) for n in range(60)), header_rows=1)
    written = opened(Document("题", (samples.request_table(), plain)))
    merged, listed = written.tables
    assert all(row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in merged.rows[:-1])
    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in listed.rows]
    assert kept == [True] + [False] * 59


def test_caption_and_note_frame_the_table_and_neighbouring_tables_stay_apart() -> None:
    table = Table((1,), ((Cell("甲"),),), caption="表一", note="注：演示。")
    body = opened(Document("题", (table, replace(table, caption="", note="")))).element.body
    tags = [child.tag.split("}")[1] for child in body]
    assert tags == ["p", "p", "tbl", "p", "tbl", "p", "sectPr"]


def test_a_wide_table_lies_in_a_landscape_section_of_its_own() -> None:
    blocks = (Paragraph("前"), Heading(1, "三、"), samples.request_table(wide=True), Paragraph("后"))
    sections = opened(Document("题", blocks, letterhead=Letterhead("演示区"))).sections
    assert [section.page_width.mm > 290 for section in sections] == [False, True, False]
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False]
    assert all(section.footer.paragraphs[0].text == "— 1 —" for section in sections)


def test_a_page_break_starts_a_page() -> None:
    written = opened(Document("题", (Paragraph("前"), PageBreak(), Paragraph("后"))))
    assert [bool(p.paragraph_format.page_break_before) for p in written.paragraphs] == [
        False,
        False,
        True,
        False,
    ]


# --- the schema -----------------------------------------------------------------------------------------

_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs kinsoku wordWrap "
    "overflowPunct topLinePunct autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr "
    "sectPr",
    "rPr": "rStyle rFonts b bCs i iCs snapToGrid color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    "settings": "zoom removePersonalInformation bordersDoNotSurroundHeader bordersDoNotSurroundFooter "
    "defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang",
}
"""ISO/IEC 29500-1, sequences of the elements used here: Word calls a file in another order damaged."""


@pytest.mark.parametrize("kind", ["letter", "document", "plain"])
def test_elements_stand_in_the_order_the_schema_demands(kind: str) -> None:
    blocks = (
        *samples.report().blocks,
        PageBreak(),
        samples.request_table(wide=True),
        *samples.notice().blocks,
    )
    content = word.write(replace(samples.notice(kind), blocks=blocks, subtitle="（草案）"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [
            archive.read(name)
            for name in archive.namelist()
            if name.startswith("word/") and "rels" not in name
        ]
    checked = [
        element for part in parts for element in etree.fromstring(part).iter() if _local(element) in _ORDER
    ]
    assert {_local(element) for element in checked} == set(_ORDER)
    for element in checked:
        names = [_local(child) for child in element if not _local(child).endswith("Reference")]
        places = [_ORDER[_local(element)].split().index(name) for name in names]
        assert places == sorted(places), etree.tostring(element)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


# --- the file -------------------------------------------------------------------------------------------


def test_equal_documents_give_equal_bytes() -> None:
    assert word.write(samples.report()) == word.write(samples.report())


def test_the_file_names_the_agency_and_its_date_and_nobody_else(notice: WordDocument) -> None:
    properties = notice.core_properties
    assert (properties.title, properties.author) == ("政府信息不予公开告知书", "演示区人民政府办公室")
    assert properties.last_modified_by == ""
    assert properties.created == properties.modified
    assert properties.created.replace(tzinfo=None) == datetime(2026, 9, 28)  # noqa: DTZ001


def test_the_file_tells_nothing_of_the_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(word.write(samples.notice()))) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 1)}
        assert not [name for name in archive.namelist() if "app.xml" in name or "thumbnail" in name]


def test_hostile_and_rare_text_is_held_as_text() -> None:
    nasty = '<script>&amp; #read("/etc/passwd") =1+1 \x00\x1f\ud800 龚䶮𠅤'
    blocks = (Paragraph(nasty), Table((1,), ((Cell(nasty),),)), Signature(nasty, date(2026, 1, 5)))
    written = opened(Document(nasty, blocks, letterhead=Letterhead(nasty), number=nasty))
    kept = '<script>&amp; #read("/etc/passwd") =1+1 〓 龚䶮𠅤'
    assert texts(written) == [kept, kept, kept, kept, kept, "2026年1月5日"]
    assert written.tables[0].rows[0].cells[0].text == kept


def test_tabs_and_line_ends_are_words_own() -> None:
    written = opened(Document("题", (Table((1,), ((Cell("\t甲\t乙\n丙"),),)),)))
    xml = written.tables[0]._tbl.xml
    assert "<w:tab/>" in xml
    assert "<w:br/>" in xml


def test_a_register_of_two_thousand_rows_is_written_in_seconds() -> None:
    """Cell by cell through python-docx the time grows with the square: hundreds of times as long."""
    started = time.process_time()
    rows = tuple(tuple(Cell(value=number) for _ in range(10)) for number in range(2000))
    written = word.write(Document("题", (Table((1,) * 10, rows),)))
    assert time.process_time() - started < 10
    assert len(docx.Document(io.BytesIO(written)).tables[0]._tbl.tr_lst) == 2000


def test_a_report_is_written_in_half_a_second() -> None:
    word.write(samples.report())
    started = time.process_time()
    word.write(samples.report())
    assert time.process_time() - started < 0.5
