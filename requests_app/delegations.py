"""Delegations to sign that are on record (AB角, 授权书), and whether a signature lies inside the signer's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from foundation.agencies.access import covers
from foundation.agencies.models import Assignment
from foundation.contracts import Refusal, Refused
from foundation.ledger.acts import Begun
from foundation.workdays.wording import full_date
from requests_app.capabilities import SIGN
from requests_app.models import InformationRequest, Manner


def on_record(case: InformationRequest) -> list[Assignment]:
    """Whoever may sign for somebody else at the case's desks, past and to come, in the order of the days."""
    given = Assignment.objects.filter(deputy_for__isnull=False, role__capabilities__contains=[SIGN.code])
    rows = given.select_related("user", "agency", "role", "deputy_for").order_by("starts_on", "pk")
    return [one for one in rows if any(covers(one, desk) for desk in case.desks())]


def words(one: Assignment) -> str:
    """演示审核代演示负责（2026年11月20日至2026年11月30日，依据：授权书）."""
    whom = one.deputy_for.name if one.deputy_for else ""
    basis = f"，依据：{one.reason}" if one.reason else ""
    return f"{one.user.name}代{whom}（{_days(one)}{basis}）"


def _days(one: Assignment) -> str:
    return f"{full_date(one.starts_on)}至{full_date(one.ends_on or one.starts_on)}"


def outside(case: InformationRequest, signer: str, on: date) -> Refusal | None:
    """Why the signer's delegation does not cover the day. None where none is on record: the paper counts."""
    mine = [one for one in on_record(case) if one.user.name == signer.strip()]
    if not mine or any(one.starts_on <= on <= (one.ends_on or on) for one in mine):
        return None
    listed = "、".join(_days(one) for one in mine)
    return Refusal(
        f"{signer.strip()}代签的授权登记为{listed}，签发日期{full_date(on)}不在其内。",
        remedy="请核对日期；另有授权书的，请安全管理员先登记代行，已经签了的勾选“补录”并写明授权书。",
        field="effective_on",
    )


def checked(
    begun: Begun[InformationRequest], manner: str, signer: str, recording: bool
) -> Begun[InformationRequest]:
    """Refuse a signature outside its delegation; while recording, write the refusal down with the event."""
    refusal = outside(begun.case, signer, begun.on) if manner == Manner.DELEGATION else None
    if refusal is not None and not recording:
        raise Refused(refusal)
    return replace(begun, unlawful=begun.unlawful or refusal)
