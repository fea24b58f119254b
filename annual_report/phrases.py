"""Half-sentences that depend on figures, so that 全部按时办结 is only ever printed when it is true. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annual_report.figures import SEAT, Number, plain

PREFIX = "phrase/"


@dataclass(frozen=True)
class Phrase:
    """What is said instead of a bare number; `say` receives the amounts of `figures` in their order."""

    code: str
    wording: str
    figures: tuple[str, ...]
    say: Callable[..., str]

    def text(self, amounts: Mapping[str, Number]) -> str:
        return self.say(*(amounts[code] for code in self.figures))


def say_timeliness(answered: Number, late: Number, open_at_year_end: Number) -> str:
    if answered == 0:
        return "年内没有办结的申请"
    if late:
        return f"办结{plain(answered)}件，其中按时办结{plain(answered - late)}件、超期办结{plain(late)}件"
    return "全部依法依规按时办结" if open_at_year_end == 0 else f"办结的{plain(answered)}件均按时办结"


def say_letters(received: Number, answered_in_time: Number) -> str:
    if received == 0:
        return "无需答复"
    if received == answered_in_time:
        return "均依照程序按时答复"
    return f"其中按时答复{plain(answered_in_time)}件"


def say_remedies(reviews: Number, direct_suits: Number, suits_after_review: Number) -> str:
    suits = direct_suits + suits_after_review
    if reviews == 0 and suits == 0:
        return "未出现行政诉讼或行政复议"
    named = (("行政复议", reviews), ("行政诉讼", suits))
    return "发生" + "、".join(f"{wording}{plain(number)}件" for wording, number in named if number)


def _phrases(scope: str, wording: str) -> tuple[Phrase, ...]:
    return (
        Phrase(
            f"{PREFIX}timeliness{scope}",
            f"申请是否按时办结{wording}",
            (
                f"requests.timeliness/answered/total{scope}",
                f"requests.timeliness/late/total{scope}",
                f"requests.applications/carry_out/total{scope}",
            ),
            say_timeliness,
        ),
        Phrase(
            f"{PREFIX}letters{scope}",
            f"协查函是否按时答复{wording}",
            (
                f"requests.letters/received/total{scope}",
                f"requests.letters/answered_in_time/total{scope}",
            ),
            say_letters,
        ),
        Phrase(
            f"{PREFIX}remedies{scope}",
            f"有无行政复议、行政诉讼{wording}",
            tuple(
                f"requests.remedies/{group}/total{scope}"
                for group in ("review", "direct_suit", "suit_after_review")
            ),
            say_remedies,
        ),
    )


PHRASES: dict[str, Phrase] = {
    phrase.code: phrase for phrase in (*_phrases("", ""), *_phrases(SEAT, "（本级）"))
}
