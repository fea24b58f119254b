"""One spelling for documents and queries, so that 〔2012〕5号, [2012]5号 and （２０１２）第005号 meet.

Pure. `normalise` may change the length of a text; `fold` never does and keeps offsets valid for marking.
"""

from __future__ import annotations

import re
import unicodedata

HAN = "〇々㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
"""Character class (for use inside [...]) of what counts as a Chinese character."""

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

SPELLINGS = {
    "[": "〔【﹝［〖",
    "]": "〕】﹞］〗",
    "<": "《〈＜",
    ">": "》〉＞",
    '"': "“”„‟「」『』＂",
    "'": "‘’‚‛＇",
    "-": "‐‑‒–—―－",
    ".": "·•‧・。",
    ",": "、",
}
"""ASCII on the left, the forms that Chinese texts use for it on the right."""

PUNCTUATION = {ord(form): ascii_form for ascii_form, forms in SPELLINGS.items() for form in forms}
REMOVED = dict.fromkeys(map(ord, INVISIBLE))
FULL_WIDTH = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
FOLDED = (
    FULL_WIDTH
    | {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    | PUNCTUATION
    | dict.fromkeys(map(ord, "\u3000\u00a0\t\r\n"), " ")
)

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
DOCUMENT_NUMBER = re.compile(r"[\[(<]\s*([0-9]{4})\s*[\])>]\s*第?\s*0*([0-9]+)\s*号")


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which PostgreSQL refuses."""
    return UNSTORABLE.sub("", text)


def normalise(text: str) -> str:
    """The spelling that is indexed, searched and compared; the one place where spellings are decided.

    Traditional characters are left as they are: mapping them needs a dictionary, and documents and
    queries must get it here, together, in one reindexing.
    """
    text = storable(text).translate(REMOVED).translate(PUNCTUATION)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    text = SPACES.sub(" ", text.translate(PUNCTUATION)).strip()
    return DOCUMENT_NUMBER.sub(r"[\1]\2号", text)


def fold(text: str) -> str:
    """Width, case and brackets only, one character for one character."""
    return text.translate(FOLDED)
