"""Notices and reports as blocks, and the writers that make files of them."""

from foundation.documents.writers import CONTENT_TYPES as CONTENT_TYPES
from foundation.documents.writers import write as write
