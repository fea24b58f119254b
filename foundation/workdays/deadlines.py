"""Every lawful deadline in one cited table, and its last day. Rooms take their limits from here.

A row counts from an event, whose day is day 0. Working days end on a working day by themselves; natural
days and months move past the rest days they end on (民法典第二百零三条); fixed days of the year never move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from foundation.refusals import Refusal, Refused
from foundation.workdays import arithmetic
from foundation.workdays.calendar import FIRST_YEAR, LAST_YEAR, Calendar, UnknownDay


class Unit(StrEnum):
    """What a deadline is counted in."""

    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"
    HOUR = "hour"
    FIXED = "fixed"


UNIT_WORDINGS: Mapping[Unit, str] = MappingProxyType(
    {Unit.WORKDAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.HOUR: "小时", Unit.FIXED: ""}
)


@dataclass(frozen=True)
class Deadline:
    """One row: how long, from what, under which article.

    `at_least` marks a period others must be given (it may not end earlier). `month` and `day` name a fixed
    day in the year after the one it is about. `house` marks a default that the law leaves to the agency.
    """

    code: str
    wording: str
    length: int
    unit: Unit
    starts: str
    article: str
    at_least: bool = False
    house: bool = False
    month: int = 0
    day: int = 0

    @property
    def rolls(self) -> bool:
        """Whether an end on a rest day moves to the next working day."""
        return self.unit in (Unit.DAY, Unit.MONTH)

    @property
    def period(self) -> str:
        """20个工作日, 不少于30日, 次年1月31日前."""
        if self.unit is Unit.FIXED:
            return f"次年{self.month}月{self.day}日前"
        return f"{'不少于' if self.at_least else ''}{self.length}{UNIT_WORDINGS[self.unit]}"


REGULATION = "《中华人民共和国政府信息公开条例》"
REGULATION_2007 = f"{REGULATION}（2007年国务院令第492号）"
FEE_RULES = "《政府信息公开信息处理费管理办法》"
_REVIEW = "《中华人民共和国行政复议法》"
_LITIGATION = "《中华人民共和国行政诉讼法》"
_DECISIONS = "《重大行政决策程序暂行条例》"
_CREDIT = "《山东省社会信用条例》"
_RECEIVED, _FORMED, _DECIDED = "收到申请之日", "政府信息形成或者变更之日", "作出决定之日"
_DAY, _MONTH, _HOUR, _WORKDAY = Unit.DAY, Unit.MONTH, Unit.HOUR, Unit.WORKDAY

_ROWS = (
    # --- a request for information ---
    Deadline("D01", "答复申请", 20, _WORKDAY, _RECEIVED, f"{REGULATION}第三十三条第二款"),
    Deadline(
        "D01-2007", "答复申请（2019年5月14日以前收到）", 15, _WORKDAY, _RECEIVED,
        f"{REGULATION_2007}第二十四条第二款",
    ),
    Deadline("D02", "延期最长", 20, _WORKDAY, "原答复期限届满之日", f"{REGULATION}第三十三条第二款"),
    Deadline(
        "D02-2007", "延期最长（2019年5月14日以前收到）", 15, _WORKDAY, "原答复期限届满之日",
        f"{REGULATION_2007}第二十四条第二款",
    ),
    Deadline("D03", "告知补正", 7, _WORKDAY, _RECEIVED, f"{REGULATION}第三十条"),
    Deadline(
        "D03b", "申请人补正（机关确定的合理期限，常用15个工作日）", 15, _WORKDAY, "收到补正告知之日",
        f"{REGULATION}第三十条", house=True,
    ),
    Deadline("D04", "第三方提出意见", 15, _WORKDAY, "第三方收到征求意见书之日", f"{REGULATION}第三十二条"),
    Deadline(
        "D05", "共同制作机关提出意见", 15, _WORKDAY, "共同制作机关收到征求意见书之日",
        f"{REGULATION}第三十四条",
    ),
    Deadline("D08", "缴纳信息处理费", 20, _WORKDAY, "收到收费通知之日", f"{FEE_RULES}第六条"),
    Deadline("D09", "缴费后答复申请", 20, _WORKDAY, "缴费之日", f"{FEE_RULES}第六条"),
    # --- publishing ---
    Deadline("D06", "主动公开", 20, _WORKDAY, _FORMED, f"{REGULATION}第二十六条"),
    Deadline("D17", "行政许可、行政处罚决定公示", 7, _WORKDAY, _DECIDED, "国办发〔2018〕118号"),
    Deadline("D18", "其他行政执法结果公示", 20, _WORKDAY, _DECIDED, "国办发〔2018〕118号"),
    Deadline(
        "D19", "撤回已公开的行政处罚决定并说明理由", 3, _WORKDAY, "决定被变更、撤销、确认违法或者无效之日",
        "《中华人民共和国行政处罚法》第四十八条第二款",
    ),
    Deadline(
        "D21", "发布政策解读（同步发布，地方要求最晚3个工作日）", 3, _WORKDAY, "文件公开之日",
        "国办发〔2016〕80号", house=True,
    ),
    Deadline("D30", "双随机抽查结果公示", 20, _WORKDAY, "抽查结束之日", "国发〔2019〕5号"),
    Deadline(
        "D26", "建议提案办理结果公开", 20, _WORKDAY, "答复代表、委员之日", "国办发〔2014〕46号", house=True
    ),
    Deadline("D28a", "信用信息异议转送", 3, _WORKDAY, "收到异议之日", f"{_CREDIT}第三十九条"),
    Deadline("D28b", "信用信息异议核查", 7, _WORKDAY, "收到转送的异议之日", f"{_CREDIT}第三十九条"),
    # --- the yearly report: fixed days, never moved ---
    Deadline(
        "D10", "政府部门公布年度报告并报送", 0, Unit.FIXED, "报告年度", f"{REGULATION}第四十九条",
        month=1, day=31,
    ),
    Deadline(
        "D11", "本级政府公布年度报告", 0, Unit.FIXED, "报告年度", f"{REGULATION}第四十九条", month=3, day=31
    ),
    Deadline(
        "D11-2007", "公布年度报告（2018年度以前）", 0, Unit.FIXED, "报告年度",
        f"{REGULATION_2007}第三十一条", month=3, day=31,
    ),
    # --- the applicant's remedies ---
    Deadline("D12", "申请行政复议", 60, _DAY, "知道该行政行为之日", f"{_REVIEW}第二十条第一款"),
    Deadline("D13", "直接提起行政诉讼", 6, _MONTH, "知道该行政行为之日", f"{_LITIGATION}第四十六条第一款"),
    Deadline(
        "D14", "复议后提起行政诉讼", 15, _DAY, "收到复议决定书或者复议期满之日",
        f"{_LITIGATION}第四十五条、{_REVIEW}第三十四条",
    ),
    Deadline(
        "D15", "对逾期不答复提起行政诉讼", 6, _MONTH, "答复期限届满之日",
        "《最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释》第六十六条",
    ),
    Deadline("D15b", "对逾期不答复申请行政复议", 60, _DAY, "答复期限届满之日", f"{_REVIEW}第二十条"),
    Deadline(
        "D16", "没有被告知救济途径或者期限时的最长期限", 12, _MONTH, "知道行政行为内容之日",
        f"{_REVIEW}第二十条第三款、《最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释》第六十四条",
    ),
    # --- the respondent's own clocks ---
    Deadline("D29", "作出复议决定（普通程序）", 60, _DAY, "受理复议申请之日", f"{_REVIEW}第六十二条"),
    Deadline(
        "D29-simple", "作出复议决定（简易程序）", 30, _DAY, "受理复议申请之日",
        f"{_REVIEW}第五十三条、第六十二条",
    ),
    Deadline(
        "D29-longer", "复议决定延长最多", 30, _DAY, "原复议期限届满之日", f"{_REVIEW}第六十二条第一款"
    ),
    Deadline(
        "D31", "答复行政复议并提交证据（普通程序）", 10, _WORKDAY, "收到复议申请书副本之日",
        f"{_REVIEW}第四十八条、第八十八条",
    ),
    Deadline(
        "D31-simple", "答复行政复议并提交证据（简易程序）", 5, _WORKDAY, "收到复议申请书副本之日",
        f"{_REVIEW}第五十四条、第八十八条",
    ),
    Deadline(
        "D32", "提交答辩状和证据", 15, _DAY, "收到起诉状副本之日", f"{_LITIGATION}第六十七条第一款"
    ),
    Deadline(
        "D33", "重新答复（决定没有写明期限时，按答复申请的期限）", 20, _WORKDAY,
        "收到责令重新答复的决定之日", f"{REGULATION}第三十三条第二款", house=True,
    ),
    # --- hearing and answering the public ---
    Deadline("D20a", "重大突发事件发布权威信息", 5, _HOUR, "事件发生", "国办发〔2016〕80号"),
    Deadline("D20b", "特别重大、重大突发事件举行新闻发布会", 24, _HOUR, "事件发生", "国办发〔2016〕61号"),
    Deadline("D20c", "其他政务舆情回应", 48, _HOUR, "舆情发生", "国办发〔2016〕61号"),
    Deadline(
        "D22", "重大行政决策公开征求意见", 30, _DAY, "公布草案之日", f"{_DECISIONS}第十五条", at_least=True
    ),
    Deadline(
        "D24", "重大行政决策合法性审查", 7, _WORKDAY, "收到送审材料之日", f"{_DECISIONS}第二十六条",
        at_least=True,
    ),
    Deadline(
        "D25", "涉企规范性文件公开征求意见", 30, _DAY, "公布草案之日",
        "《优化营商环境条例》第六十二条", at_least=True,
    ),
)  # fmt: skip
# D07 (fee notice) is the running answer limit itself, D23 (hearing papers 7 days before) counts backwards,
# D27 (end of credit publicity) depends on the class of the entry: none of them is a length from an event.

DEADLINES: Mapping[str, Deadline] = MappingProxyType({row.code: row for row in _ROWS})


def last_day(code: str, start: date, calendar: Calendar) -> date:
    """The last day of a deadline counted from `start` (day 0); for `at_least`, the first lawful last day.

    For a fixed day, `start` is any day of the year the report is about. Raises Refused for a deadline in
    hours (see `last_moment`), KeyError for an unknown code, UnknownDay for dates nobody can mean.
    """
    row = DEADLINES[code]
    if not FIRST_YEAR <= start.year < LAST_YEAR:
        raise UnknownDay(f"{start} is outside {FIRST_YEAR}–{LAST_YEAR}")
    if row.unit is Unit.WORKDAY:
        return arithmetic.add(calendar, start, row.length)
    if row.unit is Unit.DAY:
        return arithmetic.add_days(calendar, start, row.length)
    if row.unit is Unit.MONTH:
        return arithmetic.add_months(calendar, start, row.length)
    if row.unit is Unit.FIXED:
        return date(start.year + 1, row.month, row.day)
    raise Refused(Refusal(f"“{row.wording}”按小时计算，只有日期算不出来。", row.article, "请填写时刻。"))


def last_moment(code: str, start: datetime) -> datetime:
    """The last moment of a deadline in hours: they run on, by day and by night, on rest days too."""
    row = DEADLINES[code]
    if row.unit is not Unit.HOUR:
        raise ValueError(f"{code} is not counted in hours")
    return start + timedelta(hours=row.length)
