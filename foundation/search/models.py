"""The one table that is searched: flat, knows no domain, can be rebuilt from the rooms at any time."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchRow(models.Model):
    """A public record as it can be found; written in the transaction that publishes or withdraws it."""

    kind = models.CharField("种类", max_length=40)
    key = models.CharField("标识", max_length=200)
    url = models.TextField("地址")
    title = models.TextField("标题")
    document_number = models.TextField("文号", blank=True)
    agency_code = models.CharField("机关代码", max_length=40, blank=True)
    agency_name = models.TextField("机关名称", blank=True)
    category_codes = ArrayField(models.TextField(), verbose_name="类别代码", default=list)
    year = models.SmallIntegerField("年度")
    validity = models.CharField("有效性", max_length=40, blank=True)
    published_on = models.DateField("发布日期")
    body = models.TextField("正文", blank=True, help_text="原文，用于显示摘要")
    text = models.TextField("检索文本", help_text="标题、文号、正文的统一写法，用于核对字面")
    terms = ArrayField(models.TextField(), verbose_name="检索词")
    tokenizer_version = models.SmallIntegerField("分词版本")

    class Meta:
        verbose_name = verbose_name_plural = "检索条目"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_row_kind_key_unique"),
        ]
        indexes = [
            # find(): words and filters alike. fastupdate would make one unlucky writer wait for seconds.
            GinIndex(fields=["terms"], name="search_row_terms_gin", fastupdate=False),
            # find() without words: the newest first.
            models.Index(
                models.F("published_on").desc(), models.F("id").desc(), name="search_row_newest_first"
            ),
        ]

    def __str__(self) -> str:
        return self.title
