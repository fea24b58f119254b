"""Counting conventions no national text fixes: several results in one request, rows of 其他. Chosen once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from foundation.contracts import Refusal, Refused
from requests_app.reply_types import REPLY_TYPES

GROUPS: Mapping[str, str] = MappingProxyType(
    {"d": "（三）不予公开", "u": "（四）无法提供", "n": "（五）不予处理", "o": "（六）其他处理"}
)
OPEN_ROWS = ("open", "part")


@dataclass(frozen=True)
class RowPolicy:
    """`open_with_unavailable`: the row of a request partly opened and otherwise 无法提供, 不予处理 or
    其他处理; 区分处理 (条例第三十七条) strictly means only what is withheld or is not government information.
    `priority`: which group of rows names a request with several results and nothing open.
    `rows`: other rows for single reply types, e.g. {"G2": "u1"}.
    """

    open_with_unavailable: str = "open"
    priority: tuple[str, ...] = ("d", "u", "n", "o")
    rows: Mapping[str, str] = field(default_factory=dict)


def read_row_policy(text: str) -> RowPolicy:
    """`open_with_unavailable=part,priority=ondu,G2=u1` → policy. Raises Refused for what nobody knows."""
    policy, rows = RowPolicy(), {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name == "open_with_unavailable":
            _refuse_unless(value in OPEN_ROWS, name, value, "open或者part")
            policy = replace(policy, open_with_unavailable=value)
        elif name == "priority":
            _refuse_unless(sorted(value) == sorted(GROUPS), name, value, "d、u、n、o四个字母各一次")
            policy = replace(policy, priority=tuple(value))
        else:
            known = name in REPLY_TYPES and value in {reply.row for reply in REPLY_TYPES.values()}
            _refuse_unless(known, name, value, "答复类型的代码等于年报行的代码，例如G2=u1")
            rows[name] = value
    return replace(policy, rows=MappingProxyType(rows))


def _refuse_unless(fits: bool, name: str, value: str, expected: str) -> None:
    if not fits:
        raise Refused(
            Refusal(f"年报行设置“{name}={value}”看不懂。", remedy=f"请改为{expected}。", field=name)
        )
