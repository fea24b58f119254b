"""Figures by reference in texts: resolved with unit, or named; never silently blank."""

from __future__ import annotations

from annual_report.figures import Entered, Figure, FigureValue, resolve
from annual_report.phrases import PHRASES
from annual_report.references import figure_codes, references, render

NEW = Figure("requests.applications/new/total", "新收申请", "", "件")
FACTS = {"report.year": "2012"}


def values(**counted: int) -> dict[str, FigureValue]:
    codes = {code for phrase in PHRASES.values() for code in phrase.figures}
    figures = {code: Figure(code, f"“{code}”", "", "件") for code in codes} | {NEW.code: NEW}
    named = {code: counted.get(code.split("/")[1], 0) for code in figures}
    return resolve(figures, counted=named, entered={})


def test_figures_and_facts_take_the_place_of_their_references() -> None:
    text = "{{ report.year }}年新收{{requests.applications/new/total}}。"
    rendered = render(text, values=values(new=31), facts=FACTS)
    assert rendered.text == "2012年新收31件。"
    assert rendered.problems == ()


def test_an_unknown_reference_is_named_and_stays_visible() -> None:
    rendered = render("新收{{ requests.aplications/new/total }}", values=values(), facts=FACTS)
    assert rendered.text == "新收【引用有误：requests.aplications/new/total】"
    (problem,) = rendered.problems
    assert problem.sentence == (
        "正文引用的“requests.aplications/new/total”不是本报告的数据，请从数据清单里选择。"
    )


def test_a_figure_without_a_value_is_named_and_stays_visible() -> None:
    missing = resolve({NEW.code: NEW}, counted={}, entered={})
    rendered = render(
        "新收{{ requests.applications/new/total }}，{{requests.applications/new/total}}",
        values=missing,
        facts={},
    )
    assert rendered.text == "新收【缺：新收申请】，【缺：新收申请】"
    assert [problem.sentence for problem in rendered.problems] == [
        "正文用到的“新收申请”还没有数据，请先在数据页填报。"
    ]


def test_not_applicable_is_a_value() -> None:
    slash = resolve({NEW.code: NEW}, counted={}, entered={NEW.code: Entered(None)})
    rendered = render("{{ requests.applications/new/total }}", values=slash, facts={})
    assert (rendered.text, rendered.problems) == ("/", ())


def test_half_written_braces_are_named() -> None:
    rendered = render("新收{{ requests.applications/new/total }件", values=values(), facts=FACTS)
    assert [problem.reference for problem in rendered.problems] == ["{{"]


def test_a_prompt_left_in_the_text_is_named() -> None:
    rendered = render("【请填写：考核结果】", values=values(), facts=FACTS)
    assert "【请填写" in rendered.problems[0].sentence


def test_phrases_say_only_what_the_figures_say() -> None:
    text = "{{ phrase/timeliness@seat }}，{{ phrase/remedies@seat }}，{{ phrase/letters@seat }}"
    calm = render(text, values=values(answered=31, received=1, answered_in_time=1), facts=FACTS)
    assert calm.text == "全部依法依规按时办结，未出现行政诉讼或行政复议，均依照程序按时答复"
    busy = render(
        text,
        values=values(answered=31, late=2, review=1, direct_suit=1, suit_after_review=1, received=3),
        facts=FACTS,
    )
    assert busy.text == (
        "办结31件，其中按时办结29件、超期办结2件，发生行政复议1件、行政诉讼2件，其中按时答复0件"
    )
    assert (calm.problems, busy.problems) == ((), ())


def test_all_in_time_is_not_said_while_some_are_still_open() -> None:
    phrase = PHRASES["phrase/timeliness"]
    assert phrase.say(29, 0, 2) == "办结的29件均按时办结"
    assert phrase.say(0, 0, 2) == "年内没有办结的申请"
    assert PHRASES["phrase/letters"].say(0, 0) == "无需答复"
    assert PHRASES["phrase/remedies"].say(0, 2, 0) == "发生行政诉讼2件"


def test_a_phrase_whose_figures_are_missing_or_unknown_is_named() -> None:
    codes = PHRASES["phrase/letters"].figures
    figures = {code: Figure(code, f"数{index}", "", "件") for index, code in enumerate(codes)}
    empty = resolve(figures, counted={}, entered={})
    rendered = render("{{ phrase/letters }}", values=empty, facts={})
    assert rendered.text == "【缺：协查函是否按时答复】"
    assert [problem.reference for problem in rendered.problems] == list(codes)
    unknown = render("{{ phrase/letters }}", values={}, facts={})
    assert unknown.text == "【引用有误：phrase/letters】"
    assert len(unknown.problems) == 2


def test_the_figures_a_text_draws_include_those_of_its_phrases() -> None:
    text = "{{ report.year }}{{ a/b/c }}{{ a/b/c }}{{ phrase/letters }}"
    assert references(text) == ("report.year", "a/b/c", "phrase/letters")
    assert figure_codes(text)[1:] == ("a/b/c", *PHRASES["phrase/letters"].figures)


def test_a_fact_that_is_not_known_is_named() -> None:
    rendered = render("请联系（{{ agency.contact }}）", values={}, facts={"agency.contact": ""})
    assert rendered.text == "请联系（【缺：机关联系方式】）"
    assert "机构资料" in rendered.problems[0].sentence
