"""Addresses of the sign-in beside admin:login, admin:logout and admin:password_change; below /admin/."""

from django.contrib import admin
from django.urls import path
from django.views.decorators.cache import never_cache

from foundation.signin import account_views, entry_views

staff = admin.site.admin_view

app_name = "signin"
urlpatterns = [
    path("login/code/", entry_views.code, name="code"),
    path("login/password/", entry_views.new_password, name="new_password"),
    path("login/switch/", entry_views.switch, name="switch"),
    path("account/", staff(account_views.account), name="account"),
    path("account/app/", never_cache(account_views.enrol), name="enrol"),
    path("account/codes/", staff(account_views.recovery_codes), name="recovery_codes"),
    path("account/confirm/", staff(account_views.confirm), name="confirm"),
    path("account/here/", staff(account_views.here), name="here"),
    path("account/sessions/<int:pk>/end/", staff(account_views.end_session), name="end_session"),
    path("account/sessions/end-others/", staff(account_views.end_others), name="end_others"),
]
