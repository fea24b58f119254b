"""The catalogue of notices."""

from __future__ import annotations

import pytest

from requests_app.notice_kinds import NOTICE_KINDS, notice_kind_for
from requests_app.outcomes import REPLY_TYPES


def test_the_catalogue_is_whole_and_in_its_order():
    assert len(NOTICE_KINDS) == 28  # the 24 usual ones, 确认函, 延迟答复, 不属于政府信息, 已移交档案馆
    assert [kind.title for kind in NOTICE_KINDS.values()][13:17] == [
        "予以公开告知书",
        "部分公开告知书",
        "不予公开告知书",
        "行政查询事项告知书",
    ]
    assert all(kind.article and kind.title for kind in NOTICE_KINDS.values())


def test_papers_on_the_way_name_no_remedy():
    for code in (
        "receipt",
        "correction",
        "give_reasons",
        "extension",
        "deferral",
        "third_party_letter",
        "fee",
    ):
        assert not NOTICE_KINDS[code].remedy
    with_remedy = {code for code, kind in NOTICE_KINDS.items() if kind.remedy}
    answers = {code for code, kind in NOTICE_KINDS.items() if kind.answers}
    assert with_remedy - answers == {"third_party_override", "rectification"}


def test_only_receipts_and_slips_have_no_number():
    unnumbered = {code for code, kind in NOTICE_KINDS.items() if not kind.numbered}
    assert unnumbered == {"receipt", "confirmation", "third_party_reply", "service_return"}


def test_every_reply_type_leads_to_an_answer_except_withdrawal():
    for code, reply in REPLY_TYPES.items():
        kind = notice_kind_for([code])
        if code == "F3":
            assert kind is None
        else:
            assert kind is NOTICE_KINDS[reply.notice]
            assert kind.answers


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["A2", "A1"], "open"),
        (["A2", "C3"], "partial"),
        (["A2", "D1a"], "open"),
        (["C1", "D1a"], "refused"),
        (["D1b", "E2"], "not_ours"),
        (["F3", "F1"], "abandoned"),
    ],
)
def test_one_notice_answers_all_parts(parts, code):
    assert notice_kind_for(parts) is NOTICE_KINDS[code]
