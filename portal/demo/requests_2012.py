"""The 31 requests and the one letter of 2012, taken over from the paper books (演示数据)."""

from __future__ import annotations

from datetime import date
from typing import Any

from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar
from portal.demo.applicants import natural_person
from requests_app.facts import ClosedFacts, Filing, PartAnswer, PartFacts
from requests_app.operations import letters
from requests_app.operations.importing import import_closed

SUBJECTS = (
    "征地补偿标准和批复文件",
    "农村低保对象名单公示材料",
    "镇驻地改造规划图说明",
    "区级财政支农资金安排",
    "义务教育学校布局调整方案",
    "农村公路建设计划",
    "水库移民后期扶持政策",
    "集体土地确权登记情况",
)
ANSWERS = ("A1", "A2", "A2", "A1", "D1b", "A2", "D1a", "A1")
REASONS: dict[str, dict[str, Any]] = {
    "A1": {"direction": "山亭区人民政府网站“信息公开”栏目，或区档案馆查阅点。"},
    "A2": {"finding": "所申请的信息可以公开，随告知书提供复印件。"},
    "D1a": {"search_note": "检索了收发文登记簿和区档案室目录，由文书科演示人员检索，没有找到。"},
    "D1b": {
        "reasons": "该信息由其他机关制作，不属于本机关的职责。",
        "direction": "请向制作该信息的机关提出。",
    },
}
CHANNELS = ("counter", "counter", "post", "online")
ROUTES = {"counter": "direct", "post": "post", "online": "post"}
TO_GOVERNMENT = 19
TOTAL = 31


def build(units: dict[str, Agency]) -> None:
    calendar = published_calendar()
    for number in range(TOTAL):
        respondent = units["shanting" if number < TO_GOVERNMENT else "shantingban"]
        received = arithmetic.roll_forward(
            calendar, date(2012, 1, 9 + number % 5).replace(month=1 + number % 11)
        )
        _one(number, respondent, received, arithmetic.add(calendar, received, 6 + number % 9))
    letter(units["shantingban"])


def letter(office: Agency) -> None:
    """The one letter from the city that asked for help, answered in time."""
    actor = Actor(origin="import")
    received = letters.register_letter(
        actor=actor,
        respondent=office,
        counterpart="枣庄市人民政府办公室",
        subject="协助核查一件政府信息公开申请所涉材料（演示数据）",
        received_on=date(2012, 7, 9),
        due_on=date(2012, 7, 20),
    )
    letters.answer_letter(
        received.pk, actor=actor, effective_on=date(2012, 7, 16), answer_note="已书面回复（演示数据）。"
    )


def _one(number: int, respondent: Agency, received: date, answered: date) -> None:
    subject, reply_type = SUBJECTS[number % len(SUBJECTS)], ANSWERS[number % len(ANSWERS)]
    channel = CHANNELS[number % len(CHANNELS)]
    filing = Filing(
        respondent=respondent,
        channel=channel,
        applicant=natural_person(number),
        parts=(PartFacts(wanted_name=f"{subject}（演示数据）"),),
        provision_forms=("paper",),
        source_system="纸质登记簿",
        external_number=f"2012-{number + 1:02d}",
    )
    closed = ClosedFacts(
        received_on=received,
        answers=(PartAnswer(1, reply_type, **REASONS[reply_type]),),
        signed_on=answered,
        signer_name="演示签发人",
        served_on=answered,
        service_route=ROUTES[channel],
        evidence_note="原纸质登记簿（演示数据）",
        reviewer_name="演示审核人",
    )
    import_closed(filing, closed, actor=Actor(origin="import"))
