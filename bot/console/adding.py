"""``footnote add``."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from typing import Annotated

import typer

from bot.console.progress import progress_bar
from bot.console.running import COULD_NOT, AsJson, DataDir, LibraryName, run
from bot.console.showing import print_json, print_receipt
from bot.contract import receipt_json
from bot.settings import Settings
from index.folder import open_folder
from index.indexing import Progress
from index.library import Library
from index.values import Receipt, Refusal

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def add(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="PDF, DOCX, EPUB, text, Markdown and HTML files, JSON Lines, folders of them, "
            "addresses of web pages, or - for standard input.",
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
    from index.ingest.reading import count_sources

    urls = [source for source in sources if is_address(source)]
    files = [source for source in sources if not is_address(source)]
    count = await asyncio.to_thread(count_sources, files)
    total = 0 if count is None else count + len(urls)
    done = refused = 0
    async with open_folder(settings.options(), "share", maintain=True) as folder:
        library = folder.library(settings.footnote_library)
        with progress_bar("Adding", "Indexing") as (report, indexing):
            async for receipt in _receipts(library, settings, files, urls, tags, indexing):
                done += 1
                refused += isinstance(receipt, Refusal)
                if as_json:
                    print_json(receipt_json(receipt))
                else:
                    print_receipt(receipt)
                report(done, total)
    return COULD_NOT if refused else 0


def is_address(source: str) -> bool:
    """Whether a person means a web page by it."""
    return _ADDRESS.match(source) is not None


async def _receipts(
    library: Library,
    settings: Settings,
    files: list[str],
    urls: list[str],
    tags: list[str],
    indexing: Progress,
) -> AsyncIterator[Receipt | Refusal]:
    from index.fetch.fetching import open_fetcher
    from index.ingest.reading import STDIN, read_sources

    stdin = sys.stdin.buffer if STDIN in files else None
    items = read_sources(files, stdin=stdin, max_bytes=settings.max_article_bytes)
    async for receipt in library.add(items, tags, indexing):
        yield receipt
    if urls:
        async with open_fetcher(settings.fetch_options()) as fetcher:
            async for receipt in library.add_pages(urls, fetcher, tags):
                yield receipt
