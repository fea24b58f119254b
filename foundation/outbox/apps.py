from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "foundation.outbox"
    label = "outbox"
    verbose_name = "提醒"
    default_auto_field = "django.db.models.BigAutoField"
