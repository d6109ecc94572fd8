"""An answer that a model writes, as it grows in Discord: within its limits and with its proofs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from chatting import Chat, alive, eventually, plain, stocked_chat
from loopback import LoopbackDiscord, Message
from model_server import PATIENT, Claim, ModelServer, claims, model_server, refuses, says
from newsroom import OBSERVATORY, ORCHARD, PIER, TRAM

import bot.discord.growing
from index.folder import Options
from prompts import load_prompt

WRITTEN = load_prompt("written").fill()
PAUSE = 0.1
WRITING = "Writing …"
WHO = Claim("Ada Morrow closed the pier.", [PIER.quote])
WHY = Claim("Divers found rot in it.", ["divers found rot in eleven of its posts"])
PAYS = Claim("The county pays for new posts.", ["The county pays for new posts of oak."])


@asynccontextmanager
async def writing(
    discord: LoopbackDiscord, options: Options, server: ModelServer
) -> AsyncIterator[Chat]:
    configured = replace(options, model=server.spec, limits=PATIENT)
    async with stocked_chat(discord, configured) as chat:
        yield chat


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits that follow each other faster than Discord allows, so that nobody waits for them."""
    monkeypatch.setattr(bot.discord.growing, "PAUSE_SECONDS", PAUSE)


async def whole(chat: Chat) -> Message:
    """The answer to ``/ask`` when nothing more is added to it."""
    return await chat.discord.changed(
        await chat.answer(), lambda message: "More" in message.buttons
    )


async def assert_grows(chat: Chat, gate: asyncio.Semaphore, message: Message) -> None:
    """A message that shows the first claim grows by the others and then has its buttons."""
    discord = chat.discord
    await discord.changed(message, lambda m: WHO.text in plain(m.text))
    assert WHY.text not in plain(message.text)
    assert PIER.quote in plain(message.text)
    assert WRITING in message.text
    assert message.buttons == {}
    gate.release()
    await discord.changed(message, lambda m: WHY.text in plain(m.text))
    assert PAYS.text not in plain(message.text)
    gate.release()
    await discord.changed(message, lambda m: "More" in m.buttons)
    shown = plain(message.text)
    assert [shown.index(one.text) for one in (WHO, WHY, PAYS)] == sorted(
        shown.index(one.text) for one in (WHO, WHY, PAYS)
    )
    assert f"{WHY.text} [1]" in shown
    assert f"[1] “{PIER.quote}” · {PIER.title}" in shown
    assert f"[2] “{PAYS.words[0]}”" in shown
    assert WRITTEN in shown
    assert WRITING not in shown
    assert set(message.buttons) >= {"1", "2", "More", "👍", "👎"}
    assert (await chat.kept(message)).mode == "generated"
    before = message.edited
    await asyncio.sleep(3 * PAUSE)
    assert message.edited == before


async def test_an_answer_grows_in_its_message(
    discord: LoopbackDiscord, options: Options, quick: None
) -> None:
    """A command, a mention and a direct message each get one message that grows by claims."""
    gate = asyncio.Semaphore(0)
    async with (
        model_server(says(claims(WHO, WHY, PAYS), gate=gate)) as server,
        writing(discord, options, server) as chat,
    ):
        command = await discord.command(chat.alice, chat.general, "ask", question=PIER.question)
        gate.release()
        await assert_grows(chat, gate, await discord.seen(command))
        told = f"<@{discord.world.bot.id}> {PIER.question}"
        said = await discord.say(chat.alice, chat.general, told)
        gate.release()
        await assert_grows(chat, gate, await discord.reply(said))
        direct = discord.world.direct_with(chat.alice)
        asked = await discord.say(chat.alice, direct, PIER.question)
        gate.release()
        await assert_grows(chat, gate, await discord.reply(asked))
        assert len(chat.posted()) == 2


async def test_edits_keep_to_what_discord_allows(
    discord: LoopbackDiscord, options: Options
) -> None:
    """However fast claims come, a message is edited once in a while, and ends as the whole."""
    gate = asyncio.Semaphore(0)
    many = [
        Claim(f"The county pays {'and ' * n}for new posts of oak.", PAYS.words) for n in range(1, 8)
    ]
    async with (
        model_server(says(claims(*many), gate=gate)) as server,
        writing(discord, options, server) as chat,
    ):
        command = await discord.command(chat.alice, chat.general, "ask", question=PIER.question)
        gate.release()
        message = await discord.seen(command, lambda text: WRITING in text)
        for _ in many:
            gate.release()
            await asyncio.sleep(0.02)
        await discord.changed(message, lambda m: "More" in m.buttons)
        assert many[-1].text in plain(message.text)
        # The first claim, at most once more while the others came, and the whole.
        assert message.edited <= 3


async def refuse(chat: Chat, gate: asyncio.Semaphore, times: int, status: int = 429) -> None:
    """Let a model write its next line, and refuse so many of the edits that would show it."""
    for _ in range(times):
        chat.discord.fail_next("PATCH", r"/messages/(@original|\d+)$", status)
    gate.release()
    await eventually(chat.discord.has_failed)


@pytest.mark.parametrize("how", ["mention", "command"])
async def test_too_many_edits_cost_time_not_the_answer(
    discord: LoopbackDiscord, options: Options, quick: None, how: str
) -> None:
    """An edit that Discord refuses, once or for good, keeps no answer from growing to its end."""
    gate = asyncio.Semaphore(1)
    many = [
        Claim(f"The county pays {'and ' * n}for new posts of oak.", PAYS.words) for n in range(1, 7)
    ]
    async with (
        model_server(says(claims(*many), gate=gate)) as server,
        writing(discord, options, server) as chat,
    ):
        if how == "command":
            used = await discord.command(chat.alice, chat.general, "ask", question=PIER.question)
            message = await discord.seen(used, lambda text: WRITING in text)
        else:
            discord.fail_next("POST", r"/channels/\d+/messages$", 0)
            told = f"<@{discord.world.bot.id}> {PIER.question}"
            message = await discord.reply(await discord.say(chat.alice, chat.general, told))

        await refuse(chat, gate, 1)
        await discord.changed(message, lambda m: many[1].text in plain(m.text))
        assert len(chat.posted()) == 1
        # The client tries five times.
        await refuse(chat, gate, 5)
        # Nor does one that is cut off end it.
        await refuse(chat, gate, 1, status=0)
        await discord.changed(message, lambda m: many[3].text in plain(m.text))
        gate.release()
        await discord.changed(message, lambda m: many[4].text in plain(m.text))
        assert WRITING in message.text
        await refuse(chat, gate, 1)
        await discord.changed(message, lambda m: "More" in m.buttons)
        assert all(one.text in plain(message.text) for one in many)
        assert WRITING not in message.text


@pytest.mark.parametrize("how", ["mention", "command"])
async def test_an_answer_that_is_deleted_while_it_grows_is_given_all_the_same(
    discord: LoopbackDiscord, options: Options, quick: None, how: str
) -> None:
    """Whoever asked gets the whole in a message of its own, whose buttons work."""
    gate = asyncio.Semaphore(1)
    async with (
        model_server(says(claims(WHO, WHY), gate=gate)) as server,
        writing(discord, options, server) as chat,
    ):
        if how == "command":
            used = await discord.command(chat.alice, chat.general, "ask", question=PIER.question)
            await discord.remove(await discord.seen(used, lambda text: WRITING in text))
            gate.release()
            again = await discord.seen(used, lambda text: WRITING not in text)
        else:
            told = f"<@{discord.world.bot.id}> {PIER.question}"
            said = await discord.say(chat.alice, chat.general, told)
            await discord.remove(await discord.reply(said))
            gate.release()
            again = await discord.changed(
                await discord.reply(said), lambda message: "More" in message.buttons
            )
        assert WHY.text in plain(again.text)
        await chat.kept(again)
        card = await discord.seen(await discord.press(chat.alice, again, "1"))
        assert PIER.quote in plain(card.text)


async def test_what_a_model_writes_is_shown_literally(
    discord: LoopbackDiscord, options: Options
) -> None:
    """No mark of a claim is alive in Discord, whatever the model puts into it."""
    hostile = Claim("~~Rot~~ _in_ `the` <t:of> [pier](of Quill) ||Bay|| # here", [PIER.quote])
    async with (
        model_server(says(claims(hostile))) as server,
        writing(discord, options, server) as chat,
    ):
        (claim,) = [line for line in (await whole(chat)).text.split("\n") if "Rot" in line]
        assert plain(claim) == f"{hostile.text} [1]"
        assert not set("~`<[|#") & set(alive(claim))


async def test_ten_proofs_have_ten_buttons(discord: LoopbackDiscord, options: Options) -> None:
    """An answer with more proofs than fit a row has a button for each of them all the same."""
    bodies = [story.body.replace("\n\n", " ") for story in (PIER, ORCHARD, TRAM, OBSERVATORY)]
    told = [f"{sentence.rstrip('.')}." for body in bodies for sentence in body.split(". ")]
    async with (
        model_server(says(claims(*(Claim(one, [one]) for one in told)))) as server,
        writing(discord, options, server) as chat,
    ):
        message = await whole(chat)
        numbers = [int(label) for label in message.buttons if label.isdigit()]
        assert 5 < len(numbers) <= 10
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        last = str(max(numbers))
        card = await discord.seen(await discord.press(chat.alice, message, last))
        assert card.ephemeral


async def test_a_failure_is_told_under_the_quotations(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Where the model fails, quotations are shown, and in a sentence why."""
    async with (
        model_server(refuses(401)) as server,
        writing(discord, options, server) as chat,
    ):
        message = await chat.answer()
        assert PIER.quote in plain(message.text)
        assert "quotations alone, because the language model does not accept" in plain(message.text)
        assert WRITTEN not in message.text
