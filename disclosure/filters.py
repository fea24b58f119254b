"""Filters of the public list; each is a parameter of the address and offers what would find something."""

from __future__ import annotations

from typing import Any

import django_filters

from disclosure.catalogue_tree import tree
from disclosure.choices import Genre, Validity
from disclosure.models import Category, Item
from disclosure.queries import ItemQuerySet
from foundation.agencies.models import Agency

INDENT = "　"


class OneOf(django_filters.ChoiceFilter):
    """A choice that says in words that there is no such one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        messages = {"invalid_choice": "没有“%(value)s”这一项，请重新选择。"}
        super().__init__(*args, error_messages=messages, **kwargs)


class ItemFilter(django_filters.FilterSet):
    """`fixed` names a filter the page itself has decided."""

    agency = OneOf(label="发布机构", field_name="agency__code", empty_label="全部机构")
    category = OneOf(label="类别", method="under", empty_label="全部类别")
    year = OneOf(label="公开年度", method="published_in", empty_label="全部年度")
    genre = OneOf(label="体裁", choices=Genre.choices, empty_label="全部体裁")
    validity = OneOf(label="有效性", choices=Validity.choices, empty_label="不限")

    class Meta:
        model = Item
        fields: list[str] = []

    def __init__(self, *args: Any, fixed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters.pop(fixed, None)
        offered = {"agency": agency_choices, "category": category_choices, "year": year_choices}
        for name in offered.keys() & self.filters.keys():
            self.filters[name].extra["choices"] = offered[name]

    def under(self, items: ItemQuerySet, name: str, code: str) -> ItemQuerySet:
        return items.under(Category.objects.get(code=code).path)

    def published_in(self, items: ItemQuerySet, name: str, year: str) -> ItemQuerySet:
        return items.public_in(int(year))


def agency_choices() -> list[tuple[str, str]]:
    """Agencies that have published something, closed ones too."""
    publishing = Item.objects.public().order_by().values("agency")
    return list(Agency.objects.filter(pk__in=publishing).values_list("code", "name"))


def category_choices() -> list[tuple[str, str]]:
    nodes = tree(Category.objects.with_public_counts())
    return [(node.code, f"{INDENT * node.depth}{node.label}") for node in nodes]


def year_choices() -> list[tuple[str, str]]:
    years = Item.objects.public().order_by().dates("public_since", "year", order="DESC")
    return [(str(day.year), f"{day.year}年") for day in years]
