"""``footnote run``: the bot in Discord."""

from __future__ import annotations

import asyncio
import gc
import signal
from concurrent.futures import ThreadPoolExecutor

import typer

from bot.console.running import DataDir, messages, run
from bot.invite import PORTAL, invite_link
from bot.settings import Settings
from index.errors import FootnoteError, SettingsError
from index.folder import open_folder

_THREADS = 64


class Unreachable(FootnoteError):
    """Discord does not answer."""


def run_bot(context: typer.Context, data: DataDir = None) -> None:
    """Answer in Discord until it is ended; DISCORD_TOKEN says as whom."""
    run(context, data, None, _run)


async def _run(settings: Settings) -> None:
    token = settings.discord_token
    if token is None:
        raise SettingsError(
            f"DISCORD_TOKEN is not set; copy your bot's token from {PORTAL} into .env."
        )
    if invite_link(token.get_secret_value()) is None:
        raise SettingsError(f"DISCORD_TOKEN is no token; copy it again from {PORTAL} into .env.")
    # discord.py takes a fifth of a second to import, which only the bot should pay.
    import aiohttp
    import discord

    from bot.discord.client import FootnoteClient, serve
    from index.fetch.fetching import open_fetcher

    # What is imported by now lasts as long as the bot: looking through it for garbage would stop
    # everything for a fifth of a second now and then.
    gc.collect()
    gc.freeze()
    stop = asyncio.Event()
    # Documents wait in threads for their turn, which must not be all the threads there are.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with (
        open_folder(settings.options(), maintain=True) as folder,
        open_fetcher(settings.fetch_options()) as fetcher,
    ):
        if folder.writer is not None:
            await folder.writer.model.ready()
        client = FootnoteClient(folder, fetcher, settings.chat_options())
        messages().print("Connecting to Discord; Ctrl+C ends it.", style="dim")
        try:
            await serve(client, token.get_secret_value(), stop)
        except discord.LoginFailure as exc:
            raise SettingsError(
                f"Discord does not know DISCORD_TOKEN; reset the token at {PORTAL} and copy it "
                "again."
            ) from exc
        except discord.PrivilegedIntentsRequired as exc:
            raise SettingsError(
                "DISCORD_MESSAGE_CONTENT is true, but the Message Content intent is off; switch it "
                f"on at {PORTAL} under Bot, or set it to false."
            ) from exc
        except (aiohttp.ClientConnectionError, OSError) as exc:
            raise Unreachable(
                f"Discord cannot be reached ({exc}); check the network and start again."
            ) from exc
