"""How long a failed delivery waits, and when it is given up."""

from datetime import timedelta

from foundation.outbox.backoff import WAITS, wait_after


def test_it_waits_longer_each_time_and_then_gives_up() -> None:
    waits = [wait_after(attempts) for attempts in range(1, len(WAITS) + 2)]
    assert waits == [*WAITS, None]
    assert list(WAITS) == sorted(WAITS)
    assert wait_after(1) == timedelta(minutes=5)
