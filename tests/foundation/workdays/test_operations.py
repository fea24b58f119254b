"""From the pasted notice to the published calendar."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, transaction

from foundation.contracts import Refused
from foundation.workdays import arithmetic, operations
from foundation.workdays.committed import committed_calendar
from foundation.workdays.models import CalendarDay, CalendarVersion
from foundation.workdays.queries import as_calendar, changes, new_years, published_calendar, version_in_force

pytestmark = pytest.mark.django_db

PLAN_2027 = "元旦：2027年1月1日至3日放假调休，1月9日（周六）上班。春节：2月5日至11日放假。"


@pytest.fixture(autouse=True)
def _november(settings):
    settings.AS_OF = date(2026, 11, 22)


@pytest.fixture
def draft():
    return operations.start_draft(code="2027-1", source_document=" 国办发明电〔2026〕9号 ", by="zhang")


@pytest.fixture
def ready(draft):
    operations.set_days(draft.pk, year=2027, text=PLAN_2027, by="zhang")
    return operations.submit_for_confirmation(draft.pk)


def refusal_of(act):
    with pytest.raises(Refused) as refused, transaction.atomic():
        act()
    return refused.value.refusal


def test_the_committed_calendar_is_in_force_until_staff_publish_one():
    assert version_in_force() is None
    assert published_calendar() is committed_calendar()


def test_a_draft_begins_as_a_copy_of_the_calendar_in_force(draft):
    copy, committed = as_calendar(draft), committed_calendar()
    assert (copy.off, copy.makeup) == (committed.off, committed.makeup)
    assert copy.confirmed_years == committed.confirmed_years
    assert copy.names == committed.names
    assert draft.source_document == "国办发明电〔2026〕9号"
    assert published_calendar() is committed


def test_the_preview_names_each_day_that_changes(ready):
    assert new_years(ready) == [2027]
    seen = {change.day: (change.before, change.after, change.name) for change in changes(ready)}
    assert seen[date(2027, 1, 1)] == ("上班", "放假", "元旦")
    assert seen[date(2027, 1, 9)] == ("休息", "调休上班", "元旦")
    assert seen[date(2027, 2, 11)] == ("上班", "放假", "春节")
    assert len(seen) == 7


def test_a_second_person_publishes_and_the_dates_become_certain(ready):
    received = date(2026, 12, 10)
    before = arithmetic.add(published_calendar(), received, 20)
    published = operations.publish(ready.pk, by="li", self_confirmation_reason="不需要")
    assert (published.confirmed_by, published.self_confirmation_reason) == ("li", "")
    calendar = published_calendar()
    assert calendar.version == "2027-1"
    assert calendar is published_calendar()
    assert calendar.horizon == date(2027, 12, 31)
    assert before == date(2027, 1, 7)
    due = arithmetic.add(calendar, received, 20)
    assert due == date(2027, 1, 8)
    assert not arithmetic.is_provisional(calendar, received, due)


def test_the_next_draft_builds_on_the_published_version(ready):
    operations.publish(ready.pk, by="li")
    following = operations.start_draft(code="2027-2", source_document="国办发明电〔2027〕1号", by="li")
    assert following.based_on == ready
    operations.set_days(following.pk, year=2027, text="元旦：2027年1月1日放假", by="li")
    shown = {change.day: change.after for change in changes(following)}
    assert shown[date(2027, 1, 9)] == "休息"
    assert shown[date(2027, 2, 5)] == "上班"
    operations.submit_for_confirmation(following.pk)
    operations.publish(following.pk, by="li", self_confirmation_reason="只有一名工作人员")
    following.refresh_from_db()
    assert following.self_confirmation_reason == "只有一名工作人员"
    assert published_calendar().version == "2027-2"


def test_the_december_before_is_changed_without_losing_the_rest_of_that_year(draft):
    text = "元旦：2026年12月31日至2027年1月3日放假调休，2026年12月26日（周六）上班。"
    calendar = as_calendar(operations.set_days(draft.pk, year=2027, text=text, by="zhang"))
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 26))
    assert not calendar.is_workday(date(2026, 10, 1))


def test_publishing_ones_own_draft_needs_a_reason(ready):
    refusal = refusal_of(lambda: operations.publish(ready.pk, by="zhang", self_confirmation_reason="  "))
    assert refusal.field == "self_confirmation_reason"
    assert "由他人确认" in refusal.remedy


def test_a_draft_that_nobody_looked_at_is_not_published(draft):
    assert "还在起草" in refusal_of(lambda: operations.publish(draft.pk, by="li")).sentence


def test_changing_a_version_takes_it_back_to_the_draft(ready):
    changed = operations.set_days(ready.pk, year=2027, text="元旦：1月1日放假", by="wang")
    assert (changed.stage, changed.prepared_by) == ("draft", "wang")


def test_of_two_drafts_the_second_cannot_undo_the_first(ready):
    other = operations.start_draft(code="2027-x", source_document="通知", by="wang")
    operations.set_days(other.pk, year=2027, text="元旦：1月1日放假", by="wang")
    operations.submit_for_confirmation(other.pk)
    operations.publish(ready.pk, by="li")
    assert "另一版本发布" in refusal_of(lambda: operations.publish(other.pk, by="li")).sentence


def test_a_published_version_takes_no_further_step(ready):
    operations.publish(ready.pk, by="li")
    for act in (
        lambda: operations.set_days(ready.pk, year=2027, text=PLAN_2027, by="li"),
        lambda: operations.submit_for_confirmation(ready.pk),
        lambda: operations.publish(ready.pk, by="li"),
    ):
        assert "不能改动" in refusal_of(act).sentence


def test_a_version_that_changes_nothing_is_not_handed_in(draft):
    assert "完全相同" in refusal_of(lambda: operations.submit_for_confirmation(draft.pk)).sentence


@pytest.mark.parametrize(
    ("code", "document", "field"),
    [("committed-2026", "x", "code"), ("2027-1", "x", "code"), ("a", " ", "source_document")],
)
def test_a_draft_needs_a_code_of_its_own_and_its_basis(draft, code, document, field):
    refusal = refusal_of(lambda: operations.start_draft(code=code, source_document=document, by="li"))
    assert refusal.field == field


@pytest.mark.parametrize(
    ("year", "text", "field"),
    [
        (2029, "元旦：1月1日放假", "year"),
        (2007, "元旦：1月1日放假", "year"),
        (2008, "元旦：2007年12月31日至2008年1月1日放假", "text"),
        (2027, "看不懂", "text"),
    ],
)
def test_a_year_that_leaves_a_gap_or_cannot_be_read_is_refused(draft, year, text, field):
    before = as_calendar(draft)
    refusal = refusal_of(lambda: operations.set_days(draft.pk, year=year, text=text, by="li"))
    assert (refusal.field, bool(refusal.remedy)) == (field, True)
    assert as_calendar(CalendarVersion.objects.get(pk=draft.pk)) == before


# --- what the database itself refuses ---------------------------------------------------------------------


@pytest.mark.parametrize(("day", "kind"), [(date(2026, 1, 3), "off"), (date(2026, 1, 5), "makeup")])
def test_the_database_knows_weekdays_from_weekends(draft, day, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(version=draft, day=day, kind=kind)


def test_the_database_refuses_a_day_twice(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(version=draft, day=date(2026, 1, 1), kind="off")


@pytest.mark.parametrize("signature", ["", "zhang"])
def test_the_database_refuses_to_publish_unconfirmed(draft, signature):
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarVersion.objects.filter(pk=draft.pk).update(
            stage="published", published_at="2026-11-22T08:00Z", confirmed_by=signature
        )


def test_the_database_never_changes_a_published_version(ready):
    operations.publish(ready.pk, by="li")
    days = CalendarDay.objects.filter(version=ready)
    for act in (
        lambda: CalendarVersion.objects.filter(pk=ready.pk).update(code="other"),
        lambda: days.filter(day=date(2027, 1, 1)).delete(),
        lambda: days.filter(day=date(2027, 1, 1)).update(name="其他"),
        lambda: CalendarDay.objects.create(version=ready, day=date(2027, 6, 1), kind="off"),
        lambda: CalendarVersion.objects.filter(pk=ready.pk).delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            act()


def test_every_change_leaves_its_trail(ready):
    history = ready.events.order_by("pgh_id").values_list("pgh_label", "stage", "prepared_by")
    assert list(history)[0] == ("insert", "draft", "zhang")
    assert list(history)[-1] == ("update", "preview", "zhang")
    operations.set_days(ready.pk, year=2027, text="元旦：1月1日放假", by="wang")
    deleted = CalendarDay.pgh_event_model.objects.filter(pgh_label="delete", day=date(2027, 1, 9))
    assert deleted.count() == 1


def test_names_for_people(ready):
    assert str(ready) == "2027-1（待确认）"
    assert str(ready.days.get(day=date(2027, 1, 9))) == "2027-01-09 调休上班"
