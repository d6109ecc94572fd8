"""The console before it has commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def bare_app() -> typer.Typer:
    """A console with its help and the options that every command takes, and without a command."""
    app = typer.Typer(
        name="footnote",
        help="Ask questions about your articles; every answer is proved by a checked quotation.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    return app


def _options(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="The data folder.")
    ] = None,
    library: Annotated[
        str | None, typer.Option("--library", metavar="NAME", help="The library to use.")
    ] = None,
) -> None:
    """Options that every command takes too, for those who write them first."""
    context.obj = {"data": data, "library": library}
