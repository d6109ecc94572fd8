"""``footnote feed``: the feeds that new articles come from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.console.running import COULD_NOT, AsJson, DataDir, LibraryName, output, run, warn
from bot.console.showing import print_json, print_receipt
from bot.contract import VERSION, feed_checked_json, feed_json
from bot.settings import Settings
from index.feeds.checking import FeedChecked
from index.feeds.feeds import FIRST, Feeds, Step
from index.feeds.kept import KeptFeed, Wishes
from index.feeds.schedule import next_look
from index.folder import open_folder

if TYPE_CHECKING:
    from index.fetch.politeness import Politeness

FeedName = Annotated[
    str, typer.Argument(metavar="FEED", help="Its address or id, or the beginning of the id.")
]

feed = typer.Typer(
    help="Feeds (RSS, Atom, JSON Feed) whose new articles come by themselves.",
    no_args_is_help=True,
)


@feed.command("add")
def add(
    context: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="A feed, or a site that links to its own.")
    ],
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="NAME", help="For its articles.")
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option("--include", metavar="WORD", help="Only articles with one; repeatable."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="WORD", help="No articles with it; repeatable."),
    ] = None,
    first: Annotated[
        int, typer.Option("--first", metavar="N", min=0, help="How many of the newest to begin.")
    ] = FIRST,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Add a feed and its newest articles; words are looked for in title and summary."""
    wishes = Wishes(tuple(tag or ()), tuple(include or ()), tuple(exclude or ()))
    run(context, data, library, lambda settings: _add(settings, url, wishes, first, as_json))


@feed.command("list")
def list_feeds(
    context: typer.Context,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """List the feeds, how each fares and when it is looked at next."""
    run(context, data, library, lambda settings: _list(settings, as_json))


@feed.command("remove")
def remove(
    context: typer.Context,
    name: FeedName,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Look at a feed no longer; the articles that it brought stay."""
    run(context, data, library, lambda settings: _remove(settings, name, as_json))


@feed.command("check")
def check(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[FEED]", help="Its address or id; all without one.")
    ] = None,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Look at feeds now, whenever they are due, and add what is new."""
    run(context, data, library, lambda settings: _check(settings, name, as_json))


async def _add(settings: Settings, url: str, wishes: Wishes, first: int, as_json: bool) -> int:
    async with _opened(settings) as (feeds, polite):
        kept = await feeds.add(url, polite, wishes, first=first)
        if not as_json:
            output().print(Text(f"{'feed':<12} ", style="green") + Text(_named(kept)))
        return await _told(feeds.take(kept, polite), settings, as_json)


async def _list(settings: Settings, as_json: bool) -> None:
    async with open_folder(settings.options(), "look") as folder:
        kept = await folder.library(settings.footnote_library).feeds.all()
    if not kept:
        name = settings.footnote_library
        warn(f"There is no feed in library {name!r} yet; `footnote feed add` adds one.")
    if as_json:
        listed = [feed_json(one, _next(one, settings)) for one in kept]
        print_json({"version": VERSION, "feeds": listed})
    elif kept:
        _print_feeds(kept, settings)


async def _remove(settings: Settings, name: str, as_json: bool) -> None:
    async with open_folder(settings.options(), "look") as folder:
        kept = await folder.library(settings.footnote_library).feeds.remove(name)
    if as_json:
        print_json({"version": VERSION, "removed": feed_json(kept, None)})
    else:
        output().print(f"Removed {_named(kept)}; the articles that it brought stay.")


async def _check(settings: Settings, name: str | None, as_json: bool) -> int:
    async with _opened(settings) as (feeds, polite):
        chosen = None if name is None else [await feeds.find(name)]
        return await _told(feeds.check(polite, chosen), settings, as_json)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Feeds, Politeness]]:
    # A tenth of a second to import, which only fetching should pay.
    from index.fetch.fetching import open_fetcher
    from index.fetch.politeness import Politeness

    async with (
        open_folder(settings.options(), "share", maintain=True) as folder,
        open_fetcher(settings.fetch_options()) as fetcher,
    ):
        yield folder.library(settings.footnote_library).feeds, Politeness(fetcher)


async def _told(steps: AsyncIterator[Step], settings: Settings, as_json: bool) -> int:
    """Tell what becomes of each article and each feed; the exit status."""
    failed = False
    async for step in steps:
        if not isinstance(step, FeedChecked):
            if not as_json:
                print_receipt(step)
            continue
        failed = failed or bool(step.refused) or step.outcome in ("full", "failed", "gone")
        if as_json:
            print_json(feed_checked_json(step, _next(step.feed, settings)))
        elif step.reason is not None:
            warn(f"{step.feed.url}: {step.reason}")
        else:
            mark = Text(f"{step.outcome:<12} ", style="green")
            count = len(step.receipts)
            added = f"{count} article{'' if count == 1 else 's'}"
            output().print(mark + Text(f"{_named(step.feed)} · {added}"))
    return COULD_NOT if failed else 0


def _print_feeds(kept: list[KeptFeed], settings: Settings) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "looked at", "next"):
        table.add_column(column, no_wrap=True)
    table.add_column("feed", overflow="fold")
    for one in kept:
        following = _next(one, settings)
        table.add_row(
            one.id,
            _minute(datetime.fromisoformat(one.checked_at)),
            "–" if following is None else _minute(following),
            Text("\n".join([f"{one.title} · {one.url}", *_remarks(one)])),
        )
    output().print(table)


def _remarks(kept: KeptFeed) -> list[str]:
    wishes = kept.wishes
    told = [" ".join(f"#{tag}" for tag in wishes.tags)]
    told += [f"only: {', '.join(wishes.include)}"] if wishes.include else []
    told += [f"without: {', '.join(wishes.exclude)}"] if wishes.exclude else []
    troubles = [f"{kept.waiting} still to come"] if kept.waiting else []
    troubles += [f"{kept.failed} given up"] if kept.failed else []
    if kept.error is not None:
        times = f" ({kept.failures} times in a row)" if kept.failures > 1 else ""
        troubles.append(f"{kept.error}{times}")
    return [line for line in (" · ".join(filter(None, told)), " · ".join(troubles)) if line]


def _next(kept: KeptFeed, settings: Settings) -> datetime | None:
    return next_look(kept, timedelta(minutes=settings.feed_minutes))


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _named(kept: KeptFeed) -> str:
    return f"{kept.title} · {kept.id}"
