"""SIGKILL: whatever could be used before can be used when the bot is back."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass

from chatting import NEWSROOM, SECOND, Bot, answer_id, plain, stock
from loopback import MANAGE, Channel, Interaction, LoopbackDiscord, Member, Message
from newsroom import ORCHARD, PIER, TRAM, UNANSWERABLE, Story

from bot.discord.direct import WHICH_SERVER
from bot.discord.privacy import FORGOTTEN
from bot.discord.watching import WATCHED
from index.folder import Options

SURE = "Delete it for good"
LOG = f"""---
title: The log of the ferry Petrel
url: https://petrel.example/{"log/" * 460}
---
Captain Osk Varga wrote into the log of the ferry Petrel on Monday that the sea was calm.

Mate Lin Moss wrote into the log of the ferry Petrel on Tuesday that the wind had turned.

Cook Ada Brill wrote into the log of the ferry Petrel on Friday that the soup was salt.
"""
"""Its links are so long that an answer takes three pages."""
IN_LOG = "What was written into the log of the ferry Petrel?"
GULLS = [Story(f"gull{n}", f"Gull {n}", f"Gull {n} sat.", "", "") for n in range(9)]


@dataclass
class Place:
    """A server's channel, two people, and what is stored about them."""

    discord: LoopbackDiscord
    general: Channel
    alice: Member
    bob: Member
    options: Options

    async def use(self, who: Member, name: str, **options: object) -> Message:
        """What a command shows."""
        used = await self.discord.command(who, self.general, name, **options)
        return await self.discord.seen(used)

    async def press(self, who: Member, message: Message, label: str, wanted: str = "") -> Message:
        """What a button shows."""
        pressed = await self.discord.press(who, message, label)
        return await self.discord.seen(pressed, lambda text: bool(text) and wanted in plain(text))

    async def ask_to_remove(self, story: Story) -> Message:
        """The message that asks once more."""
        (found,) = await self.discord.autocomplete(
            self.alice, self.general, "article remove", "article", story.title
        )
        return await self.use(self.alice, "article remove", article=found["value"])

    def stored(self, query: str) -> list[tuple[object, ...]]:
        """What the catalogue has, read beside the bot."""
        path = self.options.data_dir / "catalogue.sqlite3"
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(query).fetchall()


@dataclass
class Open:
    """Messages and forms that wait for somebody to use them."""

    answer: Message
    second_page: Message
    missing: Message
    private: Message
    sorry: Message
    words: Interaction
    article: Interaction
    listed: Message
    asking: Message
    removed: Message
    channels: Message
    privacy: Message
    sure: Message
    servers: Message


async def opened(place: Place) -> Open:
    """Everything that the bot can be left with."""
    discord, alice, bob = place.discord, place.alice, place.bob
    await place.use(alice, "article add", file=("log.md", LOG.encode()))
    answer = await place.use(alice, "ask", question=IN_LOG)
    sorry = await place.press(bob, answer, "👎", "Why?")
    asked = await place.ask_to_remove(ORCHARD)
    privacy = await place.use(bob, "privacy")
    said = await discord.say(alice, discord.world.direct_with(alice), PIER.question)
    return Open(
        answer=answer,
        second_page=await place.press(alice, answer, "Page 2", "Page 2 of 3"),
        missing=await place.use(alice, "ask", question=UNANSWERABLE),
        private=await place.use(alice, "ask", question=PIER.question, private=True),
        sorry=sorry,
        words=await discord.press(bob, sorry, "In your words"),
        article=await discord.command(alice, place.general, "article add", tag="town"),
        listed=await place.use(alice, "article list"),
        asking=await place.ask_to_remove(PIER),
        removed=await place.press(alice, asked, "Remove", "Removed"),
        channels=await place.use(alice, "settings channels"),
        privacy=await place.use(alice, "privacy"),
        sure=await place.press(bob, privacy, "Delete everything about me", "for good"),
        servers=await discord.reply(said),
    )


async def assert_answers_open(place: Place, left: Open) -> None:
    """Passages, pages and further passages are shown, and a private answer to all."""
    card = await place.press(place.bob, left.answer, "1")
    assert "wrote into the log" in plain(card.text)
    assert "Page 2 of 3" in (await place.press(place.bob, left.answer, "Page 2")).text
    assert "Page 3 of 3" in (await place.press(place.alice, left.second_page, "Page 3")).text
    await place.press(place.bob, left.answer, "More", "Further passages")
    shared = await place.press(place.alice, left.private, "Share")
    assert shared in place.general.messages
    assert PIER.quote in plain(shared.text)


async def assert_votes_count(place: Place, left: Open) -> None:
    """A vote, a reason, words and a watch are kept."""
    discord, alice, bob = place.discord, place.alice, place.bob
    await discord.seen(await discord.pick(bob, left.sorry, "outdated"))
    await discord.seen(await discord.submit(bob, left.words, words="It was salt soup."))
    await place.press(alice, left.answer, "👍")
    query = "SELECT voter, helpful, reason, words FROM votes WHERE answer_id = '{}'"
    votes = place.stored(query.format(answer_id(left.answer)))
    assert set(votes) == {
        (str(alice.id), 1, None, None),
        (str(bob.id), 0, "outdated", "It was salt soup."),
    }
    await place.press(bob, left.answer, "👎", "Why?")
    assert (await place.press(alice, left.missing, "Watch this")).content == WATCHED
    assert place.stored("SELECT question FROM watches") == [(UNANSWERABLE,)]


async def assert_articles_change(place: Place, left: Open) -> None:
    """A form adds, lists turn their pages, and articles are removed and come back."""
    discord, alice = place.discord, place.alice
    sent = await discord.submit(alice, left.article, text1=TRAM.text)
    await discord.seen(sent, lambda text: "1 article added." in text)
    assert place.stored("SELECT tag FROM tags") == [("town",)]
    assert "Page 2 of 2" in (await place.press(alice, left.listed, "▶")).text
    assert "Page 1 of 2" in (await place.press(alice, left.listed, "◀")).text
    removed = await place.press(alice, left.asking, "Remove", "Removed")
    gone = "SELECT title FROM articles, revisions WHERE id = article_id AND removed_at NOTNULL"
    assert set(place.stored(gone)) == {(PIER.title,), (ORCHARD.title,)}
    for message in (removed, left.removed):
        await place.press(alice, message, "Undo", "Restored")
    assert place.stored(gone) == []


async def assert_choices_hold(place: Place, left: Open) -> None:
    """Channels and a server for direct messages are chosen from the old lists."""
    discord, alice = place.discord, place.alice
    picked = await discord.pick(alice, left.channels, str(place.general.id))
    await discord.seen(picked, lambda text: f"<#{place.general.id}>" in text)
    await discord.seen(await discord.pick(alice, left.servers, str(NEWSROOM)))
    assert place.stored("SELECT library FROM people") == [(str(NEWSROOM),)]
    said = await discord.say(alice, discord.world.direct_with(alice), PIER.question)
    answer = await discord.reply(said)
    assert PIER.quote in plain(answer.text)
    listed = await place.press(alice, answer, "Another server")
    assert listed.content == WHICH_SERVER


async def assert_people_are_forgotten(place: Place, left: Open) -> None:
    """Both steps of the deletion delete."""
    sure = await place.press(place.alice, left.privacy, "Delete everything about me", "for good")
    for who, message in ((place.alice, sure), (place.bob, left.sure)):
        assert (await place.press(who, message, SURE)).content == FORGOTTEN
    for table in ("answers", "votes", "watches", "people"):
        assert place.stored(f"SELECT * FROM {table}") == []


async def test_every_button_outlives_a_kill(
    bot: Bot, discord: LoopbackDiscord, options: Options
) -> None:
    """What a killed bot had shown works with the one that was started after it."""
    newsroom = discord.add_guild("Newsroom", NEWSROOM)
    discord.add_guild("Second", SECOND).add_channel("general")
    await stock(options, {NEWSROOM: [PIER, ORCHARD, *GULLS], SECOND: [TRAM]})
    alice, bob = Member("alice", permissions=MANAGE), Member("bob")
    place = Place(discord, newsroom.add_channel("general"), alice, bob, options)
    process = await bot.run()
    left = await opened(place)
    process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(process.wait)
    process = await bot.run()
    await assert_answers_open(place, left)
    await assert_votes_count(place, left)
    await assert_articles_change(place, left)
    await assert_choices_hold(place, left)
    await assert_people_are_forgotten(place, left)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(process.wait, 20) == 0
