"""Pieces of government information (政府信息条目), what belongs to them, and their ledger."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from disclosure.choices import UNPUBLISHED, Channel, Genre, Ground, Publicity, ReviewResult, Stage, Validity
from disclosure.models.catalogue import Category
from disclosure.queries import ItemQuerySet
from foundation.agencies.models import Agency
from foundation.files.models import StoredFile
from foundation.ledger.models import Case, Event

EVER_PUBLISHED = (Stage.PUBLISHED, Stage.WITHDRAWN)


class Item(Case):
    """One document or announcement with the metadata the law asks for (条例第12条, 国办发〔2017〕47号).

    `published_on` is the server's date and never back-dated (伪造发稿日期 is a veto item); what was public
    elsewhere before carries `first_published_on` with its address or evidence. `public_since` is the
    earlier of the two and decides years. `publish_by` is frozen at publication.
    """

    index_number = models.CharField(
        "索引号", max_length=50, unique=True, null=True, blank=True, editable=False
    )
    # Exactly one agency answers for a joint document: the lead (条例第10条).
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="items", verbose_name="发布机构（牵头）")
    joint_agencies = models.ManyToManyField(
        Agency, related_name="joint_items", blank=True, verbose_name="联合发文机关"
    )
    title = models.CharField("名称", max_length=300)
    document_number = models.CharField("文号", max_length=80, blank=True)
    formed_on = models.DateField("成文日期", null=True, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="items", verbose_name="类别")
    genre = models.CharField("体裁", max_length=24, choices=Genre.choices)
    publicity = models.CharField(
        "公开属性", max_length=12, choices=Publicity.choices, default=Publicity.PROACTIVE
    )
    publicity_ground = models.CharField("不予公开的依据", max_length=20, choices=Ground.choices, blank=True)
    publicity_reason = models.CharField("不主动公开的理由", max_length=300, blank=True)
    summary = models.TextField("内容概述", blank=True)
    body_html = models.TextField("正文", blank=True)
    channels = ArrayField(
        models.CharField(max_length=10, choices=Channel.choices),
        verbose_name="公开渠道",
        default=list,
        blank=True,
    )
    interprets = models.ManyToManyField(
        "self", symmetrical=False, related_name="interpretations", blank=True, verbose_name="解读的文件"
    )

    validity = models.CharField("有效性", max_length=10, choices=Validity.choices, default=Validity.IN_FORCE)
    effective_from = models.DateField("施行日期", null=True, blank=True)
    effective_to = models.DateField("有效期至", null=True, blank=True)
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="替代文件"
    )

    published_on = models.DateField("发布日期", null=True, blank=True, editable=False)
    first_published_on = models.DateField("原发布日期", null=True, blank=True)
    original_url = models.URLField("原网址", max_length=500, blank=True)
    original_evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原发布证据"
    )
    public_since = models.GeneratedField(
        expression=Coalesce("first_published_on", "published_on"),
        output_field=models.DateField(null=True),
        db_persist=True,
        verbose_name="公开日期",
    )
    publish_by = models.DateField("公开期限", null=True, blank=True, editable=False)
    historical = models.BooleanField("历史数据", default=False, editable=False)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField("撤回理由（公开）", max_length=300, blank=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "政府信息"
        verbose_name_plural = "政府信息"
        ordering = ["-pk"]
        indexes = [
            # ItemQuerySet.public().newest_first(): every public list.
            models.Index(
                F("public_since").desc(),
                F("id").desc(),
                name="item_public_newest",
                condition=Q(stage="published"),
            ),
            # The same lists within one agency, and disclosure.published of the yearly report.
            models.Index(
                fields=["agency", "public_since"],
                name="item_public_of_agency",
                condition=Q(stage="published"),
            ),
            # The public list within one branch of the catalogue.
            models.Index(
                fields=["category", "public_since"],
                name="item_public_of_category",
                condition=Q(stage="published"),
            ),
            # The duty to publish (条例第26条) and the staff's *today* page: what still waits, oldest first.
            models.Index(
                fields=["agency", "formed_on"],
                name="item_unpublished",
                condition=Q(stage__in=[str(stage) for stage in UNPUBLISHED]),
            ),
            # The daily expiry of documents with an end (有效期至).
            models.Index(
                fields=["effective_to"],
                name="item_in_force_with_end",
                condition=Q(stage="published", validity="in_force", effective_to__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(index_number__isnull=True)
                | Q(index_number__regex=r"^[a-z][a-z0-9]{1,31}-[0-9]{4}-[0-9]{5,7}$"),
                name="item_index_number_format",
            ),
            # Whoever was public has a number and dates; whoever was not has none.
            models.CheckConstraint(
                condition=Q(
                    stage__in=[str(stage) for stage in EVER_PUBLISHED],
                    index_number__isnull=False,
                    published_on__isnull=False,
                    formed_on__isnull=False,
                )
                | Q(
                    ~Q(stage__in=[str(stage) for stage in EVER_PUBLISHED]),
                    index_number__isnull=True,
                    published_on__isnull=True,
                ),
                name="item_published_has_number_and_dates",
            ),
            models.CheckConstraint(
                condition=~Q(stage="published") | Q(publicity="proactive"),
                name="item_published_is_proactive",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(formed_on__lte=F("published_on")),
                name="item_formed_before_published",
            ),
            models.CheckConstraint(
                condition=Q(first_published_on__isnull=True)
                | Q(published_on__isnull=True)
                | Q(first_published_on__lte=F("published_on")),
                name="item_first_published_before_published",
            ),
            models.CheckConstraint(
                condition=Q(first_published_on__isnull=True)
                | Q(formed_on__isnull=True)
                | Q(formed_on__lte=F("first_published_on")),
                name="item_formed_before_first_published",
            ),
            models.CheckConstraint(
                condition=Q(first_published_on__isnull=True)
                | ~Q(original_url="")
                | Q(original_evidence__isnull=False),
                name="item_first_published_is_evidenced",
            ),
            models.CheckConstraint(
                condition=Q(publicity="proactive", publicity_ground="", publicity_reason="")
                | Q(~Q(publicity_reason=""), publicity="on_request", publicity_ground="")
                | Q(~Q(publicity_reason=""), ~Q(publicity_ground=""), publicity="withheld"),
                name="item_not_proactive_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(validity="repealed", repealed_on__isnull=False)
                | Q(~Q(validity="repealed"), repealed_on__isnull=True),
                name="item_repealed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(repealed_on__isnull=True)
                | Q(formed_on__isnull=True)
                | Q(repealed_on__gte=F("formed_on")),
                name="item_repealed_after_formed",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_to__gte=F("effective_from")),
                name="item_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(validity="expired") | Q(effective_to__isnull=False),
                name="item_expired_has_end",
            ),
            models.CheckConstraint(
                condition=Q(~Q(withdrawal_reason=""), stage="withdrawn", withdrawn_on__isnull=False)
                | Q(~Q(stage="withdrawn"), withdrawn_on__isnull=True, withdrawal_reason=""),
                name="item_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")), name="item_succeeded_by_another"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values)
                & Q(genre__in=Genre.values)
                & Q(publicity__in=Publicity.values)
                & Q(validity__in=Validity.values),
                name="item_known_choices",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def desks(self) -> tuple[Agency, ...]:
        return (self.agency,)


class Attachment(models.Model):
    """A file of an item; the gate serves it to the public while the item is published."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="attachments", verbose_name="信息")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    position = models.PositiveIntegerField("排序", default=0)
    title = models.CharField("名称", max_length=200)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class SecrecyReview(models.Model):
    """保密审查: who found before publication that it may be public, and why (条例第17条)."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="secrecy_reviews", verbose_name="信息")
    reviewer = models.CharField("审查人", max_length=50)
    result = models.CharField("审查意见", max_length=10, choices=ReviewResult.choices)
    basis = models.CharField("依据或者说明", max_length=300, blank=True)
    reviewed_on = models.DateField("审查日期")

    class Meta:
        verbose_name = "保密审查"
        verbose_name_plural = "保密审查"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="open") | ~Q(basis=""), name="secrecy_review_gives_a_basis"
            )
        ]


class ItemEvent(Event):
    """One thing that happened to an item."""

    subject = models.ForeignKey(Item, models.PROTECT, related_name="events", verbose_name="信息")

    class Meta(Event.Meta):
        abstract = False
        verbose_name = "信息事件"
        verbose_name_plural = "信息事件"
