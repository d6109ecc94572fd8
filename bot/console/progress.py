"""A progress bar for what takes more than a second."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial
from typing import Protocol

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from bot.console.running import messages
from bot.settings import Settings
from index.folder import Folder, open_folder

_PATIENCE_SECONDS = 1.0


class Report(Protocol):
    """Takes what is done and what there is to do, 0 for unknown, and what it is at."""

    def __call__(self, done: int, total: int, at: str = "", /) -> None:
        """Show how far it is."""


@asynccontextmanager
async def owned_folder(settings: Settings, *, maintain: bool = False) -> AsyncIterator[Folder]:
    """The data folder, owned, after a bar for what had been left to index."""
    async with AsyncExitStack() as stack:
        with progress_bar("Indexing what was left") as (report,):
            opening = open_folder(settings.options(), maintain=maintain, progress=report)
            folder = await stack.enter_async_context(opening)
        yield folder


@contextmanager
def progress_bar(*what: str) -> Iterator[list[Report]]:
    """For each of ``what`` a function to call with what is done and what there is to do.

    The bars appear on standard error, where that is a terminal, once a
    second has passed.
    """
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=messages(),
        transient=True,
        # Else what goes to standard output while a bar is shown would end in its console.
        redirect_stdout=False,
        redirect_stderr=False,
    )
    started = time.monotonic()

    def report(name: str, task: TaskID, done: int, total: int, at: str = "") -> None:
        if time.monotonic() - started > _PATIENCE_SECONDS and bar.console.is_terminal:
            bar.start()
        told = f"{name} · {at}" if at else name
        bar.update(task, description=told, completed=done, total=total or None)

    try:
        yield [partial(report, name, bar.add_task(name, total=None)) for name in what]
    finally:
        if bar.live.is_started:
            bar.stop()
