"""Figures that sentences of either format draw, beside the tables. Pure data."""

from __future__ import annotations

from annual_report.figures import SEAT, Figure

PROCESSING_FEE = Figure(
    "requests.fees/collected/amount",
    "收取信息处理费",
    "本年度依照国办函〔2020〕109号实际收取的信息处理费，已退付的不计，单位元。",
    "元",
    decimals=True,
)

PUBLISHED_ROWS = (
    ("total", "", "本年各渠道主动公开的政府信息条数之和。"),
    ("website", "通过政府网站", "本年在政府网站主动公开的政府信息条数。"),
    ("weibo", "通过政务微博", "本年用政务微博主动公开的政府信息条数。"),
    ("wechat", "通过政务微信", "本年用政务微信主动公开的政府信息条数。"),
    ("gazette", "通过政府公报", "本年在政府公报刊载的政府信息条数。"),
    ("boards", "通过公告栏、查阅场所", "本年在公告栏、查阅场所公开的政府信息条数。"),
    ("press", "通过报刊、广播、电视", "本年通过报刊、广播、电视公开的政府信息条数。"),
    ("other", "通过其他方式", "本年通过其他方式主动公开的政府信息条数。"),
)
TIMELINESS_ROWS = (
    ("answered", "办结的申请", "本年办结的申请件数，以送达之日为准。"),
    ("in_time", "按时办结的申请", "本年在法定期限以内（含依法延长）办结的申请件数。"),
    ("late", "超期办结的申请", "本年超过法定期限才办结的申请件数。"),
)
LETTER_ROWS = (
    ("received", "接收协查函", "本年收到其他行政机关协查函的件数。"),
    ("answered", "答复协查函", "本年已答复的协查函件数。"),
    ("answered_in_time", "按时答复协查函", "本年在函定期限以内答复的协查函件数。"),
)
STAFF_ROWS = (
    ("full_time", "专职人员", "12月31日从事政府信息公开工作的专职人员数。"),
    ("part_time", "兼职人员", "12月31日从事政府信息公开工作的兼职人员数。"),
    ("total", "政府信息公开工作人员", "12月31日从事政府信息公开工作的人员数，专职、兼职合计。"),
)


def sentence_figures() -> tuple[Figure, ...]:
    return (*published(), *timeliness(), *letters(), *staff(), PROCESSING_FEE)


def published() -> tuple[Figure, ...]:
    return tuple(
        Figure(f"disclosure.published/{row}/total", f"{how}主动公开政府信息", definition, "条")
        for row, how, definition in PUBLISHED_ROWS
    )


def timeliness() -> tuple[Figure, ...]:
    return _figures("requests.timeliness", TIMELINESS_ROWS, "件")


def letters() -> tuple[Figure, ...]:
    return _figures("requests.letters", LETTER_ROWS, "件")


def staff() -> tuple[Figure, ...]:
    return _figures("agencies.staff", STAFF_ROWS, "人")


def _figures(family: str, rows: tuple[tuple[str, str, str], ...], unit: str) -> tuple[Figure, ...]:
    return tuple(
        Figure(f"{family}/{row}/total", wording, definition, unit) for row, wording, definition in rows
    )


def with_seat(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures, and each of them once more for the seat (本级) alone."""
    return (*figures, *(seat(figure) for figure in figures))


def seat(figure: Figure) -> Figure:
    return Figure(
        figure.code + SEAT,
        f"{figure.wording}（本级）",
        f"{figure.definition}只计本机关及其办公厅（室）。",
        figure.unit,
        figure.decimals,
    )
