"""What the word of a third party does to an answer (条例第十五条、第三十二条). Pure.

An objection with good reasons binds the agency, unless it finds that not disclosing would gravely affect the
public interest; then it tells the third party in writing what it discloses and why. Silence is neither
consent nor refusal: once the period is over the agency decides by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from foundation.contracts import Refusal
from foundation.workdays.wording import full_date
from requests_app.outcomes import opens

ARTICLE = "条例第32条"
OBJECTING = ("objects", "agrees_in_part")
"""Opinions against opening everything."""
PROTECTING = "X4"
"""The ground of what is withheld for a third party (条例第十五条)."""


class Standing(StrEnum):
    """Where the letter to one third party stands on a day."""

    WAITING = "waiting"
    SILENT = "silent"
    RETURNED = "returned"
    OBJECTS = "objects"
    HEARD = "heard"
    OVERRIDDEN = "overridden"


class Answer(Protocol):
    @property
    def reply_type(self) -> str: ...
    @property
    def ground(self) -> str: ...


@dataclass(frozen=True)
class ThirdParty:
    """What is known of one third party. `limit_on` is the last day of its own period, None while it has not
    begun; `told_on` the day it received the notice of being overridden.
    """

    position: int
    opinion: str = ""
    limit_on: date | None = None
    returned: bool = False
    overridden: bool = False
    told_on: date | None = None

    def standing(self, on: date) -> Standing:
        if self.overridden:
            return Standing.OVERRIDDEN
        if self.opinion:
            return Standing.OBJECTS if self.opinion in OBJECTING else Standing.HEARD
        if self.returned:
            return Standing.RETURNED
        over = self.limit_on is not None and on > self.limit_on
        return Standing.SILENT if over else Standing.WAITING

    def may_be_overridden(self, on: date) -> bool:
        return self.standing(on) in (Standing.OBJECTS, Standing.SILENT)


def discloses(answers: Iterable[Answer]) -> bool:
    """Whether something is opened and nothing is withheld for a third party's sake."""
    given = list(answers)
    return any(opens(one.reply_type) for one in given if one.reply_type) and not any(
        one.ground == PROTECTING for one in given
    )


def unheard(parties: Sequence[ThirdParty], answers: Iterable[Answer], on: date) -> Refusal | None:
    """Why an answer may not be signed: it opens what a third party objects to, or may still object to."""
    if not discloses(answers):
        return None
    for party in parties:
        standing = party.standing(on)
        if standing is Standing.OBJECTS:
            return Refusal(
                f"第三方（第{party.position}份征求意见书）不同意公开，拟定的答复却没有保护其权益。",
                ARTICLE,
                "理由合理的，改拟“保护第三方合法权益”或者以此为理由的“部分公开”；"
                "仍要公开的，办理“不采纳第三方意见，决定公开”。",
            )
        if standing is Standing.WAITING:
            return Refusal(_still_waiting(party), ARTICLE, _wait(party))
    return None


def _still_waiting(party: ThirdParty) -> str:
    if party.limit_on is None:
        return f"第三方（第{party.position}份征求意见书）还没有送达记录，答复期没有起算。"
    return f"第三方（第{party.position}份征求意见书）的答复期到{full_date(party.limit_on)}为止，还没有过。"


def _wait(party: ThirdParty) -> str:
    if party.limit_on is None:
        return "请登记送达；退回的，登记“征求意见书退回”。"
    return "请等到答复期届满的次日，或者收到意见以后签发。"


def untold(parties: Sequence[ThirdParty], answers: Iterable[Answer], on: date) -> Refusal | None:
    """Why an answer may not be served yet: a third party that was overridden does not know it."""
    if not discloses(answers):
        return None
    for party in parties:
        if party.overridden and (party.told_on is None or on < party.told_on):
            came = f"在{full_date(party.told_on)}才送达" if party.told_on else "还没有送达记录"
            return Refusal(
                f"告知第三方（第{party.position}份征求意见书）决定公开的告知书{came}。",
                ARTICLE,
                "先把公开的内容和理由书面告知第三方，登记送达，再送达申请人。",
                "effective_on",
            )
    return None
