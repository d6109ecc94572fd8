"""Questions that are worded anew: the answer changes in its place."""

from __future__ import annotations

from collections.abc import Callable

from chatting import Chat, answer_id, plain
from loopback import Message
from loopback.people import snowflake
from newsroom import ORCHARD, PIER, TRAM, Story

from bot.discord.answer_buttons import GONE
from bot.discord.courtesy import GREETED
from bot.discord.talking import ASK_HOW, TOO_LONG

_MINUTES = 60_000 << 22
"""A minute, as ids count it."""


def shows(story: Story) -> Callable[[Message], bool]:
    return lambda message: story.quote in plain(message.text)


def to_bot(chat: Chat, words: str) -> str:
    return f"<@{chat.discord.world.bot.id}> {words}"


async def test_a_question_worded_anew_is_answered_in_place(chat: Chat) -> None:
    """The same message shows the other answer, with buttons of that one alone."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, PIER.question))
    answer = await discord.reply(said)
    before, stale = answer_id(answer), Message(chat.general, answer.author, "", {**answer.fields})
    await discord.edit(said, to_bot(chat, ORCHARD.question))
    await discord.changed(answer, shows(ORCHARD))
    assert chat.posted() == [answer]
    assert not shows(PIER)(answer)
    assert not [name for name in answer.buttons.values() if before in name]
    await chat.kept(answer, ORCHARD.question)
    card = await discord.seen(await discord.press(chat.alice, answer, "1"))
    assert ORCHARD.title in plain(card.text)
    assert (await discord.seen(await discord.press(chat.alice, stale, "More"))).content == GONE


async def test_an_answer_that_was_deleted_unnoticed_comes_anew(chat: Chat) -> None:
    """Who words a question anew whose answer is gone gets another one, kept in its place."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, PIER.question))
    answer = await discord.reply(said)
    await chat.kept(answer)
    answer.deleted = True
    await discord.edit(said, to_bot(chat, ORCHARD.question))
    again = await discord.reply(said)
    assert shows(ORCHARD)(again)
    await chat.kept(again, ORCHARD.question)
    await chat.forgotten(answer)


async def test_nothing_is_answered_anew_where_the_bot_may_not_answer_any_more(chat: Chat) -> None:
    """What a server chose since holds for edits too."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, PIER.question))
    answer = await discord.reply(said)
    await chat.kept(answer)
    chat.folder.records.chat.servers.change(str(chat.guild.id), channels=("1",))
    await discord.edit(said, to_bot(chat, ORCHARD.question))
    await discord.posted(chat.general, lambda text: "may not answer" in text)
    assert shows(PIER)(answer)
    assert answer.edited == 0


async def test_an_edit_meanwhile_ends_with_the_last_words(chat: Chat) -> None:
    """However soon somebody corrects themselves, there is one answer, to what they say last."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, PIER.question))
    await discord.edit(said, to_bot(chat, ORCHARD.question))
    await discord.edit(said, to_bot(chat, TRAM.question))
    answer = await discord.changed(await discord.reply(said), shows(TRAM))
    assert (await chat.kept(answer, TRAM.question)).question == TRAM.question
    hint = await chat.mention("")
    assert chat.posted() == [answer, hint]
    assert shows(TRAM)(answer)


async def test_a_preview_of_a_link_asks_nothing_again(chat: Chat) -> None:
    """Discord edits a message to show a page in it, which changes no word."""
    discord = chat.discord
    question = to_bot(chat, f"{PIER.question} https://paper.example/pier")
    said = await discord.say(chat.alice, chat.general, question)
    answer = await discord.reply(said)
    before = answer_id(answer)
    await discord.unfurl(said, "https://paper.example/pier")
    await chat.settle()
    assert answer.edited == 0
    assert answer_id(answer) == before


async def test_an_old_question_stays_as_it_was_answered(chat: Chat) -> None:
    """After ten minutes others have read the answer, so that it does not change any more."""
    discord = chat.discord
    old = Message(chat.general, chat.alice, to_bot(chat, PIER.question))
    old.id = snowflake() - 11 * _MINUTES
    answer = await discord.reply(await discord.deliver(old))
    await discord.edit(old, to_bot(chat, ORCHARD.question))
    await chat.settle()
    assert shows(PIER)(answer)
    assert answer.edited == 0


async def test_a_follow_up_worded_anew_keeps_what_it_follows(chat: Chat) -> None:
    """An edited reply still leans on the answer that it replies to."""
    discord = chat.discord
    first = await chat.mention(ORCHARD.question)
    await chat.kept(first)
    said = await discord.say(chat.alice, chat.general, PIER.question, reply_to=first)
    answer = await discord.reply(said)
    await discord.edit(said, "When did that happen?")
    await discord.changed(answer, shows(ORCHARD))


async def test_what_followed_a_question_follows_its_new_words(chat: Chat) -> None:
    """A chain of replies is about what its first question says now."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, PIER.question))
    first = await discord.reply(said)
    await chat.kept(first)
    second = await discord.reply(
        await discord.say(chat.alice, chat.general, "When did that happen?", reply_to=first)
    )
    assert shows(PIER)(second)
    await chat.kept(second)
    await discord.edit(said, to_bot(chat, ORCHARD.question))
    await chat.kept(first, ORCHARD.question)
    third = await discord.say(chat.alice, chat.general, "And why?", reply_to=second)
    assert shows(ORCHARD)(await discord.reply(third))


async def test_a_hint_gives_way_to_the_answer(chat: Chat) -> None:
    """Who learns how to ask, and words their message anew, is answered in place of the hint."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, ""))
    hint = await discord.reply(said)
    assert hint.content == ASK_HOW
    await discord.edit(said, to_bot(chat, "why? " * 1_000))
    await discord.changed(hint, lambda message: message.content == TOO_LONG)
    await discord.edit(said, to_bot(chat, PIER.question))
    await discord.changed(hint, shows(PIER))
    assert hint.content == ""
    assert (await chat.kept(hint)).question == PIER.question
    await discord.edit(said, to_bot(chat, ORCHARD.question))
    await discord.changed(hint, shows(ORCHARD))
    assert chat.posted() == [hint]


async def test_a_greeting_gives_way_to_the_answer(chat: Chat) -> None:
    """Who says hello first, and adds their question, is answered in place of the greeting."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, "hey"))
    greeting = await discord.reply(said)
    assert greeting.content == GREETED
    await discord.edit(said, to_bot(chat, f"hey, {PIER.question}"))
    await discord.changed(greeting, shows(PIER))
    assert chat.posted() == [greeting]


async def test_an_edit_while_the_hint_is_on_its_way_is_answered(chat: Chat) -> None:
    """However soon somebody adds the question, it is not lost."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, ""))
    await discord.edit(said, to_bot(chat, PIER.question))
    await discord.changed(await discord.reply(said), shows(PIER))
    assert len(chat.posted()) == 1


async def test_a_hint_stays_where_no_word_changed_or_it_is_old(chat: Chat) -> None:
    """Neither a preview of a link nor an edit after ten minutes asks anything."""
    discord = chat.discord
    said = await discord.say(chat.alice, chat.general, to_bot(chat, "https://a.example " * 100))
    old = Message(chat.general, chat.alice, to_bot(chat, ""))
    old.id = snowflake() - 11 * _MINUTES
    hints = [await discord.reply(said), await discord.reply(await discord.deliver(old))]
    await discord.unfurl(said, "https://a.example")
    await discord.edit(old, to_bot(chat, PIER.question))
    await chat.settle()
    assert [hint.content for hint in hints] == [TOO_LONG, ASK_HOW]
    assert [hint.edited for hint in hints] == [0, 0]
