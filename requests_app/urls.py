"""The public addresses of requests, below /requests/."""

from django.urls import path

from requests_app import views

app_name = "requests"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("new/", views.new, name="new"),
    path("receipt/", views.receipt, name="receipt"),
    path("track/", views.track, name="track"),
    path("track/leave/", views.leave, name="leave"),
]
