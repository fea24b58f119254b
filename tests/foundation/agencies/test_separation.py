"""三员分立: which groups of capabilities one person does not hold at once."""

from __future__ import annotations

from itertools import combinations

import pytest

from foundation.agencies.separation import APART, WORDING, kept_apart
from foundation.contracts import AUDIT, CASES, SECURITY, SYSTEM, composed

GROUPS = (SYSTEM, SECURITY, AUDIT, CASES)


def test_every_two_groups_are_kept_apart_with_a_reason() -> None:
    assert {frozenset((pair.one, pair.other)) for pair in APART} == {
        frozenset(pair) for pair in combinations(GROUPS, 2)
    }
    assert all(pair.why and pair.wording for pair in APART)
    assert set(WORDING) == set(GROUPS)


@pytest.mark.parametrize(("one", "other"), list(combinations(GROUPS, 2)))
def test_it_does_not_matter_which_comes_first(one: str, other: str) -> None:
    pair = kept_apart([one], [other])
    assert pair is not None and pair == kept_apart([other], [one]) == kept_apart([one, other], [one, other])


def test_one_group_goes_with_itself_and_with_reading() -> None:
    assert all(kept_apart([group], [group]) is None for group in GROUPS)
    assert kept_apart([], GROUPS) is None


def test_every_capability_that_changes_something_belongs_to_a_group() -> None:
    """Beside reading, only noting absences being told of gaps and of late units go with everything."""
    free = {one.code for one in composed().capabilities if not one.group}
    others = {code for code in free if not code.endswith(".read")}
    assert others == {"staff.watch", "staff.absence", "requests.supervise", "outbox.call", "outbox.watch"}
    assert {one.group for one in composed().capabilities} <= {"", *GROUPS}


def test_what_is_needed_everywhere_is_work_on_cases() -> None:
    assert composed().needed and {one.group for one in composed().needed} == {CASES}
