"""The one place where the rooms are wired together."""

from __future__ import annotations

import annual_report.capabilities
import annual_report.handover
import annual_report.owners
import annual_report.public
import annual_report.steps
import annual_report.today
import annual_report.trail
import disclosure.capabilities
import disclosure.duties
import disclosure.files
import disclosure.handover
import disclosure.public
import disclosure.statistics
import disclosure.steps
import disclosure.today
import disclosure.trail
import foundation.agencies.capabilities
import foundation.agencies.statistics
import foundation.ledger.capabilities
import foundation.outbox.capabilities
import foundation.outbox.today
import foundation.staff.capabilities
import foundation.staff.duties
import foundation.staff.files
import foundation.staff.steps
import foundation.staff.today
import foundation.staff.trail
import foundation.workdays.capabilities
import requests_app.capabilities
import requests_app.duties
import requests_app.files
import requests_app.handover
import requests_app.letter_steps
import requests_app.letters_today
import requests_app.rectification_steps
import requests_app.rectifications_today
import requests_app.statistics
import requests_app.steps
import requests_app.today
import requests_app.trail
from foundation.contracts import Composition

CAPABILITIES = (
    *requests_app.capabilities.CAPABILITIES,
    *disclosure.capabilities.CAPABILITIES,
    *annual_report.capabilities.CAPABILITIES,
    *foundation.agencies.capabilities.CAPABILITIES,
    *foundation.staff.capabilities.CAPABILITIES,
    *foundation.outbox.capabilities.CAPABILITIES,
    *foundation.workdays.capabilities.CAPABILITIES,
    *foundation.ledger.capabilities.CAPABILITIES,
)


def build() -> Composition:
    return Composition(
        capabilities=CAPABILITIES,
        steps={
            "requests_app": requests_app.steps.STEPS,
            "requests_app.letters": requests_app.letter_steps.LETTER_STEPS,
            "requests_app.rectifications": requests_app.rectification_steps.RECTIFICATION_STEPS,
            "disclosure": disclosure.steps.STEPS,
            "annual_report": annual_report.steps.STEPS,
            "staff": foundation.staff.steps.STEPS,
        },
        families=(
            *requests_app.statistics.FAMILIES,
            *disclosure.statistics.FAMILIES,
            foundation.agencies.statistics.STAFF,
        ),
        duties=(
            *requests_app.duties.DUTIES,
            *disclosure.duties.DUTIES,
            *foundation.staff.duties.duties([one for one in CAPABILITIES if one.needed]),
        ),
        kinds=(*disclosure.public.KINDS, *annual_report.public.KINDS),
        file_owners=(
            *requests_app.files.FILE_OWNERS,
            *disclosure.files.FILE_OWNERS,
            *annual_report.owners.FILE_OWNERS,
            *foundation.staff.files.FILE_OWNERS,
        ),
        work_lists=(
            *requests_app.today.WORK_LISTS,
            *requests_app.letters_today.WORK_LISTS,
            *requests_app.rectifications_today.WORK_LISTS,
            *disclosure.today.WORK_LISTS,
            *annual_report.today.WORK_LISTS,
            *foundation.staff.today.WORK_LISTS,
            *foundation.outbox.today.WORK_LISTS,
        ),
        handover_lists=(
            *requests_app.handover.HANDOVER_LISTS,
            *disclosure.handover.HANDOVER_LISTS,
            *annual_report.handover.HANDOVER_LISTS,
        ),
        trails=(
            requests_app.trail.TRAIL,
            disclosure.trail.TRAIL,
            annual_report.trail.TRAIL,
            foundation.staff.trail.TRAIL,
            requests_app.trail.NAME_SEARCHES,
            requests_app.trail.LETTERS,
            requests_app.trail.RECTIFICATIONS,
            requests_app.trail.REGISTER_BOOKS,
        ),
    )
