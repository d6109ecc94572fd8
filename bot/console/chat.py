"""``footnote chat``: a conversation in the terminal."""

from __future__ import annotations

import asyncio
import sys

import typer

from bot.console.running import DataDir, LibraryName, complain, messages, run, settings_for
from bot.console.showing import print_reply
from bot.settings import Settings
from index.errors import FootnoteError
from index.folder import open_folder
from index.values import Question

_LEAVE = frozenset({"/quit", "/exit", "/q"})
_TURNS_KEPT = 10


def chat(context: typer.Context, data: DataDir = None, library: LibraryName = None) -> None:
    """Ask one question after another; /quit leaves."""
    run(_chat(settings_for(context, data, library)))


async def _chat(settings: Settings) -> None:
    turns: tuple[str, ...] = ()
    async with open_folder(settings.options(), maintain=True) as folder:
        library = folder.library(settings.footnote_library)
        messages().print("Ask about your articles; /quit leaves.", style="dim")
        while (line := await asyncio.to_thread(_read_line)) is not None:
            text = line.strip()
            if text in _LEAVE:
                return
            if not text:
                continue
            try:
                print_reply(await library.ask(Question(text, library.name, history=turns)))
            except FootnoteError as exc:
                complain(str(exc))
            turns = (*turns, text)[-_TURNS_KEPT:]
            sys.stdout.flush()


def _read_line() -> str | None:
    """The next line, None at the end; a prompt is shown to a person only."""
    if sys.stdin.isatty():
        messages().print("> ", end="")
    line = sys.stdin.readline()
    return line if line else None
