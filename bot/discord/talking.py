"""Messages to the bot: answered with a reply, and again in place where they are edited."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.discord.addressing import Address, address, by_person, said_in
from bot.discord.asking import LONGEST_QUESTION, Asker, Given
from bot.discord.deleting import forget_withdrawn
from bot.discord.direct import DirectTalk
from bot.discord.failing import is_withdrawn, sentence_for
from bot.discord.forums import answer_post, is_post
from bot.discord.growing import GrowingReply, growing
from bot.discord.membership import is_member
from bot.discord.queueing import Place
from index.folder import Folder
from index.stores.answered import Asked, Kept
from index.values import Filters

if TYPE_CHECKING:
    from index.answer.writing.generated import Growing

ASK_HOW = "Mention me together with a question, or use `/ask`."
ASK_IN_WORDS = "Write your question here in words; I do not look into pictures or files."
TOO_LONG = f"I take questions of at most {LONGEST_QUESTION:,} characters; ask more briefly."
NOT_ALLOWED = (
    "I need the permissions Send Messages, Embed Links and Read Message History in this channel "
    "to answer here; an admin of the server can give them to me."
)
_EDITABLE = timedelta(minutes=10)
_REMEMBERED = 1_000
_LOG = logging.getLogger(__name__)


class Talk:
    """Answers what is said to the bot."""

    def __init__(
        self, client: discord.Client, folder: Folder, asker: Asker, direct: DirectTalk
    ) -> None:
        self._client = client
        self._answers = folder.records.chat.answers
        self._asker = asker
        self._direct = direct
        self._answering: set[int] = set()
        self._edited: dict[int, tuple[discord.Message, Address]] = {}
        # By message: who wrote it, and what was said instead of an answer.
        self._hints: dict[int, tuple[int, discord.Message]] = {}

    async def hear(self, message: discord.Message, bot: discord.ClientUser) -> None:
        """Answer a message that speaks to the bot; nobody is left without a reply."""
        self._asker.queue.hold()
        said = address(message, bot) or await self._in_own_thread(message, bot)
        if said is not None:
            await self._or_say(message, self._in_turn(message, self._answer(message, said)))
        elif is_post(message):
            await self._or_say(message, self._answer_post(message))

    async def hear_edit(self, message: discord.Message, bot: discord.ClientUser) -> None:
        """Ask again what a person has worded anew within ten minutes, and edit the answer.

        A message that got a sentence instead of an answer is answered in place of that.
        """
        self._asker.queue.hold()
        said = address(message, bot) or await self._in_own_thread(message, bot)
        if said is None or not said.text:
            return
        if message.id in self._answering:
            # Its answer is on the way; it is taken up when that is there.
            self._edited[message.id] = message, said
            return
        await self._or_say(message, self._in_turn(message, self._reword(message, said)))

    async def _or_say(self, message: discord.Message, answering: Awaitable[None]) -> None:
        """Answer a message, or say why not."""
        try:
            await answering
        except discord.Forbidden:
            await _try_to_say(message, NOT_ALLOWED)
        except Exception as exc:
            if is_withdrawn(exc):
                # Nobody waits for it, and nobody would find what is kept of it.
                await forget_withdrawn(self._answers, message.id)
                return
            sentence = sentence_for(exc)
            try:
                await self._hint(message, sentence)
            except discord.HTTPException:
                _LOG.warning("a person could not be told: %s", sentence, exc_info=True)

    async def _hint(self, message: discord.Message, sentence: str) -> None:
        """Say something instead of an answer, which takes its place if the message is edited."""
        self._hints[message.id] = message.author.id, await self._hinted(message, sentence)
        if len(self._hints) > _REMEMBERED:
            del self._hints[next(iter(self._hints))]

    async def _hinted(self, message: discord.Message, sentence: str) -> discord.Message:
        if hint := self._hint_of(message):
            with suppress(discord.NotFound):
                return await hint.edit(content=sentence, embed=None)
        return await message.reply(sentence)

    async def _in_own_thread(
        self, message: discord.Message, bot: discord.ClientUser
    ) -> Address | None:
        """What is said in a thread under an answer, where its text arrives at all."""
        thread = message.channel
        if not (isinstance(thread, discord.Thread) and by_person(message) and message.content):
            return None
        if thread.owner_id != bot.id:
            above = await asyncio.to_thread(self._answers.shown_in, str(thread.id))
            if above is None:
                return None
        return Address(said_in(message), None)

    async def _answer(self, message: discord.Message, said: Address) -> None:
        line = message.guild.id if message.guild else message.author.id
        with self._asker.queue.work(line) as place:
            if not said.text:
                await self._hint(message, ASK_HOW if message.guild else ASK_IN_WORDS)
            elif len(said.text) > LONGEST_QUESTION:
                await self._hint(message, TOO_LONG)
            elif message.guild is None:
                with self._replying(message) as reply:
                    await self._direct.answer(place, message, said, reply)
            else:
                await self._answer_first(place, message, message.guild.id, said)

    async def _in_turn(self, message: discord.Message, answering: Awaitable[None]) -> None:
        """Answer a message, then whatever it was edited into meanwhile."""
        self._answering.add(message.id)
        try:
            await answering
            while (edited := self._edited.pop(message.id, None)) is not None:
                await self._reword(*edited)
        finally:
            self._answering.discard(message.id)
            self._edited.pop(message.id, None)

    async def _answer_first(
        self, place: Place, message: discord.Message, server: int, said: Address
    ) -> None:
        await self._asker.check_place(message.channel, server)
        asked = Asked(message=str(message.id), follows=await self._follows(message, said))
        await self._asker.admit(server, message.author.id, said.text)
        with self._replying(message) as reply:
            async with message.channel.typing(), growing(reply.show) as grow:
                given = await self._given(place, server, message, said.text, asked, grow)
            await self._asker.sent(given, await reply.finish(given.embed, given.view))

    async def _answer_post(self, message: discord.Message) -> None:
        with self._replying(message) as reply:
            await answer_post(self._asker, message, reply)

    @contextmanager
    def _replying(self, message: discord.Message) -> Iterator[GrowingReply]:
        """A reply that grows; where it is broken off, what is said instead takes its place."""
        reply = GrowingReply(message, self._hint_of(message))
        try:
            yield reply
        except BaseException:
            if reply.message is not None:
                self._hints[message.id] = message.author.id, reply.message
            raise

    def _hint_of(self, message: discord.Message) -> discord.Message | None:
        return self._hints.pop(message.id, (0, None))[1]

    def forget(self, person: discord.abc.Snowflake) -> None:
        """Forget the messages of a person that might be answered anew."""
        self._hints = {k: one for k, one in self._hints.items() if one[0] != person.id}
        self._edited = {k: one for k, one in self._edited.items() if one[0].author.id != person.id}

    async def _reword(self, message: discord.Message, said: Address) -> None:
        kept = await asyncio.to_thread(self._answers.asked_in, str(message.id))
        young = discord.utils.utcnow() - message.created_at < _EDITABLE
        # Discord edits a message as well, to show what a link in it leads to.
        if kept is None and young and message.id in self._hints and message.edited_at is not None:
            await self._answer(message, said)
        if kept is None or kept.message is None or not young:
            return
        if said_in(message) == kept.question:
            return
        if len(said_in(message)) > LONGEST_QUESTION:
            await message.reply(TOO_LONG)
            return
        server = int(kept.library)
        if message.guild is None and not await is_member(self._client, server, message.author):
            return
        await self._answer_again(message, kept)

    async def _answer_again(self, message: discord.Message, kept: Kept) -> None:
        assert kept.message is not None
        with self._asker.queue.work(int(kept.library)) as place:
            if message.guild is not None:
                await self._asker.check_place(message.channel, message.guild.id)
            await self._asker.admit(int(kept.library), message.author.id, said_in(message))
            asked = Asked(kept.private, str(message.id), kept.follows)
            async with message.channel.typing():
                given = await self._given(
                    place, int(kept.library), message, said_in(message), asked
                )
            if message.guild is None:
                self._direct.furnish(given, int(kept.library))
            channel = self._client.get_partial_messageable(message.channel.id)
            shown = channel.get_partial_message(int(kept.message))
            try:
                await shown.edit(embed=given.embed, view=given.view)
            except discord.NotFound:
                # It was deleted while nobody told the bot.
                shown = await message.reply(embed=given.embed, view=given.view)
            await self._asker.moved(kept.id, given, shown)

    async def _given(
        self,
        place: Place,
        server: int,
        message: discord.Message,
        text: str,
        asked: Asked,
        grow: Growing | None = None,
    ) -> Given:
        return await self._asker.ask(place, server, message.author.id, text, Filters(), asked, grow)

    async def _follows(self, message: discord.Message, said: Address) -> str | None:
        """The answer that a message refers to: what it replies to, or the last in its thread."""
        if said.reply_to is not None:
            kept = await asyncio.to_thread(self._answers.shown_in, str(said.reply_to))
            server = str(message.guild.id) if message.guild else None
            seen = kept is not None and kept.library == server and not kept.private
            return kept.id if kept is not None and seen else None
        if isinstance(message.channel, discord.Thread):
            return await self._asker.last_in(message.channel.id)
        return None


async def _try_to_say(message: discord.Message, sentence: str) -> None:
    """Say it where it may be said: beside the message, else to its author."""
    _LOG.warning("no permission to answer in channel %s", message.channel.id)
    for say in (message.reply, message.author.send):
        try:
            await say(sentence)
        except discord.HTTPException:
            continue
        return
