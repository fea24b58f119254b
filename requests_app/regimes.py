"""Which edition of the regulation a request falls under, and the limits it sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from foundation.contracts import Refusal, Refused
from foundation.workdays.deadlines import DEADLINES, REGULATION, REGULATION_2007
from foundation.workdays.wording import full_date


@dataclass(frozen=True)
class Regime:
    """An edition of the regulation: limits in working days, None where its text sets none."""

    code: str
    instrument: str
    wording: str
    since: date
    until: date | None
    base_days: int
    extension_days: int
    correction_notice_days: int | None
    consultation_days: Mapping[str, int | None]
    """Kinds of consultation whose time is not counted, with the days the consulted one has."""
    articles: Mapping[str, str]

    def cite(self, subject: str) -> str:
        """The full citation of a rule, e.g. `cite("answer")`; plain when the text has no such article."""
        article = self.articles.get(subject)
        return f"{self.instrument}{article}" if article else f"{self.instrument}未作规定"

    def short(self, subject: str) -> str:
        """The same to be read out: 《条例》第三十三条第二款. Only for what the text has an article for."""
        return f"{self.wording}{self.articles[subject]}"


def _days(code: str) -> int:
    return DEADLINES[code].length


REG2007 = Regime(
    code="REG2007",
    instrument=REGULATION_2007,
    wording="2007年《条例》",
    since=date(2008, 5, 1),
    until=date(2019, 5, 14),
    base_days=_days("D01-2007"),
    extension_days=_days("D02-2007"),
    correction_notice_days=None,
    # Only the time of asking a third party is left out, and it has no fixed length (第二十四条第三款).
    consultation_days=MappingProxyType({"third_party": None}),
    articles=MappingProxyType(
        {
            "answer": "第二十四条第二款",
            "extension": "第二十四条第二款",
            "correction": "第二十一条第（四）项",
            "third_party": "第二十三条、第二十四条第三款",
            "override": "第二十三条",
        }
    ),
)

REG2019 = Regime(
    code="REG2019",
    instrument=REGULATION,
    wording="《条例》",
    since=date(2019, 5, 15),
    until=None,
    base_days=_days("D01"),
    extension_days=_days("D02"),
    correction_notice_days=_days("D03"),
    consultation_days=MappingProxyType(
        {"third_party": _days("D04"), "co_maker": _days("D05"), "other_agency": None}
    ),
    articles=MappingProxyType(
        {
            "receipt": "第三十一条",
            "answer": "第三十三条第二款",
            "extension": "第三十三条第二款",
            "correction": "第三十条",
            "third_party": "第三十二条、第三十三条第三款",
            "override": "第三十二条",
            "co_maker": "第三十四条、第三十三条第三款",
            "other_agency": "第十一条、第三十三条第三款",
            "deferral": "第三十五条",
            "fee": "第四十二条",
        }
    ),
)

COST_FEES_UNTIL = date(2017, 3, 31)
"""Until then copying and posting could be charged (2007年条例第二十七条); it never touched the limit."""
FEES_SINCE = date(2021, 1, 1)
"""From then on the 信息处理费 of 条例第四十二条 can be asked for; between the two dates nothing could."""

REGIMES: Mapping[str, Regime] = MappingProxyType({regime.code: regime for regime in (REG2007, REG2019)})


def regime_for(received_on: date, override: str | None = None) -> Regime:
    """The edition in force on the day of receipt, or the one the file says with a recorded reason.

    Art. 56 of 2019 gives only a starting day; procedure attaches to the request when it is received.
    """
    if override:
        if override not in REGIMES:
            raise Refused(
                Refusal(
                    f"没有代码为“{override}”的条例版本。",
                    remedy=f"请选择{'或者'.join(REGIMES)}。",
                    field="regime",
                )
            )
        return REGIMES[override]
    if received_on < REG2007.since:
        raise Refused(
            Refusal(
                f"收到申请之日{full_date(received_on)}早于条例施行之日{full_date(REG2007.since)}。",
                article=f"{REG2007.instrument}第三十八条",
                remedy="请核对收到日期。",
                field="received_on",
            )
        )
    return REG2019 if received_on >= REG2019.since else REG2007
