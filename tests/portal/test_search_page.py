"""The search page: filters in the address, honest counts, a way on when nothing is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from disclosure.operations.catalogue import load_catalogue
from foundation.search import store
from foundation.search.documents import SearchDocument
from foundation.search.results import Facet, Filters
from portal.search_links import Address, chosen_links, facet_boxes, read, sort_links
from tests.portal.agencies import an_agency


class TestAddress:
    def test_what_makes_no_sense_counts_as_not_given(self) -> None:
        address = read({"q": " 招生 ", "year": "20l2", "sort": "size", "page": "-3", "agency": "a\0b"})
        assert address == Address(query="招生", agency="ab")

    def test_full_width_digits_are_no_year(self) -> None:
        assert read({"year": "２０１２"}).year == ""

    def test_filters_are_what_the_search_takes(self) -> None:
        address = read({"agency": "shanting", "year": "2012", "kind": "k", "validity": "v", "category": "c"})
        assert address.filters == Filters("shanting", "c", "k", 2012, "v")
        assert address.is_filtered
        assert not read({"q": "招生"}).is_filtered

    def test_a_change_keeps_the_rest_and_returns_to_the_first_page(self) -> None:
        address = read({"q": "招生", "agency": "shanting", "page": "4"})
        assert address.changed(year="2012") == "?q=%E6%8B%9B%E7%94%9F&agency=shanting&year=2012"

    @given(st.dictionaries(st.sampled_from(["q", "year", "page", "sort", "agency"]), st.text()))
    def test_any_parameters_can_be_read_and_linked_again(self, parameters: dict[str, str]) -> None:
        address = read(parameters)
        assert address.page >= 0
        assert "\0" not in address.query
        assert address.changed().startswith("?")

    def test_the_order_in_force_is_marked(self) -> None:
        links = sort_links(read({"sort": "date"}))
        assert [link.wording for link in links if link.is_current] == ["按发布日期"]


class TestFacets:
    def test_years_come_newest_first_and_long_lists_are_folded(self) -> None:
        years = tuple(Facet(str(year), str(year), 1) for year in range(2008, 2020))
        (box,) = facet_boxes(Address(), {"year": years}, {})
        assert box.links[0].wording == "2019"
        assert len(box.links) == 8
        assert len(box.more) == 4

    def test_codes_are_shown_in_words(self) -> None:
        (box,) = facet_boxes(Address(), {"kind": (Facet("k", "k", 3),)}, {"kind": {"k": "年度报告"}})
        assert (box.links[0].wording, box.links[0].count) == ("年度报告", 3)

    def test_a_dimension_already_chosen_is_lifted_not_offered(self) -> None:
        address = Address(query="招生", agency="shanting")
        assert facet_boxes(address, {"agency": (Facet("shanting", "山亭区", 3),)}, {}) == []
        (link,) = chosen_links(address, {"agency": {"shanting": "山亭区"}})
        assert link.wording == "发布机构：山亭区"
        assert link.url == "?q=%E6%8B%9B%E7%94%9F"

    def test_values_without_a_name_are_left_out(self) -> None:
        assert facet_boxes(Address(), {"validity": (Facet("", "", 3),)}, {}) == []


def a_document(number: int, **facts: object) -> SearchDocument:
    values: dict[str, object] = {
        "title": f"义务教育招生公告（第{number}号）",
        "body": "按照划片招生、免试就近入学的原则进行。",
        "published_on": date(2026, 1, 1) + timedelta(days=number),
        "year": 2026,
        "agency_code": "shanting",
        "agency_name": "山亭区人民政府",
        "agency_codes": ("shanting",),
        **facts,
    }
    key = f"shanting-2026-{number:05d}"
    return SearchDocument(kind="disclosure.item", key=key, url=f"/disclosure/{key}/", **values)  # type: ignore[arg-type]


@pytest.mark.django_db
class TestPage:
    def test_it_marks_what_was_found_and_counts_it(self, client: Client) -> None:
        store.put_many([a_document(1), a_document(2, title="财政预算", body="一般公共预算")])
        page = client.get("/search/", {"q": "招生"}).content.decode()
        assert "<mark>招生</mark>" in page
        assert "<strong>1</strong>条" in page
        assert "财政预算" not in page

    def test_without_a_query_it_lists_everything_by_date(self, client: Client) -> None:
        store.put_many([a_document(1), a_document(2)])
        page = client.get("/search/").content.decode()
        assert "共有<strong>2</strong>条公开信息" in page
        assert page.index("第2号") < page.index("第1号")

    def test_filters_are_links_and_can_be_lifted(self, client: Client) -> None:
        store.put_many([a_document(1), a_document(2, year=2012)])
        assert "?q=%E6%8B%9B%E7%94%9F&amp;year=2012" in client.get("/search/?q=招生").content.decode()
        page = client.get("/search/?q=招生&year=2012").content.decode()
        assert "年度：2012" in page
        assert "<strong>1</strong>条" in page

    def test_codes_in_filters_are_shown_in_words(self, client: Client) -> None:
        load_catalogue()
        store.put_many([a_document(1, validity="in_force", category_codes=("key", "key-education"))])
        page = client.get("/search/?q=招生&category=key-education").content.decode()
        assert "类别：教育" in page
        assert "有效<span" in page
        assert "年度：2012" not in page

    def test_an_agency_in_a_filter_is_named_even_when_nothing_is_found(self, client: Client) -> None:
        an_agency(name="山亭区人民政府")
        page = client.get("/search/?q=招生&agency=shanting").content.decode()
        assert "发布机构：山亭区人民政府" in page

    def test_pages_follow_each_other_and_keep_the_query(self, client: Client) -> None:
        store.put_many([a_document(number) for number in range(1, 46)])
        page = client.get("/search/", {"q": "招生", "page": "2"}).content.decode()
        assert "第2页，共3页" in page
        assert "?q=%E6%8B%9B%E7%94%9F&amp;page=3" in page

    def test_an_empty_result_offers_to_file_a_request_with_the_words(self, client: Client) -> None:
        page = client.get("/search/", {"q": "水库移民"}).content.decode()
        assert "没有找到含“水库移民”的公开信息" in page
        assert "/requests/new/?wanted=%E6%B0%B4%E5%BA%93%E7%A7%BB%E6%B0%91" in page

    @pytest.mark.parametrize(
        "query", ["", "，。、", "%", "'\"<script>", "\0", "水", "2012", "😀", "〔2012〕5号", "招" * 5000]
    )
    def test_any_text_may_be_asked(self, client: Client, query: str) -> None:
        store.put(a_document(1))
        response = client.get("/search/", {"q": query})
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()

    @pytest.mark.parametrize("page", ["0", "99999", "x", "-1"])
    def test_any_page_may_be_asked(self, client: Client, page: str) -> None:
        store.put(a_document(1))
        assert client.get("/search/", {"page": page}).status_code == 200
