"""An old table run in: facts with their events, nothing twice, stopped and gone on with."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from foundation.agencies.models import Agency
from foundation.contracts import Refused
from foundation.ledger.acts import Actor
from foundation.ledger.models import Counter
from foundation.privacy import vault
from foundation.privacy.models import DataKey
from foundation.workdays.present import now
from requests_app import personal
from requests_app.models import (
    ColumnReading,
    InformationRequest,
    RegisterBookEvent,
    RegisterUpload,
    RequestEvent,
    UploadStage,
)
from requests_app.operations import register_books, register_runs
from requests_app.operations.numbering import start_series
from requests_app.register_book.proposing import proposals
from requests_app.today import WORK_LISTS
from tests.requests_app.conftest import TODAY
from tests.requests_app.register_book.conftest import BAD, DATA, GOOD, WORDS, brought_in, put_in
from tests.requests_app.register_book.conftest import unit as unit


def case_of(number: str) -> InformationRequest:
    return InformationRequest.objects.get(external_number=number)


def events(number: str) -> list[tuple[str, str]]:
    return [(one.kind, one.effective_on.isoformat()) for one in case_of(number).events.all()]


@pytest.fixture
def done(unit: Agency, by_clerk: Actor) -> RegisterUpload:
    unit.enabled_on = date(2026, 6, 1)
    unit.save()
    return brought_in(unit, by_clerk)


def test_all_ten_are_in_and_the_file_is_gone(done: RegisterUpload) -> None:
    assert (done.made, done.known, done.refused, done.flagged) == (10, 0, 0, 4)
    assert InformationRequest.objects.count() == 10
    assert done.stage == UploadStage.GONE and not bytes(done.sealed)
    assert DataKey.objects.get(pk=done.key_id).destroyed_at is not None
    assert [(one.kind, one.data) for one in RegisterBookEvent.objects.all()] == [
        ("book_uploaded", {"upload": done.pk, "rows": 10}),
        ("book_import_began", {"upload": done.pk, "rows": 10}),
        ("book_imported", {"upload": done.pk, "made": 10, "known": 0, "refused": 0, "flagged": 4}),
    ]


def test_a_closed_one_keeps_the_limit_and_the_days_of_its_table(done: RegisterUpload) -> None:
    case = case_of("2026-003")
    assert (case.due_on, case.closed_on, case.historical) == (date(2026, 3, 5), date(2026, 3, 10), True)
    assert (case.stage, case.report_row, case.channel) == ("closed", "open", "online")
    assert personal.read(case.applicant).name == "演示某某商贸有限公司"
    first = case.events.first()
    assert first is not None and first.data == {
        "parts": 1,
        "upload": done.pk,
        "row": 7,
        "limit_on": "2026-03-05",
    }
    assert (first.origin, first.actor.username, first.backfilled) == ("import", "clerk", True)


def test_corrections_and_extensions_are_events_on_their_days(done: RegisterUpload) -> None:
    assert events("2026-004") == [
        ("imported", "2026-03-02"),
        ("received", "2026-03-02"),
        ("extended", "2026-03-20"),
        ("parts_decided", "2026-04-20"),
        ("signed", "2026-04-20"),
        ("served", "2026-04-21"),
    ]
    corrected = case_of("2026-005")
    assert ("corrected", "2026-04-21") in events("2026-005")
    assert (corrected.registered_on, corrected.received_on) == (date(2026, 4, 7), date(2026, 4, 21))
    assert corrected.due_on == date(2026, 5, 21), "the table struck its limit out: ours stands"


def test_an_open_one_runs_by_its_real_clock_and_stands_on_today(done: RegisterUpload, clerk: Any) -> None:
    late, waiting, running, signed = map(case_of, ("2026-007", "2026-008", "2026-009", "2026-010"))
    assert (late.stage, late.due_on, late.historical) == ("handling", date(2026, 6, 30), False)
    assert (waiting.stage, waiting.due_on) == ("correcting", None)
    assert (running.due_on, running.received_on) == (date(2026, 10, 10), date(2026, 9, 7))
    assert (signed.stage, signed.closed_on) == ("signed", None)
    shown = [item.title for group in WORK_LISTS for item in group.items(clerk, TODAY)]
    assert any(late.number in title for title in shown) and any(signed.number in title for title in shown)


def test_a_withdrawn_one_is_over_without_an_answer(done: RegisterUpload) -> None:
    case = case_of("2026-006")
    assert (case.stage, case.report_row, case.closed_on) == ("withdrawn", "o3", date(2026, 5, 12))
    assert not case.notices.exists() and case.historical


def test_the_same_file_again_brings_nothing_in(done: RegisterUpload, unit: Agency, by_clerk: Actor) -> None:
    again = brought_in(unit, by_clerk)
    assert (again.made, again.known, again.refused) == (0, 10, 0)
    assert InformationRequest.objects.count() == 10


def test_a_run_is_stopped_and_gone_on_with(
    unit: Agency, by_clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_runs, "CHUNK", 4)
    made = put_in(unit, by_clerk)
    first = register_runs.run(made.pk, actor=by_clerk, within=0)
    assert (first.made, first.left) == (4, 6) and InformationRequest.objects.count() == 4
    second = register_runs.run(made.pk, actor=by_clerk, within=0)
    assert (second.made, second.left) == (8, 2)
    assert register_runs.run(made.pk, actor=by_clerk).made == 10
    with pytest.raises(Refused, match="已经导入或者销毁"):
        register_runs.run(made.pk, actor=by_clerk)
    assert InformationRequest.objects.count() == 10


def test_bad_rows_are_listed_and_given_back_to_mend(unit: Agency, by_clerk: Actor) -> None:
    done = brought_in(unit, by_clerk, BAD)
    assert (done.stage, done.made, done.refused) == ("done", 1, 22)
    assert not bytes(done.sealed), "the file is gone, its refused rows stay for a day"
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(register_runs.remainder_of(done)))
    rows = sheet.get_sheet_by_index(0).to_python()
    assert rows[0][-1] == "未导入的原因" and len(rows) == 23
    assert rows[1][1] == "甲-01" and "只有两位" in rows[1][-1]
    register_books.discard(done.pk, actor=by_clerk)
    done.refresh_from_db()
    with pytest.raises(Refused, match="已经销毁"):
        register_runs.remainder_of(done)
    with pytest.raises(vault.KeyDestroyed):
        vault.unseal_bytes(DataKey.objects.get(pk=done.key_id), "any", b"\x01" + b"0" * 40)


def test_mended_rows_go_in_and_only_they(unit: Agency, by_clerk: Actor) -> None:
    """The file that was given back is a table like any other; what is not mended is refused again."""
    done = brought_in(unit, by_clerk, BAD)
    content = register_runs.remainder_of(done)
    again = register_books.upload(actor=by_clerk, agency=unit, name="改.xlsx", content=content)
    assert again.columns["received_on"] == 7 and again.rows == 22
    register_books.confirm_columns(again.pk, actor=by_clerk, columns=again.columns)
    words = {**WORDS, "reply": {**WORDS["reply"], "已办": "A2"}}
    register_books.confirm_words(again.pk, actor=by_clerk, words=words)
    progress = register_runs.run(again.pk, actor=by_clerk)
    assert progress.made == 1 and case_of("甲-23").report_row == "open"


def test_what_an_operation_refuses_is_a_reason_too(
    unit: Agency, by_clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = put_in(unit, by_clerk)
    checked = register_books.check_of(made)
    brought_in(unit, by_clerk)
    InformationRequest.objects.filter(external_number="2026-002").update(external_number="别的")
    monkeypatch.setattr(register_runs, "check_of", lambda *_: checked)
    progress = register_runs.run(made.pk, actor=by_clerk)
    made.refresh_from_db()
    assert (progress.made, progress.refused, progress.known) == (0, 1, 9)
    assert "已经用过" in register_runs.refusals_of(made)[0]["reason"]


def test_columns_and_words_are_remembered_with_their_history(unit: Agency, by_clerk: Actor) -> None:
    put_in(unit, by_clerk)
    kept = ColumnReading.objects.get()
    assert kept.heads["received_on"] == "收到日期" and kept.words["channel"]["来信"] == "post"
    again = put_in(unit, by_clerk)
    assert again.words["reply"]["非本机关公开"] == "D1b" and ColumnReading.objects.count() == 1
    register_books.confirm_words(again.pk, actor=by_clerk, words={"channel": {"来信": "counter"}})
    assert ColumnReading.objects.count() == 2
    newest = register_books.latest_reading(unit)
    assert newest is not None and newest.words["channel"]["来信"] == "counter"


def test_files_are_destroyed_after_a_day_by_the_daily_task(
    unit: Agency, by_clerk: Actor, settings: Any
) -> None:
    made = put_in(unit, by_clerk)
    assert register_books.destroy_expired() == 0
    RegisterUpload.objects.update(expires_at=now() - timedelta(seconds=1))
    made.refresh_from_db()
    with pytest.raises(Refused, match="已经销毁"):
        register_books.tables_of(made)
    assert (register_books.destroy_expired(), register_books.destroy_expired()) == (1, 0)
    made.refresh_from_db()
    assert (made.stage, bytes(made.sealed)) == ("gone", b"")
    assert RegisterBookEvent.objects.last().kind == "book_expired"  # type: ignore[union-attr]
    register_books.discard(made.pk, actor=by_clerk)
    assert RegisterBookEvent.objects.filter(kind="book_discarded").count() == 0


def test_strangers_bring_nothing_in(unit: Agency, by_clerk: Actor, stranger: Actor) -> None:
    content = (DATA / GOOD).read_bytes()
    with pytest.raises(Refused, match="没有在本单位"):
        register_books.upload(actor=stranger, agency=unit, name=GOOD, content=content)
    made = put_in(unit, by_clerk)
    for act in (
        lambda: register_runs.run(made.pk, actor=stranger),
        lambda: register_books.discard(made.pk, actor=stranger),
        lambda: register_books.confirm_words(made.pk, actor=stranger, words={}),
        lambda: register_books.choose_head(made.pk, actor=stranger, sheet=0, head_row=1),
    ):
        with pytest.raises(Refused, match="没有在本单位"):
            act()


def test_only_tables_are_taken_and_none_with_a_mark_of_secrecy(unit: Agency, by_clerk: Actor) -> None:
    with pytest.raises(Refused, match="只能是XLSX或者CSV"):
        register_books.upload(actor=by_clerk, agency=unit, name="台账.txt", content=b"a,b")
    with pytest.raises(Refused, match="密级"):
        register_books.upload(actor=by_clerk, agency=unit, name="台账.csv", content="机密★1年\n编号".encode())
    assert not RegisterUpload.objects.exists() and not DataKey.objects.exists()


def test_another_sheet_and_another_head_are_proposed_anew(unit: Agency, by_clerk: Actor) -> None:
    made = put_in(unit, by_clerk)
    other = register_books.choose_head(made.pk, actor=by_clerk, sheet=1, head_row=1)
    assert (other.columns, other.rows, other.stage) == ({}, 0, "mapping")
    back = register_books.choose_head(made.pk, actor=by_clerk, sheet=0, head_row=3)
    assert back.columns["received_on"] == 7 and back.rows == 10
    for wrong in ({"sheet": 9, "head_row": 1}, {"sheet": 0, "head_row": 11}, {"sheet": 1, "head_row": 2}):
        with pytest.raises(Refused):
            register_books.choose_head(made.pk, actor=by_clerk, **wrong)
    with pytest.raises(Refused, match="没有指明原编号、收到申请之日"):
        register_books.confirm_columns(made.pk, actor=by_clerk, columns={"name": 2, "wanted": 3})


def test_series_go_on_where_the_old_numbers_stop(done: RegisterUpload, unit: Agency, by_clerk: Actor) -> None:
    assert [(one.series.value, one.year, one.last) for one in proposals([unit.pk])] == [("document", 2026, 9)]
    assert Counter.objects.get(agency=unit, series="request").last == 10, "ten were given out in the run"
    keeper = Actor(origin="command")
    start_series(actor=keeper, agency=unit, series="document", year=2026, last_used=9, reason="原台账")
    assert proposals([unit.pk]) == []


def test_no_name_leaves_the_file(done: RegisterUpload, caplog: pytest.LogCaptureFixture) -> None:
    kept = [str(one) for one in RequestEvent.objects.values_list("data", flat=True)]
    kept += [str(one) for one in RegisterBookEvent.objects.values_list("data", flat=True)]
    kept += [str(one) for one in RegisterUpload.objects.values("columns", "words", "series")]
    kept += [str(one) for one in ColumnReading.objects.values("heads", "words")]
    for name in ("演示甲", "演示某某", "13900000001"):
        assert not any(name in text for text in (*kept, caplog.text))
