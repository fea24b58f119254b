"""When an act on an item is unlawful, and what should be looked at although it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from disclosure import document_numbers
from disclosure.choices import Publicity, ReviewResult, Validity
from disclosure.cleaning import plain_text
from foundation.contracts import Refusal
from foundation.privacy.detectors import (
    find_bank_cards,
    find_classification_marks,
    find_identity_numbers,
    find_mobiles,
)
from foundation.workdays.wording import full_date

SECRECY = "《政府信息公开条例》第17条"
METADATA = "《政府信息公开条例》第12条"
PRIVACY = "《政府信息公开条例》第15条、《个人信息保护法》第10条"
SECRETS = "《保守国家秘密法》第35条"
HEAD = 300
"""Characters at the beginning of a text in which a classification mark stands."""


def no_objection(item: Any, on: date) -> Refusal | None:
    return None


# --- the facts of an item -------------------------------------------------------------------------------


def inconsistent(item: Any) -> Refusal | None:
    """Facts that contradict each other, in the words of the clerk; the database refuses them too."""
    return _publicity_without_reason(item) or _dates_out_of_order(item) or _first_publication(item)


def _publicity_without_reason(item: Any) -> Refusal | None:
    reason, ground = bool(item.publicity_reason), bool(item.publicity_ground)
    if item.publicity == Publicity.PROACTIVE:
        if reason or ground:
            return Refusal(
                "公开属性是“主动公开”，不应填写不公开的依据或者理由。",
                remedy="请清空依据和理由，或者改选公开属性。",
                field="publicity",
            )
        return None
    if not reason:
        return Refusal(
            "不主动公开的信息必须写明理由。",
            "国办发〔2016〕80号",
            "请填写理由；没有理由的应当主动公开。",
            "publicity_reason",
        )
    if (item.publicity == Publicity.WITHHELD) != ground:
        return Refusal(
            "“不予公开”必须选择法定依据，“依申请公开”不选。",
            "《政府信息公开条例》第14条至第16条",
            "请核对公开属性和依据。",
            "publicity_ground",
        )
    return None


def _dates_out_of_order(item: Any) -> Refusal | None:
    pairs = (
        ("formed_on", "成文日期", item.formed_on, "原发布日期", item.first_published_on),
        ("effective_from", "施行日期", item.effective_from, "有效期至", item.effective_to),
        ("repealed_on", "成文日期", item.formed_on, "废止日期", item.repealed_on),
    )
    for field, earlier_name, earlier, later_name, later in pairs:
        if earlier and later and earlier > later:
            return Refusal(
                f"{earlier_name}（{full_date(earlier)}）晚于{later_name}（{full_date(later)}）。",
                remedy="请核对这两个日期。",
                field=field,
            )
    return None


def _first_publication(item: Any) -> Refusal | None:
    if item.first_published_on and not (item.original_url or item.original_evidence_id):
        return Refusal(
            "填写了原发布日期，但没有原网址，也没有原发布的证据。",
            remedy="请填写原网址，或者不填原发布日期。",
            field="original_url",
        )
    return None


def incomplete(item: Any, on: date) -> Refusal | None:
    """What the catalogue must show is missing: 索引、名称、内容概述、生成日期 (条例第12条)."""
    if item.formed_on is None:
        return Refusal("还没有填写成文日期。", METADATA, "请先修改草稿，补填成文日期。", "formed_on")
    if item.formed_on > on:
        return Refusal(
            f"成文日期（{full_date(item.formed_on)}）晚于{full_date(on)}。",
            remedy="请改为实际成文的日期。",
            field="formed_on",
        )
    if not item.summary.strip():
        return Refusal("还没有填写内容概述。", METADATA, "请先修改草稿，用一两句话写明内容。", "summary")
    if not item.body_html and not item.attachments.exists():
        return Refusal("既没有正文，也没有附件。", remedy="请先填写正文或者上传附件。", field="body")
    return inconsistent(item)


# --- the leak guard -------------------------------------------------------------------------------------


def own_texts(item: Any) -> Iterator[tuple[str, str]]:
    """The texts of the item itself, with the name of their place."""
    yield "名称", item.title
    yield "文号", item.document_number
    yield "内容概述", item.summary
    yield "正文", plain_text(item.body_html)


def all_texts(item: Any) -> Iterator[tuple[str, str]]:
    """Every text that would become public with the item, its files included."""
    yield from own_texts(item)
    for attachment in item.attachments.select_related("file"):
        yield f"附件“{attachment.title}”的名称", f"{attachment.title}\n{attachment.file.name}"
        yield f"附件“{attachment.title}”", attachment.file.text


def leaking(parts: Iterator[tuple[str, str]]) -> Refusal | None:
    """An identity number in what is about to become public; the number itself is not repeated."""
    for place, text in parts:
        if found := len(find_identity_numbers(text)):
            return Refusal(
                f"{place}中有{found}处公民身份号码，不能公开。", PRIVACY, "请删去或者遮盖后再办理。", "leak"
            )
    return None


def classified(parts: Iterator[tuple[str, str]]) -> Refusal | None:
    """A text that bears a mark of secrecy in its head."""
    for place, text in parts:
        if marks := find_classification_marks(text[:HEAD]):
            return Refusal(
                f"{place}带有密级或者内部资料标志“{marks[0].text.strip()}”，不能公开，也不得存放在本系统。",
                SECRETS,
                "请作废草稿，并立即告知本单位保密工作机构。",
                "leak",
            )
    return None


def leaks_item(item: Any) -> Refusal | None:
    return classified(all_texts(item)) or leaking(all_texts(item))


# --- steps ----------------------------------------------------------------------------------------------


def may_be_submitted(item: Any, on: date) -> Refusal | None:
    return incomplete(item, on) or leaks_item(item)


def may_be_published(item: Any, on: date) -> Refusal | None:
    """Checked again at the last moment, because facts and the detectors may have changed."""
    if item.publicity != Publicity.PROACTIVE:
        return Refusal(
            f"公开属性是“{item.get_publicity_display()}”的信息不能发布。",
            "《政府信息公开条例》第13条",
            "可以退回起草，改为“主动公开”后重新审查。",
            "publicity",
        )
    review = item.secrecy_reviews.last()
    if review is None or review.result != ReviewResult.OPEN:
        return Refusal("没有“可以公开”的保密审查意见，不能发布。", SECRECY, "请先办理审核和保密审查。")
    return incomplete(item, on) or leaks_item(item)


def may_lose_force(item: Any, on: date) -> Refusal | None:
    if item.validity == Validity.REPEALED:
        return Refusal(f"此件已于{full_date(item.repealed_on)}废止。", remedy="如日期有误，请先更正。")
    if item.formed_on and on < item.formed_on:
        return Refusal(
            f"废止、失效的日期早于成文日期（{full_date(item.formed_on)}）。",
            remedy="请核对日期。",
            field="effective_on",
        )
    return None


def may_expire(item: Any, on: date) -> Refusal | None:
    if item.validity == Validity.EXPIRED:
        return Refusal(f"此件已于{full_date(item.effective_to)}期满失效。", remedy="不需要再办理。")
    return may_lose_force(item, on)


# --- what is lawful but should be looked at -------------------------------------------------------------


def warnings(item: Any) -> list[str]:
    """Sentences shown before publication; none of them stops it."""
    found = document_numbers.faults(item.document_number, item.formed_on)
    if "见附件" in (words := plain_text(item.body_html)) and len(words) < 20:
        found.append("正文只写了“见附件”。请写出主要内容，方便手机用户阅读和检索。")
    for place, text in all_texts(item):
        found += _numbers_to_look_at(place, text)
    for attachment in item.attachments.select_related("file"):
        if not attachment.file.text_extracted:
            found.append(f"附件“{attachment.title}”提取不出文字，系统未能检查，请人工核对有无个人信息。")
    return found


def _numbers_to_look_at(place: str, text: str) -> list[str]:
    kinds = (("手机号码", find_mobiles(text)), ("银行卡号", find_bank_cards(text)))
    return [f"{place}中有{len(hits)}处{kind}，请核对是否应当公开。" for kind, hits in kinds if hits]
