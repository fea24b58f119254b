"""The handbook page of the procedure says what the table of steps says."""

from __future__ import annotations

import os
from pathlib import Path

from tests.requests_app.procedure import page

PAGE = Path(__file__).parents[2] / "docs" / "procedure.zh-CN.md"


def test_the_page_is_drawn_from_the_steps() -> None:
    """UPDATE_PROCEDURE=1 draws it anew; the difference shows in the commit."""
    if os.environ.get("UPDATE_PROCEDURE") == "1":
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()
