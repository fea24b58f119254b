"""What staff may do with the tree of agencies, and with the accounts of the people in it."""

from foundation.contracts import AUDIT as GROUP_AUDIT
from foundation.contracts import SECURITY, SYSTEM, Capability

MANAGE = Capability(
    "agencies.manage",
    "维护机构、机构承继和报送关系",
    tuple(
        f"agencies.{action}_{model}"
        for model in ("agency", "succession", "yearlyreporting")
        for action in ("view", "add", "change")
    ),
    group=SYSTEM,
)
ACCOUNTS = Capability(
    "agencies.accounts",
    "管理账号、角色、任职和岗位，办理到岗、交接和离岗，解除登录锁定",
    (
        "agencies.view_user",
        "agencies.change_user",
        "agencies.view_assignment",
        "signin.view_lock",
        *(
            f"agencies.{action}_{model}"
            for model in ("role", "staffpost")
            for action in ("view", "add", "change")
        ),
    ),
    group=SECURITY,
)
AUDIT = Capability(
    "agencies.audit", "查看登录日志", ("signin.view_signinrecord",), group=GROUP_AUDIT, writes=False
)
READ = Capability(
    "agencies.read", "查看机构和岗位", ("agencies.view_agency", "agencies.view_staffpost"), writes=False
)
CAPABILITIES = (MANAGE, ACCOUNTS, AUDIT, READ)
