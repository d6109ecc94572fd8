"""**Watch this**: who watches a question is told once an article answers it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from chatting import CHAT, Chat, eventually, plain, restarted, rows, stocked_chat
from loopback import LoopbackDiscord, Message
from model_server import PATIENT, model_server, says
from newsroom import ORCHARD, PIER, TRAM, Story
from support import added, drafted

from bot.discord import upkeep
from bot.discord.watching import WATCHED
from index.folder import Options, open_folder
from index.library import Library
from index.values import Reply

LOOKED = 0.3
"""Seconds in which the bot looks many times whether an article came."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot looks often, so that nobody waits for it."""
    monkeypatch.setattr(upkeep, "_LOOK_SECONDS", 0.03)


@pytest.fixture
async def chat(discord: LoopbackDiscord, options: Options) -> AsyncIterator[Chat]:
    """A connected bot whose server has articles on nothing that is asked here."""
    async with stocked_chat(discord, options, articles=[ORCHARD]) as chat:
        yield chat


async def watch(chat: Chat, story: Story = TRAM, **options: object) -> Message:
    """Ask what no article answers, watch it, and see what that says."""
    discord = chat.discord
    asked = await discord.command(
        chat.alice, chat.general, "ask", question=story.question, **options
    )
    pressed = await discord.press(chat.alice, await discord.seen(asked), "Watch this")
    return await discord.seen(pressed)


async def add(chat: Chat, story: Story) -> None:
    """Add an article as an admin does."""
    file = ("message.txt", story.text.encode())
    adding = await chat.discord.command(chat.alice, chat.general, "article add", file=file)
    await chat.discord.seen(adding, lambda text: "1 article added." in text)


def answers(chat: Chat, story: Story) -> list[Message]:
    """Every message with the answer, wherever it is."""
    world = chat.discord.world
    channels = [*chat.guild.channels, *world.direct]
    messages = [m for channel in channels for m in channel.messages if m.author is world.bot]
    return [m for m in messages if story.quote in plain(m.text) and m.fields.get("embeds")]


def called(chat: Chat) -> Callable[[str], bool]:
    """Whether a text calls the watcher."""
    return lambda text: f"<@{chat.alice.id}>" in text


async def forgotten(chat: Chat) -> None:
    """Wait until nothing is watched any more."""
    await eventually(lambda: not rows(chat.folder, "SELECT id FROM watches"))


async def test_the_watcher_is_told_once_where_they_asked(chat: Chat) -> None:
    """The answer comes as one message, and the only mention, without a word of it, in another."""
    discord = chat.discord
    told = await watch(chat)
    assert told.content == WATCHED
    assert told.ephemeral
    await add(chat, TRAM)
    call = await discord.posted(chat.general, called(chat))
    (answer,) = answers(chat, TRAM)
    assert answer.channel is chat.general
    assert answer.content == ""
    assert plain(answer.text).startswith(TRAM.question)
    assert answer.fields["allowed_mentions"]["parse"] == []
    assert set(answer.buttons) >= {"1", "More", "👍", "👎"}
    assert call.fields["allowed_mentions"]["users"] == [chat.alice.id]
    assert call.fields["allowed_mentions"]["parse"] == []
    assert not call.fields.get("embeds")
    assert call.text == f"<@{chat.alice.id}> an article that was added answers what you watch."
    await forgotten(chat)
    card = await discord.seen(await discord.press(chat.alice, answer, "1"))
    assert TRAM.quote in plain(card.text)
    await add(chat, replace(TRAM, title="Again", body=f"{TRAM.body} And again."))
    await asyncio.sleep(LOOKED)
    assert len(answers(chat, TRAM)) == 1


async def test_a_cut_connection_brings_the_answer_once(chat: Chat) -> None:
    """Where nobody knows whether Discord has it, it is there once, and its buttons work."""
    await watch(chat)
    chat.discord.fail_next("POST", rf"/channels/{chat.general.id}/messages$", 0)
    await add(chat, TRAM)
    await chat.discord.posted(chat.general, called(chat))
    await forgotten(chat)
    (answer,) = answers(chat, TRAM)
    card = await chat.discord.seen(await chat.discord.press(chat.alice, answer, "1"))
    assert TRAM.quote in plain(card.text)


async def test_another_article_tells_nobody(chat: Chat) -> None:
    """What does not answer leaves the watch, which a later article ends."""
    await watch(chat)
    before = len(chat.general.messages)
    await add(chat, PIER)
    await asyncio.sleep(LOOKED)
    assert len(chat.general.messages) == before
    await add(chat, TRAM)
    await chat.discord.posted(chat.general, called(chat))
    assert len(answers(chat, TRAM)) == 1


async def test_what_came_between_asking_and_watching_counts(chat: Chat) -> None:
    """An article that is added before the button is pressed is not missed."""
    discord = chat.discord
    answer = await chat.answer(TRAM.question)
    await add(chat, TRAM)
    await discord.seen(await discord.press(chat.alice, answer, "Watch this"))
    await discord.posted(chat.general, called(chat))
    assert len(answers(chat, TRAM)) == 1


async def test_who_asked_in_private_is_told_in_private(chat: Chat) -> None:
    """A question that nobody else saw is answered by direct message."""
    await watch(chat, private=True)
    await add(chat, TRAM)
    direct = chat.discord.world.direct_with(chat.alice)
    await chat.discord.posted(direct, called(chat))
    assert [answer.channel for answer in answers(chat, TRAM)] == [direct]


async def test_who_left_is_not_told(chat: Chat) -> None:
    """Who is no member any more gets nothing of the server, and the watch is gone."""
    await watch(chat)
    chat.guild.strangers.add(chat.alice.id)
    await add(chat, TRAM)
    await forgotten(chat)
    assert answers(chat, TRAM) == []


async def test_who_is_forgotten_meanwhile_is_not_told(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is being answered for them then is neither kept nor posted."""
    asking, gate, ask = asyncio.Event(), asyncio.Event(), Library.ask

    async def held(*given: Any, **named: Any) -> Reply:
        if named.get("quoted"):
            asking.set()
            await gate.wait()
        return await ask(*given, **named)

    monkeypatch.setattr(Library, "ask", held)
    await watch(chat)
    await add(chat, TRAM)
    await asking.wait()
    discord = chat.discord
    privacy = await discord.seen(await discord.command(chat.alice, chat.general, "privacy"))
    for label in ("Delete everything about me", "Delete it for good"):
        pressed = await discord.press(chat.alice, privacy, label)
        await discord.seen(pressed, lambda text, before=privacy.text: text != before)
    gate.set()
    # Whoever asks then is answered after that has had its last word.
    await chat.mention(ORCHARD.question)
    assert answers(chat, TRAM) == []
    assert rows(chat.folder, "SELECT question FROM answers") == [(ORCHARD.question,)]


async def test_no_more_is_watched_than_may_be(discord: LoopbackDiscord, options: Options) -> None:
    """One question too many is told so; the same one again is none more."""
    async with stocked_chat(discord, options, replace(CHAT, watches=1), [ORCHARD]) as chat:
        assert (await watch(chat, TRAM)).content == WATCHED
        assert (await watch(chat, TRAM)).content == WATCHED
        refused = await watch(chat, PIER)
        assert refused.ephemeral
        assert "You watch 1 question already, which is the most" in refused.content
        await add(chat, TRAM)
        await forgotten(chat)
        assert (await watch(chat, PIER)).content == WATCHED


async def test_a_watch_outlives_the_bot(discord: LoopbackDiscord, options: Options) -> None:
    """After a restart the watcher is told, also of what was added meanwhile."""
    async with stocked_chat(discord, options, articles=[ORCHARD]) as chat:
        await watch(chat)
    async with open_folder(options) as folder:
        await added(folder.library(str(chat.guild.id)), TRAM)
    async with restarted(chat, options) as chat:
        await discord.posted(chat.general, called(chat))
        assert len(answers(chat, TRAM)) == 1


async def test_what_another_process_adds_counts(chat: Chat, options: Options) -> None:
    """An article that the console puts into the folder beside the bot answers the watch."""
    await watch(chat)
    async with open_folder(options, "look") as beside:
        draft = drafted(TRAM)
        beside.records.catalogue.write(str(chat.guild.id), draft, [(0, len(draft.text))])
    await chat.discord.posted(chat.general, called(chat))
    assert len(answers(chat, TRAM)) == 1


async def test_where_the_bot_may_not_write_it_tells_in_private(chat: Chat) -> None:
    """A channel that was closed to the bot, or deleted, does not keep the answer back."""
    discord = chat.discord
    direct = discord.world.direct_with(chat.alice)
    await watch(chat, TRAM)
    chat.general.locked = True
    await chat.library.add(iter([drafted(TRAM)])).__anext__()
    await discord.posted(direct, called(chat))
    await forgotten(chat)
    chat.general.locked = False
    await watch(chat, PIER)
    chat.guild.channels.remove(chat.general)
    await chat.library.add(iter([drafted(PIER)])).__anext__()
    await forgotten(chat)
    chat.guild.channels.append(chat.general)
    for story in (TRAM, PIER):
        assert [answer.channel for answer in answers(chat, story)] == [direct]


async def test_where_the_bot_may_not_answer_any_more_it_tells_in_private(chat: Chat) -> None:
    """Channels that were chosen meanwhile count for watches too, a thread as its channel."""
    discord = chat.discord
    thread = await discord.open_thread(
        chat.alice, await discord.say(chat.alice, chat.general, "The tram?"), "Tram"
    )
    asked = await discord.command(chat.alice, thread, "ask", question=TRAM.question)
    await discord.seen(await discord.press(chat.alice, await discord.seen(asked), "Watch this"))
    desk = await discord.open_channel(chat.guild, "desk")
    asked = await discord.command(chat.alice, desk, "ask", question=PIER.question)
    await discord.seen(await discord.press(chat.alice, await discord.seen(asked), "Watch this"))
    offered = await discord.seen(
        await discord.command(chat.alice, chat.general, "settings channels")
    )
    picked = await discord.pick(chat.alice, offered, str(chat.general.id))
    await discord.seen(picked, lambda text: "Settings" in text)
    for story in (TRAM, PIER):
        await add(chat, story)
    await forgotten(chat)
    direct = discord.world.direct_with(chat.alice)
    assert [[m.channel for m in answers(chat, s)] for s in (TRAM, PIER)] == [[thread], [direct]]


async def test_who_cannot_be_replied_to_is_told_once(chat: Chat) -> None:
    """Where the bot may not read what it wrote, it calls the watcher without a reply."""
    await watch(chat)
    chat.general.unread = True
    await add(chat, TRAM)
    call = await chat.discord.posted(chat.general, called(chat))
    assert "message_reference" not in call.fields
    await forgotten(chat)
    assert len(answers(chat, TRAM)) == 1


async def test_a_question_that_leans_is_watched_whole(chat: Chat) -> None:
    """What a follow-up refers to is watched with it."""
    discord = chat.discord
    answer = await chat.answer(PIER.question)
    await chat.kept(answer)
    said = await discord.say(chat.alice, chat.general, "And when was it built?", reply_to=answer)
    pressed = await discord.press(chat.alice, await discord.reply(said), "Watch this")
    assert (await discord.seen(pressed)).content == WATCHED
    ((watched,),) = rows(chat.folder, "SELECT question FROM watches")
    assert "pier at Quill Bay" in str(watched)


async def test_a_limited_question_waits_for_what_fits(chat: Chat) -> None:
    """An article that the question's filters leave out tells nobody."""
    await chat.library.tag((await chat.library.entries())[0].article.id, ["city"])
    await watch(chat, tag="city")
    before = len(chat.general.messages)
    await add(chat, TRAM)
    await asyncio.sleep(LOOKED)
    assert len(chat.general.messages) == before


async def test_what_is_watched_costs_nothing(discord: LoopbackDiscord, options: Options) -> None:
    """Nobody waits for it, so no model is asked: the watcher is told in quotations."""
    async with model_server(says('{"not_found": true}\n')) as server:
        writing = replace(options, model=server.spec, limits=PATIENT)
        async with stocked_chat(discord, writing, articles=[ORCHARD]) as chat:
            await watch(chat)
            before = len(server.asked)
            await add(chat, TRAM)
            await forgotten(chat)
            await eventually(lambda: len(answers(chat, TRAM)) == 1)
            assert len(server.asked) == before
