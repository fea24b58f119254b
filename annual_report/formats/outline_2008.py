"""The outline of reports before the national statistics table: seven parts of text. Pure data.

条例（国令第492号）第32条 named six contents and no form; the parts and their order are those which the
2012 report of 山亭区 lists in its opening. See docs/decisions/0003-2012-report-layout.md.
"""

from __future__ import annotations

from annual_report.figures import Figure
from annual_report.formats import applications_table, remedies_table, sentence_figures
from annual_report.formats.shape import ReportFormat, TextPart, Writing
from annual_report.identities import Identity, Term

ABSENT = "本年度无此项内容。"

FIGURES: tuple[Figure, ...] = sentence_figures.with_seat(
    (
        *sentence_figures.published(),
        *(figure for figure in applications_table.figures() if figure.source.column == "total"),
        *sentence_figures.timeliness(),
        *sentence_figures.letters(),
        *(figure for figure in remedies_table.figures() if figure.source.column == "total"),
        *sentence_figures.staff(),
        sentence_figures.PROCESSING_FEE,
    )
)

OUTLINE_2008 = ReportFormat(
    code="outline-2008",
    wording="七部分提纲（2008年至2018年）",
    basis="《中华人民共和国政府信息公开条例》（国令第492号）第31条、第32条",
    first_year=2008,
    last_year=2018,
    title_line="{year}年度政府信息公开工作报告",
    intro=TextPart("intro", "", guidance="写明编制依据、报告的组成和统计范围。"),
    sections=(
        TextPart("overview", "一、概述", guidance="写本年度政府信息公开工作的总体情况。"),
        TextPart(
            "proactive",
            "二、主动公开",
            figures=("disclosure.published/total/total", "disclosure.published/website/total"),
            guidance="写主动公开政府信息的情况：各渠道的条数、重点领域。",
        ),
        TextPart(
            "applications",
            "三、依申请公开",
            figures=("requests.applications/new/total@seat", "requests.letters/received/total@seat"),
            guidance="写依申请公开政府信息和不予公开政府信息的情况。",
        ),
        TextPart(
            "proposals",
            "四、建议和提案办理结果公开",
            writing=Writing.OPTIONAL,
            guidance="写人大代表建议、政协提案办理结果的公开情况。",
            absent=ABSENT,
        ),
        TextPart(
            "remedies",
            "五、申请行政复议和提起行政诉讼",
            figures=(
                "requests.remedies/review/total@seat",
                "requests.remedies/direct_suit/total@seat",
                "requests.remedies/suit_after_review/total@seat",
            ),
            guidance="写因政府信息公开申请行政复议、提起行政诉讼的情况，没有发生也要写明。",
        ),
        TextPart("problems", "六、存在的主要问题及改进情况", guidance="写主要问题和改进措施。"),
        TextPart(
            "other",
            "七、其他需要报告的事项",
            figures=("agencies.staff/total/total@seat",),
            writing=Writing.OPTIONAL,
            guidance="写公开平台、机构和人员，以及其他需要报告的事项。",
            absent=ABSENT,
        ),
    ),
    figures=FIGURES,
    identities=(
        Identity(
            "E8",
            "件数是不小于0的整数，金额不小于0",
            counts=tuple(Term(figure.code, figure.wording) for figure in FIGURES if not figure.decimals),
            amounts=tuple(Term(figure.code, figure.wording) for figure in FIGURES if figure.decimals),
        ),
    ),
    highlights=(
        ("disclosure.published/total/total", "主动公开信息"),
        ("disclosure.published/website/total", "其中政府网站"),
        ("requests.applications/new/total@seat", "接收依申请公开（本级）"),
        ("requests.letters/received/total@seat", "接收协查函（本级）"),
    ),
)
