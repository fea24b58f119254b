"""时限计算器 in the client: the worked examples, errors at their fields, absurd addresses, links to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.workdays.calendar import UnknownDay
from foundation.workdays.committed import committed_calendar
from foundation.workdays.deadlines import DEADLINES, Unit, last_day
from foundation.workdays.wording import full_date
from requests_app import deadline_views, holders
from requests_app.clock import Consultation, Correction, Extension, Fee, Rules, reckon
from requests_app.deadline_address import write
from requests_app.deadline_events import EVENT_KINDS
from requests_app.forms import deadline as forms
from requests_app.models import InformationRequest
from requests_app.operations import handling, intake

PAGE = "/requests/deadline/"
CALENDAR = committed_calendar()


@pytest.fixture(autouse=True)
def database(db: None) -> None:
    """The calendar in force is read from it; nothing is written."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def ask(client: Client, *events: tuple[str, dict[str, str]], **given: str) -> Any:
    query = dict(given)
    for place, (kind, answers) in enumerate(events, 1):
        query |= {f"e{place}-kind": kind, **{f"e{place}-{name}": value for name, value in answers.items()}}
    response = client.get(f"{PAGE}?{urlencode(query)}")
    assert response.status_code == 200
    return response


def errors(response: Any) -> dict[str, list[str]]:
    return {field.html_name: list(field.errors) for field in response.context["questions"] if field.errors}


def refusals(response: Any) -> list[str]:
    return list(response.context["questions"].non_field_errors())


# --- it counts as the clock does ------------------------------------------------------------------------

PLAIN = [
    ("2019-09-25", "2019-10-10", "2019-10-28"),
    ("2020-09-27", "2020-10-13", "2020-10-30"),
    ("2022-01-28", "2022-02-11", "2022-03-02"),
    ("2023-12-25", "2024-01-04", "2024-01-23"),
    ("2024-03-11", "2024-03-20", "2024-04-09"),
    ("2024-09-27", "2024-10-12", "2024-10-30"),
    ("2025-09-26", "2025-10-13", "2025-10-30"),
    ("2026-09-18", "2026-09-29", "2026-10-22"),
    ("2023-04-23", "", "2023-05-23"),
    ("2024-02-10", "", "2024-03-14"),
    ("2025-02-08", "", "2025-03-07"),
    ("2024-05-08", "", "2024-06-04"),
    ("2025-10-09", "", "2025-11-05"),
    ("2026-12-03", "", "2026-12-31"),
]


@pytest.mark.parametrize(("received", "notice", "due"), PLAIN)
def test_the_plain_examples(client: Client, received: str, notice: str, due: str) -> None:
    result = ask(client, received_on=received).context["result"]
    assert result.limit.startswith(full_date(day(due)))
    if notice:
        assert dict(result.days)["机关告知补正的最后一天"].startswith(full_date(day(notice)))
    last = [cell for month in result.months for week in month.weeks for cell in week if cell.kind == "last"]
    assert [(cell.day, cell.says) for cell in last] == [(day(due), "第20天")]


EVENTS = [
    (
        "2024-04-26",
        [("correction", {"notified_on": "2024-05-09", "corrected_on": "2024-05-20"})],
        [Correction(day("2024-05-09"), corrected_on=day("2024-05-20"))],
        "2024-06-18",
    ),
    (
        "2025-03-03",
        [
            (
                "third_party",
                {"sent_on": "2025-03-10", "delivered_on": "2025-03-12", "answered_on": "2025-03-26"},
            )
        ],
        [Consultation("third_party", day("2025-03-10"), day("2025-03-12"), day("2025-03-26"))],
        "2025-04-17",
    ),
    (
        "2024-09-23",
        [("other_agency", {"sent_on": "2024-09-29", "answered_on": "2024-10-12"})],
        [Consultation("other_agency", day("2024-09-29"), answered_on=day("2024-10-12"))],
        "2024-11-01",
    ),
    (
        "2025-12-01",
        [("extension", {"decided_on": "2025-12-26", "workdays": "10"})],
        [Extension(day("2025-12-26"), 10)],
        "2026-01-13",
    ),
    (
        "2025-12-01",
        [("extension", {"decided_on": "2025-12-26", "workdays": "20"})],
        [Extension(day("2025-12-26"), 20)],
        "2026-01-27",
    ),
    (
        "2024-06-03",
        [("fee", {"notified_on": "2024-06-20", "delivered_on": "2024-06-21", "paid_on": "2024-07-10"})],
        [Fee(day("2024-06-20"), day("2024-06-21"), day("2024-07-10"))],
        "2024-08-07",
    ),
]


@pytest.mark.parametrize(("received", "events", "facts", "due"), EVENTS)
def test_the_examples_with_events(
    client: Client, received: str, events: list[Any], facts: list[Any], due: str
) -> None:
    response = ask(client, *events, received_on=received)
    result, clock = response.context["result"], reckon(day(received), CALENDAR, facts)
    assert clock.due_on == day(due)
    assert result.limit.startswith(full_date(day(due)))
    assert result.lines == clock.explanation
    page = response.content.decode()
    assert all(line in page for line in result.lines)
    # The address a file leads to asks the very same.
    assert client.get(f"{PAGE}?{write(day(received), facts)}").context["result"] == result


def test_it_counts_by_the_reading_of_the_law_in_force(client: Client, settings: Any) -> None:
    events = EVENTS[1][1]
    settings.GONGKAI_CLOCK = Rules(exclusion_starts="delivered")
    facts = EVENTS[1][2]
    due = reckon(day("2025-03-03"), CALENDAR, facts, rules=settings.GONGKAI_CLOCK).due_on
    limit = ask(client, *events, received_on="2025-03-03").context["result"].limit
    assert due and due != day("2025-04-17") and limit.startswith(full_date(due))


def test_what_still_waits_has_no_date_and_says_why(client: Client) -> None:
    response = ask(client, ("correction", {"notified_on": "2026-09-14"}), received_on="2026-09-10")
    result = response.context["result"]
    assert (result.limit, result.state, result.months) == ("", "paused", ())
    assert "等待申请人补正" in result.says
    assert "现在还算不出答复期限" in response.content.decode()


def test_the_last_day_to_pay_and_to_give_an_opinion(client: Client) -> None:
    waiting = ask(
        client,
        ("fee", {"notified_on": "2024-06-20", "delivered_on": "2024-06-21"}),
        received_on="2024-06-03",
    )
    assert dict(waiting.context["result"].days)["缴费的最后一天"].startswith("2024年7月19日")
    asked = ask(
        client,
        ("extension", {"decided_on": "2024-04-26", "workdays": "5"}),
        ("co_maker", {"sent_on": "2024-04-26", "delivered_on": "2024-04-29"}),
        received_on="2024-04-22",
    )
    days = dict(asked.context["result"].days)
    assert days["环节2，征求共同制作机关意见的最后一天"].startswith("2024年5月22日")


def test_an_estimate_is_never_a_bare_date(client: Client) -> None:
    response = ask(client, received_on="2026-12-21")
    page = response.content.decode()
    assert "预计最迟答复日" in page and "以国务院放假安排为准" in page
    assert "放假安排尚未公布" in page
    assert dict(response.context["result"].days)["依法延期的，最晚"].startswith("预计2027年")


def test_a_late_correction_names_the_day_that_binds_inside(client: Client) -> None:
    events = ("correction", {"notified_on": "2026-09-11", "corrected_on": "2026-09-14"})
    result = ask(client, events, received_on="2026-08-31").context["result"]
    assert dict(result.days)["内部掌握的期限"].startswith("2026年9月28日")
    (flag,) = result.flags
    assert (flag.place, flag.field) == (1, "e1-notified_on")


def test_a_period_that_numbered_days_cannot_show_is_left_without_sheets(
    client: Client, settings: Any
) -> None:
    deferred = ("deferral", {"decided_on": "2026-09-14", "until": "2026-12-31"})
    assert ask(client, deferred, received_on="2026-09-10").context["result"].months == ()
    ordered = ("reopening", {"ordered_on": "2026-09-14", "workdays": "250"})
    assert ask(client, ordered, received_on="2026-09-10").context["result"].months
    letters = [("other_agency", {"sent_on": "2020-09-14", "answered_on": "2022-09-14"})]
    assert ask(client, *letters, received_on="2020-09-10").context["result"].months == ()


def test_overdue_leads_to_what_one_can_do(client: Client) -> None:
    response = ask(client, received_on="2026-07-01")
    assert response.context["result"].state == "late"
    assert "/help/#late" in response.content.decode()


# --- filling it in --------------------------------------------------------------------------------------


def test_the_blank_page_judges_nothing_and_sets_no_cookie(client: Client) -> None:
    response = client.get(PAGE)
    assert not response.context["questions"].errors and response.context["result"] is None
    assert "error-summary" not in response.content.decode()
    assert not response.cookies


def test_it_is_only_read(client: Client) -> None:
    assert client.post(PAGE, {"received_on": "2026-09-18"}).status_code == 405


def test_an_added_event_asks_for_its_own_dates_and_nothing_is_an_error_yet(client: Client) -> None:
    response = ask(client, received_on="2026-09-10", add="third_party", more="1")
    (event,) = response.context["questions"].events
    assert list(event.fields) == ["sent_on", "delivered_on", "answered_on", "returned_on"]
    assert not response.context["questions"].errors
    page = response.content.decode()
    assert 'value="2026-09-10"' in page and 'id="e1"' in page and "环节1：征求第三方意见" in page


def test_choosing_an_event_is_enough_whichever_button_is_pressed(client: Client) -> None:
    response = ask(client, received_on="2026-09-10", add="fee")
    assert [event.kind.code for event in response.context["questions"].events] == ["fee"]


def test_taking_the_last_event_away_shows_the_result_again(client: Client) -> None:
    events = ("extension", {"decided_on": "2026-09-14", "workdays": "5"})
    response = ask(client, events, received_on="2026-09-10", remove="1")
    assert response.context["result"].limit.startswith("2026年10月14日")
    assert 'id="e1"' not in response.content.decode()


def test_the_button_without_a_kind_says_what_is_missing(client: Client) -> None:
    response = ask(client, received_on="", more="1")
    assert refusals(response) == ["请先选择要加的是哪一种环节。"]
    assert errors(response) == {}


def test_at_twelve_events_no_more_are_offered(client: Client) -> None:
    twelve = [("other_agency", {"sent_on": "2026-09-14"})] * 12
    page = ask(client, *twelve, received_on="2026-09-10")
    assert page.context["result"] is not None
    assert 'name="add"' not in page.content.decode()


@pytest.mark.parametrize("code", EVENT_KINDS)
def test_every_kind_of_event_can_be_answered(client: Client, code: str) -> None:
    answers = {
        question.name: "5" if question.counts_days else f"2026-09-{11 + place}"
        for place, question in enumerate(EVENT_KINDS[code].questions)
    }
    response = ask(client, (code, answers), received_on="2026-09-10")
    assert response.context["result"] is not None, errors(response)
    for value in answers.values():
        assert f'value="{value}"' in response.content.decode()


def test_what_is_missing_is_asked_for_at_its_field_with_a_link(client: Client) -> None:
    response = ask(client, ("extension", {"decided_on": "", "workdays": ""}), received_on="")
    assert errors(response) == {
        "received_on": ["请填写收到申请之日。"],
        "e1-decided_on": ["请填写告知申请人延期之日。"],
        "e1-workdays": ["请填写延长几个工作日。"],
    }
    page = response.content.decode()
    assert "还有3处需要改正" in page
    assert '<a href="#id_e1-decided_on">环节1，告知申请人延期之日：' in page
    assert "<title>有错误：" in page


def test_a_refusal_of_the_facts_lands_at_its_field_of_its_event(client: Client) -> None:
    response = ask(
        client,
        ("extension", {"decided_on": "2026-09-14", "workdays": "5"}),
        ("fee", {"notified_on": "2026-09-14", "delivered_on": "2026-09-01"}),
        received_on="2026-09-10",
    )
    assert list(errors(response)) == ["e2-delivered_on"]
    assert "早于前一环节的日期" in errors(response)["e2-delivered_on"][0]
    assert response.context["result"] is None
    assert 'value="2026-09-14"' in response.content.decode(), "nothing typed is lost"


def test_a_refusal_of_the_clock_lands_at_the_day_of_receipt(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "EARLIEST", date(2000, 1, 1))
    response = ask(client, received_on="2008-04-30")
    assert "早于条例施行之日" in errors(response)["received_on"][0]


def test_a_file_too_long_to_count_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def far(*_args: object, **_more: object) -> None:
        raise UnknownDay

    monkeypatch.setattr(deadline_views, "reckon", far)
    assert "加起来太远" in errors(ask(client, received_on="2026-09-10"))["received_on"][0]


@pytest.mark.parametrize(
    "written", ["2026-09-18", "2026/9/18", "2026.9.18", "2026年9月18日", "20260918", " 2026-9-18 "]
)
def test_a_date_may_be_written_as_people_write_it(client: Client, written: str) -> None:
    assert ask(client, received_on=written).context["result"].limit.startswith("2026年10月22日")


@pytest.mark.parametrize(
    "written",
    [
        "9999-01-01",
        "2008-04-30",
        "0000-00-00",
        "2026-02-30",
        "2026-13-01",
        "明天",
        "2026-09-18\x00",
        "1" * 5000,
    ],
)
def test_what_is_no_date_is_named_and_refused(client: Client, written: str) -> None:
    (message,) = errors(ask(client, received_on=written))["received_on"]
    assert "请" in message and len(message) < 80 and "\x00" not in message


@pytest.mark.parametrize("workdays", ["0", "-1", "251", "五", "1.5", "9" * 5000])
def test_a_number_of_days_nobody_means_is_refused(client: Client, workdays: str) -> None:
    events = ("extension", {"decided_on": "2026-09-14", "workdays": workdays})
    assert errors(ask(client, events, received_on="2026-09-10")) == {
        "e1-workdays": ["请填1到250之间的整数。"]
    }


# --- the other limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "start", "last"),
    [
        ("D06", "2012-09-26", "2012年10月30日"),
        ("D06", "2024-01-26", "2024年2月28日"),
        ("D17", "2024-09-29", "2024年10月14日"),
        ("D17", "2025-09-25", "2025年10月11日"),
        ("D12", "2025-08-05", "2025年10月9日"),
        ("D13", "2024-08-31", "2025年2月28日"),
        ("D15", "2024-04-09", "2024年10月9日"),
        ("D10", "2025-06-01", "2026年1月31日"),
    ],
)
def test_the_examples_of_the_other_limits(client: Client, code: str, start: str, last: str) -> None:
    response = ask(client, limit=code, start=start)
    result = response.context["limit_result"]
    assert result.day.startswith(last)
    assert DEADLINES[code].article in "".join(result.lines)
    assert response.context["result"] is None and not response.context["questions"].errors


def test_a_fixed_day_that_is_no_working_day_is_brought_forward_in_words(client: Client) -> None:
    lines = ask(client, limit="D10", start="2025-06-01").context["limit_result"].lines
    assert any("2026年1月30日（周五）以前办完" in line for line in lines)
    assert not any(
        "上班" in line for line in ask(client, limit="D11", start="2025-06-01").context["limit_result"].lines
    )


def test_a_least_period_a_house_rule_and_an_estimate_say_so(client: Client) -> None:
    assert "最早" in ask(client, limit="D22", start="2026-09-01").context["limit_result"].heading
    house = ask(client, limit="D03b", start="2026-12-21").context["limit_result"]
    assert house.day.startswith("预计")
    assert any("没有写明天数" in line for line in house.lines)


@pytest.mark.parametrize("code", [row.code for row in DEADLINES.values() if row.unit is not Unit.HOUR])
def test_every_limit_of_the_table_can_be_asked_for(client: Client, code: str) -> None:
    day_ = ask(client, limit=code, start="2026-03-02").context["limit_result"].day
    assert full_date(last_day(code, day("2026-03-02"), CALENDAR)) in day_


def test_hours_stand_in_the_table_and_not_in_the_list(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert "48小时" in page and 'value="D20c"' not in page


def test_errors_of_the_second_question_stand_in_the_second_section(client: Client) -> None:
    response = client.get(f"{PAGE}?limit=D99&start=&limit=D12")
    form = response.context["limit_form"]
    assert set(form.errors) == {"__all__", "start"}
    assert not response.context["questions"].errors
    page = response.content.decode()
    assert page.count("error-summary-title") == 2  # one summary: its heading and what names it
    assert "没有这种期限" in str(ask(client, limit="D99", start="2026-03-02").context["limit_form"].errors)


# --- absurd addresses -----------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["received_on", "add", "more", "remove", "limit", "start", "q", "e0-kind", "e99-kind", "e1-"]
) | st.builds(
    "e{}-{}".format,
    st.integers(1, 14),
    st.sampled_from(["kind", *{q.name for kind in EVENT_KINDS.values() for q in kind.questions}]),
)
VALUES = (
    st.sampled_from([*EVENT_KINDS, *DEADLINES, "", "\x00", "9999-12-31", "2100-12-31", "0", "-1", "\ud7ff"])
    | st.dates(date(2008, 5, 1), date(2090, 12, 31)).map(str)
    | st.integers(-(10**20), 10**20).map(str)
    | st.text(max_size=30)
)


@pytest.fixture(scope="module")
def visitor() -> Client:
    return Client()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, VALUES), max_size=40))
def test_whatever_an_address_says_is_answered_or_refused(visitor: Client, query: list[Any]) -> None:
    response = visitor.get(f"{PAGE}?{urlencode(query)}")
    assert response.status_code == 200
    shown = response.context
    if shown["questions"].asked.begun and not shown["questions"].asked.editing:
        assert bool(shown["questions"].errors) != bool(shown["result"])


@pytest.mark.parametrize("query", ["%ff%fe=%00", "received_on=%ed%a0%80", "&&&==;", "received_on[]=1"])
def test_bytes_that_are_no_text_are_no_error_of_ours(client: Client, query: str) -> None:
    assert client.get(f"{PAGE}?{query}").status_code == 200


def test_thousands_of_fields_are_refused_before_they_are_read(client: Client) -> None:
    query = "&".join(f"e{number}-kind=fee" for number in range(2000))
    assert client.get(f"{PAGE}?{query}").status_code == 400


# --- where it is linked from ----------------------------------------------------------------------------


def test_the_landing_page_and_the_help_lead_to_it(client: Client) -> None:
    for page in ("/requests/", "/help/"):
        assert f'href="{PAGE}"' in client.get(page).content.decode()


@pytest.fixture
def extended(case: InformationRequest, by_clerk: Actor) -> Iterator[InformationRequest]:
    yield handling.extend(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=date(2026, 9, 18),
        workdays=10,
        approver_name="演示负责人",
        reason="需要向多个单位检索。",
    )


def test_the_applicant_and_the_clerk_are_led_to_their_own_count(
    client: Client, extended: InformationRequest, filed: intake.Filed, clerk: User, district: Agency
) -> None:
    link = "received_on=2026-09-18&amp;e1-kind=extension&amp;e1-decided_on=2026-09-18&amp;e1-workdays=10"
    client.post("/requests/track/", {"number": filed.request.number, "query_code": filed.query_code})
    assert link in client.get("/requests/track/").content.decode()
    client.force_login(clerk, backend="foundation.agencies.access.CapabilityBackend")
    url = f"/admin/requests_app/informationrequest/{extended.pk}/change/"
    assert link in client.get(url).content.decode()
    assert extended.due_on
    result = client.get(f"{PAGE}?{link.replace('&amp;', '&')}").context["result"]
    assert result.limit.startswith(full_date(extended.due_on))


def test_a_file_under_another_edition_is_not_counted_along_by_the_ordinary_one(
    client: Client, case: InformationRequest, filed: intake.Filed
) -> None:
    case.regime, case.regime_reason = "REG2007", "历史案件"
    case.save()
    client.post("/requests/track/", {"number": case.number, "query_code": filed.query_code})
    assert PAGE not in client.get("/requests/track/").content.decode()
    assert holders.HOLDER in client.cookies
