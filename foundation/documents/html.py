"""Documents as semantic HTML: classes only, no inline style, every text escaped.

The classes: document, document-marking, document-mark (-letter, -document, -plain), document-number,
document-title, document-subtitle, document-addressee, document-signature; flush, align-center, align-right;
table-scroll, table-caption, table-note, number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from foundation.documents.blocks import (
    Block,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Placed,
    Signature,
    Table,
    places,
)
from foundation.documents.text import lines_of

_NOTHING = mark_safe("")  # noqa: S308  # a constant


def page(document: Document) -> SafeString:
    """A whole page of its own, for saving as a file."""
    head = format_html('<meta charset="utf-8"><title>{}</title>', document.name)
    return format_html(
        '<!doctype html>\n<html lang="zh-CN"><head>{}</head><body>\n{}</body></html>\n', head, write(document)
    )


def write(document: Document, *, level: int = 1) -> SafeString:
    """An article to put into a page; `level` is the heading level of its title."""
    blocks = _joined(_blocks(document, level))
    return format_html('<article class="document">\n{}{}</article>\n', _head(document, level), blocks)


def _joined(parts: Iterable[str]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts if part))


def _head(document: Document, level: int) -> SafeString:
    number = _line("document-number", document.number)
    in_head = document.letterhead is not None and document.letterhead.kind != "plain"
    title = format_html(
        '<h{} class="document-title">{}</h{}>', level, _broken(lines_of(document.title)), level
    )
    addressee = f"{document.addressee}：" if document.addressee else ""
    parts = [
        _line("document-marking", document.marking),
        _mark(document.letterhead),
        number if in_head else "",
        title,
        _line("document-subtitle", document.subtitle),
        "" if in_head else number,
        _line("document-addressee", addressee),
    ]
    return format_html("<header>\n{}\n</header>\n", _joined(parts))


def _mark(head: Letterhead | None) -> SafeString:
    return _line(f"document-mark document-mark-{head.kind}", head.shown) if head else _NOTHING


def _line(css_class: str, text: str) -> SafeString:
    return format_html('<p class="{}">{}</p>', css_class, text) if text else _NOTHING


def _broken(lines: Iterable[str]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))  # noqa: S308  # a constant


def _blocks(document: Document, level: int) -> Iterator[SafeString]:
    """The blocks; every table gets a name of its own, as regions of a page must have."""
    heading, tables = document.name, 0
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        if isinstance(block, Table):
            tables += 1
            yield _table(block, f"表格{tables}：{block.caption or heading}")
        else:
            yield _block(block, level)


def _block(block: Block, level: int) -> SafeString:
    if isinstance(block, Heading):
        rank = min(level + block.level, 6)
        return format_html("<h{}>{}</h{}>", rank, block.text, rank)
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Signature):
        return _signature(block)
    return _NOTHING


def _paragraph(block: Paragraph) -> SafeString:
    if block.align != "left":
        return format_html_join(
            "\n", '<p class="align-{}">{}</p>', ((block.align, line) for line in block.lines)
        )
    opening = "<p>{}</p>" if block.indent else '<p class="flush">{}</p>'
    return format_html_join("\n", opening, ((line,) for line in block.lines))


def _signature(block: Signature) -> SafeString:
    day = (
        format_html('<time datetime="{}">{}</time>', block.on, block.date_shown)
        if block.on
        else block.date_shown
    )
    return format_html('<p class="document-signature">{}<br>{}</p>', block.agency, day)


# --- tables ---------------------------------------------------------------------------------------------


def _table(block: Table, name: str) -> SafeString:
    """In a region of its own that scrolls, so that a wide table does not widen a phone's page."""
    caption = format_html("<caption>{}</caption>\n", block.caption) if block.caption else _NOTHING
    parts = [_rows("thead", block, range(block.header_rows))]
    parts.append(_rows("tbody", block, range(block.header_rows, len(block.rows))))
    opening = format_html('<div class="table-scroll" role="region" aria-label="{}" tabindex="0">', name)
    note = _line("table-note", block.note)
    return format_html("{}\n<table>\n{}{}\n</table>\n</div>{}", opening, caption, _joined(parts), note)


def _rows(tag: str, block: Table, numbers: range) -> SafeString:
    if not numbers:
        return _NOTHING
    rows: dict[int, list[Placed]] = {number: [] for number in numbers}
    for place in places(block):
        if place.row in rows:
            rows[place.row].append(place)
    lines = _joined(format_html("<tr>{}</tr>", _cells(cells)) for cells in rows.values())
    return format_html("<{}>\n{}\n</{}>", mark_safe(tag), lines, mark_safe(tag))  # noqa: S308  # thead or tbody


def _cells(cells: list[Placed]) -> SafeString:
    return format_html_join("", "{}", ((_cell(place),) for place in cells))


def _cell(place: Placed) -> SafeString:
    tag = "th" if place.heads_column or place.cell.header else "td"
    attributes = format_html_join("", ' {}="{}"', _attributes(place))
    words = _broken(lines_of(place.cell.shown))
    return format_html("<{}{}>{}</{}>", tag, attributes, words, tag)


def _attributes(place: Placed) -> Iterable[tuple[str, object]]:
    cell = place.cell
    if place.heads_column:
        yield "scope", "colgroup" if cell.colspan > 1 else "col"
    elif cell.header:
        yield "scope", "rowgroup" if cell.rowspan > 1 else "row"
    if cell.rowspan > 1:
        yield "rowspan", cell.rowspan
    if cell.colspan > 1:
        yield "colspan", cell.colspan
    classes = _classes(place)
    if classes:
        yield "class", classes


def _classes(place: Placed) -> str:
    aligned = f"align-{place.align}" if place.align != "left" else ""
    return " ".join(filter(None, (aligned, "number" if place.cell.value is not None else "")))
