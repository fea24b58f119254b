"""The one place where the rooms are wired together."""

from __future__ import annotations

import annual_report.capabilities
import annual_report.owners
import annual_report.public
import annual_report.steps
import annual_report.today
import annual_report.trail
import disclosure.capabilities
import disclosure.duties
import disclosure.files
import disclosure.public
import disclosure.statistics
import disclosure.steps
import disclosure.today
import disclosure.trail
import foundation.agencies.capabilities
import foundation.agencies.statistics
import foundation.ledger.capabilities
import foundation.workdays.capabilities
import requests_app.capabilities
import requests_app.duties
import requests_app.files
import requests_app.statistics
import requests_app.steps
import requests_app.today
import requests_app.trail
from foundation.contracts import Composition


def build() -> Composition:
    return Composition(
        capabilities=(
            *requests_app.capabilities.CAPABILITIES,
            *disclosure.capabilities.CAPABILITIES,
            *annual_report.capabilities.CAPABILITIES,
            *foundation.agencies.capabilities.CAPABILITIES,
            *foundation.workdays.capabilities.CAPABILITIES,
            *foundation.ledger.capabilities.CAPABILITIES,
        ),
        steps={
            "requests_app": requests_app.steps.STEPS,
            "disclosure": disclosure.steps.STEPS,
            "annual_report": annual_report.steps.STEPS,
        },
        families=(
            *requests_app.statistics.FAMILIES,
            *disclosure.statistics.FAMILIES,
            foundation.agencies.statistics.STAFF,
        ),
        duties=(*requests_app.duties.DUTIES, *disclosure.duties.DUTIES),
        kinds=(*disclosure.public.KINDS, *annual_report.public.KINDS),
        file_owners=(
            *requests_app.files.FILE_OWNERS,
            *disclosure.files.FILE_OWNERS,
            *annual_report.owners.FILE_OWNERS,
        ),
        work_lists=(
            *requests_app.today.WORK_LISTS,
            *disclosure.today.WORK_LISTS,
            *annual_report.today.WORK_LISTS,
        ),
        trails=(requests_app.trail.TRAIL, disclosure.trail.TRAIL, annual_report.trail.TRAIL),
    )
