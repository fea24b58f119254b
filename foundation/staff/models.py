"""People as their administrators see them: their unit, their absences, and the ledger of it all."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from foundation.agencies.models import Agency, StaffPost, User
from foundation.ledger.models import Case, Event
from foundation.staff.queries import AbsenceQuerySet, StaffMemberQuerySet


class Stage(models.TextChoices):
    PRESENT = "present", "在岗"
    LEFT = "left", "已办离岗"


class StaffMember(Case):
    """A person with an account: it begins with 到岗 and ends with 离岗, and may begin again."""

    user = models.OneToOneField(User, models.PROTECT, related_name="staff_member", verbose_name="账号")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff_members", verbose_name="所属单位")
    post = models.ForeignKey(
        StaffPost, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="岗位"
    )

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["agency__position", "agency__code", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="staff_member_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}（{self.agency.short_name}）"

    @property
    def stage_wording(self) -> str:
        return str(Stage(self.stage).label)

    def desks(self) -> tuple[Agency, ...]:
        return (self.agency,)


class Absence(models.Model):
    """Days on which a person is away; who else can act then is asked of these rows."""

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="absences", verbose_name="人员")
    starts_on = models.DateField("外出第一天")
    ends_on = models.DateField("外出最后一天")
    note = models.CharField("事由", max_length=100, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "外出"
        verbose_name_plural = "外出"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message="外出的最后一天不能早于第一天。请核对日期。",
            )
        ]


class StaffEvent(Event):
    """One act on a person: given, ended, handed over, left. `actor` is the administrator who did it."""

    subject = models.ForeignKey(StaffMember, models.PROTECT, related_name="events", verbose_name="人员")

    class Meta(Event.Meta):
        abstract = False
        verbose_name = "人员变动"
        verbose_name_plural = "人员变动"

    def __str__(self) -> str:
        return f"{self.subject_id}#{self.seq} {self.kind}"
