"""Ways of service, their evidence, the day that counts and the last day to post."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.workdays.committed import committed_calendar
from requests_app import service_rules as rules
from requests_app.models import ReturnReason, ServiceRoute
from requests_app.service_rules import Served


def test_every_way_of_the_model_stands_in_the_table_with_its_article_and_evidence() -> None:
    assert set(rules.WAYS) == set(ServiceRoute.values)
    assert all(way.article and way.day and way.evidence for way in rules.WAYS.values())
    assert {way.article for way in rules.WAYS.values()} == {rules.LETTER, "条例第40条"}


@pytest.mark.parametrize("way", rules.WAYS)
def test_without_number_note_or_scan_the_evidence_is_missing(way: str) -> None:
    nothing = {"mail_number": "", "note": " ", "scanned": False}
    assert rules.WAYS[way].evidence in rules.missing_evidence(way, **nothing)  # type: ignore[arg-type]
    for some in ({"mail_number": "1032156789012"}, {"note": "本人签收"}, {"scanned": True}):
        assert rules.missing_evidence(way, **{**nothing, **some}) == ""  # type: ignore[arg-type]


def test_only_what_the_applicant_chose_goes_online() -> None:
    refused = rules.online_refused("online", ["post"])
    assert refused is not None and "条例第40条" in str(refused) and refused.field == "route"
    assert rules.online_refused("online", ["email"]) is None
    assert rules.online_refused("online", ["post", "online"]) is None
    assert rules.online_refused("post", []) is None


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        (" 1032 1567 89012 ", "1032156789012"),
        ("xa12345678901", "XA12345678901"),
        ("ＥＥ１２３４５６７８５ＣＮ", "EE123456785CN"),
        ("EE-123-456-785-CN", "EE123456785CN"),
    ],
)
def test_a_number_of_the_post_however_it_is_typed(typed: str, tidy: str) -> None:
    assert rules.tidy_mail_number(typed) == tidy
    assert rules.mail_number_refused(tidy, "post") is None


@pytest.mark.parametrize("number", ["SF1234567890123", "YT1234567890", "103215678901", "EE12345678CNN"])
def test_a_courier_or_a_slip_of_the_pen_is_no_number_of_the_post(number: str) -> None:
    refused = rules.mail_number_refused(number, "post")
    assert refused is not None and refused.field == "mail_number" and "快递公司" in str(refused)


def test_only_a_letter_has_a_number() -> None:
    refused = rules.mail_number_refused("1032156789012", "direct")
    assert refused is not None and "只有邮寄" in str(refused)
    assert rules.mail_number_refused("", "direct") is None


def test_strangers_see_its_end_only() -> None:
    assert rules.masked_mail_number("1032156789012") == "尾号9012"
    assert rules.masked_mail_number("") == ""


POSTED, AGAIN = date(2026, 12, 31), date(2027, 1, 8)


@pytest.mark.parametrize("reason", [one for one in ReturnReason.values if one != rules.WRONG_ADDRESS])
def test_a_letter_that_comes_back_in_the_new_year_was_served_in_the_old_one(reason: str) -> None:
    assert rules.closing_day([Served(POSTED, reason), Served(AGAIN)]) == POSTED
    assert rules.closing_day([Served(POSTED, reason)]) == POSTED


def test_under_a_wrong_address_nothing_was_served_until_it_is_sent_again() -> None:
    assert rules.closing_day([Served(POSTED, rules.WRONG_ADDRESS), Served(AGAIN)]) == AGAIN
    assert rules.closing_day([Served(POSTED, rules.WRONG_ADDRESS)]) is None
    assert rules.closing_day([]) is None


def test_signed_in_december_and_posted_in_january_closes_in_january() -> None:
    assert rules.closing_day([Served(date(2027, 1, 4))]) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("due_on", "last"),
    [
        (date(2026, 10, 22), date(2026, 10, 22)),  # a Thursday
        (date(2026, 9, 20), date(2026, 9, 20)),  # a Sunday on which people work (调休)
        (date(2026, 10, 7), date(2026, 9, 30)),  # the last day of the holidays
        (date(2026, 11, 15), date(2026, 11, 13)),  # a Sunday
    ],
)
def test_the_last_day_to_post_is_a_working_day(due_on: date, last: date) -> None:
    assert rules.last_posting_day(due_on, committed_calendar()) == last


def test_who_chose_nothing_gets_paper_by_post() -> None:
    assert rules.goes_by_post([]) and rules.goes_by_post(["post", "online"])
    assert not rules.goes_by_post(["online"])
