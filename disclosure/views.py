"""Public pages of proactive disclosure: lists, the catalogue, one item. Templates get records, never rows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure.catalogue_tree import Node, below, tree
from disclosure.choices import Stage
from disclosure.filters import ItemFilter
from disclosure.metadata import rows
from disclosure.models import Category, Item
from disclosure.public import ITEM, tombstone
from disclosure.queries import ItemQuerySet
from foundation.agencies.models import Agency

PAGE_SIZE = 20


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    return _list(request, ITEM.public())


@require_safe
def category(request: HttpRequest, code: str) -> HttpResponse:
    """One branch of the catalogue with everything below it; an empty one is not shown."""
    nodes = tree(Category.objects.with_public_counts())
    branch = next((node for node in nodes if node.code == code), None)
    if branch is None:
        raise Http404("没有这个类别，或者这个类别还没有公开的信息。")
    found: ItemQuerySet = ITEM.public()  # type: ignore[assignment]
    labels = {node.code: node.label for node in nodes}
    context = {
        "branch": branch,
        "trail": [(labels[parent], parent) for parent in branch.parents],
        "branches": below(nodes, code),
    }
    return _list(request, found.under(Category.objects.get(code=code).path), "category", context)


@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """What one agency has published; the page of a closed agency stays."""
    publisher = get_object_or_404(Agency, code=code)
    context = {"publisher": _Publisher(publisher)}
    return _list(request, ITEM.public().filter(agency=publisher), "agency", context)


class _Publisher:
    """An agency as the page of its items names it."""

    def __init__(self, agency: Agency) -> None:
        self.code, self.name, self.closed_on = agency.code, agency.name, agency.closed_on


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """政府信息公开目录: every branch that holds something, and every agency that has published."""
    nodes = tree(Category.objects.with_public_counts())
    published = Count("items", filter=Q(items__stage=Stage.PUBLISHED))
    agencies = Agency.objects.annotate(published=published).filter(published__gt=0)
    context = {"roots": _nested(nodes), "agencies": agencies.values("code", "name", "published")}
    return render(request, "disclosure/catalogue.html", context)


def _nested(nodes: list[Node], code: str = "") -> list[tuple[Node, list[Any]]]:
    """Branches with their branches, for lists within lists."""
    return [(node, _nested(nodes, node.code)) for node in below(nodes, code)]


@require_safe
def item(request: HttpRequest, number: str) -> HttpResponse:
    """One item; a withdrawn one says since when and why, a draft does not exist."""
    found = ITEM.public().filter(index_number=number).first()
    if found is None:
        return _withdrawn(request, number)
    record = ITEM.record(found)
    context = {"record": record, "values": record.values, "metadata": rows(record.values)}
    return render(request, "disclosure/item.html", context)


def _withdrawn(request: HttpRequest, number: str) -> HttpResponse:
    gone = Item.objects.withdrawn().select_related("agency").filter(index_number=number).first()
    if gone is None:
        raise Http404("没有这条信息。")
    return render(request, "disclosure/withdrawn.html", {"tombstone": tombstone(gone)}, status=410)


def _list(
    request: HttpRequest, found: Any, fixed: str = "", context: dict[str, Any] | None = None
) -> HttpResponse:
    filters = ItemFilter(request.GET, queryset=found, request=request, fixed=fixed)
    page = Paginator(filters.qs.newest_first(), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = [ITEM.record(one) for one in page.object_list]
    shown = {
        "form": filters.form,
        "page": page,
        "is_filtered": not filters.form.is_valid() or any(filters.form.cleaned_data.values()),
    }
    return render(request, "disclosure/list.html", {**shown, **(context or {})})
