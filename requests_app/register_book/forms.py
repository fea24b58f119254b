"""The forms of an import: the file, where its head is, what its columns hold, what its words mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from foundation.agencies.access import agencies_of
from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm
from requests_app.capabilities import REGISTER
from requests_app.forms.uploads import UploadField
from requests_app.operations.register_books import BOOK_KINDS
from requests_app.register_book.columns import (
    ALWAYS_ASKED,
    BLANK_WORD,
    FIELDS,
    HEADER_ROWS,
    NO_COLUMN,
    Head,
)
from requests_app.register_book.reading import Table
from requests_app.register_book.rows import REFUSE, Words

MOST_WORDS = 60
"""A column with more different words is not one of words; perhaps it holds names."""


class ImportForm(SpokenForm):
    """Any of the forms below; a refusal stands beside the field it names."""

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))


class UploadForm(ImportForm):
    agency = forms.ModelChoiceField(
        label="这是哪个机关的台账",
        queryset=Agency.objects.none(),
        empty_label="请选择",
        help_text="被申请机关。一个文件里有两个机关的，请分成两个文件。",
    )
    file = UploadField(
        label="台账文件",
        required=True,
        help_text="XLSX或者CSV，最大20MB。加密保存，导入后立即销毁，最多保留24小时。严禁上传涉密和工作秘密内容。",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = agencies_of(user, REGISTER.code).order_by("position", "code")
        cast(forms.ModelChoiceField, self.fields["agency"]).queryset = mine

    def clean_file(self) -> tuple[str, bytes]:
        name, content = cast("tuple[str, bytes]", self.cleaned_data["file"])
        if name.rpartition(".")[2].lower() not in BOOK_KINDS:
            raise forms.ValidationError("台账只能是XLSX或者CSV文件。请在WPS里打开，另存为XLSX，再上传。")
        return name, content


class HeadForm(ImportForm):
    """Only asked where the proposal is wrong."""

    sheet = forms.TypedChoiceField(label="工作表", coerce=int)
    head_row = forms.TypedChoiceField(label="表头在第几行", coerce=int)

    def __init__(self, *args: Any, tables: Sequence[Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheets = [(place, table.name) for place, table in enumerate(tables)]
        cast(forms.ChoiceField, self.fields["sheet"]).choices = sheets
        rows = [(row, f"第{row}行") for row in range(1, HEADER_ROWS + 1)]
        cast(forms.ChoiceField, self.fields["head_row"]).choices = rows


class ColumnsForm(ImportForm):
    """One choice for each field we can take; what was guessed stands there and is only a proposal."""

    def __init__(self, *args: Any, head: Head, proposed: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(place, f"{letters(place)}栏：{name}") for place, name in enumerate(head.labels) if name]
        for field in FIELDS.values():
            nothing = "请选择" if field.required else "没有这一栏"
            self.fields[field.code] = forms.TypedChoiceField(
                label=field.label,
                choices=[("", nothing), *columns],
                coerce=int,
                empty_value=None,
                required=field.required,
                initial=proposed.get(field.code, ""),
                help_text=field.hint,
            )

    def columns(self) -> dict[str, int]:
        return {code: place for code, place in self.cleaned_data.items() if place is not None}


class WordsForm(ImportForm):
    """One choice for each word of the table; none is chosen that nobody ever confirmed."""

    def __init__(self, *args: Any, asked: Mapping[str, Sequence[str]], known: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, str]] = {}
        for code, words in asked.items():
            for number, word in enumerate(words[:MOST_WORDS]):
                name = f"{code}-{number}"
                self.places[name] = code, word
                self.fields[name] = self._field(code, word, known.get(code, {}).get(word, ""))
        self.too_many = [FIELDS[code].label for code, words in asked.items() if len(words) > MOST_WORDS]

    def _field(self, code: str, word: str, known: str) -> forms.ChoiceField:
        field = FIELDS[code]
        refuse = [] if word == NO_COLUMN and code in ALWAYS_ASKED else [(REFUSE, "不导入这些行，列出来再改")]
        named = {NO_COLUMN: "表里没有这一栏，各件都是", BLANK_WORD: "空白的，是"}.get(word, f"“{word}”")
        wording = dict(field.choices)
        same = next((meant for meant, official in field.choices if word in (meant, official)), "")
        return forms.ChoiceField(
            label=f"{field.label}：{named}",
            choices=[("", "请选择"), *wording.items(), *refuse],
            initial=known or same,
        )

    def clean(self) -> dict[str, Any]:
        for label in self.too_many:
            self.add_error(
                None,
                f"{label}一栏有超过{MOST_WORDS}种不同的写法，不像是{label}。请回到上一步，核对选的是哪一栏。",
            )
        return super().clean() or {}

    def words(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for name, (code, word) in self.places.items():
            found.setdefault(code, {})[word] = self.cleaned_data[name]
        return found


def letters(column: int) -> str:
    """A, B … Z, AA as spreadsheets name their columns; counted from 0."""
    ahead, here = divmod(column, 26)
    return (letters(ahead - 1) if ahead else "") + chr(ord("A") + here)
