"""What staff may do with published information."""

from foundation.contracts import CASES, SYSTEM, Capability

_VIEW = ("disclosure.view_item", "disclosure.view_category", "disclosure.view_channeltally")

READ = Capability("disclosure.read", "查看主动公开信息及草稿", _VIEW, writes=False)
DRAFT = Capability("disclosure.draft", "起草、修改和提交信息", (*_VIEW, "disclosure.add_item"), group=CASES)
REVIEW = Capability("disclosure.review", "审核信息并作保密审查", _VIEW, group=CASES)
PUBLISH = Capability(
    "disclosure.publish", "签发、发布、撤回和废止信息", _VIEW, group=CASES, needed="发布信息"
)
TALLY = Capability(
    "disclosure.tally",
    "填报其他渠道的公开数量",
    (*_VIEW, "disclosure.add_channeltally", "disclosure.change_channeltally"),
    group=CASES,
)
CATALOGUE = Capability(
    "disclosure.catalogue",
    "维护公开目录",
    (*_VIEW, "disclosure.add_category", "disclosure.change_category"),
    group=SYSTEM,
)
CAPABILITIES = (READ, DRAFT, REVIEW, PUBLISH, TALLY, CATALOGUE)
