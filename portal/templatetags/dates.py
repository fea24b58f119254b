"""Dates as official Chinese papers write them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from foundation.workdays.wording import full_date, short_date

register = template.Library()

WEEKDAYS = "一二三四五六日"


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def chinese_date(value: date | None) -> str:
    """2026年11月22日"""
    if not value:
        return ""
    return full_date(_local(value))


@register.filter
def chinese_moment(value: datetime | None) -> str:
    """2026年11月22日 09:05"""
    if not value:
        return ""
    return f"{chinese_date(value)} {_local(value):%H:%M}"


@register.filter
def month_day(value: date | None) -> str:
    """11月22日"""
    return short_date(_local(value)) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """星期日"""
    return f"星期{WEEKDAYS[_local(value).weekday()]}" if value else ""


@register.filter
def machine_date(value: date | None) -> str:
    """2026-11-22, for `<time datetime>` and meta tags."""
    return f"{_local(value):%Y-%m-%d}" if value else ""
