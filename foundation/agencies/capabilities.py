"""What staff may do with the tree of agencies itself."""

from foundation.contracts import Capability

MANAGE = Capability(
    "agencies.manage",
    "维护机构、账号、岗位、角色和任职",
    tuple(
        f"agencies.{action}_{model}"
        for model in ("agency", "staffpost", "assignment", "role", "succession", "yearlyreporting", "user")
        for action in ("view", "add", "change")
    ),
)
ACCOUNTS = Capability(
    "agencies.accounts",
    "解除登录锁定，停用验证器，签发口令卡",
    ("agencies.view_user", "signin.view_lock"),
)
AUDIT = Capability("agencies.audit", "查看登录日志", ("signin.view_signinrecord",), writes=False)
READ = Capability(
    "agencies.read", "查看机构和岗位", ("agencies.view_agency", "agencies.view_staffpost"), writes=False
)
CAPABILITIES = (MANAGE, ACCOUNTS, AUDIT, READ)
