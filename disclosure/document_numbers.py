"""发文字号: what is unusual about one (GB/T 9704). Warnings only; old documents have what they have."""

from __future__ import annotations

import re
from datetime import date

OTHER_BRACKETS = re.compile(r"[\[［【（(〖﹝]\s*([0-9０-９]{4})\s*[\]］】）)〗﹞]")
USUAL = re.compile(r"[^\s〔〕0-9]{2,30}〔([0-9]{4})〕([0-9]{1,5})号")
ORDER = re.compile(r".{0,40}(?:令|公告)(?:〔?[0-9]{4}〕?年?)?第?[0-9]{1,5}号")
"""Orders and announcements are numbered without brackets: 山亭区人民政府令第5号, 公告2024年第3号."""


def faults(number: str, formed_on: date | None) -> list[str]:
    """Sentences about a 文号 that should be looked at again before publication."""
    if not number or ORDER.fullmatch(number):
        return []
    if OTHER_BRACKETS.search(number):
        return [f"文号“{number}”的年份应当用六角括号，例如：山政发〔2026〕12号。"]
    usual = USUAL.fullmatch(number)
    if usual is None:
        return [f"文号“{number}”不是“机关代字〔年份〕序号号”的写法，例如：山政发〔2026〕12号。"]
    found = []
    if usual[2].startswith("0"):
        found.append(f"文号“{number}”的序号不编虚位，1不编为01。")
    if formed_on is not None and int(usual[1]) != formed_on.year:
        found.append(f"文号“{number}”的年份与成文日期（{formed_on.year}年）不一致。")
    return found
