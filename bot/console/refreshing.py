"""``footnote refresh``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from bot.console.running import COULD_NOT, AsJson, DataDir, LibraryName, output, run, warn
from bot.console.showing import print_json
from bot.contract import refreshed_json
from bot.settings import Settings
from index.folder import open_folder
from index.values import Refreshed


def refresh(
    context: typer.Context,
    article: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="Its id, or the beginning of it; all without one."),
    ] = None,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Look whether the web pages of articles have changed."""
    run(context, data, library, lambda settings: _refresh(settings, article, as_json))


async def _refresh(settings: Settings, article: str | None, as_json: bool) -> int:
    # A tenth of a second to import, which only fetching should pay.
    from index.fetch.fetching import open_fetcher
    from index.fetch.politeness import Politeness

    failed = 0
    async with (
        open_folder(settings.options(), "share", maintain=True) as folder,
        open_fetcher(settings.fetch_options()) as fetcher,
    ):
        library = folder.library(settings.footnote_library)
        async for refreshed in library.refresh(Politeness(fetcher), article):
            failed += refreshed.outcome == "failed"
            if as_json:
                print_json(refreshed_json(refreshed))
            else:
                _print(refreshed)
    return COULD_NOT if failed else 0


def _print(refreshed: Refreshed) -> None:
    if refreshed.outcome == "failed":
        warn(f"{refreshed.url}: {refreshed.reason}")
        return
    changed = ""
    if (receipt := refreshed.receipt) and refreshed.outcome == "new revision":
        noun = "passage" if receipt.passages == 1 else "passages"
        changed = f" · {receipt.fresh} of {receipt.passages} {noun} changed"
    mark = Text(f"{refreshed.outcome:<12} ", style="green")
    output().print(mark + Text(f"{refreshed.url} · {refreshed.article_id}{changed}"))
