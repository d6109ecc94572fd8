"""Asking further: replies to answers and talk in threads carry the subject over."""

from __future__ import annotations

from chatting import Chat, plain, stocked_chat
from loopback import Channel, LoopbackDiscord, Message
from newsroom import OBSERVATORY, ORCHARD, PIER, TRAM, Story
from support import added

from index.folder import Options
from prompts import load_prompt

NOT_FOUND = load_prompt("not_found").fill()
# Each finds nothing by itself.
DIVERS, HAPPEN, WHY = "What did divers find there?", "When did that happen?", "And why?"
SHOWS, FROM, MANY = "Who shows them there?", "Where do they come from?", "And how many are there?"


def quotes(message: Message, story: Story) -> bool:
    return story.quote in plain(message.text)


async def thread_of(chat: Chat) -> Channel:
    """A thread under a message that is no answer."""
    said = await chat.discord.say(chat.alice, chat.general, "Look at this")
    return await chat.discord.open_thread(chat.alice, said, "Look at this")


async def follow_up(chat: Chat, answer: Message, words: str) -> Message:
    """The reply to a reply that mentions nobody but pings."""
    await chat.kept(answer)
    said = await chat.discord.say(chat.alice, answer.channel, words, reply_to=answer)
    return await chat.discord.reply(said)


async def test_a_reply_to_an_answer_carries_its_subject_over(chat: Chat) -> None:
    """What says nothing by itself is answered as a reply, and is not where it stands alone."""
    answer = await chat.answer(PIER.question)
    assert quotes(await follow_up(chat, answer, DIVERS), PIER)
    assert NOT_FOUND in (await chat.mention(DIVERS)).text


async def test_replies_chain(chat: Chat) -> None:
    """A reply to a reply still has the subject of the first question."""
    reply = await chat.mention(ORCHARD.question)
    for words in (HAPPEN, WHY):
        reply = await follow_up(chat, reply, words)
        assert quotes(reply, ORCHARD)


async def test_a_reply_goes_back_to_what_it_replies_to(chat: Chat) -> None:
    """Answers that came since do not matter to it."""
    first = await chat.mention(ORCHARD.question)
    await chat.mention(TRAM.question)
    assert quotes(await follow_up(chat, first, HAPPEN), ORCHARD)


async def test_the_last_turn_of_a_thread_is_meant_there(chat: Chat) -> None:
    """Mentions and ``/ask`` in a thread lean on its latest answer, in a channel on none."""
    thread = await thread_of(chat)
    await chat.mention(PIER.question, thread)
    await chat.kept(await chat.mention(TRAM.question, thread))
    reply = await chat.mention(FROM, thread)
    assert quotes(reply, TRAM)
    await chat.kept(reply)
    asked = await chat.discord.command(chat.alice, thread, "ask", question=MANY)
    assert quotes(await chat.discord.seen(asked), TRAM)
    await chat.kept(await chat.mention(TRAM.question))
    assert NOT_FOUND in (await chat.mention(FROM)).text


async def test_a_thread_under_an_answer_begins_with_it(chat: Chat) -> None:
    """The first question in such a thread leans on the answer above, until there is another."""
    answer = await chat.answer(PIER.question)
    await chat.kept(answer)
    thread = await chat.discord.open_thread(chat.alice, answer, "Pier")
    assert quotes(await chat.mention(DIVERS, thread), PIER)
    await chat.kept(await chat.mention(OBSERVATORY.question, thread))
    assert quotes(await chat.mention(SHOWS, thread), OBSERVATORY)


async def test_a_private_answer_is_never_leant_on(chat: Chat) -> None:
    """What others in a thread cannot see does not tell them what was asked."""
    thread = await thread_of(chat)
    asked = await chat.discord.command(
        chat.alice, thread, "ask", question=ORCHARD.question, private=True
    )
    private = await chat.discord.seen(asked)
    assert private.ephemeral
    assert quotes(private, ORCHARD)
    assert (await chat.kept(private)).private
    assert NOT_FOUND in (await chat.mention(HAPPEN, thread)).text


async def test_a_question_with_a_subject_of_its_own_leaves_the_last_one(chat: Chat) -> None:
    """A reply that names what it is about is answered as if it were no reply."""
    reply = await follow_up(chat, await chat.answer(PIER.question), ORCHARD.question)
    assert quotes(reply, ORCHARD)
    assert not quotes(reply, PIER)


async def test_no_answer_of_another_server_is_leant_on(
    discord: LoopbackDiscord, options: Options
) -> None:
    """What refers to a message of another server, or is said to, does not learn its subject."""
    elsewhere = discord.add_guild("Elsewhere")
    there = elsewhere.add_channel("general")
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        await added(chat.folder.library(str(elsewhere.id)), PIER)
        answer = await chat.mention(PIER.question, there)
        assert quotes(answer, PIER)
        assert (await chat.kept(answer)).library == str(elsewhere.id)
        assert quotes(await follow_up(chat, answer, DIVERS), PIER)
        said = await discord.say(chat.alice, chat.general, DIVERS, reply_to=answer)
        assert NOT_FOUND in (await discord.reply(said)).text
