"""``footnote import``."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from bot.console.exporting import STANDARD, counted
from bot.console.progress import progress_bar
from bot.console.running import (
    COULD_NOT,
    AsJson,
    DataDir,
    LibraryName,
    messages,
    output,
    run,
    warn,
)
from bot.console.showing import print_json
from bot.contract import VERSION
from bot.settings import Settings
from index.errors import UnreadableSource
from index.folder import open_folder

if TYPE_CHECKING:
    from index.portable.importing import Imported


def import_(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="What export wrote, - for standard input.")
    ],
    merge: Annotated[
        bool, typer.Option("--merge", help="Add to a library that has articles.")
    ] = False,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Read a library back that export wrote, under its own name without --library."""
    before = (context.obj or {}).get("library")
    name = library if library is not None else before
    run(context, data, library, lambda settings: _import(settings, file, name, merge, as_json))


async def _import(
    settings: Settings, file: str, name: str | None, merge: bool, as_json: bool
) -> int:
    # Only these two commands should pay for importing the records and their checks.
    from index.portable.importing import Reports, import_library

    with _opened(file) as stream:
        if not stream.seekable():
            stream = await asyncio.to_thread(_spooled, stream)
        async with open_folder(settings.options(), "share", maintain=True) as folder:
            with progress_bar("Checking", "Importing", "Indexing") as reports:
                imported = await import_library(
                    folder,
                    stream,
                    name,
                    max_bytes=settings.max_article_bytes,
                    merge=merge,
                    reports=Reports(*reports),
                )
    if as_json:
        print_json({"version": VERSION, **asdict(imported)})
    else:
        _tell(imported)
    return COULD_NOT if _warned(imported) else 0


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STANDARD:
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115  # closed below
    except OSError as exc:
        raise UnreadableSource(f"{file} cannot be read ({exc.strerror}).") from exc
    with stream:
        yield stream


def _spooled(stream: BinaryIO) -> BinaryIO:
    """A copy that can be read twice: first to check it, then to take it in."""
    # Nobody else sees a temporary file, and it is gone once it is closed.
    copy = tempfile.TemporaryFile()  # noqa: SIM115
    shutil.copyfileobj(stream, copy)
    return copy


def _tell(imported: Imported) -> None:
    output().print(
        f"Imported {counted(imported.articles, 'article')}, {counted(imported.feeds, 'feed')}, "
        f"{counted(imported.answers, 'answer')} and {counted(imported.watches, 'watch', 'es')} "
        f"into library {imported.library!r}; "
        f"{counted(imported.changed, 'article')} there changed."
    )
    if not imported.indexed:
        messages().print("The process that has the data folder open indexes them now.")


def _warned(imported: Imported) -> bool:
    """Tell what was not taken in; whether the file had something that it should not have."""
    for number, what in (
        (imported.refused, "not what they should be"),
        (imported.unknown, "of a kind that this version of Footnote does not know"),
        (imported.foreign, "about the Discord server that the library comes from"),
    ):
        if number:
            warn(f"{counted(number, 'record')} left out: {what}.")
    if imported.spans:
        warn(f"{counted(imported.spans, 'quotation')} left out: no article has them.")
    return bool(imported.refused or imported.spans)
