"""This year's letters between agencies (协查函), in and out (演示数据). Days count back from today."""

from __future__ import annotations

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.workdays import arithmetic
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from portal.demo.playing import playing, workdays_ago
from requests_app.models import InformationRequest, ToldBy
from requests_app.operations import letters

DRAFTED, SENT, CAME, REMINDED = 12, 11, 9, 5
"""Of the letter that nobody answers yet, in working days ago."""


def build(units: dict[str, Agency]) -> None:
    clerk = User.objects.get(username="jingban")
    by_office = Actor(clerk, units["shantingban"], "command")
    sent_and_reminded(units["shanting"], by_office)
    received(units, by_office)
    with playing(workdays_ago(1)):
        letters.draft_letter(
            actor=by_office,
            respondent=units["shantingban"],
            counterpart="枣庄市人民政府办公室",
            subject="核实一份会议纪要的印发单位（演示数据）",
            content="请协助核实二〇一九年第六次区政府常务会议纪要由哪个单位印发（演示数据）。",
            effective_on=today(),
        )


def sent_and_reminded(district: Agency, actor: Actor) -> None:
    """A letter that serves a request: sent, delivered, reminded, and still unanswered."""
    case = InformationRequest.objects.filter(title__startswith="水库除险加固工程设计变更材料").first()
    content = "请协助查找该工程设计变更的批复文件，并说明文件由哪个单位制作、保存（演示数据）。"
    with playing(workdays_ago(DRAFTED)):
        letter = letters.draft_letter(
            actor=actor,
            respondent=district,
            counterpart="枣庄市城乡水务局",
            subject="协助查找水库除险加固工程的设计变更批复（演示数据）",
            content=content,
            effective_on=today(),
            request=case,
        )
    pk, seen = letter.pk, None
    with playing(workdays_ago(SENT)):
        due = arithmetic.add(published_calendar(), today(), 5)
        letters.send_letter(pk, actor=actor, seen=seen, effective_on=today(), content=content, due_on=due)
    with playing(workdays_ago(CAME)):
        letters.deliver_letter(pk, actor=actor, seen=seen, effective_on=today())
    with playing(workdays_ago(REMINDED)):
        until = arithmetic.add(published_calendar(), today(), 3)
        letters.remind(pk, actor=actor, seen=seen, effective_on=today(), manner=ToldBy.PHONE, due_on=until)


def received(units: dict[str, Agency], by_office: Actor) -> None:
    """One that waits for our answer, one that a bureau has answered."""
    with playing(workdays_ago(4)):
        letters.register_letter(
            actor=by_office,
            respondent=units["shanting"],
            counterpart="滕州市人民政府办公室",
            letter_number="滕政办函〔演示〕5号",
            subject="协助核实一处界址的归属材料（演示数据）",
            received_on=today(),
            due_on=arithmetic.add(published_calendar(), today(), 7),
        )
    bureau = units["stczj"]
    by_bureau = Actor(User.objects.get(username="caizheng"), bureau, "command")
    with playing(workdays_ago(20)):
        answered = letters.register_letter(
            actor=by_bureau,
            respondent=bureau,
            counterpart="枣庄市财政局",
            subject="协助提供一份拨款文件的文号（演示数据）",
            received_on=today(),
            due_on=arithmetic.add(published_calendar(), today(), 10),
        )
    with playing(workdays_ago(16)):
        letters.answer_letter(
            answered.pk, actor=by_bureau, effective_on=today(), answer_note="已书面回复（演示数据）。"
        )
