"""Word files after GB/T 9704—2012 党政机关公文格式."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _BaseHeaderFooter
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from foundation.documents import layout, word_base
from foundation.documents.blocks import Block, Document, Heading, Letterhead, Paragraph, Signature, Table
from foundation.documents.text import lines_of
from foundation.documents.word_tables import element, run, table

_ALIGNMENTS = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_LINE = Pt(layout.LINE_PITCH)
_CHARACTER = layout.SIZE["三号"]
_GAP = Pt(6)
_AFTER_BORDER = ("w:shd", "w:tabs", "w:kinsoku", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def write(document: Document) -> bytes:
    """The document as the bytes of a .docx file; equal documents give equal bytes."""
    word = word_base.empty()
    _set_page(word.sections[0], landscape=False)
    _add_furniture(word.sections[0], document)
    _add_head(word, document)
    for number, part in enumerate(layout.runs(document)):
        if number or part.landscape:
            _turn_page(word, part.landscape)
        for block in part.blocks:
            _add_block(word, block)
    return word_base.saved(word, title=document.name, author=document.agency, dated=document.dated)


# --- pages ----------------------------------------------------------------------------------------------


def _set_page(section: Section, *, landscape: bool) -> None:
    width, height = reversed(layout.PAGE) if landscape else layout.PAGE
    margins = layout.LANDSCAPE_MARGINS if landscape else layout.MARGINS
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(margins["top"]), Mm(margins["bottom"])
    section.left_margin, section.right_margin = Mm(margins["left"]), Mm(margins["right"])
    section.header_distance = Mm(margins["top"] - 20)
    section.footer_distance = Mm(margins["bottom"] - 13)  # 一字线上距版心下边缘7mm (7.5)
    _set_grid(section)


def _set_grid(section: Section) -> None:
    """22 lines a page; python-docx offers no door to the grid."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="lines", linePitch=round(layout.LINE_PITCH * 20)))


def _turn_page(word: WordDocument, landscape: bool) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _set_page(section, landscape=landscape)
    _make_tiny(word.paragraphs[-1])  # the paragraph that carries the break must not need a line


def _make_tiny(paragraph: WordParagraph) -> None:
    paragraph.paragraph_format.line_spacing = Pt(1)


def _add_furniture(section: Section, document: Document) -> None:
    """Page numbers at the outer edge: right on odd pages, left on even ones (7.5), and the marking."""
    _number_page(section.footer, "right")
    _number_page(section.even_page_footer, "left")
    for header in (section.header, section.even_page_header):
        _mark_page(header, document.marking)
    if document.letterhead and document.letterhead.kind == "letter":
        section.different_first_page_header_footer = True
        _mark_page(section.first_page_header, document.marking)
        _close_letter(section.first_page_footer)


def _number_page(footer: _BaseHeaderFooter, side: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.style = "footer"
    paragraph._p.get_or_add_pPr().extend(
        [element("ind", **{side: round(layout.SIZE["四号"] * 20)}), element("jc", val=side)]
    )
    paragraph._p.extend([run("— "), *_field("PAGE"), run(" —")])


def _field(code: str) -> list[BaseOxmlElement]:
    instruction = element("instrText")
    instruction.text = code
    shown = run("1")
    parts = [element("fldChar", fldCharType="begin"), instruction, element("fldChar", fldCharType="separate")]
    return [
        *(element("r", part) for part in parts),
        shown,
        element("r", element("fldChar", fldCharType="end")),
    ]


def _mark_page(header: _BaseHeaderFooter, marking: str) -> None:
    paragraph = header.paragraphs[0]
    paragraph.style = "header"
    if marking:
        paragraph._p.append(run(marking))


def _close_letter(footer: _BaseHeaderFooter) -> None:
    """信函格式: no number on the first page, but a double rule 20 mm above its lower edge (10.1)."""
    paragraph = footer.paragraphs[0]
    paragraph.style = "footer"
    _rule(paragraph, "bottom", "thinThickSmallGap", beyond=True)
    _make_tiny(paragraph)


# --- the head -------------------------------------------------------------------------------------------


def _add_head(word: WordDocument, document: Document) -> None:
    head = document.letterhead
    if head:
        _add_mark(word, head)
    in_head = head is not None and head.kind != "plain"
    if document.number and in_head:
        _add_number(word, document.number, head)
    _add_title(word, document, two_lines_down=in_head)
    if document.number and not in_head:
        _centred(word, document.number, "发文字号").paragraph_format.space_after = _LINE
    if document.addressee:
        word.add_paragraph(style="主送机关")._p.append(run(f"{document.addressee}："))


def _add_mark(word: WordDocument, head: Letterhead) -> None:
    paragraph = word.add_paragraph(style="Title" if head.kind == "plain" else "发文机关标志")
    if head.kind == "plain":
        paragraph._p.append(run(head.shown))
        return
    half_points = round(layout.mark_size(head.shown) * 2)
    paragraph.paragraph_format.line_spacing = Pt(half_points / 2 * 1.2)
    paragraph._p.append(run(head.shown, element("sz", val=half_points), element("szCs", val=half_points)))
    if head.kind == "letter":
        _rule(paragraph, "bottom", "thickThinSmallGap", beyond=True)
    else:
        paragraph.paragraph_format.space_before = Mm(layout.MARK_DROP)


def _add_number(word: WordDocument, number: str, head: Letterhead | None) -> None:
    """文件格式: centred, the red rule below it; 信函格式: at the right, below the rule."""
    paragraph = _centred(word, number, "发文字号")
    if head and head.kind == "letter":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.space_before = Pt(_CHARACTER * 7 / 8)
    else:
        paragraph.paragraph_format.space_before = _LINE * 2
        _rule(paragraph, "bottom", "single", beyond=False)


def _add_title(word: WordDocument, document: Document, *, two_lines_down: bool) -> None:
    title = _centred(word, "\n".join(lines_of(document.title)), "Title")
    if two_lines_down:
        title.paragraph_format.space_before = _LINE * 2
    last = _centred(word, document.subtitle, "Subtitle") if document.subtitle else title
    last.paragraph_format.space_after = _LINE


def _centred(word: WordDocument, text: str, style: str) -> WordParagraph:
    paragraph = word.add_paragraph(style=style)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph._p.append(run(text))
    return paragraph


def _rule(paragraph: WordParagraph, side: str, kind: str, *, beyond: bool) -> None:
    """A red rule 4 mm from the text; `beyond` the type area it is 170 mm long instead of 156."""
    size = 24 if kind != "single" else 12
    border = element(side, val=kind, sz=size, space=round(4 / 25.4 * 72), color=layout.RED)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(element("pBdr", border), *_AFTER_BORDER)
    if beyond:
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(-8), Mm(-6)


# --- blocks ---------------------------------------------------------------------------------------------


def _add_block(word: WordDocument, block: Block) -> None:
    if isinstance(block, Heading):
        word.add_paragraph(style=f"Heading {block.level}")._p.append(run(block.text))
    elif isinstance(block, Paragraph):
        _add_lines(word, block)
    elif isinstance(block, Table):
        _add_table(word, block)
    elif isinstance(block, Signature):
        _add_signature(word, block)
    else:
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.page_break_before = True
        _make_tiny(paragraph)


def _add_lines(word: WordDocument, block: Paragraph) -> None:
    for line in block.lines:
        indented = block.indent and block.align == "left"
        paragraph = word.add_paragraph(style="Body Text" if indented else None)
        paragraph._p.append(run(line))
        if block.align != "left":
            paragraph.alignment = _ALIGNMENTS[block.align]


def _add_table(word: WordDocument, block: Table) -> None:
    """Always followed by a paragraph: Word would grow two neighbouring tables together."""
    if block.caption:
        _centred(word, block.caption, "表格标题")
    word.element.body.insert_element_before(table(block), "w:sectPr")
    after = word.add_paragraph(style="表格注释")
    if block.note:
        after._p.append(run(block.note))
    else:
        after.paragraph_format.line_spacing = _GAP


def _add_signature(word: WordDocument, block: Signature) -> None:
    """The last text keeps to the signature, so that no seal stands on a page of its own (7.3.5.5)."""
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    agency_indent, date_indent = layout.signature_indents(block)
    agency = word.add_paragraph(style="发文机关署名")
    agency._p.append(run(block.agency))
    agency.paragraph_format.space_before = _LINE * layout.lines_above(block)
    agency.paragraph_format.right_indent = Pt(agency_indent * _CHARACTER)
    day = word.add_paragraph(style="成文日期")
    day._p.append(run(block.date_shown))
    day.paragraph_format.right_indent = Pt(date_indent * _CHARACTER)
