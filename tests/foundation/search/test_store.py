from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from foundation.search.documents import SearchDocument
from foundation.search.find import find
from foundation.search.models import SearchRow
from foundation.search.store import BATCH, put, put_many, remove, remove_many
from foundation.search.tokens import TOKENIZER_VERSION

pytestmark = pytest.mark.django_db

DOCUMENT = SearchDocument(
    kind="item",
    key="shanting-2012-00001",
    url="/disclosure/shanting-2012-00001/",
    title="关于政务公开的通知",
    published_on=date(2012, 5, 1),
    year=2012,
    body="各镇人民政府：",
    document_number="山政发〔2012〕5号",
    agency_code="shantingban",
    agency_name="山亭区人民政府办公室",
    agency_codes=("shanting",),
    category_codes=("caizheng", "yusuan"),
    validity="valid",
)


def _rows() -> list[dict]:
    return list(SearchRow.objects.order_by("id").values())


def test_putting_twice_is_putting_once() -> None:
    put(DOCUMENT)
    once = _rows()
    put(DOCUMENT)
    assert _rows() == once
    assert len(once) == 1


def test_a_row_carries_everything_the_page_shows() -> None:
    put(DOCUMENT)
    row = SearchRow.objects.get()
    for name in (
        "kind",
        "key",
        "url",
        "title",
        "body",
        "document_number",
        "agency_code",
        "agency_name",
        "validity",
    ):
        assert getattr(row, name) == getattr(DOCUMENT, name)
    assert row.category_codes == ["caizheng", "yusuan"]
    assert row.text == "关于政务公开的通知\n山政发[2012]5号\n各镇人民政府:"
    assert row.tokenizer_version == TOKENIZER_VERSION
    assert {"#ashanting", "#ashantingban", "#ccaizheng", "#y2012", "#vvalid", "#kitem"} <= set(row.terms)
    assert str(row) == DOCUMENT.title


def test_a_changed_document_is_found_by_its_new_words_only() -> None:
    put(DOCUMENT)
    put(replace(DOCUMENT, title="关于殡葬的通知", validity="repealed"))
    assert find("政务公开").count == 0
    assert find("殡葬").count == 1
    assert [facet.value for facet in find("殡葬").facets["validity"]] == ["repealed"]


def test_removing_twice_is_removing_once() -> None:
    put(DOCUMENT)
    put(replace(DOCUMENT, kind="report"))
    remove("item", DOCUMENT.key)
    remove("item", DOCUMENT.key)
    assert [row["kind"] for row in _rows()] == ["report"]


def test_of_two_with_one_key_the_later_counts() -> None:
    assert put_many([DOCUMENT, replace(DOCUMENT, title="殡葬")]) == 1
    assert SearchRow.objects.get().title == "殡葬"


def test_many_are_put_in_few_statements(django_assert_num_queries) -> None:
    documents = (replace(DOCUMENT, key=str(number)) for number in range(BATCH + 1))
    with django_assert_num_queries(4):  # a savepoint and its release round two batches
        assert put_many(documents) == BATCH + 1
    assert remove_many("item", (str(number) for number in range(BATCH))) == BATCH
    assert SearchRow.objects.count() == 1


def test_what_postgresql_cannot_store_is_left_out() -> None:
    put(replace(DOCUMENT, title="供\x00水", body="价格\ud800听证\x00"))
    assert find("供水 价格听证").count == 1


def test_it_is_taken_back_with_the_transaction() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        put(DOCUMENT)
        raise IntegrityError
    assert _rows() == []


def test_one_kind_and_key_cannot_stand_twice() -> None:
    put(DOCUMENT)
    row = SearchRow.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="search_row_kind_key_unique"), transaction.atomic():
        row.save(force_insert=True)
