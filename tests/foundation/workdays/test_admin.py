"""The calendar pages of the admin, walked as two people."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from foundation.workdays import operations
from foundation.workdays.models import CalendarVersion
from foundation.workdays.queries import published_calendar

pytestmark = pytest.mark.django_db

LIST = reverse("admin:workdays_calendarversion_changelist")
ADD = reverse("admin:workdays_calendarversion_add")


@pytest.fixture(autouse=True)
def _november(settings):
    settings.AS_OF = date(2026, 11, 22)


def page(name, version):
    return reverse(f"admin:workdays_calendarversion_{name}", args=[version.pk])


def sign_in(client, name, **flags):
    client.force_login(get_user_model().objects.create_user(username=name, is_staff=True, **flags))
    return client


@pytest.fixture
def zhang(client):
    return sign_in(client, "zhang", is_superuser=True)


@pytest.fixture
def draft():
    return operations.start_draft(code="2027-1", source_document="国办发明电〔2026〕9号", by="zhang")


def test_one_drafts_and_another_publishes(zhang):
    answer = zhang.post(ADD, {"code": "2027-1", "source_document": "国办发明电〔2026〕9号"})
    version = CalendarVersion.objects.get()
    assert answer.url == page("days", version)
    assert "放假安排" in zhang.get(answer.url).content.decode()
    answer = zhang.post(
        page("days", version), {"year": 2027, "text": "元旦：1月1日（周五）至3日（周日）放假"}
    )
    assert answer.url == page("preview", version)
    shown = zhang.get(answer.url).content.decode()
    assert "2027-01-01" in shown and "您就是起草人" in shown
    refused = zhang.post(page("preview", version), {})
    assert "起草人不能不说明理由就自行发布" in refused.content.decode()

    li = sign_in(zhang, "li", is_superuser=True)
    assert "您就是起草人" not in li.get(page("preview", version)).content.decode()
    assert li.post(page("preview", version), {}).url == page("change", version)
    assert published_calendar().version == "2027-1"
    changed = li.get(page("change", version)).content.decode()
    assert "已发布" in changed and page("days", version) not in changed
    assert "在办事项的期限由每日任务重算" in changed, "what becomes of open limits, and where"
    assert "2027-1" in li.get(LIST).content.decode()


def test_a_refusal_stands_at_its_field_and_loses_nothing_typed(zhang, draft):
    answer = zhang.post(ADD, {"code": "2027-1", "source_document": "通知"})
    assert "已经使用" in str(answer.context_data["form"].errors["code"])
    answer = zhang.post(page("days", draft), {"year": 2027, "text": "元旦：1月1日（周四）放假"})
    assert "与通知所写的周四不符" in str(answer.context_data["form"].errors["text"])
    assert "元旦：1月1日（周四）放假" in answer.content.decode()
    answer = zhang.post(page("preview", draft), {"self_confirmation_reason": "一人在岗"})
    assert "还在起草" in str(answer.context_data["form"].non_field_errors())
    assert "没有哪一天" in answer.content.decode()


def test_the_stock_page_only_shows(zhang, draft):
    shown = zhang.get(page("change", draft)).content.decode()
    assert page("days", draft) in shown and page("preview", draft) in shown
    assert 'name="_save"' not in shown
    zhang.post(page("change", draft), {"code": "hacked"})
    draft.refresh_from_db()
    assert draft.code == "2027-1"


def test_nobody_passes_without_the_permission(client, draft):
    stranger = sign_in(client, "wang")
    for address in (LIST, ADD, page("change", draft), page("days", draft), page("preview", draft)):
        assert stranger.get(address).status_code == 403
    assert stranger.post(page("preview", draft), {}).status_code == 403


def test_a_version_that_is_not_there_is_not_found(zhang, draft):
    draft.days.all().delete()
    draft.delete()
    for name in ("days", "preview"):
        assert zhang.get(reverse(f"admin:workdays_calendarversion_{name}", args=[1])).status_code == 404


def test_a_version_names_its_people_not_only_their_accounts(client):
    keeper = get_user_model().objects.create_superuser("keeper", email="", password="x", name="王小明")
    client.force_login(keeper, backend="foundation.agencies.access.CapabilityBackend")
    client.post(ADD, {"code": "2027-1", "source_document": "国办发明电〔2026〕9号"})
    assert CalendarVersion.objects.get().prepared_by == "王小明（keeper）"


def test_from_november_the_list_says_which_plan_is_awaited(zhang, draft, settings):
    settings.AS_OF = date(2026, 10, 31)
    assert "放假安排还没有录入" not in zhang.get(LIST).content.decode()
    settings.AS_OF = date(2026, 11, 1)
    shown = zhang.get(LIST).content.decode()
    for said in ("2027年的放假安排还没有录入", "先按周一至周五估算", "请在后台“工作日历”中录入并发布"):
        assert said in shown
    operations.set_days(draft.pk, year=2027, text="元旦：1月1日（周五）至3日（周日）放假", by="zhang")
    operations.submit_for_confirmation(draft.pk)
    operations.publish(draft.pk, by="li")
    assert "放假安排还没有录入" not in zhang.get(LIST).content.decode()
