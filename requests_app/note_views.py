"""内部备注: the box on the case page, and the page to write one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from foundation.agencies.access import may
from foundation.agencies.models import User
from foundation.contracts import Refused
from foundation.ledger.forms import SpokenForm
from requests_app import personal
from requests_app.capabilities import HANDLE
from requests_app.models import InformationRequest
from requests_app.operations.noting import LONGEST, note

TEMPLATE = "admin/requests_app/informationrequest/note.html"


@dataclass(frozen=True)
class NoteBox:
    """One note as colleagues read it."""

    text: str
    author: str
    agency: str
    recorded_at: datetime


class NoteForm(SpokenForm):
    text = forms.CharField(
        label="备注",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写给同事看，例如联系情况、找谁要材料。保存后不能修改、删除；严禁录入涉密和工作秘密内容。",
    )

    def add_refusal(self, refused: Refused) -> None:
        field = refused.refusal.field
        self.add_error(field if field in self.fields else None, str(refused.refusal))


def may_write(user: Any, case: InformationRequest) -> bool:
    return any(may(user, HANDLE.code, desk) for desk in case.desks())


def notes(case: InformationRequest) -> list[NoteBox]:
    return [
        NoteBox(
            personal.read_note(case.applicant, one), one.author.name, one.agency.short_name, one.recorded_at
        )
        for one in case.notes.select_related("author", "agency")
    ]


def write(request: HttpRequest, page: admin.ModelAdmin, pk: int) -> HttpResponse:
    case = page.get_queryset(request).filter(pk=pk).first()
    if case is None:
        raise Http404
    if not may_write(request.user, case):
        raise PermissionDenied
    form = NoteForm(*((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid() and _perform(request, case, form):
        return redirect("admin:requests_app_informationrequest_change", pk)
    context = {
        **page.admin_site.each_context(request),
        "opts": InformationRequest._meta,
        "title": "写内部备注",
        "media": page.media,
        "case": case,
        "form": form,
        "back_url": reverse("admin:requests_app_informationrequest_change", args=[pk]),
    }
    return TemplateResponse(request, TEMPLATE, context)


def _perform(request: HttpRequest, case: InformationRequest, form: NoteForm) -> bool:
    try:
        note(case.pk, user=cast(User, request.user), text=form.cleaned_data["text"])
    except Refused as refused:
        form.add_refusal(refused)
        return False
    messages.success(request, "备注已保存。")
    return True
