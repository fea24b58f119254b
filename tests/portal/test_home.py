"""Home, guide, help, about, error pages and what frames every page."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from disclosure.choices import Genre, Stage
from disclosure.models import Category, Item
from disclosure.operations.catalogue import load_catalogue
from foundation.search import store
from foundation.search.documents import SearchDocument
from portal.context_processors import sections
from portal.site import DEMO_SITE, Site, parse
from tests.portal.agencies import an_agency

TOKENS = settings.BASE_DIR / "static/css/tokens.css"


def published(key: str, title: str, on: date) -> SearchDocument:
    return SearchDocument(
        kind="disclosure.item",
        key=key,
        url=f"/disclosure/{key}/",
        title=title,
        published_on=on,
        year=on.year,
        agency_code="shanting",
        agency_name="山亭区人民政府",
    )


@pytest.mark.django_db
class TestHome:
    def test_it_lists_the_newest_published_records_first(self, client: Client) -> None:
        store.put_many(
            [
                published("shanting-2026-00001", "较早的通知", date(2026, 3, 1)),
                published("shanting-2026-00002", "较新的通知", date(2026, 11, 5)),
            ]
        )
        page = client.get("/").content.decode()
        assert page.index("较新的通知") < page.index("较早的通知")
        assert "2026年11月5日" in page

    def test_it_says_so_when_nothing_is_published_yet(self, client: Client) -> None:
        assert "目前还没有已公开的内容" in client.get("/").content.decode()

    def test_it_lists_only_agencies_that_exist_today(self, client: Client) -> None:
        an_agency()
        an_agency("old", "已撤并的局", closed_on=date(2019, 1, 31))
        page = client.get("/").content.decode()
        assert "山亭区人民政府</a>" in page
        assert "已撤并的局" not in page

    def test_it_carries_the_meta_tags_a_government_site_must_have(self, client: Client) -> None:
        page = client.get("/").content.decode()
        for name in ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType"):
            assert re.search(rf'<meta name="{name}" content="[^"]+">', page), name

    def test_it_needs_nothing_inline(self, client: Client) -> None:
        page = client.get("/").content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)", page)

    def test_titles_are_escaped(self, client: Client) -> None:
        store.put(published("shanting-2026-00003", "<script>alert(1)</script>", date(2026, 1, 1)))
        assert "<script>alert" not in client.get("/").content.decode()


@pytest.mark.django_db
class TestKeyFields:
    def test_a_column_without_content_is_not_offered(self, client: Client) -> None:
        load_catalogue()
        assert "重点领域" not in client.get("/").content.decode()

    def test_a_column_with_content_leads_to_it(self, client: Client) -> None:
        load_catalogue()
        Item.objects.create(
            index_number="shanting-2026-00001",
            agency=an_agency(),
            title="招生公告",
            category=Category.objects.get(code="key-education"),
            genre=Genre.ANNOUNCEMENT,
            stage=Stage.PUBLISHED,
            formed_on=date(2026, 3, 1),
            published_on=date(2026, 3, 2),
        )
        page = client.get("/").content.decode()
        assert '<a href="/disclosure/category/key-education/">教育</a>' in page
        assert "医疗卫生" not in page


@pytest.mark.django_db
class TestGuide:
    def test_it_gives_the_contact_the_law_demands(self, client: Client) -> None:
        an_agency(address="府前路1号", office_hours="工作日 8:30—17:30", fax="0632-1", email="a@b.example")
        page = client.get("/guide/shanting/").content.decode()
        for fact in ("府前路1号", "工作日 8:30—17:30", "0632-0000000", "0632-1", "a@b.example"):
            assert fact in page

    def test_it_stands_without_any_agency(self, client: Client) -> None:
        assert client.get("/guide/").status_code == 200

    def test_an_unknown_agency_is_not_found(self, client: Client) -> None:
        an_agency()
        assert client.get("/guide/nobody/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/help/", "/about/"])
def test_help_and_about_are_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.django_db
class TestLargeText:
    def test_a_plain_link_turns_it_on_and_goes_back(self, client: Client) -> None:
        response = client.get("/large-text/?turn=on&next=/help/")
        assert response["Location"] == "/help/"
        assert '<html lang="zh-CN" class="large-text">' in client.get("/help/").content.decode()

    def test_it_can_be_turned_off_again(self, client: Client) -> None:
        client.get("/large-text/?turn=on")
        client.get("/large-text/?turn=off")
        assert 'class="large-text"' not in client.get("/help/").content.decode()

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
    def test_it_never_leads_to_another_site(self, client: Client, target: str) -> None:
        assert client.get("/large-text/", {"next": target})["Location"] == "/"


class TestErrorPages:
    @pytest.mark.django_db
    def test_a_missing_page_offers_a_search(self, client: Client) -> None:
        response = client.get("/nowhere/")
        assert response.status_code == 404
        assert 'action="/search/"' in response.content.decode()

    @pytest.mark.parametrize("name", ["500.html", "400.html"])
    def test_pages_for_broken_days_need_no_database_and_no_request(self, name: str) -> None:
        assert "回到首页" in render_to_string(name)

    @pytest.mark.parametrize("name", ["403.html", "403_csrf.html"])
    def test_a_refusal_says_what_to_do(self, name: str) -> None:
        assert "<li>" in render_to_string(name, request=RequestFactory().get("/"))


class TestSections:
    @pytest.mark.parametrize(
        ("path", "wording"),
        [("/", "首页"), ("/disclosure/shanting-2026-00001/", "主动公开"), ("/search/", "检索")],
    )
    def test_exactly_the_section_of_the_page_is_current(self, path: str, wording: str) -> None:
        assert [one.wording for one in sections(path) if one.is_current] == [wording]


class TestSite:
    def test_the_demo_shows_values_that_say_they_are_invented(self) -> None:
        site = parse("", demo=True)
        assert site == DEMO_SITE
        assert "演示" in site.identifier
        assert "演示" in site.icp_number

    def test_an_installation_without_values_shows_none(self) -> None:
        assert parse("", demo=False).furniture == []

    def test_an_installation_gives_its_own_values(self) -> None:
        site = parse('{"owner": "某县人民政府", "identifier": "1234567890"}', demo=False)
        assert site.name == "某县人民政府 政府信息公开"
        assert site.furniture == [("网站标识码", "1234567890")]

    @pytest.mark.parametrize("text", ["not json", "[]", '{"ownr": "x"}'])
    def test_nonsense_is_refused_with_its_name(self, text: str) -> None:
        with pytest.raises(Exception, match="GONGKAI_SITE"):
            parse(text, demo=False)

    def test_a_site_without_an_owner_still_has_a_name(self) -> None:
        assert Site().name == "政府信息公开"


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [
    ("ink-900", "paper"),
    ("ink-700", "ground-deep"),
    ("ink-500", "paper"),
    ("ink-500", "ground"),
    ("ink-900", "mark"),
    ("brand-700", "paper"),
    ("brand-700", "brand-50"),
    ("brand-800", "brand-100"),
    ("seal-700", "paper"),
    ("seal-700", "seal-50"),
    ("seal-800", "seal-100"),
    ("good-700", "good-100"),
    ("care-700", "care-100"),
    ("paper", "brand-600"),
    ("paper", "seal-700"),
]


class TestColours:
    """WCAG 2.1 AA, from the style sheet itself."""

    @pytest.fixture
    def colours(self) -> dict[str, str]:
        root = TOKENS.read_text(encoding="utf-8").split("@media")[0]
        return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", root))

    @pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
    def test_text_stands_out_from_its_ground(self, colours: dict[str, str], text: str, ground: str) -> None:
        assert contrast(colours[text], colours[ground]) >= 4.5

    def test_edges_of_controls_and_the_focus_ring_can_be_seen(self, colours: dict[str, str]) -> None:
        assert contrast(colours["line-strong"], colours["paper"]) >= 3
        assert contrast(colours["focus"], colours["paper"]) >= 3
