"""Invented documents of a district, always the same ones, in enough variety to test recall and precision."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from foundation.search.documents import SearchDocument

SIZE = 1200
AGENCIES = {
    "shanting": ("山亭区人民政府", ()),
    "shantingban": ("山亭区人民政府办公室", ("shanting",)),
    "shanchengjiedao": ("山城街道办事处", ("shanting",)),
    "fengmaozhen": ("冯卯镇人民政府", ("shanting",)),
    "tengzhou": ("滕州市人民政府", ()),
}
SAID = """
政务公开 政务公开办 政务公开办公室 政府信息公开条例 公开透明 办公用品 双随机、一公开 一网通办 林长制 林长
行政许可 行政处罚 行政复议 行政诉讼 财政预算 财政决算 扶贫资金 安全生产 安全生产监督管理局 生产安全
殡葬管理 殡葬 供水价格 水利工程 农村公路 公路养护 5G网络 ABC认证 十四五规划 招标公告 征地补偿 补偿征地
工作 工作方案 重点工作 通知 关于印发 实施意见 羊庄水厂 冯卯镇 环境保护 保护环境 医疗保险 开办企业
全区各级各部门要高度重视政务公开工作，切实加强组织领导
保障人民群众知情权、参与权、表达权和监督权
"""
PHRASES = SAID.split()
RARE = "櫴枷犍牸"
CODES = ("91370406004222334X", "12370406MB2857291A", "91370406MA3C8T7Y2Q")


def documents(size: int = SIZE) -> list[SearchDocument]:
    random = Random(20121231)
    return [_document(random, number) for number in range(size)]


def _document(random: Random, number: int) -> SearchDocument:
    agency = random.choice(list(AGENCIES))
    name, ancestors = AGENCIES[agency]
    published_on = date(2010, 1, 1) + timedelta(days=random.randrange(14 * 365))
    body = [_sentence(random) for _ in range(random.randrange(3, 14))]
    if number % 500 == 7:
        body.append(f"{RARE}镇{random.choice(CODES)}号")
    return SearchDocument(
        kind="report" if number % 10 == 0 else "item",
        key=f"{agency}-{published_on.year}-{number:05d}",
        url=f"/disclosure/{agency}-{published_on.year}-{number:05d}/",
        title=f"{name}关于{random.choice(PHRASES)}的{random.choice(['通知', '意见', '方案', '公告'])}",
        document_number=_number(random) if number % 3 == 0 else "",
        body="".join(body),
        agency_code=agency,
        agency_name=name,
        agency_codes=ancestors,
        category_codes=tuple(random.sample(["caizheng", "minzheng", "huanbao"], random.randrange(3))),
        year=published_on.year,
        validity=random.choice(["valid", "repealed", ""]),
        published_on=published_on,
    )


def _sentence(random: Random) -> str:
    parts = random.choices(PHRASES, k=random.randrange(2, 5))
    extra = random.choice([_number, _date, _money, _phone, _code])
    parts.insert(random.randrange(len(parts)), extra(random))
    return random.choice(["", "，", "和", " "]).join(parts) + random.choice(["。", "；", "\n"])


def _number(random: Random) -> str:
    opening, closing = random.choice(["〔〕", "[]", "（）", "()", "【】", "［］"])
    year, serial = random.randrange(2010, 2014), random.randrange(1, 60)
    return f"{random.choice(['山政发', '山政办发', '鲁发'])}{opening}{year}{closing}{serial}号"


def _date(random: Random) -> str:
    return f"{random.randrange(2010, 2024)}年{random.randrange(1, 13)}月{random.randrange(1, 29)}日"


def _money(random: Random) -> str:
    return f"{random.randrange(1, 900)}.{random.randrange(10, 99)}万元"


def _phone(random: Random) -> str:
    return f"0632-88{random.randrange(10000, 99999)}，"


def _code(random: Random) -> str:
    return f"{random.choice(CODES)}，"
