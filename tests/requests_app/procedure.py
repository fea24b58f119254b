"""The procedure of a request as a page for people, drawn from the one table of steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.contracts import Step
from foundation.ledger.acts import PUBLIC
from requests_app.capabilities import CAPABILITIES
from requests_app.letter_steps import LETTER_STEPS
from requests_app.models import LetterStage, RectificationStage, Stage
from requests_app.rectification_steps import RECTIFICATION_STEPS
from requests_app.steps import STEPS

HEAD = """# 依申请公开的办理程序

本页由程序中的环节表（`requests_app/steps.py`、`letter_steps.py`、`rectification_steps.py`）画出，与系统实际执行的规则一致，不要手改；
改了环节表，运行`UPDATE_PROCEDURE=1 python3 manage.py test tests/requests_app/test_procedure.py`。
"""
WHO = {PUBLIC: "申请人（凭编号和查询码）", **{one.code: one.wording for one in CAPABILITIES}}


@dataclass(frozen=True)
class Procedure:
    """One kind of case with its table of steps."""

    title: str
    stages: Any
    steps: Sequence[Step]


PROCEDURES = (
    Procedure("政府信息公开申请", Stage, STEPS),
    Procedure("协查函", LetterStage, LETTER_STEPS),
    Procedure("更正申请（条例第41条）", RectificationStage, RECTIFICATION_STEPS),
)


def page() -> str:
    """The whole page: for each kind of case the stages and what leads on, then every act by stage."""
    return "\n".join((HEAD, *(line for one in PROCEDURES for line in _chapter(one)))) + "\n"


def _chapter(procedure: Procedure) -> Iterator[str]:
    yield from (f"## {procedure.title}", "", "```mermaid", "stateDiagram-v2", *_diagram(procedure), "```")
    yield from (*_tables(procedure), "")


def _diagram(procedure: Procedure) -> Iterator[str]:
    for stage in procedure.stages:
        yield f'    state "{stage.label}" as {stage.value}'
    for step in procedure.steps:
        for start in step.from_stages or ("[*]",):
            if step.to_stage and step.to_stage != start:
                yield f"    {start} --> {step.to_stage}: {step.wording}"


def _tables(procedure: Procedure) -> Iterator[str]:
    beginning = [step for step in procedure.steps if not step.from_stages]
    yield from _table("开始一件", beginning, procedure)
    for stage in procedure.stages:
        lawful = [step for step in procedure.steps if stage in step.from_stages]
        if lawful:
            yield from _table(f"在“{stage.label}”可以办理", lawful, procedure)


def _table(title: str, steps: list[Step], procedure: Procedure) -> Iterator[str]:
    columns = ("环节", "结果", "办理后", "需要的权限", "依据")
    yield from ("", f"### {title}", "", _row(columns), _row(["---"] * len(columns)))
    for step in steps:
        after = procedure.stages(step.to_stage).label if step.to_stage else "不变"
        yield _row((step.wording, step.result, after, WHO[step.capability], step.article))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
