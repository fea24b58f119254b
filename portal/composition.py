"""The one place where the rooms are wired together."""

from __future__ import annotations

from foundation.contracts import Composition


def build() -> Composition:
    return Composition()
