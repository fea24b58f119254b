"""The lawful steps of an item, from draft to the public and out of force."""

from __future__ import annotations

from disclosure import guards
from disclosure.capabilities import DRAFT, PUBLISH, REVIEW
from disclosure.choices import Stage
from foundation.contracts import Step

CREATE = Step(
    code="create",
    wording="起草信息",
    result="建立草稿，公众看不到。",
    from_stages=(),
    to_stage=Stage.DRAFT,
    capability=DRAFT.code,
    guard=guards.no_objection,
    form="disclosure.forms.CreateForm",
    operation="disclosure.operations.create_draft",
)
EDIT = Step(
    code="edit",
    wording="修改草稿",
    result="保存新的内容，仍是草稿。",
    from_stages=(Stage.DRAFT,),
    to_stage=None,
    capability=DRAFT.code,
    guard=guards.no_objection,
    form="disclosure.forms.EditForm",
    operation="disclosure.operations.edit_draft",
)
ATTACH = Step(
    code="attach",
    wording="上传附件",
    result="附件随信息一起公开，发布前公众看不到。",
    from_stages=(Stage.DRAFT,),
    to_stage=None,
    capability=DRAFT.code,
    guard=guards.no_objection,
    form="disclosure.forms.AttachForm",
    operation="disclosure.operations.attach",
)
DETACH = Step(
    code="detach",
    wording="移除附件",
    result="所选附件不再属于此件。",
    from_stages=(Stage.DRAFT,),
    to_stage=None,
    capability=DRAFT.code,
    guard=guards.no_objection,
    form="disclosure.forms.DetachForm",
    operation="disclosure.operations.detach",
)
SUBMIT = Step(
    code="submit",
    wording="提交审核",
    result="转给审核人员，草稿不能再改。",
    from_stages=(Stage.DRAFT,),
    to_stage=Stage.REVIEW,
    capability=DRAFT.code,
    guard=guards.may_be_submitted,
    form="disclosure.forms.NoteForm",
    operation="disclosure.operations.submit",
    article="《政府信息公开条例》第12条",
)
CLEAR = Step(
    code="clear",
    wording="审核并记录保密审查",
    result="审查意见为“可以公开”的转到待发布。",
    from_stages=(Stage.REVIEW,),
    to_stage=None,
    capability=REVIEW.code,
    guard=guards.may_be_submitted,
    form="disclosure.forms.ClearForm",
    operation="disclosure.operations.clear",
    article=guards.SECRECY,
)
RETURN = Step(
    code="return",
    wording="退回起草",
    result="退给起草人修改，改后须重新审核和保密审查。",
    from_stages=(Stage.REVIEW, Stage.CLEARED),
    to_stage=Stage.DRAFT,
    capability=REVIEW.code,
    guard=guards.no_objection,
    form="disclosure.forms.ReasonForm",
    operation="disclosure.operations.return_to_draft",
)
PUBLISH_ITEM = Step(
    code="publish",
    wording="签发并发布",
    result="立即向公众公开，编出索引号，发布日期为今天且不能更改。",
    from_stages=(Stage.CLEARED,),
    to_stage=Stage.PUBLISHED,
    capability=PUBLISH.code,
    guard=guards.may_be_published,
    form="disclosure.forms.PublishForm",
    operation="disclosure.operations.publish",
    article="《政府信息公开条例》第26条",
)
DISCARD = Step(
    code="discard",
    wording="作废草稿",
    result="不再办理，记录保留。",
    from_stages=(Stage.DRAFT,),
    to_stage=Stage.DISCARDED,
    capability=DRAFT.code,
    guard=guards.no_objection,
    form="disclosure.forms.ReasonForm",
    operation="disclosure.operations.discard",
)
REPEAL = Step(
    code="repeal",
    wording="标明废止",
    result="全文仍可阅读，页面、列表和检索中标明“废止”。",
    from_stages=(Stage.PUBLISHED,),
    to_stage=None,
    capability=PUBLISH.code,
    guard=guards.may_lose_force,
    form="disclosure.forms.RepealForm",
    operation="disclosure.operations.repeal",
)
EXPIRE = Step(
    code="expire",
    wording="标明失效",
    result="全文仍可阅读，页面、列表和检索中标明“失效”。",
    from_stages=(Stage.PUBLISHED,),
    to_stage=None,
    capability=PUBLISH.code,
    guard=guards.may_expire,
    form="disclosure.forms.ExpireForm",
    operation="disclosure.operations.expire",
)
WITHDRAW = Step(
    code="withdraw",
    wording="撤回",
    result="公众不再看到内容，原网址显示撤回日期和您填写的理由。",
    from_stages=(Stage.PUBLISHED,),
    to_stage=Stage.WITHDRAWN,
    capability=PUBLISH.code,
    guard=guards.no_objection,
    form="disclosure.forms.WithdrawForm",
    operation="disclosure.operations.withdraw",
)

ITEM_STEPS = (EDIT, ATTACH, DETACH, SUBMIT, CLEAR, RETURN, PUBLISH_ITEM, REPEAL, EXPIRE, WITHDRAW, DISCARD)
"""What the case page offers, in its order; `CREATE` has its own page."""
STEPS = (CREATE, *ITEM_STEPS)

EVENT_WORDINGS = {
    "created": "起草",
    "edited": "修改草稿",
    "attached": "上传附件",
    "detached": "移除附件",
    "submitted": "提交审核",
    "cleared": "保密审查：可以公开",
    "referred": "保密审查：提请确定",
    "refused": "保密审查：不宜公开，退回起草",
    "returned": "退回起草",
    "published": "发布",
    "imported": "导入已公开的信息",
    "repealed": "废止",
    "expired": "失效",
    "withdrawn": "撤回",
    "discarded": "作废草稿",
}
