"""What staff may do with the calendar of working days."""

from foundation.refusals import SYSTEM, Capability

PREPARE = Capability(
    "workdays.prepare",
    "起草工作日历",
    ("workdays.view_calendarversion", "workdays.add_calendarversion", "workdays.change_calendarversion"),
    group=SYSTEM,
)
PUBLISH = Capability(
    "workdays.publish",
    "确认并发布工作日历",
    ("workdays.view_calendarversion", "workdays.publish_calendarversion"),
    group=SYSTEM,
)
CAPABILITIES = (PREPARE, PUBLISH)
