"""The search page's address: reading its parameters, and links that change one of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from foundation.search.results import Facet, Filters

DIMENSIONS = {"agency": "发布机构", "year": "年度", "kind": "信息种类", "validity": "有效性"}
SORTS = {"relevance": "按相关程度", "date": "按发布日期"}
LONGEST_QUERY = 200
SHOWN_AT_ONCE = 8


@dataclass(frozen=True)
class Link:
    wording: str
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class FacetBox:
    """One dimension one can filter by: the first links, and those folded away."""

    wording: str
    links: Sequence[Link]
    more: Sequence[Link]


@dataclass(frozen=True)
class Address:
    """What the page was asked for; everything is text that may be shown again in a link."""

    query: str = ""
    agency: str = ""
    year: str = ""
    kind: str = ""
    validity: str = ""
    category: str = ""
    sort: str = "relevance"
    page: int = 1

    @property
    def filters(self) -> Filters:
        return Filters(
            agency=self.agency,
            category=self.category,
            kind=self.kind,
            validity=self.validity,
            year=int(self.year) if self.year else None,
        )

    @property
    def is_filtered(self) -> bool:
        return self.filters != Filters()

    def changed(self, **changes: str) -> str:
        """The query string of this page with something changed, on its first page."""
        now = {
            "q": self.query,
            **{name: getattr(self, name) for name in (*DIMENSIONS, "category")},
            "sort": "" if self.sort == "relevance" else self.sort,
            **changes,
        }
        return "?" + urlencode({name: value for name, value in now.items() if value})


def read(parameters: Mapping[str, str]) -> Address:
    """The address in a query string; what makes no sense counts as not given."""
    year = parameters.get("year", "")
    page = parameters.get("page", "")
    sort = parameters.get("sort", "")
    return Address(
        query=_clean(parameters.get("q", ""))[:LONGEST_QUERY],
        agency=_clean(parameters.get("agency", "")),
        year=year if year.isascii() and year.isdigit() and len(year) == 4 else "",
        kind=_clean(parameters.get("kind", "")),
        validity=_clean(parameters.get("validity", "")),
        category=_clean(parameters.get("category", "")),
        sort=sort if sort in SORTS else "relevance",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _clean(text: str) -> str:
    """Without surrounding space; PostgreSQL knows no NUL."""
    return text.replace("\0", "").strip()


def sort_links(address: Address) -> list[Link]:
    return [
        Link(wording, address.changed(sort="" if code == "relevance" else code), code == address.sort)
        for code, wording in SORTS.items()
    ]


def facet_boxes(
    address: Address, facets: Mapping[str, Sequence[Facet]], words: Mapping[str, Mapping[str, str]]
) -> list[FacetBox]:
    """Dimensions not yet chosen that would still divide what was found; `words` translates codes."""
    boxes = []
    for dimension, wording in DIMENSIONS.items():
        values = [facet for facet in facets.get(dimension, ()) if facet.value]
        if getattr(address, dimension) or not values:
            continue
        if dimension == "year":
            values.sort(key=lambda facet: facet.value, reverse=True)
        known = words.get(dimension, {})
        links = [
            Link(
                known.get(facet.value, facet.label or facet.value),
                address.changed(**{dimension: facet.value}),
                count=facet.count,
            )
            for facet in values
        ]
        boxes.append(FacetBox(wording, links[:SHOWN_AT_ONCE], links[SHOWN_AT_ONCE:]))
    return boxes


def chosen_links(address: Address, words: Mapping[str, Mapping[str, str]]) -> list[Link]:
    """The filters in force, each as a link that lifts it."""
    names = {**DIMENSIONS, "category": "类别"}
    chosen = [(dimension, getattr(address, dimension)) for dimension in names]
    return [
        Link(
            f"{names[dimension]}：{words.get(dimension, {}).get(value, value)}",
            address.changed(**{dimension: ""}),
        )
        for dimension, value in chosen
        if value
    ]
