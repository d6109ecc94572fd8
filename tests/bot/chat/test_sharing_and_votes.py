"""Showing a private answer to all, and saying why an answer did not help."""

from __future__ import annotations

from chatting import Chat, answer_id, plain, restarted, stocked_chat
from loopback import LoopbackDiscord, Member, Message
from newsroom import PIER
from sqlalchemy import text

from bot.discord.answer_buttons import GONE
from bot.discord.voting import CHANGED
from index.folder import Options

SHARED = "This answer is shared already."
THANKS = "Thank you, that helps."


async def private_answer(chat: Chat) -> Message:
    asked = await chat.discord.command(
        chat.alice, chat.general, "ask", question=PIER.question, private=True
    )
    message = await chat.discord.seen(asked)
    await chat.kept(message)
    return message


def words_of(chat: Chat) -> list[str | None]:
    """What was written with the votes."""
    with chat.folder.records.database.read() as connection:
        return list(connection.execute(text("SELECT words FROM votes")).scalars())


def reasons_of(chat: Chat) -> dict[str, int]:
    """The reasons that the server's insights count."""
    return dict(chat.folder.records.chat.insights.of(str(chat.guild.id), 1).reasons)


async def test_what_was_told_beside_an_answer_is_shared_with_it(
    chat: Chat,
) -> None:
    """What to be warned of is no less true for the others."""
    discord = chat.discord
    question = "Qui a fermé la jetée de Quill Bay ce lundi matin, et pourquoi ?"
    given = await discord.seen(
        await discord.command(chat.alice, chat.general, "ask", question=question, private=True)
    )
    assert "in French" in plain(given.text)
    shared = await discord.seen(await discord.press(chat.alice, given, "Share"))
    assert "in French" in plain(shared.text)


async def test_a_private_answer_can_be_shared(chat: Chat) -> None:
    """All see it with its question and who shares it, and it has what other answers have."""
    discord, private = chat.discord, await private_answer(chat)
    assert chat.posted() == []
    shared = await discord.seen(await discord.press(chat.alice, private, "Share"))
    assert chat.posted() == [shared]
    assert not shared.ephemeral
    assert PIER.question in plain(shared.text)
    assert PIER.quote in plain(shared.text)
    assert shared.fields["embeds"][0]["author"]["name"] == "Shared by Alice"
    assert set(shared.buttons) == set(private.buttons) - {"Share"}
    bob = Member("bob")
    for label, shown in (("1", PIER.title), ("More", "Further"), ("👍", "Thank you")):
        seen = await discord.seen(await discord.press(bob, shared, label))
        assert shown in plain(seen.text)


async def test_an_answer_is_shared_once(chat: Chat) -> None:
    """A second press is told so and shows nothing."""
    private = await private_answer(chat)
    await chat.kept(await chat.discord.seen(await chat.discord.press(chat.alice, private, "Share")))
    told = await chat.discord.seen(await chat.discord.press(chat.alice, private, "Share"))
    assert told.content == SHARED
    assert told.ephemeral
    assert len(chat.posted()) == 1


async def test_what_all_see_is_not_shared(chat: Chat) -> None:
    """A public answer has no **Share**, and a private one that is gone cannot be shared."""
    assert "Share" not in (await chat.answer()).buttons
    assert "Share" not in (await chat.mention(PIER.question)).buttons
    private = await private_answer(chat)
    chat.folder.records.chat.answers.delete(answer_id(private))
    told = await chat.discord.seen(await chat.discord.press(chat.alice, private, "Share"))
    assert told.content == GONE
    assert len(chat.posted()) == 2


async def test_a_shared_answer_is_deleted_and_followed_up_as_others(chat: Chat) -> None:
    """It belongs to its asker, and replies to it lean on it."""
    discord, private = chat.discord, await private_answer(chat)
    shared = await discord.seen(await discord.press(chat.alice, private, "Share"))
    await chat.kept(shared)
    said = await discord.say(
        chat.alice, chat.general, "What did divers find there?", reply_to=shared
    )
    assert PIER.quote in plain((await discord.reply(said)).text)
    await discord.react(chat.alice, shared, "❌")
    await discord.changed(shared, lambda message: message.deleted)


async def test_a_vote_against_an_answer_is_asked_why(chat: Chat) -> None:
    """A reason and words are kept with the vote; a later 👍 takes them back."""
    discord, message = chat.discord, await chat.answer()
    why = await discord.seen(await discord.press(chat.alice, message, "👎"))
    assert why.ephemeral
    assert "Why?" in why.content
    assert (await discord.seen(await discord.pick(chat.alice, why, "outdated"))).content == THANKS
    assert reasons_of(chat) == {"outdated": 1}
    opened = await discord.press(chat.alice, why, "In your words")
    told = await discord.seen(await discord.submit(chat.alice, opened, words="It was Tuesday."))
    assert told.content == THANKS
    assert words_of(chat) == ["It was Tuesday."]
    assert reasons_of(chat) == {"outdated": 1}
    await discord.seen(await discord.press(chat.alice, message, "👍"))
    assert words_of(chat) == [None]
    assert reasons_of(chat) == {}
    late = (
        await discord.pick(chat.alice, why, "wrong"),
        await discord.submit(chat.alice, opened, words="It was Tuesday."),
    )
    assert [(await discord.seen(one)).content for one in late] == [CHANGED] * 2
    assert words_of(chat) == [None]


async def test_the_reasons_read_as_people_write_them(chat: Chat) -> None:
    """Each begins with a capital letter, and “I” stays one."""
    why = await chat.discord.seen(await chat.discord.press(chat.alice, await chat.answer(), "👎"))
    (listed, *_) = [one for row in why.fields["components"] for one in row["components"]]
    labels = [option["label"] for option in listed["options"]]
    assert labels == ["Wrong", "Outdated", "Missing", "Not what I asked"]


async def test_why_is_taken_after_a_restart(discord: LoopbackDiscord, options: Options) -> None:
    """The list and the form that were open when the bot stopped still work."""
    async with stocked_chat(discord, options) as chat:
        message = await chat.answer()
        why = await discord.seen(await discord.press(chat.alice, message, "👎"))
        opened = await discord.answered(await discord.press(chat.alice, why, "In your words"))
    async with restarted(chat, options) as chat:
        told = await discord.seen(await discord.submit(chat.alice, opened, words="Not so."))
        assert told.content == THANKS
        told = await discord.seen(await discord.pick(chat.alice, why, "missing"))
        assert told.content == THANKS
        assert words_of(chat) == ["Not so."]
        assert reasons_of(chat) == {"missing": 1}


async def test_why_is_not_asked_of_an_answer_that_is_gone(chat: Chat) -> None:
    """Vote, reason and words of a deleted answer are told so, and nothing of them is kept."""
    discord, message = chat.discord, await chat.answer()
    why = await discord.seen(await discord.press(chat.alice, message, "👎"))
    opened = await discord.answered(await discord.press(chat.alice, why, "In your words"))
    chat.folder.records.chat.answers.delete(answer_id(message))
    late = (
        await discord.press(chat.alice, message, "👎"),
        await discord.pick(chat.alice, why, "wrong"),
        await discord.press(chat.alice, why, "In your words"),
        await discord.submit(chat.alice, opened, words="Too late."),
    )
    for interaction in late:
        assert (await discord.seen(interaction)).content == GONE
    assert words_of(chat) == []
