"""The client: what it listens to, its commands, and how it starts and ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import discord

from bot.chat_options import ChatOptions
from bot.discord.adding import Adding
from bot.discord.answer_view import ShareButton
from bot.discord.arriving import FeedKeeper
from bot.discord.articles import Articles
from bot.discord.ask_command import ask_command
from bot.discord.asking import Asker
from bot.discord.commands import CommandTree
from bot.discord.deleting import delete_by_cross, delete_menu, forget_deleted, forget_place
from bot.discord.direct import DirectTalk, ServersButton, ServerSelect
from bot.discord.feeds import FeedCommands
from bot.discord.forms import take_form
from bot.discord.greeting import help_command, is_new, welcome
from bot.discord.insight import insights_command
from bot.discord.listing import ListButton
from bot.discord.menus import add_menu, ask_menu
from bot.discord.preferring import PlaceSelect, SettingsCommands
from bot.discord.privacy import ForgetButton, privacy_command
from bot.discord.proof import CardButton, MoreButton, PageButton
from bot.discord.removing import RemoveButton, UndoButton
from bot.discord.talking import Talk
from bot.discord.telling import Watcher
from bot.discord.upkeep import Upkeep
from bot.discord.voting import ReasonSelect, VoteButton, WordsButton
from bot.discord.watching import WatchButton
from bot.invite import PERMISSIONS
from index.fetch.fetching import Fetcher
from index.fetch.politeness import Politeness
from index.folder import Folder

_DRAIN_SECONDS = 10.0
_BUTTONS = (
    *(CardButton, PageButton, MoreButton, VoteButton, ReasonSelect, WordsButton, WatchButton),
    *(ShareButton, ServerSelect, ServersButton, ListButton, RemoveButton, UndoButton),
    *(PlaceSelect, ForgetButton),
)
_LOG = logging.getLogger(__name__)


class FootnoteClient(discord.Client):
    """Footnote on Discord, over a data folder that whoever makes it closes."""

    def __init__(self, folder: Folder, fetcher: Fetcher, options: ChatOptions) -> None:
        # Nobody expects a voice of this bot, so nobody needs to be told that it has none.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=_intents(message_content=options.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
        )
        self.folder, self.options = folder, options
        self.asker = Asker(folder, options)
        self.direct = DirectTalk(self, folder, self.asker)
        self._talk = Talk(self, folder, self.asker, self.direct)
        # One for all, or each would ask a host again for its rules, and as often as it likes.
        polite = Politeness(fetcher)
        self._adding = Adding(folder, fetcher, polite, options)
        self._feeds = FeedCommands(folder, polite, options)
        watcher = Watcher(self, folder, self.asker)
        keeper = FeedKeeper(self, folder, polite, options)
        self._upkeep = Upkeep(self, folder, polite, watcher, keeper, options)
        self.tree = CommandTree(self, self.asker.queue)
        for command in self._commands():
            self.tree.add_command(command)
        self.add_dynamic_items(*_BUTTONS)

    def _commands(self) -> Iterator[Any]:
        folder = self.folder
        yield ask_command(folder, self.asker)
        yield Articles(folder, self._adding)
        yield self._feeds
        yield SettingsCommands(folder, message_content=self.options.message_content)
        yield insights_command(folder, self.options.prices)
        yield help_command()
        yield privacy_command()
        yield ask_menu(self.asker)
        yield add_menu(self._adding)
        yield delete_menu(folder)

    async def setup_hook(self) -> None:
        """Tell Discord the commands."""
        await self.tree.sync()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Take up an event, unless the connection is being closed: nobody could be answered."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Note which servers the bot is in; those that invited it while it was off are welcomed."""
        _LOG.info("ready as %s in %d servers", self.user, len(self.guilds))
        for guild in self.guilds:
            _warn_of(guild)
        guilds = {str(guild.id): guild for guild in self.guilds}
        unknown = await asyncio.to_thread(self.folder.records.chat.servers.present, [*guilds])
        for guild in [guilds[library] for library in unknown if is_new(guilds[library])]:
            await welcome(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Introduce the bot to a server."""
        await asyncio.to_thread(self.folder.records.chat.servers.joined, str(guild.id))
        await welcome(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot had to leave a server, whose articles are kept for a while."""
        await asyncio.to_thread(self.folder.records.chat.servers.left, str(guild.id))

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is addressed to the bot."""
        if self.user is not None:
            await self._talk.hear(message, self.user)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Ask again what was worded anew."""
        if self.user is not None:
            await self._talk.hear_edit(payload.message, self.user)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Forget an answer that somebody deleted."""
        await forget_deleted(self.folder, payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Forget the answers among what somebody deleted at once."""
        for message_id in payload.message_ids:
            await forget_deleted(self.folder, message_id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forget the answers in a channel that somebody deleted."""
        await forget_place(self.folder, channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Forget the answers in a thread that somebody deleted, alone or with its channel."""
        await forget_place(self.folder, payload.thread_id)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Delete the answer that its asker or a moderator marked."""
        await delete_by_cross(self, self.folder, payload)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Take a form that was filled in; the rest finds its own way."""
        if interaction.type is discord.InteractionType.modal_submit:
            await take_form(interaction, self._adding)

    def forget(self, person: discord.abc.Snowflake) -> None:
        """Forget what is remembered here of a person, and keep no answer that is under way."""
        self.asker.forget(person.id)
        self.direct.forget(person)
        self._talk.forget(person)

    async def look_after(self) -> None:
        """What is to be done beside answering, until it is cancelled."""
        await self._upkeep.run()


def _warn_of(guild: discord.Guild) -> None:
    """Say which permissions are missing in a server, and how to mend that."""
    held = guild.me.guild_permissions.value
    missing = [name for name, bit in PERMISSIONS.items() if not held & bit]
    if missing and not guild.me.guild_permissions.administrator:
        _LOG.warning(
            "In the server %s I lack %s; invite me again with the link that `footnote doctor` "
            "prints.",
            guild.id,
            ", ".join(missing),
        )


def _intents(*, message_content: bool) -> discord.Intents:
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    intents.guild_reactions = intents.dm_reactions = True
    intents.message_content = message_content
    return intents


async def serve(client: FootnoteClient, token: str, stop: asyncio.Event) -> None:
    """Run until told to stop; what is being answered then is answered, or told that it is not.

    Raises what ``discord.Client.start`` raises.
    """
    running = asyncio.create_task(client.start(token))
    upkeep = asyncio.create_task(client.look_after())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    upkeep.cancel()
    await client.asker.queue.drain(_DRAIN_SECONDS)
    await client.close()
    await asyncio.gather(upkeep, return_exceptions=True)
    await running
