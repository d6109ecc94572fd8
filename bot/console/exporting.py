"""``footnote export``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from bot.console.progress import progress_bar
from bot.console.running import AsJson, DataDir, LibraryName, messages, output, run, warn
from bot.console.showing import print_json
from bot.contract import VERSION
from bot.settings import Settings
from index.errors import InvalidInput
from index.folder import Folder, open_folder

if TYPE_CHECKING:
    from index.portable.exporting import Exported

STANDARD = "-"


def export(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to write, - for standard output.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    with_private: Annotated[
        bool, typer.Option("--with-private", help="Private questions and answers too.")
    ] = False,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Write a library into one file, while it is in use."""
    if file == STANDARD and as_json:
        raise typer.BadParameter("standard output is the file already", ctx=context)
    run(context, data, library, lambda chosen: _export(chosen, file, force, with_private, as_json))


async def _export(settings: Settings, file: str, force: bool, private: bool, as_json: bool) -> None:
    # Only these two commands should pay for importing the records and their checks.
    from index.portable.lines import new_file

    async with open_folder(settings.options(), "look") as folder:
        name = folder.library(settings.footnote_library).name
        if file == STANDARD:
            if sys.stdout.isatty():
                raise InvalidInput("An export is not for reading; send it to a file or a program.")
            exported = await _write(folder, name, sys.stdout.buffer, private)
            sys.stdout.buffer.flush()
        else:
            with new_file(Path(file), force=force) as stream:
                exported = await _write(folder, name, stream, private)
    if exported.left_out:
        warn(
            f"{exported.left_out} private answers or watches were left out; --with-private takes "
            "them along."
        )
    _tell(name, file, exported, as_json)


async def _write(folder: Folder, name: str, stream: BinaryIO, private: bool) -> Exported:
    from index.portable.exporting import export_library

    with progress_bar("Exporting") as (report,):
        return await export_library(folder, name, stream, private=private, progress=report)


def _tell(name: str, file: str, exported: Exported, as_json: bool) -> None:
    if as_json:
        print_json({"version": VERSION, "library": name, "file": file, **asdict(exported)})
        return
    console = messages() if file == STANDARD else output()
    console.print(
        f"Exported {counted(exported.articles, 'article')} with "
        f"{counted(exported.revisions, 'revision')}, {counted(exported.feeds, 'feed')}, "
        f"{counted(exported.answers, 'answer')} and {counted(exported.watches, 'watch', 'es')} "
        f"of library {name!r}."
    )


def counted(number: int, noun: str, plural: str = "s") -> str:
    """A number of things: ``1 article``, ``2 articles``."""
    return f"{number} {noun}{'' if number == 1 else plural}"
