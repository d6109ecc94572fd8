"""What the bot keeps about a person, and forgetting it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from chatting import Chat, plain, restarted, stocked_chat
from loopback import LoopbackDiscord, Member
from model_server import PATIENT, Claim, claims, model_server, says
from newsroom import PIER, UNANSWERABLE

from bot.discord import growing
from bot.discord.answer_buttons import GONE
from bot.discord.asking import FORGOTTEN_MEANWHILE
from bot.discord.privacy import FORGOTTEN, KEPT
from index.folder import Options


def traces(options: Options, person: Member) -> dict[str, int]:
    """How many rows of each table of the catalogue have a person's id in any column."""
    found: dict[str, int] = {}
    with closing(sqlite3.connect(options.data_dir / "catalogue.sqlite3")) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in named.fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            count = sum(any(str(person.id) in str(value) for value in row) for row in rows)
            found |= {table: count} if count else {}
    return found


async def leave_traces(chat: Chat, who: Member) -> None:
    """Ask in public and in private, watch a question, and choose a server by a direct message."""
    discord = chat.discord
    for question in (PIER.question, UNANSWERABLE):
        asked = await discord.command(who, chat.general, "ask", question=question)
        answer = await discord.seen(asked)
    await discord.seen(await discord.press(who, answer, "Watch this"))
    said = await discord.say(who, discord.world.direct_with(who), PIER.question)
    await discord.reply(said)


async def test_what_is_kept_is_said(chat: Chat) -> None:
    """``/privacy`` says it to the asker alone, and asking for it forgets nothing."""
    shown = await chat.discord.seen(await chat.discord.command(chat.alice, chat.general, "privacy"))
    assert shown.ephemeral
    assert shown.content == KEPT
    assert set(shown.buttons) == {"Delete everything about me"}


async def test_all_of_a_person_is_forgotten(discord: LoopbackDiscord, options: Options) -> None:
    """After two presses nothing of theirs is left, and all of everybody else's is."""
    bob = Member("bob")
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        alice, general = chat.alice, chat.general
        hers = await chat.answer()
        asked = await discord.command(bob, general, "ask", question=PIER.question)
        his = await discord.seen(asked)
        for who in (alice, bob):
            await leave_traces(chat, who)
        await discord.seen(await discord.press(alice, his, "👎"))
        await discord.seen(await discord.press(bob, his, "👍"))
        await discord.seen(await discord.press(bob, hers, "👍"))
        shown = await discord.seen(await discord.command(alice, general, "privacy"))
    assert traces(options, alice) == {"answers": 4, "people": 1, "votes": 1, "watches": 1}
    async with restarted(chat, options) as chat:
        sure = await discord.seen(await discord.press(alice, shown, "Delete everything about me"))
        assert traces(options, alice)
        done = await discord.seen(await discord.press(alice, sure, "Delete it for good"))
        assert done.content == FORGOTTEN
        assert done.buttons == {}
        assert traces(options, alice) == {}
        # His vote on her answer is gone with it.
        assert traces(options, bob) == {"answers": 4, "people": 1, "votes": 1, "watches": 1}
        assert (await discord.seen(await discord.press(bob, hers, "1"))).content == GONE
        assert PIER.quote in plain((await discord.seen(await discord.press(bob, his, "1"))).text)


async def test_answers_that_are_kept_in_memory_are_forgotten(
    discord: LoopbackDiscord, options: Options
) -> None:
    """After the second press no answer to what a person asked is given again."""
    said = says(claims(Claim("Ada Morrow closed the pier.", [PIER.quote])))
    async with model_server(said) as server:
        writing = replace(options, model=server.spec, limits=PATIENT, kept_answers=9)
        async with stocked_chat(discord, writing, articles=[PIER]) as chat:
            for _ in range(2):
                await discord.changed(await chat.answer(), lambda m: "More" in m.buttons)
            assert len(server.asked) == 1
            asked = await discord.command(chat.alice, chat.general, "privacy")
            shown = await discord.seen(asked)
            step = await discord.press(chat.alice, shown, "Delete everything about me")
            sure = await discord.seen(step)
            await discord.seen(await discord.press(chat.alice, sure, "Delete it for good"))
            await discord.changed(await chat.answer(), lambda m: "More" in m.buttons)
            assert len(server.asked) == 2


async def test_who_was_forgotten_may_ask_again(chat: Chat) -> None:
    """Forgetting bars nobody."""
    discord = chat.discord
    await leave_traces(chat, chat.alice)
    shown = await discord.seen(await discord.command(chat.alice, chat.general, "privacy"))
    sure = await discord.seen(await discord.press(chat.alice, shown, "Delete everything about me"))
    await discord.seen(await discord.press(chat.alice, sure, "Delete it for good"))
    assert PIER.quote in plain((await chat.answer()).text)


async def test_no_file_has_the_words_of_who_is_forgotten(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Neither the database, nor free pages of it, nor the log beside it, while the bot runs."""
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        for number in range(3):
            await chat.answer(f"Who closed the pier, zanzibarquokka {number}?")
        assert _files_with(options, b"zanzibarquokka")
        privacy = await discord.seen(await discord.command(chat.alice, chat.general, "privacy"))
        sure = await discord.seen(
            await discord.press(chat.alice, privacy, "Delete everything about me")
        )
        await discord.seen(await discord.press(chat.alice, sure, "Delete it for good"))
        assert _files_with(options, b"zanzibarquokka") == []
        assert _files_with(options, str(chat.alice.id).encode()) == []


def _files_with(options: Options, words: bytes) -> list[str]:
    files = (path for path in options.data_dir.rglob("*") if path.is_file())
    return [path.name for path in files if words in path.read_bytes()]


async def test_what_is_being_answered_is_forgotten_too(
    discord: LoopbackDiscord, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that comes after its asker was forgotten is not kept, and they are told."""
    monkeypatch.setattr(growing, "PAUSE_SECONDS", 0.02)
    gate = asyncio.Semaphore(0)
    claim = Claim("Ada Morrow closed the pier.", [PIER.quote])
    async with (
        model_server(says(claims(claim, claim), gate=gate)) as server,
        stocked_chat(discord, replace(options, model=server.spec, limits=PATIENT)) as chat,
    ):
        said = await discord.say(
            chat.alice, chat.general, f"<@{discord.world.bot.id}> {PIER.question}"
        )
        gate.release()
        message = await discord.reply(said)
        privacy = await discord.seen(await discord.command(chat.alice, chat.general, "privacy"))
        sure = await discord.seen(
            await discord.press(chat.alice, privacy, "Delete everything about me")
        )
        await discord.seen(await discord.press(chat.alice, sure, "Delete it for good"))
        gate.release()
        gate.release()
        await discord.changed(message, lambda m: m.content == FORGOTTEN_MEANWHILE)
        assert "Ada Morrow" not in message.text
        assert chat.folder.records.chat.answers.shown_in(str(message.id)) is None
