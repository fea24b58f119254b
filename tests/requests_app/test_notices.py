"""What a notice says: the statutory elements, each part, the right remedy for the right signer."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.agencies.models import Agency
from foundation.documents.plain import write
from foundation.ledger.acts import Actor
from requests_app import notice_texts, notices
from requests_app.facts import PartAnswer, PartFacts
from requests_app.models import InformationRequest
from requests_app.notice_texts import AnsweredPart, answer_lines, asked, decision_sentence, numeral
from requests_app.operations import intake
from requests_app.reply_types import REPLY_TYPES
from tests.requests_app.conftest import NAME, PUBLIC, TODAY, applicant, decide, filing


def text_of(case: InformationRequest, on: date = TODAY) -> str:
    kind = notices.kind_of(case)
    assert kind is not None
    return write(notices.answer(case, kind, number="山政公开〔2026〕1号", on=on))


def decided(agency: Agency, by_clerk: Actor, *answers: PartAnswer, **changes: object) -> InformationRequest:
    parts = tuple(PartFacts(f"所需信息{answer.position}") for answer in answers)
    case = intake.file(filing(agency, parts=parts, **changes), actor=PUBLIC).request
    decide(case, by_clerk, *answers)
    return case


def test_a_notice_has_every_element_the_law_asks_for(district: Agency, by_clerk: Actor) -> None:
    case = decided(
        district, by_clerk, PartAnswer(1, "C4", finding="该信息含有企业报价", reasons="涉及商业秘密")
    )
    text = text_of(case)
    for element in (
        "不予公开告知书",
        "山政公开〔2026〕1号",
        NAME,
        "2026年9月18日",
        case.number,
        "《所需信息1》",
        "该信息含有企业报价。",
        "《中华人民共和国政府信息公开条例》第三十六条第（三）项、第十五条",
        "不予公开",
        "涉及商业秘密。",
        "先向枣庄市人民政府申请行政复议",
        "枣庄市中级人民法院",
        "山亭区人民政府",
    ):
        assert element in text, element


def test_the_same_refusal_names_another_organ_for_the_office(
    district: Agency, office: Agency, by_clerk: Actor
) -> None:
    refused = PartAnswer(1, "C7", reasons="属于行政执法案卷")
    assert "向枣庄市人民政府申请行政复议" in text_of(decided(district, by_clerk, refused))
    text = text_of(decided(office, by_clerk, refused))
    assert "向枣庄市山亭区人民政府申请行政复议" in text and "山亭区人民政府办公室" in text


def test_an_organisation_is_addressed_as_one(district: Agency, by_clerk: Actor) -> None:
    company = applicant(kind="enterprise", name="虚构贸易有限公司")
    text = text_of(decided(district, by_clerk, PartAnswer(1, "A2"), applicant=company))
    assert "收到你单位提出的" in text and "虚构贸易有限公司" in text


def test_several_parts_are_answered_one_by_one_in_one_notice(district: Agency, by_clerk: Actor) -> None:
    case = decided(
        district,
        by_clerk,
        PartAnswer(1, "A2", finding="已找到"),
        PartAnswer(2, "D1a", search_note="检索了公文系统", reasons="没有制作过"),
    )
    text = text_of(case)
    assert "（一）《所需信息1》；（二）《所需信息2》" in text
    assert "（一）关于《所需信息1》。已找到。" in text
    assert "（二）关于《所需信息2》。" in text and "没有所申请公开的信息" in text


def test_an_online_answer_names_the_online_channel_of_the_review(
    district: Agency, by_clerk: Actor, settings: object
) -> None:
    settings.GONGKAI_REVIEW_CHANNEL = "https://review.invalid"  # type: ignore[attr-defined]
    online = decided(district, by_clerk, PartAnswer(1, "A2"))
    paper = decided(district, by_clerk, PartAnswer(1, "A2"), provision_routes=("pick_up",))
    assert "https://review.invalid" in text_of(online)
    assert "https://review.invalid" not in text_of(paper)


def test_invented_requests_are_marked_on_paper(district: Agency, by_clerk: Actor) -> None:
    case = decided(district, by_clerk, PartAnswer(1, "A2"), source_system=notices.DEMO)
    kind = notices.kind_of(case)
    assert kind is not None
    assert notices.answer(case, kind, number="", on=TODAY).marking == "演示数据"


def test_staff_may_edit_the_answer_but_not_remedy_or_opening(district: Agency, by_clerk: Actor) -> None:
    from foundation.documents.blocks import editable

    case = decided(district, by_clerk, PartAnswer(1, "A2"))
    kind = notices.kind_of(case)
    assert kind is not None
    assert list(editable(notices.answer(case, kind, number="", on=TODAY))) == ["answer-1"]


# --- the sentences --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", REPLY_TYPES)
@pytest.mark.parametrize("regime", ["REG2007", "REG2019"])
def test_every_reply_type_has_a_whole_sentence(code: str, regime: str) -> None:
    reply = REPLY_TYPES[code]
    if reply.notice == "":
        return
    sentence = decision_sentence(code, reply.grounds[0] if reply.grounds else "", regime)
    assert (
        sentence.endswith("。") and "{" not in sentence and "驳回" not in sentence and "受理" not in sentence
    )


def part(**changes: object) -> AnsweredPart:
    facts = {
        "position": 1,
        "wanted": "《甲》",
        "reply_type": "A2",
        "ground": "",
        "finding": "",
        "reasons": "",
        "direction": "",
    }
    return AnsweredPart(**{**facts, **changes})  # type: ignore[arg-type]


def test_texts_somebody_typed_are_closed_by_a_full_stop() -> None:
    line = answer_lines(part(finding=" 已找到 ", direction="见附件！"), "REG2019", alone=True)
    assert line.startswith("已找到。") and line.endswith("决定予以公开。见附件！")
    assert answer_lines(part(), "REG2019", alone=True).startswith("经审查，根据")


def test_one_part_needs_no_number_and_eleven_go_on_in_digits() -> None:
    assert asked((part(),)) == "《甲》"
    assert [numeral(position) for position in (1, 10, 11)] == ["（一）", "（十）", "（11）"]
    assert notice_texts.NUMERALS == "一二三四五六七八九十"
