"""Puts our workbench in the place of Django's default admin site."""

from django.contrib.admin.apps import AdminConfig


class WorkbenchConfig(AdminConfig):
    default_site = "portal.admin_site.GongkaiAdminSite"
