"""What a suite found: a table on the screen, progress meanwhile, a dated JSON to keep."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as RichTable

from evals.data import REPOSITORY

RESULTS = REPOSITORY / "evals" / "results"
Advance: TypeAlias = Callable[[int], None]

_WIDTH = 140
"""Of tables that go into a file or a pipe, in characters."""

_screen = Console(highlight=False, markup=False)
if not _screen.is_terminal:
    _screen.width = _WIDTH
_messages = Console(stderr=True, highlight=False, markup=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a suite to run; None for all. Only whole runs are kept."""

    articles: int | None = None
    questions: int | None = None
    rounds: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self == Limits()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as they are shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure with the least, or the most, that it should be."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the figure is as it should be."""
        low = self.least is None or self.value >= self.least
        return low and (self.most is None or self.value <= self.most)

    @property
    def bound(self) -> str:
        """What it should be, in words."""
        return f"at least {self.least:g}" if self.least is not None else f"at most {self.most:g}"


@dataclass(frozen=True, slots=True)
class Result:
    """What one suite found. ``broken`` are sentences about promises that were not kept.

    ``figures`` and ``settings`` hold numbers, names and ids, never a text of the material.
    """

    suite: str
    settings: Mapping[str, Any]
    figures: Mapping[str, Any]
    tables: Sequence[Table] = ()
    goals: Sequence[Goal] = ()
    notes: Sequence[str] = ()
    broken: Sequence[str] = field(default=())


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Advance]:
    """A bar on standard error; the function moves it on by so many."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_messages, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.update(task, advance=count)


def say(sentence: str) -> None:
    """Tell what is going on, on standard error."""
    _messages.print(sentence, soft_wrap=True)


def show(result: Result) -> None:
    """Print what a suite found."""
    for table in result.tables:
        _print(table)
    if result.goals:
        rows = tuple(
            (goal.name, f"{goal.value:.4g}", goal.bound, "met" if goal.is_met else "MISSED")
            for goal in result.goals
        )
        _print(Table(f"{result.suite}: goals", ("figure", "is", "should be", ""), rows))
    for note in result.notes:
        _screen.print(f"  {note}", soft_wrap=True)
    for sentence in result.broken:
        _screen.print(f"  BROKEN: {sentence}", style="red", soft_wrap=True)


def keep(result: Result) -> Path:
    """Write what a suite found under ``evals/results``, dated in UTC."""
    now = datetime.now(UTC)
    record = {
        "suite": result.suite,
        "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "commit": _commit(),
        "machine": {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2)},
        "settings": dict(result.settings),
        "figures": dict(result.figures),
        "goals": {
            goal.name: {"value": goal.value, "bound": goal.bound, "met": goal.is_met}
            for goal in result.goals
        },
        "broken": list(result.broken),
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%dT%H%M}-{result.suite}.json"
    path.write_text(json.dumps(_rounded(record), indent=2) + "\n", encoding="utf-8")
    return path


def _print(table: Table) -> None:
    shown = RichTable(title=table.title, title_justify="left")
    for place, column in enumerate(table.columns):
        shown.add_column(column, justify="left" if place == 0 else "right")
    for row in table.rows:
        shown.add_row(*row)
    _screen.print(shown)


def _commit() -> str:
    """The commit that was measured, marked where files differ from it."""
    command = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {name: _rounded(inner) for name, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value
