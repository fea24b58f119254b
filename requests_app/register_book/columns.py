"""The columns of an old 台账: which we take, by what names people head them, where the head is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from requests_app.models import ApplicantKind, Channel, ServiceRoute
from requests_app.register_book.cells import text
from requests_app.reply_types import REPLY_TYPES

TEXT, DAY, COUNT, WORD = "text", "day", "count", "word"
HEADER_ROWS = 10
"""The head of the table stands in one of the first rows; above it are titles and notes."""
WITHDRAWN = "withdrawn"
"""Among the reply types of an old 台账: the applicant took the request back."""


@dataclass(frozen=True)
class Field:
    """Something we take over: how a cell of it is read, and by which heads a column is proposed for it.

    `choices` are what the words of a word column can mean here; `personal` is never shown on a page again.
    """

    code: str
    label: str
    reads: str
    heads: tuple[str, ...]
    required: bool = False
    personal: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def _choices(
    choices: type[Channel] | type[ApplicantKind] | type[ServiceRoute],
) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), str(label)) for code, label in choices.choices)


REPLIES = (
    *((reply.code, f"{reply.code} {reply.wording}") for reply in REPLY_TYPES.values() if reply.code != "F3"),
    (WITHDRAWN, "申请人撤回申请"),
)
FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        field.code: field
        for field in (
            Field(
                "number",
                "原编号",
                TEXT,
                ("申请编号", "登记编号", "受理编号", "登记号", "受理号", "编号", "流水号", "序号"),
                required=True,
                hint="同一年度里不重复；靠它认出已经导入过的。只写序号的，与收到年度合起来用。",
            ),
            Field(
                "received_on",
                "收到申请之日",
                DAY,
                (
                    "收到申请日期",
                    "收到日期",
                    "收到时间",
                    "收件日期",
                    "受理日期",
                    "登记日期",
                    "申请日期",
                    "申请时间",
                    "收到",
                ),
                required=True,
            ),
            Field(
                "channel",
                "申请渠道",
                WORD,
                ("申请渠道", "申请方式", "渠道", "提交方式", "来源", "方式"),
                choices=_choices(Channel),
            ),
            Field(
                "kind",
                "申请人类别",
                WORD,
                ("申请人类别", "申请人类型", "申请人性质", "类别"),
                choices=_choices(ApplicantKind),
            ),
            Field(
                "name", "申请人姓名（名称）", TEXT, ("申请人姓名", "申请人名称", "申请人", "姓名"), True, True
            ),
            Field("identity", "证件号码", TEXT, ("证件号码", "身份证号", "身份证", "证件号"), personal=True),
            Field("phone", "联系电话", TEXT, ("联系电话", "联系方式", "手机", "电话"), personal=True),
            Field("address", "联系地址", TEXT, ("联系地址", "通信地址", "通讯地址", "地址"), personal=True),
            Field(
                "wanted",
                "申请内容",
                TEXT,
                ("申请内容", "申请事项", "所需信息", "申请公开的信息", "内容描述", "内容", "事项"),
                required=True,
                personal=True,
                hint="里面可能写有个人情况，导入后只在本件里看得到。",
            ),
            Field("limit_on", "原台账的答复期限", DAY, ("答复期限", "办理期限", "应答复日期", "到期日")),
            Field("asked_on", "告知补正之日", DAY, ("告知补正", "补正告知", "补正通知")),
            Field("ask_days", "补正期限（工作日）", COUNT, ("补正期限", "补正天数")),
            Field("corrected_on", "收到补正之日", DAY, ("收到补正", "补正日期", "补正完成")),
            Field("extended_on", "告知延期之日", DAY, ("延期告知", "告知延期", "延期日期")),
            Field("extended_by", "延期（工作日）", COUNT, ("延期天数", "延长天数", "延期工作日", "延期")),
            Field(
                "reply",
                "答复类型",
                WORD,
                ("答复类型", "办理结果", "答复结果", "答复情况", "处理结果", "结果"),
                choices=REPLIES,
                hint="还没有答复的行不看这一栏。",
            ),
            Field("withdrawn_on", "撤回之日", DAY, ("撤回日期", "撤回时间")),
            Field(
                "signed_on",
                "答复书落款日期",
                DAY,
                ("答复日期", "答复时间", "落款日期", "签发日期", "办结日期", "办结时间"),
                hint="空白表示还没有答复。",
            ),
            Field("document_number", "答复文号", TEXT, ("答复文号", "答复书文号", "文号", "发文号")),
            Field("signer", "签发人", TEXT, ("签发人", "签发领导")),
            Field(
                "served_on",
                "送达日期",
                DAY,
                ("送达日期", "送达时间", "寄出日期", "交邮日期", "签收日期"),
                hint="台账只有一个答复日期的，可以与落款日期选同一栏。",
            ),
            Field(
                "route",
                "送达方式",
                WORD,
                ("送达方式", "答复方式", "送达途径"),
                choices=_choices(ServiceRoute),
            ),
        )
    }
)
REQUIRED = tuple(field.code for field in FIELDS.values() if field.required)
ALWAYS_ASKED = ("channel", "kind")
"""Word columns every request needs; where the table has none, one answer serves all rows."""
NO_COLUMN = "（没有这一栏）"
BLANK_WORD = "（空白）"


@dataclass(frozen=True)
class Head:
    """Where the table begins: the row of the head from 1, how many rows it takes, the column names."""

    row: int
    depth: int
    labels: tuple[str, ...]

    @property
    def first_data_row(self) -> int:
        return self.row + self.depth


Spans = Sequence[tuple[int, int, int, int]]


def head_at(rows: Sequence[Sequence[object]], spans: Spans, row: int) -> Head:
    """The head in this row (from 1); cells merged downwards or over a pair of columns make it deeper."""
    depth = 1
    for top, left, bottom, right in spans:
        if top == row - 1:
            depth = max(depth, bottom - top + 1, 2 if right > left else 1)
    block = rows[row - 1 : row - 1 + depth]
    width = max((len(line) for line in block), default=0)
    labels = []
    for column in range(width):
        labels.append(_joined([label(line[column]) for line in block if column < len(line)]))
    return Head(row, depth, tuple(labels))


def _joined(names: Sequence[str]) -> str:
    """日期 below 答复 is 答复日期; what says as much by itself stands alone."""
    whole = ""
    for name in names:
        whole = name if whole in name else whole + name
    return whole


def find_head(rows: Sequence[Sequence[object]], spans: Spans) -> Head:
    """The row among the first ten whose names we know best; the first row when none says anything."""
    heads = [head_at(rows, spans, row) for row in range(1, min(HEADER_ROWS, len(rows)) + 1)]
    return max(heads, key=lambda head: (len(guess(head.labels)), -head.depth, -head.row))


def label(value: object) -> str:
    """A head without blanks, line breaks and remarks in brackets."""
    return re.sub(r"\s+|[(（\[].*?[)）\]]|[*：:]", "", text(value))


def guess(labels: Sequence[str]) -> dict[str, int]:
    """A column (from 0) for each field whose name a head bears: only a proposal, which the clerk confirms."""
    found: dict[str, int] = {}
    for exact in (True, False):
        for field in FIELDS.values():
            if field.code in found:
                continue
            for head in field.heads:
                matches = (
                    column
                    for column, name in enumerate(labels)
                    if column not in found.values() and (name == head if exact else head in name)
                )
                column = next(matches, None)
                if column is not None:
                    found[field.code] = column
                    break
    return found


def remembered(labels: Sequence[str], saved: Mapping[str, str]) -> dict[str, int]:
    """The columns as this agency confirmed them last time, as far as their heads are here again."""
    places = {name: column for column, name in reversed(list(enumerate(labels))) if name}
    return {code: places[name] for code, name in saved.items() if code in FIELDS and name in places}
