"""``footnote`` and ``python -m bot``."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the console; never shows a traceback for an error that Footnote knows."""
    # The libraries below make half a million lasting objects as they are imported; collecting
    # garbage meanwhile finds none and takes a sixth of the start.
    gc.disable()
    from bot.console.app import app

    gc.enable()
    gc.freeze()
    app(prog_name="footnote")


if __name__ == "__main__":
    main()
