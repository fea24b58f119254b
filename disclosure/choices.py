"""The fixed vocabularies of published information."""

from __future__ import annotations

from django.db import models


class Stage(models.TextChoices):
    """Where an item stands on its way to the public; whether it is valid is another question."""

    DRAFT = "draft", "起草"
    REVIEW = "review", "待审核"
    CLEARED = "cleared", "待发布"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "已作废"


UNPUBLISHED = (Stage.DRAFT, Stage.REVIEW, Stage.CLEARED)
"""Stages in which the duty to publish still waits to be done."""


class Genre(models.TextChoices):
    """体裁. The two first are counted in section 二 of the yearly report."""

    NORMATIVE_DOCUMENT = "normative_document", "行政规范性文件"
    RULE = "rule", "规章"
    POLICY_DOCUMENT = "policy_document", "其他政策文件"
    INTERPRETATION = "interpretation", "政策解读"
    PLAN = "plan", "规划计划"
    STATISTICS = "statistics", "统计信息"
    FINANCE = "finance", "财政信息"
    ANNOUNCEMENT = "announcement", "公示公告"
    PERSONNEL = "personnel", "人事信息"
    ORGANISATION = "organisation", "机构职能"
    OTHER = "other", "其他"


class Publicity(models.TextChoices):
    """公开属性: openness is the norm (条例第5条, 第13条)."""

    PROACTIVE = "proactive", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Ground(models.TextChoices):
    """Why information is withheld (条例第14条至第16条); the first three must be, the last three may be."""

    STATE_SECRET = "state_secret", "依法确定为国家秘密（第14条）"
    PROHIBITED = "prohibited", "法律、行政法规禁止公开（第14条）"
    SECURITY = "security", "可能危及国家安全、公共安全、经济安全、社会稳定（第14条）"
    THIRD_PARTY = "third_party", "商业秘密、个人隐私等（第15条）"
    INTERNAL = "internal", "内部事务信息（第16条）"
    PROCESS = "process", "过程性信息（第16条）"
    CASE_FILE = "case_file", "行政执法案卷信息（第16条）"


class Validity(models.TextChoices):
    """有效性. Repealed and expired documents stay readable and are marked."""

    IN_FORCE = "in_force", "有效"
    EXPIRED = "expired", "失效"
    REPEALED = "repealed", "废止"


class Channel(models.TextChoices):
    """Where information is made public (条例第23条); the website's count comes from the items themselves."""

    WEBSITE = "website", "政府网站"
    WEIBO = "weibo", "政务微博"
    WECHAT = "wechat", "政务微信"
    GAZETTE = "gazette", "政府公报"
    BOARDS = "boards", "公告栏、查阅场所"
    PRESS = "press", "报刊、广播、电视、新闻发布会"
    OTHER = "other", "其他方式"


class ReviewResult(models.TextChoices):
    """What the secrecy review found (条例第17条)."""

    OPEN = "open", "可以公开"
    DOUBTFUL = "doubtful", "不能确定，提请主管部门或者保密行政管理部门确定"
    NOT_OPEN = "not_open", "不宜公开，退回起草"
