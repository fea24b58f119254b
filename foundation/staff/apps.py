"""App configuration."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "foundation.staff"
    label = "staff"
    verbose_name = "人员"
    default_auto_field = "django.db.models.BigAutoField"
