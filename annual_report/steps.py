"""The lawful acts on a report."""

from __future__ import annotations

from annual_report import capabilities, guards
from annual_report.guards import ARTICLE_CONTENT
from foundation.contracts import Step

DRAFT, SIGNED, PUBLISHED = "draft", "signed", "published"
ARTICLE_DATE = "《中华人民共和国政府信息公开条例》第49条"

EDIT = Step(
    code="edit",
    wording="编写",
    result="修改正文、填报数据",
    from_stages=(DRAFT,),
    to_stage=None,
    capability=capabilities.WRITE.code,
    guard=guards.always,
    form="",
    operation="",
)
SIGN = Step(
    code="sign",
    wording="签发",
    result="生成不能再改的正式版本",
    from_stages=(DRAFT,),
    to_stage=SIGNED,
    capability=capabilities.SIGN.code,
    guard=guards.may_be_signed,
    form="annual_report.forms.SignForm",
    operation="annual_report.operations.sign_off",
    article=ARTICLE_CONTENT,
)
RECORD_SIGNATURE = Step(
    code="record-signature",
    wording="登记纸质签发或授权代签",
    result="按纸质签发的日期和签发人生成正式版本",
    from_stages=(DRAFT,),
    to_stage=SIGNED,
    capability=capabilities.WRITE.code,
    guard=guards.may_be_signed,
    form="annual_report.forms.RecordSignatureForm",
    operation="annual_report.operations.record_signature",
    article=ARTICLE_CONTENT,
)
PUBLISH = Step(
    code="publish",
    wording="公布",
    result="在网站公布，并可下载",
    from_stages=(SIGNED,),
    to_stage=PUBLISHED,
    capability=capabilities.PUBLISH.code,
    guard=guards.always,
    form="annual_report.forms.PublishForm",
    operation="annual_report.operations.publish",
    article=ARTICLE_DATE,
)
REOPEN = Step(
    code="reopen",
    wording="更正",
    result="回到编写，原版本保留并继续公开",
    from_stages=(SIGNED, PUBLISHED),
    to_stage=DRAFT,
    capability=capabilities.SIGN.code,
    guard=guards.always,
    form="annual_report.forms.ReopenForm",
    operation="annual_report.operations.reopen",
)
STEPS = (SIGN, RECORD_SIGNATURE, PUBLISH, REOPEN)
