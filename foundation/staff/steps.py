"""The acts on a person in one table, from joining over roles, deputies and absences to leaving."""

from __future__ import annotations

from datetime import date
from typing import Any

from foundation.agencies.capabilities import ACCOUNTS
from foundation.contracts import Refusal, Step
from foundation.staff.capabilities import ABSENCE

PRESENT, LEFT = "present", "left"


def always(_member: Any, _on: date) -> Refusal | None:
    """What stands against these acts depends on the roles named in the form; the operations say it."""
    return None


def away_then(member: Any, on: date) -> Refusal | None:
    """Only who is noted as away comes back."""
    if any(away.ends_on >= on for away in member.absences.all()):
        return None
    return Refusal("此人没有登记外出，不需要登记返岗。", field="effective_on")


JOIN = Step(
    code="join",
    wording="到岗",
    result="建立账号、岗位和任职，打印第一天清单",
    from_stages=(),
    to_stage=PRESENT,
    capability=ACCOUNTS.code,
    guard=always,
    form="foundation.staff.forms.JoinForm",
    operation="foundation.staff.operations.joining.join",
)
GRANT = Step(
    code="grant",
    wording="授予角色",
    result="从所填日期起可以办理该角色的事项",
    from_stages=(PRESENT,),
    to_stage=None,
    capability=ACCOUNTS.code,
    guard=always,
    form="foundation.staff.forms.GrantForm",
    operation="foundation.staff.operations.assigning.grant",
)
DEPUTISE = Step(
    code="deputise",
    wording="指定代行人（AB角）",
    result="代行人在所填期间代行此人的角色，到期自动结束",
    from_stages=(PRESENT,),
    to_stage=None,
    capability=ACCOUNTS.code,
    guard=always,
    form="foundation.staff.forms.DeputiseForm",
    operation="foundation.staff.operations.assigning.deputise",
)
EXTEND = Step(
    code="extend",
    wording="延长任职",
    result="任职改到较晚的日期结束",
    from_stages=(PRESENT,),
    to_stage=None,
    capability=ACCOUNTS.code,
    guard=always,
    form="foundation.staff.forms.ExtendForm",
    operation="foundation.staff.operations.assigning.extend",
)
END = Step(
    code="end",
    wording="结束任职",
    result="所填日期过后不再有该角色的权限，记录保留",
    from_stages=(PRESENT,),
    to_stage=None,
    capability=ACCOUNTS.code,
    guard=always,
    form="foundation.staff.forms.EndForm",
    operation="foundation.staff.operations.assigning.end",
)
ABSENT = Step(
    code="absent",
    wording="登记外出",
    result="等待此人办理的页面上注明外出和代行人",
    from_stages=(PRESENT,),
    to_stage=None,
    capability=ABSENCE.code,
    guard=always,
    form="foundation.staff.forms.AbsentForm",
    operation="foundation.staff.operations.absences.note_absence",
)
BACK = Step(
    code="back",
    wording="登记返岗",
    result="取消从这一天起的外出登记",
    from_stages=(PRESENT,),
    to_stage=None,
    capability=ABSENCE.code,
    guard=away_then,
    form="foundation.staff.forms.BackForm",
    operation="foundation.staff.operations.absences.note_return",
)
CONTACT = Step(
    code="contact",
    wording="登记联系方式",
    result="到期提醒发到所填的邮箱或手机；都不填的，由同事打电话告知",
    from_stages=(PRESENT,),
    to_stage=None,
    capability=ABSENCE.code,
    guard=always,
    form="foundation.staff.forms.ContactForm",
    operation="foundation.staff.operations.contacts.note_contact",
)
HAND_OVER = Step(
    code="hand-over",
    wording="交接工作",
    result="任职和代行关系一次转给接收人，存下交接清单",
    from_stages=(PRESENT,),
    to_stage=None,
    capability=ACCOUNTS.code,
    guard=always,
    form="foundation.staff.forms.HandOverForm",
    operation="foundation.staff.operations.handing_over.hand_over",
)
LEAVE = Step(
    code="leave",
    wording="离岗",
    result="任职、岗位和账号一次结束；有接收人的，工作同时转交",
    from_stages=(PRESENT,),
    to_stage=LEFT,
    capability=ACCOUNTS.code,
    guard=always,
    form="foundation.staff.forms.LeaveForm",
    operation="foundation.staff.operations.leaving.leave",
)
REJOIN = Step(
    code="rejoin",
    wording="重新到岗",
    result="重新启用账号，发新的初始密码，建立岗位和任职",
    from_stages=(LEFT,),
    to_stage=PRESENT,
    capability=ACCOUNTS.code,
    guard=always,
    form="foundation.staff.forms.RejoinForm",
    operation="foundation.staff.operations.joining.rejoin",
)

MEMBER_STEPS = (GRANT, DEPUTISE, EXTEND, END, ABSENT, BACK, CONTACT, HAND_OVER, LEAVE, REJOIN)
"""What a person's page offers, in its order; `JOIN` has its own page."""
STEPS = (JOIN, *MEMBER_STEPS)

EVENT_WORDINGS = {
    "joined": "到岗",
    "rejoined": "重新到岗",
    "granted": "授予角色",
    "extended": "延长任职",
    "ended": "结束任职",
    "withdrawn": "撤回尚未开始的任职",
    "deputised": "由他人代行",
    "deputises": "代行他人职责",
    "absent": "登记外出",
    "back": "登记返岗",
    "contact_noted": "登记联系方式",
    "handed_over": "移交工作",
    "took_over": "接手工作",
    "left": "离岗",
}
