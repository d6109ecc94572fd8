"""Direct messages: a person picks one of the servers that they share with the bot."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot.discord.addressing import Address
from bot.discord.asking import Asker, Given
from bot.discord.escaping import escaped
from bot.discord.failing import sentence_for, tell, told
from bot.discord.growing import GrowingReply, growing
from bot.discord.membership import is_member, shared_servers
from bot.discord.named_items import NamedItem
from bot.discord.pages import shortened
from bot.discord.queueing import Place
from bot.discord.selecting import selected
from index.folder import Folder
from index.stores.answered import Asked
from index.values import Filters

NO_SERVER = "We share no server that has articles; ask me where I am with you."
WHICH_SERVER = "Which server's articles do you mean?"
_LABEL = 100
_LAST_ROW = 2
_WAITING = 1_000


class DirectTalk:
    """Answers in private from the server that a person chose, as long as they are in it."""

    def __init__(self, client: discord.Client, folder: Folder, asker: Asker) -> None:
        self._client = client
        self._folder = folder
        self._asker = asker
        self._waiting: dict[int, tuple[discord.Message, Address]] = {}

    async def answer(
        self, place: Place, message: discord.Message, said: Address, reply: GrowingReply
    ) -> None:
        """Answer, or ask first which server is meant."""
        server = await self._chosen(message.author)
        if server is not None:
            await self._answer(place, message, said, server, reply)
            return
        shared = await self.shared(message.author)
        if len(shared) == 1:
            await self.choose(message.author, shared[0].id)
            await self._answer(place, message, said, shared[0], reply)
        elif shared:
            if len(self._waiting) < _WAITING:
                self._waiting[message.author.id] = (message, said)
            await message.reply(WHICH_SERVER, view=server_view(shared))
        else:
            await message.reply(NO_SERVER)

    async def choose(self, person: discord.abc.Snowflake, server: int) -> None:
        """Remember whose articles a person asks about."""
        servers = self._folder.records.chat.servers
        await asyncio.to_thread(servers.choose, str(person.id), str(server))

    async def shared(self, person: discord.abc.Snowflake) -> list[discord.Guild]:
        """The servers with articles that a person is in. Raises ``TooFast``.

        Discord is asked about every server, so that nobody may have it asked without end.
        """
        self._asker.queue.admit_person(person.id)
        return await shared_servers(self._client, person, await self._folder.libraries())

    async def resume(self, place: Place, person: discord.abc.Snowflake) -> None:
        """Answer what a person asked before they chose, or tell them why not."""
        message, said = self._waiting.pop(person.id, (None, None))
        if message is None or said is None:
            return
        reply = GrowingReply(message)
        try:
            await self.answer(place, message, said, reply)
        except Exception as exc:
            await reply.fail(sentence_for(exc))

    def forget(self, person: discord.abc.Snowflake) -> None:
        """Forget what a person asked before they chose."""
        self._waiting.pop(person.id, None)

    async def _answer(
        self,
        place: Place,
        message: discord.Message,
        said: Address,
        guild: discord.Guild,
        reply: GrowingReply,
    ) -> None:
        answers = self._folder.records.chat.answers
        replied = await asyncio.to_thread(answers.shown_in, str(said.reply_to))
        own = replied is not None and replied.library == str(guild.id)
        # What is asked in private stays out of the server's insights.
        asked = Asked(True, str(message.id), replied.id if replied and own else None)
        await self._asker.admit(guild.id, message.author.id, said.text)
        async with message.channel.typing(), growing(reply.show) as grow:
            given = await self._asker.ask(
                place, guild.id, message.author.id, said.text, Filters(), asked, grow
            )
        self.furnish(given, guild.id)
        await self._asker.sent(given, await reply.finish(given.embed, given.view))

    def furnish(self, given: Given, server: int) -> None:
        """Say which server an answer is from, and offer another."""
        guild = self._client.get_guild(server)
        if guild is not None:
            given.embed.set_author(name=f"From {shortened(guild.name, _LABEL)}")
        given.view.add_item(ServersButton())

    async def _chosen(self, person: discord.abc.Snowflake) -> discord.Guild | None:
        servers = self._folder.records.chat.servers
        chosen = await asyncio.to_thread(servers.chosen, str(person.id))
        if chosen is None or not await is_member(self._client, int(chosen), person):
            return None
        if await asyncio.to_thread(self._folder.records.lookup.is_empty, chosen):
            return None
        return self._client.get_guild(int(chosen))


def server_view(shared: list[discord.Guild]) -> discord.ui.View:
    """A list of servers to pick one of."""
    view = discord.ui.View(timeout=None)
    options = [
        discord.SelectOption(label=shortened(guild.name, _LABEL), value=str(guild.id))
        for guild in shared
    ]
    view.add_item(ServerSelect(options))
    return view


class ServerSelect(
    NamedItem, discord.ui.DynamicItem[discord.ui.Select[Any]], template=r"footnote:server"
):
    """Takes the server whose articles a person asks about."""

    def __init__(self, options: list[discord.SelectOption] | None = None) -> None:
        super().__init__(
            discord.ui.Select(
                custom_id="footnote:server", placeholder="A server", options=options or []
            )
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Remember the choice, and answer what waited for it."""
        person = interaction.user
        guild = interaction.client.get_guild(int(selected(interaction)[0]))
        if guild is None or not await is_member(interaction.client, guild.id, person):
            await tell(interaction, "We do not share that server; choose another.")
            return
        direct: DirectTalk = interaction.client.direct
        await direct.choose(person, guild.id)
        chosen = f"From now on I answer from **{escaped(shortened(guild.name, _LABEL))}** here."
        try:
            embed = discord.Embed(description=chosen)
            await interaction.response.edit_message(content=None, embed=embed, view=None)
        except discord.HTTPException:
            # It is chosen, and what waited for that is answered with a message of its own.
            await tell(interaction, chosen)
        with interaction.client.asker.queue.work(person.id) as place:
            await direct.resume(place, person)


class ServersButton(
    NamedItem, discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"footnote:servers"
):
    """Offers another server."""

    def __init__(self) -> None:
        button: discord.ui.Button[Any] = discord.ui.Button(
            label="Another server", custom_id="footnote:servers", row=_LAST_ROW
        )
        super().__init__(button)

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the list."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        direct: DirectTalk = interaction.client.direct
        shared = await direct.shared(interaction.user)
        if shared:
            view = server_view(shared)
            await interaction.edit_original_response(content=WHICH_SERVER, view=view)
        else:
            await interaction.edit_original_response(content=NO_SERVER)
