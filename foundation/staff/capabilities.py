"""What may be done with the people themselves, beside managing their accounts (agencies.accounts)."""

from foundation.contracts import Capability

READ = Capability(
    "staff.read",
    "查看谁可以做什么、人员的任职和变动",
    ("staff.view_staffmember", "agencies.view_assignment", "agencies.view_role"),
    writes=False,
)
WATCH = Capability("staff.watch", "接收“没有人可以办理”的提醒", ("staff.view_staffmember",), writes=False)
ABSENCE = Capability("staff.absence", "登记本单位人员外出、返岗和联系方式", ("staff.view_staffmember",))
CAPABILITIES = (READ, WATCH, ABSENCE)
