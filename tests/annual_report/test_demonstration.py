"""The 2012 report says what the original said, with every number coming from a figure."""

from __future__ import annotations

import re
from pathlib import Path

from annual_report.demonstration import STYLES_2012, parts_of_2012
from annual_report.figures import resolve
from annual_report.formats.outline_2008 import OUTLINE_2008
from annual_report.references import render
from annual_report.spoken import STYLES

ORIGINAL = Path(__file__).parent.parent / "data" / "shanting-2012-annual-report.txt"
FACTS = {"report.year": "2012", "report.period": "2012年1月1日至2012年12月31日"}
COUNTED = {
    "disclosure.published/total/total": 30_412,
    "disclosure.published/website/total": 2_436,
    "requests.applications/new/total@seat": 31,
    "requests.timeliness/answered/total@seat": 31,
    "requests.letters/received/total@seat": 1,
    "requests.letters/answered_in_time/total@seat": 1,
    "agencies.staff/total/total@seat": 1,
}


def rendered_parts(counted: dict[str, int]) -> dict[str, str]:
    figures = {figure.code: figure for figure in OUTLINE_2008.figures}
    styles = {code: STYLES[style] for code, style in STYLES_2012.items()}
    values = resolve(figures, counted=dict.fromkeys(figures, 0) | counted, entered={}, styles=styles)
    return {code: render(text, values=values, facts=FACTS).text for code, text in parts_of_2012().items()}


def test_every_sentence_of_the_original_is_there_word_for_word() -> None:
    whole = "\n".join(rendered_parts(COUNTED).values())
    title_and_headings = re.compile(r"^(山亭区人民政府|2012年度政府信息公开工作报告|[一五]、.*)$")
    for line in ORIGINAL.read_text(encoding="utf-8").splitlines():
        assert title_and_headings.match(line) or line in whole.splitlines()


def test_all_seven_parts_and_the_opening_have_a_text() -> None:
    assert list(rendered_parts(COUNTED)) == ["intro", *(part.code for part in OUTLINE_2008.sections)]
    assert rendered_parts(COUNTED)["proposals"] == "原报告未单列此项内容。"


def test_no_number_of_the_figures_is_written_in_the_text_itself() -> None:
    text = "\n".join(parts_of_2012().values())
    for said in ("3万", "2400", "31件", "1件", "人员1人", "全部依法依规按时办结", "未出现行政诉讼"):
        assert said not in text


def test_the_sentences_follow_the_figures() -> None:
    late = {**COUNTED, "requests.timeliness/late/total@seat": 2, "requests.remedies/review/total@seat": 1}
    parts = rendered_parts(late)
    assert "31件,办结31件，其中按时办结29件、超期办结2件,发生行政复议1件。" in parts["applications"]
    assert parts["remedies"] == "2012年,区政府和区政府办公室发生行政复议1件。"
