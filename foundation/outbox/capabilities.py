"""What may be done with messages to colleagues."""

from foundation.contracts import Capability

CALL = Capability("outbox.call", "打印电话催办单，登记已告知", ("outbox.view_message",))
WATCH = Capability(
    "outbox.watch", "查看提醒的发送情况，接收发送失败的提示", ("outbox.view_message",), writes=False
)
CAPABILITIES = (CALL, WATCH)
