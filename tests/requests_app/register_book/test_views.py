"""The whole way of an old table through the workbench, as the clerk walks it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from foundation.agencies.capabilities import MANAGE
from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.ledger.models import Counter
from requests_app.models import InformationRequest, RegisterUpload
from requests_app.operations import register_books
from requests_app.register_book import views
from requests_app.register_book.columns import FIELDS
from tests.requests_app.conftest import person
from tests.requests_app.register_book.conftest import BAD, DATA, GOOD, WORDS, put_in

BOOK = "/admin/requests_app/informationrequest/book/"


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def upload(client: Client, agency: Agency, name: str = GOOD) -> str:
    content = SimpleUploadedFile(name, (DATA / name).read_bytes())
    answer = client.post(BOOK, {"agency": agency.pk, "file": content})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def choices(form: Any) -> dict[str, Any]:
    """What stands chosen in a form, as a browser would send it."""
    chosen = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in chosen.items()}


def words(form: Any) -> dict[str, str]:
    return {name: WORDS[code].get(word, "refuse") for name, (code, word) in form.places.items()}


@pytest.mark.parametrize("name", [GOOD, "register-2026-gb18030.csv", "register-2026-utf8.csv"])
def test_the_whole_way_from_file_to_case(desk: Client, unit: Agency, name: str) -> None:
    address = upload(desk, unit, name)
    answer = desk.get(address)
    assert "H栏：收到日期" in answer.content.decode()
    answer = desk.post(f"{address}?step=columns", choices(answer.context["form"]))
    assert answer["Location"].endswith("?step=words")
    answer = desk.get(answer["Location"])
    form = answer.context["form"]
    chosen = {form.places[name][1] for name, value in choices(form).items() if value}
    assert chosen == {"当面", "传真"}, "our own words are chosen, no other is guessed"
    answer = desk.post(f"{address}?step=words", words(form))
    text = page(desk, answer["Location"])
    assert "导入10件" in text and "第3步：试算结果" in text
    assert not InformationRequest.objects.exists(), "the check run stores nothing"
    answer = desk.post(address, {"run": "1"}, follow=True)
    assert "导入10件" in answer.content.decode() and InformationRequest.objects.count() == 10
    case = InformationRequest.objects.get(external_number="2026-003")
    shown = desk.get(f"/admin/requests_app/informationrequest/{case.pk}/change/").content.decode()
    assert "录入原台账" in shown
    corrected = InformationRequest.objects.get(external_number="2026-005")
    withdrawn = InformationRequest.objects.get(external_number="2026-006")
    for one in (corrected, withdrawn):
        assert desk.get(f"/admin/requests_app/informationrequest/{one.pk}/change/").status_code == 200


def test_no_page_shows_a_name(desk: Client, unit: Agency, by_clerk: Actor) -> None:
    for name in (GOOD, BAD):
        made = put_in(unit, by_clerk, name)
        address = f"{BOOK}{made.pk}/"
        steps = ("?step=columns", "?step=words", *(f"?show={one}" for one in views.SHOWN))
        texts = [page(desk, address + step) for step in steps]
        desk.post(address, {"run": "1"})
        texts += [page(desk, address), page(desk, BOOK)]
        for text in texts:
            assert "演示甲" not in text and "13900000001" not in text and "低保" not in text


def test_words_nobody_explained_are_asked_for(desk: Client, unit: Agency, by_clerk: Actor) -> None:
    address = upload(desk, unit)
    desk.post(f"{address}?step=columns", choices(desk.get(address).context["form"]))
    answer = desk.post(f"{address}?step=words", {})
    assert "请选择申请渠道：“网上”。" in answer.content.decode()
    assert RegisterUpload.objects.get().stage == "mapping"
    assert desk.get(f"{address}?step=words").context["form"].fields["channel-1"].label == "申请渠道：“来信”"


def test_what_was_explained_once_is_chosen_the_next_time(desk: Client, unit: Agency, by_clerk: Actor) -> None:
    put_in(unit, by_clerk)
    address = upload(desk, unit)
    form = desk.get(address).context["form"]
    desk.post(f"{address}?step=columns", choices(form))
    form = desk.get(f"{address}?step=words").context["form"]
    assert choices(form) == words(form)


def test_a_column_of_names_is_not_one_of_words(
    desk: Client, unit: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests_app.register_book.forms.MOST_WORDS", 3)
    address = upload(desk, unit)
    form = desk.get(address).context["form"]
    desk.post(f"{address}?step=columns", {**choices(form), "kind": 2})
    form = desk.get(f"{address}?step=words").context["form"]
    answer = desk.post(f"{address}?step=words", dict.fromkeys(form.fields, "refuse"))
    assert "申请人类别一栏有超过3种不同的写法" in answer.content.decode()


def test_another_head_can_be_chosen(desk: Client, unit: Agency) -> None:
    address = upload(desk, unit)
    answer = desk.post(address, {"head": "1", "sheet": "1", "head_row": "1"}, follow=True)
    assert "填表说明" in answer.content.decode()
    answer = desk.post(address, {"head": "1", "sheet": "1", "head_row": "9"})
    assert "表头应当在前10行里" in answer.content.decode()
    answer = desk.post(f"{address}?step=columns", {})
    assert "请选择原编号。" in answer.content.decode()


def test_what_cannot_be_stored_is_said_at_the_file(desk: Client, unit: Agency) -> None:
    for name, content, reason in (
        ("台账.pdf", b"%PDF-1.4", "只能是XLSX或者CSV"),
        ("台账.xlsx", b"no", "内容与扩展名不符"),
        ("台账.csv", b"\n\n", "没有内容"),
    ):
        sent = {"agency": unit.pk, "file": SimpleUploadedFile(name, content)}
        assert reason in desk.post(BOOK, sent).content.decode()
    assert not RegisterUpload.objects.exists()


def test_a_long_run_shows_how_far_it_is_and_goes_on(
    desk: Client, unit: Agency, by_clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests_app.operations.register_runs.CHUNK", 4)
    monkeypatch.setattr(views, "SECONDS", 0)
    address = f"{BOOK}{put_in(unit, by_clerk).pk}/"
    desk.post(address, {"run": "1"})
    text = page(desk, address)
    assert "已处理4行，共10行" in text and "data-go-on" in text and 'value="4"' in text
    desk.post(address)
    assert "已处理8行" in page(desk, address)
    desk.post(address)
    assert "导入结果" in page(desk, address)
    desk.post(address)
    assert InformationRequest.objects.count() == 10


def test_refused_rows_are_listed_downloaded_and_destroyed(
    desk: Client, unit: Agency, by_clerk: Actor
) -> None:
    address = f"{BOOK}{put_in(unit, by_clerk, BAD).pk}/"
    assert "只有两位" in page(desk, address)
    desk.post(address, {"run": "1"})
    text = page(desk, address)
    assert "未导入22行" in text and "第5行" in text
    answer = desk.get(f"{address}refused/")
    assert "no-store" in answer["Cache-Control"] and answer["Content-Disposition"].startswith("attachment")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert len(sheet.to_python()) == 23
    assert desk.post(address, {"discard": "1"})["Location"] == BOOK
    assert desk.get(f"{address}refused/")["Location"] == address
    assert "都已销毁" in page(desk, address)


def test_a_file_whose_day_is_over_leads_back(desk: Client, unit: Agency, by_clerk: Actor) -> None:
    made = put_in(unit, by_clerk)
    RegisterUpload.objects.update(expires_at=made.uploaded_at)
    answer = desk.get(f"{BOOK}{made.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == BOOK and "已经销毁" in answer.content.decode()
    register_books.discard(made.pk, actor=by_clerk)
    desk.post(f"{BOOK}{made.pk}/", {"run": "1"})
    assert not InformationRequest.objects.exists()


def test_nothing_right_offers_no_import(desk: Client, unit: Agency, by_clerk: Actor) -> None:
    made = put_in(unit, by_clerk)
    register_books.confirm_words(
        made.pk, actor=by_clerk, words={"kind": dict.fromkeys(WORDS["kind"], "refuse")}
    )
    assert "没有可以导入的行" in page(desk, f"{BOOK}{made.pk}/")


def test_others_learn_nothing_of_a_file(
    client: Client, unit: Agency, by_clerk: Actor, stranger: Actor, office: Agency
) -> None:
    made = put_in(unit, by_clerk)
    assert stranger.user is not None
    client.force_login(stranger.user)
    assert client.get(f"{BOOK}{made.pk}/").status_code == 404
    assert client.get(f"{BOOK}{made.pk}/refused/").status_code == 404
    assert client.post(f"{BOOK}{made.pk}/", {"discard": "1"}).status_code == 404
    client.force_login(person("reader", office, "requests.read"))
    assert client.get(BOOK).status_code == 403


def test_the_keeper_sets_the_series_from_the_proposal(
    desk: Client, unit: Agency, by_clerk: Actor, client: Client, office: Agency
) -> None:
    address = f"{BOOK}{put_in(unit, by_clerk).pk}/"
    desk.post(address, {"run": "1"})
    text = page(desk, address)
    assert "文号：原台账用到第9号" in text and "请系统管理员" in text
    client.force_login(person("keeper", office, MANAGE.code))
    numbers = "/admin/requests_app/informationrequest/numbers/"
    answer = client.get(numbers)
    proposal = answer.context["proposals"][0]
    answer = client.get(f"{numbers}?{proposal.query}")
    form = answer.context["form"]
    assert form["last_used"].value() == "9" and "最大为第9号" in form["reason"].value()
    assert client.post(numbers, choices(form)).status_code == 302
    assert Counter.objects.get(agency=unit, series="document").last == 9
    assert client.get(numbers).context["proposals"] == []


def test_every_field_is_offered_with_its_hint(desk: Client, unit: Agency) -> None:
    form = desk.get(upload(desk, unit)).context["form"]
    assert list(form.fields) == list(FIELDS)
    assert not form.fields["limit_on"].required and form.fields["number"].required
