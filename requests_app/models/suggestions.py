"""From an answered request to proactive publication (依申请公开转为主动公开)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from requests_app.models.requests import InformationRequest


class SuggestedBy(models.TextChoices):
    """The two ways of Art. 44."""

    APPLICANT = "applicant", "申请人建议"
    AGENCY = "agency", "多个申请人申请同样的信息"


class SuggestionOutcome(models.TextChoices):
    PUBLISH = "publish", "属于主动公开范围，予以主动公开"
    MAY_PUBLISH = "may_publish", "可以公开，纳入主动公开的范围"
    DECLINE = "decline", "不属于主动公开范围，不主动公开"


class PublicationSuggestion(models.Model):
    """That what was given to one applicant should be published for everybody (条例第44条).

    `item` is what was published in the end.
    """

    request = models.OneToOneField(
        InformationRequest, models.PROTECT, related_name="suggestion", verbose_name="申请"
    )
    made_by = models.CharField("由谁提出", max_length=12, choices=SuggestedBy.choices)
    made_on = models.DateField("提出之日")
    outcome = models.CharField("审核结果", max_length=12, choices=SuggestionOutcome.choices, blank=True)
    reasons = models.TextField("审核理由", max_length=500, blank=True)
    reviewed_on = models.DateField("审核之日", null=True, blank=True)
    item = models.ForeignKey(
        "disclosure.Item",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="已主动公开的信息",
    )

    class Meta:
        verbose_name = "转为主动公开"
        verbose_name_plural = "转为主动公开"
        constraints = [
            models.CheckConstraint(
                condition=Q(made_by__in=SuggestedBy.values), name="suggestion_maker_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", reasons="", reviewed_on__isnull=True)
                | Q(
                    ~Q(reasons=""),
                    outcome__in=SuggestionOutcome.values,
                    reviewed_on__isnull=False,
                    reviewed_on__gte=F("made_on"),
                ),
                name="suggestion_reviewed_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(outcome__in=("publish", "may_publish")),
                name="suggestion_published_when_accepted",
            ),
        ]
        indexes = [
            # Suggestions to review or to carry out: the today page.
            models.Index(
                fields=["made_on"],
                name="suggestion_open",
                condition=Q(item__isnull=True) & ~Q(outcome="decline"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.made_on}"
