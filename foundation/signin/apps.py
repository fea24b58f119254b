"""App configuration."""

from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "foundation.signin"
    label = "signin"
    verbose_name = "登录安全"
    default_auto_field = "django.db.models.BigAutoField"
