"""Sample documents: an invented notice, the national request table, the 2012 report in text."""

from __future__ import annotations

from datetime import date

from foundation.documents.blocks import (
    Cell,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Paragraph,
    Signature,
    Table,
)

AGENCY = "演示区人民政府办公室"


def notice(kind: str = "letter") -> Document:
    """不予公开告知书 to a person who does not exist."""
    return Document(
        title="政府信息不予公开告知书",
        letterhead=Letterhead(AGENCY, kind),  # type: ignore[arg-type]
        number="演政办依申请〔2026〕12号",
        addressee="赵演示",
        marking="演示数据　不具有法律效力",
        blocks=(
            Paragraph(
                "本机关于2026年9月1日收到您提交的《政府信息公开申请表》（登记编号：yanshi-2026-0012），"
                "申请公开“演示河综合治理工程会议纪要”。",
                fixed=True,
            ),
            Paragraph(
                "经审查，您申请公开的信息属于本机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、"
                "请示报告等过程性信息。根据《中华人民共和国政府信息公开条例》第十六条第二款、第三十六条第（三）项的规定，"
                "本机关决定不予公开。",
                fixed=True,
            ),
            Paragraph(
                "该会议纪要记录的是工程方案尚未确定时各方的讨论意见，公开后可能影响以后会议的坦率讨论，"
                "也容易使公众误认为讨论意见就是最后决定。\n最后确定的工程方案已于2026年8月20日在演示区人民政府网站公布，您可以自行查阅。",
                code="reasons",
            ),
            Paragraph(
                "如对本告知书不服，可以自收到本告知书之日起60日内向演示市人民政府申请行政复议；"
                "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向人民法院提起行政诉讼。"
                "依照《中华人民共和国行政复议法》第二十三条的规定，未经行政复议，不能直接提起行政诉讼。",
                code="remedy",
                fixed=True,
            ),
            Paragraph("特此告知。"),
            Paragraph("联系人：钱演示，联系电话：000-0000000。"),
            Signature(AGENCY, date(2026, 9, 28)),
        ),
    )


_COLUMNS = ("商业\n企业", "科研\n机构", "社会\n公益\n组织", "法律\n服务\n机构", "其他")
_GROUPS = (
    (
        "（三）不予公开",
        (
            "1.属于国家秘密",
            "2.其他法律行政法规禁止公开",
            "3.危及“三安全一稳定”",
            "4.保护第三方合法权益",
            "5.属于三类内部事务信息",
            "6.属于四类过程性信息",
            "7.属于行政执法案卷",
            "8.属于行政查询事项",
        ),
    ),
    (
        "（四）无法提供",
        ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"),
    ),
    (
        "（五）不予处理",
        (
            "1.信访举报投诉类申请",
            "2.重复申请",
            "3.要求提供公开出版物",
            "4.无正当理由大量反复申请",
            "5.要求行政机关确认或重新出具已获取信息",
        ),
    ),
    (
        "（六）其他处理",
        (
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "3.其他",
        ),
    ),
)


def _numbers(start: int = 0) -> tuple[Cell, ...]:
    return tuple(Cell(value=(start * 7 + column * 3) % 11) for column in range(7))


def _header() -> tuple[tuple[Cell, ...], ...]:
    check = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    return (
        (Cell(check, rowspan=3, colspan=3, align="left"), Cell("申请人情况", colspan=7)),
        (Cell("自然人", rowspan=2), Cell("法人或其他组织", colspan=5), Cell("总计", rowspan=2)),
        tuple(Cell(column) for column in _COLUMNS),
    )


def _results() -> list[tuple[Cell, ...]]:
    rows = [
        (Cell("（一）予以公开", colspan=2, header=True), *_numbers(2)),
        (
            Cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", colspan=2, header=True),
            *_numbers(3),
        ),
    ]
    for group, labels in _GROUPS:
        first, *rest = labels
        rows.append((Cell(group, rowspan=len(labels), header=True), Cell(first, header=True), *_numbers(1)))
        rows.extend((Cell(label, header=True), *_numbers(5)) for label in rest)
    rows.append((Cell("（七）总计", colspan=2, header=True), *_numbers(8)))
    return rows


def request_table(*, wide: bool = False) -> Table:
    """Table 三 of the yearly report (国办公开办函〔2021〕30号): 25 rows, a header of three, ten columns."""
    first, *rest = _results()
    rows = (
        (Cell("一、本年新收政府信息公开申请数量", colspan=3, header=True), *_numbers(1)),
        (Cell("二、上年结转政府信息公开申请数量", colspan=3, header=True), *_numbers(9)),
        (Cell("三、本年度办理结果", rowspan=22, header=True), *first),
        *rest,
        (Cell("四、结转下年度继续办理", colspan=3, header=True), *_numbers(4)),
    )
    return Table((9, 11, 27, *[6.2] * 7), (*_header(), *rows), header_rows=3, wide=wide)


def remedies_table() -> Table:
    """Table 四: one row of 15 numbers."""
    outcomes = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    upper = tuple(Cell(name, rowspan=2) for name in outcomes)
    return Table(
        (1,) * 15,
        (
            (Cell("行政复议", colspan=5), Cell("行政诉讼", colspan=10)),
            (*upper, Cell("未经复议直接起诉", colspan=5), Cell("复议后起诉", colspan=5)),
            tuple(Cell(name) for name in outcomes * 2),
            tuple(Cell(value=number) for number in range(15)),
        ),
        header_rows=3,
    )


def published_table() -> Table:
    return Table(
        (2, 1, 1, 1),
        (
            (Cell("第二十条第（一）项", colspan=4),),
            (Cell("信息内容"), Cell("本年制发件数"), Cell("本年废止件数"), Cell("现行有效件数")),
            (Cell("规章", header=True), Cell(value=0), Cell(value=0), Cell(value=0)),
            (Cell("行政规范性文件", header=True), Cell(value=3), Cell(value=0), Cell(value=8)),
        ),
        header_rows=2,
    )


_LONG = (
    "演示区认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，"
    "全年通过政府网站主动公开信息2400余条，其中政策文件12件、政策解读15篇，回应社会关切31次。"
)


def report() -> Document:
    return Document(
        title="演示区人民政府\n2026年政府信息公开工作年度报告",
        marking="演示数据",
        formed_on=date(2027, 1, 20),
        blocks=(
            Paragraph(f"本报告由演示区人民政府办公室编制。{_LONG}"),
            Heading(1, "一、总体情况"),
            Heading(2, "（一）主动公开"),
            Paragraph(_LONG * 2),
            Heading(3, "1.重点领域"),
            Paragraph(_LONG),
            Heading(2, "（二）依申请公开"),
            Paragraph(_LONG * 3),
            Heading(1, "二、主动公开政府信息情况"),
            published_table(),
            Heading(1, "三、收到和处理政府信息公开申请情况"),
            request_table(),
            Heading(1, "四、政府信息公开行政复议、行政诉讼情况"),
            remedies_table(),
            Heading(1, "五、存在的主要问题及改进情况"),
            Paragraph(_LONG),
            KeyValues((("联系单位", "演示区人民政府办公室"), ("邮编", "000000")), caption="联系方式"),
            Heading(1, "六、其他需要报告的事项"),
            Paragraph("2026年，演示区收取信息处理费0元。"),
        ),
    )
