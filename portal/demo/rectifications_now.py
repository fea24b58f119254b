"""This year's requests to correct a record about oneself (更正申请，条例第41条), all invented (演示数据)."""

from __future__ import annotations

from typing import Any

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.workdays.present import today
from portal.demo.applicants import natural_person
from portal.demo.playing import playing, workdays_ago
from requests_app.facts import RecordFacts
from requests_app.models import ServiceRoute, ToldBy
from requests_app.operations import rectifying

WAITING = RecordFacts(
    "区政府2026年公布的危房改造名单（演示数据）", "演示村三组，一人户", "演示村三组，二人户（演示数据）"
)
DONE = RecordFacts("公租房轮候登记（演示数据）", "登记日期2025年3月1日", "登记日期2025年1月3日（演示数据）")


def build(units: dict[str, Agency]) -> None:
    clerk = User.objects.get(username="jingban")
    waiting_for_evidence(units["shanting"], Actor(clerk, units["shantingban"], "command"))
    bureau = units["stczj"]
    corrected(bureau, Actor(User.objects.get(username="caizheng"), bureau, "command"))


def waiting_for_evidence(respondent: Agency, actor: Actor) -> None:
    with playing(workdays_ago(20)):
        case = rectifying.register(
            actor=actor,
            respondent=respondent,
            applicant=natural_person(601),
            facts=WAITING,
            received_on=today(),
            unproven=True,
        )
    with playing(workdays_ago(18)):
        rectifying.ask_evidence(
            **_on(case.pk, actor),
            missing="请提供户口簿家庭成员页（演示数据）。",
            manner=ToldBy.PHONE,
            workdays=15,
        )


def corrected(respondent: Agency, actor: Actor) -> None:
    with playing(workdays_ago(30)):
        case = rectifying.register(
            actor=actor,
            respondent=respondent,
            applicant=natural_person(602),
            facts=DONE,
            received_on=today(),
            unproven=True,
        )
    with playing(workdays_ago(25)):
        rectifying.decide(
            **_on(case.pk, actor),
            outcome="corrected",
            reasons="核对了原始登记表，登记日期抄录有误（演示数据）",
            approver_name="演示负责",
        )
    with playing(workdays_ago(24)):
        rectifying.serve(
            **_on(case.pk, actor), route=ServiceRoute.DIRECT, evidence_note="本人签收（演示数据）"
        )


def _on(pk: int, actor: Actor) -> dict[str, Any]:
    return {"pk": pk, "actor": actor, "seen": None, "effective_on": today()}
