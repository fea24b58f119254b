"""What staff may do with the tree of agencies itself."""

from foundation.contracts import Capability

MANAGE = Capability(
    "agencies.manage",
    "维护机构、岗位和任职",
    (
        "agencies.view_agency",
        "agencies.add_agency",
        "agencies.change_agency",
        "agencies.view_staffpost",
        "agencies.add_staffpost",
        "agencies.change_staffpost",
        "agencies.view_assignment",
        "agencies.add_assignment",
        "agencies.change_assignment",
        "agencies.view_user",
    ),
)
READ = Capability("agencies.read", "查看机构和岗位", ("agencies.view_agency", "agencies.view_staffpost"))
CAPABILITIES = (MANAGE, READ)
