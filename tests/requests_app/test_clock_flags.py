"""What is out of order in a file is told in one sentence, with its article and the field that matters."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.workdays.committed import committed_calendar
from requests_app.clock import Consultation, Correction, Deferral, Ending, Extension, Fact, Fee, Flag, reckon
from requests_app.clock_flags import KINDS

CALENDAR = committed_calendar()
REG2019, REG2007 = (
    "《中华人民共和国政府信息公开条例》",
    "《中华人民共和国政府信息公开条例》（2007年国务院令第492号）",
)
ANSWER, FEE = f"{REG2019}第三十三条第二款", f"{REG2019}第四十二条"
THIRD_PARTY = f"{REG2019}第三十二条、第三十三条第三款"
CORRECTION, DEFERRAL = f"{REG2019}第三十条", f"{REG2019}第三十五条"


def day(text: str) -> date:
    return date.fromisoformat(text)


def letter(sent: str, *later: str) -> Consultation:
    return Consultation("third_party", day(sent), *map(day, later))


def asked(on: str, corrected: str | None = None, limit: str | None = None) -> Correction:
    return Correction(day(on), day(limit) if limit else None, day(corrected) if corrected else None)


def extended(on: str, workdays: int = 5) -> Extension:
    return Extension(day(on), workdays)


def fee(*days: str) -> Fee:
    return Fee(*map(day, days))


# received, facts, code, whether it is unlawful, place and field, article, sentence
FLAGS: list[tuple[str, list[Fact], str, bool, tuple[int, str], str, str]] = [
    (
        "2025-03-03", [extended("2025-02-28")], "before_receipt", True, (0, "decided_on"), ANSWER,
        "2025年2月28日告知延期，早于收到申请之日，不影响答复期限。",
    ),
    (
        "2025-03-03", [Ending("served", day("2025-03-14")), letter("2025-03-17")],
        "after_end", True, (1, "sent_on"), THIRD_PARTY,
        "2025年3月17日发出征求第三方意见书时，本件已于2025年3月14日办结，不影响答复期限。",
    ),
    (
        "2012-09-26", [Deferral(day("2012-10-08"), day("2012-12-03"))],
        "not_in_regime", True, (0, "decided_on"), f"{REG2007}未作规定",
        "2012年10月8日告知延迟答复，2007年《条例》没有这一规定，不影响答复期限。",
    ),
    (
        "2018-09-26", [fee("2018-10-08")], "fee_not_in_force", True, (0, "notified_on"), f"{REG2007}未作规定",
        "2018年10月8日发出收费通知没有依据：成本费用收到2017年3月31日为止，信息处理费从2021年1月1日起才有；"
        "不影响答复期限。",
    ),
    (
        "2025-03-03", [asked("2025-03-05"), extended("2025-03-10")],
        "nothing_running", True, (1, "decided_on"), ANSWER,
        "2025年3月10日告知延期时答复期限已停止计算，不另行延长。",
    ),
    (
        "2025-03-03", [extended("2025-04-01")], "late_extension", True, (0, "decided_on"), ANSWER,
        "延期告知晚于期限：2025年4月1日告知延期时，答复期限（2025年3月31日）已经届满，期限不延长。",
    ),
    (
        "2025-03-03", [extended("2025-03-10"), extended("2025-03-11")],
        "second_extension", True, (1, "decided_on"), ANSWER,
        "答复期限只能延长一次，重新计算或者另定后也不再延长；2025年3月11日的延期不改变期限。",
    ),
    (
        "2025-03-03", [extended("2025-03-10", 21)], "extension_too_long", True, (0, "workdays"), ANSWER,
        "延长的期限最长20个工作日；2025年3月10日告知的延期超过上限，不改变期限。",
    ),
    (
        "2025-03-03", [asked("2025-03-05", "2025-03-10"), asked("2025-03-12")],
        "second_correction", True, (1, "notified_on"), CORRECTION,
        "补正只能一次性告知，2025年3月12日再次告知补正不改变期限。",
    ),
    (
        "2025-03-03", [fee("2025-04-01")], "late_fee", True, (0, "notified_on"), FEE,
        "收费通知晚于期限：2025年4月1日发出收费通知时，答复期限（2025年3月31日）已经届满，期限不重新计算。",
    ),
    (
        "2025-03-03", [Deferral(day("2025-04-01"), day("2025-06-30"))],
        "late_deferral", True, (0, "decided_on"), DEFERRAL,
        "告知晚于期限：2025年4月1日告知延迟答复时，答复期限（2025年3月31日）已经届满，期限不变。",
    ),
    (
        "2025-03-03", [Deferral(day("2025-03-10"), day("2025-03-31"))],
        "deferral_not_later", True, (0, "until"), DEFERRAL,
        "2025年3月10日确定的延迟答复日期不晚于原答复期限（2025年3月31日），期限不变。",
    ),
    (
        "2024-04-26", [asked("2024-05-10", "2024-05-20")],
        "late_correction_notice", False, (0, "notified_on"), CORRECTION,
        "补正告知晚于期限：应当在2024年5月9日前告知，2024年5月10日才告知；内部按原期限掌握。",
    ),
    (
        "2025-03-03", [asked("2025-04-01")], "late_correction", False, (0, "notified_on"), CORRECTION,
        "补正告知晚于期限：2025年4月1日告知补正时，答复期限（2025年3月31日）已经届满，期限不重新计算。",
    ),
    (
        "2025-03-03", [asked("2025-03-05", "2025-03-20", "2025-03-19")],
        "corrected_after_limit", False, (0, "corrected_on"), CORRECTION,
        "申请人补正晚于告知的期限（2025年3月19日）；行政机关收下后继续办理，期限照样重新计算。",
    ),
    (
        "2025-03-03", [asked("2025-03-05", "2025-03-20"), Ending("withdrawal", day("2025-03-18"))],
        "restart_after_end", False, (0, "notified_on"), CORRECTION,
        "本件已于2025年3月18日办结，此后收到的补正或者缴费不再影响期限。",
    ),
    (
        "2012-09-26", [fee("2012-10-08")], "cost_fee", False, (0, "notified_on"), f"{REG2007}未作规定",
        "2012年10月8日发出收费通知，当时收取的是复制、邮寄等成本费用，不影响答复期限。",
    ),
    (
        "2024-06-03", [fee("2024-06-20", "2024-06-21", "2024-07-22")],
        "late_payment", False, (0, "paid_on"), FEE,
        "缴费晚于期限：应当在2024年7月19日前缴费；行政机关收费后继续办理，期限照样重新计算。",
    ),
    (
        "2025-03-03", [letter("2025-04-01", "2025-04-01")],
        "late_consultation", False, (0, "sent_on"), THIRD_PARTY,
        "征求意见晚于期限：2025年4月1日发出征求第三方意见书时，答复期限（2025年3月31日）已经届满，"
        "所需时间不予扣除。",
    ),
    (
        "2012-09-26", [Consultation("co_maker", day("2012-10-08"))],
        "consultation_not_in_regime", False, (0, "sent_on"), f"{REG2007}未作规定",
        "2012年10月8日发出征求共同制作机关意见书，2007年《条例》没有扣除这段时间的规定，不影响答复期限。",
    ),
    (
        "2025-03-03", [asked("2025-03-05"), letter("2025-03-10")],
        "nothing_to_exclude", False, (1, "sent_on"), THIRD_PARTY,
        "2025年3月10日发出征求第三方意见书时答复期限已停止计算，不另行扣除。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("received", "facts", "code", "unlawful", "place", "article", "sentence"),
    FLAGS,
    ids=[row[2] for row in FLAGS],
)
def test_a_flag_says_what_when_and_under_which_article(
    received: str,
    facts: list[Fact],
    code: str,
    unlawful: bool,
    place: tuple[int, str],
    article: str,
    sentence: str,
) -> None:
    result = reckon(day(received), CALENDAR, facts)
    assert result.flags == (Flag(code, sentence, article, unlawful, *place),)
    assert f"{sentence}（{article}）" in result.explanation


def test_every_flag_there_is_can_be_raised() -> None:
    assert {row[2] for row in FLAGS} == KINDS.keys()


# --- the last day in time -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "fact"),
    [
        ("2025-03-03", extended("2025-03-31", 20)),
        ("2025-03-03", asked("2025-03-12", "2025-03-26", "2025-03-26")),
        ("2024-06-03", fee("2024-06-20", "2024-06-21", "2024-07-19")),
        ("2025-03-03", Deferral(day("2025-03-31"), day("2025-04-01"))),
        ("2025-03-03", letter("2025-03-03", "2025-03-03", "2025-03-03")),
    ],
)
def test_the_last_day_is_still_in_time(received: str, fact: Fact) -> None:
    assert reckon(day(received), CALENDAR, [fact]).flags == ()


@pytest.mark.parametrize(
    ("received", "on", "code"),
    [
        ("2017-03-20", "2017-03-31", "cost_fee"),
        ("2017-03-20", "2017-04-01", "fee_not_in_force"),
        ("2020-12-25", "2020-12-31", "fee_not_in_force"),
        ("2020-12-25", "2021-01-01", None),
    ],
)
def test_fees_were_lawful_until_march_2017_and_again_from_2021(
    received: str, on: str, code: str | None
) -> None:
    flags = reckon(day(received), CALENDAR, [fee(on)]).flags
    assert [flag.code for flag in flags] == ([code] if code else [])
