"""Public addresses of proactive disclosure; they are permanent."""

from django.urls import path, register_converter

from disclosure import views


class IndexNumber:
    """索引号 as it stands in an address."""

    regex = r"[a-z][a-z0-9]{1,31}-[0-9]{4}-[0-9]{5,7}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(IndexNumber, "index_number")

app_name = "disclosure"
urlpatterns = [
    path("", views.items, name="list"),
    path("catalogue/", views.catalogue, name="catalogue"),
    path("category/<slug:code>/", views.category, name="category"),
    path("agency/<slug:code>/", views.agency, name="agency"),
    path("<index_number:number>/", views.item, name="item"),
]
