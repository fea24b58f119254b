"""What auditors may do with the ledger: read it, whole, and take it along."""

from foundation.contracts import AUDIT as GROUP
from foundation.contracts import Capability

AUDIT = Capability(
    "ledger.audit", "查阅、导出办理记录，核对台账封存", ("ledger.view_seal",), group=GROUP, writes=False
)
CAPABILITIES = (AUDIT,)
