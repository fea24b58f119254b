"""The one place where the rooms are wired together."""

from __future__ import annotations

from foundation.agencies import capabilities as agencies_capabilities
from foundation.agencies.statistics import STAFF
from foundation.contracts import Composition


def build() -> Composition:
    return Composition(
        capabilities=agencies_capabilities.CAPABILITIES,
        families=(STAFF,),
    )
