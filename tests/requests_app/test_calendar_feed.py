"""The staff's calendar feed: RFC 5545 clean, numbers and dates only, open to nobody but its address."""

from __future__ import annotations

import logging
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foundation.agencies.models import Agency, Assignment, User
from foundation.agencies.operations import end_assignment
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.workdays.committed import committed_calendar
from portal import log_masks
from requests_app import calendar_feed, feed_views
from requests_app.calendar_feed import Entry
from requests_app.models import CalendarFeed, InformationRequest, RequestEvent
from requests_app.operations import feeds, handling, intake, mending
from tests.requests_app.conftest import IDENTITY, NAME, PHONE, PUBLIC, TODAY, answer, filing, person

MINE = "/admin/requests_app/informationrequest/calendar/"
WANTED = "2025年度城乡低保资金发放汇总表"


def address(secret: str) -> str:
    return f"/staff/calendar/{secret}.ics"


def get(secret: str) -> Any:
    return Client().get(address(secret))


def events(secret: str) -> list[Any]:
    response = get(secret)
    assert response.status_code == 200
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def numbers(secret: str) -> list[str]:
    return [str(event["summary"]).split()[0] for event in events(secret)]


# --- the file -------------------------------------------------------------------------------------------

ENTRY = Entry(
    number="shanting-2026-0012",
    due_on=date(2026, 10, 22),
    provisional=False,
    alarm_on=date(2026, 10, 22),
    sequence=3,
    changed_at=datetime(2026, 9, 18, 9, 0, tzinfo=UTC),
)


def written(*entries: Entry) -> bytes:
    return calendar_feed.write(entries, committed_calendar(), "shanting.example")


def test_the_file_is_read_back_as_it_was_meant() -> None:
    feed = icalendar.Calendar.from_ical(written(ENTRY))
    assert (str(feed["version"]), str(feed["prodid"])) == ("2.0", calendar_feed.PRODUCT)
    (event,) = feed.walk("VEVENT")
    assert str(event["summary"]) == "shanting-2026-0012 答复到期"
    assert event.decoded("dtstart") == date(2026, 10, 22)
    assert event.decoded("dtend") == date(2026, 10, 23)
    assert str(event["uid"]) == "shanting-2026-0012@shanting.example"
    assert event.decoded("dtstamp") == event.decoded("last-modified") == ENTRY.changed_at
    assert (event.decoded("sequence"), str(event["transp"])) == (3, "TRANSPARENT")
    assert not feed.errors and not event.errors


def test_it_rings_two_working_days_before_in_the_morning() -> None:
    """Two working days before Monday 12 October 2026 is Friday the 9th: the 10th is a make-up day."""
    monday = Entry("n", date(2026, 10, 12), False, date(2026, 10, 12), 1, ENTRY.changed_at)
    (alarm,) = icalendar.Calendar.from_ical(written(monday)).walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-3, hours=9)
    assert str(alarm["action"]) == "DISPLAY" and alarm["description"]


def test_an_estimate_says_so_and_rings_by_the_day_of_alarms() -> None:
    estimate = Entry("n", date(2027, 1, 6), True, date(2027, 1, 4), 1, ENTRY.changed_at)
    feed = icalendar.Calendar.from_ical(written(estimate))
    assert str(feed.walk("VEVENT")[0]["summary"]) == "n 预计答复到期"
    assert feed.walk("VALARM")[0].decoded("trigger") == date(2026, 12, 31) - date(2027, 1, 6) + timedelta(
        hours=9
    )


def test_lines_end_in_crlf_and_are_folded_between_characters() -> None:
    long = Entry(
        "很长的编号" * 12, *(getattr(ENTRY, name) for name in ENTRY.__dataclass_fields__ if name != "number")
    )
    raw = written(ENTRY, long)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines), "no character is cut in two"
    assert f"SUMMARY:{long.summary}" in raw.decode().replace("\r\n ", "")


def test_an_empty_feed_is_still_a_calendar() -> None:
    assert icalendar.Calendar.from_ical(written()).walk("VEVENT") == []


# --- whose requests -------------------------------------------------------------------------------------


@pytest.fixture
def secret(clerk: User) -> str:
    return feeds.issue(clerk, seen=None)


def test_the_open_requests_of_ones_desks_and_no_others(
    case: InformationRequest, bureau: Agency, secret: str
) -> None:
    elsewhere = intake.file(filing(bureau), actor=PUBLIC).request
    other = feeds.issue(person("caizheng", bureau, "requests.read"), seen=None)
    assert numbers(secret) == [case.number]
    assert numbers(other) == [elsewhere.number]


def test_a_request_handled_for_another_agency_stands_in_both_feeds(
    case: InformationRequest, by_clerk: Actor, bureau: Agency, secret: str
) -> None:
    handling.assign(case.pk, actor=by_clerk, seen=None, effective_on=TODAY, handler=bureau)
    other = feeds.issue(person("caizheng", bureau, "requests.read"), seen=None)
    assert numbers(secret) == numbers(other) == [case.number]


def test_what_is_closed_void_or_unconfirmed_is_not_in_it(
    case: InformationRequest, by_clerk: Actor, district: Agency, secret: str
) -> None:
    void = intake.file(filing(district), actor=PUBLIC).request
    mending.void(void.pk, actor=by_clerk, seen=None, effective_on=TODAY, reason="重复登记。")
    intake.register(
        filing(district, channel="fax"), actor=by_clerk, arrived_on=TODAY, received_on=None, received_basis=""
    )
    assert numbers(secret) == [case.number]
    answer(case, by_clerk)
    assert numbers(secret) == []


def test_an_ended_assignment_empties_the_feed_the_day_after(
    case: InformationRequest, clerk: User, secret: str, settings: Any
) -> None:
    end_assignment(Assignment.objects.get(user=clerk).pk, on=TODAY)
    assert numbers(secret) == [case.number]
    settings.AS_OF = TODAY + timedelta(days=1)
    assert numbers(secret) == []


def test_who_may_not_read_requests_gets_an_empty_feed(case: InformationRequest, office: Agency) -> None:
    assert numbers(feeds.issue(person("keeper", office, "agencies.read"), seen=None)) == []


def test_a_change_of_the_limit_is_a_newer_state_of_the_same_event(
    case: InformationRequest, by_clerk: Actor, secret: str
) -> None:
    (before,) = events(secret)
    handling.extend(
        case.pk,
        actor=by_clerk,
        seen=None,
        effective_on=TODAY,
        workdays=10,
        approver_name="演示负责人",
        reason="需要向多个单位检索。",
    )
    (after,) = events(secret)
    assert after["uid"] == before["uid"]
    assert after.decoded("dtstart") > before.decoded("dtstart")
    assert after.decoded("sequence") > before.decoded("sequence")
    last = RequestEvent.objects.filter(subject=case).latest("seq").recorded_at
    assert after.decoded("last-modified") == last.replace(microsecond=0).astimezone(UTC)


def test_nothing_of_the_applicant_or_of_what_was_asked_is_in_it(
    case: InformationRequest, secret: str, settings: Any
) -> None:
    text = get(secret).content.decode().replace("\r\n ", "")
    assert case.number in text
    for personal in (NAME, IDENTITY, PHONE, "somebody@example.invalid", WANTED, case.title, "区人民政府"):
        assert personal not in text
    names = set(re.findall(r"^([A-Z-]+)", text, re.M))
    assert names == {
        "BEGIN", "END", "VERSION", "PRODID", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "TRANSP",
        "ACTION", "DESCRIPTION", "TRIGGER",
    }  # fmt: skip


def test_without_a_domain_the_numbers_still_have_one(
    secret: str, case: InformationRequest, settings: Any
) -> None:
    settings.GONGKAI_SITE = type(settings.GONGKAI_SITE)()
    assert str(events(secret)[0]["uid"]) == f"{case.number}@{feed_views.NO_DOMAIN}"


# --- the address ----------------------------------------------------------------------------------------


def test_the_answer_is_kept_by_nobody(secret: str) -> None:
    for response in (get(secret), get("wrong")):
        assert response["Cache-Control"] == "private, no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assert get(secret)["Content-Type"] == "text/calendar; charset=utf-8"
    assert Client().post(address(secret)).status_code == 405


@pytest.mark.parametrize("wrong", ["x", "A" * 43, "../../etc", "%00", "%ff", "A" * 3000])
def test_a_wrong_address_opens_nothing(db: None, wrong: str) -> None:
    assert Client().get(f"/staff/calendar/{wrong}.ics").status_code == 404


def test_an_address_is_dead_at_once_with_its_account(clerk: User, secret: str) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert get(secret).status_code == 404
    User.objects.filter(pk=clerk.pk).update(is_active=True, is_staff=False)
    assert get(secret).status_code == 404


def test_a_changed_and_a_stopped_address_are_dead_at_once(clerk: User, secret: str) -> None:
    newer = feeds.issue(clerk, seen=CalendarFeed.objects.get().created_at)
    assert (get(secret).status_code, get(newer).status_code) == (404, 200)
    feeds.revoke(clerk, seen=CalendarFeed.objects.get().created_at)
    assert get(newer).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_a_dead_and_a_wrong_address_are_answered_alike(clerk: User, secret: str) -> None:
    feeds.revoke(clerk, seen=CalendarFeed.objects.get().created_at)
    assert get(secret).content == get("A" * 43).content


def test_only_a_keyed_hash_of_256_bits_is_kept(clerk: User, secret: str) -> None:
    kept = CalendarFeed.objects.get()
    assert len(secret) == 43
    assert secret not in "".join(map(str, CalendarFeed.objects.values_list().get()))
    assert kept.address_hash == feeds.digest(secret) and re.fullmatch(r"[0-9a-f]{64}", kept.address_hash)


def test_the_day_of_reading_is_noted_once_a_day(
    clerk: User, secret: str, settings: Any, django_assert_num_queries: Any
) -> None:
    assert CalendarFeed.objects.get().last_read_on is None
    get(secret)
    assert CalendarFeed.objects.get().last_read_on == TODAY
    with django_assert_num_queries(4):
        feeds.open_feed(secret)  # savepoint, key, look-up, release: nothing is written again
    settings.AS_OF = TODAY + timedelta(days=3)
    get(secret)
    assert CalendarFeed.objects.get().last_read_on == settings.AS_OF


def test_the_database_keeps_one_row_each_and_nothing_but_hashes(clerk: User, secret: str) -> None:
    made = CalendarFeed.objects.get().created_at
    for changes, name in (
        ({"user": clerk, "address_hash": "0" * 64}, "calendar_feed_one_per_user"),
        ({"user": clerk, "address_hash": secret}, "calendar_feed_keeps_only_a_hash"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            CalendarFeed.objects.create(created_at=made, **changes)


def test_what_was_seen_must_still_be_so(clerk: User, secret: str) -> None:
    for act in (feeds.issue, feeds.revoke):
        with pytest.raises(Refused, match="地址已经变过"):
            act(clerk, seen=None)
    assert get(secret).status_code == 200


# --- the staff's page -----------------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk, backend="foundation.agencies.access.CapabilityBackend")
    return client


def press(desk: Client, button: str) -> Any:
    feed = CalendarFeed.objects.first()
    return desk.post(MINE, {button: "1", "seen": feed.created_at.isoformat() if feed else ""})


def shown(response: Any) -> str:
    found = re.search(r"/staff/calendar/([\w-]{43})\.ics", response.content.decode())
    return found[1] if found else ""


def test_the_page_makes_an_address_and_shows_it_once(desk: Client, case: InformationRequest) -> None:
    assert "还没有开通" in desk.get(MINE).content.decode()
    made = press(desk, "issue")
    assert numbers(shown(made)) == [case.number]
    assert f">http://testserver{address(shown(made))}<" in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    again = desk.get(MINE)
    assert shown(again) == "" and "已开通" in again.content.decode()


def test_a_page_sent_twice_changes_nothing_the_second_time(desk: Client) -> None:
    first = desk.post(MINE, {"issue": "1", "seen": ""})
    second = desk.post(MINE, {"issue": "1", "seen": ""})
    assert shown(second) == "" and "这一次没有再变" in second.content.decode()
    assert get(shown(first)).status_code == 200


def test_the_page_changes_and_stops_it(desk: Client) -> None:
    first = shown(press(desk, "issue"))
    second = shown(press(desk, "issue"))
    assert (get(first).status_code, get(second).status_code) == (404, 200)
    stopped = press(desk, "stop").content.decode()
    assert "还没有开通" in stopped and "已停用" in stopped
    assert get(second).status_code == 404
    press(desk, "stop")  # stopping what does not run is no error


@pytest.mark.parametrize("seen", ["nonsense", "2026-99-99T00:00:00", "2026-09-18T00:00:00"])
def test_a_bent_page_changes_nothing(desk: Client, seen: str) -> None:
    secret = shown(press(desk, "issue"))
    assert shown(desk.post(MINE, {"issue": "1", "seen": seen})) == ""
    assert get(secret).status_code == 200


def test_one_sees_and_changes_only_ones_own(desk: Client, office: Agency) -> None:
    mine = shown(press(desk, "issue"))
    other = person("colleague", office, "requests.read")
    theirs = Client()
    theirs.force_login(other, backend="foundation.agencies.access.CapabilityBackend")
    assert "还没有开通" in theirs.get(MINE).content.decode()
    theirs.post(MINE, {"stop": "1", "seen": ""})
    assert get(mine).status_code == 200


def test_the_page_is_for_those_who_may_read_requests(client: Client, office: Agency, clerk: User) -> None:
    keeper = person("keeper", office, "agencies.read")
    client.force_login(keeper, backend="foundation.agencies.access.CapabilityBackend")
    assert client.get(MINE).status_code == 403
    assert MINE not in client.get("/admin/").content.decode()
    client.force_login(clerk, backend="foundation.agencies.access.CapabilityBackend")
    assert MINE in client.get("/admin/").content.decode()


# --- no log line ----------------------------------------------------------------------------------------


def test_no_line_of_django_names_the_secret(
    secret: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_user: User) -> None:
        raise RuntimeError("broken")

    with caplog.at_level(logging.DEBUG):
        get(f"{secret}x")
        monkeypatch.setattr(feed_views, "entries_of", broken)
        assert Client(raise_request_exception=False).get(address(secret)).status_code == 500
    told = [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.name == "django.request"
    ]
    assert told == [
        ("WARNING", "Not Found: /staff/calendar/…"),
        ("ERROR", "Internal Server Error: /staff/calendar/…"),
    ]
    assert not any(secret in str(record.__dict__) for record in caplog.records)


def test_an_access_log_that_somebody_turns_on_names_it_neither(caplog: pytest.LogCaptureFixture) -> None:
    access = logging.getLogger("gunicorn.access")
    assert any(isinstance(one, log_masks.MaskKeys) for one in access.filters)
    line = {"r": "GET /staff/calendar/abc-DEF_1.ics HTTP/1.1", "s": "200"}
    with caplog.at_level(logging.INFO, logger="gunicorn.access"):
        access.propagate = True
        access.info('"%(r)s" %(s)s', line)
        access.info('"%(r)s"', {"r": "GET /requests/ HTTP/1.1"})
    assert caplog.messages == ['"GET /staff/calendar/… HTTP/1.1" 200', '"GET /requests/ HTTP/1.1"']
