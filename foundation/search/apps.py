"""App configuration."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "foundation.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"
