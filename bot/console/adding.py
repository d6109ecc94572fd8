"""``footnote add``."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.console.progress import Report, progress_bar
from bot.console.reporting import Outcomes, failure_report
from bot.console.running import COULD_NOT, AsJson, DataDir, LibraryName, messages, run
from bot.settings import Settings
from index.bulk.choice import Choice, Tally
from index.bulk.listing import ListFile
from index.folder import Folder, open_folder
from index.limits import check_days
from index.values import Filters

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a person wants added: addresses, files and folders, and how."""

    urls: Sequence[str]
    files: Sequence[str]
    tags: Sequence[str]
    choice: Choice


def add(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="PDF, DOCX, EPUB, text, Markdown and HTML files, JSON Lines, folders of them, "
            "addresses of web pages, or - for standard input; and what lists pages, as a file or "
            "an address: addresses one a line, a sitemap, a feed, OPML.",
        ),
    ],
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="NAME", help="Group them; repeatable.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Of a sitemap or feed only what it dates DAY or later."),
    ] = None,
    match: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Of listed pages only those with TEXT in the address."),
    ] = None,
    most: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Fetch at most N listed pages.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch listed pages that are stored already too.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what failed and why; FILE can be added again."),
    ] = None,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Add articles; each gets a receipt."""
    urls = [source for source in sources if is_address(source)]
    files = [source for source in sources if not is_address(source)]
    given = _Given(urls, files, tag or [], Choice(since, match, most, again))
    run(context, data, library, lambda settings: _add(settings, given, report, as_json))


def is_address(source: str) -> bool:
    """Whether a person means a web page by it."""
    return _ADDRESS.match(source) is not None


async def _add(settings: Settings, given: _Given, report: Path | None, as_json: bool) -> int:
    check_days(Filters(since=given.choice.since))
    outcomes, tally = Outcomes(as_json=as_json), Tally()
    with failure_report(report, given.files, outcomes), outcomes.summed_up(tally):
        async with open_folder(settings.options(), "share", maintain=True) as folder:
            with progress_bar("Adding", "Indexing") as (adding, indexing):
                work = _Work(settings, given, folder, outcomes, tally)
                lists = await work.files(adding, indexing)
                if given.urls or lists:
                    await work.pages(lists, adding)
    return COULD_NOT if outcomes.refusals else 0


@dataclass(frozen=True, slots=True)
class _Work:
    """One command at work in an open folder."""

    settings: Settings
    given: _Given
    folder: Folder
    outcomes: Outcomes
    tally: Tally

    async def files(self, adding: Report, indexing: Report) -> list[ListFile]:
        """Add what is in files, and return those that list pages instead."""
        # The readers of Markdown, HTML and dates take a seventh of a second to import, which only
        # adding should pay.
        from index.ingest.reading import STDIN, count_sources, read_sources
        from index.ingest.walking import passed_over

        files, lists = self.given.files, list[ListFile]()
        total = await asyncio.to_thread(count_sources, files)
        stdin = sys.stdin.buffer if STDIN in files else None
        limit = self.settings.max_article_bytes
        items = read_sources(files, stdin=stdin, max_bytes=limit, lists=lists)
        library = self.folder.library(self.settings.footnote_library)
        async for receipt in library.add(items, self.given.tags, indexing):
            self.outcomes.take(receipt)
            adding(self.outcomes.done, total or 0)
        if others := await asyncio.to_thread(lambda: sum(map(passed_over, files))):
            were = "file of another kind was" if others == 1 else "files of other kinds were"
            messages().print(f"{others:,} {were} passed over.")
        return lists

    async def pages(self, lists: Sequence[ListFile], adding: Report) -> None:
        """Add the pages that a person names, and those that are listed."""
        # A tenth of a second to import, which only fetching should pay.
        from index.bulk.adding import Bulk
        from index.fetch.fetching import open_fetcher
        from index.fetch.politeness import Politeness

        before = self.outcomes.done
        async with open_fetcher(self.settings.fetch_options()) as fetcher:
            bulk = Bulk(
                self.folder,
                self.settings.footnote_library,
                fetcher,
                Politeness(fetcher),
                choice=self.given.choice,
                tags=self.given.tags,
                tally=self.tally,
                watch=lambda done, known, host: adding(before + done, before + known, host),
            )
            async with aclosing(bulk.add(self.given.urls, lists)) as receipts:
                async for receipt in receipts:
                    self.outcomes.take(receipt)
