"""``footnote ask`` and ``footnote search``."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from bot.console.growing import GrowingAnswer
from bot.console.progress import owned_folder
from bot.console.running import COULD_NOT, AsJson, DataDir, LibraryName, run, warn
from bot.console.showing import print_hits, print_json
from bot.contract import VERSION, error_json, hit_json, reply_json
from bot.days import day_in
from bot.settings import Settings
from index.errors import FootnoteError, InvalidInput
from index.library import Library
from index.values import Filters, Question

Articles: TypeAlias = Annotated[
    list[str] | None, typer.Option("--article", metavar="ID", help="Only these articles.")
]
Since: TypeAlias = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Published on or after.")
]
Until: TypeAlias = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Published on or before.")
]
Sources: TypeAlias = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help="Only from these sources.")
]
Tags: TypeAlias = Annotated[
    list[str] | None, typer.Option("--tag", metavar="NAME", help="Only with one of these tags.")
]
AskedOn: TypeAlias = Annotated[
    str | None,
    typer.Option("--asked-on", metavar="YYYY-MM-DD", help="As on that day; today by default."),
]


def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="What you want to know.")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            metavar="FILE",
            help="A question a line, or JSON Lines with a question key; - for standard input.",
        ),
    ] = None,
    article: Articles = None,
    since: Since = None,
    until: Until = None,
    source: Sources = None,
    tag: Tags = None,
    asked_on: AskedOn = None,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Answer a question with checked quotations, or say that the articles don't."""
    filters = _filters(article, since, until, source, tag)
    if batch is not None and question is None:
        run(context, data, library, lambda settings: _ask_all(settings, batch, filters, asked_on))
    if question is not None and batch is None:
        run(
            context,
            data,
            library,
            lambda settings: _ask(settings, question, filters, asked_on, as_json),
        )
    raise typer.BadParameter("give one QUESTION, or --batch FILE", ctx=context)


def search(
    context: typer.Context,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What to look for.")],
    limit: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    article: Articles = None,
    since: Since = None,
    until: Until = None,
    source: Sources = None,
    tag: Tags = None,
    asked_on: AskedOn = None,
    as_json: AsJson = False,
    data: DataDir = None,
    library: LibraryName = None,
) -> None:
    """Show the passages that are found for some words, and why."""
    filters = _filters(article, since, until, source, tag)
    run(
        context,
        data,
        library,
        lambda settings: _search(settings, words, limit, filters, asked_on, as_json),
    )


async def _ask(
    settings: Settings, text: str, filters: Filters, asked_on: str | None, as_json: bool
) -> None:
    day = asked_on or day_in(settings.zone)
    async with owned_folder(settings) as folder:
        library = folder.library(settings.footnote_library)
        question = Question(text, library.name, filters=filters, asked_on=day)
        growing = None if as_json else GrowingAnswer()
        reply = await library.ask(question, growing)
    if growing is None:
        print_json(reply_json(reply))
    else:
        growing.finish(reply)


async def _ask_all(settings: Settings, path: str, filters: Filters, asked_on: str | None) -> int:
    lines = await asyncio.to_thread(_lines, path)
    failed = 0
    async with owned_folder(settings, maintain=True) as folder:
        library = folder.library(settings.footnote_library)
        for line in lines:
            day = asked_on or day_in(settings.zone)
            answer = await _ask_line(library, line, filters, day)
            failed += answer["status"] == "error"
            print_json(answer)
    return COULD_NOT if failed else 0


async def _ask_line(library: Library, line: str, filters: Filters, day: str) -> dict[str, Any]:
    text, given = _parsed(line)
    shown = {"input": given} if given else {}
    if text is None:
        return error_json("The line has no question; write one, or JSON with a question.") | shown
    try:
        reply = await library.ask(Question(text, library.name, filters=filters, asked_on=day))
    except FootnoteError as exc:
        return error_json(str(exc)) | shown
    return reply_json(reply) | shown


async def _search(
    settings: Settings,
    words: str,
    limit: int,
    filters: Filters,
    asked_on: str | None,
    as_json: bool,
) -> None:
    day = asked_on or day_in(settings.zone)
    async with owned_folder(settings) as folder:
        library = folder.library(settings.footnote_library)
        question = Question(words, library.name, filters=filters, asked_on=day)
        hits = await library.search(question, limit)
        for sentence in await library.absent(filters):
            warn(sentence)
    if as_json:
        print_json({"version": VERSION, "query": words, "hits": [hit_json(hit) for hit in hits]})
    else:
        print_hits(hits)


def _lines(path: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        # Only line feeds end a line: JSON strings may hold the other separators.
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
        return lines if lines[-1] else lines[:-1]
    except OSError as exc:
        raise InvalidInput(f"The questions {path} cannot be read ({exc.strerror}).") from exc
    except UnicodeDecodeError as exc:
        raise InvalidInput(f"The questions {path} are not UTF-8 text; save them as UTF-8.") from exc


def _parsed(line: str) -> tuple[str | None, dict[str, Any]]:
    """The question of a line, and what else a JSON line carried."""
    if not line.lstrip().startswith("{"):
        return (line if line.strip() else None), {}
    try:
        value = json.loads(line, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        # Lone surrogates and numbers beyond JSON could be read but not be given back.
        return None, {}
    text = value.pop("question", None)
    return (text if isinstance(text, str) else None), value


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _filters(
    articles: list[str] | None,
    since: str | None,
    until: str | None,
    sources: list[str] | None,
    tags: list[str] | None,
) -> Filters:
    return Filters(tuple(articles or ()), since, until, tuple(sources or ()), tuple(tags or ()))
