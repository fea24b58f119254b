"""Section 三 of the national form: rows, columns, definitions and identities E1-E3. Pure data.

Labels are those of the form attached to 国办公开办函〔2021〕30号, character by character.
"""

from __future__ import annotations

from annual_report.figures import Figure, Sum
from annual_report.formats.shape import Grid, Label, Row
from annual_report.identities import Equation, Identity, Term

FAMILY = "requests.applications"
WORDING = "收到和处理政府信息公开申请情况"

COLUMNS: tuple[tuple[str, str], ...] = (
    ("natural", "自然人"),
    ("enterprise", "商业企业"),
    ("research", "科研机构"),
    ("charity", "社会公益组织"),
    ("legal", "法律服务机构"),
    ("other", "其他"),
    ("total", "总计"),
)
APPLICANTS = tuple(code for code, _ in COLUMNS if code != "total")

NEW = "一、本年新收政府信息公开申请数量"
CARRY_IN = "二、上年结转政府信息公开申请数量"
RESULTS = "三、本年度办理结果"
CARRY_OUT = "四、结转下年度继续办理"

# Row key, group of the third heading column ("" where the row stands alone), label, what is counted.
RESULT_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("open", "", "（一）予以公开", "本年度答复予以公开（含告知获取方式和途径）的申请"),
    (
        "part",
        "",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "本年度区分处理、部分公开的申请（条例第37条）；只计这一行",
    ),
    ("d1", "（三）不予公开", "1.属于国家秘密", "依法确定为国家秘密而不予公开（条例第14条）"),
    ("d2", "（三）不予公开", "2.其他法律行政法规禁止公开", "法律、行政法规禁止公开（条例第14条）"),
    (
        "d3",
        "（三）不予公开",
        "3.危及“三安全一稳定”",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定（条例第14条）",
    ),
    (
        "d4",
        "（三）不予公开",
        "4.保护第三方合法权益",
        "涉及商业秘密、个人隐私，公开会损害第三方合法权益（条例第15条）",
    ),
    (
        "d5",
        "（三）不予公开",
        "5.属于三类内部事务信息",
        "人事管理、后勤管理、内部工作流程信息（条例第16条第1款）",
    ),
    (
        "d6",
        "（三）不予公开",
        "6.属于四类过程性信息",
        "讨论记录、过程稿、磋商信函、请示报告等（条例第16条第2款）",
    ),
    ("d7", "（三）不予公开", "7.属于行政执法案卷", "行政执法案卷信息（条例第16条第2款）"),
    (
        "d8",
        "（三）不予公开",
        "8.属于行政查询事项",
        "工商、不动产登记等法律、行政法规另有专门规定的查询（条例第36条第7项）",
    ),
    (
        "u1",
        "（四）无法提供",
        "1.本机关不掌握相关政府信息",
        "信息不存在，或者不属于本机关负责公开（条例第36条第4、5项）",
    ),
    (
        "u2",
        "（四）无法提供",
        "2.没有现成信息需要另行制作",
        "需要加工、分析才能提供，而没有现成信息（条例第38条）",
    ),
    ("u3", "（四）无法提供", "3.补正后申请内容仍不明确", "申请人补正后仍无法确定所要的信息（条例第30条）"),
    ("n1", "（五）不予处理", "1.信访举报投诉类申请", "以申请名义进行信访、投诉、举报（条例第39条第1款）"),
    ("n2", "（五）不予处理", "2.重复申请", "已就同一申请作出答复，又重复申请（条例第36条第6项）"),
    (
        "n3",
        "（五）不予处理",
        "3.要求提供公开出版物",
        "要求提供政府公报、报刊、书籍等公开出版物（条例第39条第2款）",
    ),
    (
        "n4",
        "（五）不予处理",
        "4.无正当理由大量反复申请",
        "申请的数量、频次明显超过合理范围，且说明的理由不合理（条例第35条）",
    ),
    (
        "n5",
        "（五）不予处理",
        "5.要求行政机关确认或重新出具已获取信息",
        "要求对已获取的信息进行确认或者重新出具（条例第36条）",
    ),
    (
        "o1",
        "（六）其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "申请人无正当理由逾期不补正，视为放弃申请（条例第30条）",
    ),
    (
        "o2",
        "（六）其他处理",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "逾期未缴纳信息处理费，视为放弃申请（国办函〔2020〕109号）",
    ),
    ("o3", "（六）其他处理", "3.其他", "以上各项之外的处理结果，例如申请人撤回申请"),
)
LEAVES = tuple(row[0] for row in RESULT_ROWS)
ROWS: tuple[tuple[str, str, str], ...] = (
    ("new", NEW, "本年1月1日至12月31日依法收到的申请，以收到申请之日为准（条例第31条）"),
    ("carry_in", CARRY_IN, "上年12月31日以前收到、上年年底尚未办结的申请；应等于上年报告的第四项"),
    *((key, label, definition) for key, _, label, definition in RESULT_ROWS),
    ("total", "（七）总计", "本年度办结的全部申请，即（一）至（六）之和"),
    ("carry_out", CARRY_OUT, "本年12月31日以前收到、年底尚未办结的申请"),
)
LABELS = {key: label for key, label, _ in ROWS}
# In a sentence a row is named with its group: “3.其他” alone could be a column.
NAMES = LABELS | {key: f"{group}{label}" for key, group, label, _ in RESULT_ROWS}
COLUMN_LABELS = dict(COLUMNS)


def code(row: str, column: str) -> str:
    return f"{FAMILY}/{row}/{column}"


def figures() -> tuple[Figure, ...]:
    return tuple(
        Figure(code(row, column), f"{NAMES[row]}（{heading}）", f"{definition}；申请人：{heading}。", "件")
        for row, _, definition in ROWS
        for column, heading in COLUMNS
    )


def sums() -> tuple[Sum, ...]:
    """Derived cells in the order in which they build on each other: columns down, then rows across."""
    down = [
        total
        for column in APPLICANTS
        for total in (
            Sum(code("total", column), plus=tuple(code(leaf, column) for leaf in LEAVES)),
            Sum(
                code("carry_out", column),
                plus=(code("new", column), code("carry_in", column)),
                minus=(code("total", column),),
            ),
        )
    ]
    across = [Sum(code(row, "total"), plus=tuple(code(row, c) for c in APPLICANTS)) for row, _, _ in ROWS]
    return (*down, *across)


def identities() -> tuple[Identity, ...]:
    return (
        Identity("E1", "各类申请人之和等于总计", tuple(_row_equation(row) for row, _, _ in ROWS)),
        Identity("E2", "（一）至（六）之和等于（七）总计", tuple(_results_equation(c) for c, _ in COLUMNS)),
        Identity(
            "E3", "第一项加第二项之和，等于第三项加第四项之和", tuple(_flow_equation(c) for c, _ in COLUMNS)
        ),
    )


def _row_equation(row: str) -> Equation:
    return Equation(
        f"{WORDING}表“{NAMES[row]}”行",
        tuple(Term(code(row, column), COLUMN_LABELS[column]) for column in APPLICANTS),
        (Term(code(row, "total"), "总计"),),
    )


def _results_equation(column: str) -> Equation:
    return Equation(
        f"{WORDING}表“{COLUMN_LABELS[column]}”列",
        tuple(Term(code(leaf, column), NAMES[leaf]) for leaf in LEAVES),
        (Term(code("total", column), LABELS["total"]),),
    )


def _flow_equation(column: str) -> Equation:
    left, right = ("new", "carry_in"), ("total", "carry_out")
    return Equation(
        f"{WORDING}表“{COLUMN_LABELS[column]}”列",
        tuple(Term(code(row, column), LABELS[row]) for row in left),
        tuple(Term(code(row, column), LABELS[row]) for row in right),
    )


HEADER = (
    (
        Label("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", rowspan=3, colspan=3),
        Label("申请人情况", colspan=7),
    ),
    (Label("自然人", rowspan=2), Label("法人或其他组织", colspan=5), Label("总计", rowspan=2)),
    tuple(Label(heading) for _, heading in COLUMNS[1:6]),
)


def grid() -> Grid:
    return Grid(
        code="applications",
        wording=WORDING,
        header=HEADER,
        rows=tuple(_printed_rows()),
        widths=(7, 10, 32, 9, 8, 8, 9, 9, 8, 8),
    )


def _printed_rows() -> list[Row]:
    groups = [group for _, group, _, _ in RESULT_ROWS]
    rows = [_row((Label(NEW, colspan=3),), "new"), _row((Label(CARRY_IN, colspan=3),), "carry_in")]
    for index, (key, group, label, _) in enumerate(RESULT_ROWS):
        labels: list[Label] = [Label(RESULTS, rowspan=len(LEAVES) + 1)] if index == 0 else []
        if not group:
            labels.append(Label(label, colspan=2))
        else:
            if groups[index - 1] != group:
                labels.append(Label(group, rowspan=groups.count(group)))
            labels.append(Label(label))
        rows.append(_row(tuple(labels), key))
    rows.append(_row((Label("（七）总计", colspan=2),), "total"))
    rows.append(_row((Label(CARRY_OUT, colspan=3),), "carry_out"))
    return rows


def _row(labels: tuple[Label, ...], key: str) -> Row:
    return Row(labels, tuple(code(key, column) for column, _ in COLUMNS))
