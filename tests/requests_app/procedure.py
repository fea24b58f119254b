"""The procedure of a request as a page for people, drawn from the one table of steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foundation.contracts import Step
from foundation.ledger.acts import PUBLIC
from requests_app.capabilities import CAPABILITIES
from requests_app.models import Stage
from requests_app.steps import STEPS

HEAD = """# 依申请公开的办理程序

本页由程序中的环节表（`requests_app/steps.py`）画出，与系统实际执行的规则一致，不要手改；改了环节表，运行
`UPDATE_PROCEDURE=1 python3 manage.py test tests/requests_app/test_procedure.py`。

## 阶段

```mermaid
stateDiagram-v2"""
WHO = {PUBLIC: "申请人（凭编号和查询码）", **{one.code: one.wording for one in CAPABILITIES}}


def page() -> str:
    """The whole page: the stages and what leads from one to the next, then every act by stage."""
    return "\n".join((HEAD, *_diagram(), "```", *_tables())) + "\n"


def _diagram() -> Iterator[str]:
    for stage in Stage:
        yield f'    state "{stage.label}" as {stage.value}'
    for step in STEPS:
        for start in step.from_stages or ("[*]",):
            if step.to_stage and step.to_stage != start:
                yield f"    {start} --> {step.to_stage}: {step.wording}"


def _tables() -> Iterator[str]:
    yield from _table("开始一件", [step for step in STEPS if not step.from_stages])
    for stage in Stage:
        lawful = [step for step in STEPS if stage in step.from_stages]
        if lawful:
            yield from _table(f"在“{stage.label}”可以办理", lawful)


def _table(title: str, steps: list[Step]) -> Iterator[str]:
    columns = ("环节", "结果", "办理后", "需要的权限", "依据")
    yield from ("", f"## {title}", "", _row(columns), _row(["---"] * len(columns)))
    for step in steps:
        after = Stage(step.to_stage).label if step.to_stage else "不变"
        yield _row((step.wording, step.result, after, WHO[step.capability], step.article))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
