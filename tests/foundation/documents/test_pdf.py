"""PDF files: what a reader sees on them, in order, and that text can never become code."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from datetime import date

import pdfplumber
import pytest
from pdfplumber.page import Page

from foundation.documents import pdf
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

_NEVER_FIRST = "，。、；：？！）》”〕"
_HALF_EMPTY = f"《“（〔　 {_NEVER_FIRST}"


def pages(document: Document) -> list[Page]:
    return pdfplumber.open(io.BytesIO(pdf.write(document))).pages


def text_of(document: Document) -> str:
    return "\n".join(page.extract_text() for page in pages(document))


def in_order(text: str, *phrases: str) -> bool:
    positions = [text.find(phrase) for phrase in phrases]
    return -1 not in positions and positions == sorted(positions)


def lines(document: Document) -> Iterator[str]:
    for page in pages(document):
        yield from page.extract_text().splitlines()


@pytest.fixture(scope="module")
def report() -> list[Page]:
    return pages(samples.report())


def test_a_notice_reads_in_the_order_it_is_written() -> None:
    assert in_order(
        text_of(samples.notice()),
        "演示区人民政府办公室",
        "演政办依申请〔2026〕12号",
        "政府信息不予公开告知书",
        "赵演示：",
        "本机关于2026年9月1日",
        "经审查",
        "行政复议",
        "特此告知。",
        "2026年9月28日",
    )


@pytest.mark.parametrize("kind", ["letter", "document", "plain"])
def test_every_kind_of_letterhead_has_its_number_once(kind: str) -> None:
    text = text_of(samples.notice(kind))
    assert text.count("演政办依申请〔2026〕12号") == 1
    assert ("— 1 —" in text) == (kind != "letter")


def test_only_an_official_head_is_red() -> None:
    def colours(kind: str) -> set[object]:
        return {str(character["non_stroking_color"]) for character in pages(samples.notice(kind))[0].chars}

    assert len(colours("plain")) < len(colours("document")) == len(colours("letter"))


def test_the_text_stands_inside_the_type_area(report: list[Page]) -> None:
    """Marks give up their empty half at the edge of a line, so the box of a mark may stick out."""
    millimetre = 72 / 25.4
    for page in report:
        body = [c for c in page.chars if 37 < c["top"] / millimetre < 262 and c["text"] not in _HALF_EMPTY]
        assert min(c["x0"] for c in body) >= 27.9 * millimetre
        assert max(c["x1"] for c in body) <= (210 - 25.4) * millimetre


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    page = pages(Document("题", (PageBreak(), Paragraph("字" * 28 * 50, indent=False))))[1]
    found = [line for line in page.extract_text().splitlines() if "字" in line]
    assert (len(found), {len(line) for line in found}) == (22, {28})


def test_no_line_begins_with_a_closing_mark() -> None:
    sentence = (
        "依照《条例》第三十六条第（三）项、第十六条第二款的规定，本机关决定“不予公开”；如有异议，请提出。"
    )
    blocks = tuple(Paragraph("字" * number + sentence * 4) for number in range(28))
    wrong = [line for line in lines(Document("题", blocks)) if line[0] in _NEVER_FIRST]
    assert wrong == []


def test_the_request_table_stands_whole_on_one_page_under_its_heading(report: list[Page]) -> None:
    (page,) = [page for page in report if "一、本年新收政府信息公开申请数量" in page.extract_text()]
    assert in_order(
        page.extract_text(), "三、收到和处理政府信息公开申请情况", "申请人情况", "四、结转下年度继续办理"
    )
    (table,) = page.extract_tables()
    assert len(table) == 28
    assert [cell for cell in table[-1] if cell] == [
        "四、结转下年度继续办理",
        "6",
        "9",
        "1",
        "4",
        "7",
        "10",
        "2",
    ]


def test_no_number_is_cut_by_its_column(report: list[Page]) -> None:
    (page,) = [page for page in report if "一、本年新收政府信息公开申请数量" in page.extract_text()]
    for cell in (cell for table in page.find_tables() for cell in table.cells):
        inside = page.crop(cell)
        for word in inside.extract_words():
            assert cell[0] <= word["x0"]
            assert word["x1"] <= cell[2]


def test_a_long_table_repeats_its_header_on_every_page() -> None:
    rows = ((Cell("序号"), Cell("名称")), *((Cell(value=n), Cell(f"第{n}件")) for n in range(80)))
    made = pages(Document("题", (Table((1, 3), rows, header_rows=1),)))
    assert len(made) > 1
    assert all("序号名称" in page.extract_text().replace(" ", "") for page in made)


def test_a_merged_table_taller_than_a_page_is_broken_not_cut_off() -> None:
    tall = tuple((Cell("行\n" * 9),) for _ in range(20))
    rows = ((Cell("头", rowspan=21), Cell("首")), *tall)
    made = pages(Document("题", (Table((1, 3), rows),)))
    assert len(made) > 1
    assert "".join(page.extract_text() for page in made).count("行") == 180


def test_a_wide_table_lies_on_a_landscape_page_and_the_numbers_go_on() -> None:
    blocks = (Paragraph("前文"), Heading(1, "三、宽表"), samples.request_table(wide=True), Paragraph("后文"))
    made = pages(Document("题", blocks))
    assert [page.width > page.height for page in made] == [False, True, True, False]
    assert "三、宽表" in made[1].extract_text()
    assert [f"— {number} —" in page.extract_text() for number, page in enumerate(made, 1)] == [True] * 4


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for count in range(17, 23):
        blocks = (*(Paragraph(f"第{n}段。") for n in range(count)), Signature("演示区", date(2026, 1, 5)))
        last = pages(Document("题", blocks))[-1].extract_text()
        assert "2026年1月5日" in last
        assert f"第{count - 1}段。" in last


def test_subtitle_and_note_and_caption_are_printed() -> None:
    table = Table((1,), ((Cell("甲"),),), caption="表一", note="注：演示。")
    text = text_of(Document("题", (table, Paragraph("右", align="right")), subtitle="（草案）"))
    assert in_order(text, "题", "（草案）", "表一", "甲", "注：演示。", "右")


# --- nothing is code ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "*粗* _斜_ $x^2$ `code` @ref <label> // 注",
        '"], "title": ["x"]} #panic()',
        "<script>alert(1)</script>",
        "\\u{1F600} \\ #let x = 1",
        "= 标题",
        "=1+1",
        "- 列表",
    ],
)
def test_text_is_printed_as_it_stands(text: str) -> None:
    document = Document(
        f"题{text}",
        (Heading(1, text), Paragraph(text), Table((1,), ((Cell(text),),)), Signature(text, None)),
        letterhead=Letterhead(text),
    )
    printed = "".join(lines(document)).replace(" ", "").replace("\n", "")
    assert printed.count(text.replace(" ", "")) == 6


def test_hostile_text_is_cleaned_and_rare_names_are_drawn() -> None:
    text = text_of(Document("题", (Paragraph("甲\x00\x1b乙\ud800丙　龚䶮𠅤"),)))
    assert "甲乙〓丙" in text
    assert "龚䶮𠅤" in text


def test_missing_glyphs_are_named_and_printed_as_geta_marks() -> None:
    document = Document("题", (Paragraph("王😀"), Table((1,), ((Cell("李\ue863"),),))))
    assert pdf.missing_glyphs(document) == ["😀", "\ue863"]
    text = text_of(document)
    assert "王〓" in text
    assert "李〓" in text
    assert pdf.missing_glyphs(samples.report()) == []


# --- the file -------------------------------------------------------------------------------------------


def test_equal_documents_give_equal_bytes_of_an_archival_file() -> None:
    made = pdf.write(samples.report())
    assert pdf.write(samples.report()) == made
    assert b"pdfaid:part>2<" in made
    assert b"pdfaid:conformance>A<" in made


def test_the_file_names_title_agency_and_date() -> None:
    document = pdfplumber.open(io.BytesIO(pdf.write(samples.notice())))
    assert document.metadata["Title"] == "政府信息不予公开告知书"
    assert document.metadata["Author"] == "演示区人民政府办公室"
    assert "20260928" in document.metadata["CreationDate"]


def test_only_our_own_fonts_are_used(report: list[Page]) -> None:
    fonts = {character["fontname"].split("+")[-1] for page in report for character in page.chars}
    assert all(name.startswith(("NotoSerifSC", "NotoSansSC")) for name in fonts)


def test_threads_share_one_compiler_without_mixing_their_documents() -> None:
    made: dict[int, bytes] = {}

    def render(number: int) -> None:
        made[number] = pdf.write(Document(f"第{number}号", (Paragraph("文" * 200),)))

    threads = [threading.Thread(target=render, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, content in made.items():
        assert f"第{number}号" in pdfplumber.open(io.BytesIO(content)).pages[0].extract_text()
    assert len(made) == 8


def test_a_report_is_written_in_a_second() -> None:
    started = time.process_time()
    pdf.write(Document("另一份", samples.report().blocks))
    assert time.process_time() - started < 1
