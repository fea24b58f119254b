"""Cells of real published reports, under the codes of our figures."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from annual_report.figures import Number
from annual_report.formats import applications_table, proactive_table, remedies_table

REPORTS = Path(__file__).parent.parent / "data" / "reports"
COMPLETE = ("huaianshi-2024", "suqianshi-2023", "suqianshi-2024", "huaian-hongzequ-2024")


def published(name: str) -> dict[str, object]:
    text = (REPORTS / f"{name}.json").read_text(encoding="utf-8")
    report: dict[str, object] = json.loads(text, parse_float=Decimal)
    return report


def cells_of(name: str) -> dict[str, Number]:
    """All cells of a published report; o1 and o2 are 0 where the report has the one row of 2019."""
    report = published(name)
    applications = report["applications"]
    cells: dict[str, Number] = {}
    for row, _, _ in applications_table.ROWS:
        values = applications.get(row, [0] * 7)
        for (column, _), value in zip(applications_table.COLUMNS, values, strict=True):
            cells[applications_table.code(row, column)] = value
    cells.update(_remedies(report["remedies"]))
    cells.update(_proactive(report["proactive"]))
    return cells


def _remedies(values: list[int]) -> dict[str, Number]:
    codes = [
        remedies_table.code(group, column)
        for group, _, _ in remedies_table.GROUPS
        for column, _, _ in remedies_table.COLUMNS
    ]
    return dict(zip(codes, values, strict=True))


def _proactive(rows: dict[str, list[Number]]) -> dict[str, Number]:
    cells: dict[str, Number] = {}
    for grid in proactive_table.grids():
        for row in grid.rows:
            cells.update(zip(row.cells, rows[row.labels[0].text], strict=True))
    return cells
