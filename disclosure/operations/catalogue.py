"""Keeping the catalogue and the figures of other channels."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from disclosure.capabilities import TALLY
from disclosure.catalogue import BRANCHES, Branch
from disclosure.models import Category, ChannelTally
from foundation.agencies.access import may
from foundation.agencies.models import Agency
from foundation.contracts import Refusal, Refused
from foundation.ledger.acts import Actor


@transaction.atomic
def load_catalogue() -> int:
    """Add the delivered branches that are missing, leave the others as they are; how many were added."""
    known = {category.code: category for category in Category.objects.select_for_update()}
    missing = [
        (branch, position * 10) for position, branch in enumerate(BRANCHES, 1) if branch.code not in known
    ]
    before = len(known)
    while missing:  # one level of the tree at a time: children need the keys of their parents
        level = [one for one in missing if not one[0].parent or one[0].parent in known]
        made = [_unsaved(branch, known.get(branch.parent), position) for branch, position in level]
        known |= {category.code: category for category in Category.objects.bulk_create(made)}
        missing = [one for one in missing if one[0].code not in known]
    return len(known) - before


def _unsaved(branch: Branch, parent: Category | None, position: int) -> Category:
    return Category(
        code=branch.code,
        label=branch.label,
        article=branch.article,
        position=position,
        parent=parent,
        path=f"{parent.path if parent else ''}{branch.code}/",
    )


@transaction.atomic
def add_category(*, code: str, label: str, parent: Category | None = None, **facts: Any) -> Category:
    """A new branch under `parent`. Raises ValidationError for a bad or used code."""
    category = Category(code=code, label=label, parent=parent, **facts)
    category.path = f"{parent.path if parent else ''}{code}/"
    category.full_clean(exclude=["path"])
    category.save()
    return category


@transaction.atomic
def revise_category(pk: int, *, label: str, article: str, position: int, in_use: bool) -> Category:
    """Change the words of a branch; its code and place are part of public addresses and stay."""
    category = Category.objects.select_for_update().get(pk=pk)
    category.label, category.article, category.position, category.in_use = label, article, position, in_use
    category.full_clean()
    category.save()
    return category


@transaction.atomic
def record_tally(
    *,
    actor: Actor,
    agency: Agency,
    year: int,
    channel: str,
    count: int,
    source: str,
    month: int | None = None,
    note: str = "",
) -> ChannelTally:
    """Enter or correct how much was published on another channel. Raises Refused for a double count."""
    if not actor.trusted and not may(actor.user, TALLY.code, agency):
        raise Refused(Refusal("您没有填报本单位公开数量的权限。", remedy="请由有权限的同事填报。"))
    Agency.objects.select_for_update().get(pk=agency.pk)  # two clerks filling in the same channel
    if refusal := double_count(agency, year, channel, month):
        raise Refused(refusal)
    of_year = ChannelTally.objects.filter(agency=agency, year=year, channel=channel)
    tally = of_year.filter(month=month).first() or ChannelTally(
        agency=agency, year=year, month=month, channel=channel
    )
    tally.count, tally.source, tally.note, tally.recorded_by = count, source, note, actor.user
    _refuse_invalid(tally)
    tally.save()
    return tally


def double_count(agency: Agency, year: int, channel: str, month: int | None) -> Refusal | None:
    """A year's figure beside figures of its months would count the same pieces twice."""
    of_year = ChannelTally.objects.filter(agency=agency, year=year, channel=channel)
    if not of_year.filter(month__isnull=month is not None).exists():
        return None
    before, again = ("全年", "月") if month else ("月", "全年")
    return Refusal(
        f"{year}年该渠道已经按{before}填报，再按{again}填报会重复计数。",
        remedy="请修改已填报的数，或者统一按月填报。",
        field="month",
    )


def _refuse_invalid(tally: ChannelTally) -> None:
    try:
        tally.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(Refusal("".join(messages), remedy="请核对后重新填写。", field=field)) from error
