"""The forms of an export: which period, and how the city's template is to be filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.workdays.present import today
from requests_app.capabilities import READ, REGISTER
from requests_app.forms.counter import date_field
from requests_app.forms.uploads import UploadField
from requests_app.operations.register_exports import MOST_SHOWN_ROWS
from requests_app.register_book.export_columns import FIELDS
from requests_app.register_book.forms import ImportForm, letters


class AgencyForm(ImportForm):
    """A form about the register of one respondent, among those where the user holds `capability`."""

    capability = READ.code

    agency = forms.ModelChoiceField(label="机关", queryset=Agency.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = agencies_of(user, self.capability).order_by("position", "code")
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = mine


class ExportForm(AgencyForm):
    since = date_field("收到日期从", "这一天也算。")
    until = date_field("收到日期到", "这一天也算。")
    personal = forms.BooleanField(
        label="带申请人信息",
        required=False,
        help_text="只填样表里对应申请人的各栏（姓名、联系方式、地址），证件号码不导出。只有办理申请的人可以选；"
        "不需要的不要选，用完即删。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = today().replace(month=1, day=1)
        self.fields["until"].initial = today()


class TemplateForm(AgencyForm):
    capability = REGISTER.code

    file = UploadField(
        label="样表",
        required=True,
        help_text="上级要求的XLSX空表，最大2MB；保留表头、格式、合并的表头和合计公式，不要有申请人的信息。",
    )


class MappingForm(ImportForm):
    """For each column of the template what is put there; what was guessed is only a proposal."""

    first_row = forms.IntegerField(label="数据从第几行开始", min_value=1, max_value=MOST_SHOWN_ROWS)

    def __init__(self, *args: Any, labels: Sequence[str], columns: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_column = {column: code for code, column in columns.items()}
        offered = [("", "不填"), *((field.code, _wording(field.code)) for field in FIELDS.values())]
        self.places = dict(enumerate(labels))
        for column, name in self.places.items():
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=f"{letters(column)}栏：{name or '（没有表头）'}",
                choices=offered,
                required=False,
                initial=by_column.get(column, ""),
            )

    def columns(self) -> dict[str, int]:
        """Field to column. A field in two columns is an error of the form, beside the second."""
        chosen = {column: self.cleaned_data.get(f"column-{column}") for column in self.places}
        return {code: column for column, code in chosen.items() if code}

    def clean(self) -> dict[str, Any]:
        seen: dict[str, int] = {}
        for column in self.places:
            code = self.cleaned_data.get(f"column-{column}")
            if code and code in seen:
                first = letters(seen[code])
                self.add_error(f"column-{column}", f"“{FIELDS[code].label}”已经填在{first}栏，只能选一栏。")
            elif code:
                seen[code] = column
        return super().clean() or {}


def _wording(code: str) -> str:
    field = FIELDS[code]
    return f"{field.label}（申请人信息）" if field.personal else field.label
