"""`manage.py load_reference`: loaded once, and what staff have edited is kept."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from disclosure.models import Category
from foundation.agencies.models import Role
from portal.delivered_roles import definitions


def said() -> str:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_reference_data_is_loaded_once_and_edits_are_kept() -> None:
    assert f"预置角色{len(definitions())}个" in said()
    branches, clerk = Category.objects.count(), Role.objects.get(code="clerk")
    clerk.capabilities = ["requests.read"]
    clerk.save()
    assert "新增0个" in said()
    assert Category.objects.count() == branches
    assert Role.objects.get(code="clerk").capabilities == ["requests.read"]
