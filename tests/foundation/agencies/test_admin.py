"""The pages where people, posts and reforms are kept: what is wrong is said in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client

from foundation.agencies.models import Agency, AgencyKind, Assignment, Role, StaffPost, Succession

pytestmark = pytest.mark.django_db
DAY, DAY_BEFORE = date(2026, 3, 2), date(2026, 3, 1)


@pytest.fixture
def bureau() -> Agency:
    return Agency.objects.create(
        code="minzheng",
        name="民政局",
        short_name="民政局",
        kind=AgencyKind.DEPARTMENT,
        path="minzheng/",
        opened_on=date(2008, 5, 1),
        document_code="民公开",
        review_organ="区政府",
    )


def test_a_post_that_ends_before_it_starts_is_refused_in_words(client: Client, bureau: Agency) -> None:
    keeper = get_user_model().objects.create_superuser("keeper", email="", password="x", name="王小明")
    client.force_login(keeper, backend="foundation.agencies.access.CapabilityBackend")
    facts = {"agency": bureau.pk, "name": "演示人", "starts_on": "2026-03-02", "ends_on": "2026-03-01"}
    shown = client.post("/admin/agencies/staffpost/add/", facts).content.decode()
    assert "离岗日期不能早于到岗日期" in shown and "staff_post" not in shown.split("errorlist")[1][:200]
    assert not StaffPost.objects.exists()


def test_no_rule_of_these_pages_speaks_in_code(bureau: Agency) -> None:
    user = get_user_model().objects.create_user("wang", name="王小明")
    role = Role.objects.create(code="clerk", name="经办")
    wrong = {
        "“止”不能早于“起”": Assignment(
            user=user, agency=bureau, role=role, starts_on=DAY, ends_on=DAY_BEFORE
        ),
        "不能代行自己的职责": Assignment(
            user=user, agency=bureau, role=role, starts_on=DAY, ends_on=DAY, deputy_for=user, reason="授权书"
        ),
        "承继机构不能就是原机构": Succession(predecessor=bureau, successor=bureau, on=DAY, reason="通知"),
    }
    for sentence, row in wrong.items():
        with pytest.raises(ValidationError, match=sentence):
            row.full_clean()
    bureau.managed_by = bureau
    with pytest.raises(ValidationError, match="机构不能代管自己"):
        bureau.full_clean()
