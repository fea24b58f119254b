"""Production starts only with everything of its own: no built-in database, secret or key stands in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN = {
    "SECRET_KEY": "k7!x-9Qm#" * 8,
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


@pytest.mark.parametrize(
    "host", ["*", ".gov.cn", "https://www.example.gov.cn", "www.example.gov.cn:443", "a b"]
)
def test_a_host_that_is_no_name_is_refused(host: str) -> None:
    started = start(**{**OWN, "ALLOWED_HOSTS": f"gongkai.example.invalid,{host}"})
    assert started.returncode != 0
    assert (
        f"ALLOWED_HOSTS must list host names without scheme, port or wildcard, not '{host}'" in started.stderr
    )


def test_production_does_not_pretend_another_day() -> None:
    started = start(**OWN, GONGKAI_AS_OF="2026-01-01")
    assert "the ledger records real days" in started.stderr.splitlines()[-1]


def test_mails_to_nobody_are_refused() -> None:
    started = start(**OWN, ADMINS="the administrator")
    assert "ADMINS must list mail addresses" in started.stderr.splitlines()[-1]


# --- the example environment ----------------------------------------------------------------------------


def example(tmp_path: Path) -> dict[str, str]:
    """docs/production.env as an operator uses it, with secrets in files of their own."""
    lines = (ROOT / "docs/production.env").read_text(encoding="utf-8").splitlines()
    found = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    for name, content in (("secret_key", OWN["SECRET_KEY"]), ("keys", OWN["GONGKAI_KEYS"])):
        (tmp_path / name).write_text(content, encoding="ascii")
    (tmp_path / "database_url").write_text(OWN["DATABASE_URL"], encoding="ascii")
    return {name: value.replace("/etc/gongkai", str(tmp_path)) for name, value in found.items()}


def check(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI", "DATABASE"))
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**plain, **environment}, capture_output=True, text=True, timeout=60
    )


def test_the_example_environment_has_nothing_to_complain_about(tmp_path: Path) -> None:
    checked = check(example(tmp_path))
    assert checked.returncode == 0, checked.stderr
    assert "no issues (1 silenced)" in checked.stdout


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("ALLOWED_HOSTS", None, "portal.E001"),
        ("BEHIND_PROXY", None, "portal.W001"),
        ("HOST", "0.0.0.0", "portal.W002"),
        ("CSRF_TRUSTED_ORIGINS", "https://*.gov.cn", "portal.W003"),
        ("CSRF_TRUSTED_ORIGINS", "http://www.example.gov.cn", "portal.W003"),
        ("ADMINS", None, "portal.W004"),
        ("GONGKAI_SITE", '{"owner": "某某区人民政府"}', "portal.W005"),
        ("GONGKAI_KEYS_FILE", None, "GONGKAI_KEYS (or GONGKAI_KEYS_FILE) must be set"),
        ("SECURE_HSTS_SECONDS", "0", "security.W004"),
        ("SECURE_SSL_REDIRECT", "0", "security.W008"),
    ],
)
def test_what_an_operator_gets_wrong_is_named(
    tmp_path: Path, name: str, value: str | None, code: str
) -> None:
    environment = example(tmp_path)
    environment.pop(name, None)
    checked = check({**environment, **({name: value} if value else {})})
    assert checked.returncode != 0
    assert code in checked.stderr
    assert checked.stderr.count("portal.") <= 1, "one mistake, one complaint"


def test_the_example_is_complete(tmp_path: Path) -> None:
    """Every variable the settings read without a default stands in it."""
    assert start(**example(tmp_path)).returncode == 0


def test_a_mode_nobody_knows_is_refused() -> None:
    started = start(**OWN, GONGKAI_MODE="staging")
    assert "must be production, demo or test" in started.stderr


def test_a_reading_of_the_clock_nobody_knows_is_refused_by_name() -> None:
    started = start(**OWN, GONGKAI_CLOCK="overlaps=sometimes")
    assert started.returncode != 0
    assert "GONGKAI_CLOCK: “sometimes”不是overlaps可以取的值" in started.stderr
    assert start(**OWN, GONGKAI_CLOCK="overlaps=added").returncode == 0
