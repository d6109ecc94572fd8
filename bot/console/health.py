"""``footnote healthy``: asked every minute where an engine watches over the bot."""

from __future__ import annotations

import typer

from bot.console.running import COULD_NOT, DataDir, complain, output, run
from bot.heartbeat import LONGEST_SILENCE_SECONDS, age
from bot.settings import Settings


def healthy(context: typer.Context, data: DataDir = None) -> None:
    """Tell whether the bot is connected to Discord."""
    run(context, data, None, _healthy)


async def _healthy(settings: Settings) -> int:
    folder = settings.footnote_data_dir.expanduser()
    silent = age(folder)
    if silent is None:
        complain(
            f"No bot has been connected from the data folder {folder}; start one with "
            "`footnote run`, or name its folder with --data."
        )
        return COULD_NOT
    if silent > LONGEST_SILENCE_SECONDS:
        complain(
            f"The bot was last connected to Discord {_told(silent)} ago; see in its log whether "
            "it runs and what keeps it away, and start it again."
        )
        return COULD_NOT
    output().print(f"The bot was connected to Discord {_told(silent)} ago.")
    return 0


def _told(seconds: float) -> str:
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}s"
    return f"{seconds:.0f} second{'' if round(seconds) == 1 else 's'}"
