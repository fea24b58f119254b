"""Showing that something is known without showing it.

Pure. A masked number keeps its length and its spaces, so places in a text stay valid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from foundation.privacy import detectors

STAR = "*"
SURNAMES_OF_TWO = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠
公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁
拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 西门 第五 南荣 东里 即墨 达奚 褚师 纳兰
"""
COMPOUND_SURNAMES = frozenset(SURNAMES_OF_TWO.split())


def mask_name(name: str) -> str:
    """The surname and a star for each further character: 王*, 王**, 欧阳*; a single character is all star."""
    name = name.strip()
    is_compound = len(name) > 2 and name[:2] in COMPOUND_SURNAMES
    shown = 0 if len(name) < 2 else 2 if is_compound else 1
    return name[:shown] + "".join(STAR if _is_shown(character) else character for character in name[shown:])


def mask_identity_number(number: str) -> str:
    """The first and the last character: with region, birthday and the last four anybody could rebuild it."""
    return _stars(number, first=1, last=1)


def mask_mobile(number: str) -> str:
    """138****5678; a country code in front stays."""
    characters = sum(map(_is_shown, number))
    return _stars(number, first=max(characters - 8, 0), last=4)


def mask_bank_card(number: str) -> str:
    """The last four digits, as receipts print them."""
    return _stars(number, first=0, last=4)


MASKS: Mapping[str, Callable[[str], str]] = {
    detectors.IDENTITY_NUMBER: mask_identity_number,
    detectors.MOBILE: mask_mobile,
    detectors.BANK_CARD: mask_bank_card,
}


def mask_text(text: str) -> str:
    """The text with every personal number in it masked, all else untouched."""
    parts: list[str] = []
    position = 0
    for finding in detectors.find_personal_numbers(text):
        parts += [text[position : finding.start], MASKS[finding.kind](finding.text)]
        position = finding.end
    return "".join([*parts, text[position:]])


def _stars(text: str, *, first: int, last: int) -> str:
    """Letters and digits between the first and the last few become stars; what stands between stays."""
    places = [place for place, character in enumerate(text) if _is_shown(character)]
    hidden = set(places[first : max(len(places) - last, first)] if len(places) > first + last else places)
    return "".join(STAR if place in hidden else character for place, character in enumerate(text))


def _is_shown(character: str) -> bool:
    return character.isalnum()
