"""The records of proactive disclosure (主动公开)."""

from disclosure.models.catalogue import Category
from disclosure.models.items import Attachment, Item, ItemEvent, SecrecyReview
from disclosure.models.tallies import ChannelTally, PublicationLine

__all__ = [
    "Attachment",
    "Category",
    "ChannelTally",
    "Item",
    "ItemEvent",
    "PublicationLine",
    "SecrecyReview",
]
