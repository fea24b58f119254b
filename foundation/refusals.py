"""What every floor needs to say who may act, and why an act is refused. The ground below the ground."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Why an act may not be performed: a whole sentence, the article, and what to do instead."""

    sentence: str
    article: str = ""
    remedy: str = ""
    field: str | None = None

    def __str__(self) -> str:
        basis = f"（依据：{self.article}）" if self.article else ""
        return f"{self.sentence}{basis}{self.remedy}"


class Refused(Exception):
    """Raised by an operation whose guard refused; the edge shows `refusal` beside the field it names."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


# Who keeps the system, who keeps its accounts, who reads the trail, and who handles the cases. Which of them
# one person may not be at once is said in foundation.agencies.separation.
SYSTEM, SECURITY, AUDIT, CASES = "system", "security", "audit", "cases"


@dataclass(frozen=True)
class Capability:
    """Something a role may do; `admin_permissions` are the Django permissions it opens in the admin.

    `group` is one of the four above, or empty for what only lets one read. `needed` is what nobody could do
    in an agency without it (签发答复): every agency that takes requests needs somebody who holds it. `writes`
    is false for those that only let one read; a second factor can be left out for nobody else.
    """

    code: str
    wording: str
    admin_permissions: tuple[str, ...] = ()
    group: str = ""
    needed: str = ""
    writes: bool = True
