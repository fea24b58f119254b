"""The fragments every room builds its pages from."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import RequestContext
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.templatetags.addresses import with_query
from portal.templatetags.charts import deadline_bar
from portal.templatetags.dates import chinese_date, chinese_moment, machine_date, month_day, weekday
from portal.templatetags.fields import plain_value
from portal.templatetags.pages import shown_numbers


class AForm(forms.Form):
    name = forms.CharField(label="姓名", help_text="与身份证一致。")
    note = forms.CharField(label="备注", required=False)
    kind = forms.ChoiceField(
        label="类型", widget=forms.RadioSelect, choices=[("n", "自然人"), ("组织", [("e", "商业企业")])]
    )
    ways = forms.MultipleChoiceField(
        label="方式",
        required=False,
        choices=[("p", "纸面"), ("e", "电子邮件")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="接受其他方式", required=False)
    trap = forms.CharField(required=False, widget=forms.HiddenInput)


def rendered(form: forms.Form, name: str) -> str:
    return render_to_string("includes/field.html", {"field": form[name]})


class TestField:
    def test_what_must_and_what_may_be_filled_in_is_said_in_words(self) -> None:
        assert "必填" in rendered(AForm(), "name")
        assert "选填" in rendered(AForm(), "note")

    def test_hint_and_error_are_tied_to_the_control(self) -> None:
        page = rendered(AForm({}), "name")
        assert 'id="id_name_helptext"' in page
        assert 'id="id_name_error"' in page
        assert 'aria-describedby="id_name_helptext id_name_error"' in page
        assert 'aria-invalid="true"' in page

    def test_a_group_of_choices_has_a_legend_and_keeps_what_was_chosen(self) -> None:
        page = rendered(AForm({"kind": "n"}), "kind")
        assert "<legend" in page
        assert page.count('type="radio"') == 2
        assert "checked" in page

    def test_a_single_tick_has_its_label_behind_it(self) -> None:
        page = rendered(AForm(), "agree")
        assert page.index("<input") < page.index("接受其他方式")

    def test_a_hidden_field_shows_nothing(self) -> None:
        assert "label" not in rendered(AForm(), "trap")

    def test_the_error_summary_links_to_the_first_of_a_group(self) -> None:
        page = render_to_string("includes/error_summary.html", {"form": AForm({})})
        assert 'href="#id_name"' in page
        assert 'href="#id_kind_0"' in page

    def test_a_form_without_errors_has_no_summary(self) -> None:
        assert render_to_string("includes/error_summary.html", {"form": AForm()}).strip() == ""

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("name", "王小明", "王小明"),
            ("note", "", ""),
            ("kind", "e", "商业企业"),
            ("ways", ["p", "e"], "纸面、电子邮件"),
            ("agree", True, "是"),
        ],
    )
    def test_answers_are_read_back_in_words(self, name: str, value: object, words: str) -> None:
        assert plain_value(AForm({name: value})[name]) == words


class TestDates:
    def test_dates_are_written_as_in_official_papers(self) -> None:
        day = date(2026, 11, 2)
        assert chinese_date(day) == "2026年11月2日"
        assert month_day(day) == "11月2日"
        assert weekday(day) == "星期一"
        assert machine_date(day) == "2026-11-02"

    def test_moments_are_told_in_shanghai(self) -> None:
        assert chinese_moment(datetime(2026, 11, 1, 23, 5, tzinfo=UTC)) == "2026年11月2日 07:05"

    def test_no_date_is_no_text(self) -> None:
        assert [one(None) for one in (chinese_date, chinese_moment, month_day, weekday, machine_date)] == [
            ""
        ] * 5


class TestPagination:
    @pytest.mark.parametrize(
        ("pages", "number", "shown"),
        [
            (1, 1, [1]),
            (5, 3, [1, 2, 3, 4, 5]),
            (20, 1, [1, 2, 3, None, 20]),
            (20, 10, [1, None, 8, 9, 10, 11, 12, None, 20]),
            (20, 5, [1, 2, 3, 4, 5, 6, 7, None, 20]),
        ],
    )
    def test_it_shows_the_ends_and_the_neighbours(
        self, pages: int, number: int, shown: list[int | None]
    ) -> None:
        assert shown_numbers(Paginator(range(pages), 1).page(number)) == shown

    def test_it_keeps_the_rest_of_the_address(self) -> None:
        request = RequestFactory().get("/search/?q=a%26b&page=2")
        page = Paginator(range(3), 1).page(2)
        text = render_to_string("includes/pagination.html", {"page": page}, request=request)
        assert "?q=a%26b&amp;page=3" in text


class TestWithQuery:
    @pytest.mark.parametrize(
        ("change", "address"),
        [
            ({"sort": "date"}, "?q=a&sort=date"),
            ({"q": ""}, "?"),
            ({"page": 3}, "?q=a&page=3"),
        ],
    )
    def test_a_change_keeps_the_rest_but_not_the_page(self, change: dict[str, object], address: str) -> None:
        context = RequestContext(RequestFactory().get("/search/?q=a&page=2"))
        context["request"] = context.request
        assert with_query(context, **change) == address


class TestDeadlineBar:
    def test_it_can_be_drawn_for_no_days_and_for_very_many(self) -> None:
        assert deadline_bar(0, 0)["blocks"] == []
        assert len(deadline_bar(400, 20)["blocks"]) == 80  # type: ignore[arg-type]
