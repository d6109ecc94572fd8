"""Whom the bot answers, where, and what it says where it cannot."""

from __future__ import annotations

from chatting import Chat, plain
from loopback import Member, Message
from newsroom import ORCHARD, PIER, TRAM, Story

from bot.discord.talking import ASK_HOW, NOT_ALLOWED, TOO_LONG


def quotes(message: Message, story: Story) -> bool:
    return story.quote in plain(message.text)


async def test_a_reply_that_does_not_ping_arrives_without_words(chat: Chat) -> None:
    """Discord keeps its words from the bot, which says how it is asked."""
    answer = await chat.answer()
    said = await chat.discord.say(
        chat.alice, chat.general, "What did divers find there?", reply_to=answer, ping=False
    )
    assert (await chat.discord.reply(said)).content == ASK_HOW


async def test_what_nobody_says_is_not_answered(chat: Chat) -> None:
    """Neither what Discord tells of a pin or a new thread nor what other bots say is for it."""
    discord, general = chat.discord, chat.general
    answer = await chat.answer()
    thread = await discord.open_thread(chat.alice, answer, "The pier")
    await discord.say(chat.alice, general, "", reply_to=answer, kind=6)
    robot = Member("robot", bot=True)
    await discord.say(robot, general, f"<@{discord.world.bot.id}> {PIER.question}")
    await discord.say(robot, general, PIER.question, reply_to=answer)
    await chat.settle()
    assert chat.posted(thread) == []
    assert len(chat.posted()) == 3


async def test_too_long_a_question_is_told(chat: Chat) -> None:
    """A thousand characters are taken, with one more the limit is told."""
    question = PIER.question + "?" * (1_000 - len(PIER.question))
    assert "More" in (await chat.mention(question)).buttons
    assert (await chat.mention(f"{question}?")).content == TOO_LONG


async def test_a_mention_is_answered_wherever_it_is(chat: Chat) -> None:
    """In a thread, in the chat of a voice channel and in the post of a forum."""
    discord, alice = chat.discord, chat.alice
    said = await discord.say(alice, chat.general, "Look at this")
    thread = await discord.open_thread(alice, said, "Look at this")
    voice = await discord.open_channel(chat.guild, "lounge", 2)
    forum = await discord.open_channel(chat.guild, "help", 15)
    for place, story in ((thread, PIER), (voice, ORCHARD)):
        assert quotes(await chat.mention(story.question, place), story)
    mention = f"<@{discord.world.bot.id}>"
    post = await discord.open_post(alice, forum, "Trams", f"{mention} {TRAM.question}")
    assert quotes(await discord.reply(post), TRAM)
    assert quotes(await chat.mention(PIER.question, post.channel), PIER)


async def test_who_cannot_be_answered_there_is_told_in_private(chat: Chat) -> None:
    """Where the bot may not write, a direct message says which permissions it needs."""
    chat.general.locked = True
    await chat.discord.say(
        chat.alice, chat.general, f"<@{chat.discord.world.bot.id}> {PIER.question}"
    )
    direct = chat.discord.world.direct_with(chat.alice)
    assert (await chat.discord.posted(direct)).content == NOT_ALLOWED
    assert chat.posted() == []


async def test_where_nothing_can_be_embedded_this_is_told(chat: Chat) -> None:
    """Where the bot may write but not embed, it says so on the spot."""
    chat.general.bare = True
    assert (await chat.mention(PIER.question)).content == NOT_ALLOWED
    assert chat.posted(chat.discord.world.direct_with(chat.alice)) == []


async def test_the_role_of_the_bot_is_the_bot(reading: Chat) -> None:
    """With the message content, mentioning its role asks it."""
    words = f"<@&{reading.guild.bot_role}> {PIER.question}"
    said = await reading.discord.say(reading.alice, reading.general, words)
    assert quotes(await reading.discord.reply(said), PIER)


async def test_a_reply_that_does_not_ping_follows_up(reading: Chat) -> None:
    """With the message content, it is answered as one that pings."""
    answer = await reading.answer(ORCHARD.question)
    await reading.kept(answer)
    said = await reading.discord.say(
        reading.alice, reading.general, "When did that happen?", reply_to=answer, ping=False
    )
    assert quotes(await reading.discord.reply(said), ORCHARD)


async def test_a_thread_under_an_answer_needs_no_mention(reading: Chat) -> None:
    """There everything is said to the bot, and leans on the answer above and on each other."""
    discord, alice = reading.discord, reading.alice
    answer = await reading.answer(PIER.question)
    await reading.kept(answer)
    thread = await discord.open_thread(alice, answer, "The pier")
    reply = await discord.reply(await discord.say(alice, thread, "What did divers find there?"))
    assert quotes(reply, PIER)
    said = await discord.say(alice, thread, ORCHARD.question)
    reply = await discord.reply(said)
    assert quotes(reply, ORCHARD)
    await discord.edit(said, TRAM.question)
    await discord.changed(reply, lambda message: quotes(message, TRAM))
    before = len(reading.posted(thread))
    await discord.deliver(Message(thread, alice, PIER.question, {"webhook_id": "1"}))
    await reading.settle()
    assert len(reading.posted(thread)) == before


async def test_other_talk_stays_among_people(reading: Chat) -> None:
    """Who speaks to nobody, to another person or in a thread of theirs is left alone."""
    discord, alice, general = reading.discord, reading.alice, reading.general
    bob = Member("bob")
    said = await discord.say(bob, general, "Look at this")
    thread = await discord.open_thread(bob, said, "Look at this")
    await discord.say(alice, thread, PIER.question)
    await discord.say(alice, general, PIER.question)
    await discord.say(alice, general, f"<@{bob.id}> {PIER.question}")
    await discord.say(alice, general, PIER.question, reply_to=said)
    await reading.settle()
    assert reading.posted(thread) == []
    assert len(reading.posted()) == 2
