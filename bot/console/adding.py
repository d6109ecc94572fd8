"""``footnote add``."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from bot.console.progress import progress_bar
from bot.console.running import COULD_NOT, AsJson, DataDir, LibraryName, run
from bot.console.showing import print_json, print_receipt
from bot.contract import receipt_json
from bot.settings import Settings
from index.folder import open_folder
from index.values import Refusal


def add(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Text, Markdown and HTML files, JSON Lines, folders of them, or - for standard "
            "input.",
        ),
    ],
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="NAME", help="Group them; repeatable.")
    ] = None,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Add articles; each gets a receipt."""
    run(context, data, library, lambda settings: _add(settings, sources, tag or [], as_json))


async def _add(settings: Settings, sources: list[str], tags: list[str], as_json: bool) -> int:
    # The readers of Markdown, HTML and dates take a seventh of a second to import, which only
    # adding should pay.
    from index.ingest.reading import STDIN, count_sources, read_sources

    stdin = sys.stdin.buffer if STDIN in sources else None
    items = read_sources(sources, stdin=stdin, max_bytes=settings.max_article_bytes)
    total = await asyncio.to_thread(count_sources, sources) or 0
    done = refused = 0
    async with open_folder(settings.options(), "share", maintain=True) as folder:
        library = folder.library(settings.footnote_library)
        with progress_bar("Adding", "Indexing") as (report, indexing):
            async for receipt in library.add(items, tags, indexing):
                done += 1
                refused += isinstance(receipt, Refusal)
                if as_json:
                    print_json(receipt_json(receipt))
                else:
                    print_receipt(receipt)
                report(done, total)
    return COULD_NOT if refused else 0
