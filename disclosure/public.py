"""What the public sees of an item: the only way from the table to pages, search, feeds and the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from disclosure.choices import Channel, Stage
from disclosure.cleaning import plain_text
from disclosure.models import Item
from foundation.contracts import PublicField, PublicKind
from foundation.search.documents import SearchDocument

KIND = "item"
MOST_FILE_TEXT = 100_000
"""Characters of all attachments that are searched; a longer one is still found by its beginning."""


@dataclass(frozen=True)
class PublicFile:
    """An attachment as `includes/files.html` shows it."""

    url: str
    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class PublicLink:
    """Another published item."""

    url: str
    title: str
    public_since: date


@dataclass(frozen=True)
class Tombstone:
    """What stays of a withdrawn item: never its title or text, which may be why it was withdrawn."""

    index_number: str
    agency_name: str
    withdrawn_on: date
    reason: str


def tombstone(item: Item) -> Tombstone:
    return Tombstone(
        item.index_number or "", item.agency.name, item.withdrawn_on or date.min, item.withdrawal_reason
    )


def page_url(index_number: str) -> str:
    return reverse("disclosure:item", args=[index_number])


# --- reading one item -----------------------------------------------------------------------------------


def _body(item: Any) -> SafeString:
    # Cleaned by allow-list when it was written (disclosure.cleaning); the page's CSP allows no script either.
    return mark_safe(item.body_html)  # noqa: S308


def _files(item: Any) -> tuple[PublicFile, ...]:
    return tuple(
        PublicFile(
            url=reverse("files:gate", args=[attachment.file_id]),
            name=attachment.title,
            kind=attachment.file.name.rpartition(".")[2].upper(),
            size=attachment.file.size,
        )
        for attachment in item.attachments.all()
    )


def _links(items: Iterable[Any]) -> tuple[PublicLink, ...]:
    return tuple(PublicLink(page_url(one.index_number), one.title, one.public_since) for one in items)


def _successor(item: Any) -> PublicLink | None:
    successor = item.successor
    if successor is None or successor.stage != Stage.PUBLISHED:
        return None
    return _links([successor])[0]


def _channels(item: Any) -> tuple[str, ...]:
    return tuple(str(Channel(code).label) for code in item.channels)


FIELDS = (
    PublicField("index_number", "索引号", lambda item: item.index_number),
    PublicField("agency_code", "机关代码", lambda item: item.agency.code),
    PublicField("agency_name", "发布机构", lambda item: item.agency.name),
    PublicField(
        "joint_agencies", "联合发文", lambda item: tuple(one.name for one in item.joint_agencies.all())
    ),
    PublicField("title", "名称", lambda item: item.title),
    PublicField("document_number", "文号", lambda item: item.document_number),
    PublicField("category_code", "类别代码", lambda item: item.category.code),
    PublicField("category", "类别", lambda item: item.category.label),
    PublicField("genre", "体裁", lambda item: item.get_genre_display()),
    PublicField("publicity", "公开属性", lambda item: item.get_publicity_display()),
    PublicField("formed_on", "成文日期", lambda item: item.formed_on),
    PublicField("published_on", "发布日期", lambda item: item.published_on),
    PublicField("first_published_on", "原发布日期", lambda item: item.first_published_on),
    PublicField("public_since", "公开日期", lambda item: item.public_since),
    PublicField("original_url", "原网址", lambda item: item.original_url),
    PublicField("historical", "历史数据", lambda item: item.historical),
    PublicField("validity_code", "有效性代码", lambda item: item.validity),
    PublicField("validity", "有效性", lambda item: item.get_validity_display()),
    PublicField("effective_from", "施行日期", lambda item: item.effective_from),
    PublicField("effective_to", "有效期至", lambda item: item.effective_to),
    PublicField("repealed_on", "废止日期", lambda item: item.repealed_on),
    PublicField("successor", "替代文件", _successor),
    PublicField("replaces", "替代的文件", lambda item: _links(item.public_replaced)),
    PublicField("interprets", "解读的文件", lambda item: _links(item.public_interpreted)),
    PublicField("interpretations", "相关解读", lambda item: _links(item.public_interpretations)),
    PublicField("channels", "公开渠道", _channels),
    PublicField("summary", "内容概述", lambda item: item.summary),
    PublicField("body", "正文", _body),
    PublicField("attachments", "附件", _files),
)


# --- search ---------------------------------------------------------------------------------------------


def search_document(item: Any) -> SearchDocument:
    joint = list(item.joint_agencies.all())
    return SearchDocument(
        kind=KIND,
        key=item.index_number,
        url=page_url(item.index_number),
        title=item.title,
        published_on=item.public_since,
        year=item.public_since.year,
        body="\n".join(_searched_texts(item)),
        document_number=item.document_number,
        agency_code=item.agency.code,
        agency_name=item.agency.name,
        agency_codes=_with_ancestors(agency.path for agency in [item.agency, *joint]),
        category_codes=item.category.codes,
        validity=item.get_validity_display(),
    )


def _searched_texts(item: Any) -> list[str]:
    attached = "\n".join(attachment.file.text for attachment in item.attachments.all())
    parts = [item.summary, plain_text(item.body_html), attached[:MOST_FILE_TEXT]]
    return [part for part in parts if part]


def _with_ancestors(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for path in paths for code in path.strip("/").split("/")))


ITEM = PublicKind(
    code=KIND,
    wording="主动公开信息",
    public=lambda: Item.objects.public().with_public_parts(),
    fields=FIELDS,
    key=lambda item: item.index_number,
    url=lambda item: page_url(item.index_number),
    title=lambda item: item.title,
    search_document=search_document,
)
KINDS = (ITEM,)
