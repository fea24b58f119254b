"""Who changed what of a role, from the history the database keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from foundation.agencies.models import Reach, Role, User
from foundation.contracts import composed


@dataclass(frozen=True)
class Change:
    """One edit: when, by whom (empty for a delivery or a command), and what is different since."""

    at: datetime
    by: str
    differences: tuple[str, ...]


def role_changes(role: Role) -> list[Change]:
    """The edits of a role, the newest first."""
    kept: Any = role.events  # type: ignore[attr-defined]  # pghistory's
    versions = list(kept.select_related("pgh_context").order_by("pgh_id"))
    editors = {_editor(version) for version in versions}
    names = dict(User.objects.filter(pk__in=editors).values_list("pk", "name"))
    changes = [
        Change(after.pgh_created_at, names.get(_editor(after), ""), _differences(before, after))
        for before, after in pairwise([None, *versions])
    ]
    return [one for one in reversed(changes) if one.differences]


def _editor(version: Any) -> int:
    """The account of whoever edited; 0 for a delivery or a command."""
    context = version.pgh_context
    return int(context.metadata.get("user", 0)) if context else 0


def _differences(before: Any, after: Any) -> tuple[str, ...]:
    if before is None:
        return ("建立角色",)
    wording = {one.code: one.wording for one in composed().capabilities}
    old, new = set(before.capabilities), set(after.capabilities)
    return (
        *(f"增加：{wording.get(code, code)}" for code in sorted(new - old)),
        *(f"去掉：{wording.get(code, code)}" for code in sorted(old - new)),
        *([f"名称由“{before.name}”改为“{after.name}”"] if before.name != after.name else []),
        *([f"范围改为“{Reach(after.reach).label}”"] if before.reach != after.reach else []),
    )
