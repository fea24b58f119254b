"""What the public may see of reports: published editions, in these columns, at these addresses."""

from __future__ import annotations

from typing import Any

from annual_report.document import document_of
from annual_report.models import Edition
from foundation.contracts import PublicField, PublicKind
from foundation.documents import plain
from foundation.search.documents import SearchDocument


def public() -> Any:
    newest_first = Edition.objects.current().order_by("-report__year", "report__agency__position", "pk")
    return newest_first.select_related("report__agency", "publication").defer("data")


def key_of(edition: Edition) -> str:
    return f"{edition.report.agency.code}-{edition.report.year}"


def url_of(edition: Edition) -> str:
    return f"/reports/{edition.report.agency.code}/{edition.report.year}/"


def title_of(edition: Edition) -> str:
    return edition.title


def search_document(edition: Edition) -> SearchDocument:
    agency = edition.report.agency
    return SearchDocument(
        kind=REPORTS.code,
        key=key_of(edition),
        url=url_of(edition),
        title=title_of(edition),
        published_on=edition.publication.published_on,
        year=edition.report.year,
        body=plain.write(document_of(edition.content, edition.standing)),
        agency_code=agency.code,
        agency_name=edition.agency_name,
        agency_codes=tuple(agency.path.strip("/").split("/")),
    )


REPORTS = PublicKind(
    code="report",
    wording="年度报告",
    public=public,
    fields=(
        PublicField("agency", "发布机构", lambda edition: edition.agency_name),
        PublicField("agency_code", "机构代码", lambda edition: edition.report.agency.code),
        PublicField("year", "年度", lambda edition: edition.report.year),
        PublicField("signed_on", "成文日期", lambda edition: edition.signed_on),
        PublicField("published_on", "公布日期", lambda edition: edition.publication.published_on),
        PublicField("edition", "版次", lambda edition: edition.number),
        PublicField("note", "更正说明", lambda edition: edition.note),
        PublicField("sha256", "内容校验值", lambda edition: edition.sha256),
    ),
    key=key_of,
    url=url_of,
    title=title_of,
    search_document=search_document,
)
KINDS = (REPORTS,)
