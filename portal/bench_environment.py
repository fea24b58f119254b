"""What a measurement needs before Django may load: a PostgreSQL of its own, with everyday settings."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from portal.embedded_postgres import throwaway


@contextlib.contextmanager
def bench_environment(verb: str) -> Iterator[None]:
    """For `bench` without a DATABASE_URL; otherwise it changes nothing.

    Unlike the tests' cluster this one keeps what it has written: the figures are those of a real server.
    """
    if verb != "bench" or os.environ.get("DATABASE_URL"):
        yield
        return
    with throwaway(settings=()) as cluster:
        os.environ["DATABASE_URL"] = cluster.url("postgres")
        yield
