"""The national format in force since the report on 2021 (国办公开办函〔2021〕30号). Pure data."""

from __future__ import annotations

from annual_report.figures import Figure
from annual_report.formats import applications_table, proactive_table, remedies_table
from annual_report.formats.sentence_figures import PROCESSING_FEE, sentence_figures
from annual_report.formats.shape import ReportFormat, TablePart, TextPart
from annual_report.identities import Identity, Term

FIGURES: tuple[Figure, ...] = (
    *proactive_table.figures(),
    *applications_table.figures(),
    *remedies_table.figures(),
    *sentence_figures(),
)

IDENTITIES = (
    *applications_table.identities(),
    *remedies_table.identities(),
    Identity(
        "E8",
        "件数是不小于0的整数，金额不小于0",
        counts=tuple(Term(figure.code, figure.wording) for figure in FIGURES if not figure.decimals),
        amounts=tuple(Term(figure.code, figure.wording) for figure in FIGURES if figure.decimals),
    ),
)

NATIONAL_2021 = ReportFormat(
    code="national-2021",
    wording="全国统一格式（2021年起）",
    basis="《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
    first_year=2021,
    last_year=None,
    title_line="{year}年政府信息公开工作年度报告",
    intro=TextPart(
        "intro",
        "",
        guidance="写明编制依据、统计期限、报告的获取途径和联系方式（地址、邮编、电话、邮箱）。",
    ),
    sections=(
        TextPart(
            "overview",
            "一、总体情况",
            figures=(
                "disclosure.published/total/total",
                "requests.applications/new/total",
                "requests.applications/carry_in/total",
                "requests.applications/total/total",
                "requests.applications/carry_out/total",
            ),
            guidance="按主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面写；"
            "各级政府还应写明工作考核、社会评议和责任追究结果情况（条例第50条）。",
        ),
        TablePart("proactive", "二、主动公开政府信息情况", proactive_table.grids()),
        TablePart("applications", f"三、{applications_table.WORDING}", (applications_table.grid(),)),
        TablePart("remedies", f"四、{remedies_table.WORDING}", (remedies_table.grid(),)),
        TextPart(
            "problems",
            "五、存在的主要问题及改进情况",
            guidance="写本年度真实存在的问题和改进措施，不得照抄上一年。",
        ),
        TextPart(
            "other",
            "六、其他需要报告的事项",
            figures=(PROCESSING_FEE.code,),
            must_mention=("信息处理费",),
            guidance="必须报告收取信息处理费的情况，没有收取也要写明。",
        ),
    ),
    figures=FIGURES,
    identities=IDENTITIES,
    highlights=(
        ("disclosure.published/total/total", "主动公开政府信息"),
        ("requests.applications/new/total", "本年新收申请"),
        ("requests.applications/total/total", "本年办结申请"),
        ("requests.applications/carry_out/total", "结转下年度"),
    ),
    sums=(*applications_table.sums(), *remedies_table.sums()),
)
