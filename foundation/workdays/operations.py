"""The lawful acts on the calendar: draft, set a year's days, hand in for confirmation, publish."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from foundation.refusals import Refusal, Refused
from foundation.workdays import present
from foundation.workdays.committed import VERSION as COMMITTED
from foundation.workdays.models import CalendarDay, CalendarVersion
from foundation.workdays.plan import read_plan
from foundation.workdays.queries import changes, new_years, published_calendar, version_in_force

Stage = CalendarVersion.Stage
Kind = CalendarDay.Kind


@transaction.atomic
def start_draft(*, code: str, source_document: str, by: str) -> CalendarVersion:
    """A new version that begins as a copy of the one in force."""
    if code == COMMITTED or CalendarVersion.objects.filter(code=code).exists():
        raise _refused("code", f"版本代码“{code}”已经使用。", "请另取一个代码。")
    if not source_document.strip():
        raise _refused("source_document", "没有填写依据文件。", "请填写国务院办公厅通知的文号。")
    base = published_calendar()
    version = CalendarVersion.objects.create(
        code=code,
        based_on=version_in_force(),
        confirmed_years=sorted(base.confirmed_years),
        source_document=source_document.strip(),
        prepared_by=by,
    )
    _write(
        version,
        off={day: base.names.get(day, "") for day in base.off},
        makeup={day: base.names.get(day, "") for day in base.makeup},
    )
    return version


@transaction.atomic
def set_days(version_id: int, *, year: int, text: str, by: str) -> CalendarVersion:
    """Replace the days of one year by the plan pasted from the State Council's notice."""
    version = _open_version(version_id)
    first, last = min(version.confirmed_years), max(version.confirmed_years)
    if not first <= year <= last + 1:
        raise _refused(
            "year", f"日历现有{first}年至{last}年的安排。", f"请先录入{last + 1}年的安排，中间不能空年。"
        )
    plan = read_plan(year, text)
    given = plan.off.keys() | plan.makeup.keys()
    if min(day.year for day in given) < first:
        raise _refused("text", f"日历从{first}年开始，不能登记更早的日期。", "请删去这些日期。")
    version.days.filter(day__year=year).delete()
    version.days.filter(day__in=given).delete()
    _write(version, off=plan.off, makeup=plan.makeup)
    version.confirmed_years = sorted({*version.confirmed_years, year})
    version.prepared_by, version.stage = by, Stage.DRAFT
    version.save(update_fields=["confirmed_years", "prepared_by", "stage"])
    return version


@transaction.atomic
def submit_for_confirmation(version_id: int) -> CalendarVersion:
    """Draft → preview: the changes are shown to the person who confirms."""
    version = _open_version(version_id)
    if not (changes(version) or new_years(version)):
        raise _refused(None, "这一版本与现行日历完全相同，没有需要确认的内容。", "请先录入放假安排。")
    version.stage = Stage.PREVIEW
    version.save(update_fields=["stage"])
    return version


@transaction.atomic
def publish(version_id: int, *, by: str, self_confirmation_reason: str = "") -> CalendarVersion:
    """Preview → published, by a second person or by oneself with a recorded reason."""
    version = _open_version(version_id)
    if version.stage != Stage.PREVIEW:
        raise _refused(None, "这一版本还在起草。", "请先提交确认，看过变化后再发布。")
    in_force = version_in_force()
    if version.based_on_id != (in_force.pk if in_force else None):
        raise _refused(None, "起草之后已有另一版本发布。", "请在现行版本上重新起草，以免丢失其内容。")
    reason = self_confirmation_reason.strip()
    alone = by == version.prepared_by
    if alone and not reason:
        raise _refused(
            "self_confirmation_reason",
            "起草人不能不说明理由就自行发布。",
            "请由他人确认，或者写明自行确认的理由。",
        )
    version.stage, version.published_at = Stage.PUBLISHED, present.now()
    version.confirmed_by, version.self_confirmation_reason = by, reason if alone else ""
    version.save(update_fields=["stage", "published_at", "confirmed_by", "self_confirmation_reason"])
    return version


def _open_version(version_id: int) -> CalendarVersion:
    version = CalendarVersion.objects.select_for_update().get(pk=version_id)
    if version.stage == Stage.PUBLISHED:
        raise _refused(None, "已发布的日历不能改动，已经算出的期限以它为据。", "请另起草一个版本。")
    return version


def _write(version: CalendarVersion, *, off: dict[date, str], makeup: dict[date, str]) -> None:
    CalendarDay.objects.bulk_create(
        CalendarDay(version=version, day=day, kind=kind, name=name)
        for kind, days in ((Kind.OFF, off), (Kind.MAKEUP, makeup))
        for day, name in sorted(days.items())
    )


def _refused(field: str | None, sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=field))
