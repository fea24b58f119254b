"""The delivered catalogue: 条例第20条 and 第21条 word by word, and the district's 重点领域. Pure data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Branch:
    code: str
    label: str
    article: str = ""
    parent: str = ""


ARTICLE_20 = (
    "行政法规、规章和规范性文件",
    "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    "国民经济和社会发展规划、专项规划、区域规划及相关政策",
    "国民经济和社会发展统计信息",
    "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    "财政预算、决算信息",
    "行政事业性收费项目及其依据、标准",
    "政府集中采购项目的目录、标准及实施情况",
    "重大建设项目的批准和实施情况",
    "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    "突发公共事件的应急预案、预警信息及应对情况",
    "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    "公务员招考的职位、名额、报考条件等事项以及录用结果",
    "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
)
COUNTY_TOPICS = ("市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助")
TOWN_TOPICS = (
    "农业农村政策落实",
    "农田水利工程建设运营",
    "农村土地承包经营权流转",
    "宅基地使用情况审核",
    "土地征收",
    "房屋征收",
    "筹资筹劳",
    "社会救助",
)
# The fields the 2012 report of 山亭区 names as its priorities.
KEY_FIELDS = (
    ("decisions", "重大行政决策"),
    ("projects", "重大建设项目"),
    ("resources", "公共资源配置"),
    ("finance", "财政信息"),
    ("audit", "督查和审计发现问题及整改"),
    ("enforcement", "行政执法公示"),
    ("licences", "行政许可和行政处罚“双公示”"),
    ("powers", "权责清单"),
    ("inspection", "“双随机、一公开”"),
    ("business", "减税降费和优化营商环境"),
    ("livelihood", "民生实事项目"),
    ("relief", "社会救助"),
    ("insurance", "社会保险"),
    ("employment", "就业创业"),
    ("education", "教育"),
    ("health", "医疗卫生"),
    ("land", "征地"),
    ("culture", "公共文化体育"),
    ("disaster", "灾害事故救援"),
    ("meetings", "政府会议"),
    ("responses", "政务舆情回应"),
)
NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """1 to 19 as in （十五）."""
    return NUMERALS[number - 1] if number <= 10 else f"十{NUMERALS[number - 11]}"


def _article_20() -> tuple[Branch, ...]:
    root = Branch("a20", "法定主动公开内容", "条例第20条")
    items = (
        Branch(f"a20-{number:02d}", label, f"条例第20条第（{numeral(number)}）项", root.code)
        for number, label in enumerate(ARTICLE_20, 1)
    )
    documents = (
        Branch("a20-01-rules", "规章", "条例第20条第（一）项", "a20-01"),
        Branch("a20-01-normative", "行政规范性文件", "条例第20条第（一）项", "a20-01"),
        Branch("a20-01-policies", "其他政策文件", "条例第20条第（一）项", "a20-01"),
        Branch("a20-01-interpretations", "政策解读", "条例第20条第（一）项", "a20-01"),
    )
    return (root, *items, *documents)


def _topics(code: str, label: str, topics: tuple[str, ...]) -> tuple[Branch, ...]:
    root = Branch(code, label, "条例第21条")
    below = (
        Branch(f"{code}-{number:02d}", topic, "条例第21条", code) for number, topic in enumerate(topics, 1)
    )
    return (root, *below)


def _key_fields() -> tuple[Branch, ...]:
    root = Branch("key", "重点领域信息公开")
    return (root, *(Branch(f"key-{code}", label, "", root.code) for code, label in KEY_FIELDS))


BRANCHES = (
    *_article_20(),
    *_topics("a21-county", "县级政府及其部门重点公开内容", COUNTY_TOPICS),
    *_topics("a21-town", "乡镇政府重点公开内容", TOWN_TOPICS),
    *_key_fields(),
)
"""Parents stand before their children."""
