from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.privacy.detectors import (
    BANK_CARD,
    IDENTITY_NUMBER,
    MOBILE,
    find_bank_cards,
    find_classification_marks,
    find_identity_numbers,
    find_mobiles,
    find_personal_numbers,
)
from tests.foundation.privacy.numbers import card, credit_code, identity_number

ID = identity_number()
ID_X = next(number for number in (identity_number(order=f"{n:03}") for n in range(1000)) if number[-1] == "X")
CARD = card()
CARD_19 = card("622202123456789012", 19)
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def wrong(number: str) -> str:
    """The same with a check digit that does not fit."""
    return number[:-1] + next(digit for digit in "0123456789" if digit != number[-1])


def grouped(number: str, *sizes: int, by: str = " ") -> str:
    groups, position = [], 0
    for size in sizes:
        groups.append(number[position : position + size])
        position += size
    return by.join(groups)


# --- identity numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        ID,
        ID_X,
        ID_X.lower(),
        f"身份证号码{ID}。",
        f"身份证号:{ID},联系电话",
        f"（{ID}）",
        f"sfz{ID}",
        f"张某某{ID}李某某",
        f"2012年{ID}",
        f"3 {ID}",
        f"12.5 {ID} 8",
        f"{ID}\n",
        ID.translate(WIDE),
        ID_X.translate(WIDE),
        f"号码：{ID_X.lower().replace('x', 'ｘ')}",
        grouped(ID, 6, 8, 4),
        grouped(ID, 6, 8, 4, by="-"),
        grouped(ID, 6, 4, 2, 2, 4),
        grouped(ID, 3, 3, 4, 4, 4),
        grouped(ID, 4, 4, 4, 4, 2, by="\u3000"),
        grouped(ID, 6, 12, by="\n"),
        grouped(ID, 10, 8, by="\r\n"),
        " ".join(ID),
        "-".join(ID),
        grouped(ID, 6, 8, 4, by="\u200b"),
        grouped(ID, 6, 8, 4, by="—"),
        identity_number("20000229"),
        identity_number("19000101"),
        identity_number("20251231", region="810000"),
        identity_number(region="330113"),
    ],
)
def test_it_finds_an_identity_number(written: str) -> None:
    findings = find_identity_numbers(written)
    assert len(findings) == 1
    assert findings[0].kind == IDENTITY_NUMBER
    assert findings[0].text == written[findings[0].start : findings[0].end]


@pytest.mark.parametrize(
    "written",
    [
        "",
        wrong(ID),
        wrong(ID_X),
        ID[:-1],
        f"{ID}0",
        f"1{ID}",
        f"{ID}A",
        f"{ID[:6]}********{ID[-4:]}",
        identity_number("19901307"),
        identity_number("19900230"),
        identity_number("19000229"),
        identity_number("18991231"),
        identity_number("20000000"),
        identity_number(region="090101"),
        "990101900307123",
        grouped(ID, 2, 2, 2, 2, 2, 2, 2, 2, 2),
        grouped(ID, 6, 8, 4, by="，"),
        grouped(ID, 6, 8, 4, by="     "),
        credit_code(),
        "山政发〔2012〕5号",
        "0632-8811234",
        "2012年5月20日下午3时",
        "6222021234567890123",
        "100000000000000000",
        "123456789012345678",
        "3.14159265358979323846",
        "18位数字的公民身份号码",
        " ".join(ID[:9]) + "  " + " ".join(ID[9:]),
    ],
)
def test_it_does_not_take_this_for_an_identity_number(written: str) -> None:
    assert find_identity_numbers(written) == []


def test_it_finds_every_identity_number_of_a_list() -> None:
    other = identity_number("19781123")
    found = find_identity_numbers(f"王某 {ID}\n李某 {other}\n赵某 {ID_X}")
    assert [finding.text for finding in found] == [ID, other, ID_X]


def test_two_numbers_side_by_side_are_two() -> None:
    assert [finding.text for finding in find_identity_numbers(f"{ID} {ID_X}")] == [ID, ID_X]


@given(
    st.text(alphabet="一二三，。 \n", max_size=20),
    st.dates(),
    st.integers(min_value=0, max_value=999),
    st.text(alphabet="一二三，。 \n", max_size=20),
)
def test_it_finds_any_valid_number_in_any_surroundings(before: str, birth, order: int, after: str) -> None:
    number = identity_number(birth.strftime("%Y%m%d").rjust(8, "0"), f"{order:03}")
    found = [finding.text for finding in find_identity_numbers(before + number + after)]
    assert found == ([number] if birth.year >= 1900 else [])


# --- mobiles --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "19912345678",
        "16612345678",
        "电话13812345678",
        "手机：13812345678，邮编",
        "13812345678转",
        "138 1234 5678",
        "138-1234-5678",
        "+8613812345678",
        "+86 13812345678",
        "+86-138-1234-5678",
        "8613812345678",
        "008613812345678",
        "(13812345678)",
        "0632-8811234/13812345678",
        "１３８１２３４５６７８",
        "138　1234　5678",
        "张三13812345678李四",
        "1381234567813812345678"[:11],
        "微信同号:17712345678",
        "联系人:某某,15512345678;",
        "13812345678\n",
    ],
)
def test_it_finds_a_mobile_number(written: str) -> None:
    findings = find_mobiles(written)
    assert len(findings) == 1
    assert findings[0].kind == MOBILE
    assert findings[0].text == written[findings[0].start : findings[0].end]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "12812345678",
        "11012345678",
        "1381234567",
        "138123456789",
        "013812345678",
        "a13812345678",
        "13812345678a",
        "13812345678X",
        "0.13812345678",
        "0632-8811234",
        "4001234567",
        "12345",
        "138****5678",
        "138 12345 678",
        "138-1234 5678",
        "2012-05-20",
        "13812,345,678",
        ID,
        CARD,
        "1 3 8 1 2 3 4 5 6 7 8",
        "t20120520_13812345678",
        credit_code(),
    ],
)
def test_it_does_not_take_this_for_a_mobile_number(written: str) -> None:
    assert find_mobiles(written) == []


def test_it_finds_every_mobile_number_of_a_list() -> None:
    assert len(find_mobiles("13812345678、13912345678，177 1234 5678")) == 3


# --- bank cards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        CARD,
        CARD_19,
        card("62148512345678", 17),
        card("622908123456789", 18),
        card("621700123456", 16),
        card("955880123456789012", 19),
        card("955991234567890123", 19),
        card("436742123456789012", 19),
        card("601382123456789012", 19),
        card("603367123456789012", 19),
        card("601428123456789", 17),
        card("95555012345678", 16),
        card("90592012345678901", 18),
        card("451234567890123", 16),
        card("512345678901234", 16),
        card("356812345678901", 16),
        f"账号：{CARD}，开户行",
        f"卡号{CARD}元",
        grouped(CARD, 4, 4, 4, 4),
        grouped(CARD_19, 4, 4, 4, 4, 3),
        grouped(CARD_19, 6, 13),
        grouped(CARD, 4, 4, 4, 4, by="-"),
        CARD.translate(WIDE),
        f"{CARD} 20元",
        f"{CARD} 2012年",
        f"1 {CARD}",
    ],
)
def test_it_finds_a_bank_card(written: str) -> None:
    findings = find_bank_cards(written)
    assert len(findings) == 1
    assert findings[0].kind == BANK_CARD
    assert findings[0].text == written[findings[0].start : findings[0].end]


@pytest.mark.parametrize(
    "written",
    [
        "",
        wrong(CARD),
        wrong(CARD_19),
        card("622202", 15),
        card("622202", 20),
        f"{CARD}0000",
        f"9{CARD}0000",
        f"{CARD}A",
        card("7222021234", 16),
        card("8222021234", 19),
        card("2222021234", 16),
        card("512345678901234", 17),
        card("955880123456", 16),
        "6222********1234",
        "0.6222021234567890",
        ID,
        ID_X,
        credit_code(),
        "13812345678",
        "20120520103015000",
        grouped(CARD, 2, 2, 2, 2, 2, 2, 2, 2),
        grouped(CARD, 4, 4, 4, 4, by="，"),
        "山政发〔2012〕5号2012年5月20日",
    ],
)
def test_it_does_not_take_this_for_a_bank_card(written: str) -> None:
    assert find_bank_cards(written) == []


def test_an_identity_number_that_looks_like_a_card_is_an_identity_number() -> None:
    looks = next(
        number
        for number in (identity_number(order=f"{n:03}", region="620101") for n in range(1000))
        if number.isdigit() and card(number[:-1], 18) == number
    )
    assert find_bank_cards(looks) == []
    assert [finding.kind for finding in find_personal_numbers(looks)] == [IDENTITY_NUMBER]


# --- all together ---------------------------------------------------------------------------------------


def test_all_findings_come_in_reading_order() -> None:
    text = f"电话13812345678，卡号{CARD}，身份证{ID}，电话13912345678"
    found = find_personal_numbers(text)
    assert [finding.kind for finding in found] == [MOBILE, BANK_CARD, IDENTITY_NUMBER, MOBILE]


def test_a_mobile_number_inside_a_card_is_part_of_the_card() -> None:
    written = card("6222 1381234567 8".replace(" ", ""), 16)
    text = f"{written[:4]} {written[4:15]} {written[15:]}"
    assert find_mobiles(text) != []
    assert [finding.kind for finding in find_personal_numbers(text)] == [BANK_CARD]


def test_a_finding_does_not_show_the_number_in_its_repr() -> None:
    assert ID not in repr(find_identity_numbers(ID))


@given(st.text(alphabet="0123456789Xx -\n一。０１２", max_size=120))
def test_findings_never_overlap_and_lie_in_the_text(text: str) -> None:
    end = 0
    for finding in find_personal_numbers(text):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


# --- classification marks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "绝密★",
        "机密★10年",
        "秘密★1年",
        "秘密★长期\n山亭区人民政府文件",
        "机 密 ★ 10年",
        "秘　密★",
        "山政发〔2012〕5号    机密★",
        "国家秘密★",
        "机密*5年",
        "绝密☆",
        "秘密＊",
        "密级：机密",
        "密级:秘密",
        "密 级：绝密",
        "密级：内部",
        "密级： 工作秘密",
        "保密期限：1年 密级：秘密",
        "机密\n关于某某工作的报告",
        "  绝密  \n",
        "【秘密】",
        "秘密 1年",
        "内部资料",
        "内部资料 注意保存",
        "内部资料，请勿外传",
        "内部文件 不得外传",
        "（内部资料）",
        "内部参考 第12期",
        "标题\n内部使用\n正文",
    ],
)
def test_it_sees_a_classification_mark(head: str) -> None:
    assert find_classification_marks(head) != []


@pytest.mark.parametrize(
    "head",
    [
        "",
        "商业秘密",
        "商业秘密★",
        "涉及商业秘密、个人隐私的政府信息",
        "依法确定为国家秘密的政府信息不予公开",
        "不得泄露国家秘密、工作秘密",
        "国家秘密的密级分为绝密、机密、秘密三级",
        "《中华人民共和国保守国家秘密法》",
        "密级和保密期限应当标明",
        "确定密级、变更密级和解除密级",
        "密级：公开",
        "密级：无",
        "密级：非密",
        "密级：",
        "密级：\n文件编号：1",
        "密级：____",
        "密级：/",
        "密级:普通 | 编号:3",
        "不得向外泄露内部资料和数据",
        "内部资料管理办法",
        "加强内部文件管理",
        "机密性、完整性和可用性",
        "秘密投票",
        "绝密级国家秘密的管理规定",
        "五星★★★★★好评",
    ],
)
def test_it_does_not_take_this_for_a_classification_mark(head: str) -> None:
    assert find_classification_marks(head) == []


def test_one_mark_is_found_once() -> None:
    found = find_classification_marks("密级：机密★10年\n内部资料")
    assert [finding.text for finding in found] == ["密级：机密★10年", "内部资料"]
