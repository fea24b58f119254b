"""政府信息公开保密审查表: what is to be opened, what is asked of it, room for the verdict (条例第17条).

It names no applicant: whether something may be opened does not depend on who asks.
"""

from __future__ import annotations

from foundation.documents.blocks import Document, Table
from requests_app import outcomes
from requests_app.models import InformationRequest
from requests_app.printed.sheet import LINE, SIGNED_HERE, WIDTHS, document, numbered, pair, wanted, wide

TITLE = "政府信息公开保密审查表"
QUESTIONS = (
    "□不涉及　□涉及　依法确定为国家秘密的信息（条例第14条、保守国家秘密法）",
    "□不涉及　□涉及　法律、行政法规禁止公开的信息（条例第14条）",
    "□不涉及　□涉及　公开后可能危及国家安全、公共安全、经济安全、社会稳定的信息（条例第14条）",
    "□不涉及　□涉及　商业秘密、个人隐私（条例第15条）",
    "□不涉及　□涉及　工作秘密和其他不宜公开的内容",
)
NOTE = (
    "先审查、后公开，一事一审。不能确定的，报有关主管部门或者保密行政管理部门确定（条例第17条）。"
    "签字后扫描，在本件办理“保密审查”时上传。严禁在本表上书写涉密内容。"
)


def sheet(case: InformationRequest) -> Document:
    rows = (
        pair(("申请编号", case.number), ("承办单位", case.handler.name)),
        wide("申请内容", wanted(case)),
        wide("拟公开内容", opened(case)),
        wide("审查事项", "\n".join(QUESTIONS)),
        wide("承办人意见", f"{LINE}\n{SIGNED_HERE}"),
        wide("审查人意见", f"□可以公开　□区分处理后公开　□不宜公开\n{LINE}\n{SIGNED_HERE}"),
        wide("负责人意见", f"{LINE}\n{SIGNED_HERE}"),
    )
    return document(case, TITLE, Table(columns=WIDTHS, rows=rows, note=NOTE))


def opened(case: InformationRequest) -> str:
    """The parts that are to be opened, as drafted."""
    lines = [
        numbered(case, part, f"{part.wanted}：{outcomes.REPLY_TYPES[part.reply_type].wording}")
        for part in case.parts.all()
        if part.decided and outcomes.opens(part.reply_type)
    ]
    return "\n".join(lines)
