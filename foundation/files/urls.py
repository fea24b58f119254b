"""Addresses of stored files."""

from django.urls import path

from foundation.files import views

app_name = "files"
urlpatterns = [path("files/<uuid:file_id>/", views.gate, name="gate")]
