"""The buttons under an answer, before and after a restart."""

from __future__ import annotations

import re

from chatting import Chat, alive, footnote, plain
from loopback import LoopbackDiscord, Member, Message
from newsroom import PIER, STORIES
from support import added, drafted

from bot.discord.answer_buttons import GONE
from bot.discord.asking import NO_ARTICLES
from index.folder import Options, open_folder

HOSTILE = (
    "Notice @everyone <@&1> discord.gg/x\n\n"
    "Harbour clerk Bo Tarn hid the key of the old quay: @everyone [click](http://x.example) "
    "``` <@1> <#1> </ask:1> <t:0> **loud** http://y.example/_z_ || # 1. discord.gg/x ended it."
)


async def test_a_number_opens_the_passage(chat: Chat) -> None:
    """The presser alone sees the quotation in its surroundings, and its article."""
    message = await chat.answer()
    pressed = await chat.discord.press(chat.alice, message, "1")
    card = await chat.discord.seen(pressed)
    assert card.ephemeral
    assert PIER.title in plain(card.text)
    assert PIER.quote in plain(card.text)
    assert "Fishermen must land" in plain(card.text)
    assert "Revision: 1" in card.text


async def test_more_shows_what_else_was_found(chat: Chat) -> None:
    """Further passages come without the quoted one."""
    message = await chat.answer()
    more = await chat.discord.seen(await chat.discord.press(chat.alice, message, "More"))
    assert more.ephemeral
    assert PIER.quote not in plain(more.text)
    assert any(story.title in plain(more.text) for story in STORIES)


async def test_everybody_has_one_vote_and_may_change_it(chat: Chat) -> None:
    """Votes are counted by person; the last one of each stands."""
    discord, message = chat.discord, await chat.answer()
    bob = Member("bob")
    for who, vote in ((chat.alice, "👍"), (chat.alice, "👎"), (bob, "👍"), (bob, "👍")):
        thanks = await discord.seen(await discord.press(who, message, vote))
        assert thanks.ephemeral
    answer_id = message.buttons["More"].rpartition(":")[2]
    assert chat.folder.records.chat.votes.tally(answer_id) == (1, 1)


async def test_the_card_says_what_came_since(chat: Chat) -> None:
    """A newer revision and a removal are told on the card of the old quotation."""
    discord, library = chat.discord, chat.library
    other = drafted(f"{PIER.title}\n\nThe pier was opened again.", "pier")
    await added(library, drafted(PIER, "pier"))
    message = await chat.answer()
    card = await discord.seen(await discord.press(chat.alice, message, "1"))
    assert "Since then" not in card.text
    for entry in await library.entries():
        if entry.article.title == PIER.title:
            await library.remove(entry.article.id)
    await added(library, other)
    card = await discord.seen(await discord.press(chat.alice, message, "1"))
    assert "Since then" in card.text


async def test_the_card_tells_of_corrections(chat: Chat) -> None:
    """Those that the article tells of, and what corrects it since, in their words, not alive."""
    notice = "Correction: An earlier version of this story misspelled @everyone [here](http://x.y)."
    told = "Harbour clerk Bo Tarn hid the key of the old quay under a fish."
    await added(chat.library, drafted(f"The key of the old quay\n\n{told}\n\n{notice}", "key"))
    message = await chat.answer("Who hid the key of the old quay?")
    assert "The key of the old quay · corrected" in plain(message.text)
    card = await chat.discord.seen(await chat.discord.press(chat.alice, message, "1"))
    assert f"Corrected: “{notice}”" in plain(card.text)
    correction = "In our story “The key of the old quay” we wrongly named Bo Tarn. It was Wim."
    await added(chat.library, drafted(f"Correction: Key story\n\n{correction}", "correction"))
    card = await chat.discord.seen(await chat.discord.press(chat.alice, message, "1"))
    assert f"Corrected by: Correction: Key story\n“{correction}”" in plain(card.text)
    assert not re.search(r"[@<`_|#\[(]|://", alive(card.text).replace("**[", ""))


async def test_buttons_of_an_answer_that_is_gone_say_so(chat: Chat) -> None:
    """An answer that is no longer kept is not opened, and the person is told."""
    message = await chat.answer()
    kept = message.buttons["More"].rpartition(":")[2]
    chat.folder.records.chat.answers.delete(kept)
    for label in ("1", "More", "👍"):
        told = await chat.discord.seen(await chat.discord.press(chat.alice, message, label))
        assert told.content == GONE
        assert told.ephemeral


async def test_no_server_opens_the_answers_of_another(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Neither a question nor a button reaches another server's articles."""
    first, second = discord.add_guild("First"), discord.add_guild("Second")
    here, there = first.add_channel("general"), second.add_channel("general")
    alice = Member("alice")
    async with open_folder(options) as folder:
        await added(folder.library(str(first.id)), *STORIES)
    async with footnote(discord, options):
        asked = await discord.command(alice, here, "ask", question=PIER.question)
        message = await discord.seen(asked)
        asked = await discord.command(alice, there, "ask", question=PIER.question)
        assert (await discord.seen(asked)).content == NO_ARTICLES
        assert await discord.autocomplete(alice, there, "ask", "article", "") == []
        stray = Message(there, discord.world.bot, "", dict(message.fields))
        for label in ("1", "More", "👍"):
            seen = await discord.seen(await discord.press(alice, stray, label))
            assert seen.content == GONE


async def test_nothing_in_an_article_comes_alive(chat: Chat) -> None:
    """Mentions, links, formatting and invitations of an article are shown as they are written."""
    discord = chat.discord
    await added(chat.library, HOSTILE)
    message = await chat.answer("Who hid the key of the old quay?")
    card = await discord.seen(await discord.press(chat.alice, message, "1"))
    more = await discord.seen(await discord.press(chat.alice, message, "More"))
    for seen in (message, card, more):
        assert seen.content == ""
        assert not re.search(r"[@<`_|#\[(]|://", alive(seen.text).replace("**[", ""))
    assert "Bo Tarn" in plain(message.text)
    assert "@everyone [click](http://x.example)" in plain(card.text)
