"""How a clock explains itself: sentence by sentence, with articles and holidays."""

from __future__ import annotations

from datetime import date

from foundation.workdays.calendar import Calendar
from foundation.workdays.committed import committed_calendar
from requests_app.clock import (
    Clock,
    Consultation,
    Correction,
    Deferral,
    Ending,
    Extension,
    Fee,
    Reopening,
    Rules,
    reckon,
)

CALENDAR = committed_calendar()
THIRD_PARTY = ("third_party", date(2025, 3, 10), date(2025, 3, 12))


def day(text: str) -> date:
    return date.fromisoformat(text)


def clock(received: str, *facts: object, **rules: object) -> Clock:
    return reckon(day(received), CALENDAR, facts, rules=Rules(**rules))  # type: ignore[arg-type]


def test_every_date_explains_itself_with_its_articles():
    result = clock("2024-09-27")
    assert result.post_by == result.due_on
    assert result.explanation == (
        "2024年9月27日（周五）收到申请，当日不计，自下一日起算（《中华人民共和国民法典》第二百零一条）。",
        "只数工作日：周六、周日和放假的日子不算，调休上班的日子算。",
        "自收到之日起20个工作日内答复，到2024年10月30日（《条例》第三十三条第二款）。"
        "其间国庆节10月1日至4日、10月7日放假不算，9月29日（周日）、10月12日（周六）调休上班要算。",
        "最迟在2024年10月30日答复；邮寄的最迟在2024年10月30日交邮，邮局一般17:00停止收寄。",
    )


def test_every_span_names_the_holidays_it_passes_over():
    answered = Consultation(*THIRD_PARTY, answered_on=day("2025-03-26"))
    result = clock("2025-03-03", answered, Extension(day("2025-04-17"), 10))
    assert result.explanation[3:7] == (
        "2025年3月10日发出征求第三方意见书，2025年3月26日收到意见，所需的12个工作日不计算在期限内"
        "（《条例》第三十二条、第三十三条第三款）。",
        "期限由2025年3月31日顺延12个工作日，到2025年4月17日。其间清明节4月4日放假不算。",
        "2025年4月17日告知延期，延长10个工作日（《条例》第三十三条第二款）。",
        "期限由2025年4月17日顺延10个工作日，到2025年4月30日。其间劳动节4月27日（周日）调休上班要算。",
    )


def test_a_request_that_is_over_is_told_without_advice():
    told = clock("2024-09-27", Ending("served", day("2024-10-30"))).explanation
    assert told[-2:] == (
        "2024年10月30日送达答复，本件办结，期限不再变动。",
        "答复期限到2024年10月30日为止。",
    )


def test_a_span_without_special_days_says_nothing_about_holidays():
    assert not any("其间" in line for line in clock("2025-06-05").explanation)


def test_special_days_without_a_name_or_of_one_kind_are_still_said():
    bare = Calendar("bare", frozenset(), frozenset({day("2025-06-07")}), frozenset({2025}))
    lines = reckon(day("2025-06-05"), bare).explanation
    assert lines[2].endswith("其间6月7日（周六）调休上班要算。")


def test_the_story_is_told_in_order():
    text = "\n".join(
        clock(
            "2024-06-03",
            Correction(day("2024-06-05"), None, day("2024-06-11")),
            Consultation("third_party", day("2024-06-13"), day("2024-06-14")),
            Fee(day("2024-07-15"), day("2024-07-15"), day("2024-07-18")),
            Extension(day("2024-08-01"), 10),
            Reopening(day("2024-11-01")),
            Deferral(day("2024-11-05"), day("2024-12-31")),
        ).explanation
    )
    told = ["告知补正", "收到补正的申请", "征求第三方意见书", "15个工作日的答复期满", "发出收费通知", "缴费"]
    told += ["告知延期，延长10个工作日", "责令重新答复", "合理期限定为2024年12月31日"]
    places = [text.index(words) for words in told]
    assert places == sorted(places)


def test_two_letters_at_a_time_are_told_with_their_overlap():
    one = Consultation("third_party", day("2025-03-05"), day("2025-03-06"), day("2025-03-14"))
    other = Consultation("co_maker", day("2025-03-10"), day("2025-03-11"), day("2025-03-19"))
    assert clock("2025-03-03", one, other).explanation[5] == (
        "2025年3月10日发出征求共同制作机关意见书，2025年3月19日收到意见，所需的7个工作日不计算在期限内"
        "，与其他征求意见重叠的日子只扣一次（《条例》第三十四条、第三十三条第三款）。"
    )


def test_a_letter_answered_on_the_day_of_a_restart_overlaps_with_none_after_it():
    before = Consultation("third_party", day("2024-05-06"), day("2024-05-07"), day("2024-05-20"))
    correction = Correction(day("2024-05-09"), None, day("2024-05-20"))
    after = Consultation("third_party", day("2024-05-22"), day("2024-05-22"), day("2024-05-24"))
    result = clock("2024-04-26", before, correction, after, composition="spanning")
    assert len(result.excluded) == 2
    assert not any("重叠" in line for line in result.explanation[-3:])


def test_a_letter_whose_time_counts_from_delivery_says_so():
    sent = Consultation("third_party", day("2025-03-10"))
    assert clock("2025-03-03", sent, exclusion_starts="delivered").explanation[3] == (
        "2025年3月10日发出征求第三方意见书，没有送达的记录；对方收到以前的时间照常计算。"
    )


def test_what_waits_is_told_with_what_it_means_for_the_limit():
    waiting = Correction(day("2024-05-09"))
    still, running = (
        clock("2024-04-26", waiting, while_correcting=how).explanation for how in ("stopped", "running")
    )
    assert still[3] == "2024年5月9日告知补正，到收到补正之前不计算期限，也不算超期（《条例》第三十条）。"
    assert running[3] == "2024年5月9日告知补正，到收到补正之前期限照常计算（《条例》第三十条）。"
    fee = clock("2024-06-03", Fee(day("2024-06-20"))).explanation
    assert fee[3] == "2024年6月20日发出收费通知，到缴费之前不计算期限（《条例》第四十二条）。"


def test_a_period_that_goes_on_loses_no_days():
    correction = Correction(day("2024-05-09"), None, day("2024-05-20"))
    anew, resumed = (
        clock("2024-04-26", correction, correction=how).explanation for how in ("restart", "resume")
    )
    assert anew[4].startswith(
        "2024年5月20日收到补正的申请，此前的天数不再计算（《条例》第三十条）；自收到补正的申请之日起20个工作日内答复"
    )
    assert resumed[4].startswith(
        "2024年5月20日收到补正的申请（《条例》第三十条）；接着算剩下的13个工作日，到2024年6月6日"
    )


def test_every_date_of_an_estimate_is_called_one():
    facts = (Extension(day("2026-12-14"), 5), Ending("served", day("2026-12-20")))
    assert clock("2026-12-10", *facts).explanation[2:] == (
        "自收到之日起20个工作日内答复，预计到2027年1月7日（《条例》第三十三条第二款）。",
        "2026年12月14日告知延期，延长5个工作日（《条例》第三十三条第二款）。",
        "期限由2027年1月7日顺延5个工作日，预计到2027年1月14日。",
        "2026年12月20日送达答复，本件办结，期限不再变动。",
        "答复期限预计到2027年1月14日为止。",
    )
