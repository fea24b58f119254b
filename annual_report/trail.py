"""The ledger of yearly reports as auditors read it."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from annual_report.models import ReportEvent
from foundation.contracts import Trail

EVENT_WORDINGS = {
    "compiled": "建立报告",
    "part_written": "修改正文",
    "figure_entered": "填报数据",
    "figure_cleared": "撤回填报数",
    "style_chosen": "选择约数表述",
    "signed": "签发",
    "published": "公布",
    "reopened": "开始更正",
}

TITLE = Concat(
    F("subject__agency__short_name"),
    Cast("subject__year", CharField()),
    Value("年度报告"),
    output_field=CharField(),
)
TRAIL = Trail(ReportEvent, "年度报告", EVENT_WORDINGS, TITLE, ("agency",))
