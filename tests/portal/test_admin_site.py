"""The workbench: due dates in words, groups by urgency, one next step each, and the shared case pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from foundation import contracts
from foundation.agencies.models import Agency, User
from foundation.contracts import Composition, Refusal, WorkItem, WorkList
from foundation.workdays.committed import committed_calendar
from portal.admin_site import APP_ORDER, Entry, due_words, entries_of, groups
from tests.portal.agencies import an_agency
from tests.requests_app.conftest import person, publish_calendar

SUNDAY = date(2026, 11, 22)
TUESDAY = date(2026, 9, 29)


def an_entry(title: str, due_on: date | None, place: str = "") -> Entry:
    return Entry(WorkItem(title, "/admin/", "办理", due_on), "依申请公开", "", place)


class TestUrgency:
    def test_groups_are_never_empty_and_go_from_most_to_least_urgent(self) -> None:
        entries = [
            an_entry("甲", None),
            an_entry("乙", date(2026, 9, 1)),
            an_entry("丙", None, place="first"),
        ]
        found = groups(committed_calendar(), entries, TUESDAY)
        assert [(group.code, len(group.entries)) for group in found] == [
            ("first", 1),
            ("overdue", 1),
            ("waiting", 1),
        ]

    def test_what_must_be_done_before_a_long_holiday_stands_under_its_name_and_days(self) -> None:
        entries = [an_entry("甲", date(2026, 9, 30)), an_entry("乙", date(2026, 10, 10))]
        pressing, before = groups(committed_calendar(), entries, TUESDAY)
        assert before.wording == "国庆节（10月1日至10月7日）前要办：节后3个工作日内到期"
        assert [entry.item.title for entry in before.entries] == ["乙"]
        assert [entry.item.title for entry in pressing.entries] == ["甲"]

    def test_an_estimate_is_sorted_in_by_its_alarm(self) -> None:
        item = WorkItem("甲", "/admin/", "办理", date(2027, 1, 7), rings_on=date(2027, 1, 5))
        [group] = groups(committed_calendar(), [Entry(item, "", "")], date(2026, 12, 31))
        assert group.code == "very_soon"

    def test_what_two_lists_hold_with_the_same_next_step_stands_once(self, db: None) -> None:
        late = WorkItem("甲", "/admin/1/", "签发答复", date(2026, 9, 1))
        other = WorkItem("甲", "/admin/1/", "登记送达")
        lists = [WorkList("a", "超期", lambda *_: [late]), WorkList("b", "待签发", lambda *_: [late, other])]
        found = entries_of(lists, None, TUESDAY)
        assert [(entry.source, entry.item.next_step) for entry in found] == [
            ("超期", "签发答复"),
            ("待签发", "登记送达"),
        ]


class TestDueWords:
    @pytest.mark.parametrize(
        ("due_on", "day", "words"),
        [
            (None, TUESDAY, ""),
            (TUESDAY, TUESDAY, "今天到期"),
            # The National Day holidays of 2026 (1 to 7 October) do not count; 10 October is worked.
            (date(2026, 10, 10), TUESDAY, "还剩4个工作日（到10月10日）"),
            (date(2026, 11, 18), date(2026, 11, 23), "已超过3个工作日（11月18日到期）"),
            (date(2026, 11, 20), SUNDAY, "11月20日到期，已超过"),
            (date(2027, 1, 8), date(2026, 12, 31), "还剩6个工作日（到2027年1月8日，暂定）"),
        ],
    )
    def test_it_says_how_many_workdays_and_until_when(
        self, due_on: date | None, day: date, words: str
    ) -> None:
        assert due_words(committed_calendar(), due_on, day) == words


def work_list(*items: WorkItem) -> WorkList:
    return WorkList("requests", "依申请公开", lambda user, day: items)


@pytest.fixture
def clerk(db: None) -> User:
    return User.objects.create_superuser("clerk", email="clerk@example.test", password="x", name="王小明")


@pytest.fixture
def composed_with() -> Any:
    before = contracts.composed()
    yield lambda *lists: contracts.compose(Composition(work_lists=lists))
    contracts.compose(before)


class TestTodayPage:
    @pytest.fixture(autouse=True)
    def on_a_tuesday(self, settings: Any) -> None:
        settings.AS_OF = TUESDAY

    def test_it_shows_what_is_due_with_its_next_step(
        self, client: Client, clerk: User, composed_with: Any
    ) -> None:
        item = WorkItem(
            "shanting-2026-0012",
            "/admin/somewhere/",
            "发补正告知书",
            date(2026, 9, 30),
            "三项",
            owner="张三",
            links=(("超期2件", "/admin/late/"),),
        )
        composed_with(work_list(item))
        client.force_login(clerk)
        page = client.get("/admin/").content.decode()
        for words in (
            "2026年9月29日",
            "3个工作日内到期",
            "发补正告知书",
            "办理人：张三",
            '<a href="/admin/late/">超期2件</a>',
            "还剩1个工作日（到9月30日）",
        ):
            assert words in page
        assert 'href="/admin/somewhere/"' in page

    def test_it_says_so_when_there_is_nothing_to_do(
        self, client: Client, clerk: User, composed_with: Any
    ) -> None:
        composed_with()
        client.force_login(clerk)
        assert "今天没有要办的事" in client.get("/admin/").content.decode()

    def test_until_the_last_of_october_no_plan_is_awaited(
        self, client: Client, clerk: User, settings: Any
    ) -> None:
        client.force_login(clerk)
        settings.AS_OF = date(2026, 10, 31)
        assert "放假安排还没有录入" not in client.get("/admin/").content.decode()

    def test_from_november_those_who_can_enter_the_plan_are_led_to_it(
        self, client: Client, clerk: User, settings: Any
    ) -> None:
        client.force_login(clerk)
        settings.AS_OF = date(2026, 11, 1)
        page = client.get("/admin/").content.decode()
        assert "2027年的放假安排还没有录入" in page
        assert "请在后台“工作日历”中录入并发布" in page
        assert 'href="/admin/workdays/calendarversion/">打开工作日历' in page
        publish_calendar()
        assert "放假安排还没有录入" not in client.get("/admin/").content.decode()

    def test_from_november_clerks_read_what_it_means_and_whom_to_remind(
        self, client: Client, settings: Any, db: None
    ) -> None:
        settings.AS_OF = date(2026, 11, 1)
        client.force_login(person("jingban", an_agency(), "requests.read", "requests.handle"))
        page = client.get("/admin/").content.decode()
        assert "先按周一至周五估算" in page
        assert "请提醒系统管理员录入并发布" in page and "打开工作日历" not in page
        assert "/admin/requests_app/informationrequest/?limit=provisional" in page

    def test_the_stock_pages_work_in_our_dress(self, client: Client, clerk: User) -> None:
        client.force_login(clerk)
        page = client.get("/admin/agencies/agency/").content.decode()
        assert "css/admin.css" in page
        assert "政府信息公开工作台" in page

    def test_settings_stand_behind_the_everyday_work(self, client: Client, clerk: User) -> None:
        client.force_login(clerk)
        labels = [app["app_label"] for app in client.get("/admin/").context["app_list"]]
        known = [label for label in labels if label in APP_ORDER]
        assert known == [label for label in APP_ORDER if label in labels]
        assert labels[: len(known)] == known

    def test_strangers_are_asked_to_log_in(self, client: Client, db: None) -> None:
        assert "工作人员登录" in client.get("/admin/", follow=True).content.decode()


class AForm(forms.Form):
    reason = forms.CharField(label="理由", help_text="一句话说清。")


class AFormWithFile(AForm):
    scan = forms.FileField(label="扫描件")


def step_page(form: forms.Form, *, preview: list[str] | None = None, refusal: Refusal | None = None) -> str:
    step = SimpleNamespace(wording="发补正告知书", result="答复期限将重新计算。", article="条例第30条")
    context = {
        "title": step.wording,
        "opts": Agency._meta,
        "case": "shanting-2026-0012",
        "step": step,
        "form": form,
        "preview": preview,
        "refusal": refusal,
        "seen": 3,
        "back_url": "/admin/",
    }
    return render_to_string("admin/step.html", context, request=RequestFactory().get("/admin/"))


class TestStepPage:
    def test_the_first_look_leads_to_the_preview_not_to_the_act(self) -> None:
        page = step_page(AForm())
        assert 'name="perform"' not in page
        assert "答复期限将重新计算。" in page
        assert 'name="seen" value="3"' in page

    def test_after_the_preview_the_button_says_what_it_does(self) -> None:
        page = step_page(AForm({"reason": "缺年份"}), preview=["生成补正告知书。"])
        assert "确认：发补正告知书" in page
        assert "生成补正告知书。" in page

    def test_a_chosen_file_would_be_lost_by_a_preview_so_there_is_none(self) -> None:
        assert 'name="perform"' in step_page(AFormWithFile())

    def test_a_refusal_names_article_and_remedy(self) -> None:
        page = step_page(AForm(), refusal=Refusal("已超过7个工作日。", "条例第30条", "请直接答复。"))
        assert "已超过7个工作日。" in page
        assert "请直接答复。" in page

    def test_an_error_is_linked_to_its_field_and_nothing_typed_is_lost(self) -> None:
        form = AForm({"reason": "写了一半"})
        form.add_error("reason", "理由太短，请写明缺哪一项。")
        page = step_page(form)
        assert '<a href="#id_reason">理由：理由太短，请写明缺哪一项。</a>' in page
        assert 'aria-describedby="id_reason_helptext id_reason_error"' in page
        assert "写了一半" in page


class TestCaseFragments:
    def test_the_timeline_tells_both_dates_and_marks_late_entries(self) -> None:
        event = SimpleNamespace(
            effective_on=date(2026, 11, 13),
            recorded_at=datetime(2026, 11, 16, 1, 5, tzinfo=UTC),
            wording="收到申请",
            actor_name="王小明",
            backfilled=True,
            detail="",
        )
        page = render_to_string("admin/includes/timeline.html", {"timeline": [event]})
        for words in ("2026年11月13日", "2026年11月16日 09:05", "补录", "王小明"):
            assert words in page

    def test_steps_may_come_as_objects_or_as_tuples(self) -> None:
        step = SimpleNamespace(wording="延长答复期限", result="最长再加20个工作日。", article="")
        offered = SimpleNamespace(step=step, refusal=None, url="/a/")
        page = render_to_string(
            "admin/includes/steps.html", {"steps": [offered, (step, Refusal("不能。"), "/b/")]}
        )
        assert 'href="/a/"' in page
        assert "不能。" in page

    def test_the_clock_draws_a_block_for_every_workday(self) -> None:
        clock = {"says": "已超过2个工作日", "state": "late", "used": 22, "total": 20, "lines": ["当天不算。"]}
        page = render_to_string("admin/includes/clock.html", {"clock": clock})
        assert page.count("deadline__used") == 20
        assert page.count("deadline__late") == 2
        assert "当天不算。" in page


class TestStockPages:
    """What Django's Chinese catalogue leaves in English or in bad Chinese."""

    def test_no_english_is_left_on_them(self, client: Client, clerk: User) -> None:
        client.force_login(clerk, backend="foundation.agencies.access.CapabilityBackend")
        shown = client.get("/admin/").content.decode()
        assert "Model name" not in shown and "link</th>" not in shown
        assert "按状态" in client.get("/admin/workdays/calendarversion/").content.decode()
