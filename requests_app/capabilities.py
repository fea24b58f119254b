"""What staff may do with requests for information."""

from foundation.contracts import CASES, Capability

_VIEW = (
    "requests_app.view_informationrequest",
    "requests_app.view_requestgroup",
    "requests_app.view_assistanceletter",
    "requests_app.view_remedycase",
    "requests_app.view_rectification",
)

READ = Capability("requests.read", "查看依申请公开案件", _VIEW, writes=False)
REGISTER = Capability(
    "requests.register",
    "登记申请、确认收到",
    (*_VIEW, "requests_app.add_rectification"),
    group=CASES,
    needed="登记申请",
)
HANDLE = Capability(
    "requests.handle",
    "办理申请，查看申请人的姓名、联系方式和（再次确认后）证件号码",
    _VIEW,
    group=CASES,
    needed="办理申请",
)
REVIEW = Capability("requests.review", "保密审查", _VIEW, group=CASES, needed="作保密审查")
SIGN = Capability("requests.sign", "签发答复", _VIEW, group=CASES, needed="签发答复")
SERVE = Capability("requests.serve", "送达答复", _VIEW, group=CASES, needed="送达答复")
LETTERS = Capability(
    "requests.letters",
    "登记协查函、复议和诉讼",
    (
        *_VIEW,
        "requests_app.add_assistanceletter",
        "requests_app.change_assistanceletter",
        "requests_app.add_remedycase",
        "requests_app.change_remedycase",
    ),
    group=CASES,
)
SUPERVISE = Capability("requests.supervise", "督办所属单位的申请，接收超期提醒", _VIEW, writes=False)
CAPABILITIES = (READ, REGISTER, HANDLE, REVIEW, SIGN, SERVE, LETTERS, SUPERVISE)

WORKING = frozenset(one.code for one in (REGISTER, HANDLE, REVIEW, SIGN, SERVE))
"""With any of these one has something to do with an open request."""
