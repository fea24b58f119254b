"""Forms of the calendar pages; they ask, the operations decide."""

from __future__ import annotations

from django import forms


class StartDraftForm(forms.Form):
    code = forms.SlugField(
        label="版本代码",
        max_length=32,
        help_text="只用字母、数字和短横，例如 2027-1。新版本从现行日历复制而来。",
    )
    source_document = forms.CharField(
        label="依据文件", max_length=200, help_text="国务院办公厅通知的文号，例如：国办发明电〔2025〕7号。"
    )


class SetDaysForm(forms.Form):
    year = forms.IntegerField(label="年份", min_value=2008, max_value=2100)
    text = forms.CharField(
        label="放假安排",
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80}),
        help_text="粘贴国务院办公厅通知的原文，例如：元旦：1月1日（周四）至3日（周六）放假调休，共3天。"
        "1月4日（周日）上班。这一年原有的登记由粘贴的内容取代。",
    )


class PublishForm(forms.Form):
    self_confirmation_reason = forms.CharField(
        label="自行确认的理由",
        required=False,
        max_length=200,
        help_text="由起草人以外的人确认时不必填写。",
    )
