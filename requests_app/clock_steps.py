"""Which acts the clock allows on a day, until when, and under which article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foundation.workdays.deadlines import DEADLINES
from foundation.workdays.wording import full_date
from requests_app.clock import Clock
from requests_app.clock_facts import CONSULTATIONS, Correction, Fee
from requests_app.regimes import FEES_SINCE


@dataclass(frozen=True)
class NextStep:
    """One act: whether it is lawful on the day asked about, and the last day on which it is.

    `latest_on` is None where no date bounds it or none is known yet; `reason` says why it is not allowed.
    """

    code: str
    wording: str
    allowed: bool
    latest_on: date | None
    article: str
    reason: str = ""


def next_steps(clock: Clock, on: date) -> tuple[NextStep, ...]:
    """Every act of the procedure that the clock has something to say about, as of the end of the day `on`."""
    return (
        _correction(clock, on),
        *(_consultation(clock, on, kind) for kind in CONSULTATIONS),
        _extension(clock, on),
        _deferral(clock, on),
        _fee(clock, on),
        _given_up(clock, on, Correction),
        _given_up(clock, on, Fee),
        # A late answer must always be possible, so the limit bounds its being in time, not its lawfulness.
        _always(clock, "served", "送达答复", clock.due_on, clock.regime.cite("answer")),
        _always(clock, "withdrawal", "申请人撤回申请", None, ""),
    )


def _correction(clock: Clock, on: date) -> NextStep:
    limits = [day for day in (clock.correction_notice_due_on, clock.due_on) if day]
    latest = min(limits, default=None)
    reason = "" if clock.may_correct else "补正只能一次性告知，已经告知过"
    return _bounded(clock, on, "correction", "告知补正", latest, reason)


def _consultation(clock: Clock, on: date, kind: str) -> NextStep:
    reason = "" if kind in clock.regime.consultation_days else f"{clock.regime.wording}没有扣除这段时间的规定"
    return _bounded(clock, on, kind, CONSULTATIONS[kind].wording, clock.due_on, reason)


def _extension(clock: Clock, on: date) -> NextStep:
    reason = "" if clock.may_extend else "答复期限只能延长一次，重新计算或者另定后也不再延长"
    return _bounded(clock, on, "extension", "告知延期", clock.due_on, reason)


def _deferral(clock: Clock, on: date) -> NextStep:
    reason = "" if "deferral" in clock.regime.articles else f"{clock.regime.wording}没有这一规定"
    return _bounded(clock, on, "deferral", "告知延迟答复", clock.due_on, reason)


def _fee(clock: Clock, on: date) -> NextStep:
    reason = ""
    if "fee" not in clock.regime.articles:
        reason = f"{clock.regime.wording}没有信息处理费"
    elif on < FEES_SINCE:
        reason = f"信息处理费从{full_date(FEES_SINCE)}起才有"
    return _bounded(clock, on, "fee", "发出收费通知", clock.due_on, reason)


def _bounded(clock: Clock, on: date, code: str, wording: str, latest: date | None, reason: str) -> NextStep:
    """An act that is lawful while the limit runs, and until `latest`."""
    if clock.ending:
        reason = "本件已经办结"
    elif not reason and clock.waiting in ("correction", "fee"):
        reason = "答复期限已停止计算"
    passed = not reason and latest is not None and on > latest
    if passed and latest:
        reason = f"期限{full_date(latest)}已过"
    shown = latest if passed or not reason else None
    return NextStep(code, wording, not reason, shown, clock.regime.cite(code), reason)


def _given_up(clock: Clock, on: date, kind: type[Correction] | type[Fee]) -> NextStep:
    """Silence to the end of the period told: the request counts as given up (视为放弃)."""
    fee = kind is Fee
    code, wording = ("unpaid", "逾期未缴费，不再处理") if fee else ("uncorrected", "逾期不补正，不再处理")
    article = DEADLINES["D08"].article if fee else clock.regime.cite("correction")
    return NextStep(code, wording, not (reason := _still_open(clock, on, kind)), None, article, reason)


def _still_open(clock: Clock, on: date, kind: type[Correction] | type[Fee]) -> str:
    awaited = clock.awaited
    if clock.ending or not isinstance(awaited, kind):
        return "没有在等待缴费" if kind is Fee else "没有在等待补正"
    limit = clock.payment_due_on if isinstance(awaited, Fee) else awaited.limit_on
    if limit is None:
        return "缴费期限没有起算：收费通知没有送达记录" if kind is Fee else "告知补正时没有确定期限"
    return f"期限到{full_date(limit)}为止，还没有过" if on <= limit else ""


def _always(clock: Clock, code: str, wording: str, latest: date | None, article: str) -> NextStep:
    reason = "本件已经办结" if clock.ending else ""
    return NextStep(code, wording, not reason, latest, article, reason)
