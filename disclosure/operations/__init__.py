"""The lawful acts of proactive disclosure, one function each; every edge of the room calls these."""

from disclosure.operations.catalogue import add_category, load_catalogue, record_tally, revise_category
from disclosure.operations.drafting import (
    attach,
    attach_content,
    create_draft,
    detach,
    discard,
    edit_draft,
    return_to_draft,
    submit,
)
from disclosure.operations.importing import ImportOutcome, RowRefusal, import_items
from disclosure.operations.publishing import clear, expire, expire_due, publish, repeal, withdraw

__all__ = [
    "ImportOutcome",
    "RowRefusal",
    "add_category",
    "attach",
    "attach_content",
    "clear",
    "create_draft",
    "detach",
    "discard",
    "edit_draft",
    "expire",
    "expire_due",
    "import_items",
    "load_catalogue",
    "publish",
    "record_tally",
    "repeal",
    "return_to_draft",
    "revise_category",
    "submit",
    "withdraw",
]
