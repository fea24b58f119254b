"""Who may read an attachment: everybody while its item is public, otherwise staff who may read the item."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from disclosure.capabilities import READ
from disclosure.choices import Publicity, Stage
from disclosure.models import Attachment
from disclosure.operations.drafting import OWNER_KIND
from foundation.agencies.access import may
from foundation.agencies.models import User
from foundation.contracts import FileOwner


def may_read(request: HttpRequest, stored: Any) -> bool:
    attachment = Attachment.objects.select_related("item__agency").filter(file=stored).first()
    if attachment is None:
        return False
    item = attachment.item
    if item.stage == Stage.PUBLISHED and item.publicity == Publicity.PROACTIVE:
        return True
    return may(cast(User, request.user), READ.code, item.agency)  # `may` knows the anonymous


FILE_OWNERS = (FileOwner(OWNER_KIND, may_read),)
