"""Beginning, writing, entering, signing, publishing and correcting a report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from annual_report.content import digest
from annual_report.demonstration import STYLES_2012, parts_of_2012
from annual_report.exports import file_of, newest_version
from annual_report.formats import applications_table
from annual_report.formats.national_2021 import NATIONAL_2021
from annual_report.models import Edition, Publication, Report, ReportEvent
from annual_report.operations import (
    clear_figure,
    compile_report,
    enter_figure,
    publish,
    record_signature,
    reopen,
    sign_off,
    speak_as,
    write_part,
)
from foundation.agencies.models import Agency, User, YearlyReporting
from foundation.contracts import Refused
from foundation.documents import plain
from foundation.ledger.acts import Actor
from foundation.search.models import SearchRow
from tests.annual_report.conftest import COMMAND, ENTRIES, SIGNED_ON, TODAY, Counts, complete


def refusal(caught: pytest.ExceptionInfo[Refused]) -> str:
    return str(caught.value.refusal)


# --- beginning ------------------------------------------------------------------------------------------


def test_a_report_begins_with_drafts_around_its_figures(report_2025: Report, counts: Counts) -> None:
    assert report_2025.format_code == "national-2021"
    assert report_2025.stage == "draft"
    assert str(report_2025) == "山亭区人民政府2025年政府信息公开工作年度报告"
    parts = {part.code: part.text for part in report_2025.parts.all()}
    assert "{{ requests.applications/new/total }}" in parts["overview"]
    assert parts["problems"] == ""
    (event,) = report_2025.events.all()
    assert (event.kind, event.seq, event.actor.username) == ("compiled", 1, "writer")
    assert report_2025.basis[-1] == "汇总2025年12月31日存续并计入本级汇总的机构4个。"


def test_it_refuses_a_second_report_on_the_same_year(report_2025: Report, by_writer: Actor) -> None:
    with pytest.raises(Refused) as caught:
        compile_report(report_2025.agency, 2025, actor=by_writer)
    assert refusal(caught) == "山亭区人民政府2025年度报告已经建立。请在年度报告列表里打开它。"


def test_it_refuses_a_year_without_a_format(district: Agency, by_writer: Actor) -> None:
    with pytest.raises(Refused, match="没有适用于2019年度的报告格式"):
        compile_report(district, 2019, actor=by_writer)


def test_it_refuses_a_format_of_other_years(district: Agency, by_writer: Actor) -> None:
    with pytest.raises(Refused, match="不适用于2024年度"):
        compile_report(district, 2024, actor=by_writer, format_code="outline-2008")


def test_it_refuses_a_year_that_has_not_begun(district: Agency, by_writer: Actor) -> None:
    with pytest.raises(Refused, match="2027年度还没有开始"):
        compile_report(district, 2027, actor=by_writer)


def test_it_refuses_people_of_another_agency(district: Agency, stranger: User) -> None:
    with pytest.raises(Refused, match="没有在本单位“编写”的权限"):
        compile_report(district, 2025, actor=Actor(stranger, None))


# --- writing and entering -------------------------------------------------------------------------------


def test_writing_the_same_text_is_no_event(report_2025: Report, by_writer: Actor) -> None:
    write_part(report_2025.pk, "problems", "一是甲。\r\n二是乙。\n", actor=by_writer)
    write_part(report_2025.pk, "problems", "一是甲。\n二是乙。", actor=by_writer)
    assert report_2025.parts.get(code="problems").text == "一是甲。\n二是乙。"
    assert [event.kind for event in report_2025.events.all()] == ["compiled", "part_written"]


def test_it_refuses_a_part_the_format_does_not_have(report_2025: Report, by_writer: Actor) -> None:
    with pytest.raises(Refused, match="没有“applications”这一部分"):
        write_part(report_2025.pk, "applications", "改", actor=by_writer)


def test_a_page_that_is_out_of_date_loses_nothing_and_changes_nothing(
    report_2025: Report, by_writer: Actor
) -> None:
    write_part(report_2025.pk, "problems", "一是甲。", actor=by_writer, seen=1)
    with pytest.raises(Refused, match="已有新的办理记录"):
        write_part(report_2025.pk, "problems", "一是乙。", actor=by_writer, seen=1)
    assert report_2025.parts.get(code="problems").text == "一是甲。"


def test_zero_slash_and_blank_are_kept_apart(report_2025: Report, by_writer: Actor) -> None:
    code = "registers.decisions/licence/total"
    enter_figure(report_2025.pk, code, value=0, source="台账", actor=by_writer)
    assert report_2025.entries.get().value == 0
    enter_figure(report_2025.pk, code, value=None, not_applicable=True, source="无此职能", actor=by_writer)
    assert report_2025.entries.get().value is None
    clear_figure(report_2025.pk, code, actor=by_writer)
    assert not report_2025.entries.exists()
    with pytest.raises(Refused, match="没有填报数"):
        clear_figure(report_2025.pk, code, actor=by_writer)


@pytest.mark.parametrize(
    ("code", "value", "slash", "source", "sentence"),
    [
        ("registers.decisions/licence/total", None, False, "台账", "两者只能选一"),
        ("registers.decisions/licence/total", 3, True, "台账", "两者只能选一"),
        ("registers.decisions/licence/total", -1, False, "台账", "不能小于0"),
        ("registers.decisions/licence/total", Decimal("1.5"), False, "台账", "应当是整数，单位：件"),
        ("registers.charges/charge/amount", Decimal("0.0000001"), False, "台账", "小数最多6位"),
        ("registers.decisions/licence/total", 3, False, " ", "必须写明数据来源"),
        ("registers.nothing/licence/total", 3, False, "台账", "没有“registers.nothing/licence/total”"),
    ],
)
def test_it_refuses_a_bad_entry_with_a_sentence(
    report_2025: Report, by_writer: Actor, code, value, slash, source, sentence
) -> None:
    with pytest.raises(Refused, match=sentence):
        enter_figure(report_2025.pk, code, value=value, not_applicable=slash, source=source, actor=by_writer)
    assert not report_2025.entries.exists()


def test_changing_a_counted_figure_needs_a_reason(
    report_2025: Report, by_writer: Actor, counts: Counts
) -> None:
    code = applications_table.code("new", "natural")
    counts.put("shanting", {code: 5})
    with pytest.raises(Refused, match="系统统计为5件，填报的数与它不同，属于调整。请写明调整理由。"):
        enter_figure(report_2025.pk, code, value=6, source="纸质登记", actor=by_writer)
    entry = enter_figure(
        report_2025.pk, code, value=6, source="纸质登记", reason="1件未录入系统", actor=by_writer
    )
    assert (entry.author, entry.entered_on) == ("演示writer", TODAY)


def test_a_figure_is_spoken_as_chosen(report_2025: Report, by_writer: Actor, counts: Counts) -> None:
    counts.put("minzheng", {"disclosure.published/total/total": 30_412})
    speak_as(report_2025.pk, "disclosure.published/total/total", "ten_thousands", actor=by_writer)
    text = "公开{{ disclosure.published/total/total }}。"
    write_part(report_2025.pk, "overview", text, actor=by_writer)
    assert "公开3万余条。" in document_text(report_2025)
    with pytest.raises(Refused, match="没有这种表述方式"):
        speak_as(report_2025.pk, "disclosure.published/total/total", "many", actor=by_writer)


def document_text(report: Report) -> str:
    from annual_report.document import document_of

    version = newest_version(report)
    return plain.write(document_of(version.content, version.standing))


# --- signing --------------------------------------------------------------------------------------------


def test_signing_is_refused_with_every_reason(report_2025: Report, by_head: Actor) -> None:
    with pytest.raises(Refused) as caught:
        sign_off(report_2025.pk, actor=by_head, effective_on=SIGNED_ON)
    sentence = refusal(caught)
    assert "报告还有7处问题，不能签发" in sentence
    assert "（1）表格数据“行政许可：本年处理决定数量”还没有填报；没有发生请填0。" in sentence
    assert "（3）" in sentence
    assert "其余4处见报告页。" in sentence
    assert not Edition.objects.exists()


def test_signing_is_refused_while_the_table_does_not_balance(
    report_2025: Report, by_writer: Actor, by_head: Actor, counts: Counts
) -> None:
    complete(report_2025, by_writer)
    counts.put("minzheng", {applications_table.code("new", "natural"): 1})
    with pytest.raises(Refused) as caught:
        sign_off(report_2025.pk, actor=by_head, effective_on=SIGNED_ON)
    assert "“一、本年新收政府信息公开申请数量”行不平衡" in refusal(caught)
    assert "第一项加第二项之和，等于第三项加第四项之和" in refusal(caught)


def test_signing_is_refused_before_the_year_is_over(
    district: Agency, by_writer: Actor, by_head: Actor
) -> None:
    report = compile_report(district, 2026, actor=by_writer)
    with pytest.raises(Refused, match="2026年度还没有结束"):
        sign_off(report.pk, actor=by_head, effective_on=TODAY)


def test_only_the_head_signs(report_2025: Report, by_writer: Actor) -> None:
    complete(report_2025, by_writer)
    with pytest.raises(Refused, match="没有在本单位“签发”的权限"):
        sign_off(report_2025.pk, actor=by_writer, effective_on=SIGNED_ON)


def test_signing_freezes_an_edition(
    report_2025: Report, by_writer: Actor, by_head: Actor, counts: Counts
) -> None:
    counts.put("minzheng", {"disclosure.published/total/total": 12})
    edition = sign_off(complete(report_2025, by_writer).pk, actor=by_head, effective_on=SIGNED_ON)
    report_2025.refresh_from_db()
    assert (report_2025.stage, edition.number, edition.signer) == ("signed", 1, "演示head")
    assert edition.title == "山亭区人民政府2025年政府信息公开工作年度报告"
    edition.refresh_from_db()
    assert digest(edition.data) == edition.sha256
    counts.put("minzheng", {"disclosure.published/total/total": 99})
    assert "公开12条。" in document_text(report_2025)
    assert ("shantingban", "山亭区人民政府办公室") in edition.content.units
    assert str(edition) == f"{edition.title} 第1版"
    with pytest.raises(KeyError):
        file_of(newest_version(report_2025), "doc")


def test_a_count_that_changes_while_signing_is_not_frozen(
    report_2025: Report, by_writer: Actor, by_head: Actor, counts: Counts
) -> None:
    """The guard counted a balanced table; by the time of freezing one more request has come in."""
    complete(report_2025, by_writer)
    counts.after_asking(9, lambda: counts.put("minzheng", {applications_table.code("new", "natural"): 1}))
    with pytest.raises(Refused, match="行不平衡"):
        sign_off(report_2025.pk, actor=by_head, effective_on=SIGNED_ON)
    assert not Edition.objects.exists()


def test_a_signed_report_cannot_be_edited(report_2025: Report, by_writer: Actor, by_head: Actor) -> None:
    sign_off(complete(report_2025, by_writer).pk, actor=by_head, effective_on=SIGNED_ON)
    with pytest.raises(Refused, match="现在的阶段不能“编写”"):
        write_part(report_2025.pk, "problems", "改", actor=by_writer)


def test_an_edition_cannot_be_changed_in_the_database(
    report_2025: Report, by_writer: Actor, by_head: Actor
) -> None:
    edition = sign_off(complete(report_2025, by_writer).pk, actor=by_head, effective_on=SIGNED_ON)
    publish(report_2025.pk, actor=by_writer, effective_on=SIGNED_ON)
    for change in (
        lambda: Edition.objects.filter(pk=edition.pk).update(signer="别人"),
        lambda: Publication.objects.update(published_on=TODAY),
        lambda: ReportEvent.objects.all().delete(),
        lambda: Edition.objects.filter(pk=edition.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_signature_on_paper_is_recorded_with_its_scan(report_2025: Report, by_writer: Actor) -> None:
    complete(report_2025, by_writer)
    with pytest.raises(Refused, match="需要签字页的扫描件"):
        record_signature(report_2025.pk, actor=by_writer, effective_on=SIGNED_ON, signer="演示区长")
    scan = SimpleUploadedFile("签字页.png", PNG, content_type="image/png")
    edition = record_signature(
        report_2025.pk, actor=by_writer, effective_on=SIGNED_ON, signer="演示区长", scan=scan
    )
    assert (edition.signer, edition.route, edition.signed_on) == ("演示区长", "paper", SIGNED_ON)
    event = report_2025.events.last()
    assert event.evidence.name == "签字页.png"
    assert event.backfilled


def test_a_delegated_signature_names_its_authority(report_2025: Report, by_writer: Actor) -> None:
    complete(report_2025, by_writer)
    with pytest.raises(Refused, match="必须写明授权文书和日期"):
        record_signature(
            report_2025.pk, actor=by_writer, effective_on=SIGNED_ON, signer="演示副区长", route="delegation"
        )
    edition = record_signature(
        report_2025.pk,
        actor=by_writer,
        effective_on=SIGNED_ON,
        signer="演示副区长",
        route="delegation",
        authority="2026年1月5日授权书",
    )
    assert edition.authority == "2026年1月5日授权书"


def test_a_signature_in_the_future_is_refused(report_2025: Report, by_writer: Actor, by_head: Actor) -> None:
    complete(report_2025, by_writer)
    with pytest.raises(Refused, match="不能晚于今天"):
        sign_off(report_2025.pk, actor=by_head, effective_on=date(2026, 11, 21))


# --- publishing and correcting --------------------------------------------------------------------------


def test_publishing_makes_the_edition_public_and_findable(published: Report) -> None:
    edition = Edition.objects.current().get()
    assert edition.publication.published_on == date(2026, 2, 24)
    row = SearchRow.objects.get(kind="report", key="shanting-2025")
    assert row.url == "/reports/shanting/2025/"
    assert row.title == edition.title
    assert "一是解读质量不高。" in row.body


def test_a_draft_cannot_be_published(report_2025: Report, by_writer: Actor) -> None:
    with pytest.raises(Refused, match="现在的阶段不能“公布”"):
        publish(report_2025.pk, actor=by_writer, effective_on=TODAY)


def test_publication_before_the_signature_is_refused(
    report_2025: Report, by_writer: Actor, by_head: Actor
) -> None:
    sign_off(complete(report_2025, by_writer).pk, actor=by_head, effective_on=SIGNED_ON)
    with pytest.raises(Refused, match="不能早于签发日期（2026年2月20日）"):
        publish(report_2025.pk, actor=by_writer, effective_on=date(2026, 2, 19))


def test_a_correction_is_a_second_edition_that_says_what_changed(
    published: Report, by_writer: Actor, by_head: Actor
) -> None:
    with pytest.raises(Refused, match="必须写明原因"):
        reopen(published.pk, actor=by_head, effective_on=TODAY, reason=" ")
    reopen(published.pk, actor=by_head, effective_on=TODAY, reason="处罚数漏报")
    assert Edition.objects.current().get().number == 1, "what is public stays public while it is mended"
    enter_figure(
        published.pk, "registers.decisions/penalty/total", value=8, source="补报台账", actor=by_writer
    )
    with pytest.raises(Refused, match="这是第2版，必须说明更正了什么"):
        sign_off(published.pk, actor=by_head, effective_on=TODAY)
    second = sign_off(published.pk, actor=by_head, effective_on=TODAY, note="行政处罚由7件更正为8件")
    assert Edition.objects.current().get().number == 1
    publish(published.pk, actor=by_writer, effective_on=TODAY)
    assert Edition.objects.current().get() == second
    assert list(Edition.objects.published().of("shanting", 2025).values_list("number", flat=True)) == [1, 2]
    published.refresh_from_db()
    assert "更正说明：行政处罚由7件更正为8件" in document_text(published)


# --- counting -------------------------------------------------------------------------------------------


def test_figures_sum_the_units_and_the_seat_is_the_agency_and_its_office(
    report_2025: Report, by_writer: Actor, counts: Counts
) -> None:
    code = applications_table.code("new", "total")
    for unit, number in (("shanting", 20), ("shantingban", 11), ("minzheng", 5), ("xuzhuang", 2)):
        counts.put(unit, {code: number})
    text = "{{ requests.applications/new/total }}，本级{{ requests.applications/new/total@seat }}"
    write_part(report_2025.pk, "overview", text, actor=by_writer)
    assert "38件，本级31件" in document_text(report_2025)


def test_units_that_report_elsewhere_or_are_closed_are_left_out(
    report_2025: Report, by_writer: Actor, counts: Counts
) -> None:
    code = applications_table.code("new", "total")
    for unit in ("shanting", "minzheng", "xuzhuang"):
        counts.put(unit, {code: 1})
    YearlyReporting.objects.create(
        agency=Agency.objects.get(code="minzheng"),
        year=2025,
        reports_to="市局",
        in_rollup=False,
        reason="垂管",
    )
    Agency.objects.filter(code="xuzhuang").update(closed_on=date(2025, 6, 1))
    write_part(report_2025.pk, "overview", "{{ requests.applications/new/total }}", actor=by_writer)
    assert "\n1件\n" in document_text(report_2025)


def test_a_department_counts_only_itself(district: Agency, counts: Counts) -> None:
    report = compile_report(Agency.objects.get(code="minzheng"), 2025, actor=COMMAND)
    document_text(report)
    assert {ids for _, ids, _ in counts.asked} == {(report.agency_id,)}


def test_other_figures_a_room_counts_may_be_quoted_too(
    report_2025: Report, by_writer: Actor, counts: Counts
) -> None:
    counts.put("minzheng", {"requests.channels/counter/total": 4})
    write_part(report_2025.pk, "overview", "当面{{ requests.channels/counter/total }}", actor=by_writer)
    assert "当面4件" in document_text(report_2025)


def test_each_family_is_counted_once_however_many_units(report_2025: Report, counts: Counts) -> None:
    counts.asked.clear()
    file_of(newest_version(report_2025), "json")
    asked = [code for code, _, _ in counts.asked]
    assert len(asked) == len(set(asked)) == 8


def test_all_cells_of_the_form_are_counted_or_asked_for(report_2025: Report) -> None:
    from annual_report.compilation import compile_report_content

    compiled = compile_report_content(report_2025)
    blank = {code for code, value in compiled.values.items() if value.amount is None}
    on_form = {code for grid in NATIONAL_2021.grids() for code in grid.cells}
    assert blank & on_form == {code for code in ENTRIES if not code.startswith("requests")}


# --- the 2012 report ------------------------------------------------------------------------------------


def test_the_2012_report_is_rebuilt_from_figures(district: Agency, counts: Counts) -> None:
    counts.put("minzheng", {"disclosure.published/total/total": 27_976})
    website = "disclosure.published/website/total"
    counts.put("shantingban", {"disclosure.published/total/total": 2_436, website: 2_436})
    counts.put(
        "shanting",
        {
            "requests.applications/new/total": 31,
            "requests.timeliness/answered/total": 31,
            "requests.letters/received/total": 1,
            "requests.letters/answered_in_time/total": 1,
            "agencies.staff/total/total": 1,
        },
    )
    report = compile_report(district, 2012, actor=COMMAND)
    for code, text in parts_of_2012().items():
        write_part(report.pk, code, text, actor=COMMAND)
    for code, style in STYLES_2012.items():
        speak_as(report.pk, code, style, actor=COMMAND)
    record_signature(report.pk, actor=COMMAND, effective_on=date(2013, 3, 20), signer="（演示）")
    report.refresh_from_db()
    text = document_text(report)
    for said in (
        "主动公开信息3万余条,其中通过政府网站主动公开政务信息2400余条。",
        "共接收依申请公开31件,全部依法依规按时办结,未出现行政诉讼或行政复议。",
        "接收市协查函1件,均依照程序按时答复。",
        "人员1人。",
        "四、建议和提案办理结果公开\n原报告未单列此项内容。\n",
        "五、申请行政复议和提起行政诉讼\n2012年,区政府和区政府办公室未出现行政诉讼或行政复议。\n",
    ):
        assert said in text


# A one-pixel picture: uploads are checked by content.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
    "000001e221bc330000000049454e44ae426082"
)
