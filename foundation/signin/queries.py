"""Query sets of the sign-in, with methods named by what is meant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from foundation.signin.waits import FREE, MEMORY, MINUTES, wait_after


class LockQuerySet(models.QuerySet[Any]):
    def of(self, name: str, address: str | None) -> LockQuerySet:
        return self.filter(username=name, ip_address=address)

    def in_force(self, moment: datetime) -> LockQuerySet:
        """Those who still wait; each number of wrong tries has its own wait."""
        rising = range(FREE + 1, FREE + len(MINUTES))
        waiting = Q(
            failures_since_start__gte=FREE + len(MINUTES),
            attempt_time__gt=moment - wait_after(FREE + len(MINUTES)),
        )
        for failures in rising:
            waiting |= Q(failures_since_start=failures, attempt_time__gt=moment - wait_after(failures))
        return self.filter(waiting)

    def forgotten(self, moment: datetime) -> LockQuerySet:
        return self.filter(attempt_time__lte=moment - MEMORY)


class OpenSessionQuerySet(models.QuerySet[Any]):
    def in_force(self, moment: datetime, *, idle: timedelta, longest: timedelta) -> OpenSessionQuerySet:
        """Neither ended with the account's other sessions nor left alone for too long."""
        return self.filter(
            epoch=F("user__session_epoch"), seen_at__gt=moment - idle, started_at__gt=moment - longest
        )
