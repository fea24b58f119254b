"""The arithmetic of who is there."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.staff.cover import Away, Cause, Gap, Hold, first_gap

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 9, day) for day in (14, 15, 16))
DAYS = (MONDAY, TUESDAY, WEDNESDAY)
FOR_EVER = Hold(1, date(2020, 1, 1), None)


@pytest.mark.parametrize(
    ("holds", "aways", "gap"),
    [
        ([], [], Gap(MONDAY, Cause.VACANT)),
        ([FOR_EVER], [], None),
        ([Hold(1, MONDAY, MONDAY)], [], Gap(TUESDAY, Cause.ENDS)),
        ([Hold(1, TUESDAY, None)], [], Gap(MONDAY, Cause.VACANT)),
        ([Hold(1, MONDAY, MONDAY), Hold(2, TUESDAY, None)], [], None),
        ([FOR_EVER], [Away(1, TUESDAY, WEDNESDAY)], Gap(TUESDAY, Cause.AWAY)),
        ([FOR_EVER], [Away(2, MONDAY, WEDNESDAY)], None),
        ([FOR_EVER, Hold(2, MONDAY, None)], [Away(1, MONDAY, WEDNESDAY)], None),
        (
            [FOR_EVER, Hold(2, MONDAY, TUESDAY)],
            [Away(1, MONDAY, WEDNESDAY)],
            Gap(WEDNESDAY, Cause.AWAY),
        ),
        ([FOR_EVER], [Away(1, date(2026, 9, 1), date(2026, 9, 13))], None),
    ],
)
def test_the_first_day_on_which_nobody_is_there(
    holds: list[Hold], aways: list[Away], gap: Gap | None
) -> None:
    assert first_gap(holds, aways, DAYS) == gap
