"""The commands, put together."""

from __future__ import annotations

from bot.console.adding import add
from bot.console.articles import list_articles, list_libraries, remove, restore, show
from bot.console.asking import ask, search
from bot.console.bare import bare_app
from bot.console.chat import chat
from bot.console.comparing import compare_two
from bot.console.demo import demo
from bot.console.exporting import export
from bot.console.feeding import feed
from bot.console.health import healthy
from bot.console.importing import import_
from bot.console.refreshing import refresh
from bot.console.serving import run_bot
from bot.console.upkeep import doctor, reindex

app = bare_app()
app.command("run")(run_bot)
app.command("healthy")(healthy)
app.command("add")(add)
app.command("ask")(ask)
app.command("search")(search)
app.command("chat")(chat)
app.command("list")(list_articles)
app.command("show")(show)
app.command("compare")(compare_two)
app.command("refresh")(refresh)
app.add_typer(feed, name="feed")
app.command("remove")(remove)
app.command("restore")(restore)
app.command("libraries")(list_libraries)
app.command("export")(export)
app.command("import")(import_)
app.command("reindex")(reindex)
app.command("doctor")(doctor)
app.command("demo")(demo)
