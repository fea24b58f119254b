"""The address of the calendar feed: it carries its own key, so it lies outside the pages one signs in for."""

from django.urls import path

from requests_app import feed_views

app_name = "feeds"
urlpatterns = [path("staff/calendar/<str:secret>.ics", feed_views.feed, name="calendar")]
