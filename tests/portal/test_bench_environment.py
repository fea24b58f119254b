"""What `manage.py bench` gets before Django loads: a PostgreSQL of its own, unless one is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from portal import bench_environment
from portal.bench_environment import bench_environment as environment


class NoCluster:
    def url(self, database: str) -> str:
        return f"postgres://somewhere/{database}"


def test_other_verbs_and_a_named_server_start_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**_named: Any) -> Any:
        raise AssertionError("started")

    monkeypatch.setattr(bench_environment, "throwaway", never)
    monkeypatch.setenv("DATABASE_URL", "postgres://named/there")
    with environment("bench"):
        assert os.environ["DATABASE_URL"] == "postgres://named/there"
    monkeypatch.delenv("DATABASE_URL")
    with environment("migrate"):
        assert "DATABASE_URL" not in os.environ


def test_a_measurement_gets_a_server_with_everyday_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, ...]] = []

    @contextmanager
    def throwaway(settings: tuple[str, ...]) -> Iterator[NoCluster]:
        started.append(settings)
        yield NoCluster()

    monkeypatch.setattr(bench_environment, "throwaway", throwaway)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with environment("bench"):
        assert os.environ["DATABASE_URL"] == "postgres://somewhere/postgres"
    assert started == [()]
