"""What was searched before an answer says that there is nothing: where, for what, by whom (检索记录)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from requests_app.models.requests import RequestPart


class SearchPlace(models.TextChoices):
    """Where government information is kept."""

    DOCUMENTS = "documents", "公文（办公）系统"
    BUSINESS = "business", "业务系统、数据库"
    ARCHIVE = "archive", "本机关档案室"
    REGISTER = "register", "纸质登记簿、台账"
    WEBSITE = "website", "政府网站、公开平台"
    PEOPLE = "people", "询问经办科室、人员"
    OTHER = "other", "其他"


class SearchResult(models.TextChoices):
    NOTHING = "nothing", "没有找到"
    FOUND = "found", "找到了"


class SearchLogEntry(models.Model):
    """One search for one part. Rows are only added: what was searched stays searched.

    It is what a review organ or a court asks for when the answer was 经检索没有 (条例第36条第（四）项).
    """

    append_only = True

    part = models.ForeignKey(RequestPart, models.PROTECT, related_name="searches", verbose_name="申请事项")
    searched_on = models.DateField("检索日期")
    place = models.CharField("检索范围", max_length=10, choices=SearchPlace.choices)
    place_name = models.CharField("系统、卷宗或者科室的名称", max_length=100)
    terms = models.CharField("检索词", max_length=200)
    span = models.CharField("时间范围", max_length=60, blank=True)
    result = models.CharField("结果", max_length=7, choices=SearchResult.choices)
    found = models.CharField("找到的内容", max_length=300, blank=True)
    searcher_name = models.CharField("检索人", max_length=50)

    class Meta:
        verbose_name = "检索记录"
        verbose_name_plural = "检索记录"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(place__in=SearchPlace.values), name="search_place_known"),
            models.CheckConstraint(condition=Q(result__in=SearchResult.values), name="search_result_known"),
            models.CheckConstraint(
                condition=~Q(place_name="") & ~Q(terms="") & ~Q(searcher_name=""),
                name="search_says_where_for_what_and_who",
            ),
            models.CheckConstraint(
                condition=Q(Q(result=SearchResult.FOUND), ~Q(found=""))
                | Q(result=SearchResult.NOTHING, found=""),
                name="search_that_found_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.searched_on}"
