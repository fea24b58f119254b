"""Small questions a template asks about a form field (see templates/includes/field.html)."""

from __future__ import annotations

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Form, RadioSelect

register = template.Library()


@register.filter
def is_choices(field: BoundField) -> bool:
    """Is this a group of radio buttons or check boxes, to be shown under a legend?"""
    return isinstance(field.field.widget, (RadioSelect, CheckboxSelectMultiple))


@register.filter
def is_tick(field: BoundField) -> bool:
    """Is this one single check box, whose label stands behind it?"""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def anchor(field: BoundField) -> str:
    """The id an error summary links to: the control itself, or the first of a group."""
    return f"{field.auto_id}_0" if is_choices(field) else field.id_for_label or field.auto_id


@register.filter
def faulty_fields(form: Form) -> list[BoundField]:
    """The fields with errors in the order of the page, hidden ones included."""
    return [field for field in form if field.errors]


@register.filter
def plain_value(field: BoundField) -> str:
    """What was answered, in words, for a check-your-answers list."""
    value = field.value()
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    choices = dict(_flat(getattr(field.field, "choices", ())))
    if isinstance(value, (list, tuple)):
        return "、".join(str(choices.get(str(one), one)) for one in value)
    return str(choices.get(str(value), value))


def _flat(choices: object) -> list[tuple[str, str]]:
    """Choices without their groups, keys as text."""
    flat: list[tuple[str, str]] = []
    for key, wording in choices:  # type: ignore[attr-defined]
        if isinstance(wording, (list, tuple)):
            flat += _flat(wording)
        else:
            flat.append((str(key), str(wording)))
    return flat
