"""The catalogue (公开目录): what the law says must be published, as a tree staff can extend."""

from __future__ import annotations

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from disclosure.queries import CategoryQuerySet

CODE = RegexValidator(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "类别代码用小写字母开头，只含小写字母、数字和连字符。"
)


@pghistory.track()
class Category(models.Model):
    """A branch of the catalogue. Its code is part of public addresses and never changes."""

    code = models.CharField("代码", max_length=40, unique=True, validators=[CODE])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级类别"
    )
    path = models.CharField("层级路径", max_length=200, unique=True, editable=False)
    label = models.CharField("名称", max_length=120)
    article = models.CharField("依据", max_length=60, blank=True)
    position = models.PositiveIntegerField("排序", default=0)
    in_use = models.BooleanField("启用", default=True, help_text="停用后不能再选，已归入的信息不受影响。")

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = "公开目录类别"
        verbose_name_plural = "公开目录"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(path__endswith="/"), name="category_path_ends_with_slash"),
            models.UniqueConstraint(
                fields=["parent", "label"],
                name="category_label_once",
                violation_error_message="同级已有同名类别。",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def codes(self) -> tuple[str, ...]:
        """This branch with all it lies under, the root first."""
        return tuple(self.path.strip("/").split("/"))
