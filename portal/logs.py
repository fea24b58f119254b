"""What goes into logs and error mails: where something broke and how, never with which values.

The message of an exception often quotes what people typed ("Failing row contains …"), and so do local
variables, form fields and query strings. A line says: the kind of exception, the database's code, table
and constraint, and the places in the code. That finds the fault; the rest would be personal data.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUERY = re.compile(r"\?[^\s'\"]+")
DATABASE_FACTS = ("table_name", "column_name", "constraint_name")
MOST_PLACES = 40

# Their messages quote the code and the settings, never what people typed.
SPEAKING = (
    "django.core.exceptions.ImproperlyConfigured",
    "django.core.exceptions.FieldError",
    "django.template.exceptions.TemplateDoesNotExist",
    "django.template.exceptions.TemplateSyntaxError",
    "AttributeError",
    "ImportError",
    "ModuleNotFoundError",
    "NameError",
)


def broken(error: BaseException) -> dict[str, Any]:
    """An exception and what it came from, told without values."""
    facts: dict[str, Any] = {"type": _name(error)}
    if facts["type"] in SPEAKING:
        facts["message"] = str(error)
    facts.update(_of_the_database(error))
    facts["places"] = list(_places(error.__traceback__))[-MOST_PLACES:]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return facts if before is None else {**facts, "after": broken(before)}


def _name(error: BaseException) -> str:
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{module}{kind.__qualname__}"


def _of_the_database(error: BaseException) -> dict[str, str]:
    """SQLSTATE, table, column and constraint of a psycopg2 error; its message and DETAIL quote the row."""
    state, told = getattr(error, "pgcode", None), getattr(error, "diag", None)
    if not state:
        return {}
    found = {name: getattr(told, name, None) for name in DATABASE_FACTS}
    return {"sqlstate": state, **{name: value for name, value in found.items() if value}}


def _places(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(trace):
        yield f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"


def _short(path: str) -> str:
    """Without the folders of this machine."""
    if path.startswith(f"{ROOT}/") and "site-packages" not in path:
        return path.removeprefix(f"{ROOT}/")
    return path.rpartition("site-packages/")[2] if "site-packages/" in path else Path(path).name


class JsonLines(logging.Formatter):
    """One line of JSON for each record: a trace stays with its message, whoever collects the lines."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.facts(record), ensure_ascii=False)

    def facts(self, record: logging.LogRecord) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            # A path tells which page it was; a query string may hold what somebody searched for.
            "message": QUERY.sub("?…", record.getMessage()),
        }
        if record.exc_info and record.exc_info[1] is not None:
            facts["error"] = broken(record.exc_info[1])
        return facts


class MailAdmins(logging.Handler):
    """The same line to the ADMINS by mail, laid out for reading. Django's own would quote the request."""

    def emit(self, record: logging.LogRecord) -> None:
        from django.core.mail import mail_admins

        facts = JsonLines().facts(record)
        kind = facts.get("error", {}).get("type", record.name)
        mail_admins(
            f"{record.levelname} {kind}", json.dumps(facts, ensure_ascii=False, indent=1), fail_silently=True
        )


def say_bare(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """In place of Python's own last words of a command that breaks."""
    sys.stderr.write(json.dumps({"error": broken(error)}, ensure_ascii=False, indent=1) + "\n")


def configuration(*, level: str = "WARNING") -> dict[str, Any]:
    """For settings.LOGGING: everything to stderr, which the operator's service manager collects."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "portal.logs.JsonLines"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "lines"},
            "admins": {"class": "portal.logs.MailAdmins", "level": "ERROR"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr", "admins"], "level": level, "propagate": False},
            # Statements hold what people typed; nobody switches this on by mistake.
            "django.db.backends": {"level": "WARNING"},
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
        },
    }


GUNICORN: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "portal.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "WARNING", "propagate": False},
    },
}
