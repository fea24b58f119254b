"""The units of 山亭区: real names, invented contact data, and the reforms of 2019."""

from __future__ import annotations

from datetime import date
from typing import Any

from foundation.agencies import operations
from foundation.agencies.models import Agency, AgencyKind, StaffPost, YearlyReporting

OPENED = date(2008, 5, 1)
REFORM = date(2019, 2, 28)
AFTER_REFORM = date(2019, 3, 1)

GOVERNMENT, OFFICE = AgencyKind.GOVERNMENT, AgencyKind.OFFICE
DEPARTMENT, SUBDISTRICT, TOWN = AgencyKind.DEPARTMENT, AgencyKind.SUBDISTRICT, AgencyKind.TOWN

# code, full name, short name, 机关代字
DEPARTMENTS = (
    ("stfgj", "山亭区发展和改革局", "区发改局", "山发改公开"),
    ("stjyj", "山亭区教育和体育局", "区教体局", "山教体公开"),
    ("stgxj", "山亭区工业和信息化局", "区工信局", "山工信公开"),
    ("stmzj", "山亭区民政局", "区民政局", "山民公开"),
    ("stsfj", "山亭区司法局", "区司法局", "山司公开"),
    ("stczj", "山亭区财政局", "区财政局", "山财公开"),
    ("strsj", "山亭区人力资源和社会保障局", "区人社局", "山人社公开"),
    ("stzrj", "山亭区自然资源局", "区自然资源局", "山自然资公开"),
    ("stzjj", "山亭区住房和城乡建设局", "区住建局", "山建公开"),
    ("stjtj", "山亭区交通运输局", "区交通局", "山交公开"),
    ("stswj", "山亭区城乡水务局", "区水务局", "山水公开"),
    ("stnyj", "山亭区农业农村局", "区农业农村局", "山农公开"),
    ("stswzj", "山亭区商务和投资促进局", "区商务局", "山商公开"),
    ("stwlj", "山亭区文化和旅游局", "区文旅局", "山文旅公开"),
    ("stwjj", "山亭区卫生健康局", "区卫健局", "山卫健公开"),
    ("styjj", "山亭区应急管理局", "区应急局", "山应急公开"),
    ("stsjj", "山亭区审计局", "区审计局", "山审公开"),
    ("stscj", "山亭区市场监督管理局", "区市场监管局", "山市监公开"),
    ("sttjj", "山亭区统计局", "区统计局", "山统公开"),
    ("stybj", "山亭区医疗保障局", "区医保局", "山医保公开"),
    ("stspj", "山亭区行政审批服务局", "区审批局", "山审批公开"),
    ("stzfj", "山亭区综合行政执法局", "区执法局", "山执法公开"),
)
TOWNS = (
    ("shancheng", "山亭区人民政府山城街道办事处", "山城街道", "山城街公开", SUBDISTRICT),
    ("dianzi", "山亭区店子镇人民政府", "店子镇", "店政公开", TOWN),
    ("xiji", "山亭区西集镇人民政府", "西集镇", "西政公开", TOWN),
    ("sangcun", "山亭区桑村镇人民政府", "桑村镇", "桑政公开", TOWN),
    ("beizhuang", "山亭区北庄镇人民政府", "北庄镇", "北政公开", TOWN),
    ("chengtou", "山亭区城头镇人民政府", "城头镇", "城政公开", TOWN),
    ("xuzhuang", "山亭区徐庄镇人民政府", "徐庄镇", "徐政公开", TOWN),
    ("shuiquan", "山亭区水泉镇人民政府", "水泉镇", "水政公开", TOWN),
    ("fengmao", "山亭区冯卯镇人民政府", "冯卯镇", "冯政公开", TOWN),
    ("fucheng", "山亭区凫城镇人民政府", "凫城镇", "凫政公开", TOWN),
)
# Closed by a reform: code, full name, short name, first and last day, the successor's code.
REFORMED = (
    ("stjyjold", "山亭区教育局", "区教育局（原）", OPENED, REFORM, "stjyj"),
    ("stgtj", "山亭区国土资源局", "区国土局（原）", OPENED, REFORM, "stzrj"),
    ("stnyjold", "山亭区农业局", "区农业局（原）", OPENED, REFORM, "stnyj"),
    ("stwjjold", "山亭区卫生和计划生育局", "区卫计局（原）", date(2015, 1, 1), REFORM, "stwjj"),
    ("stwsj", "山亭区卫生局", "区卫生局（原）", OPENED, date(2014, 12, 31), "stwjjold"),
)
BORN_IN_REFORM = {"stjyj", "stzrj", "stnyj", "stwjj", "styjj", "stybj", "stspj"}

CITY, DISTRICT = "枣庄市人民政府", "枣庄市山亭区人民政府"
COURT = "枣庄市山亭区人民法院"


def build(enabled_on: date) -> dict[str, Agency]:
    """Create the units with their 启用日; the answer maps each code to its node."""
    shared: dict[str, Any] = {"enabled_on": enabled_on}
    root = _open(
        "shanting",
        "山亭区人民政府",
        "区政府",
        "山政公开",
        GOVERNMENT,
        position=1,
        review_organ=CITY,
        court="枣庄市中级人民法院",
        **shared,
    )
    office = _open(
        "shantingban", "山亭区人民政府办公室", "区政府办", "山政办公开", OFFICE, root, position=2, **shared
    )
    # One desk answers for two legal persons: the office serves the government's requests as well.
    root.managed_by = office
    root.save(update_fields=["managed_by"])
    units = {"shanting": root, "shantingban": office}
    for number, (code, name, short, letters) in enumerate(DEPARTMENTS, start=10):
        units[code] = _open(code, name, short, letters, DEPARTMENT, root, position=number, **shared)
    for number, (code, name, short, letters, kind) in enumerate(TOWNS, start=60):
        units[code] = _open(code, name, short, letters, kind, root, position=number, **shared)
    _reform(root, units)
    _posts(units)
    _exceptions(units, enabled_on.year)
    return units


def _open(
    code: str, name: str, short: str, letters: str, kind: str, parent: Agency | None = None, **changes: Any
) -> Agency:
    facts: dict[str, Any] = {
        "review_organ": DISTRICT,
        "court": COURT,
        "opened_on": AFTER_REFORM if code in BORN_IN_REFORM else OPENED,
        "address": "枣庄市山亭区演示路1号（演示数据）",
        "postcode": "277200",
        "office_hours": "工作日 8:30—12:00，13:30—17:30",
        "phone": "0632-0000000（演示）",
        "fax": "0632-0000001（演示）",
        "email": f"{code}@example.invalid",
    }
    return operations.open_agency(
        code=code,
        parent=parent,
        name=name,
        short_name=short,
        document_code=letters,
        kind=kind,
        **{**facts, **changes},
    )


def _reform(root: Agency, units: dict[str, Agency]) -> None:
    for number, (code, name, short, first, last, successor) in enumerate(REFORMED, start=90):
        heir = units[successor]
        units[code] = _open(
            code, name, short, heir.document_code, DEPARTMENT, root, position=number, opened_on=first
        )
        operations.reform([units[code]], heir, on=last, reason="机构改革（演示数据）")


def _posts(units: dict[str, Agency]) -> None:
    """The seed's staff of one; everybody else is a part-time post of later years."""
    StaffPost.objects.create(
        agency=units["shantingban"],
        name="演示专职人员",
        full_time=True,
        starts_on=date(2011, 3, 1),
    )
    for code in ("stczj", "stjyj", "dianzi", "shancheng"):
        StaffPost.objects.create(
            agency=units[code], name="演示兼职人员", full_time=False, starts_on=date(2024, 2, 18)
        )


def _exceptions(units: dict[str, Agency], this_year: int) -> None:
    """Units whose people or figures belong elsewhere: a town without staff, a bureau under the city."""
    town = units["fucheng"]
    town.managed_by = units["shantingban"]
    town.save(update_fields=["managed_by"])
    for year in range(2019, this_year + 1):
        YearlyReporting.objects.create(
            agency=units["stzrj"],
            year=year,
            reports_to="枣庄市自然资源和规划局",
            in_rollup=False,
            reason="垂直管理单位，报市局汇总（演示数据）",
        )
