"""The commands, put together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.console.adding import add
from bot.console.articles import list_articles, list_libraries, remove, restore, show
from bot.console.asking import ask, search
from bot.console.chat import chat
from bot.console.demo import demo
from bot.console.serving import run_bot
from bot.console.upkeep import doctor, reindex

app = typer.Typer(
    name="footnote",
    help="Ask questions about your articles; every answer is proved by a checked quotation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def options(
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


app.command("run")(run_bot)
app.command("add")(add)
app.command("ask")(ask)
app.command("search")(search)
app.command("chat")(chat)
app.command("list")(list_articles)
app.command("show")(show)
app.command("remove")(remove)
app.command("restore")(restore)
app.command("libraries")(list_libraries)
app.command("reindex")(reindex)
app.command("doctor")(doctor)
app.command("demo")(demo)
