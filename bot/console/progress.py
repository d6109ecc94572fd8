"""A progress bar for what takes more than a second."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from functools import partial

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
from index.indexing import Progress as Report

_PATIENCE_SECONDS = 1.0


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

    0 to do means unknown. The bars appear on standard error, where that is a terminal, once a
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

    def report(task: TaskID, done: int, total: int) -> None:
        if time.monotonic() - started > _PATIENCE_SECONDS and bar.console.is_terminal:
            bar.start()
        bar.update(task, completed=done, total=total or None)

    try:
        yield [partial(report, bar.add_task(name, total=None)) for name in what]
    finally:
        if bar.live.is_started:
            bar.stop()
