"""The portal's own pages: home, search, guide, help, about, health."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from disclosure.choices import Validity
from disclosure.models import Category
from foundation.agencies.models import Agency
from foundation.contracts import composed
from foundation.search.find import find
from foundation.search.models import SearchRow
from foundation.search.results import Results
from foundation.workdays.present import today
from portal import search_links
from portal.context_processors import LARGE_TEXT_COOKIE

NEWEST = 8
KEY_FIELDS = "key"
ONE_YEAR = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    newest = SearchRow.objects.order_by("-published_on", "-id").values(
        "url", "title", "agency_name", "published_on"
    )
    agencies = Agency.objects.alive_on(today()).order_by("position", "code")
    context = {"newest": newest[:NEWEST], "agencies": agencies, "fields": _key_fields()}
    return render(request, "portal/home.html", context)


def _key_fields() -> QuerySet[Category]:
    """重点领域 that have something to show; empty columns are not offered (国办秘函〔2019〕19号)."""
    fields = Category.objects.in_use().filter(parent__code=KEY_FIELDS)
    return fields.with_public_counts().filter(own__gt=0).order_by("position", "code")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    address = search_links.read(request.GET)
    results = find(address.query, filters=address.filters, sort=address.sort, page=address.page)
    words = _words(results, address)
    context = {
        "address": address,
        "results": results,
        "page": _page(results),
        "facets": search_links.facet_boxes(address, results.facets, words),
        "chosen": search_links.chosen_links(address, words),
        "sorts": search_links.sort_links(address),
        "without_filters": "?" + urlencode({"q": address.query}),
        "request_url": f"{reverse('requests:new')}?{urlencode({'wanted': address.query})}",
    }
    return render(request, "portal/search.html", context)


def _page(results: Results) -> Page[Any]:
    return Paginator(range(results.pages), 1).page(results.page)


def _words(results: Results, address: search_links.Address) -> Mapping[str, Mapping[str, str]]:
    """What codes in filters mean, for the reader."""
    agencies = {facet.value: facet.label for facet in results.facets.get("agency", ()) if facet.label}
    if address.agency:
        agencies |= dict(Agency.objects.filter(code=address.agency).values_list("code", "name"))
    categories = (
        Category.objects.filter(code=address.category) if address.category else Category.objects.none()
    )
    return {
        "agency": agencies,
        "kind": {kind.code: kind.wording for kind in composed().kinds},
        "validity": dict(Validity.choices),
        "category": dict(categories.values_list("code", "label")),
    }


@require_safe
def guide(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """政府信息公开指南 of one agency (条例第12条); without a code, of the first one."""
    agencies = list(Agency.objects.alive_on(today()).order_by("position", "code"))
    agency = next((one for one in agencies if code in (None, one.code)), None)
    if code is not None and agency is None:
        raise Http404("没有这个机构，或者它已经撤并。")
    return render(request, "portal/guide.html", {"agency": agency, "agencies": agencies})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")


@require_GET
@never_cache
def large_text(request: HttpRequest) -> HttpResponse:
    """Switch the 长者版 on or off and go back; only a preference, so a plain link may do it."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    if request.GET.get("turn") == "off":
        response.delete_cookie(LARGE_TEXT_COOKIE, samesite="Lax")
    else:
        secure = request.is_secure()
        response.set_cookie(LARGE_TEXT_COOKIE, "on", ONE_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process can reach its database, for the machine that watches it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
