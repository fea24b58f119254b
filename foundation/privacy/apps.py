"""App configuration."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class PrivacyConfig(AppConfig):
    name = "foundation.privacy"
    label = "privacy"
    verbose_name = "个人信息保护"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foundation.privacy.checks import check_master_keys

        register(check_master_keys, Tags.security)
