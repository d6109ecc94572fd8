"""Asking in Discord: the command, mentions, and what a person sees of the answer."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from chatting import Chat, footnote, plain, rows
from loopback import Guild, LoopbackDiscord, Member, Message
from loopback.people import now
from newsroom import PIER, TRAM, UNANSWERABLE

from bot.discord.asking import NO_ARTICLES
from bot.discord.courtesy import GREETED, THANKED
from bot.discord.direct import NO_SERVER
from bot.discord.menus import NO_WORDS
from bot.discord.talking import ASK_HOW
from index.folder import Options
from index.library import Library
from index.values import Reply
from prompts import load_prompt

SETTLED = 0.6
NOT_FOUND = load_prompt("not_found").fill()


def quoted(message: Message) -> bool:
    return PIER.quote in plain(message.text)


async def test_a_command_is_acknowledged_and_answered(chat: Chat) -> None:
    """A question is deferred at once and becomes a quotation with its source."""
    discord = chat.discord
    asked = await discord.command(chat.alice, chat.general, "ask", question=PIER.question)
    await discord.answered(asked)
    assert asked.acknowledged_after < 1
    message = await discord.seen(asked)
    assert quoted(message)
    assert PIER.title in plain(message.text)
    assert set(message.buttons) >= {"1", "More", "👍", "👎"}
    assert not message.ephemeral


async def test_a_private_answer_is_seen_by_its_asker_alone(chat: Chat) -> None:
    """``private:`` makes the answer ephemeral."""
    asked = await chat.discord.command(
        chat.alice, chat.general, "ask", question=PIER.question, private=True
    )
    assert (await chat.discord.seen(asked)).ephemeral


async def test_a_mention_is_answered_with_a_reply(chat: Chat) -> None:
    """Whoever mentions the bot gets a reply that pings nobody."""
    bot = chat.discord.world.bot
    said = await chat.discord.say(chat.alice, chat.general, f"<@{bot.id}> {PIER.question}")
    assert quoted(await chat.discord.reply(said))


async def test_a_question_that_is_deleted_before_its_answer_leaves_nothing(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Who takes a question back gets no answer, and it is neither kept nor a failure."""
    discord, gate, ask = chat.discord, asyncio.Event(), Library.ask

    async def held(*given: Any, **named: Any) -> Reply:
        await gate.wait()
        return await ask(*given, **named)

    monkeypatch.setattr(Library, "ask", held)
    said = await discord.say(chat.alice, chat.general, f"<@{discord.world.bot.id}> {PIER.question}")
    await discord.remove(said)
    gate.set()
    await chat.settle()
    assert len(chat.posted()) == 2
    assert PIER.question not in [
        one for (one,) in rows(chat.folder, "SELECT question FROM answers")
    ]
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


async def test_what_no_article_says_is_said(chat: Chat) -> None:
    """Where the articles don't say, the bot does, and offers more."""
    asked = await chat.discord.command(chat.alice, chat.general, "ask", question=UNANSWERABLE)
    message = await chat.discord.seen(asked)
    assert NOT_FOUND in message.text
    assert "More" in message.buttons


async def test_a_mention_without_words_is_told_how(chat: Chat) -> None:
    """Nobody who speaks to the bot is left without a reply."""
    discord, bot = chat.discord, chat.discord.world.bot
    for text in (f"<@{bot.id}>", f"<@&{chat.guild.bot_role}> {PIER.question}"):
        said = await discord.say(chat.alice, chat.general, text)
        assert (await discord.reply(said)).content == ASK_HOW


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("hello", GREETED),
        ("Good morning, everyone!", GREETED),
        ("hi 👋", GREETED),
        ("thanks for the answer!", THANKED),
        ("ok, thank you so much 🙏", THANKED),
    ],
)
async def test_courtesy_is_no_question(chat: Chat, words: str, back: str) -> None:
    """A greeting and thanks are said something to, and nothing is looked up or kept."""
    discord, bot = chat.discord, chat.discord.world.bot
    said = await discord.say(chat.alice, chat.general, f"<@{bot.id}> {words}")
    assert (await discord.reply(said)).content == back
    asked = await discord.command(chat.alice, chat.general, "ask", question=words)
    told = await discord.seen(asked)
    assert (told.content, told.ephemeral) == (back, True)
    assert not rows(chat.folder, "SELECT question FROM answers")


async def test_a_question_may_be_courteous(chat: Chat) -> None:
    """What asks something besides is answered, be it worded ever so kindly."""
    discord, bot = chat.discord, chat.discord.world.bot
    said = await discord.say(chat.alice, chat.general, f"<@{bot.id}> Hello! {PIER.question} Thanks")
    assert quoted(await discord.reply(said))


async def test_other_talk_is_left_alone(chat: Chat) -> None:
    """What is not addressed to the bot is not answered."""
    discord, bot = chat.discord, chat.discord.world.bot
    await discord.say(chat.alice, chat.general, PIER.question)
    last = await discord.say(chat.alice, chat.general, f"<@{bot.id}>")
    await discord.reply(last)
    assert len([m for m in chat.general.messages if m.author is bot]) == 1


async def test_filters_limit_the_answer(chat: Chat) -> None:
    """A day after every article leaves nothing that answers; a bad day is explained."""
    discord = chat.discord
    asked = await discord.command(
        chat.alice, chat.general, "ask", question=PIER.question, since="3000-01-01"
    )
    assert NOT_FOUND in (await discord.seen(asked)).text
    asked = await discord.command(
        chat.alice, chat.general, "ask", question=PIER.question, since="soon"
    )
    told = await discord.seen(asked, lambda text: "soon" in text)
    assert told.content.endswith(".")


async def test_titles_are_offered_while_typing(chat: Chat) -> None:
    """``article:`` completes over titles, and the chosen one limits the question."""
    offered = await chat.discord.autocomplete(chat.alice, chat.general, "ask", "article", "pier")
    assert [choice["name"] for choice in offered] == [PIER.title]
    asked = await chat.discord.command(
        chat.alice,
        chat.general,
        "ask",
        question=PIER.question,
        article=offered[0]["value"],
    )
    assert quoted(await chat.discord.seen(asked))


async def test_an_interruption_does_not_lose_an_answer(chat: Chat) -> None:
    """Too many requests, a broken Discord and a dropped gateway cost time, not the answer."""
    discord, bot = chat.discord, chat.discord.world.bot
    discord.fail_next("POST", r"/channels/\d+/messages$", 429)
    discord.fail_next("POST", r"/channels/\d+/messages$", 500)
    said = await discord.say(chat.alice, chat.general, f"<@{bot.id}> {PIER.question}")
    await discord.gateway.drop()
    assert quoted(await discord.reply(said))
    async with asyncio.timeout(15):
        await discord.gateway.connected.wait()
    assert discord.gateway.resumed == 1


async def test_a_cut_connection_costs_no_answer_and_brings_none_twice(chat: Chat) -> None:
    """Where nobody knows whether Discord has an answer, it is shown, and only once."""
    discord = chat.discord
    discord.fail_next("POST", r"/channels/\d+/messages$", 0)
    answer = await chat.mention(PIER.question)
    assert quoted(answer)
    await chat.kept(answer)
    discord.fail_next("PATCH", r"/messages/@original$", 0)
    shown = await chat.answer(TRAM.question)
    await chat.kept(shown)
    assert TRAM.quote in plain(shown.text)
    assert chat.posted() == [answer, shown]


async def test_what_is_asked_while_the_connection_is_down_is_answered_once(chat: Chat) -> None:
    """A mention and a command that come with RESUME are answered, and with the next one not again.

    So is not what was answered before.
    """
    discord, bot = chat.discord, chat.discord.world.bot
    told = f"<@{bot.id}> {PIER.question}"
    said, used = [await discord.say(chat.alice, chat.general, told)], []
    await discord.reply(said[0])
    for resumed in (1, 2):
        await discord.gateway.drop()
        said.append(await discord.say(chat.alice, chat.general, told))
        used.append(await discord.command(chat.alice, chat.general, "ask", question=PIER.question))
        assert quoted(await discord.reply(said[-1]))
        assert quoted(await discord.seen(used[-1]))
        assert discord.gateway.resumed == resumed
    await chat.settle()
    replied = [m.fields.get("message_reference", {}).get("message_id") for m in chat.posted()]
    assert [replied.count(message.id) for message in said] == [1, 1, 1]
    assert [len(interaction.shown) for interaction in used] == [1, 1]
    assert (discord.gateway.identified, discord.gateway.resumed) == (1, 2)


async def test_a_direct_message_is_answered_from_the_only_server(chat: Chat) -> None:
    """Who shares one server with the bot need not choose."""
    direct = chat.discord.world.direct_with(chat.alice)
    said = await chat.discord.say(chat.alice, direct, PIER.question)
    assert quoted(await chat.discord.reply(said))


async def test_a_stranger_gets_nothing_of_a_server(chat: Chat) -> None:
    """Who shares no server with the bot is told so."""
    mallory = Member("mallory")
    chat.guild.strangers.add(mallory.id)
    direct = chat.discord.world.direct_with(mallory)
    said = await chat.discord.say(mallory, direct, PIER.question)
    assert (await chat.discord.reply(said)).content == NO_SERVER


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"article": "nothing"}, "No article here"),
        ({"since": "last week"}, "is not a day"),
        ({"since": "2026-05-02", "until": "2026-05-01"}, "exchange the two"),
        ({"question": "?"}, "has no words"),
    ],
)
async def test_what_cannot_be_asked_is_told_to_its_asker_alone(
    chat: Chat, limits: dict[str, str], told: str
) -> None:
    """A slip of the pen is nothing for the channel."""
    asked = await chat.discord.command(
        chat.alice, chat.general, "ask", **{"question": PIER.question, **limits}
    )
    seen = await chat.discord.seen(asked)
    assert seen.ephemeral
    assert told in seen.content
    assert chat.posted() == []


async def test_the_menu_of_a_message_asks_about_it(chat: Chat) -> None:
    """**Ask about this** answers the message's text; a picture without words is told."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    said = await discord.say(alice, general, PIER.question)
    assert quoted(await discord.seen(await discord.menu(alice, said, "Ask about this")))
    mute = await discord.say(alice, general, "")
    told = await discord.seen(await discord.menu(alice, mute, "Ask about this"))
    assert told.content == NO_WORDS


async def test_a_server_without_articles_is_told_how_to_add_some(
    discord: LoopbackDiscord, options: Options
) -> None:
    """A new server gets one welcome, and a question there says what is missing."""
    async with footnote(discord, options):
        guild = Guild("Empty", discord.world.owner, discord.world.bot)
        general, alice = guild.add_channel("general"), Member("alice")
        # What comes sooner is taken for the servers that the bot is in already.
        await asyncio.sleep(SETTLED)
        await discord.join(guild)
        asked = await discord.command(alice, general, "ask", question=PIER.question)
        assert (await discord.seen(asked)).content == NO_ARTICLES
        helped = await discord.seen(await discord.command(alice, general, "help"))
        assert "/article add" in helped.content
        greeting = await discord.posted(general, lambda text: "Hello" in text)
        assert all(command in greeting.content for command in ("/article add", "/help"))
        assert len([m for m in general.messages if "Hello" in m.content]) == 1


async def test_a_server_that_invites_the_bot_before_it_runs_is_welcomed(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Once, whatever restarts; one that has had the bot for longer is not."""
    old, new = discord.add_guild("Old"), discord.add_guild("New")
    new.joined_at = now()
    places = [guild.add_channel("general") for guild in (old, new)]
    for _ in range(2):
        async with footnote(discord, options):
            await discord.posted(places[1], lambda text: "Hello" in text)
            # Which servers it is in, it knows only after this.
            await asyncio.sleep(2 * SETTLED)
    assert [len(place.messages) for place in places] == [0, 1]
