"""Answers that come too late for Discord, which waits three seconds for the first."""

from __future__ import annotations

import re

import pytest
from chatting import Chat, answer_id, eventually, plain, rows
from loopback import Channel, Interaction, Message
from newsroom import ORCHARD, PIER, UNANSWERABLE

from bot.discord.failing import TOO_SLOW
from bot.discord.privacy import FORGOTTEN
from bot.discord.watching import WATCHED


def quotes(text: str) -> bool:
    return PIER.quote in plain(text)


async def late(chat: Chat, **options: object) -> Interaction:
    """A question whose acknowledgement Discord does not take."""
    with chat.discord.impatient():
        return await chat.discord.command(
            chat.alice, chat.general, "ask", question=PIER.question, **options
        )


async def pressed_late(chat: Chat, message: Message, label: str) -> Message:
    """What the presser is told in private."""
    before = len(direct(chat).messages)
    with chat.discord.impatient():
        await chat.discord.press(chat.alice, message, label)
    await eventually(lambda: len(direct(chat).messages) > before)
    return direct(chat).messages[-1]


def direct(chat: Chat) -> Channel:
    return chat.discord.world.direct_with(chat.alice)


async def test_a_question_is_answered_in_its_channel(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    """The answer comes as a message that mentions nobody, with its buttons; the log says why."""
    asked = await late(chat)
    answer = await chat.discord.posted(chat.general, quotes)
    (embed,) = answer.fields["embeds"]
    assert plain(embed["title"]) == PIER.question
    assert embed["author"]["name"] == "Asked by Alice"
    assert answer.fields["allowed_mentions"]["parse"] == []
    assert f"reference {asked.id}" in caplog.text
    assert not asked.shown
    await chat.kept(answer)
    card = await chat.discord.seen(await chat.discord.press(chat.alice, answer, "1"))
    assert quotes(card.text)
    assert ORCHARD.quote in plain((await chat.answer(ORCHARD.question)).text)
    assert chat.posted(direct(chat)) == []


async def test_a_private_question_is_answered_in_private(chat: Chat) -> None:
    """Nothing of it becomes public, and its buttons work where it is."""
    await late(chat, private=True)
    answer = await chat.discord.posted(direct(chat), quotes)
    assert set(answer.buttons) == {"1", "More", "👍", "👎"}
    card = await chat.discord.seen(await chat.discord.press(chat.alice, answer, "1"))
    assert quotes(card.text)
    assert chat.posted() == []


async def test_where_the_bot_may_not_write_the_asker_is_answered_alone(chat: Chat) -> None:
    """A closed channel leaves the direct message; where that is closed too, the log has it."""
    chat.general.locked = True
    await late(chat)
    await chat.discord.posted(direct(chat), quotes)
    direct(chat).locked = True
    await late(chat, private=True)
    chat.general.locked = False
    await chat.settle()
    assert len(chat.posted(direct(chat))) == 1


async def test_a_refusal_is_told_in_private(chat: Chat) -> None:
    """What only one person would have read is written to them alone."""
    with chat.discord.impatient():
        await chat.discord.command(chat.alice, chat.general, "article info", article="nothing")
    told = await chat.discord.posted(direct(chat))
    assert "nothing" in told.content
    assert told.content.endswith(".")
    assert chat.posted() == []


async def test_a_button_that_could_show_nothing_says_so(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    """The sentence has a reference that the log has too, and the next press works."""
    message = await chat.answer()
    told = await pressed_late(chat, message, "1")
    assert told.content.startswith(TOO_SLOW)
    reference = re.search(r"reference (\w+)\.", told.content)
    assert reference is not None
    assert f"reference {reference[1]}" in caplog.text
    card = await chat.discord.seen(await chat.discord.press(chat.alice, message, "1"))
    assert quotes(card.text)
    assert chat.posted() == [message]


async def test_what_a_button_did_is_told(chat: Chat) -> None:
    """A vote and a watch are kept, and the person reads so."""
    message = await chat.answer()
    assert "helped" in (await pressed_late(chat, message, "👍")).content
    assert chat.folder.records.chat.votes.tally(answer_id(message)) == (1, 0)
    missing = await chat.answer(UNANSWERABLE)
    assert (await pressed_late(chat, missing, "Watch this")).content == WATCHED
    assert len(rows(chat.folder, "SELECT id FROM watches")) == 1
    privacy = await chat.discord.seen(
        await chat.discord.command(chat.alice, chat.general, "privacy")
    )
    pressed = await chat.discord.press(chat.alice, privacy, "Delete everything about me")
    sure = await chat.discord.seen(pressed, lambda text: "for good" in text)
    assert (await pressed_late(chat, sure, "Delete it for good")).content == FORGOTTEN
    assert rows(chat.folder, "SELECT id FROM watches") == []


async def test_a_removal_that_could_not_be_acknowledged_is_not_done(chat: Chat) -> None:
    """Who is told to try again finds everything as it was."""
    discord, count = chat.discord, len(await chat.library.entries())
    (found,) = await discord.autocomplete(
        chat.alice, chat.general, "article remove", "article", "pier"
    )
    asking = await discord.seen(
        await discord.command(chat.alice, chat.general, "article remove", article=found["value"])
    )
    assert (await pressed_late(chat, asking, "Remove")).content.startswith(TOO_SLOW)
    assert len(await chat.library.entries()) == count
    pressed = await discord.press(chat.alice, asking, "Remove")
    await discord.seen(pressed, lambda text: "Removed" in text)
    assert len(await chat.library.entries()) == count - 1


async def test_sharing_posts_the_answer_all_the_same(chat: Chat) -> None:
    """The presser wanted all to see it; where that is refused, it can be shared later."""
    discord = chat.discord
    asked = await discord.command(
        chat.alice, chat.general, "ask", question=PIER.question, private=True
    )
    private = await discord.seen(asked)
    chat.general.locked = True
    assert (await pressed_late(chat, private, "Share")).content.startswith(TOO_SLOW)
    chat.general.locked = False
    with discord.impatient():
        await discord.press(chat.alice, private, "Share")
    shared = await discord.posted(chat.general, quotes)
    assert shared.fields["embeds"][0]["author"]["name"] == "Shared by Alice"
    assert chat.posted(direct(chat)) == direct(chat).messages[:1]
