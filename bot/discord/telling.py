"""Tells those who watch a question when an article answers it."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

import discord

from bot.discord.answer_view import titled_by
from bot.discord.asking import Asker, Given, NotHere
from bot.discord.membership import is_member
from bot.discord.resending import CUT, surely
from index.errors import FootnoteError, InvalidInput
from index.folder import Folder
from index.indexing import finish
from index.stores.answered import Asked
from index.stores.watches import Due, Watch, narrowed
from index.values import Answered, Reply

_LOG = logging.getLogger(__name__)


class Watcher:
    """Asks what is watched of the articles that came since."""

    def __init__(self, client: discord.Client, folder: Folder, asker: Asker) -> None:
        self._client = client
        self._folder = folder
        self._asker = asker
        self._watches = folder.records.chat.watches
        self._answers = folder.records.chat.answers

    async def look(self) -> None:
        """Ask every watched question for whose server articles came, and tell who is answered."""
        for due in await asyncio.to_thread(self._watches.due):
            try:
                # Cut off between telling and closing, it would be told twice.
                await finish(self._ask(due))
            except InvalidInput:
                # What it is limited to is gone, so that only later articles can answer it.
                await asyncio.to_thread(self._watches.seen, due.watch.id, due.until)
            except (FootnoteError, discord.HTTPException, *CUT):
                # It stays due, and is tried again with the next look.
                _LOG.warning("a watched question could not be asked now", exc_info=True)

    async def _ask(self, due: Due) -> None:
        question, began = due.watch.question, time.monotonic()
        if not await is_member(self._client, int(question.library), _person(due.watch)):
            await asyncio.to_thread(self._watches.close, due.watch.id)
            return
        chosen = narrowed(question.filters, due.articles)
        if chosen:
            limited = replace(question, filters=replace(question.filters, articles=chosen))
            with self._asker.queue.work(int(question.library)) as place:
                async with place.turn():
                    reply = await self._folder.library(question.library).ask(limited, quoted=True)
                if isinstance(reply.answer, Answered):
                    await self._answer(due.watch, reply, began)
                    return
        await asyncio.to_thread(self._watches.seen, due.watch.id, due.until)

    async def _answer(self, watch: Watch, reply: Reply, began: float) -> None:
        given = await self._asker.keep(reply, Asked(private=watch.channel is None))
        if self._asker.was_forgotten(_person(watch).id, began):
            await asyncio.to_thread(self._answers.delete, given.answer_id)
            return
        try:
            await self._tell(watch, given)
        except (discord.HTTPException, *CUT):
            # It is asked again, and nobody has seen this answer.
            await asyncio.to_thread(self._answers.delete, given.answer_id)
            raise
        await asyncio.to_thread(self._watches.close, watch.id)

    async def _tell(self, watch: Watch, given: Given) -> None:
        message = await self._show(watch, given)
        if message is None:
            _LOG.warning("nobody could be told of watched question %s", watch.id)
            return
        await self._asker.sent(given, message)
        await _call(_person(watch), message)

    async def _show(self, watch: Watch, given: Given) -> discord.Message | None:
        """Post the answer; None where the watcher can be reached nowhere."""
        embed = titled_by(given.embed, watch.question.text)
        for find in (self._place, self._direct):
            try:
                channel = await find(watch)
                return await _sent(channel, embed, given)
            except (discord.Forbidden, discord.NotFound):
                # Where the bot may no longer write, or the person takes no messages.
                continue
        return None

    async def _place(self, watch: Watch) -> discord.abc.MessageableChannel:
        if watch.channel is None:
            return await self._direct(watch)
        server, channel = int(watch.question.library), int(watch.channel)
        try:
            known = self._client.get_channel(channel) or discord.Object(channel)
            await self._asker.check_place(known, server)
        except NotHere:
            return await self._direct(watch)
        return self._client.get_partial_messageable(channel, guild_id=server)

    async def _direct(self, watch: Watch) -> discord.DMChannel:
        return await self._client.create_dm(_person(watch))


async def _sent(
    channel: discord.abc.Messageable, embed: discord.Embed, given: Given
) -> discord.Message:
    # Discord, which knows a nonce for some minutes, posts nothing twice under one.
    nonce = given.answer_id
    return await surely(lambda: channel.send(embed=embed, view=given.view, nonce=nonce))


async def _call(person: discord.Object, answer: discord.Message) -> None:
    """Mention the watcher in a reply to the answer, or after it where a reply is not allowed."""
    for reference in (answer, None):
        try:
            # The only words here are the bot's own, so that this one mention may be alive.
            await answer.channel.send(
                f"<@{person.id}> an article that was added answers what you watch.",
                reference=reference,  # type: ignore[arg-type]  # None is none, as by default
                allowed_mentions=discord.AllowedMentions(
                    everyone=False, roles=False, users=[person], replied_user=False
                ),
            )
        except discord.HTTPException:
            _LOG.warning("a watcher could not be called", exc_info=True)
        else:
            return


def _person(watch: Watch) -> discord.Object:
    return discord.Object(int(watch.question.asker or 0), type=discord.User)
