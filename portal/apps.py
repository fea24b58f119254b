"""App configuration: wires the rooms together once all of them are loaded."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foundation.contracts import compose
        from portal.composition import build

        compose(build())
