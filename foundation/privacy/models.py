"""Keys of single cases: destroying one is the only lawful way to erase what it sealed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class DataKey(models.Model):
    """A random key for one case, wrapped by a master key; `wrapped` is empty once destroyed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField("封装的密钥", blank=True)
    created_at = models.DateTimeField("建立时间")
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)

    class Meta:
        verbose_name = "数据密钥"
        verbose_name_plural = "数据密钥"
        constraints = [
            models.CheckConstraint(
                condition=(Q(destroyed_at__isnull=True) & ~Q(wrapped=b""))
                | (Q(destroyed_at__isnull=False) & Q(wrapped=b"")),
                name="datakey_wrapped_until_destroyed",
            )
        ]

    def __repr__(self) -> str:
        return f"<DataKey {self.pk}>"
