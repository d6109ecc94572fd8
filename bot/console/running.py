"""What every command shares: its options, its settings, and how it ends."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Annotated, Any, TextIO, TypeAlias, cast

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from bot.logs import set_up_logging
from bot.settings import Settings, load_settings
from index.errors import FootnoteError, InvalidInput, SettingsError

DataDir: TypeAlias = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder (FOOTNOTE_DATA_DIR)."),
]
LibraryName: TypeAlias = Annotated[
    str | None,
    typer.Option("--library", metavar="NAME", help="One of several isolated libraries."),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_WIDE = 160

COULD_NOT, WRONG_USAGE, INTERRUPTED = 1, 2, 130

_COMMANDS = dict.fromkeys([*range(0x20), 0x7F], "\ufffd") | {ord(kept): kept for kept in "\n\t"}
_BIDIRECTIONAL = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))


def run(
    context: typer.Context,
    data: Path | None,
    library: str | None,
    command: Callable[[Settings], Coroutine[Any, Any, int | None]],
) -> None:
    """Load the settings, run a command to its end and leave with its exit status.

    0 is done, 1 could not or only partly, 2 wrong usage. What Footnote raises on purpose is shown
    as its one sentence, and so is anything else.
    """
    raise typer.Exit(_status(context, data, library, command))


def _status(
    context: typer.Context,
    data: Path | None,
    library: str | None,
    command: Callable[[Settings], Coroutine[Any, Any, int | None]],
) -> int:
    try:
        return asyncio.run(command(_settings(context, data, library))) or 0
    except (InvalidInput, SettingsError) as exc:
        complain(str(exc))
        return WRONG_USAGE
    except FootnoteError as exc:
        complain(str(exc))
        return COULD_NOT
    except UnicodeEncodeError:
        complain("An argument is not valid UTF-8; correct it.")
        return WRONG_USAGE
    except KeyboardInterrupt:
        complain("Interrupted; what was confirmed is stored.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read standard output has enough; nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as exc:
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        complain(
            f"Something unexpected went wrong ({type(exc).__name__}: {exc}); "
            "set LOG_LEVEL=DEBUG to see where, and please report it."
        )
        return COULD_NOT


def _settings(context: typer.Context, data: Path | None, library: str | None) -> Settings:
    """The settings, with the options given before or after the command's name."""
    before: dict[str, Any] = context.obj or {}
    settings = load_settings(
        footnote_data_dir=data or before.get("data"),
        footnote_library=library if library is not None else before.get("library"),
    )
    set_up_logging(settings.log_level, settings.log_format)
    return settings


def complain(sentence: str) -> None:
    """Tell a person on standard error what went wrong."""
    messages().print(f"Error: {' '.join(sentence.split())}", style="red")


def warn(sentence: str) -> None:
    """Tell a person on standard error what to look out for."""
    messages().print(f"Warning: {sentence}", style="yellow")


def messages() -> Console:
    """Standard error, where everything is told that is not data."""
    return _console(sys.stderr)


def output() -> Console:
    """Standard output for people; nothing in an article's text is taken for markup."""
    return _console(sys.stdout)


def _console(stream: TextIO) -> Console:
    tame = cast("TextIO", _Tame(stream))
    # Where nobody looks on, a line may be as wide as a table with whole titles needs.
    width = None if stream.isatty() else _WIDE
    return _Plain(
        file=tame, width=width, markup=False, highlight=False, emoji=False, soft_wrap=True
    )


class _Plain(Console):
    """A console on which no text commands the terminal: its control characters become U+FFFD.

    A closed pipe is left to whoever runs the command.
    """

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        # Here the text is still apart from the colours, which are control characters as well.
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else text.translate(_COMMANDS), style, control)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class _Tame(io.TextIOBase):
    """A stream to a terminal on which no text can turn what stands around it.

    Bidirectional controls and C1 codes of an article are shown as U+FFFD.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._codes = dict.fromkeys([*_BIDIRECTIONAL, *range(0x80, 0xA0)], "\ufffd")

    def write(self, text: str) -> int:
        return self._stream.write(text.translate(self._codes))

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a stream's may be read only
        return self._stream.encoding
