"""App configuration: wires the rooms together once all of them are loaded, and keeps keys out of logs."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foundation.contracts import compose
        from portal import log_masks
        from portal.composition import build

        compose(build())
        log_masks.install()
