"""Production starts only with everything of its own: no built-in database, secret or key stands in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = {
    "SECRET_KEY": "k7!" * 20,
    "GONGKAI_KEYS": "one:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "ALLOWED_HOSTS": "gongkai.example.invalid",
    "DATABASE_URL": "postgres://serving@127.0.0.1:1/gongkai",
    "GONGKAI_SITE": '{"sponsor": "演示区人民政府"}',
}


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI", "DATABASE"))
    }
    load = "from django.conf import settings; print(settings.MODE, settings.DATABASES['default']['HOST'])"
    return subprocess.run(
        [sys.executable, "-c", load],
        cwd=ROOT,
        env={**plain, "DJANGO_SETTINGS_MODULE": "portal.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_it_starts_with_everything_of_its_own() -> None:
    started = start(**OWN)
    assert started.stdout.split() == ["production", "127.0.0.1"], started.stderr


@pytest.mark.parametrize("missing", ["DATABASE_URL", "SECRET_KEY", "GONGKAI_KEYS"])
def test_it_names_what_is_missing(missing: str) -> None:
    started = start(**{name: value for name, value in OWN.items() if name != missing})
    assert started.returncode != 0
    assert f"{missing}" in started.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECOND_FACTOR", "nobody", "must be one of everybody, writers"),
        ("PROXY_ADDRESSES", "10.0.0.5,proxy.example", "proxy.example"),
        ("SESSION_IDLE_MINUTES", "half an hour", "whole number"),
    ],
)
def test_nonsense_and_weaker_doors_are_refused(name: str, value: str, said: str) -> None:
    """Production cannot do without a second factor for those who change something."""
    assert said in start(**OWN, **{name: value}).stderr.splitlines()[-1]


def test_a_mode_nobody_knows_is_refused() -> None:
    started = start(**OWN, GONGKAI_MODE="staging")
    assert "must be production, demo or test" in started.stderr


def test_a_reading_of_the_clock_nobody_knows_is_refused_by_name() -> None:
    started = start(**OWN, GONGKAI_CLOCK="overlaps=sometimes")
    assert started.returncode != 0
    assert "GONGKAI_CLOCK: “sometimes”不是overlaps可以取的值" in started.stderr
    assert start(**OWN, GONGKAI_CLOCK="overlaps=added").returncode == 0
