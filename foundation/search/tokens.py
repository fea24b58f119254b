"""Which terms a document is filed under and which terms a query asks for.

Pure. Chinese is indexed by pairs of neighbouring characters, not by words: no dictionary to maintain, and
every phrase of two or more characters is found. Any change here must raise TOKENIZER_VERSION.

The first characters of a term tell its meaning: `^` in the title or document number, `+` three times or
more in the body, `#` a filter, `p:` the beginning of a long number or word, `n2012-5` a 文号.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foundation.search.normalise import DOCUMENT_NUMBER, HAN, normalise, storable

TOKENIZER_VERSION = 1

LONGEST_QUERY = 200
LONGEST_RAW_QUERY = 2000
MOST_PAIRS = 16
SALIENT = 3
PREFIX_LENGTHS = (4, 6, 8, 10)

RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<other>[^\W_{HAN}]+)")
HAN_CHARACTER = re.compile(rf"[{HAN}]")
# Punctuation round a word, but not the bracket that opens a 文号.
EDGES_OF_A_WORD = re.compile(r"^(?:(?!\[[0-9]{4}\][0-9]+号)[\W_])+|[\W_]+$")


# --- documents ------------------------------------------------------------------------------------------


def document_terms(title: str, document_number: str, body: str, filters: Iterable[str] = ()) -> list[str]:
    """Every term of a document, each once, in a stable order."""
    title, document_number = normalise(title), normalise(document_number)
    heading = [*_text_terms(title), *_text_terms(document_number)]
    counted = Counter(_text_terms(normalise(body)))
    terms = {*heading, *counted, *filters}
    terms.update(f"^{term}" for term in heading)
    terms.update(f"^{character}" for character in HAN_CHARACTER.findall(title))
    terms.update(f"+{term}" for term, times in counted.items() if times >= SALIENT)
    return sorted(terms)


def filter_terms(
    *,
    agency_codes: Iterable[str] = (),
    category_codes: Iterable[str] = (),
    year: int | None = None,
    validity: str = "",
    kind: str = "",
) -> list[str]:
    """Filters as terms, so that one index answers words and filters together.

    A document passes its agency and category with all their ancestors; a query the one it asks for.
    """
    terms = [f"#a{code}" for code in agency_codes if code]
    terms += [f"#c{code}" for code in category_codes if code]
    terms += [f"#y{year}"] if year is not None else []
    terms += [f"#v{validity}"] if validity else []
    terms += [f"#k{kind}"] if kind else []
    return [storable(term) for term in terms]


def _text_terms(text: str) -> Iterator[str]:
    """Terms of one normalised text, repeated as often as they occur."""
    for run in RUN.finditer(text):
        yield from _han_terms(run[0]) if run["han"] else _other_terms(run[0], text[run.end() :][:1])
    for number in DOCUMENT_NUMBER.finditer(text):
        yield _number_term(number)


def _han_terms(run: str) -> Iterator[str]:
    yield from _pairs(run)
    yield run[-1]


def _other_terms(run: str, following: str) -> Iterator[str]:
    """A number or a Latin word; glued to the next Chinese character as well: 2012年, 5号."""
    yield run
    if HAN_CHARACTER.match(following):
        yield run + following
    yield from (f"p:{run[:length]}" for length in PREFIX_LENGTHS if length <= len(run))


def _pairs(run: str) -> list[str]:
    return [first + second for first, second in zip(run, run[1:], strict=False)]


def _number_term(number: re.Match[str]) -> str:
    return f"n{number[1]}-{number[2]}"


# --- queries --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class QueryTerms:
    """What a query asks for.

    `plain` must all be among a document's terms. `title_only` are lone characters, looked up in titles
    when there is nothing else to look up. `literals` are the words as typed (normalised); unless `exact`,
    a document with all the terms may still lack one of them, so the text has to be looked at.
    """

    plain: tuple[str, ...] = ()
    title_only: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    exact: bool = True

    @property
    def is_empty(self) -> bool:
        return not self.literals

    @property
    def searches_titles_only(self) -> bool:
        return bool(self.title_only) and not self.plain

    def tiers(self) -> tuple[tuple[str, ...], ...]:
        """Term sets from the most to the least relevant; every later set matches all the earlier did."""
        if self.is_empty:
            return ((),)
        if self.searches_titles_only:
            return (tuple(f"^{character}" for character in self.title_only),)
        marked = tuple(tuple(f"{mark}{term}" for term in self.plain) for mark in "^+")
        return (*(self.plain + terms for terms in marked), self.plain)


@dataclass(frozen=True)
class _Word:
    """One space-separated word of a query: its terms, and whether they say all of it."""

    literal: str
    terms: tuple[str, ...]
    exact: bool


def query_terms(query: str) -> QueryTerms:
    """Terms of what somebody typed, be it what it may; words are joined by AND."""
    text = normalise(query[:LONGEST_RAW_QUERY])[:LONGEST_QUERY]
    stripped = [EDGES_OF_A_WORD.sub("", word) for word in text.split()]
    words = [_word(literal) for literal in dict.fromkeys(stripped) if literal]
    plain = tuple(dict.fromkeys(term for word in words for term in _thinned(word)))
    lone = tuple(word.literal for word in words if not word.terms)
    exact = all(word.exact for word in words) and not (plain and lone)
    return QueryTerms(plain, lone, tuple(word.literal for word in words), exact)


def _word(literal: str) -> _Word:
    runs = list(RUN.finditer(literal))
    terms: list[str] = [_number_term(number) for number in DOCUMENT_NUMBER.finditer(literal)]
    for run in runs:
        following = literal[run.end() :][:1]
        terms += _han_query_terms(run[0], following) if run["han"] else _other_query_terms(run[0], following)
    if not terms and runs[-1]["other"]:
        terms = [literal[runs[-1].start() :]]
    return _Word(literal, tuple(terms), exact=_says_all(literal, terms))


def _han_query_terms(run: str, following: str) -> list[str]:
    """Pairs; a single character is only known to end a run in the document when something follows it."""
    if len(run) > 1:
        return _pairs(run)
    return [run] if following else []


def _other_query_terms(run: str, following: str) -> list[str]:
    """At the end of a word a number may go on in the document, so its beginning is asked for there."""
    if HAN_CHARACTER.match(following):
        return [run + following]
    if following:
        return [run]
    fitting = [length for length in PREFIX_LENGTHS if length <= len(run)]
    return [f"p:{run[: fitting[-1]]}"] if fitting else []


def _says_all(literal: str, terms: list[str]) -> bool:
    return not terms or (len(terms) == 1 and terms[0].removeprefix("p:") == literal)


def _thinned(word: _Word) -> tuple[str, ...]:
    """Every second term of a very long word: overlapping pairs cover it, the text decides the rest."""
    if len(word.terms) <= MOST_PAIRS:
        return word.terms
    return (*word.terms[::2], word.terms[-1])
