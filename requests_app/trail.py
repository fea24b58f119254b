"""The ledgers of requests as auditors read them: by number, never by what was asked or by whom."""

from django.db.models import F

from foundation.contracts import Trail
from requests_app import letter_rules, rectification_rules
from requests_app.history import WORDINGS
from requests_app.models import (
    LetterEvent,
    NameSearchEvent,
    RectificationEvent,
    RegisterBookEvent,
    RequestEvent,
)

TRAIL = Trail(RequestEvent, "依申请公开", WORDINGS, F("subject__number"), ("respondent", "handler"))

LETTERS = Trail(LetterEvent, "协查函", letter_rules.WORDINGS, F("subject__number"), ("respondent", "handler"))

RECTIFICATIONS = Trail(
    RectificationEvent, "更正申请", rectification_rules.WORDINGS, F("subject__number"), ("respondent",)
)

NAME_SEARCHES = Trail(
    NameSearchEvent,
    "姓名查找",
    {"name_searched": "按姓名查找申请"},
    F("subject__agency__short_name"),
    ("agency",),
)
"""Who looked for somebody by name, and where; for whom is in no ledger."""

BOOK_WORDINGS = {
    "book_uploaded": "上传原台账",
    "book_import_began": "开始导入原台账",
    "book_imported": "导入原台账",
    "book_discarded": "销毁原台账文件",
    "book_expired": "原台账文件到期销毁",
    "book_exported": "导出登记台账",
    "book_template_kept": "设置台账样表",
}
REGISTER_BOOKS = Trail(
    RegisterBookEvent, "登记台账", BOOK_WORDINGS, F("subject__agency__short_name"), ("agency",)
)
"""Tables of requests read in and taken out as a whole: how many rows, never whose."""
