"""What staff may do with the calendar of working days."""

from foundation.refusals import Capability

PREPARE = Capability(
    "workdays.prepare",
    "起草工作日历",
    ("workdays.view_calendarversion", "workdays.add_calendarversion", "workdays.change_calendarversion"),
)
PUBLISH = Capability(
    "workdays.publish",
    "确认并发布工作日历",
    ("workdays.view_calendarversion", "workdays.publish_calendarversion"),
)
CAPABILITIES = (PREPARE, PUBLISH)
