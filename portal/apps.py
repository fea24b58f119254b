"""App configuration: wires the rooms together once all of them are loaded, and keeps keys out of logs."""

import sys

from django.apps import AppConfig
from django.conf import settings


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foundation.contracts import compose
        from portal import checks, log_masks, logs
        from portal.composition import build

        compose(build())
        log_masks.install()
        checks.register_all()
        if settings.MODE == "production":
            sys.excepthook = logs.say_bare  # of commands; their output is mailed and kept as well
