"""Obviously invented applicants: names that say so, numbers of no district, telephones of nobody."""

from __future__ import annotations

from requests_app.facts import AgentFacts, ApplicantFacts

STEMS = "甲乙丙丁戊己庚辛壬癸"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


def natural_person(number: int) -> ApplicantFacts:
    stem = STEMS[number % len(STEMS)]
    return ApplicantFacts(
        kind="natural",
        name=f"演示申请人{stem}{number // len(STEMS) + 1}",
        identity_kind="resident",
        identity_number=invented_identity_number(number),
        phone="13000000000",
        address="演示省演示市演示区演示路1号",
        postcode="000000",
    )


def company(number: int) -> ApplicantFacts:
    return ApplicantFacts(
        kind="enterprise",
        name=f"演示{STEMS[number % len(STEMS)]}有限公司",
        legal_representative="演示法人",
        contact_name="演示联系人",
        phone="13000000000",
        address="演示省演示市演示区演示路2号",
        postcode="000000",
    )


def invented_identity_number(number: int) -> str:
    """Well formed, but of area 000000, which belongs to no place."""
    body = f"00000019900101{number % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_DIGITS[total % 11]


def lawyer(number: int) -> AgentFacts:
    return AgentFacts(
        kind="lawyer",
        scope=("file", "receive"),
        name=f"演示律师{STEMS[number % len(STEMS)]}",
        phone="13000000000",
        address="演示省演示市演示区演示路3号",
        firm="演示律师事务所",
        licence_number="00000000000000000",
    )
