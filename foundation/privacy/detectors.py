"""Finding personal numbers and classification marks in any text.

Pure. Every finding gives its place in the text as it was handed in; full-width digits, spaces, hyphens and
invisible characters between the digits do not hide a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from stdnum import luhn

from foundation.privacy.identity import is_identity_number

IDENTITY_NUMBER = "identity_number"
MOBILE = "mobile"
BANK_CARD = "bank_card"
CLASSIFICATION = "classification"


@dataclass(frozen=True)
class Finding:
    """What was found where; the text itself stays out of the repr, so it cannot slip into a log."""

    kind: str
    start: int
    end: int
    text: str = field(repr=False)


# One character for one character, so that places stay valid.
HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－　\u00a0‐‑‒–—―", "0123456789Xx-  ------")
INVISIBLE = "\u200b-\u200f\u2060\ufeff"
GAP = rf"[ \t\r\n\-.·{INVISIBLE}]{{0,3}}"
NOT_IN_A_NUMBER = r"(?<![0-9])"
NOT_IN_A_WORD = r"(?<![0-9A-Za-z_])(?<![0-9]\.)"
ENDS = r"(?![0-9A-Za-z])"

# A look-ahead, because a number may begin inside a wrong beginning: "3 11010119900307…".
IDENTITY_SHAPE = re.compile(rf"{NOT_IN_A_NUMBER}(?=([1-9](?:{GAP}[0-9]){{16}}{GAP}[0-9Xx]){ENDS})")
MOBILE_SHAPE = re.compile(
    rf"{NOT_IN_A_WORD}(?:(?:\+|00)?86[ \-]?)?(1[3-9][0-9])([ \-]?)[0-9]{{4}}\2[0-9]{{4}}{ENDS}"
)
CARD_SHAPES = [  # one per length: "6222… 20元" is a card of 16 digits and not of 18
    re.compile(rf"{NOT_IN_A_NUMBER}(?<![0-9]\.)(?=([2-9](?:[ \-]?[0-9]){{{length - 1}}}){ENDS})")
    for length in range(19, 15, -1)
]
NOT_A_DIGIT = re.compile(r"[^0-9Xx]+")

# In 身份证 numbers people leave few gaps (3-3-4-4-4, 6-8-4, a line end) or one after every digit, as in a
# form of boxes; anything between is a row of a table.
FEW_GAPS = 5
EVERY_GAP = 17
MOST_CARD_GAPS = 5

# Beginnings and lengths of cards in use in China: 银联 62, older debit cards, Visa, Mastercard.
CARD_LENGTHS = (
    (re.compile(r"62"), range(16, 20)),
    (re.compile(r"9558|9559|9551|4367"), range(19, 20)),
    (re.compile(r"60(?:1[34]|3|7)"), range(16, 20)),
    (re.compile(r"9555"), range(16, 17)),
    (re.compile(r"90592"), range(16, 19)),
    (re.compile(r"4|5[1-5]|35(?:2[89]|[3-8])"), range(16, 17)),
)


# --- numbers of persons ---------------------------------------------------------------------------------


def find_identity_numbers(text: str) -> list[Finding]:
    """18-digit identity numbers with a real date of birth and the right check digit."""
    return list(_apart(_found(IDENTITY_NUMBER, text, IDENTITY_SHAPE, _is_written_identity_number)))


def find_mobiles(text: str) -> list[Finding]:
    """Chinese mobile numbers, alone or with the country code."""
    folded = text.translate(HALF_WIDTH)
    return [
        Finding(MOBILE, match.start(), match.end(), text[match.start() : match.end()])
        for match in MOBILE_SHAPE.finditer(folded)
    ]


def find_bank_cards(text: str) -> list[Finding]:
    """Numbers of 16 to 19 digits that begin like a bank card and pass the Luhn check."""
    identity = find_identity_numbers(text)
    found = (card for shape in CARD_SHAPES for card in _found(BANK_CARD, text, shape, _is_written_card))
    cards = sorted(found, key=lambda card: (card.start, -card.end))
    return [card for card in _apart(cards) if not any(_overlap(card, number) for number in identity)]


def find_personal_numbers(text: str) -> list[Finding]:
    """All of them in reading order; where two overlap, the graver one."""
    findings = find_identity_numbers(text) + find_bank_cards(text)
    findings += [
        mobile for mobile in find_mobiles(text) if not any(_overlap(mobile, graver) for graver in findings)
    ]
    return sorted(findings, key=lambda finding: finding.start)


def _found(kind: str, text: str, shape: re.Pattern[str], is_one: Callable[[str], bool]) -> Iterator[Finding]:
    for match in shape.finditer(text.translate(HALF_WIDTH)):
        start, end = match.span(1)
        if is_one(match[1]):
            yield Finding(kind, start, end, text[start:end])


def _apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Of findings in reading order those that do not begin inside an earlier one."""
    end = 0
    for finding in findings:
        if finding.start >= end:
            end = finding.end
            yield finding


def _overlap(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _is_written_identity_number(written: str) -> bool:
    gaps = NOT_A_DIGIT.findall(written)
    evenly = len(gaps) == EVERY_GAP and len(set(gaps)) == 1
    return (len(gaps) <= FEW_GAPS or evenly) and is_identity_number(NOT_A_DIGIT.sub("", written).upper())


def _is_written_card(written: str) -> bool:
    digits = NOT_A_DIGIT.sub("", written)
    if len(NOT_A_DIGIT.findall(written)) > MOST_CARD_GAPS or not luhn.is_valid(digits):
        return False
    return any(begins.match(digits) and len(digits) in lengths for begins, lengths in CARD_LENGTHS)


# --- classification marks (密级标志) ---------------------------------------------------------------------

STAR = "★☆*＊⭐✯✩"
LEVELS = r"(?:绝\s*密|机\s*密|秘\s*密)"
MARKED_LEVEL = re.compile(rf"(?<!商业){LEVELS}\s*[{STAR}]")
BARE_LEVEL = re.compile(
    rf"^[ \t\u3000【\[（(]*{LEVELS}(?:\s*[0-9]+\s*年|\s*长期)?[ \t\u3000】\]）)]*\r?$", re.MULTILINE
)
LABELLED_LEVEL = re.compile(r"密\s*级\s*[:：][ \t\u3000]*(?P<level>[^\s,，;；。|]*)")
UNCLASSIFIED = re.compile(
    r"(?:公开|主动公开|依申请公开|无|非密|普通|一般|不涉密|未定密|非涉密|[_＿/／\-—]+)?$"
)
INTERNAL = re.compile(
    r"^[ \t\u3000【\[（(]*内部(?:资料|文件|材料|使用|参考|刊物)"
    r"(?:[ \t\u3000,，、:：;；!！。·]*"
    r"(?:请?注意保[存密管]|妥善保管|不得外传|请?勿外传|严禁外传|请?勿公开|不得公开))*"
    r"[ \t\u3000!！。】\]）)]*(?:第?[0-9]+[号期])?\r?$",
    re.MULTILINE,
)


def find_classification_marks(head: str) -> list[Finding]:
    """Marks of state secrets and internal papers in the head of a document; the words 商业秘密 are none.

    Files that carry one may not be in a system on the Internet at all (保守国家秘密法第35条).
    """
    spans = [match.span() for shape in (MARKED_LEVEL, BARE_LEVEL, INTERNAL) for match in shape.finditer(head)]
    spans += [
        match.span() for match in LABELLED_LEVEL.finditer(head) if not UNCLASSIFIED.match(match["level"])
    ]
    findings = [Finding(CLASSIFICATION, start, end, head[start:end]) for start, end in sorted(spans)]
    return list(_apart(findings))
