"""The seed as data: 2012 rebuilt so that the exported report says what the original said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from annual_report.models import Edition, Report
from disclosure.models import Item
from foundation.agencies.models import Agency, StaffPost
from foundation.contracts import Refused, composed
from foundation.workdays import arithmetic
from foundation.workdays.committed import committed_calendar
from portal.demo.playing import playing
from portal.demo.seed import seed
from requests_app.models import AssistanceLetter, InformationRequest, RemedyCase, RequestEvent
from tests.world import TODAY, demo_world


@pytest.fixture(scope="module", autouse=True)
def district(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Agency]:
    with django_db_blocker.unblock(), demo_world():
        yield Agency.objects.get(code="shanting")


@pytest.fixture(autouse=True)
def db(district: Agency, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of pytest-django's: every test begins with the same seeded world."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def exported(tmp_path: Path, form: str) -> bytes:
    target = tmp_path / f"report.{form}"
    call_command("export_report", agency="shanting", year=2012, format=form, output=target, verbosity=0)
    return target.read_bytes()


SENTENCES = (
    "在各类平台主动公开信息3万余条,其中通过政府网站主动公开政务信息2400余条。",
    "区政府和区政府办公室共接收依申请公开31件,全部依法依规按时办结,未出现行政诉讼或行政复议。",
    "接收市协查函1件,均依照程序按时答复。",
    "人员1人",
)


def test_the_exported_report_of_2012_says_what_the_original_said(tmp_path: Path) -> None:
    page = exported(tmp_path, "html").decode()
    for sentence in SENTENCES:
        assert sentence in page


def test_every_number_of_the_report_comes_from_counted_rows(district: Agency) -> None:
    year = 2012
    everybody = list(Agency.objects.alive_on(date(2012, 12, 31)).values_list("pk", flat=True))
    published = composed().family("disclosure.published")
    counted = published.count(everybody, year)
    assert sum(number for (_, row, _), number in counted.items() if row == "website") == 2_436
    assert sum(number for (_, row, _), number in counted.items() if row == "total") == 30_584
    assert Item.objects.filter(first_published_on__year=2012).count() == 2_436
    assert InformationRequest.objects.filter(registered_on__year=2012).count() == 31
    assert AssistanceLetter.objects.filter(received_on__year=2012).count() == 1
    assert not RemedyCase.objects.filter(filed_on__year=2012).exists()
    assert StaffPost.objects.filter(starts_on__lte=date(2012, 12, 31)).count() == 1


def test_all_31_were_answered_within_15_working_days() -> None:
    calendar = committed_calendar()
    for request in InformationRequest.objects.filter(registered_on__year=2012):
        assert request.regime == "REG2007"
        assert request.due_on == arithmetic.add(calendar, request.received_on, 15)
        assert request.closed_on is not None
        assert request.closed_on <= request.due_on


def test_both_legal_persons_were_asked_and_one_desk_answered() -> None:
    asked = InformationRequest.objects.filter(registered_on__year=2012).values_list(
        "respondent__code", "handler__code"
    )
    assert set(asked) == {("shanting", "shantingban"), ("shantingban", "shantingban")}


def test_the_edition_is_signed_and_public(client: Client) -> None:
    edition = Edition.objects.get(report__year=2012)
    assert edition.signed_on == date(2013, 3, 20)
    response = client.get("/reports/shanting/2012/")
    assert response.status_code == 200
    assert "2400余条" in response.content.decode()


def test_this_year_has_requests_in_many_stages() -> None:
    stages = set(InformationRequest.objects.filter(number__contains="-2026-").values_list("stage", flat=True))
    assert {"unconfirmed", "handling", "signed", "closed", "void"} <= stages
    overdue = InformationRequest.objects.filter(due_on__lt=TODAY, closed_on__isnull=True, stage="handling")
    assert overdue.exists()


def test_what_the_demo_plays_was_written_down_on_its_day_and_2012_was_not() -> None:
    of_this_year = RequestEvent.objects.filter(subject__number__contains="-2026-")
    assert not of_this_year.filter(backfilled=True).exists()
    of_2012 = RequestEvent.objects.filter(subject__registered_on__year=2012)
    assert not of_2012.filter(backfilled=False).exists()


def test_everything_invented_says_so() -> None:
    assert not Item.objects.exclude(title__contains="演示数据").exists()
    assert not InformationRequest.objects.exclude(title__contains="演示数据").exists()


def test_this_years_report_is_a_draft_with_the_same_requests(client: Client, district: Agency) -> None:
    report = Report.objects.get(agency=district, year=2026)
    assert report.stage == "draft"
    assert client.get("/reports/shanting/2026/").status_code == 404


@pytest.mark.parametrize("day", [date(2012, 12, 31), date(2013, 12, 31)])
def test_a_today_before_the_data_is_refused(day: date) -> None:
    with playing(day), pytest.raises(Refused, match="--as-of"):
        seed(lambda _step, _share: None)
