"""``footnote`` and ``python -m bot``."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer import Typer


def main() -> None:
    """Run the console; never shows a traceback for an error that Footnote knows."""
    # The libraries below make half a million lasting objects as they are imported; collecting
    # garbage meanwhile finds none and takes a sixth of the start.
    gc.disable()
    app = _app(sys.argv[1:])
    gc.enable()
    gc.freeze()
    app(prog_name="footnote")


def _app(arguments: list[str]) -> Typer:
    if arguments[:1] != ["healthy"]:
        from bot.console.app import app

        return app
    # An engine that watches over the bot asks this every minute, and importing all that the other
    # commands need would take a core two seconds each time.
    from bot.console.bare import bare_app
    from bot.console.health import healthy

    app = bare_app()
    app.command("healthy")(healthy)
    return app


if __name__ == "__main__":
    main()
