"""七步法: from question to question to the lawful answer of one part.

The system asks and cites; a person chooses, and the choices stay with the part, as a path of codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foundation.contracts import Refusal, Refused
from requests_app import outcomes
from requests_app.reply_types import GROUNDS, REPLY_TYPES
from requests_app.triage_questions import FIRST, QUESTIONS, WITHHELD, Choice, Ending, Question

LONGEST = 12
"""More choices than any walk has."""


@dataclass(frozen=True)
class Walk:
    """The choices made, and what comes next: a question, or the ending with its reply type and ground."""

    made: tuple[tuple[Question, Choice], ...]
    question: Question | None
    ending: Ending | None = None
    reply_type: str = ""
    ground: str = ""

    @property
    def path(self) -> str:
        return ".".join(choice.code for _, choice in self.made)

    @property
    def sentences(self) -> tuple[str, ...]:
        """补不补：清楚，可以查找。"""
        return tuple(f"{question.step}：{choice.wording}。" for question, choice in self.made)


def walk(path: str) -> Walk:
    """Follow the choices from the first question. Raises Refused for a choice the question does not have."""
    made: list[tuple[Question, Choice]] = []
    here: str | Ending = FIRST
    for code in filter(None, path.split(".")[:LONGEST]):
        if isinstance(here, Ending):
            raise _refused(code)
        choice = _choice(QUESTIONS[here], code)
        made.append((QUESTIONS[here], choice))
        here = choice.then
    if isinstance(here, str):
        return Walk(tuple(made), QUESTIONS[here])
    ground = next((choice.ground for _, choice in made if choice.ground), "")
    return Walk(tuple(made), None, here, *_answer(here, ground))


def leads_to(path: str, reply_type: str, ground: str) -> bool:
    """Whether these choices end in that answer; a draft changed afterwards is not theirs any more."""
    if not path:
        return False
    try:
        ended = walk(path)
    except Refused:
        return False
    return ended.reply_type == reply_type and ended.ground == ground


def told(path: str) -> tuple[str, ...]:
    """The choices in words; nothing for choices an older table knew."""
    try:
        return walk(path).sentences
    except Refused:
        return ()


def offered(question: Question, *, corrected: bool, regime: str) -> tuple[Choice, ...]:
    """The choices that are possible for a request that was, or was not, sent back for correction, under that
    edition of the regulation.
    """
    hidden = "uncorrected" if corrected else "corrected"
    return tuple(one for one in question.choices if one.only != hidden and _known(one, regime))


def _known(choice: Choice, regime: str) -> bool:
    if choice.ground:
        return regime in GROUNDS[choice.ground].articles
    code = choice.then.reply_type if isinstance(choice.then, Ending) else ""
    return code not in REPLY_TYPES or outcomes.applies(code, regime)


def _choice(question: Question, code: str) -> Choice:
    for choice in question.choices:
        if choice.code == code:
            return choice
    raise _refused(code)


def _refused(code: str) -> Refused:
    return Refused(Refusal(f"没有“{code}”这个选择。", remedy="请从第一步重新选择。", field="path"))


def _answer(ending: Ending, ground: str) -> tuple[str, str]:
    """The reply type and the ground it must be given; a ground the type implies is not chosen."""
    if ending.reply_type == WITHHELD:
        return f"C{ground.removeprefix('X')}", ""
    reply = REPLY_TYPES.get(ending.reply_type)
    return ending.reply_type, ground if reply is not None and reply.needs_ground else ""


def paths(prefix: Sequence[str] = (), here: str | Ending = FIRST) -> Iterator[str]:
    """Every way through the table, for whoever wants to see all of it."""
    if isinstance(here, Ending):
        yield ".".join(prefix)
        return
    for choice in QUESTIONS[here].choices:
        yield from paths((*prefix, choice.code), choice.then)
