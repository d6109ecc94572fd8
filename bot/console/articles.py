"""``footnote list``, ``show``, ``remove``, ``restore`` and ``libraries``."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer
from rich.text import Text

from bot.console.running import (
    WRONG_USAGE,
    AsJson,
    DataDir,
    LibraryName,
    complain,
    messages,
    output,
    run,
    warn,
)
from bot.console.showing import gone_since, notice_lines, print_entries, print_json
from bot.contract import VERSION, entry_json, shown_json
from bot.settings import Settings
from index.folder import open_folder

ArticleId = Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of it.")]


def list_articles(
    context: typer.Context,
    removed: Annotated[
        bool, typer.Option("--removed", help="Those that were removed instead.")
    ] = False,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """List the articles, newest first."""
    run(context, data, library, lambda settings: _list(settings, removed, as_json))


def show(
    context: typer.Context,
    article: ArticleId,
    revision: Annotated[
        int | None,
        typer.Option("--revision", metavar="N", min=1, max=2**31, help="Not the latest."),
    ] = None,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Show an article as it is stored."""
    run(context, data, library, lambda settings: _show(settings, article, revision, as_json))


def remove(
    context: typer.Context,
    article: ArticleId,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Remove an article; nothing is answered from it any more."""
    run(context, data, library, lambda settings: _remove(settings, article, yes, as_json))


def restore(
    context: typer.Context,
    article: ArticleId,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Bring a removed article back."""
    run(context, data, library, lambda settings: _restore(settings, article, as_json))


def list_libraries(
    context: typer.Context,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """List the libraries of the data folder."""
    run(context, data, library, lambda settings: _libraries(settings, as_json))


async def _list(settings: Settings, removed: bool, as_json: bool) -> None:
    async with open_folder(settings.options(), "look") as folder:
        library = folder.library(settings.footnote_library)
        entries = await library.entries(removed=removed)
        if not entries and library.name not in await folder.libraries():
            warn(
                f"There is no library {library.name!r} yet; `footnote libraries` lists those "
                "there are, and `footnote add` makes it."
            )
    if as_json:
        print_json({"version": VERSION, "articles": [entry_json(entry) for entry in entries]})
    else:
        print_entries(entries)


async def _show(settings: Settings, article: str, revision: int | None, as_json: bool) -> None:
    async with open_folder(settings.options(), "look") as folder:
        library = folder.library(settings.footnote_library)
        shown = await library.article(article, revision)
        entry, revisions = await library.entry(shown.id), await library.revisions(shown.id)
    if as_json:
        print_json(shown_json(shown, entry, revisions))
        return
    gone = gone_since(entry.gone_at) if entry.gone_at else None
    told = (shown.source, ", ".join(shown.authors), shown.published, shown.url, gone)
    console = output()
    console.print(Text(shown.title, style="bold"))
    console.print(
        Text(
            " · ".join(
                [*filter(None, told), f"{shown.id} revision {shown.revision} of {len(revisions)}"]
            ),
            style="dim",
        )
    )
    for line in notice_lines(shown):
        console.print(Text(line, style="dim"))
    console.print()
    console.print(Text(shown.text))


async def _remove(settings: Settings, article: str, yes: bool, as_json: bool) -> int:
    async with open_folder(settings.options(), "share") as folder:
        library = folder.library(settings.footnote_library)
        entry = await library.entry(article)
        if not yes and not sys.stdin.isatty():
            complain("Removing asks first, and nobody is at the terminal; say --yes.")
            return WRONG_USAGE
        if not yes and not await asyncio.to_thread(_confirmed, entry.article.title):
            messages().print("Nothing was removed.")
            return 0
        entry = await library.remove(entry.article.id)
    if as_json:
        print_json({"version": VERSION, "removed": entry_json(entry)})
        return 0
    days = settings.restore_days
    output().print(
        f"Removed {entry.article.id} “{entry.article.title}”; "
        f"`footnote restore {entry.article.id}` brings it back within {days} days."
    )
    return 0


async def _restore(settings: Settings, article: str, as_json: bool) -> None:
    async with open_folder(settings.options(), "share") as folder:
        entry = await folder.library(settings.footnote_library).restore(article)
    if as_json:
        print_json({"version": VERSION, "restored": entry_json(entry)})
    else:
        output().print(f"Restored {entry.article.id} “{entry.article.title}”.")


async def _libraries(settings: Settings, as_json: bool) -> None:
    async with open_folder(settings.options(), "look") as folder:
        libraries = await folder.libraries()
    if as_json:
        named = [{"name": name, "articles": count} for name, count in libraries.items()]
        print_json({"version": VERSION, "libraries": named})
        return
    for name, count in libraries.items():
        output().print(f"{name} · {count} article{'' if count == 1 else 's'}")


def _confirmed(title: str) -> bool:
    try:
        return typer.confirm(f"Remove “{title}”?", err=True)
    except typer.Abort:
        return False
