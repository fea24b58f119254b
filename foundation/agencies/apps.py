"""App configuration."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "foundation.agencies"
    label = "agencies"
    verbose_name = "机构、角色和账号"
    default_auto_field = "django.db.models.BigAutoField"
