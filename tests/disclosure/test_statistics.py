"""Figures of the yearly report, and the rows each of them opens into."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure import operations
from disclosure.models import Category, Item
from disclosure.statistics import FAMILIES, NORMATIVE, PUBLISHED
from foundation.agencies.models import Agency
from foundation.contracts import Family, Refused
from foundation.ledger.acts import Actor
from tests.disclosure.conftest import Draft, migrated

pytestmark = pytest.mark.django_db

IMPORT = Actor(origin="import")
NORMATIVE_ROW = {"category": "a20-01-normative", "genre": "行政规范性文件"}


@pytest.fixture
def rich(bureau: Agency, school: Agency, budget: Category) -> list[int]:
    """Two agencies with items of two years, documents in every state, and tallies of other channels."""
    rows = [
        migrated(),
        migrated(title="其二", first_published_on="2013-01-04"),
        migrated(title="招生公告", agency="education"),
        migrated(title="办法一", **NORMATIVE_ROW),
        migrated(title="办法二", **NORMATIVE_ROW, validity="废止", repealed_on="2012-12-31"),
        migrated(title="办法三", **NORMATIVE_ROW, validity="废止", repealed_on="2013-06-01"),
        migrated(title="办法四", **NORMATIVE_ROW, validity="失效", effective_to="2012-12-30"),
        migrated(title="办法五", **NORMATIVE_ROW, validity="失效", effective_to="2012-12-31"),
        migrated(title="办法六", **NORMATIVE_ROW, formed_on="2011-05-01"),
        migrated(title="办法七", **NORMATIVE_ROW, effective_from="2013-01-01"),
        migrated(title="规章", category="a20-01-rules", genre="规章", agency="education"),
    ]
    assert operations.import_items(rows, actor=IMPORT).refusals == ()
    withdrawn = Item.objects.get(title="其二")
    operations.import_items([migrated(title="撤回的", **NORMATIVE_ROW)], actor=IMPORT)
    gone = Item.objects.get(title="撤回的")
    operations.withdraw(gone.pk, actor=Actor(origin="command"), reason="内容有误")
    for agency, channel, count in ((bureau, "wechat", 300), (bureau, "boards", 40), (school, "wechat", 7)):
        operations.record_tally(
            actor=IMPORT, agency=agency, year=2012, channel=channel, count=count, source="台账"
        )
    operations.record_tally(
        actor=IMPORT, agency=school, year=2013, month=12, channel="gazette", count=5, source="台账"
    )
    assert withdrawn.public_since == date(2013, 1, 4)
    return [bureau.pk, school.pk]


def test_pieces_are_counted_by_the_year_they_became_public_wherever_that_was(
    rich: list[int], bureau: Agency, school: Agency
) -> None:
    assert PUBLISHED.count(rich, 2012) == {
        (bureau.pk, "website", "total"): 8,
        (bureau.pk, "wechat", "total"): 300,
        (bureau.pk, "boards", "total"): 40,
        (bureau.pk, "total", "total"): 348,
        (school.pk, "website", "total"): 2,
        (school.pk, "wechat", "total"): 7,
        (school.pk, "total", "total"): 9,
    }
    assert PUBLISHED.count([school.pk], 2013) == {
        (school.pk, "gazette", "total"): 5,
        (school.pk, "total", "total"): 5,
    }
    assert PUBLISHED.count([bureau.pk], 2014) == {}


def test_documents_are_counted_as_made_repealed_and_in_force(
    rich: list[int], bureau: Agency, school: Agency
) -> None:
    assert NORMATIVE.count(rich, 2012) == {
        (bureau.pk, "normative_document", "made"): 6,
        (bureau.pk, "normative_document", "repealed"): 1,
        # one, three, five and six: not the repealed, the ended, or the one that begins in 2013
        (bureau.pk, "normative_document", "in_force"): 4,
        (school.pk, "rule", "made"): 1,
        (school.pk, "rule", "in_force"): 1,
    }
    later = NORMATIVE.count([bureau.pk], 2013)
    assert later[(bureau.pk, "normative_document", "repealed")] == 1
    assert later[(bureau.pk, "normative_document", "in_force")] == 3  # one, six, seven


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.code)
@pytest.mark.parametrize("year", [2011, 2012, 2013, 2026])
def test_every_figure_opens_into_rows_that_add_up_to_it(family: Family, year: int, rich: list[int]) -> None:
    counted = family.count(rich, year)
    for row in family.rows:
        for column in family.columns:
            records = family.records(rich, year, row.code, column.code)
            amounts = (
                sum(records.values_list(family.amount_of, flat=True)) if family.amount_of else records.count()
            )
            assert amounts == sum(counted.get((agency, row.code, column.code), 0) for agency in rich)


def test_a_total_opens_into_items_and_typed_figures_alike(rich: list[int], bureau: Agency) -> None:
    lines = PUBLISHED.records([bureau.pk], 2012, "total", "total")
    assert lines.count() == 10
    assert lines.filter(item__isnull=False).count() == 8
    assert sorted(str(line) for line in lines.filter(tally__isnull=False)) == ["台账", "台账"]


def test_a_draft_and_another_agency_count_nowhere(draft: Draft, bureau: Agency, school: Agency) -> None:
    draft(genre="normative_document")
    assert PUBLISHED.count([bureau.pk, school.pk], 2026) == {}
    assert NORMATIVE.count([bureau.pk, school.pk], 2026) == {}


def test_a_year_and_its_months_are_not_both_filled_in(bureau: Agency) -> None:
    facts = {"actor": IMPORT, "agency": bureau, "year": 2026, "channel": "weibo", "source": "后台"}
    operations.record_tally(**facts, count=10)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="重复计数"):
        operations.record_tally(**facts, month=1, count=1)  # type: ignore[arg-type]
    corrected = operations.record_tally(**facts, count=12)  # type: ignore[arg-type]
    assert corrected.count == 12
    assert list(corrected.events.order_by("pgh_id").values_list("count", flat=True)) == [10, 12]


def test_an_impossible_tally_is_refused_in_words(bureau: Agency) -> None:
    facts = {"actor": IMPORT, "agency": bureau, "year": 2026, "count": 1, "source": "后台"}
    with pytest.raises(Refused) as refused:
        operations.record_tally(**facts, channel="weibo", month=13)  # type: ignore[arg-type]
    assert refused.value.refusal.field == "month"
    with pytest.raises(Refused):
        operations.record_tally(**facts, channel="website")  # type: ignore[arg-type]


def test_tallies_are_filled_in_by_those_who_may(bureau: Agency, school: Agency, actor: Actor) -> None:
    with pytest.raises(Refused, match="权限"):
        operations.record_tally(
            actor=actor, agency=school, year=2026, channel="weibo", count=1, source="后台"
        )
