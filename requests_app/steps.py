"""The lawful acts on a request in one table: from which stage, by whom, under which article."""

from __future__ import annotations

from foundation.contracts import Step
from foundation.ledger.acts import PUBLIC
from requests_app import capabilities, guards
from requests_app.models import Stage

OPEN = (Stage.UNCONFIRMED, Stage.HANDLING, Stage.SIGNED)

FILE = Step(
    code="file",
    wording="网上提交申请",
    result="申请人当场得到编号和查询码",
    from_stages=(),
    to_stage=Stage.UNCONFIRMED,
    capability=PUBLIC,
    guard=guards.always,
    form="requests_app.forms.filing.FilingForm",
    operation="requests_app.operations.intake.file",
    article="条例第29条",
)
REGISTER = Step(
    code="register",
    wording="登记申请",
    result="编号，打印登记回执",
    from_stages=(),
    to_stage=Stage.UNCONFIRMED,
    capability=capabilities.REGISTER.code,
    guard=guards.always,
    form="requests_app.forms.counter.RegisterForm",
    operation="requests_app.operations.intake.register",
    article="条例第29条",
)
RECEIVE_AUTOMATICALLY = Step(
    code="receive-automatically",
    wording="网上申请自动确认收到",
    result="自提交之日起计算答复期限",
    from_stages=(Stage.UNCONFIRMED,),
    to_stage=Stage.HANDLING,
    capability=PUBLIC,
    guard=guards.receipt_possible,
    form="",
    operation="requests_app.operations.intake.file",
    article="条例第31条",
)
RECEIVE = Step(
    code="receive",
    wording="确认收到申请",
    result="开始计算答复期限",
    from_stages=(Stage.UNCONFIRMED,),
    to_stage=Stage.HANDLING,
    capability=capabilities.REGISTER.code,
    guard=guards.receipt_possible,
    form="requests_app.forms.steps.ReceiveForm",
    operation="requests_app.operations.intake.receive",
    article="条例第31条",
)
ASSIGN = Step(
    code="assign",
    wording="交办",
    result="换由另一单位承办，被申请机关和期限不变",
    from_stages=(Stage.UNCONFIRMED, Stage.HANDLING),
    to_stage=None,
    capability=capabilities.HANDLE.code,
    guard=guards.always,
    form="requests_app.forms.steps.AssignForm",
    operation="requests_app.operations.handling.assign",
)
EXTEND = Step(
    code="extend",
    wording="延长答复期限",
    result="制作延期答复告知书，答复期限顺延",
    from_stages=(Stage.HANDLING,),
    to_stage=None,
    capability=capabilities.HANDLE.code,
    guard=guards.may_be_extended,
    form="requests_app.forms.steps.ExtendForm",
    operation="requests_app.operations.handling.extend",
    article="条例第33条",
)
DECIDE = Step(
    code="decide",
    wording="拟定答复",
    result="逐项写明答复类型、依据和理由",
    from_stages=(Stage.HANDLING,),
    to_stage=None,
    capability=capabilities.HANDLE.code,
    guard=guards.not_before_receipt,
    form="requests_app.forms.deciding.DecideForm",
    operation="requests_app.operations.deciding.decide",
    article="条例第36条",
)
REVIEW = Step(
    code="review",
    wording="保密审查",
    result="记录审查结论；拟公开的内容必须先审查",
    from_stages=(Stage.HANDLING,),
    to_stage=None,
    capability=capabilities.REVIEW.code,
    guard=guards.may_be_reviewed,
    form="requests_app.forms.steps.ReviewForm",
    operation="requests_app.operations.deciding.review_secrecy",
    article="条例第17条",
)
SIGN = Step(
    code="sign",
    wording="签发答复",
    result="编文号，生成告知书（DOCX和PDF）",
    from_stages=(Stage.HANDLING,),
    to_stage=Stage.SIGNED,
    capability=capabilities.SIGN.code,
    guard=guards.answered_by_a_notice,
    form="requests_app.forms.steps.SignForm",
    operation="requests_app.operations.deciding.sign",
    article="条例第36条",
)
RECORD_SIGNATURE = Step(
    code="record-signature",
    wording="登记纸质签发",
    result="负责人已在审签单上签字：编文号，生成告知书（DOCX和PDF）",
    from_stages=(Stage.HANDLING,),
    to_stage=Stage.SIGNED,
    capability=capabilities.HANDLE.code,
    guard=guards.answered_by_a_notice,
    form="requests_app.forms.steps.PaperSignatureForm",
    operation="requests_app.operations.deciding.record_signature",
    article="条例第36条",
)
SERVE = Step(
    code="serve",
    wording="送达答复",
    result="记录送达，本件办结",
    from_stages=(Stage.SIGNED,),
    to_stage=Stage.CLOSED,
    capability=capabilities.SERVE.code,
    guard=guards.may_be_served,
    form="requests_app.forms.steps.ServeForm",
    operation="requests_app.operations.serving.serve",
    article="国办公开办函〔2016〕235号",
)
END = Step(
    code="end",
    wording="直接办结",
    result="不制作告知书，本件办结（申请人撤回等情形）",
    from_stages=(Stage.HANDLING,),
    to_stage=Stage.CLOSED,
    capability=capabilities.HANDLE.code,
    guard=guards.ends_without_notice,
    form="requests_app.forms.steps.EndForm",
    operation="requests_app.operations.serving.end_without_notice",
)
CORRECT = Step(
    code="correct",
    wording="更正日期",
    result="原记录保留，期限按更正后的日期重新计算",
    from_stages=(Stage.HANDLING, Stage.SIGNED, Stage.CLOSED),
    to_stage=None,
    capability=capabilities.REGISTER.code,
    guard=guards.something_to_correct,
    form="requests_app.forms.steps.CorrectForm",
    operation="requests_app.operations.mending.correct_date",
)
VOID = Step(
    code="void",
    wording="作废",
    result="保留编号，不计入统计",
    from_stages=OPEN,
    to_stage=Stage.VOID,
    capability=capabilities.REGISTER.code,
    guard=guards.always,
    form="requests_app.forms.steps.VoidForm",
    operation="requests_app.operations.mending.void",
)
REVEAL = Step(
    code="reveal-identity",
    wording="查看证件号码",
    result="显示一次完整号码，您的姓名、时间和理由记入办理过程",
    from_stages=tuple(Stage),
    to_stage=None,
    capability=capabilities.HANDLE.code,
    guard=guards.has_an_identity_number,
    form="requests_app.forms.steps.RevealForm",
    operation="requests_app.operations.revealing.reveal_identity",
    article="个人信息保护法第6条",
)

STEPS = (
    FILE,
    REGISTER,
    RECEIVE_AUTOMATICALLY,
    RECEIVE,
    ASSIGN,
    EXTEND,
    DECIDE,
    REVIEW,
    SIGN,
    RECORD_SIGNATURE,
    SERVE,
    END,
    CORRECT,
    VOID,
    REVEAL,
)
