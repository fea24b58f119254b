"""What the PDF fonts can draw."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from foundation.documents import glyphs, pdf
from foundation.documents.blocks import Document, Paragraph


def test_rare_names_are_drawn() -> None:
    assert glyphs.undrawable("龚䶮𠅤㛃〔2026〕“”——…①㎡　\t\n") == []
    assert glyphs.drawable("龚䶮𠅤") == "龚䶮𠅤"


def test_what_no_font_has_is_named_once_and_becomes_a_geta_mark() -> None:
    text = "王😀李\U00031350张😀"
    assert glyphs.undrawable(text) == ["😀", "\U00031350"]
    assert glyphs.drawable(text) == "王〓李〓张〓"


def test_private_characters_count_as_undrawable() -> None:
    assert glyphs.undrawable("\ue863") == ["\ue863"]


def test_a_variant_selector_is_left_out_without_a_word() -> None:
    assert glyphs.undrawable("葛\U000e0100︀") == []
    assert glyphs.drawable("葛\U000e0100飾\ufe00") == "葛飾"


def test_both_fonts_cover_all_of_gb2312() -> None:
    rows = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    characters = "".join(pair.decode("gb2312", "ignore") for pair in rows)
    assert len(characters) == 6763
    assert glyphs.undrawable(characters) == []


def test_a_font_without_a_full_map_is_refused(tmp_path: Path) -> None:
    cmap = struct.pack(">HH", 0, 1) + struct.pack(">HHI", 3, 1, 12)
    header = struct.pack(">4sHHHH", b"OTTO", 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap))
    font = tmp_path / "small.otf"
    font.write_bytes(header + cmap)
    with pytest.raises(ValueError, match=r"small\.otf has no full Unicode"):
        list(glyphs.character_map(font))


def test_typst_itself_agrees_with_the_character_map() -> None:
    """PDF/A refuses a glyph that is not there, so a page of everything we call drawable must compile."""
    sample = "".join(chr(code) for code in range(0x4E00, 0x5600) if glyphs.is_drawable(chr(code)))
    assert pdf.write(Document("题", (Paragraph(sample),))).startswith(b"%PDF")
