"""What the district published in 2012: website items as rows, other channels as tallies (演示数据)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from disclosure.operations import import_items, record_tally
from foundation.agencies.models import Agency
from foundation.ledger.acts import Actor
from foundation.workdays import arithmetic
from foundation.workdays.queries import published_calendar

# The seed says 2400余条 on the website and 3万余条 on all platforms.
WEBSITE_ITEMS = 2_436
TALLIES = {
    "boards": (17_320, "各镇街公开栏和便民服务大厅登记簿"),
    "press": (6_215, "区广播电视台、《山亭新闻》刊播登记"),
    "gazette": (486, "区政府公报编发登记"),
    "other": (4_127, "公开信、明白纸和其他方式登记"),
}

# (topic, catalogue branch, 体裁)
TOPICS = (
    ("区政府常务会议议定事项", "key-decisions", "announcement"),
    ("重大建设项目进展情况", "key-projects", "announcement"),
    ("工程招标公告", "key-resources", "announcement"),
    ("中标结果公示", "key-resources", "announcement"),
    ("财政收支情况", "key-finance", "finance"),
    ("部门预算说明", "a20-07", "finance"),
    ("审计结果公告", "key-audit", "announcement"),
    ("行政许可办理结果", "key-licences", "announcement"),
    ("行政处罚结果公示", "key-licences", "announcement"),
    ("行政事业性收费项目和标准", "a20-08", "other"),
    ("城乡低保对象公示", "key-relief", "announcement"),
    ("医疗救助发放情况", "key-relief", "announcement"),
    ("新型农村社会养老保险政策问答", "key-insurance", "interpretation"),
    ("就业技能培训报名通知", "key-employment", "announcement"),
    ("义务教育招生工作安排", "key-education", "announcement"),
    ("新型农村合作医疗报销情况", "key-health", "announcement"),
    ("征地补偿安置方案公告", "key-land", "announcement"),
    ("文化下乡活动安排", "key-culture", "announcement"),
    ("防汛抗旱应急预案", "key-disaster", "plan"),
    ("安全生产检查情况", "a20-13", "announcement"),
    ("食品药品监督检查情况", "a20-13", "announcement"),
    ("国民经济运行情况", "a20-04", "statistics"),
    ("事业单位招聘公告", "a20-14", "personnel"),
    ("机构职能和内设机构", "a20-02", "organisation"),
    ("惠农补贴发放公示", "a21-town-01", "announcement"),
    ("农村饮水安全工程建设情况", "a21-town-02", "announcement"),
    ("宅基地审批结果公示", "a21-town-04", "announcement"),
)
UNITS = (
    *(
        "shanting",
        "shantingban",
        "stfgj",
        "stjyjold",
        "stgtj",
        "stwsj",
        "stnyjold",
        "stmzj",
        "stczj",
        "strsj",
    ),
    *("stsfj", "stzjj", "stjtj", "sttjj", "stsjj"),
    *("shancheng", "dianzi", "xiji", "sangcun", "beizhuang", "chengtou", "xuzhuang", "shuiquan", "fengmao"),
    "fucheng",
)
STATEMENT = "本条为演示数据，用于重建2012年度公开数量，不是真实发布的内容。"


def rows(units: dict[str, Agency]) -> Iterator[dict[str, object]]:
    """Spread over the year's working days, the units and the topics; no two have the same title."""
    calendar = published_calendar()
    days = [day for day in _days_of_2012() if calendar.is_workday(day)]
    for number in range(WEBSITE_ITEMS):
        unit = units[UNITS[number % len(UNITS)]]
        topic, branch, genre = TOPICS[number * 7 % len(TOPICS)]
        published = days[number * len(days) // WEBSITE_ITEMS]
        yield {
            "agency": unit.code,
            "title": f"{unit.name}{topic}（2012年第{number + 1}号，演示数据）",
            "category": branch,
            "genre": genre,
            "formed_on": arithmetic.previous_workday(calendar, published),
            "first_published_on": published,
            "original_url": f"https://old.example.invalid/2012/{number + 1}.html",
            "summary": f"{topic}。",
            "body": f"{unit.name}现将{topic}予以公开。\n{STATEMENT}",
        }


def _days_of_2012() -> Iterator[date]:
    for number in range(366):
        yield date(2012, 1, 1) + timedelta(days=number)


def build(units: dict[str, Agency]) -> None:
    actor = Actor(origin="import")
    outcome = import_items(list(rows(units)), actor=actor)
    if outcome.refusals:
        raise RuntimeError(f"the demo's own rows are refused: {outcome.refusals[:3]}")
    for channel, (count, source) in TALLIES.items():
        record_tally(
            actor=actor,
            agency=units["shantingban"],
            year=2012,
            channel=channel,
            count=count,
            source=f"{source}（演示数据）",
        )
