"""Figures by reference in texts: `{{ requests.applications/new/total }}` becomes 31件. Pure.

A number that is referred to cannot differ from the table (E11). A reference that means nothing, or whose
figure has no value yet, is a named problem and stays visible in the text; it is never silently blank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from annual_report.figures import FigureValue
from annual_report.phrases import PHRASES

REFERENCE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")
TO_FILL_IN = "【请填写"
FACTS = {
    "report.year": "报告年度",
    "report.period": "统计期限",
    "agency.name": "机关全称",
    "agency.contact": "机关联系方式",
}
"""What a text may refer to beside figures and phrases."""


@dataclass(frozen=True)
class Problem:
    """Something in a text that keeps the report from being signed."""

    reference: str
    sentence: str


@dataclass(frozen=True)
class Rendered:
    """A text with its references resolved, and what could not be resolved."""

    text: str
    problems: tuple[Problem, ...] = ()


def references(text: str) -> tuple[str, ...]:
    """What a text refers to, each once, in order."""
    return tuple(dict.fromkeys(REFERENCE.findall(text)))


def figure_codes(text: str) -> tuple[str, ...]:
    """The figures a text draws, those of its phrases included."""
    codes: dict[str, None] = {}
    for reference in references(text):
        phrase = PHRASES.get(reference)
        codes.update(dict.fromkeys(phrase.figures if phrase else (reference,)))
    return tuple(codes)


def render(text: str, *, values: Mapping[str, FigureValue], facts: Mapping[str, str]) -> Rendered:
    """Put figures, phrases and facts (name, year, period) in the place of their references."""
    problems: list[Problem] = []

    def resolved(match: re.Match[str]) -> str:
        reference = match.group(1)
        shown, found = _resolve(reference, values, facts)
        problems.extend(found)
        return shown

    filled = REFERENCE.sub(resolved, text)
    if BRACES.search(REFERENCE.sub("", text)):
        problems.append(Problem("{{", "正文里有没写完整的“{{”或“}}”，请补全或者删去。"))
    if TO_FILL_IN in filled:
        problems.append(Problem(TO_FILL_IN, "正文里还有“【请填写……】”的提示没有替换，请填写或者删去。"))
    return Rendered(filled, tuple(dict.fromkeys(problems)))


def _resolve(
    reference: str, values: Mapping[str, FigureValue], facts: Mapping[str, str]
) -> tuple[str, list[Problem]]:
    if reference in facts:
        return _resolve_fact(reference, facts[reference])
    if phrase := PHRASES.get(reference):
        return _resolve_phrase(reference, phrase.figures, values)
    if value := values.get(reference):
        return value.in_text(), _missing(value)
    return f"【引用有误：{reference}】", [_unknown(reference)]


def _resolve_fact(reference: str, fact: str) -> tuple[str, list[Problem]]:
    if fact:
        return fact, []
    sentence = f"正文用到的“{FACTS[reference]}”还没有登记，请先在机构资料里补上，或者在正文里直接写明。"
    return f"【缺：{FACTS[reference]}】", [Problem(reference, sentence)]


def _resolve_phrase(
    reference: str, codes: tuple[str, ...], values: Mapping[str, FigureValue]
) -> tuple[str, list[Problem]]:
    phrase = PHRASES[reference]
    unknown = [code for code in codes if code not in values]
    if unknown:
        return f"【引用有误：{reference}】", [_unknown(code) for code in unknown]
    problems = [problem for code in codes for problem in _missing(values[code])]
    if problems:
        return f"【缺：{phrase.wording}】", problems
    return phrase.text({code: values[code].amount or 0 for code in codes}), []


def _unknown(reference: str) -> Problem:
    return Problem(reference, f"正文引用的“{reference}”不是本报告的数据，请从数据清单里选择。")


def _missing(value: FigureValue) -> list[Problem]:
    if value.amount is not None:
        return []
    sentence = f"正文用到的“{value.figure.wording}”还没有数据，请先在数据页填报。"
    return [Problem(value.figure.code, sentence)]
