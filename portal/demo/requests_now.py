"""This year's requests, in every stage a clerk meets (演示数据). Days count back from the demo's today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from foundation.agencies.models import Agency, User
from foundation.ledger.acts import Actor
from foundation.workdays import arithmetic
from foundation.workdays.present import today
from foundation.workdays.queries import published_calendar
from portal.demo.applicants import company, lawyer, natural_person
from portal.demo.playing import playing, workdays_ago
from requests_app import fees, guards, outcomes, service_guards
from requests_app.facts import CorrectionPoint, Filing, LetterFacts, PartAnswer, PartFacts
from requests_app.models import (
    Contact,
    InformationRequest,
    MandateEnd,
    Manner,
    NotReached,
    Opinion,
    OverrideBasis,
    ReceivedBasis,
    ReturnReason,
    SearchPlace,
    SearchResult,
    Series,
    SuggestedBy,
    WithdrawnBy,
)
from requests_app.operations import (
    arriving,
    charging,
    consulting,
    correcting,
    deciding,
    excusing,
    grouping,
    handling,
    intake,
    joining,
    mail_returns,
    mending,
    overriding,
    register_exports,
    search_log,
    serving,
    suggesting,
    withdrawing,
)
from requests_app.operations.noting import note
from requests_app.operations.numbering import start_series
from requests_app.operations.searching import search_by_name
from requests_app.regimes import regime_for


@dataclass(frozen=True)
class Story:
    """One request: what is asked of whom, when it came, and how far it has got."""

    respondent: str
    wanted: str
    came: int
    channel: str = "online"
    answer: str = ""
    ground: str = ""
    corrected_by: tuple[int, int] | None = None
    """When the correction was asked for, and when its notice came, in working days ago."""
    consulted: tuple[int, int] | None = None
    """When a third party's letter was sent, and when it came, in working days ago."""
    objected: int | None = None
    """When the third party objected."""
    overridden: int | None = None
    """When it was decided to disclose all the same; the third party is still to be told."""
    asked_why: tuple[int, int, int] | None = None
    """When reasons for so many requests were asked for, when the notice came, when they were given."""
    deferred: int | None = None
    """When a later day was told."""
    charged: tuple[int, int] | None = None
    """When a processing fee was asked for, and when its notice came."""
    suggested: int | None = None
    """When the applicant suggested to publish what was given."""
    extended: int | None = None
    decided: int | None = None
    reviewed: int | None = None
    signed: int | None = None
    served: int | None = None
    returned: int | None = None
    """When the answer came back by post."""
    again: int | None = None
    """When it was brought anew."""
    voided: int | None = None
    withdrawn: int | None = None
    confirmed: bool = True
    arrival: str = ""
    lettered: int | None = None
    """When the letter (确认函) was posted to somebody whom nobody reached."""
    missed: tuple[int, ...] = ()
    """When somebody tried to reach the applicant in vain, in working days ago."""
    by_company: bool = False
    by_lawyer: bool = False
    unrepresented: int | None = None
    """When the mandate of the lawyer was revoked."""
    together: int = 0
    """How many ask together with the applicant."""
    withdrew: int | None = None
    """When the last of them left, in working days ago."""
    more: tuple[str, ...] = field(default=())


ALIKE = "虚构村高标准农田建设占地补偿方案"
"""What several villagers ask for, each on a paper of their own."""
OPEN = (
    Story("shanting", "乡村振兴衔接资金项目安排", 1, "email", confirmed=False),
    Story(
        "shanting",
        "河道采砂许可情况",
        7,
        "fax",
        confirmed=False,
        missed=(6, 5),
        lettered=4,
    ),
    Story("shanting", "城区集中供热管网改造计划", 3, more=("农村供水工程运行管理办法",)),
    Story("shantingban", "区政府常务会议纪要", 6, "counter"),
    Story("shanting", "山城街道片区征收补偿方案及批准文件", 14, more=("该片区社会稳定风险评估报告",)),
    Story("shanting", "农村公路养护资金使用情况", 16, "post", "A2", decided=3),
    Story(
        "shantingban",
        "政府购买法律服务合同",
        17,
        "online",
        "B1",
        "X4",
        decided=4,
        reviewed=2,
        by_company=True,
    ),
    Story("shanting", "防汛物资储备清单", 15, "counter", "A2", decided=4, reviewed=3, signed=1),
    Story("shanting", "水库除险加固工程设计变更材料", 23),
    Story("shanting", "历年土地整治项目验收材料", 22, "post", extended=10),
    Story("shanting", "村级集体资产处置材料", 8, "post", corrected_by=(5, 3)),
    Story("shantingban", "会议材料", 30, "online", corrected_by=(25, 22)),
    Story("shanting", "片区改造项目补偿协议", 12, "counter", consulted=(9, 7)),
    Story(
        "shanting",
        "化工企业周边水质监测报告",
        16,
        "post",
        consulted=(14, 13),
        objected=9,
        overridden=4,
    ),
    Story("shanting", "近三年全部会议的签到表", 13, "post", asked_why=(11, 10, 6)),
    Story("shanting", "历年全部项目的验收卷宗", 18, "post", asked_why=(15, 14, 9), deferred=5),
    Story("stczj", "2025年部门决算明细", 9),
    Story("dianzi", "村级公益事业奖补项目名单", 11, "counter"),
    Story("shanting", "村道硬化工程结算材料", 4, "post", confirmed=False, arrival="ordinary", missed=(4, 2)),
    Story("shantingban", "高龄津贴发放标准和依据", 5, "counter", arrival="oral"),
    Story("stczj", "惠农补贴一卡通发放汇总表", 7, "fax"),
    Story("shanting", "村庄搬迁安置方案及会议记录", 6, together=3, withdrew=2),
    Story("shantingban", "行政处罚案件集体讨论制度", 5, by_company=True, by_lawyer=True, unrepresented=2),
    *(Story("shanting", ALIKE, came, "counter") for came in (8, 8, 7)),
)
CLOSED = (
    Story("shanting", "上年度城区供热管网改造计划", 190, "online", "A1"),
    Story("shanting", "农村饮水安全工程验收报告", 172, "post", "A2", suggested=2),
    Story("shantingban", "印章管理登记簿", 160, "counter", "C5", "X5"),
    Story("shanting", "退役军人安置批复", 141, "online", "D1b"),
    Story("shanting", "一九八五年公路占地协议", 128, "post", "D1a", returned=105, again=101),
    Story("shantingban", "会议讨论记录", 104, "online", "C6", "X6"),
    Story("shanting", "企业搬迁补偿协议", 92, "counter", "B1", "X4", by_company=True),
    Story("stczj", "政府采购合同履约验收单", 77, "online", "A2", by_company=True),
    Story("shanting", "反映邻里纠纷处理情况", 66, "online", "E1"),
    Story("dianzi", "土地流转合同台账", 58, "counter", "A2"),
    Story("shanting", "重新出具征地批复", 49, "post", "E5", returned=28),
    Story("shantingban", "值班电话记录单", 41, "online", "G1"),
)
CHARGED = (
    Story("shanting", "历年农村土地流转合同复印件", 9, "counter", charged=(5, 4)),
    Story("shanting", "近五年工程竣工图纸复印件", 34, "post", charged=(30, 27)),
)
"""Who has to pay: one still has time, the other let it pass."""
VOID = Story("shanting", "重复登记的测试件", 35, "counter", voided=34)
WITHDRAWN = Story("shanting", "公租房分配结果", 27, "online", withdrawn=25)

BASES = {
    "online": ReceivedBasis.CONFIRMED,
    "counter": ReceivedBasis.SUBMITTED,
    "post": ReceivedBasis.SIGNED_FOR,
    "fax": ReceivedBasis.CONFIRMED,
    "email": ReceivedBasis.CONFIRMED,
}
TEXTS: dict[str, Any] = {
    "search_note": "检索了公文系统和档案室目录，检索词为申请事项名称，由演示经办检索（演示数据）。",
    "finding": "经检索，本机关制作并保存该信息（演示数据）。",
    "reasons": "理由见所引条款；已区分可以公开和不予公开的内容（演示数据）。",
    "direction": "可在本网站“主动公开”栏目按名称检索，或到区政务服务中心查阅点查阅（演示数据）。",
}
SEARCH: dict[str, Any] = {
    "position": 1,
    "place": SearchPlace.ARCHIVE,
    "place_name": "区档案室文书档案目录",
    "terms": "占地、补偿、协议",
    "span": "1984年至1987年",
    "result": SearchResult.NOTHING,
    "searcher_name": "演示经办",
}
REVIEWER, SIGNER = "演示审核", "演示负责"


def build(units: dict[str, Agency]) -> None:
    clerk = User.objects.get(username="jingban")
    continue_on_paper(units["fucheng"])
    for number, story in enumerate((*CLOSED, VOID, *OPEN, WITHDRAWN, *CHARGED), start=100):
        if lawful(story):
            _Play(story, number, units[story.respondent], clerk).run()
    keep_together(clerk)
    stalled = InformationRequest.objects.get(title__startswith="水库除险加固工程设计变更材料")
    note(stalled.pk, user=clerk, text="已请区水务局找设计变更批复，周三再催（演示数据）。")
    # Somebody telephoned: the auditors of the demo see who looked for whom, and that it was one.
    search_by_name(natural_person(100).name, user=clerk, post=units["shantingban"])
    give_out_the_register(units["shantingban"], clerk)


def give_out_the_register(office: Agency, clerk: User) -> None:
    """The city asked for the register of the year so far, without applicants: that, too, is on record."""
    actor = Actor(clerk, office, "command")
    register_exports.export(
        actor=actor, agency=office, since=date(today().year, 1, 1), until=today(), personal=False
    )


def keep_together(clerk: User) -> None:
    """The villagers' requests in one group, to be answered from one draft."""
    group = None
    for case in InformationRequest.objects.filter(title__startswith=ALIKE).order_by("pk"):
        actor = Actor(clerk, case.handler, "command")
        known: dict[str, Any] = {"group": group.pk} if group else {"label": f"{ALIKE}（演示数据）"}
        group = grouping.join(case.pk, actor=actor, seen=None, effective_on=today(), **known).group


def continue_on_paper(town: Agency) -> None:
    """A town whose first twelve numbers of the year stand in a paper register."""
    start_series(
        actor=Actor(User.objects.get(username="guanli"), town.parent, "command"),
        agency=town,
        series=Series.REQUEST,
        year=today().year,
        last_used=12,
        reason="纸质登记簿最后一页（演示数据）",
    )


def lawful(story: Story) -> bool:
    """Some answers exist only since 2019, fees since 2021; a demo set to an earlier day has none of them."""
    regime = regime_for(workdays_ago(story.came))
    if story.charged and fees.none_exists(workdays_ago(story.charged[0]), regime) is not None:
        return False
    return not story.answer or outcomes.applies(story.answer, regime.code)


class _Play:
    """Plays one story day by day through the same operations the staff use."""

    def __init__(self, story: Story, number: int, respondent: Agency, clerk: User) -> None:
        self.story, self.number, self.respondent = story, number, respondent
        self.actor = Actor(clerk, respondent.managed_by or respondent, "command")
        self.request: InformationRequest

    def run(self) -> None:
        story = self.story
        closes = story in CLOSED
        steps = (
            (story.came, self.come),
            *((ago, self.miss) for ago in story.missed),
            (story.lettered, self.post_letter),
            *self._correction(),
            *self._consultation(),
            *self._reasons(),
            *self._fee(),
            (story.withdrew, self.one_withdraws),
            (story.unrepresented, self.end_mandate),
            (story.extended, self.extend),
            (story.extended, self.post_extension),
            (story.came - 9 if closes else story.decided, self.decide),
            (story.came - 10 if closes else story.reviewed, self.review),
            (story.came - 11 if closes else story.signed, self.sign),
            (story.came - 12 if closes else story.served, self.serve),
            (story.returned, self.come_back),
            (story.again, self.serve_again),
            (story.suggested, self.suggest),
            (story.voided, self.void),
            (story.withdrawn, self.withdraw),
        )
        for ago, act in steps:
            if ago is not None:
                day = workdays_ago(ago)
                with playing(day):
                    act(day)

    def come(self, day: date) -> None:
        story = self.story
        filing = Filing(
            respondent=self.respondent,
            channel=story.channel,
            arrival=story.arrival,
            joined=tuple(natural_person(500 + one) for one in range(story.together)),
            agent=lawyer(self.number) if story.by_lawyer else None,
            applicant=company(self.number) if story.by_company else natural_person(self.number),
            parts=tuple(PartFacts(wanted_name=f"{one}（演示数据）") for one in (story.wanted, *story.more)),
            provision_forms=("paper",),
            provision_routes=("post",),
        )
        if story.channel == "online":
            self.request = intake.file(filing, actor=Actor(origin="public")).request
            return
        received: dict[str, Any] = (
            {"received_on": day, "received_basis": BASES[story.channel], "means": self._means()}
            if story.confirmed
            else {}
        )
        self.request = intake.register(filing, actor=self.actor, arrived_on=day, **received).request

    def _means(self) -> str:
        return Contact.PHONE if BASES[self.story.channel] == ReceivedBasis.CONFIRMED else ""

    def miss(self, day: date) -> None:
        arriving.not_reached(**self._common(day), means=Contact.PHONE, result=NotReached.NO_ANSWER)

    def post_letter(self, day: date) -> None:
        letter: dict[str, Any] = {
            "means": Contact.LETTER,
            "result": NotReached.LETTER_SENT,
            "make_letter": True,
        }
        arriving.not_reached(**self._common(day), **letter)

    def one_withdraws(self, day: date) -> None:
        joining.one_withdraws(**self._common(day), who=self.story.together + 1)

    def end_mandate(self, day: date) -> None:
        joining.end_agent(**self._common(day), reason=MandateEnd.REVOKED)

    def _correction(self) -> tuple[tuple[int, Callable[[date], None]], ...]:
        if self.story.corrected_by is None:
            return ()
        asked, delivered = self.story.corrected_by
        return (asked, self.ask_to_correct), (delivered, self.deliver_correction)

    def _consultation(self) -> tuple[tuple[int, Callable[[date], None]], ...]:
        if self.story.consulted is None:
            return ()
        sent, delivered = self.story.consulted
        later = ((self.story.objected, self.object), (self.story.overridden, self.override))
        happened = tuple((ago, act) for ago, act in later if ago is not None)
        return (sent, self.consult), (delivered, self.deliver_letter), *happened

    def _reasons(self) -> tuple[tuple[int | None, Callable[[date], None]], ...]:
        if self.story.asked_why is None:
            return ()
        asked, delivered, given = self.story.asked_why
        return (
            (asked, self.ask_why),
            (delivered, self.deliver_question),
            (given, self.say_why),
            (self.story.deferred, self.defer),
        )

    def _fee(self) -> tuple[tuple[int, Callable[[date], None]], ...]:
        if self.story.charged is None:
            return ()
        asked, delivered = self.story.charged
        return (asked, self.charge), (delivered, self.deliver_charge)

    def charge(self, day: date) -> None:
        way = "凭通知书到区政务服务中心财政窗口缴纳，当场开具财政票据（演示数据）"
        charging.ask(**self._common(day), facts=fees.Facts(fees.PAGES, pages=68), how_to_pay=way)

    def deliver_charge(self, day: date) -> None:
        charging.deliver(**self._common(day), route="post", evidence_note="邮件号EMS000003（演示数据）")

    def ask_why(self, day: date) -> None:
        facts = "本月已提出21件，所申请的卷宗有三百余卷（演示数据）"
        excusing.ask(**self._common(day), facts=facts, workdays=15)

    def deliver_question(self, day: date) -> None:
        excusing.deliver(**self._common(day), **self._letter())

    def say_why(self, day: date) -> None:
        excusing.receive(**self._common(day), given="用于编写村志，需要逐年核对（演示数据）。")

    def defer(self, day: date) -> None:
        until = arithmetic.add(published_calendar(), day, 30)
        excusing.defer(**self._common(day), until=until, reason="卷宗数量大，需要逐卷检索（演示数据）")

    def consult(self, day: date) -> None:
        letter = LetterFacts("third_party", "演示第三方有限公司（演示数据）")
        about = f"{self.story.wanted}（演示数据）"
        consulting.consult(**self._common(day), letters=[letter], about=about, tell_applicant=True)

    def deliver_letter(self, day: date) -> None:
        consulting.deliver(**self._common(day), letter=1)

    def object(self, day: date) -> None:
        note = "监测数据涉及商业秘密（演示数据）"
        consulting.receive(**self._common(day), letter=1, opinion=Opinion.OBJECTS, opinion_note=note)

    def override(self, day: date) -> None:
        overriding.override(
            **self._common(day),
            letter=1,
            basis=OverrideBasis.PUBLIC_INTEREST,
            content=f"{self.story.wanted}（演示数据）",
            reasons="报告反映的水质状况关系周边居民的饮水安全（演示数据）。",
            approver_name=SIGNER,
        )

    def ask_to_correct(self, day: date) -> None:
        point = CorrectionPoint("没有写明年度和事项，无法查找", "2025年度，某村机动地处置（演示数据）")
        correcting.ask(**self._common(day), points=(point,), workdays=15)

    def deliver_correction(self, day: date) -> None:
        correcting.deliver(**self._common(day), **self._letter())

    def extend(self, day: date) -> None:
        handling.extend(
            **self._common(day),
            workdays=15,
            approver_name=SIGNER,
            reason="检索范围跨多个年度，需要逐卷核对。",
        )

    def decide(self, day: date) -> None:
        if self.story.answer == outcomes.NOT_EXISTING:
            search_log.log_search(**self._common(day), **SEARCH)
        answer = PartAnswer(1, self.story.answer, self.story.ground, **TEXTS)
        deciding.decide(**self._common(day), answers=[answer])

    def review(self, day: date) -> None:
        if guards.may_be_reviewed(self._fresh(), day) is None:
            deciding.review_secrecy(**self._common(day), conclusion=guards.MAY_OPEN, reviewer_name=REVIEWER)

    def sign(self, day: date) -> None:
        deciding.sign(**self._common(day), manner=Manner.PAPER, signer_name=SIGNER)

    def serve(self, day: date) -> None:
        serving.serve(**self._common(day), **self._letter())

    def _letter(self) -> dict[str, Any]:
        """An invented number of a letter, another one for each story."""
        return {"route": "post", "mail_number": f"1032{self.number:09d}", "evidence_note": "演示数据"}

    def post_extension(self, day: date) -> None:
        notice = service_guards.unserved(self._fresh())[0].pk
        serving.record_service(**self._common(day), notice=notice, **self._letter())

    def come_back(self, day: date) -> None:
        letter = service_guards.posted(self._fresh())[0].pk
        mail_returns.come_back(**self._common(day), service=letter, reason=ReturnReason.NOT_FETCHED)

    def serve_again(self, day: date) -> None:
        notice = service_guards.to_serve_again(self._fresh())[0].pk
        proof: dict[str, Any] = {"route": "direct", "evidence_note": "本人到政务服务中心签收（演示数据）"}
        mail_returns.serve_again(**self._common(day), notice=notice, **proof)

    def void(self, day: date) -> None:
        mending.void(**self._common(day), reason="与上一件重复登记（演示数据）。")

    def suggest(self, day: date) -> None:
        """By the applicant, where progress is shown."""
        suggesting.suggest(**self._online(day), made_by=SuggestedBy.APPLICANT)

    def withdraw(self, day: date) -> None:
        note = "申请人凭申请编号和查询码在本网站撤回（演示数据）。"
        withdrawing.withdraw(**self._online(day), manner=WithdrawnBy.ONLINE, note=note)

    def _common(self, day: date) -> dict[str, Any]:
        return {"pk": self.request.pk, "actor": self.actor, "seen": None, "effective_on": day}

    def _online(self, day: date) -> dict[str, Any]:
        """As whoever holds number and query code."""
        return {**self._common(day), "actor": Actor(origin="public")}

    def _fresh(self) -> InformationRequest:
        return InformationRequest.objects.get(pk=self.request.pk)
