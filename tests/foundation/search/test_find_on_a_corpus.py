"""The search against the slow truth: every word of the query stands literally in the normalised text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from django.db import connection

from foundation.search import matching
from foundation.search.documents import SearchDocument
from foundation.search.find import PAGE_SIZE, find
from foundation.search.models import SearchRow
from foundation.search.normalise import normalise
from foundation.search.results import Filters, Hit, Results
from foundation.search.store import put_many
from foundation.search.tokens import filter_terms, query_terms
from tests.foundation.search import corpus

QUERIES = [
    # two characters, common and rare
    *("工作", "通知", "公开", "林长", "殡葬", "补偿", "羊庄", "枷犍", "各级", "水厂"),
    # four and more
    *("政务公开", "政务公开办", "政务公开办公室", "安全生产", "生产安全", "征地补偿", "补偿征地", "保护环境"),
    *(
        "安全生产监督管理局",
        "政府信息公开条例",
        "林长制",
        "冯卯镇",
        "一网通办",
        "双随机、一公开",
        "知情权、参与权",
    ),
    # a whole sentence
    *("全区各级各部门要高度重视政务公开工作，切实加强组织领导", "保障人民群众知情权、参与权、表达权和监督权"),
    # document numbers, dates, money, telephones, codes
    *(
        "山政发〔2012〕5号",
        "〔2013〕12号",
        "山政办发(2011)第030号",
        "鲁发［2010］1号",
        "2012年",
        "2019年5月20日",
    ),
    *(
        "5月20日",
        "2012年5",
        "2012",
        "0632-88",
        "0632-8812345",
        "91370406004222334X",
        "91370406MA3C",
        "12370406",
    ),
    # mixed scripts
    *("5G", "5G网络", "ABC认证", "abc", "十四五"),
    # several words
    *("政务公开 林长制", "殡葬 供水价格", "工作 2012年", "羊庄水厂 山政发", "公开 水", "安全生产 5G 通知"),
    # nothing to be found
    *("不存在的词语", "櫴犍", "99999999", "zzz"),
]


@pytest.fixture(scope="module")
def documents(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[list[SearchDocument]]:
    written = corpus.documents()
    with django_db_blocker.unblock():
        put_many(written)
    yield written
    with django_db_blocker.unblock():
        SearchRow.objects.all().delete()


@pytest.fixture(autouse=True)
def _database(db: None, documents: list[SearchDocument]) -> None:
    """Every test reads the committed corpus; what it writes is rolled back."""


def truth(documents: list[SearchDocument], query: str) -> set[str]:
    words = normalise(query).split()
    return {document.key for document in documents if all(word in _everything(document) for word in words)}


@cache
def _everything(document: SearchDocument) -> str:
    return "\n".join(map(normalise, (document.title, document.document_number, document.body)))


def all_pages(query: str, **options: object) -> list[Results]:
    first = find(query, **options)
    return [first, *(find(query, page=page, **options) for page in range(2, first.pages + 1))]


def keys(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.key for hit in hits]


@pytest.mark.parametrize("query", QUERIES)
def test_it_finds_exactly_the_documents_with_the_words(documents: list[SearchDocument], query: str) -> None:
    pages = all_pages(query)
    found = {key for page in pages for key in keys(page.hits)}
    assert found == truth(documents, query)
    _assert_every_match_once(pages)


@pytest.mark.parametrize("query", ["", "工作", "政务公开办", "2019年5月20日", "水", "公开 水"])
def test_by_date_pages_hold_every_match_once(query: str) -> None:
    _assert_every_match_once(all_pages(query, sort="date"))


def _assert_every_match_once(pages: list[Results]) -> None:
    shown = [key for page in pages for key in keys(page.hits) + keys(page.similar)]
    assert len(shown) == len(set(shown)) == pages[0].count
    assert all(len(page.hits) + len(page.similar) == PAGE_SIZE for page in pages[:-1])


@pytest.mark.parametrize("query", ["", "工作", "政务公开", "山政发〔2012〕5号", "不存在的词语"])
@pytest.mark.parametrize("filters", [Filters(), Filters(agency="shanting"), Filters(year=2012, kind="item")])
def test_every_facet_adds_up_to_the_count(query: str, filters: Filters) -> None:
    results = find(query, filters=filters)
    assert set(results.facets) == {"agency", "year", "kind", "validity"}
    for facets in results.facets.values():
        assert sum(facet.count for facet in facets) == results.count


def test_facets_say_what_a_filter_would_leave(documents: list[SearchDocument]) -> None:
    results = find("政务公开")
    found = {key for page in all_pages("政务公开") for key in keys(page.hits) + keys(page.similar)}
    years = Counter(document.year for document in documents if document.key in found)
    assert {facet.value: facet.count for facet in results.facets["year"]} == {
        str(year): count for year, count in years.items()
    }
    for facet in results.facets["validity"]:
        if facet.value:
            assert find("政务公开", filters=Filters(validity=facet.value)).count == facet.count
    assert ("tengzhou", "滕州市人民政府") in {
        (facet.value, facet.label) for facet in results.facets["agency"]
    }


@pytest.mark.parametrize(
    ("filters", "belongs"),
    [
        (Filters(agency="shantingban"), lambda document: document.agency_code == "shantingban"),
        (Filters(agency="shanting"), lambda document: document.agency_code != "tengzhou"),
        (Filters(category="huanbao"), lambda document: "huanbao" in document.category_codes),
        (Filters(year=2012), lambda document: document.year == 2012),
        (Filters(validity="repealed"), lambda document: document.validity == "repealed"),
        (
            Filters(kind="report", year=2013),
            lambda document: (document.kind, document.year) == ("report", 2013),
        ),
        (Filters(agency="nowhere"), lambda document: False),
    ],
)
@pytest.mark.parametrize("query", ["", "公开"])
def test_filters_leave_what_belongs(
    documents: list[SearchDocument], query: str, filters: Filters, belongs
) -> None:
    found = {key for page in all_pages(query, filters=filters) for key in keys(page.hits)}
    expected = {document.key for document in documents if belongs(document)}
    assert found == expected & truth(documents, query)


@pytest.mark.parametrize(
    "query",
    [
        "山政发[2012]5号",
        "山政发（2012）5号",
        "山政发【２０１２】５号",
        "山政发〔2012〕第005号",
        "　山政发〔2012〕 5 号　",
    ],
)
def test_every_spelling_of_a_document_number_finds_the_same(query: str) -> None:
    expected = find("山政发〔2012〕5号")
    assert expected.hits
    assert find(query) == expected


def test_widths_and_cases_find_the_same() -> None:
    assert find("ＡＢＣ认证").hits == find("abc认证").hits != ()
    assert find("《政府信息公开条例》").hits == find("政府信息公开条例").hits != ()


def test_titles_come_first_then_what_is_often_said_then_the_newest(documents: list[SearchDocument]) -> None:
    by_key = {document.key: document for document in documents}
    found = [by_key[key] for page in all_pages("征地补偿") for key in keys(page.hits)]
    ranks = [_rank(document) for document in found]
    assert ranks == sorted(ranks)
    for rank in set(ranks):
        dates = [document.published_on for document, its in zip(found, ranks, strict=True) if its == rank]
        assert dates == sorted(dates, reverse=True)


def _rank(document: SearchDocument) -> int:
    if all(pair in document.title for pair in ("征地", "地补", "补偿")):
        return 0
    often = all(normalise(document.body).count(pair) >= 3 for pair in ("征地", "地补", "补偿"))
    return 1 if often else 2


def test_by_date_the_newest_come_first() -> None:
    dates = [hit.published_on for page in all_pages("工作", sort="date") for hit in page.hits]
    assert dates == sorted(dates, reverse=True)


def test_a_lone_character_is_looked_up_in_titles(documents: list[SearchDocument]) -> None:
    results = all_pages("水")
    assert results[0].titles_only
    found = {key for page in results for key in keys(page.hits)}
    assert found == {document.key for document in documents if "水" in document.title}


@pytest.mark.parametrize("query", ["", "，。！", "😀", "%"])
def test_a_query_without_words_lists_all_by_date(documents: list[SearchDocument], query: str) -> None:
    results = find(query)
    assert not results.searched
    assert results.count == len(documents)
    assert results.pages == len(documents) // PAGE_SIZE
    dates = [hit.published_on for hit in results.hits]
    assert dates == sorted(dates, reverse=True)


def test_what_only_resembles_the_query_is_shown_apart(documents: list[SearchDocument]) -> None:
    pages = all_pages("政务公开办")
    literal = truth(documents, "政务公开办")
    similar = {key for page in pages for key in keys(page.similar)}
    assert similar
    assert not similar & literal
    assert pages[0].approximate
    assert pages[0].count == len(similar) + len(literal)


def test_the_order_of_checked_and_unchecked_pages_fits_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.search.find.CHECKED", 3 * PAGE_SIZE)
    pages = all_pages("政务公开办")
    assert len(pages) > 4
    shown = [key for page in pages for key in keys(page.hits) + keys(page.similar)]
    assert len(shown) == len(set(shown)) == pages[0].count


@pytest.mark.parametrize("page", [-5, 0, 1])
def test_there_is_no_page_before_the_first(page: int) -> None:
    assert find("工作", page=page) == find("工作")


def test_there_is_no_page_after_the_last() -> None:
    last = find("工作", page=10**9)
    assert last.page == last.pages
    assert last.hits


def test_a_hit_shows_what_is_needed_to_judge_it(documents: list[SearchDocument]) -> None:
    hit = find("征地补偿", filters=Filters(agency="fengmaozhen")).hits[0]
    document = next(document for document in documents if document.key == hit.key)
    assert (hit.kind, hit.url, hit.title) == (document.kind, document.url, document.title)
    assert (hit.agency_name, hit.published_on) == ("冯卯镇人民政府", document.published_on)
    assert "征地补偿" in [piece.text for piece in hit.marked_title if piece.is_hit]


def test_the_snippet_marks_the_words() -> None:
    hit = find("羊庄水厂", sort="date").hits[0]
    marked = [piece.text for piece in (*hit.snippet, *hit.marked_title) if piece.is_hit]
    assert "羊庄水厂" in marked


@pytest.mark.parametrize("query", ["工作", "枷犍", "不存在的词语", "山政发〔2012〕5号", "水"])
def test_every_tier_reads_the_index_and_never_the_table(query: str) -> None:
    for tier in query_terms(query).tiers():
        _assert_index(*matching.ids_statement(tier, PAGE_SIZE))
        _assert_index(*matching.facets_statement(tier))


@pytest.mark.parametrize(
    "terms",
    [
        filter_terms(agency_codes=["shanting"]),
        filter_terms(category_codes=["huanbao"]),
        filter_terms(year=2012),
        filter_terms(validity="valid"),
        filter_terms(kind="item"),
    ],
)
def test_every_filter_reads_the_index_and_never_the_table(terms: list[str]) -> None:
    _assert_index(*matching.ids_statement(terms, PAGE_SIZE))


def _assert_index(sql: str, parameters: list[object]) -> None:
    with matching.reading(milliseconds=2000, by_terms=True) as cursor:
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on search_row_terms_gin" in plan
    assert "Seq Scan on search_searchrow" not in plan


def test_the_settings_of_the_callers_transaction_are_given_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute(matching.READ_SETTINGS)
        before = cursor.fetchone()
        find("政务公开")
        cursor.execute(matching.READ_SETTINGS)
        assert cursor.fetchone() == before
