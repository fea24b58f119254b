"""First drafts of the text parts, written around figures; people change them before signing. Pure."""

from __future__ import annotations

from collections.abc import Mapping

TO_FILL_IN = "【请填写：{}】"

NATIONAL_2021: Mapping[str, tuple[str, ...]] = {
    "intro": (
        "本报告由{{ agency.name }}依照《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作"
        "年度报告格式》（国办公开办函〔2021〕30号）编制。本报告所列数据的统计期限自{{ report.period }}止。"
        "如对本报告有疑问，请与{{ agency.name }}联系（{{ agency.contact }}）。",
    ),
    "overview": (
        "（一）主动公开。{{ report.year }}年，通过各类渠道主动公开政府信息"
        "{{ disclosure.published/total/total }}，其中通过政府网站公开"
        "{{ disclosure.published/website/total }}。",
        "（二）依申请公开。本年新收政府信息公开申请{{ requests.applications/new/total }}，上年结转"
        "{{ requests.applications/carry_in/total }}，办结{{ requests.applications/total/total }}，结转下年度"
        "{{ requests.applications/carry_out/total }}。{{ phrase/timeliness }}。因政府信息公开"
        "{{ phrase/remedies }}。",
        "（三）政府信息管理。本年制发行政规范性文件{{ disclosure.normative/normative_document/made }}，废止"
        "{{ disclosure.normative/normative_document/repealed }}，现行有效"
        "{{ disclosure.normative/normative_document/in_force }}。",
        "（四）政府信息公开平台建设。" + TO_FILL_IN.format("平台和专栏建设、政务公开专区、政府公报等情况"),
        "（五）监督保障。从事政府信息公开工作的人员{{ agencies.staff/total/total }}，其中专职"
        "{{ agencies.staff/full_time/total }}、兼职{{ agencies.staff/part_time/total }}。"
        + TO_FILL_IN.format("工作考核、社会评议和责任追究结果情况"),
    ),
    "other": (
        "{{ report.year }}年，依照《政府信息公开信息处理费管理办法》收取信息处理费"
        "{{ requests.fees/collected/amount }}。",
    ),
}

OUTLINE_2008: Mapping[str, tuple[str, ...]] = {
    "intro": (
        "根据《中华人民共和国政府信息公开条例》，现发布{{ agency.name }}{{ report.year }}年度政府信息公开工作"
        "报告。本报告统计范围为{{ report.period }}。",
    ),
    "proactive": (
        "{{ report.year }}年，在各类平台主动公开信息{{ disclosure.published/total/total }}，其中通过政府网站"
        "公开{{ disclosure.published/website/total }}。",
    ),
    "applications": (
        "{{ report.year }}年，共接收依申请公开{{ requests.applications/new/total@seat }}，"
        "{{ phrase/timeliness@seat }}。接收协查函{{ requests.letters/received/total@seat }}，"
        "{{ phrase/letters@seat }}。",
    ),
    "remedies": ("{{ report.year }}年，{{ phrase/remedies@seat }}。",),
    "other": ("从事政府信息公开工作的人员{{ agencies.staff/total/total@seat }}。",),
}

DRAFTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "national-2021": NATIONAL_2021,
    "outline-2008": OUTLINE_2008,
}


def draft(format_code: str, part_code: str) -> str:
    """The draft of a part, one paragraph a line; empty where only people can know what to write."""
    return "\n".join(DRAFTS[format_code].get(part_code, ()))
