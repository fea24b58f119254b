"""The one next step of an open request on a day, and by whose capability it is taken.

Reads a case whose parts, events and letters are at hand; asks the guards, so that what is named here can be
done. A case that only waits for somebody outside has no next step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foundation.contracts import Step
from foundation.workdays import arithmetic
from foundation.workdays.calendar import Calendar
from foundation.workdays.wording import full_date
from requests_app import charges, guards, history, notices, steps
from requests_app.clock import consultation_limit
from requests_app.clock_facts import Consultation as Letter
from requests_app.models import (
    Consultation,
    ConsultedKind,
    ExcessReasons,
    InformationRequest,
    MailReturn,
    NotReached,
    Override,
    ProcessingFee,
    RequestCorrection,
    Stage,
)
from requests_app.receipt_rules import LETTER_AFTER
from requests_app.regimes import REGIMES
from requests_app.service_guards import STEPS_OF_THEIR_OWN

ON_ITS_WAY = 3
"""Working days after which a letter should have come."""


@dataclass(frozen=True)
class Act:
    """A step in the words of the page; `kind` is the list it belongs to, `note` what to know beside it."""

    kind: str
    step: Step
    wording: str
    note: str = ""

    @property
    def capabilities(self) -> tuple[str, ...]:
        """Who may take it: the first is the owner's; a signature on paper is recorded by whoever handles."""
        if self.step is steps.SIGN:
            return (steps.SIGN.capability, steps.RECORD_SIGNATURE.capability)
        return (self.step.capability,)


def next_act(case: InformationRequest, on: date, calendar: Calendar) -> Act | None:
    """What is to be done first; a letter or a question that waits goes before the answer itself."""
    if case.stage == Stage.UNCONFIRMED:
        return Act("unconfirmed", steps.RECEIVE, "与申请人确认收到")
    if case.stage == Stage.UNREACHED:
        return _unreached(case)
    if case.stage == Stage.CORRECTING:
        return _correction(case, on)
    if case.stage == Stage.PAYING:
        return _payment(case, on, calendar)
    waiting = next(follow_ups(case, on, calendar), None)
    if waiting is not None or case.stage not in (Stage.HANDLING, Stage.SIGNED):
        return waiting
    if case.stage == Stage.SIGNED:
        return Act("serve", steps.SERVE, steps.SERVE.wording)
    return _answer(case, on)


def _unreached(case: InformationRequest) -> Act:
    """After two attempts a letter is to be sent."""
    tried = history.attempts(case)
    posted = any(
        event.data["result"] in (NotReached.LETTER_SENT, NotReached.LETTER_RETURNED) for event in tried
    )
    letter = len(tried) >= LETTER_AFTER and not posted
    note = f"已联系{len(tried)}次，最近一次{full_date(tried[-1].effective_on)}"
    return Act("unreached", steps.NOT_REACHED, "邮寄确认函" if letter else "再次联系申请人", note)


def _correction(case: InformationRequest, on: date) -> Act | None:
    """Sent back for correction: the notice is not known to have come, or the applicant's period is over."""
    correction: RequestCorrection = case.correction
    if correction.limit_on is None:
        return Act("correction", steps.DELIVER_CORRECTION, "登记送达", "补正告知书还没有送达记录")
    if on > correction.limit_on:
        note = f"补正期限{full_date(correction.limit_on)}已过"
        return Act("correction", steps.GIVE_UP, steps.GIVE_UP.wording, note)
    return None


def _payment(case: InformationRequest, on: date, calendar: Calendar) -> Act | None:
    """Charged: the notice is not known to have come, or the window to pay is over."""
    fee: ProcessingFee = case.fee
    until = charges.pay_by(fee, calendar)
    if until is None:
        return Act("fee", steps.FEE_DELIVERED, "登记送达", "收费通知书还没有送达记录")
    if on > until:
        return Act("fee", steps.FEE_UNPAID, steps.FEE_UNPAID.wording, f"缴费期限{full_date(until)}已过")
    return None


# --- letters and questions that wait --------------------------------------------------------------------


def follow_ups(case: InformationRequest, on: date, calendar: Calendar) -> Iterator[Act]:
    """Third parties to tell, letters and questions that did not come or were not answered."""
    letters = case.consultations.all()
    yield from (_untold(letter) for letter in letters if _is_untold(letter))
    yield from (_returned(back) for back in case.mail_returns.all() if _to_be_brought_anew(back))
    if case.stage != Stage.HANDLING or any(part.decided for part in case.parts.all()):
        return
    acts = (_letter(letter, case, on, calendar) for letter in letters if _is_unanswered(letter))
    yield from (act for act in acts if act is not None)
    reasons = _reasons(case, on, calendar)
    if reasons is not None:
        yield reasons


def _is_untold(letter: Consultation) -> bool:
    """A third party that is overridden and does not know it; the applicant waits for it."""
    override: Override | None = getattr(letter, "override", None)
    return override is not None and override.told_on is None


def _to_be_brought_anew(back: MailReturn) -> bool:
    """A paper with a step of its own is named by that step."""
    return back.is_open and back.service.notice.kind not in STEPS_OF_THEIR_OWN


def _returned(back: MailReturn) -> Act:
    said = f"{full_date(back.returned_on)}退回：{back.get_reason_display()}"
    return Act("returned", steps.SERVE_AGAIN, steps.SERVE_AGAIN.wording, said)


def _is_unanswered(letter: Consultation) -> bool:
    return letter.answered_on is None and letter.returned_on is None


def _untold(letter: Consultation) -> Act:
    return Act("consultation", steps.OVERRIDE_TOLD, steps.OVERRIDE_TOLD.wording, _about(letter))


def _letter(letter: Consultation, case: InformationRequest, on: date, calendar: Calendar) -> Act | None:
    """None while there is nothing to do but wait."""
    fact = Letter(letter.kind, letter.sent_on, letter.delivered_on)
    limit = consultation_limit(fact, REGIMES[case.regime], calendar)
    if limit is not None:
        decided = "视为同意公开" if letter.kind == ConsultedKind.CO_MAKER else "自行决定"
        wording = f"答复期已过，{decided}"
        return Act("consultation", steps.DECIDE, wording, _about(letter)) if on > limit else None
    if letter.reply_by is not None and on > letter.reply_by:
        return Act("consultation", steps.REMIND, "催复，或者自行决定", _about(letter))
    waited = arithmetic.count(calendar, letter.sent_on, on)
    undelivered = letter.delivered_on is None and letter.kind != ConsultedKind.OTHER_AGENCY
    if not undelivered or waited < ON_ITS_WAY:
        return None
    return Act("consultation", steps.CONSULTATION_DELIVERED, "登记送达", _about(letter))


def _about(letter: Consultation) -> str:
    return f"征求意见：{letter.whom}"


def _reasons(case: InformationRequest, on: date, calendar: Calendar) -> Act | None:
    """Excessive requests: the notice is not known to have come, nothing came in time, or reasons came."""
    asked: ExcessReasons | None = getattr(case, "excess", None)
    if asked is None or history.last(case, "deferred") is not None:
        return None
    if asked.given_on is not None:
        return Act("reasons", steps.DECIDE, "判断申请人说明的理由是否合理")
    if asked.delivered_on is None:
        late = arithmetic.count(calendar, asked.asked_on, on) >= ON_ITS_WAY
        return Act("reasons", steps.REASONS_DELIVERED, "登记说明理由告知书送达") if late else None
    over = on > arithmetic.add(calendar, asked.delivered_on, asked.workdays)
    return Act("reasons", steps.LEAVE_EXCESS, "逾期没有说明理由，判断是否不予处理") if over else None


# --- the answer itself ----------------------------------------------------------------------------------


def _answer(case: InformationRequest, on: date) -> Act:
    if not all(part.decided for part in case.parts.all()):
        return Act("new" if is_untouched(case) else "decide", steps.DECIDE, steps.DECIDE.wording)
    if notices.kind_of(case) is None:
        return Act("decide", steps.END, steps.END.wording)
    if guards.searched_where_nothing_is(case) is not None:
        return Act("decide", steps.LOG_SEARCH, "补登检索记录")
    if guards.reviewed_where_opened(case) is not None:
        return _review(case)
    if guards.may_be_signed(case, on) is not None:
        return Act("decide", steps.DECIDE, "处理第三方意见或者改拟答复")
    return Act("signature", steps.SIGN, steps.SIGN.wording)


def _review(case: InformationRequest) -> Act:
    """Not reviewed since the last draft, or reviewed and not to be opened."""
    decided, reviewed = history.last(case, "parts_decided"), history.last(case, "secrecy_reviewed")
    if reviewed is not None and (decided is None or reviewed.seq > decided.seq):
        return Act("decide", steps.DECIDE, "保密审查不宜公开，改拟答复")
    return Act("review", steps.REVIEW, steps.REVIEW.wording)


BEGUN = frozenset(
    {"filed", "registered", "split_off", "received", "not_reached", "arrival_evidence", "imported", "grouped"}
)
"""What stands in the ledger of a case nobody has worked on yet."""


def is_untouched(case: InformationRequest) -> bool:
    """Received, and nobody has begun with it."""
    return all(event.kind in BEGUN for event in case.events.all())
