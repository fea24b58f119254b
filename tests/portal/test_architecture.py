"""The house stands: every room uses only the floors below it, in code, in migrations and in foreign keys."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.db.backends.postgresql.psycopg_any import is_psycopg3
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]

# From the ground up. Rooms on one line are neighbours and do not know each other.
FLOORS = (
    ("foundation.refusals", "foundation.once"),
    ("foundation.workdays",),
    ("foundation.privacy",),
    ("foundation.documents",),
    ("foundation.search",),
    ("foundation.contracts",),
    ("foundation.agencies",),
    ("foundation.files",),
    ("foundation.ledger",),
    ("foundation.signin",),
    ("foundation.staff", "foundation.outbox"),
    ("disclosure", "annual_report"),
    ("requests_app",),
    ("portal",),
)
HEIGHT = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
# Rooms of tools may use everything; in the house only the one command that runs them knows them.
TOOLS = {"benchmarks": "portal.management.commands.bench"}
Edge = tuple[str, str]


def room_of(name: str) -> str | None:
    """The room a dotted name belongs to; None for libraries and the bare `foundation` package."""
    return max((room for room in HEIGHT if f"{name}.".startswith(f"{room}.")), key=len, default=None)


def breaks_a_floor(user: str, used: str) -> bool:
    tool = used.split(".")[0]
    if tool in TOOLS:
        return user.split(".")[0] != tool and user != TOOLS[tool]
    above, below = room_of(user), room_of(used)
    return None not in (above, below) and above != below and HEIGHT[below] >= HEIGHT[above]


def source_files() -> Iterator[tuple[str, Path]]:
    for top in {room.split(".")[0] for room in (*HEIGHT, *TOOLS)}:
        for path in (ROOT / top).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports_of(module: str, is_package: bool, statements: Iterable[ast.AST]) -> Iterator[str]:
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # One dot is the package itself, every further dot one package up.
            package = module.split(".") if is_package else module.split(".")[:-1]
            parents = package[: len(package) + 1 - node.level] if node.level else []
            base = ".".join([*parents, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


DOTTED_NAME = re.compile(r"(portal|requests_app|disclosure|annual_report|foundation|benchmarks)(\.\w+){2,}")


def dotted_names(tree: ast.AST) -> Iterator[str]:
    """Steps and settings name functions in strings: that, too, is knowing a room."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and DOTTED_NAME.fullmatch(node.value)
        ):
            yield node.value


def code_edges() -> Iterator[Edge]:
    for module, path in source_files():
        tree = ast.parse(path.read_bytes())
        names = [*imports_of(module, path.stem == "__init__", ast.walk(tree)), *dotted_names(tree)]
        yield from ((module, name) for name in names)


def migration_edges() -> Iterator[Edge]:
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        user = f"{apps.get_app_config(app).name}.migrations.{name}"
        for label, _name in [*migration.dependencies, *migration.run_before]:
            yield user, apps.get_app_config(label).name


def foreign_key_edges() -> Iterator[Edge]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                yield f"{model.__module__}.{model.__name__}.{field.name}", field.related_model.__module__


@pytest.mark.parametrize(
    "edges", [code_edges, migration_edges, foreign_key_edges], ids=lambda edges: edges.__name__
)
def test_nothing_uses_its_own_floor_or_one_above(edges) -> None:
    seen = list(edges())
    assert len(seen) > 20
    broken = [f"{user} → {used}" for user, used in seen if breaks_a_floor(user, used)]
    assert not broken, "\n".join(broken)


def test_modules_do_not_import_each_other_in_circles() -> None:
    files = dict(source_files())
    graph: dict[str, set[str]] = {}
    for module, path in files.items():
        # What runs at import time; imports inside functions and for type checkers close no circle.
        names = imports_of(module, path.stem == "__init__", ast.parse(path.read_bytes()).body)
        found = {name if name in files else name.rpartition(".")[0] for name in names}
        graph[module] = {name for name in found if name in files and name != module}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


@pytest.mark.parametrize(
    ("user", "used"),
    [
        ("foundation.ledger.models", "portal.urls"),
        ("foundation.privacy.vault", "foundation.search.tokens"),
        ("disclosure.models", "annual_report.models"),
        ("annual_report.figures", "requests_app.clock"),
        ("requests_app", "portal"),
    ],
)
def test_the_check_sees_a_broken_floor(user: str, used: str) -> None:
    assert breaks_a_floor(user, used)
    assert not breaks_a_floor(used, used)
    assert breaks_a_floor(used, user) is (HEIGHT[room_of(user)] == HEIGHT[room_of(used)])


def test_only_their_command_knows_the_tools() -> None:
    assert not breaks_a_floor("portal.management.commands.bench", "benchmarks.recompute.measure")
    assert not breaks_a_floor("benchmarks.recompute", "benchmarks.rows")
    assert not breaks_a_floor("benchmarks.rows", "portal.embedded_postgres")
    for user in ("portal.views", "requests_app.admin", "foundation.contracts"):
        assert breaks_a_floor(user, "benchmarks.rows")


def test_the_check_reads_every_form_of_import() -> None:
    source = """
import disclosure.models as items
from annual_report import figures
from . import clock
from .operations.intake import file
from ..disclosure import items
def later():
    from portal.urls import urlpatterns
STEP = "requests_app.operations.intake.file"
"""
    tree = ast.parse(source)
    assert list(imports_of("requests_app.steps", False, ast.walk(tree))) == [
        "disclosure.models",
        "annual_report.figures",
        "requests_app.clock",
        "requests_app.operations.intake.file",
        "disclosure.items",
        "portal.urls.urlpatterns",
    ]
    assert list(imports_of("requests_app", True, ast.parse("from .clock import due").body)) == [
        "requests_app.clock.due"
    ]
    assert list(dotted_names(tree)) == ["requests_app.operations.intake.file"]


def test_every_installed_room_has_its_floor() -> None:
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
    installed = {config.name for config in apps.get_app_configs()}
    here = {name for name in ours if ".venv" not in apps.get_app_config(name.split(".")[-1]).path}
    assert here and here <= installed
    assert {name for name in here if room_of(name) != name} == set()


def test_psycopg_3_is_absent_because_django_would_silently_prefer_it() -> None:
    assert not is_psycopg3
    assert find_spec("psycopg") is None
