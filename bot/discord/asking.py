"""Asking a server's library: the question with what it refers to, kept with its answer."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import discord

from bot.chat_options import ChatOptions
from bot.days import day_in
from bot.discord.answer_view import ShareButton, answer_view, titled_by
from bot.discord.courtesy import said_back
from bot.discord.failing import Spoken, sentence_for, tell
from bot.discord.growing import growing
from bot.discord.late import CommandReply
from bot.discord.pages import page_embed, pages_of
from bot.discord.queueing import Place, Queue
from bot.periods import remarks_on
from index.folder import Folder
from index.limits import check_days, check_question
from index.stores.answered import Asked
from index.stores.servers import Preferences
from index.values import Answered, Filters, Question, Reply

if TYPE_CHECKING:
    from index.answer.writing.generated import Growing

NO_ARTICLES = "There is no article here yet; `/article add` adds some."
LONGEST_QUESTION = 1_000
FORGOTTEN_MEANWHILE = "You had everything about you deleted meanwhile, this question too."
_AT_ONCE = 2
_FORGETTING = 3_600.0
"""Seconds; nobody waits longer for an answer."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that is kept: its id, what a message shows of it, and whether any was found."""

    answer_id: str
    embed: discord.Embed
    view: discord.ui.View
    found: bool


class NothingToAsk(Spoken):
    """The server has no articles."""


class NothingAsked(Spoken):
    """Somebody was courteous to the bot, and is so answered."""


class Forgotten(Spoken):
    """Somebody had everything about them deleted while they were answered."""


class NotHere(Spoken):
    """The server does not want answers in this channel."""


class Asker:
    """Asks the libraries of a folder, in turn."""

    def __init__(self, folder: Folder, options: ChatOptions) -> None:
        self._folder = folder
        self._zone = options.zone
        self._forgotten: dict[int, float] = {}
        self.queue = Queue(_AT_ONCE, options.per_person, options.per_server)

    async def admit(self, server: int, asker: int, text: str) -> None:
        """Let a person ask this now. Raises ``TooFast``, ``NothingToAsk`` or ``NothingAsked``."""
        self.queue.admit(server, asker)
        if await asyncio.to_thread(self._folder.records.lookup.is_empty, str(server)):
            raise NothingToAsk(NO_ARTICLES)
        if back := said_back(text):
            raise NothingAsked(back)

    async def check(self, server: int, text: str, filters: Filters) -> None:
        """Raise ``InvalidInput`` where asking would, before anybody waits for an answer."""
        check_question(text)
        check_days(filters)
        library = self._folder.library(str(server))
        for named in filters.articles:
            await library.entry(named)

    async def ask(
        self,
        place: Place,
        server: int,
        asker: int,
        text: str,
        filters: Filters,
        asked: Asked,
        grow: Growing | None = None,
    ) -> Given:
        """Answer a question that was admitted when its turn comes, and keep the answer.

        ``grow`` is told of an answer that a model writes, claim by claim. Raises as
        ``Library.ask`` does, ``Restarting``, and ``Forgotten``.
        """
        records, library = self._folder.records, self._folder.library(str(server))
        began = time.monotonic()
        history = await asyncio.to_thread(records.chat.answers.history, asked.follows)
        said_at = discord.utils.snowflake_time(int(asked.message)) if asked.message else None
        day = day_in(self._zone, said_at)
        question = Question(text, library.name, str(asker), history, filters, day)
        async with place.turn():
            reply = await library.ask(question, grow)
        given = await self.keep(reply, asked)
        if self.was_forgotten(asker, began):
            await asyncio.to_thread(records.chat.answers.delete, given.answer_id)
            raise Forgotten(FORGOTTEN_MEANWHILE)
        return given

    def forget(self, person: int) -> None:
        """Keep no answer that a person still waits for; called before all else is deleted."""
        now = time.monotonic()
        self._forgotten = {one: at for one, at in self._forgotten.items() if now - at < _FORGETTING}
        self._forgotten[person] = now

    def was_forgotten(self, person: int, since: float) -> bool:
        """Whether a person had everything deleted since a moment of ``time.monotonic``."""
        return self._forgotten.get(person, since) > since

    async def keep(self, reply: Reply, asked: Asked) -> Given:
        """Keep an answer, and make what a message shows of it."""
        answers = self._folder.records.chat.answers
        answer_id = await asyncio.to_thread(answers.keep, reply, asked, remarks_on(reply))
        pages, answer = pages_of(reply), reply.answer
        numbers = [c.number for c in answer.citations] if isinstance(answer, Answered) else []
        view = answer_view(answer_id, numbers, len(pages))
        return Given(answer_id, page_embed(pages, 0), view, bool(numbers))

    async def sent(self, given: Given, message: discord.Message | None) -> None:
        """Remember which message shows an answer."""
        if message is not None:
            answers, channel = self._folder.records.chat.answers, str(message.channel.id)
            await asyncio.to_thread(answers.sent, given.answer_id, channel, str(message.id))

    async def moved(
        self, before: str, given: Given, message: discord.PartialMessage | discord.Message
    ) -> None:
        """Another answer took the place of one in its message."""
        answers, channel = self._folder.records.chat.answers, str(message.channel.id)
        shown = channel, str(message.id)
        await asyncio.to_thread(answers.replace, before, given.answer_id, *shown)

    async def last_in(self, thread: int) -> str | None:
        """The latest answer in a thread that all there could see, else the one it is under."""
        answers = self._folder.records.chat.answers
        last = await asyncio.to_thread(answers.last_in, str(thread))
        # A thread under a message has the id of it.
        above = None if last else await asyncio.to_thread(answers.shown_in, str(thread))
        return last if above is None or above.private else above.id

    async def preferences(self, server: int) -> Preferences:
        """What a server chose."""
        servers = self._folder.records.chat.servers
        return await asyncio.to_thread(servers.preferences, str(server))

    async def check_place(self, channel: discord.abc.Snowflake | None, server: int) -> Preferences:
        """What a server chose. Raises ``NotHere`` where it wants no answers in a channel."""
        preferences = await self.preferences(server)
        parent = getattr(channel, "parent_id", None)
        places = {str(place) for place in (getattr(channel, "id", None), parent) if place}
        if preferences.channels and not places & set(preferences.channels):
            named = ", ".join(f"<#{place}>" for place in preferences.channels[:5])
            raise NotHere(f"I may not answer in this channel; ask me in {named}.")
        return preferences


async def answer_command(
    asker: Asker,
    interaction: discord.Interaction,
    text: str,
    filters: Filters,
    private: bool | None = None,
) -> None:
    """Answer a command: deferred at once, then edited into the answer."""
    server = interaction.guild_id
    assert server is not None
    reply: CommandReply | None = None
    try:
        with asker.queue.work(server) as place:
            preferences = await asker.check_place(interaction.channel, server)
            asked = Asked(private=preferences.private if private is None else private)
            if isinstance(interaction.channel, discord.Thread) and not asked.private:
                asked = replace(asked, follows=await asker.last_in(interaction.channel.id))
            # Before it is deferred, since a refusal would then be seen by as many as an answer.
            await asker.check(server, text, filters)
            await asker.admit(server, interaction.user.id, text)
            reply = CommandReply(interaction, private=asked.private)
            await reply.begin()

            async def show(embed: discord.Embed) -> None:
                await reply.show(titled_by(embed, text))

            async with growing(show) as grow:
                given = await asker.ask(
                    place, server, interaction.user.id, text, filters, asked, grow
                )
            embed = titled_by(given.embed, text)
            if asked.private and not reply.is_late:
                given.view.add_item(ShareButton(given.answer_id))
            await asker.sent(given, await reply.finish(embed, given.view))
    except Exception as exc:
        sentence = sentence_for(exc)
        if reply is None or not await reply.fail(sentence):
            await tell(interaction, sentence)
