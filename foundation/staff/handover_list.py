"""The 交接清单: the open work of a person's desks, contributed by the rooms, as a document to be signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation.agencies.access import agencies_of, agencies_of_any
from foundation.agencies.models import Assignment, User
from foundation.contracts import HandoverList, composed
from foundation.documents.blocks import Block, Cell, Document, Heading, Paragraph, Table
from foundation.staff.models import StaffMember
from foundation.workdays.wording import full_date

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Section:
    """One room's open work: what the list is called, and its rows."""

    source: HandoverList
    rows: tuple[tuple[str, ...], ...]


def sections(person: User, on: date, reader: User | None = None) -> list[Section]:
    """The open work of the desks where the person works; only what the reader may read, if one is named."""
    return [
        Section(source, tuple(source.rows(sorted(desks), on)))
        for source in composed().handover_lists
        if (desks := _desks(person, source, on, reader))
    ]


def may_read_some(person: User, on: date, reader: User) -> bool:
    """Whether there is a list of the person's desks that the reader may read."""
    return any(_desks(person, source, on, reader) for source in composed().handover_lists)


def _desks(person: User, source: HandoverList, on: date, reader: User | None) -> set[int]:
    desks = _ids(agencies_of_any(person, source.capabilities, on))
    return desks & _ids(agencies_of(reader, source.reading)) if desks and reader else desks


def _ids(agencies: Any) -> set[int]:
    return set(agencies.values_list("pk", flat=True))


def may_read_all(reader: User, desks: Iterable[int]) -> bool:
    """Whether the reader may read every kind of work of these desks."""
    wanted = set(desks)
    return bool(wanted) and all(
        wanted <= _ids(agencies_of(reader, source.reading)) for source in composed().handover_lists
    )


def count_sentence(found: Sequence[Section]) -> str:
    """未办结的申请3件，待发布的信息2件; only numbers, for those who may not read the work itself."""
    told = [f"{section.source.wording}{len(section.rows)}件" for section in found if section.rows]
    return "，".join(told) if told else "没有未办结的工作"


def document(
    member: StaffMember,
    found: Sequence[Section],
    posts: Sequence[Assignment],
    *,
    on: date,
    receiver: StaffMember | None = None,
) -> Document:
    """The list for both to sign; without a receiver the name is left to be written in."""
    blocks: list[Block] = [
        _signers(member, receiver),
        Paragraph("下列工作和材料当面移交清楚，未尽事项另附页。账号和密码不移交。"),
        Heading(1, "一、任职"),
        _posts(posts),
    ]
    for place, section in enumerate(found, start=1):
        blocks += [Heading(1, f"{NUMERALS[place]}、{section.source.wording}"), _work(section)]
    title, as_of = "政府信息公开工作交接清单", f"（截至{full_date(on)}）"
    return Document(title=title, subtitle=as_of, blocks=tuple(blocks), formed_on=on)


def _posts(posts: Sequence[Assignment]) -> Block:
    if not posts:
        return Paragraph("没有任职。")
    header = tuple(Cell(text, header=True) for text in ("单位", "角色", "起", "止", "代行"))
    rows = tuple(
        (
            Cell(one.agency.name),
            Cell(one.role.name),
            Cell(full_date(one.starts_on)),
            Cell(full_date(one.ends_on) if one.ends_on else "长期"),
            Cell(one.deputy_for.name if one.deputy_for else ""),
        )
        for one in posts
    )
    return Table(columns=(3, 1.5, 2, 2, 1.5), rows=(header, *rows), header_rows=1)


def _work(section: Section) -> Block:
    if not section.rows:
        return Paragraph("无。")
    header = tuple(Cell(text, header=True) for text in section.source.columns)
    rows = tuple(tuple(Cell(text) for text in row) for row in section.rows)
    return Table(columns=section.source.widths, rows=(header, *rows), header_rows=1)


def _signers(member: StaffMember, receiver: StaffMember | None) -> Table:
    """On the first page, so that a long list needs no page for signatures alone."""
    people = (("移交人", str(member)), ("接收人", str(receiver) if receiver else ""), ("监交人", ""))
    header = tuple(Cell(text, header=True) for text in ("", "姓名（单位）", "签字", "日期"))
    rows = tuple(
        (Cell(who, header=True, align="center"), Cell(name), Cell(""), Cell("年　月　日", align="right"))
        for who, name in people
    )
    return Table(columns=(1, 2.5, 2, 1.8), rows=(header, *rows), header_rows=1)
