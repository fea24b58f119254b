"""The lawful acts on a letter between agencies (协查函) in one table, in and out."""

from __future__ import annotations

from foundation.contracts import Step
from requests_app import letter_guards as guards
from requests_app.capabilities import LETTERS
from requests_app.letter_rules import ARTICLE
from requests_app.models import LetterStage

FORMS, OPERATIONS = "requests_app.forms.letters", "requests_app.operations.letters"

RECEIVE_LETTER = Step(
    code="letter-receive",
    wording="登记来函",
    result="编登记号，列入待回复的协查函；年度报告计入收到的协查函",
    from_stages=(),
    to_stage=LetterStage.RECEIVED,
    capability=LETTERS.code,
    guard=guards.always,
    form=f"{FORMS}.ReceiveLetterForm",
    operation=f"{OPERATIONS}.register_letter",
    article=ARTICLE,
)
DRAFT_LETTER = Step(
    code="letter-draft",
    wording="拟协查函",
    result="编登记号，等待签发、发出",
    from_stages=(),
    to_stage=LetterStage.DRAFT,
    capability=LETTERS.code,
    guard=guards.always,
    form=f"{FORMS}.DraftLetterForm",
    operation=f"{OPERATIONS}.draft_letter",
    article=ARTICLE,
)
SEND_LETTER = Step(
    code="letter-send",
    wording="发出协查函",
    result="编文号，生成函件（DOCX和PDF），等待对方回复；所涉申请的答复期限照常计算",
    from_stages=(LetterStage.DRAFT,),
    to_stage=LetterStage.SENT,
    capability=LETTERS.code,
    guard=guards.always,
    form=f"{FORMS}.SendForm",
    operation=f"{OPERATIONS}.send_letter",
    article=ARTICLE,
)
LETTER_DELIVERED = Step(
    code="letter-delivered",
    wording="登记对方收到",
    result="记下对方收到的日期，不再提醒送达",
    from_stages=(LetterStage.SENT,),
    to_stage=None,
    capability=LETTERS.code,
    guard=guards.not_delivered_yet,
    form=f"{FORMS}.DeliveredForm",
    operation=f"{OPERATIONS}.deliver_letter",
)
REMIND_LETTER = Step(
    code="letter-remind",
    wording="催复",
    result="记下催复的方式，另定要求回复的日期",
    from_stages=(LetterStage.SENT,),
    to_stage=None,
    capability=LETTERS.code,
    guard=guards.not_before_it_began,
    form=f"{FORMS}.RemindForm",
    operation=f"{OPERATIONS}.remind",
    article=ARTICLE,
)
ASSIGN_LETTER = Step(
    code="letter-assign",
    wording="交办",
    result="由另一单位承办，收函单位和要求回复的日期不变",
    from_stages=(LetterStage.RECEIVED,),
    to_stage=None,
    capability=LETTERS.code,
    guard=guards.not_before_it_began,
    form=f"{FORMS}.AssignForm",
    operation=f"{OPERATIONS}.assign_letter",
)
ANSWER_LETTER = Step(
    code="letter-answer",
    wording="回复来函",
    result="记下回复的日期，本件办结",
    from_stages=(LetterStage.RECEIVED,),
    to_stage=LetterStage.ANSWERED,
    capability=LETTERS.code,
    guard=guards.not_before_it_began,
    form=f"{FORMS}.AnswerForm",
    operation=f"{OPERATIONS}.answer_letter",
    article=ARTICLE,
)
ANSWER_CAME = Step(
    code="letter-answered",
    wording="收到回函",
    result="记下回复的日期，回函扫描件加密保存，本件办结",
    from_stages=(LetterStage.SENT, LetterStage.GIVEN_UP),
    to_stage=LetterStage.ANSWERED,
    capability=LETTERS.code,
    guard=guards.not_before_it_began,
    form=f"{FORMS}.AnswerCameForm",
    operation=f"{OPERATIONS}.receive_answer",
    article=ARTICLE,
)
GIVE_UP_LETTER = Step(
    code="letter-give-up",
    wording="不再等待回复",
    result="写明原因，本件办结",
    from_stages=(LetterStage.SENT,),
    to_stage=LetterStage.GIVEN_UP,
    capability=LETTERS.code,
    guard=guards.not_before_it_began,
    form=f"{FORMS}.GiveUpForm",
    operation=f"{OPERATIONS}.give_up",
)
CORRECT_LETTER = Step(
    code="letter-correct",
    wording="更正日期",
    result="原记录保留，按更正后的日期计算",
    from_stages=(LetterStage.RECEIVED, LetterStage.SENT, LetterStage.ANSWERED, LetterStage.GIVEN_UP),
    to_stage=None,
    capability=LETTERS.code,
    guard=guards.something_to_correct,
    form=f"{FORMS}.CorrectForm",
    operation=f"{OPERATIONS}.correct_date",
)
VOID_LETTER = Step(
    code="letter-void",
    wording="作废",
    result="保留登记号和文号，不计入统计",
    from_stages=tuple(stage for stage in LetterStage if stage != LetterStage.VOID),
    to_stage=LetterStage.VOID,
    capability=LETTERS.code,
    guard=guards.always,
    form=f"{FORMS}.VoidForm",
    operation=f"{OPERATIONS}.void_letter",
)

LETTER_STEPS = (
    RECEIVE_LETTER,
    DRAFT_LETTER,
    SEND_LETTER,
    LETTER_DELIVERED,
    ANSWER_LETTER,
    ANSWER_CAME,
    REMIND_LETTER,
    ASSIGN_LETTER,
    GIVE_UP_LETTER,
    CORRECT_LETTER,
    VOID_LETTER,
)
