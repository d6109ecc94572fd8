"""Taking answers away: by the menu, with a cross, and by deleting their message."""

from __future__ import annotations

from chatting import Chat, plain
from loopback import Member, Message
from loopback.people import MANAGE_MESSAGES, TALK
from newsroom import ORCHARD, PIER

from bot.discord.answer_buttons import GONE
from bot.discord.deleting import DELETED, NOT_AN_ANSWER, NOT_YOURS

MENU = "Delete this answer"


async def answer(chat: Chat) -> Message:
    """An answer of alice, once the bot has noted where it is."""
    message = await chat.answer()
    await chat.kept(message)
    return message


async def assert_gone(chat: Chat, message: Message) -> None:
    """Nothing of an answer is left, not even for a button that somebody still sees."""
    assert message.deleted
    await chat.forgotten(message)
    for label in ("1", "More", "👍"):
        told = await chat.discord.seen(await chat.discord.press(chat.alice, message, label))
        assert told.content == GONE


async def test_the_asker_deletes_an_answer_by_its_menu(chat: Chat) -> None:
    """The message disappears, and nothing is kept of it."""
    message = await answer(chat)
    chosen = await chat.discord.menu(chat.alice, message, MENU)
    told = await chat.discord.seen(chosen)
    assert told.content == DELETED
    assert told.ephemeral
    await assert_gone(chat, message)


async def test_moderators_delete_answers_of_others_and_nobody_else_does(chat: Chat) -> None:
    """Who may manage messages may delete any answer; others are told who may."""
    message = await answer(chat)
    bob, mona = Member("bob"), Member("mona", permissions=TALK | MANAGE_MESSAGES)
    refused = await chat.discord.seen(await chat.discord.menu(bob, message, MENU))
    assert refused.content == NOT_YOURS
    assert not message.deleted
    told = await chat.discord.seen(await chat.discord.menu(mona, message, MENU))
    assert told.content == DELETED
    await assert_gone(chat, message)


async def test_what_is_no_answer_is_not_deleted(chat: Chat) -> None:
    """Neither what a person says nor what else the bot says is taken away."""
    said = await chat.discord.say(chat.alice, chat.general, "Hello")
    hint = await chat.mention("")
    for message in (said, hint):
        told = await chat.discord.seen(await chat.discord.menu(chat.alice, message, MENU))
        assert told.content == NOT_AN_ANSWER
        assert not message.deleted


async def test_a_cross_of_the_asker_deletes(chat: Chat) -> None:
    """❌ on one's own answer takes it away; another emoji says nothing."""
    kept, message = await answer(chat), await answer(chat)
    await chat.discord.react(chat.alice, kept, "✅")
    await chat.discord.react(chat.alice, message, "❌")
    await chat.discord.changed(message, lambda one: one.deleted)
    await assert_gone(chat, message)
    assert not kept.deleted


async def test_a_cross_of_a_moderator_deletes_and_that_of_others_does_not(chat: Chat) -> None:
    """The roles of who marks an answer decide, in a channel and in a thread."""
    thread = await chat.discord.open_thread(chat.alice, await answer(chat), "The pier")
    mona = Member("mona", roles=(chat.guild.moderator_role,))
    message, threaded = await answer(chat), await chat.mention(ORCHARD.question, thread)
    await chat.kept(threaded)
    for one in (message, threaded):
        await chat.discord.react(Member("bob"), one, "❌")
    card = await chat.discord.seen(await chat.discord.press(chat.alice, message, "1"))
    assert PIER.title in plain(card.text)
    for one in (message, threaded):
        assert not one.deleted
        await chat.discord.react(mona, one, "❌")
        await chat.discord.changed(one, lambda seen: seen.deleted)
        await assert_gone(chat, one)


async def test_a_cross_on_other_messages_is_ignored(chat: Chat) -> None:
    """What the bot says beside answers stays."""
    hint, message = await chat.mention(""), await answer(chat)
    await chat.discord.react(chat.alice, hint, "❌")
    await chat.discord.react(chat.alice, message, "❌")
    await chat.discord.changed(message, lambda one: one.deleted)
    assert not hint.deleted


async def test_deleting_the_message_forgets_the_answer(chat: Chat) -> None:
    """Whoever deletes messages of the bot, one or many at once, deletes what is kept."""
    first, second, third = [await answer(chat) for _ in range(3)]
    await chat.discord.remove(first)
    await chat.discord.purge(second, third)
    for message in (first, second, third):
        await assert_gone(chat, message)


async def test_deleting_a_place_forgets_its_answers(chat: Chat) -> None:
    """A thread that is deleted, or a channel with its threads, takes its answers along."""
    discord, desk = chat.discord, await chat.discord.open_channel(chat.guild, "desk")
    stays = await answer(chat)
    above = await chat.mention(PIER.question, desk)
    await chat.kept(above)
    threads = [
        await discord.open_thread(chat.alice, await discord.say(chat.alice, desk, word), word)
        for word in ("Piers", "Trees")
    ]
    inside = [await chat.mention(ORCHARD.question, thread) for thread in threads]
    for message in inside:
        await chat.kept(message)
    await discord.close(threads[0])
    await chat.forgotten(inside[0])
    await chat.kept(inside[1])
    await discord.close(desk)
    for message in (above, inside[1]):
        await chat.forgotten(message)
    await chat.kept(stays)
