"""Section 二 of the national form: the four small tables after 条例第20条. Pure data."""

from __future__ import annotations

from annual_report.figures import Figure
from annual_report.formats.shape import Grid, Label, Row

DOCUMENTS = "disclosure.normative"
DECISIONS = "registers.decisions"
CHARGES = "registers.charges"

DOCUMENT_ROWS = (("rule", "规章"), ("normative_document", "行政规范性文件"))
DOCUMENT_COLUMNS = (
    ("made", "本年制发件数", "本年制发的"),
    ("repealed", "本年废止件数", "本年废止的"),
    ("in_force", "现行有效件数", "本年12月31日现行有效的"),
)
RULE_NOTE = "只有省级、设区的市政府等有规章制定权的机关才会大于0（立法法）。"
DECISION_ROWS = (
    ("licence", "行政许可", "本年作出的行政许可决定，不论是否公开"),
    ("penalty", "行政处罚", "本年作出的行政处罚决定，不论是否公开"),
    ("coercion", "行政强制", "本年作出的行政强制措施和行政强制执行决定"),
)
CHARGE = f"{CHARGES}/charge/amount"


def figures() -> tuple[Figure, ...]:
    documents = tuple(
        Figure(
            f"{DOCUMENTS}/{row}/{column}",
            f"{label}：{heading}",
            f"{opening}{label}；应与司法行政部门的备案数一致。" + (RULE_NOTE if row == "rule" else ""),
            "件",
        )
        for row, label in DOCUMENT_ROWS
        for column, heading, opening in DOCUMENT_COLUMNS
    )
    decisions = tuple(
        Figure(f"{DECISIONS}/{row}/total", f"{label}：本年处理决定数量", f"{definition}。", "件")
        for row, label, definition in DECISION_ROWS
    )
    charge = Figure(
        CHARGE,
        "行政事业性收费：本年收费金额",
        "本年行政事业性收费实际收取的金额，单位万元，可以有小数。",
        "万元",
        decimals=True,
    )
    return (*documents, *decisions, charge)


def grids() -> tuple[Grid, ...]:
    documents = tuple(
        Row((Label(label),), tuple(f"{DOCUMENTS}/{row}/{column}" for column, _, _ in DOCUMENT_COLUMNS))
        for row, label in DOCUMENT_ROWS
    )
    headings = tuple(heading for _, heading, _ in DOCUMENT_COLUMNS)
    decision = {row: Row((Label(label),), (f"{DECISIONS}/{row}/total",)) for row, label, _ in DECISION_ROWS}
    return (
        _grid("article20_1", "第二十条第（一）项", headings, documents),
        _grid("article20_5", "第二十条第（五）项", ("本年处理决定数量",), (decision["licence"],)),
        _grid(
            "article20_6",
            "第二十条第（六）项",
            ("本年处理决定数量",),
            (decision["penalty"], decision["coercion"]),
        ),
        _grid(
            "article20_8",
            "第二十条第（八）项",
            ("本年收费金额（单位：万元）",),
            (Row((Label("行政事业性收费"),), (CHARGE,)),),
        ),
    )


def _grid(code: str, caption: str, headings: tuple[str, ...], rows: tuple[Row, ...]) -> Grid:
    header = (Label("信息内容"), *(Label(heading) for heading in headings))
    widths = (3, *(9 // len(headings) for _ in headings))
    return Grid(code, f"主动公开政府信息情况：{caption}", (header,), rows, widths, caption)
