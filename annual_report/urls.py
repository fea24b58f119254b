"""Addresses under /reports/."""

from django.urls import path

from annual_report import views

app_name = "annual_report"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("<slug:agency>/<int:year>/", views.report, name="report"),
    path("<slug:agency>/<int:year>/<str:name>", views.report_file, name="file"),
]
