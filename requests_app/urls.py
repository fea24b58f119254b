"""The public addresses of requests, below /requests/."""

from django.urls import path

from requests_app import deadline_views, holder_views, views

app_name = "requests"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("new/", views.new, name="new"),
    path("receipt/", views.receipt, name="receipt"),
    path("deadline/", deadline_views.deadline, name="deadline"),
    path("track/", views.track, name="track"),
    path("track/leave/", views.leave, name="leave"),
    path("track/withdraw/", holder_views.withdraw, name="withdraw"),
    path("track/suggest/", holder_views.suggest, name="suggest"),
]
