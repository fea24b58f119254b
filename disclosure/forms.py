"""Forms of the workbench: one per step; their fields are the arguments of the operation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms

from disclosure import guards, limits
from disclosure.capabilities import DRAFT, TALLY
from disclosure.catalogue_tree import in_reading_order
from disclosure.choices import Channel, Genre, Ground, Publicity, ReviewResult
from disclosure.models import Attachment, Category, ChannelTally, Item
from disclosure.operations.catalogue import double_count
from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm, StepForm
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from foundation.workdays.wording import full_date

INDENT = "　"
SEPARATORS = re.compile(r"[、,，;；\s]+")


def date_field(label: str, help_text: str = "", *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


class BranchIterator(forms.models.ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield ("", self.field.empty_label or "")
        yield from (self.choice(branch) for branch in in_reading_order(self.queryset))


class BranchField(forms.ModelChoiceField):
    """The catalogue in its reading order, branches indented below their parents."""

    iterator = BranchIterator

    def label_from_instance(self, obj: Category) -> str:
        return f"{INDENT * (len(obj.codes) - 1)}{obj.label}"


class ItemsField(forms.CharField):
    """Published items named by their 索引号."""

    def clean(self, value: Any) -> list[Item]:
        numbers = [number for number in SEPARATORS.split(super().clean(value)) if number]
        found = {item.index_number: item for item in Item.objects.public().filter(index_number__in=numbers)}
        if missing := [number for number in numbers if number not in found]:
            raise forms.ValidationError(f"没有索引号为{'、'.join(missing)}的已公开信息，请核对。")
        return [found[number] for number in dict.fromkeys(numbers)]


# --- what an item is ------------------------------------------------------------------------------------


class ItemFields(SpokenForm):
    """The facts of a draft; what is missing is asked for when it is submitted."""

    title = forms.CharField(label="名称", max_length=300)
    category = BranchField(
        label="类别",
        queryset=Category.objects.in_use(),
        empty_label="请选择",
        help_text="选最具体的一项（条例第20条、第21条）。",
    )
    genre = forms.ChoiceField(label="体裁", choices=[("", "请选择"), *Genre.choices])
    document_number = forms.CharField(
        label="文号", max_length=80, required=False, help_text="例如：山政发〔2026〕12号；没有文号的留空。"
    )
    formed_on = date_field("成文日期", f"落款的日期。公开期限从这一天的次日起算{limits.WORKDAYS}个工作日。")
    summary = forms.CharField(
        label="内容概述",
        required=False,
        help_text="一两句话，写明这是什么、给谁看。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label="正文",
        required=False,
        help_text="可以直接粘贴文字，每行成为一段；也可以粘贴网页代码，不安全的部分会自动去掉。",
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    publicity = forms.ChoiceField(
        label="公开属性", choices=Publicity.choices, initial=Publicity.PROACTIVE, widget=forms.RadioSelect
    )
    publicity_ground = forms.ChoiceField(
        label="不予公开的依据", choices=[("", "主动公开、依申请公开的不选"), *Ground.choices], required=False
    )
    publicity_reason = forms.CharField(
        label="不主动公开的理由", max_length=300, required=False, help_text="选“主动公开”的不填。"
    )
    joint_agencies = forms.ModelMultipleChoiceField(
        label="联合发文机关",
        queryset=Agency.objects.all(),
        required=False,
        help_text="不含牵头机关。按住Ctrl键可以选多个。",
    )
    interprets = ItemsField(
        label="解读的文件",
        required=False,
        help_text="这是一份解读的，填写被解读文件的索引号，多个用顿号分开。",
    )
    effective_from = date_field("施行日期")
    effective_to = date_field("有效期至", "写到哪一天止；到期后自动标明失效。")
    channels = forms.MultipleChoiceField(
        label="公开渠道", choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    first_published_on = date_field("原发布日期", "在别的网站已经公开过的才填，并填写原网址。")
    original_url = forms.URLField(label="原网址", max_length=500, required=False, assume_scheme="http")

    RARE = frozenset(
        ("joint_agencies", "interprets", "effective_from", "effective_to", "channels")
        + ("first_published_on", "original_url")
    )

    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.RARE]

    def rare_fields(self) -> list[forms.BoundField]:
        """What most drafts do not need; folded away until there is something in it."""
        return [field for field in self if field.name in self.RARE]

    def rare_fields_in_use(self) -> bool:
        return any(field.errors or field.value() for field in self.rare_fields())


class CreateForm(ItemFields):
    """The first page of an item; the agency cannot be changed afterwards."""

    agency = forms.ModelChoiceField(
        label="发布机构",
        queryset=Agency.objects.none(),
        empty_label="请选择",
        help_text="联合发文的选牵头机关，建立后不能改。",
    )
    field_order = ["agency"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = agencies_of(user, DRAFT.code)
        agency = self.fields["agency"]
        agency.queryset = mine  # type: ignore[attr-defined]
        agency.initial = mine.first() if mine.count() == 1 else None

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))


class UndatedForm(StepForm):
    """A step whose day is today and cannot be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["effective_on"]


class EditForm(UndatedForm, ItemFields):
    def __init__(self, *args: Any, case: Item, **kwargs: Any) -> None:
        super().__init__(*args, case=case, initial=facts_of(case), **kwargs)

    def preview(self) -> list[str]:
        changed = [str(self.fields[name].label) for name in self.changed_data]
        return [f"修改：{'、'.join(changed)}。" if changed else "没有改动。"]


def facts_of(item: Item) -> dict[str, object]:
    """What the edit form starts from."""
    plain = set(ItemFields.base_fields) - {"body", "joint_agencies", "interprets", "category"}
    numbers = item.interprets.values_list("index_number", flat=True)
    return {
        **{name: getattr(item, name) for name in plain},
        "category": item.category_id,
        "body": item.body_html,
        "joint_agencies": [agency.pk for agency in item.joint_agencies.all()],
        "interprets": "、".join(number for number in numbers if number),
    }


# --- attachments ----------------------------------------------------------------------------------------


class AttachForm(UndatedForm):
    file = forms.FileField(label="文件", help_text="PDF、DOCX、XLSX、OFD、JPG、PNG、TXT、CSV，不超过20MB。")
    title = forms.CharField(
        label="附件名称", max_length=200, required=False, help_text="公众看到的名称；留空则用文件名。"
    )


class DetachForm(UndatedForm):
    attachments = forms.ModelMultipleChoiceField(
        label="要移除的附件", queryset=Attachment.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attachments"].queryset = self.case.attachments.all()  # type: ignore[attr-defined]

    def preview(self) -> list[str]:
        return [f"移除“{attachment.title}”。" for attachment in self.cleaned_data["attachments"]]


# --- moving on and back ---------------------------------------------------------------------------------


class NoteForm(StepForm):
    note = forms.CharField(
        label="给审核人员的说明", max_length=300, required=False, help_text="不公开。不要写个人信息。"
    )

    def preview(self) -> list[str]:
        return ["草稿转给审核人员，您不能再改；需要改时请审核人员退回。", *guards.warnings(self.case)]


class ReasonForm(StepForm):
    reason = forms.CharField(label="理由", max_length=300, help_text="不公开。不要写个人信息。")


class ClearForm(StepForm):
    reviewer = forms.CharField(label="保密审查人", max_length=50)
    result = forms.ChoiceField(label="审查意见", choices=ReviewResult.choices, widget=forms.RadioSelect)
    basis = forms.CharField(
        label="依据或者说明", max_length=300, required=False, help_text="选“可以公开”的可以不填。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].initial = self.user.name

    def preview(self) -> list[str]:
        result = ReviewResult(self.cleaned_data["result"])
        then = {
            ReviewResult.OPEN: "此件转到待发布。",
            ReviewResult.DOUBTFUL: "此件留在待审核，等待主管部门或者保密行政管理部门确定。",
            ReviewResult.NOT_OPEN: "此件退回起草。",
        }
        return [
            f"记录{self.cleaned_data['reviewer']}的保密审查意见：{result.label}。",
            then[result],
            *guards.warnings(self.case),
        ]


class PublishForm(UndatedForm):
    """Nothing to fill in: the day is the server's, the number the counter's."""

    def preview(self) -> list[str]:
        limit = limits.limit_on(published_calendar(), self.case.formed_on, today())
        lines = [
            f"立即公开，发布日期是{full_date(today())}，以后不能更改。",
            "编出索引号，公众可以按固定网址查看、检索和下载附件。",
        ]
        if limit is not None and limit.workdays_late and not self.case.first_published_on:
            lines.append(f"已超过公开期限{limit.workdays_late}个工作日，会如实记录。")
        return [*lines, *guards.warnings(self.case)]


class WithdrawForm(UndatedForm):
    reason = forms.CharField(
        label="撤回理由", max_length=300, help_text="会在原网址上公开显示。不要写个人信息。"
    )

    def preview(self) -> list[str]:
        return ["公众立即看不到内容，也检索不到。", f"原网址显示：{self.cleaned_data['reason']}"]


class RepealForm(StepForm):
    successor = ItemsField(label="替代文件", required=False, help_text="新文件的索引号；没有的留空。")
    basis = forms.CharField(label="废止依据", max_length=300, required=False)

    def clean_successor(self) -> Item | None:
        named: list[Item] = self.cleaned_data["successor"]
        if len(named) > 1:
            raise forms.ValidationError("只填写一个替代文件。")
        return named[0] if named else None

    def preview(self) -> list[str]:
        return [f"自{full_date(self.cleaned_data['effective_on'])}起标明废止，全文仍可阅读。"]


class ExpireForm(StepForm):
    basis = forms.CharField(label="失效依据", max_length=300, required=False)

    def preview(self) -> list[str]:
        return [f"有效期至{full_date(self.cleaned_data['effective_on'])}，标明失效，全文仍可阅读。"]


# --- figures of other channels --------------------------------------------------------------------------


class TallyForm(forms.ModelForm):
    class Meta:
        model = ChannelTally
        fields = ["agency", "year", "month", "channel", "count", "source", "note"]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            self.fields["agency"].queryset = agencies_of(user, TALLY.code)  # type: ignore[attr-defined]
            typed = [choice for choice in Channel.choices if choice[0] != Channel.WEBSITE]
            self.fields["channel"].choices = [("", "请选择"), *typed]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if {"agency", "year", "channel"} <= facts.keys():
            refusal = double_count(facts["agency"], facts["year"], facts["channel"], facts.get("month"))
            if refusal is not None:
                self.add_error(refusal.field, str(refusal))
        return facts
