"""`manage.py deadline`: a file in, a date with its reasons out; needs neither Django nor a database."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from foundation.contracts import Refusal, Refused
from foundation.workdays.calendar import Calendar, UnknownDay
from foundation.workdays.committed import committed_calendar
from requests_app.clock_rules import DEFAULT, Rules
from requests_app.deadline_answer import answer
from requests_app.deadline_case import read_case


class Writer(Protocol):
    def write(self, text: str, /) -> object: ...


REFUSED = 2
MOST_CHARACTERS = 1_000_000
HELP = "按收到日期和各个环节的日期计算答复期限 (compute a request's deadline; see docs/deadline.md)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--case", required=True, metavar="FILE", help="JSON文件，“-”为标准输入 (a JSON file, - for stdin)"
    )


def main(arguments: list[str]) -> int:
    """Without a configured database: on the calendar that comes with the product."""
    parser = argparse.ArgumentParser(prog="manage.py deadline", description=HELP)
    add_arguments(parser)
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return run(parser.parse_args(arguments).case, committed_calendar(), today)


def run(
    path: str,
    calendar: Calendar,
    today: date,
    rules: Rules = DEFAULT,
    out: Writer | None = None,
    err: Writer | None = None,
) -> int:
    """Print the answer and return 0; or the refusal, as JSON and as a sentence on `err`, and return 2."""
    out, err = out or sys.stdout, err or sys.stderr
    try:
        result = answer(read_case(_read(path), today), calendar, rules)
    except Refused as refused:
        return _refuse(refused.refusal, out, err)
    except UnknownDay:
        return _refuse(Refusal("日期太远，算不出来。", remedy="请核对年份。", field="events"), out, err)
    _print(result, out)
    return 0


def _read(path: str) -> object:
    """The JSON value in the file. Raises Refused for what is no readable JSON."""
    try:
        text = _text_of(sys.stdin.fileno() if path == "-" else path)
        if len(text) > MOST_CHARACTERS:
            raise _unreadable(f"文件超过{MOST_CHARACTERS}个字符。", "请核对文件。")
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except OSError as problem:
        raise _unreadable(f"读不到文件{path}。", "请核对路径和读取权限。") from problem
    except UnicodeDecodeError as problem:
        raise _unreadable("文件不是UTF-8编码。", "请另存为UTF-8。") from problem
    except json.JSONDecodeError as problem:
        where = f"第{problem.lineno}行第{problem.colno}个字符"
        raise _unreadable(f"文件不是有效的JSON（{where}）。", "请改正这一处。") from problem
    except (RecursionError, ValueError) as problem:
        raise _unreadable("文件不是可以处理的JSON。", "请核对文件。") from problem


def _text_of(file: str | int) -> str:
    """UTF-8, whatever the locale says."""
    with open(file, encoding="utf-8", closefd=isinstance(file, str)) as opened:
        return opened.read(MOST_CHARACTERS + 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Which of two values of one key is meant, nobody can say."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refused(Refusal(f"“{key}”写了两次。", remedy="请只保留一个。", field=key))
        found[key] = value
    return found


def _refuse(refusal: Refusal, out: Writer, err: Writer) -> int:
    _print(
        {
            "error": {
                "field": refusal.field,
                "message": refusal.sentence,
                "article": refusal.article,
                "remedy": refusal.remedy,
            }
        },
        out,
    )
    place = f"{refusal.field}：" if refusal.field else ""
    err.write(f"{place}{refusal}\n")
    return REFUSED


def _print(result: object, out: Writer) -> None:
    out.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")


def _unreadable(sentence: str, remedy: str) -> Refused:
    return Refused(Refusal(sentence, remedy=remedy, field=""))
