"""The lawful acts on a request to correct a record about oneself (更正申请，条例第41条) in one table."""

from __future__ import annotations

from foundation.contracts import Step
from requests_app import rectification_guards as guards
from requests_app.capabilities import HANDLE, REGISTER, SERVE
from requests_app.models import RectificationStage as Stage
from requests_app.rectification_rules import ARTICLE

FORMS, OPERATIONS = "requests_app.forms.rectifying", "requests_app.operations.rectifying"
OPEN = (Stage.RECEIVED, Stage.ASKED, Stage.DECIDED)

REGISTER_RECTIFICATION = Step(
    code="rectify-register",
    wording="登记更正申请",
    result="编号，等待审核；不计入政府信息公开申请的统计",
    from_stages=(),
    to_stage=Stage.RECEIVED,
    capability=REGISTER.code,
    guard=guards.always,
    form=f"{FORMS}.RegisterForm",
    operation=f"{OPERATIONS}.register",
    article=ARTICLE,
)
ASK_EVIDENCE = Step(
    code="rectify-ask-evidence",
    wording="要求补充证据",
    result="等待申请人补充证据；到期没有补充的，按现有材料决定",
    from_stages=(Stage.RECEIVED,),
    to_stage=Stage.ASKED,
    capability=HANDLE.code,
    guard=guards.not_before_receipt,
    form=f"{FORMS}.AskEvidenceForm",
    operation=f"{OPERATIONS}.ask_evidence",
    article=ARTICLE,
)
EVIDENCE_GIVEN = Step(
    code="rectify-evidence",
    wording="收到补充的证据",
    result="证据加密保存，回到待审核",
    from_stages=(Stage.RECEIVED, Stage.ASKED),
    to_stage=Stage.RECEIVED,
    capability=REGISTER.code,
    guard=guards.not_before_receipt,
    form=f"{FORMS}.EvidenceForm",
    operation=f"{OPERATIONS}.receive_evidence",
    article=ARTICLE,
)
DECIDE_RECTIFICATION = Step(
    code="rectify-decide",
    wording="作出处理决定",
    result="编文号，制作更正告知书（DOCX和PDF），等待送达",
    from_stages=(Stage.RECEIVED, Stage.ASKED),
    to_stage=Stage.DECIDED,
    capability=HANDLE.code,
    guard=guards.not_before_receipt,
    form=f"{FORMS}.DecideForm",
    operation=f"{OPERATIONS}.decide",
    article=ARTICLE,
)
SERVE_RECTIFICATION = Step(
    code="rectify-serve",
    wording="送达更正告知书",
    result="记录送达，本件办结",
    from_stages=(Stage.DECIDED,),
    to_stage=Stage.CLOSED,
    capability=SERVE.code,
    guard=guards.not_before_decision,
    form=f"{FORMS}.ServeForm",
    operation=f"{OPERATIONS}.serve",
    article="国办公开办函〔2016〕235号",
)
WITHDRAW_RECTIFICATION = Step(
    code="rectify-withdraw",
    wording="登记撤回",
    result="申请人撤回更正申请，本件办结",
    from_stages=OPEN,
    to_stage=Stage.WITHDRAWN,
    capability=REGISTER.code,
    guard=guards.not_before_receipt,
    form=f"{FORMS}.WithdrawForm",
    operation=f"{OPERATIONS}.withdraw",
)
CORRECT_RECTIFICATION = Step(
    code="rectify-correct",
    wording="更正日期",
    result="原记录保留，按更正后的日期计算",
    from_stages=tuple(stage for stage in Stage if stage != Stage.VOID),
    to_stage=None,
    capability=REGISTER.code,
    guard=guards.always,
    form=f"{FORMS}.CorrectForm",
    operation=f"{OPERATIONS}.correct_date",
)
VOID_RECTIFICATION = Step(
    code="rectify-void",
    wording="作废",
    result="保留编号，不再办理",
    from_stages=OPEN,
    to_stage=Stage.VOID,
    capability=REGISTER.code,
    guard=guards.always,
    form=f"{FORMS}.VoidForm",
    operation=f"{OPERATIONS}.void",
)

RECTIFICATION_STEPS = (
    REGISTER_RECTIFICATION,
    ASK_EVIDENCE,
    EVIDENCE_GIVEN,
    DECIDE_RECTIFICATION,
    SERVE_RECTIFICATION,
    WITHDRAW_RECTIFICATION,
    CORRECT_RECTIFICATION,
    VOID_RECTIFICATION,
)
