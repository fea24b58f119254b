"""Section 四 of the national form: reviews and suits, with identities E5-E7. Pure data."""

from __future__ import annotations

from annual_report.figures import Figure, Sum
from annual_report.formats.shape import Grid, Label, Row
from annual_report.identities import Equation, Identity, Term

FAMILY = "requests.remedies"
WORDING = "政府信息公开行政复议、行政诉讼情况"

GROUPS: tuple[tuple[str, str, str], ...] = (
    ("review", "行政复议", "E5"),
    ("direct_suit", "未经复议直接起诉", "E6"),
    ("suit_after_review", "复议后起诉", "E7"),
)
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("upheld", "结果维持", "维持原行为，或者驳回请求的案件"),
    ("corrected", "结果纠正", "撤销、变更、确认违法或者责令履行的案件"),
    ("other", "其他结果", "不予受理、驳回申请（起诉）、撤回、终止、调解等的案件"),
    ("pending", "尚未审结", "到本年12月31日尚未审结的案件"),
    ("total", "总计", "本组各项之和"),
)
OUTCOMES = tuple(code for code, _, _ in COLUMNS if code != "total")
# 国办公开办函〔2016〕201号: a case with the review organ as co-defendant counts at the original actor only.
CO_DEFENDANT = "复议机关作共同被告的，只计入原行政行为机关"


def code(group: str, column: str) -> str:
    return f"{FAMILY}/{group}/{column}"


def figures() -> tuple[Figure, ...]:
    return tuple(
        Figure(code(group, column), f"{heading}：{label}", f"{heading}中{definition}；{CO_DEFENDANT}。", "件")
        for group, heading, _ in GROUPS
        for column, label, definition in COLUMNS
    )


def sums() -> tuple[Sum, ...]:
    return tuple(
        Sum(code(group, "total"), plus=tuple(code(group, outcome) for outcome in OUTCOMES))
        for group, _, _ in GROUPS
    )


def identities() -> tuple[Identity, ...]:
    return tuple(
        Identity(number, "维持、纠正、其他、尚未审结之和等于总计", (_equation(group, heading),))
        for group, heading, number in GROUPS
    )


def _equation(group: str, heading: str) -> Equation:
    return Equation(
        f"{WORDING}表“{heading}”",
        tuple(Term(code(group, column), label) for column, label, _ in COLUMNS if column != "total"),
        (Term(code(group, "total"), "总计"),),
    )


def grid() -> Grid:
    leaf = tuple(Label(label) for _, label, _ in COLUMNS)
    return Grid(
        code="remedies",
        wording=WORDING,
        header=(
            (Label("行政复议", colspan=5), Label("行政诉讼", colspan=10)),
            (
                *(Label(label, rowspan=2) for _, label, _ in COLUMNS),
                Label("未经复议直接起诉", colspan=5),
                Label("复议后起诉", colspan=5),
            ),
            (*leaf, *leaf),
        ),
        rows=(Row((), tuple(code(group, column) for group, _, _ in GROUPS for column, _, _ in COLUMNS)),),
        widths=(1,) * 15,
    )
