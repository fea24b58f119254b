"""What the district publishes this year, through the whole publishing procedure (演示数据)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.choices import Genre, ReviewResult
from disclosure.models import Category, Item
from disclosure.operations import attach, clear, create_draft, publish, record_tally, repeal, submit
from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.workdays.present import today
from portal.demo.playing import playing, workdays_ago

NOTE = "本条为演示数据，不是真实发布的内容。"


@dataclass(frozen=True)
class Piece:
    """One item: who publishes what under which branch, and how many working days ago."""

    agency: str
    title: str
    branch: str
    genre: Genre
    formed: int
    published: int | None
    number: str = ""
    body: str = ""
    table: str = ""


NORMATIVE = Piece(
    "shanting",
    "山亭区农村供水工程运行管理办法",
    "a20-01-normative",
    Genre.NORMATIVE_DOCUMENT,
    130,
    126,
    "山政发〔{year}〕5号",
    "第一条 为加强农村供水工程运行管理，保障供水安全，制定本办法。\n"
    "第二条 本区行政区域内农村供水工程的运行、维护和水费管理，适用本办法。\n"
    "第三条 供水单位应当公示供水范围、水质检测结果、水价和服务电话。",
)
INTERPRETATION = Piece(
    "stswj",
    "《山亭区农村供水工程运行管理办法》政策解读",
    "a20-01-interpretations",
    Genre.INTERPRETATION,
    128,
    126,
    body="一、为什么制定：农村供水工程点多面广，管护责任需要明确。\n"
    "二、管什么：水质检测、水价公示、故障抢修时限。\n三、群众怎么办：停水超过24小时可以拨打公示电话。",
)
OLD_NORMATIVE = Piece(
    "shanting",
    "山亭区农村饮水安全工程管理暂行办法",
    "a20-01-normative",
    Genre.NORMATIVE_DOCUMENT,
    215,
    205,
    "山政发〔{year}〕1号",
    "本办法用于演示废止后的文件仍可查阅。",
)
PIECES = (
    Piece(
        "shanting",
        "政府工作报告",
        "key-livelihood",
        Genre.PLAN,
        208,
        207,
        body="一、上年工作回顾。\n二、今年主要任务。",
    ),
    Piece(
        "shanting",
        "年度重大行政决策事项目录",
        "key-decisions",
        Genre.ANNOUNCEMENT,
        190,
        185,
        table="序号,决策事项,承办单位\n1,城区集中供热改造,区住建局\n2,农村公路提升,区交通局\n",
    ),
    Piece(
        "stczj",
        "区级部门预算公开情况",
        "a20-07",
        Genre.FINANCE,
        176,
        170,
        table="单位,收入预算（万元）,支出预算（万元）\n演示单位甲,1200,1200\n演示单位乙,860,860\n",
    ),
    Piece("stczj", "行政事业性收费目录清单", "a20-08", Genre.FINANCE, 150, 147),
    Piece("stfgj", "重大建设项目批准和实施情况", "key-projects", Genre.ANNOUNCEMENT, 140, 133),
    Piece("stspj", "行政许可事项办理结果", "key-licences", Genre.ANNOUNCEMENT, 121, 117),
    Piece(
        "stscj",
        "“双随机、一公开”抽查事项清单",
        "key-inspection",
        Genre.ANNOUNCEMENT,
        112,
        108,
        table="序号,抽查事项,抽查比例\n1,食品经营安全监督检查,3%\n2,特种设备使用单位检查,5%\n",
    ),
    Piece("stscj", "“双随机、一公开”抽查结果", "key-inspection", Genre.ANNOUNCEMENT, 60, 55),
    Piece(
        "stmzj", "城乡最低生活保障标准", "key-relief", Genre.POLICY_DOCUMENT, 101, 97, "山民发〔{year}〕8号"
    ),
    Piece(
        "stjyj",
        "义务教育学校招生工作实施意见",
        "key-education",
        Genre.POLICY_DOCUMENT,
        95,
        90,
        "山教体发〔{year}〕12号",
    ),
    Piece("stjyj", "义务教育招生政策问答", "a20-01-interpretations", Genre.INTERPRETATION, 92, 90),
    Piece("strsj", "稳就业政策措施一览", "key-employment", Genre.POLICY_DOCUMENT, 84, 80),
    Piece("stwjj", "公共卫生监督检查情况", "a20-13", Genre.ANNOUNCEMENT, 70, 66),
    Piece("styjj", "突发事件总体应急预案", "a20-12", Genre.PLAN, 64, 50),
    Piece("stzjj", "老旧小区改造计划", "a21-county-01", Genre.PLAN, 52, 46),
    Piece("stsjj", "本级预算执行和其他财政收支的审计结果", "key-audit", Genre.ANNOUNCEMENT, 45, 40),
    Piece("shantingban", "区政府常务会议公开", "key-meetings", Genre.ANNOUNCEMENT, 33, 31),
    Piece("shantingban", "权责清单动态调整情况", "key-powers", Genre.ANNOUNCEMENT, 28, 24),
    Piece("dianzi", "惠农补贴发放情况", "a21-town-01", Genre.ANNOUNCEMENT, 20, 17),
    Piece("shancheng", "社会救助对象公示说明", "a21-town-08", Genre.ANNOUNCEMENT, 12, 9),
    Piece("sttjj", "前三季度国民经济运行情况", "a20-04", Genre.STATISTICS, 10, 7),
    Piece(
        "shanting",
        "优化营商环境若干措施",
        "key-business",
        Genre.POLICY_DOCUMENT,
        7,
        3,
        "山政办发〔{year}〕21号",
    ),
    Piece("stnyj", "高标准农田建设项目公示", "a21-town-02", Genre.ANNOUNCEMENT, 5, 1),
)
WAITING = (
    Piece("shanting", "城区停车管理办法（送审稿）", "a20-01-normative", Genre.NORMATIVE_DOCUMENT, 15, None),
    Piece("shantingban", "政务公开培训情况", "a20-15", Genre.OTHER, 6, None),
)
TALLIES = (
    ("shantingban", "wechat", 865),
    ("shantingban", "gazette", 42),
    ("stjyj", "wechat", 210),
    ("dianzi", "boards", 96),
)


def build(units: dict[str, Agency]) -> None:
    old = _publish(OLD_NORMATIVE, units)
    new = _publish(NORMATIVE, units)
    with playing(workdays_ago(126)):
        repeal(old.pk, actor=_actor(units["shanting"]), successor=new, basis="被新办法取代（演示数据）")
    _publish(INTERPRETATION, units, interprets=[new])
    for piece in PIECES:
        _publish(piece, units)
    for piece in WAITING:
        item = _draft(piece, units)
        if piece.agency == "shanting":
            submit(item.pk, actor=_actor(item.agency))
    for code, channel, count in TALLIES:
        record_tally(
            actor=_actor(units[code]),
            agency=units[code],
            year=today().year,
            channel=channel,
            count=count,
            source="账号后台和登记簿（演示数据）",
        )


def _actor(agency: Agency) -> Actor:
    return Actor(User.objects.get(username="jingban"), agency, "command")


def _draft(piece: Piece, units: dict[str, Agency], **more: Any) -> Item:
    formed_on = workdays_ago(piece.formed)
    with playing(formed_on):
        item = create_draft(
            actor=_actor(units[piece.agency]),
            agency=units[piece.agency],
            title=f"{piece.title}（演示数据）",
            category=Category.objects.get(code=piece.branch),
            genre=piece.genre,
            formed_on=formed_on,
            document_number=piece.number.format(year=formed_on.year),
            summary=f"{piece.title}。",
            body=f"{piece.body or piece.title + '的主要内容。'}\n{NOTE}",
            **_validity(piece, formed_on),
            **more,
        )
        if piece.table:
            sheet = SimpleUploadedFile(f"{piece.title}.csv", piece.table.encode("utf-8-sig"))
            attach(item.pk, actor=_actor(item.agency), file=sheet)
    return item


def _validity(piece: Piece, formed_on: date) -> dict[str, Any]:
    return {"effective_from": formed_on} if piece.genre == Genre.NORMATIVE_DOCUMENT else {}


def _publish(piece: Piece, units: dict[str, Agency], **more: Any) -> Item:
    item = _draft(piece, units, **more)
    actor = _actor(item.agency)
    with playing(workdays_ago(piece.published or 0)):
        submit(item.pk, actor=actor)
        clear(item.pk, actor=actor, reviewer="演示审核", result=ReviewResult.OPEN)
        return publish(item.pk, actor=actor)
