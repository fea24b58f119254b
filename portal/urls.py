"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

from portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("guide/", views.guide, name="guide"),
    path("guide/<slug:code>/", views.guide, name="guide-of"),
    path("help/", views.help_page, name="help"),
    path("about/", views.about, name="about"),
    path("large-text/", views.large_text, name="large-text"),
    path("healthz", views.healthz, name="healthz"),
    path("disclosure/", include("disclosure.urls")),
    path("requests/", include("requests_app.urls")),
    path("reports/", include("annual_report.urls")),
    path("", include("foundation.files.urls")),
    path("", include("requests_app.feed_urls")),
    path("admin/", include("foundation.signin.urls")),
    path("admin/", admin.site.urls),
]
