"""Every figure opens into its records, and the columns of the report add up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foundation.agencies.models import Agency
from foundation.contracts import Family
from foundation.ledger.acts import Actor
from requests_app import statistics
from requests_app.facts import ClosedFacts, PartAnswer
from requests_app.models import InformationRequest
from requests_app.operations import disputes, intake, letters, mending
from requests_app.operations.importing import import_closed
from requests_app.reply_types import REPLY_TYPES
from tests.requests_app.conftest import IMPORT, applicant, filing

KINDS = ("natural", "enterprise", "research", "charity", "legal", "other")


def closed(
    agency: Agency, received: date, served: date, *types: str, kind: str = "natural", **changes: Any
) -> InformationRequest:
    facts = ClosedFacts(
        received_on=received,
        answers=tuple(PartAnswer(place, code) for place, code in enumerate(types or ("A2",), start=1)),
        signed_on=served,
        signer_name="演示负责人",
        served_on=served,
    )
    parts = tuple(filing(agency).parts[0] for _ in facts.answers)
    paper = filing(agency, applicant=applicant(kind=kind), parts=parts, **{"channel": "post", **changes})
    return import_closed(paper, facts, actor=IMPORT)


@pytest.fixture
def years(district: Agency, office: Agency, by_clerk: Actor) -> list[int]:
    """Every reply type, every kind, December into January, an open one, a void one, another agency."""
    for place, code in enumerate(REPLY_TYPES):
        closed(district, date(2025, 3, 3), date(2025, 3, 20), code, kind=KINDS[place % 6], channel="counter")
    closed(district, date(2024, 12, 20), date(2025, 1, 6), "A2", "C4")
    closed(district, date(2025, 12, 22), date(2026, 1, 9), kind="legal")
    closed(district, date(2025, 6, 2), date(2025, 8, 1), kind="enterprise", channel="fax")
    closed(office, date(2025, 5, 6), date(2025, 5, 8))
    intake.file(filing(district), actor=IMPORT)
    void = intake.file(filing(district), actor=IMPORT).request
    mending.void(void.pk, actor=by_clerk, seen=None, effective_on=date(2026, 9, 18), reason="重复登记")
    intake.file(filing(district), actor=IMPORT, confirm=False)
    return [2023, 2024, 2025, 2026]


@pytest.fixture
def letters_and_disputes(district: Agency) -> None:
    def letter(received: date, due: date | None, answered: date | None) -> None:
        made = letters.register_letter(
            actor=IMPORT,
            respondent=district,
            counterpart="枣庄市人民政府办公室",
            subject="协助核实情况",
            received_on=received,
            due_on=due,
        )
        if answered:
            letters.answer_letter(made.pk, actor=IMPORT, effective_on=answered)

    letter(date(2025, 2, 3), date(2025, 2, 17), date(2025, 2, 10))
    letter(date(2025, 2, 3), date(2025, 2, 17), date(2025, 2, 20))
    letter(date(2025, 2, 3), None, date(2025, 9, 1))
    letter(date(2025, 12, 30), date(2026, 1, 9), None)
    for kind, filed, result, concluded in (
        ("review", date(2025, 3, 1), "upheld", date(2025, 4, 1)),
        ("review", date(2025, 12, 1), "corrected", date(2026, 1, 20)),
        ("direct_suit", date(2024, 11, 1), "other", date(2025, 1, 5)),
        ("suit_after_review", date(2026, 2, 1), "", None),
    ):
        case = disputes.open_dispute(
            actor=IMPORT, respondent=district, kind=kind, organ="枣庄市人民政府", filed_on=filed
        )
        if concluded:
            disputes.conclude_dispute(case.pk, actor=IMPORT, result=result, concluded_on=concluded)


@pytest.mark.parametrize("family", statistics.FAMILIES, ids=lambda family: family.code)
def test_every_cell_opens_into_exactly_its_records(
    family: Family, years: list[int], letters_and_disputes: None
) -> None:
    ids = list(Agency.objects.values_list("pk", flat=True))
    seen = 0
    for year in years:
        counted = family.count(ids, year)
        for row in family.rows:
            for column in family.columns:
                for agency in ids:
                    found = family.records([agency], year, row.code, column.code).count()
                    assert found == counted.get((agency, row.code, column.code), 0)
                    seen += found
    assert seen


def test_new_and_carried_in_are_answered_or_carried_out_in_every_column(
    district: Agency, office: Agency, years: list[int]
) -> None:
    ids = [district.pk, office.pk]
    for year in years:
        count = statistics.APPLICATIONS.count(ids, year)
        for agency in ids:
            for column in (*KINDS, "total"):
                cell = {
                    row.code: count.get((agency, row.code, column), 0) for row in statistics.APPLICATIONS.rows
                }
                results = [cell[row.code] for row in statistics.RESULT_ROWS]
                assert cell["new"] + cell["carry_in"] == cell["total"] + cell["carry_out"]
                assert cell["total"] == sum(results)
        totals = [sum(count.get((agency, "new", kind), 0) for kind in KINDS) for agency in ids]
        assert totals == [count.get((agency, "new", "total"), 0) for agency in ids]


def test_what_is_carried_out_is_carried_in_the_next_year(district: Agency, years: list[int]) -> None:
    for year in years[:-1]:
        out = statistics.APPLICATIONS.count([district.pk], year)
        into = statistics.APPLICATIONS.count([district.pk], year + 1)
        for column in (*KINDS, "total"):
            assert out.get((district.pk, "carry_out", column), 0) == into.get(
                (district.pk, "carry_in", column), 0
            )


def test_the_year_counted_by_hand(district: Agency, years: list[int], letters_and_disputes: None) -> None:
    def cell(family: Family, row: str, column: str = "total", year: int = 2025) -> float:
        return float(family.count([district.pk], year).get((district.pk, row, column), 0))

    applications = statistics.APPLICATIONS
    assert cell(applications, "new") == len(REPLY_TYPES) + 2
    assert (cell(applications, "carry_in"), cell(applications, "carry_out")) == (1, 1)
    assert cell(applications, "part") == 2, "B1, and the one with an open and a refused part"
    assert cell(applications, "u1") == 2, "D1a and D1b"
    assert cell(applications, "carry_out", "legal") == 1
    assert cell(statistics.TIMELINESS, "late") == 1
    assert cell(statistics.TIMELINESS, "in_time") == len(REPLY_TYPES) + 1
    assert cell(statistics.CHANNELS, "fax") == 1
    assert [cell(statistics.LETTERS, row) for row in ("received", "answered", "answered_in_time")] == [
        4,
        3,
        2,
    ]
    assert [cell(statistics.REMEDIES, "review", column) for column in ("upheld", "pending", "total")] == [
        1,
        1,
        2,
    ]
    assert cell(statistics.REMEDIES, "review", "corrected", 2026) == 1
    assert cell(statistics.REMEDIES, "direct_suit", "other") == 1


def test_a_notice_dated_31_december_and_posted_2_january_closes_in_the_new_year(district: Agency) -> None:
    facts = ClosedFacts(
        received_on=date(2024, 12, 16),
        answers=(PartAnswer(1, "A2"),),
        signed_on=date(2024, 12, 31),
        signer_name="演示负责人",
        served_on=date(2025, 1, 2),
    )
    import_closed(filing(district, channel="post"), facts, actor=IMPORT)
    old = statistics.APPLICATIONS.count([district.pk], 2024)
    new = statistics.APPLICATIONS.count([district.pk], 2025)
    key = district.pk
    assert (old[key, "new", "total"], old[key, "carry_out", "total"]) == (1, 1)
    assert (key, "open", "total") not in old
    assert (new[key, "carry_in", "total"], new[key, "open", "total"]) == (1, 1)


def test_the_families_count_in_one_query(
    district: Agency, years: list[int], django_assert_num_queries: Any
) -> None:
    for family in statistics.FAMILIES:
        with django_assert_num_queries(1):
            family.count([district.pk], 2025)
