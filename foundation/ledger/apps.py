"""App configuration."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "foundation.ledger"
    label = "ledger"
    verbose_name = "台账与编号"
    default_auto_field = "django.db.models.BigAutoField"
