"""Addresses that are keys are written into no log line, whoever writes it and however it is set up."""

from __future__ import annotations

import logging
import re

KEYS = re.compile(r"(/staff/calendar/)[^\s\"'?]+")
"""The calendar feed: its address opens it without signing in."""

LOGGERS = ("django.request", "django.server", "gunicorn.access", "gunicorn.error")
"""Who names the address of a request: Django on every 4xx and 5xx, gunicorn's access log where it is on."""


class MaskKeys(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if KEYS.search(message):
            record.msg, record.args = KEYS.sub(r"\1…", message), ()
            record.__dict__.pop("request", None)  # a handler that mails errors would print its address
        return True


def install() -> None:
    """On the loggers themselves, so before any handler an operator adds."""
    mask = MaskKeys()
    for name in LOGGERS:
        logging.getLogger(name).addFilter(mask)
