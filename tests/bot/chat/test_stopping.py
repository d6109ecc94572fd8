"""What is under way when the bot is told to end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from chatting import Chat, plain, stocked_chat
from loopback import Interaction, LoopbackDiscord, Message
from model_server import PATIENT, Claim, claims, model_server, says
from newsroom import ORCHARD, PIER, TRAM

from bot.discord import client, growing
from bot.discord.queueing import RESTARTING
from index.folder import Options
from index.library import Library


def slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let everything take so long that a button, a command and a form ask a library."""
    for name in ("search", "entries", "extent"):
        monkeypatch.setattr(Library, name, _slowed(getattr(Library, name), seconds))


def _slowed(real: Callable[..., Any], seconds: float) -> Callable[..., Any]:
    async def call(*args: Any) -> Any:
        await asyncio.sleep(seconds)
        return await real(*args)

    return call


async def used(chat: Chat, message: Message) -> list[Interaction]:
    """A button, a command and a form whose work has begun."""
    discord, alice = chat.discord, chat.alice
    form = await discord.command(alice, chat.general, "article add")
    return [
        await discord.press(alice, message, "More"),
        await discord.command(alice, chat.general, "article list"),
        await discord.submit(alice, form, text1=TRAM.text),
    ]


async def test_what_is_under_way_is_finished(
    discord: LoopbackDiscord, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Buttons, commands and forms that were used are answered before the bot ends."""
    async with stocked_chat(discord, options, articles=[PIER, ORCHARD]) as chat:
        message = await chat.answer()
        slow(monkeypatch, 0.4)
        begun = await used(chat, message)
        later = asyncio.create_task(_later(chat, message))
    more, listed, submitted = [interaction.shown[-1].text for interaction in begun]
    assert "Further passages" in more
    assert ORCHARD.title in plain(listed)
    assert "1 article added." in submitted
    card, refused = await later
    assert PIER.quote in plain(card.shown[-1].text)
    assert refused.shown[-1].content == RESTARTING


async def _later(chat: Chat, message: Message) -> list[Interaction]:
    """A button and a command that are used when the bot is ending already."""
    await asyncio.sleep(0.1)
    return [
        await chat.discord.press(chat.alice, message, "1"),
        await chat.discord.command(chat.alice, chat.general, "article list"),
    ]


async def test_what_takes_too_long_says_that_it_could_not(
    discord: LoopbackDiscord, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever used what cannot be finished is told, and the bot ends."""
    monkeypatch.setattr(client, "_DRAIN_SECONDS", 0.2)
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        message = await chat.answer()
        slow(monkeypatch, 60)
        begun = await used(chat, message)
        await asyncio.gather(*map(discord.answered, (begun[0], begun[2])))
    assert [interaction.shown[-1].content for interaction in begun] == [RESTARTING] * 3


@pytest.mark.parametrize("how", ["mention", "command"])
async def test_an_answer_that_is_cut_off_does_not_stay_half_written(
    discord: LoopbackDiscord, options: Options, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """The message that grew says that the bot is being restarted, and no other one does."""
    monkeypatch.setattr(client, "_DRAIN_SECONDS", 0.2)
    monkeypatch.setattr(growing, "PAUSE_SECONDS", 0.02)
    gate = asyncio.Semaphore(0)
    claim = Claim("Ada Morrow closed the pier.", [PIER.quote])
    async with (
        model_server(says(claims(claim, claim), gate=gate)) as server,
        stocked_chat(discord, replace(options, model=server.spec, limits=PATIENT)) as chat,
    ):
        gate.release()
        if how == "mention":
            told = f"<@{discord.world.bot.id}> {PIER.question}"
            message = await discord.reply(await discord.say(chat.alice, chat.general, told))
        else:
            message = await discord.seen(
                await discord.command(chat.alice, chat.general, "ask", question=PIER.question)
            )
        await discord.changed(message, lambda m: claim.text in plain(m.text))
    assert "restarted" in message.content
    assert claim.text not in plain(message.text)
    if how == "mention":
        assert len(chat.posted()) == 1
