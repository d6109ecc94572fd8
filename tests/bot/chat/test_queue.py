"""Many questions at once: who is answered when."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from chatting import CHAT, plain, stocked_chat
from loop_watch import watched
from loopback import Channel, LoopbackDiscord, Member, Message
from newsroom import ORCHARD, PIER
from support import added

from index.folder import Options, open_folder
from index.library import Library

CROWD = 60


async def mentioned(discord: LoopbackDiscord, channel: Channel, count: int) -> list[Message]:
    """Questions of as many people, all at once."""
    bot = discord.world.bot
    return [
        await discord.say(Member(f"member{n}"), channel, f"<@{bot.id}> {PIER.question}")
        for n in range(count)
    ]


def replied(discord: LoopbackDiscord, channel: Channel) -> list[int]:
    """The ids of the questions in the order of their replies."""
    told = [m.fields.get("message_reference") for m in channel.messages]
    return [int(reference["message_id"]) for reference in told if reference]


@pytest.fixture
def little_garbage() -> Iterator[None]:
    """What other tests have left in memory is not gone through while the loop is watched."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
async def unheld() -> AsyncIterator[LoopbackDiscord]:
    """A Discord that checks no request, which would keep the loop that it shares with the bot."""
    async with LoopbackDiscord(held=False) as loopback:
        yield loopback


async def test_a_crowd_is_answered_in_order(
    unheld: LoopbackDiscord, options: Options, little_garbage: None
) -> None:
    """Sixty people ask at once; each is answered, in the order in which they asked."""
    async with stocked_chat(unheld, options, articles=[PIER]) as chat:
        await chat.answer()
        async with watched() as stalls:
            asked = await mentioned(unheld, chat.general, CROWD)
            # Each may take as long as one would alone.
            replies = [await unheld.reply(message) for message in asked]
        assert all(PIER.quote in plain(reply.text) for reply in replies)
        assert replied(unheld, chat.general) == [message.id for message in asked]
        assert stalls == []


async def test_who_asks_too_often_waits(discord: LoopbackDiscord, options: Options) -> None:
    """One question too many is told for how long; others are answered meanwhile."""
    async with stocked_chat(discord, options, replace(CHAT, per_person=2), [PIER]) as chat:
        for _ in range(2):
            assert PIER.quote in plain((await chat.answer()).text)
        told = (await chat.answer()).content
        assert told.startswith("You ask faster than I may answer; try again in ")
        assert 0 < int(told.split()[-2]) <= 60
        said = await discord.say(
            chat.alice, chat.general, f"<@{discord.world.bot.id}> {PIER.question}"
        )
        assert (await discord.reply(said)).content.startswith("You ask faster")
        (other,) = await mentioned(discord, chat.general, 1)
        assert PIER.quote in plain((await discord.reply(other)).text)


async def test_a_server_that_asks_too_often_waits(
    discord: LoopbackDiscord, options: Options
) -> None:
    """The questions of all members of a server are limited too."""
    async with stocked_chat(discord, options, replace(CHAT, per_server=2), [PIER]) as chat:
        asked = await mentioned(discord, chat.general, 3)
        replies = await asyncio.gather(*map(discord.reply, asked))
        refused = [r.content for r in replies if r.content]
        assert len(refused) == 1
        assert refused[0].startswith("This server asks faster than I may answer; try again in ")


async def test_no_server_waits_for_the_queue_of_another(
    discord: LoopbackDiscord, options: Options
) -> None:
    """A question elsewhere is answered long before the crowd of one server is."""
    other = discord.add_guild("Other")
    there = other.add_channel("general")
    async with open_folder(options) as folder:
        await added(folder.library(str(other.id)), PIER)
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        crowd = await mentioned(discord, chat.general, CROWD // 4)
        (alone,) = await mentioned(discord, there, 1)
        assert PIER.quote in plain((await discord.reply(alone)).text)
        assert len(replied(discord, chat.general)) < len(crowd) // 2
        for message in crowd:
            await discord.reply(message)


async def test_commands_and_mentions_share_one_queue(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Whatever way people ask, those who came first are answered first."""
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        crowd = await mentioned(discord, chat.general, 6)
        asked = await discord.command(chat.alice, chat.general, "ask", question=PIER.question)
        await discord.seen(asked, lambda text: PIER.quote in plain(text))
        assert replied(discord, chat.general) == [message.id for message in crowd]


async def test_further_passages_are_looked_for_in_turn(
    discord: LoopbackDiscord, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many press **More** at once, it keeps to the line of the questions."""
    at_once: list[int] = []
    busy = 0

    def counted(real: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any, **named: Any) -> Any:
            nonlocal busy
            busy += 1
            at_once.append(busy)
            await asyncio.sleep(0.02)
            result = await real(*args, **named)
            busy -= 1
            return result

        return call

    for name in ("ask", "search"):
        monkeypatch.setattr(Library, name, counted(getattr(Library, name)))
    async with stocked_chat(discord, options, articles=[PIER, ORCHARD]) as chat:
        message = await chat.answer()
        pressed = [await discord.press(Member(f"reader{n}"), message, "More") for n in range(3)]
        (asked,) = await mentioned(discord, chat.general, 1)
        for one in pressed:
            assert "Further passages" in (await discord.seen(one)).text
        assert PIER.quote in plain((await discord.reply(asked)).text)
    assert at_once == [1] * 5


async def test_nobody_is_overtaken_by_who_asked_later(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Where Discord takes a reply only at the second try, the next one waits for it."""
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        desk = await discord.open_channel(chat.guild, "desk")
        discord.fail_next("POST", rf"/channels/{chat.general.id}/messages$", 500)
        await mentioned(discord, chat.general, 1)
        (later,) = await mentioned(discord, desk, 1)
        await discord.reply(later)
        assert len(chat.posted()) == 1
