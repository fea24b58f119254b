"""A small district, its people, and the day on which these tests take place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from disclosure import operations
from disclosure.models import Category, Item
from foundation.agencies import operations as agencies
from foundation.agencies.models import Agency, Role, User
from foundation.ledger.acts import Actor

TODAY = date(2026, 9, 24)
FORMED = date(2026, 9, 18)
ENABLED = date(2026, 1, 1)

ALL = ("read", "draft", "review", "publish", "tally", "catalogue")


@pytest.fixture(autouse=True)
def as_of(settings: Any, tmp_path: Any) -> None:
    settings.AS_OF = TODAY
    settings.FILES_PUBLIC_ROOT = tmp_path / "public"
    settings.FILES_PRIVATE_ROOT = tmp_path / "private"


def open_agency(code: str, parent: Agency | None = None, **changes: object) -> Agency:
    facts: dict[str, Any] = {
        "name": f"演示区{code}局",
        "short_name": code,
        "kind": "department",
        "opened_on": date(2008, 5, 1),
        "enabled_on": ENABLED,
        "document_code": "演",
        "review_organ": "演示区人民政府",
        "court": "演示区人民法院",
        **changes,
    }
    return agencies.open_agency(code=code, parent=parent, **facts)


@pytest.fixture
def district(db: None) -> Agency:
    return open_agency("demo", name="演示区人民政府", kind="government")


@pytest.fixture
def bureau(district: Agency) -> Agency:
    return open_agency("finance", district, name="演示区财政局", position=2)


@pytest.fixture
def school(district: Agency) -> Agency:
    return open_agency("education", district, name="演示区教育局", position=1)


def person(username: str, agency: Agency, *capabilities: str) -> User:
    user = User.objects.create_user(username, name=f"演示{username}", is_staff=True)  # signed in by force
    role = Role.objects.create(
        code=f"role{Role.objects.count()}",
        name="演示角色",
        capabilities=[f"disclosure.{capability}" for capability in capabilities],
    )
    agencies.assign(user, agency, role, starts_on=ENABLED)
    return user


@pytest.fixture
def clerk(bureau: Agency) -> User:
    return person("clerk", bureau, *ALL)


@pytest.fixture
def actor(clerk: User, bureau: Agency) -> Actor:
    return Actor(clerk, bureau)


@pytest.fixture
def stranger(school: Agency) -> User:
    return person("stranger", school, *ALL)


@pytest.fixture
def budget(db: None) -> Category:
    operations.load_catalogue()
    return Category.objects.get(code="a20-07")


Draft = Callable[..., Item]


@pytest.fixture
def draft(actor: Actor, bureau: Agency, budget: Category) -> Draft:
    """Makes complete drafts of the bureau; facts may be changed."""

    def make(**changes: Any) -> Item:
        facts: dict[str, Any] = {
            "agency": bureau,
            "title": "关于2026年部门预算的通知",
            "category": budget,
            "genre": "finance",
            "document_number": "演财〔2026〕12号",
            "formed_on": FORMED,
            "summary": "公布2026年部门预算。",
            "body": "<p>全年预算收入一百万元。</p>",
            **changes,
        }
        return operations.create_draft(actor=actor, **facts)

    return make


def clear(item: Item, actor: Actor) -> Item:
    operations.submit(item.pk, actor=actor)
    return operations.clear(item.pk, actor=actor, reviewer="演示审查员", result="open")


def publish(item: Item, actor: Actor) -> Item:
    clear(item, actor)
    return operations.publish(item.pk, actor=actor)


@pytest.fixture
def published(draft: Draft, actor: Actor) -> Draft:
    """Makes published items; facts may be changed."""

    def make(**changes: Any) -> Item:
        return publish(draft(**changes), actor)

    return make


def migrated(**changes: object) -> dict[str, object]:
    """A row of a list to import."""
    return {
        "agency": "finance",
        "title": "关于2012年部门预算的通知",
        "category": "a20-07",
        "genre": "财政信息",
        "formed_on": "2012-02-01",
        "first_published_on": "2012-02-10",
        "original_url": "http://www.example.test/art/2012/2/10/1.html",
        "body": "<p>全年预算收入一百万元。</p>",
        **changes,
    }
