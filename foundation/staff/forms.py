"""One form for each act on a person; what it cleans are the operation's arguments."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.validators import MinLengthValidator

from foundation.agencies import powers
from foundation.agencies.access import agencies_of
from foundation.agencies.capabilities import ACCOUNTS
from foundation.agencies.models import PHONE, Agency, Assignment, Role, User
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.ledger.forms import SpokenForm, StepForm
from foundation.staff import handover_list
from foundation.staff.models import StaffMember
from foundation.staff.operations import handing_over, leaving
from foundation.staff.operations.joining import Post
from foundation.staff.vacancies import lost_sentence, lost_without
from foundation.workdays.present import today
from foundation.workdays.wording import full_date

EXCEPTION_HELP = "三员分立和办件人员兼任时，由主管部门的安全管理员写明理由；其他情况留空。"


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def text_field(label: str, *, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=200, help_text=help_text)


class AgencyField(forms.ModelChoiceField):
    """Agencies alive today whose people the user keeps."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Agency.objects.none(), empty_label="请选择", label="单位", **kwargs)


class RoleField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Role.objects.all(), empty_label="请选择", label="角色", **kwargs)


class HeldField(forms.ModelChoiceField):
    """One of the person's present or coming posts, named with its days."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Assignment.objects.none(), empty_label="请选择", label="任职", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return assignment_words(obj)


class MemberField(forms.ModelChoiceField):
    """Colleagues who are present and whose accounts the user keeps."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(queryset=StaffMember.objects.none(), empty_label="请选择", label=label, **kwargs)


def assignment_words(assignment: Assignment) -> str:
    """区政府办·经办（2026年1月1日起，长期；代演示负责）."""
    end = f"到{full_date(assignment.ends_on)}" if assignment.ends_on else "长期"
    deputy = f"；代{assignment.deputy_for.name}" if assignment.deputy_for else ""
    begin = full_date(assignment.starts_on)
    return f"{assignment.agency.short_name}·{assignment.role.name}（{begin}起，{end}{deputy}）"


def kept_agencies(user: User) -> Any:
    return agencies_of(user, ACCOUNTS.code).alive_on(today()).order_by("position", "code")


class StaffForm(StepForm):
    """An act of today: the legal date is the day it is done, unless a form asks for another."""

    asks_for_the_day = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.asks_for_the_day:
            del self.fields["effective_on"]
        self._narrow()

    def _narrow(self) -> None:
        """Offer what this user may choose for this person."""
        others = StaffMember.objects.kept_by(self.user).exclude(user=self.case.user)
        held = Assignment.objects.within(today(), None).filter(user=self.case.user)
        offers = {AgencyField: kept_agencies(self.user), MemberField: others, HeldField: held}
        for field in self.fields.values():
            if type(field) in offers:
                cast(forms.ModelChoiceField, field).queryset = offers[type(field)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.asks_for_the_day:
            cleaned["effective_on"] = today()
        return cleaned


# --- roles ----------------------------------------------------------------------------------------------


class GrantForm(StaffForm):
    agency = AgencyField()
    role = RoleField()
    starts_on = day_field("从哪天起")
    ends_on = day_field("到哪天止", required=False, help_text="长期的留空。")
    reason = text_field("依据", help_text="任命或分工文件。")
    exception = text_field("兼任的理由", help_text=EXCEPTION_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].initial = self.case.agency_id
        self.fields["starts_on"].initial = today

    def preview(self) -> list[str]:
        facts = self.cleaned_data
        until = f"到{full_date(facts['ends_on'])}" if facts["ends_on"] else "长期"
        return [
            f"{self.case.user.name}从{full_date(facts['starts_on'])}起在{facts['agency'].name}任"
            f"“{facts['role'].name}”，{until}。"
        ]


class DeputiseForm(StaffForm):
    assignment = HeldField()
    deputy = MemberField("代行人")
    starts_on = day_field("从哪天起")
    ends_on = day_field("到哪天止", help_text="过了这一天，代行自动结束。")
    reason = text_field("授权依据", required=True, help_text="授权书或者AB角文件。")
    exception = text_field("兼任的理由", help_text=EXCEPTION_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today
        field = cast(forms.ModelChoiceField, self.fields["assignment"])
        field.label, field.queryset = "代行哪一项", cast(Any, field.queryset).filter(deputy_for=None)

    def preview(self) -> list[str]:
        facts = self.cleaned_data
        return [
            f"{facts['deputy'].user.name}从{full_date(facts['starts_on'])}到{full_date(facts['ends_on'])}"
            f"代行{self.case.user.name}的“{facts['assignment'].role.name}”职责。",
            f"{self.case.user.name}自己的权限不变。",
        ]


class ExtendForm(StaffForm):
    assignment = HeldField()
    until = day_field("延长到哪天", required=False, help_text="改为长期的留空；代行他人职责的必须填写。")
    reason = text_field("依据")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["assignment"])
        field.queryset = cast(Any, field.queryset).filter(ends_on__isnull=False)

    def preview(self) -> list[str]:
        until = self.cleaned_data["until"]
        held = assignment_words(self.cleaned_data["assignment"])
        return [f"{held}：{f'延长到{full_date(until)}' if until else '改为长期'}。"]


class EndForm(StaffForm):
    assignment = HeldField()
    last_day = day_field("最后一天", help_text="这一天仍然有效，此后没有权限。")
    reason = text_field("原因")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today

    def preview(self) -> list[str]:
        last_day, assignment = self.cleaned_data["last_day"], self.cleaned_data["assignment"]
        plan = handing_over.Plan((assignment,), (), last_day)
        return [
            f"{assignment_words(assignment)}：{full_date(last_day)}过后结束，记录保留。",
            *loss_lines(lost_sentence(lost_without(plan.held, last_day, plan.after))),
        ]


def loss_lines(sentence: str) -> list[str]:
    return [f"注意：此后{sentence}。"] if sentence else []


# --- absences -------------------------------------------------------------------------------------------


class AbsentForm(StaffForm):
    starts_on = day_field("外出第一天")
    ends_on = day_field("外出最后一天")
    note = forms.CharField(
        label="事由", required=False, max_length=100, help_text="例如：出差、培训。不要写病情等个人情况。"
    )

    def preview(self) -> list[str]:
        facts = self.cleaned_data
        days = f"{full_date(facts['starts_on'])}到{full_date(facts['ends_on'])}"
        return [f"{self.case.user.name}{days}外出；等待此人办理的页面会注明，并写出代行人。"]


class BackForm(StaffForm):
    asks_for_the_day = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].label = "返岗日期"
        self.fields["effective_on"].help_text = "这一天起不再是外出。"

    def preview(self) -> list[str]:
        return [f"{self.case.user.name}{full_date(self.cleaned_data['effective_on'])}起在岗。"]


class ContactForm(StaffForm):
    email = forms.EmailField(label="电子邮箱", required=False, help_text="单位邮箱，接收到期提醒。")
    phone = forms.CharField(
        label="手机号",
        required=False,
        max_length=20,
        validators=[PHONE],
        help_text="接收短信；没有开通短信的，印在电话催办单上。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.case.user
        self.fields["email"].initial, self.fields["phone"].initial = user.email, user.phone

    def preview(self) -> list[str]:
        facts = self.cleaned_data
        shown = [
            f"{label}：{facts[name] or '不填'}" for name, label in (("email", "邮箱"), ("phone", "手机"))
        ]
        return [f"{self.case.user.name}的{'，'.join(shown)}。号码只在人员资料里，不写进办理记录。"]


# --- handing over and leaving ---------------------------------------------------------------------------


class HandOverForm(StaffForm):
    successor = MemberField("接收人")
    last_day = day_field("交接日期", help_text="这一天起接收人可以办理；移交人的权限到这一天为止。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today

    def preview(self) -> list[str]:
        return handover_lines(self.case, self.cleaned_data["successor"], self.cleaned_data["last_day"])

    def foresee(self) -> None:
        plan = handing_over.plan_of(self.case.user, self.cleaned_data["last_day"])
        handing_over.refuse_receiver(Actor(self.user), plan, self.case, self.cleaned_data["successor"])


def handover_lines(member: StaffMember, successor: StaffMember, last_day: Any) -> list[str]:
    plan = handing_over.plan_of(member.user, last_day)
    work = handover_list.count_sentence(handover_list.sections(member.user, today()))
    moved = [f"转给{successor.user.name}：{assignment_words(one)}。" for one in plan.held]
    helped = [f"{one.user.name}改为代{successor.user.name}办理“{one.role.name}”。" for one in plan.helpers]
    return [*moved, *helped, f"所在单位的工作：{work}；清单存入本次交接记录，由双方打印签字。"]


class LeaveForm(StaffForm):
    """Leaving keeps the list of open work as files, so it is looked at beforehand, not tried out."""

    last_day = day_field(
        "最后在岗日", help_text="已经离开的填实际日期，账号立即停用；以后的日期，当天过后停用。"
    )
    successor = MemberField("接收人", required=False)
    reason = text_field(
        "没有接收人的理由", help_text="离岗后有事项没有人可以办理时必须填写，会提醒主管部门。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if last_day := cleaned.get("last_day"):
            cleaned["effective_on"] = min(last_day, today())
        return cleaned

    def foresee(self) -> None:
        plan = handing_over.plan_of(self.case.user, max(self.cleaned_data["last_day"], today()))
        if successor := self.cleaned_data["successor"]:
            handing_over.refuse_receiver(Actor(self.user), plan, self.case, successor)
            return
        leaving.refuse_silent_loss(plan, self.cleaned_data["reason"])
        powers.refuse_unkept(plan.held, plan.last_day)

    def preview(self) -> list[str]:
        successor, last_day = self.cleaned_data["successor"], self.cleaned_data["last_day"]
        until = max(last_day, today())
        plan = handing_over.plan_of(self.case.user, until)
        closing = "立即停用" if last_day <= today() else f"{full_date(last_day)}过后停用"
        ends = [f"结束：{assignment_words(one)}。" for one in plan.held]
        lost = "" if successor else lost_sentence(lost_without(plan.held, until, plan.after))
        moved = handover_lines(self.case, successor, until) if successor else ends
        return [*moved, f"账号{self.case.user.username}{closing}，岗位同日结束。", *loss_lines(lost)]


# --- joining --------------------------------------------------------------------------------------------


class PostFields(forms.Form):
    """What joining and coming back have in common."""

    agency = AgencyField()
    post = forms.ChoiceField(
        label="岗位",
        choices=Post.choices,
        widget=forms.RadioSelect,
        initial=Post.PART_TIME,
        help_text="专职和兼职计入年度报告的工作人员数。",
    )
    role = RoleField(help_text="还有其他角色的，到岗以后在人员页面授予。")
    ends_on = day_field("任职到哪天", required=False, help_text="长期的留空。")
    reason = text_field("依据", help_text="任命或分工文件。")
    exception = text_field("兼任的理由", help_text=EXCEPTION_HELP)


class JoinForm(SpokenForm, PostFields):
    """A new colleague: account, post and first role on one page."""

    name = forms.CharField(label="姓名", max_length=50)
    username = forms.CharField(
        label="用户名",
        max_length=30,
        validators=[MinLengthValidator(2, "用户名至少2个字符。")],
        help_text="登录时用，只用字母、数字和 . - _，以后不改。每人一个账号，不共用。",
    )
    email = forms.EmailField(label="电子邮箱", required=False)
    effective_on = day_field("到岗日期", help_text="岗位从这一天起算；权限从今天起。")

    field_order = ["name", "username", "email", "agency", "post", "effective_on", "role"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = kept_agencies(user)
        self.fields["effective_on"].initial = today

    def preview(self) -> list[str]:
        facts = self.cleaned_data
        post = f"，登记为{Post(facts['post']).label}人员" if facts["post"] != Post.NONE else ""
        until = f"到{full_date(facts['ends_on'])}" if facts["ends_on"] else "长期"
        return [
            f"建立账号“{facts['username']}”（{facts['name']}），生成初始密码，只显示一次。",
            f"{full_date(facts['effective_on'])}到{facts['agency'].name}{post}。",
            f"从今天起任“{facts['role'].name}”，{until}。",
        ]

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))


class RejoinForm(StaffForm, PostFields):
    asks_for_the_day = True
    field_order = ["effective_on", "agency", "post", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].initial = self.case.agency_id
        self.fields["effective_on"].label = "到岗日期"
        self.fields["effective_on"].help_text = "岗位从这一天起算；权限从今天起。"

    def preview(self) -> list[str]:
        facts = self.cleaned_data
        return [
            f"重新启用账号“{self.case.user.username}”，生成新的初始密码，只显示一次。",
            f"{full_date(facts['effective_on'])}到{facts['agency'].name}，从今天起任“{facts['role'].name}”。",
        ]
