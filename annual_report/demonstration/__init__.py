"""The 2012 report of 山亭区 as it was published, with every number replaced by its figure."""

from __future__ import annotations

from pathlib import Path

SHANTING_2012 = Path(__file__).parent / "shanting-2012.txt"

STYLES_2012 = {
    "disclosure.published/total/total": "ten_thousands",
    "disclosure.published/website/total": "hundreds",
}
"""How the original speaks: 3万余条, 2400余条."""


def parts_of_2012() -> dict[str, str]:
    """The texts by part code; a line `[code]` begins a part, every other line is a paragraph."""
    parts: dict[str, list[str]] = {}
    for line in SHANTING_2012.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            parts[line[1:-1]] = []
        else:
            next(reversed(parts.values())).append(line)
    return {code: "\n".join(paragraphs) for code, paragraphs in parts.items()}
