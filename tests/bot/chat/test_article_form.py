"""Writing an article into a form in Discord."""

from __future__ import annotations

import pytest
from chatting import Chat, plain, restarted, stocked_chat
from loopback import LoopbackDiscord
from newsroom import ORCHARD, PIER

from index.folder import Options

TITLE = "The ferry to Fernmouth"
FACT = "The ferry to Fernmouth sails again from Friday, its owner Odo Brack said."
QUESTION = "Who said that the ferry to Fernmouth sails again from Friday?"
PART = 4_000


def filled(number: int) -> str:
    """A part as long as Discord takes, of few words, which are soon embedded."""
    return " ".join(f"Gull {number}{n} cried w{'a' * 200}." for n in range(20))[:PART]


async def test_a_form_takes_what_no_file_has(chat: Chat) -> None:
    """Without a file a form opens; four parts of 4,000 characters become one article."""
    discord = chat.discord
    opened = await discord.command(chat.alice, chat.general, "article add")
    parts = {f"text{n}": filled(n) for n in (1, 2, 3)}
    parts["text4"] = f"{FACT} {filled(4)}"[:PART]
    sent = await discord.submit(chat.alice, opened, title=TITLE, **parts)
    receipt = await discord.seen(sent, lambda text: "added" in text)
    assert receipt.ephemeral
    assert f"{TITLE} · New" in plain(receipt.text)
    assert "1 article added." in receipt.text
    assert FACT in plain((await chat.answer(QUESTION)).text)
    (entry,) = [e for e in await chat.library.entries() if e.article.title == TITLE]
    article = await chat.library.article(entry.article.id)
    assert all(part.strip() in article.text for part in parts.values())


async def test_a_form_outlives_the_bot_that_opened_it(
    discord: LoopbackDiscord, options: Options
) -> None:
    """What is sent after a restart is added all the same."""
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        opened = await discord.command(chat.alice, chat.general, "article add")
        await discord.answered(opened)
    async with restarted(chat, options) as chat:
        sent = await discord.submit(chat.alice, opened, title=TITLE, text1=FACT)
        await discord.seen(sent, lambda text: "1 article added." in text)
        assert FACT in plain((await chat.answer(QUESTION)).text)


async def test_a_form_keeps_the_tag_of_its_command(chat: Chat) -> None:
    """``tag:`` counts for what is written into the form as well."""
    discord = chat.discord
    opened = await discord.command(chat.alice, chat.general, "article add", tag="sea: ferries")
    sent = await discord.submit(chat.alice, opened, title=TITLE, text1=FACT)
    await discord.seen(sent, lambda text: "added" in text)
    assert await chat.library.tags() == ["sea: ferries"]


async def test_a_form_needs_a_title_and_a_text(chat: Chat) -> None:
    """Discord itself lets nobody send the form without them; further parts may stay empty."""
    discord = chat.discord
    opened = await discord.command(chat.alice, chat.general, "article add")
    for given in ({"title": TITLE}, {"text1": FACT}):
        with pytest.raises(ValueError, match="would not let"):
            await discord.submit(chat.alice, opened, **given)


async def test_what_a_form_says_twice_is_told(chat: Chat) -> None:
    """The same text again is told as unchanged, and makes no second article."""
    discord, library = chat.discord, chat.library
    before = len(await library.entries())
    for outcome in ("New", "Unchanged"):
        opened = await discord.command(chat.alice, chat.general, "article add")
        sent = await discord.submit(
            chat.alice, opened, title="A copy", text1=ORCHARD.body.replace("April", "March")
        )
        receipt = await discord.seen(sent, lambda text: "added" in text)
        assert f"A copy · {outcome}" in plain(receipt.text)
    assert len(await library.entries()) == before + 1


async def test_a_form_of_blanks_is_refused(chat: Chat) -> None:
    """What has no words is told to be none."""
    discord = chat.discord
    opened = await discord.command(chat.alice, chat.general, "article add")
    sent = await discord.submit(chat.alice, opened, title=" ", text1=" \n ")
    told = (await discord.seen(sent, lambda text: "refused" in text)).text
    assert "❌ **The form**: It has no text" in told
    assert "0 articles added, 1 refused." in told
