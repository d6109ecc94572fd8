"""``footnote chat``: a conversation in the terminal."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator

import typer

from bot.console.growing import GrowingAnswer
from bot.console.running import DataDir, LibraryName, complain, messages, run
from bot.days import day_in
from bot.settings import Settings
from index.errors import FootnoteError
from index.folder import open_folder
from index.library import Library
from index.turns import turn_of
from index.values import Question, Turn

_LEAVE = frozenset({"/quit", "/exit", "/q"})
_COMMANDS = {"/help": "lists the commands", "/quit": "leaves, as /exit and /q do"}
_TURNS_KEPT = 10


def chat(context: typer.Context, data: DataDir = None, library: LibraryName = None) -> None:
    """Ask one question after another; /quit leaves, /help lists what else there is."""
    run(context, data, library, _chat)


async def _chat(settings: Settings) -> None:
    turns: tuple[Turn, ...] = ()
    async with open_folder(settings.options(), maintain=True) as folder:
        library = folder.library(settings.footnote_library)
        messages().print("Ask about your articles; /quit leaves, /help lists more.", style="dim")
        async for line in _lines():
            text = line.strip()
            if text in _LEAVE:
                return
            if text.startswith("/"):
                _tell(text)
                continue
            if not text:
                continue
            turns = (*turns, await _answer(library, text, turns, settings))[-_TURNS_KEPT:]
            sys.stdout.flush()


async def _answer(library: Library, text: str, turns: tuple[Turn, ...], settings: Settings) -> Turn:
    """Answer a question on the screen, or say why not."""
    asked_on = day_in(settings.zone)
    answer = GrowingAnswer()
    try:
        question = Question(text, library.name, history=turns, asked_on=asked_on)
        reply = await library.ask(question, answer)
    except FootnoteError as exc:
        complain(str(exc))
        return Turn(text)
    answer.finish(reply)
    return turn_of(text, reply.answer)


def _tell(command: str) -> None:
    """Show the commands, or say that this is none."""
    if command == "/help":
        for name, what in _COMMANDS.items():
            messages().print(f"{name}  {what}")
    else:
        complain(f"There is no command {command.split()[0]}; /quit leaves and /help lists all.")


async def _lines() -> AsyncIterator[str]:
    """The lines of standard input, after a prompt where a person types them.

    They are read in a thread that does not keep the process alive, so that an interrupt ends it.
    """
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        for line in iter(sys.stdin.readline, ""):
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, "")

    threading.Thread(target=read, daemon=True).start()
    while True:
        if sys.stdin.isatty():
            messages().print("> ", end="")
        line = await lines.get()
        if not line:
            return
        yield line
