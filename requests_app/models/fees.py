"""The processing fee of a request (信息处理费): what was asked for, how it was worked out, what was paid."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from requests_app import fees
from requests_app.models.answers import Notice
from requests_app.models.requests import InformationRequest


class FeeTariff(models.TextChoices):
    """By what a fee is worked out (requests_app/fees.py knows the bands)."""

    ITEMS = fees.ITEMS, "按件计收"
    PAGES = fees.PAGES, "按量计收"


class FeeReason(models.TextChoices):
    """Why a fee was withdrawn or given back; a list and no free text, which would be about a person."""

    WRONG = "wrong", "数量或者数额计算有误"
    NOT_DUE = "not_due", "不属于应当收费的情形"
    LET_OFF = "let_off", "决定不收取"
    REVOKED = "revoked", "行政复议或者行政诉讼撤销"


class ProcessingFee(models.Model):
    """The one fee a request may be charged (条例第42条, 国办函〔2020〕109号).

    Amounts are whole fen (分): exact in sums and comparisons, and an event can hold them as they are.
    `notice` is the one in force: a wrong amount is mended by a new one, the former stays among the notices.
    Until when it can be paid is counted from `delivered_on` by whatever calendar is in force, and not stored.
    """

    request = models.OneToOneField(
        InformationRequest, models.PROTECT, related_name="fee", verbose_name="申请"
    )
    tariff = models.CharField("收费标准", max_length=8, choices=FeeTariff.choices)
    earlier = models.PositiveIntegerField("自然月内此前已申请件数", default=0)
    items = models.PositiveIntegerField("本件计费件数", default=0)
    pages = models.PositiveIntegerField("提供的页数", default=0)
    public_pages = models.PositiveIntegerField("其中已经主动公开的页数", default=0)
    amount_fen = models.PositiveBigIntegerField("应缴数额（分）")
    how_to_pay = models.TextField("缴纳方式", max_length=500)
    asked_on = models.DateField("发出收费通知之日")
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="+", verbose_name="收费通知书")
    delivered_on = models.DateField("收费通知书送达之日", null=True, blank=True)
    paid_on = models.DateField("缴费之日", null=True, blank=True)
    receipt_number = models.CharField("财政票据号", max_length=60, blank=True)
    withdrawn_on = models.DateField("撤销收费通知之日", null=True, blank=True)
    refunded_on = models.DateField("退付之日", null=True, blank=True)
    refunded_fen = models.PositiveBigIntegerField("退付数额（分）", default=0)
    refund_receipt = models.CharField("退付凭证号", max_length=60, blank=True)

    class Meta:
        verbose_name = "信息处理费"
        verbose_name_plural = "信息处理费"
        constraints = [
            # 对同一件申请不得同时按照两种标准重复计算.
            models.CheckConstraint(
                condition=Q(tariff=FeeTariff.ITEMS, items__gte=1, pages=0, public_pages=0)
                | Q(tariff=FeeTariff.PAGES, items=0, earlier=0, pages__gte=1, public_pages__lt=F("pages")),
                name="fee_by_one_tariff",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=1) & ~Q(how_to_pay=""), name="fee_says_how_much_and_how"
            ),
            models.CheckConstraint(condition=Q(asked_on__gte=date(2021, 1, 1)), name="fee_since_it_exists"),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True) | Q(delivered_on__gte=F("asked_on")),
                name="fee_delivered_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True, receipt_number="")
                | Q(paid_on__isnull=False, paid_on__gte=F("asked_on"), withdrawn_on__isnull=True)
                & ~Q(receipt_number=""),
                name="fee_paid_on_a_day_with_a_receipt",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("asked_on")),
                name="fee_withdrawn_after_it_was_asked",
            ),
            # Never more back than was paid, and nothing back of what was not.
            models.CheckConstraint(
                condition=Q(refunded_on__isnull=True, refunded_fen=0, refund_receipt="")
                | Q(
                    paid_on__isnull=False,
                    refunded_on__isnull=False,
                    refunded_on__gte=F("paid_on"),
                    refunded_fen__gte=1,
                    refunded_fen__lte=F("amount_fen"),
                )
                & ~Q(refund_receipt=""),
                name="fee_refunded_of_what_was_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {fees.yuan(self.amount_fen)}"

    @property
    def facts(self) -> fees.Facts:
        return fees.Facts(self.tariff, self.earlier, self.items, self.pages, self.public_pages)

    @property
    def awaited(self) -> bool:
        """Asked for, and neither paid nor withdrawn."""
        return self.paid_on is None and self.withdrawn_on is None
