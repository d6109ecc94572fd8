"""Asking in private: which server is meant, and who may still see what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from chatting import CHAT, CLOSED, FIRST, SECOND, Chat, footnote, plain, rows, stock
from loopback import Channel, Guild, LoopbackDiscord, Member, Message
from newsroom import ORCHARD, PIER, TRAM, UNANSWERABLE, Story
from support import added

from bot.chat_options import ChatOptions
from bot.discord.answer_buttons import GONE
from bot.discord.courtesy import THANKED
from bot.discord.direct import NO_SERVER, WHICH_SERVER
from bot.discord.greeting import HELP
from bot.discord.privacy import FORGOTTEN, KEPT
from bot.discord.talking import ASK_IN_WORDS
from index.folder import Folder, Options

ANOTHER = "Another server"


def quotes(message: Message, story: Story) -> bool:
    return story.quote in plain(message.text)


def origin(message: Message) -> str:
    """The line above an answer that says where it is from."""
    return str(message.fields["embeds"][0]["author"]["name"])


def replied_to(message: Message) -> str:
    return str(message.fields["message_reference"]["message_id"])


def offered(message: Message) -> dict[str, str]:
    """The ids of the servers in a list, by their names."""
    ((listed,),) = [row["components"] for row in message.fields["components"]]
    return {option["label"]: option["value"] for option in listed["options"]}


@dataclass
class Private:
    """A person's direct messages with a bot that has other articles in each server."""

    discord: LoopbackDiscord
    alice: Member
    first: Guild
    second: Guild
    closed: Guild
    folder: Folder

    @property
    def direct(self) -> Channel:
        return self.discord.world.direct_with(self.alice)

    async def ask(self, words: str, reply_to: Message | None = None) -> Message:
        """The reply to what the person says."""
        said = await self.discord.say(self.alice, self.direct, words, reply_to=reply_to)
        return await self.discord.reply(said)

    async def choose(self, guild: Guild) -> None:
        """Pick a server before there is anything to answer."""
        listed = await self.ask("Hello")
        self.folder.records.chat.servers.choose(str(self.alice.id), str(guild.id))
        assert listed.content == WHICH_SERVER


async def servers(discord: LoopbackDiscord, options: Options) -> tuple[Guild, Guild, Guild]:
    """Two servers that everybody is in, and one with articles that nobody is in."""
    first = discord.add_guild("First", FIRST)
    second, closed = discord.add_guild("Second", SECOND), discord.add_guild("Closed", CLOSED)
    for guild in (first, second, closed):
        guild.add_channel("general")
    await stock(options, {FIRST: [PIER], SECOND: [ORCHARD], CLOSED: [TRAM]})
    return first, second, closed


@pytest.fixture
def limits() -> ChatOptions:
    return CHAT


@pytest.fixture
async def private(
    discord: LoopbackDiscord, options: Options, limits: ChatOptions
) -> AsyncIterator[Private]:
    """A person who shares two of three servers with the bot."""
    alice = Member("alice")
    first, second, closed = await servers(discord, options)
    closed.strangers.add(alice.id)
    async with footnote(discord, options, limits) as folder:
        yield Private(discord, alice, first, second, closed, folder)


async def test_who_shares_several_servers_picks_one(private: Private) -> None:
    """The list has the servers that are shared; the waiting question is answered from the pick."""
    discord, alice = private.discord, private.alice
    said = await discord.say(alice, private.direct, ORCHARD.question)
    listed = await discord.reply(said)
    assert listed.content == WHICH_SERVER
    assert set(offered(listed)) == {"First", "Second"}
    picked = await discord.seen(await discord.pick(alice, listed, offered(listed)["Second"]))
    assert "Second" in picked.text
    assert picked.buttons == {}
    answer = await discord.posted(private.direct, lambda text: ORCHARD.quote in plain(text))
    assert replied_to(answer) == str(said.id)
    again = await private.ask(ORCHARD.question)
    assert quotes(again, ORCHARD)
    assert origin(again) == "From Second"


async def test_what_has_no_words_is_told_what_does(private: Private) -> None:
    """Nobody needs to mention the bot here, and ``/ask`` is not there."""
    assert (await private.ask("")).content == ASK_IN_WORDS
    assert not {"mention", "/ask"} & set(ASK_IN_WORDS.lower().split())


async def test_thanks_are_no_question(private: Private) -> None:
    """Who thanks the bot is not told what the articles don't say."""
    await private.choose(private.second)
    assert (await private.ask("thank you!")).content == THANKED


async def test_a_pick_that_could_not_be_acknowledged_answers_all_the_same(
    private: Private,
) -> None:
    """Whose pick Discord takes no answer to learns what holds, and is not left waiting."""
    discord, alice = private.discord, private.alice
    listed = await discord.reply(await discord.say(alice, private.direct, ORCHARD.question))
    with discord.impatient():
        await discord.pick(alice, listed, offered(listed)["Second"])
    await discord.posted(private.direct, lambda text: "I answer from **Second**" in text)
    await discord.posted(private.direct, lambda text: ORCHARD.quote in plain(text))


async def test_another_server_is_a_button_away(private: Private) -> None:
    """**Another server** offers the list again, and what is picked holds from then on."""
    discord, alice = private.discord, private.alice
    await private.choose(private.second)
    answer = await private.ask(PIER.question)
    assert not quotes(answer, PIER)
    listed = await discord.seen(await discord.press(alice, answer, ANOTHER))
    assert set(offered(listed)) == {"First", "Second"}
    await discord.seen(await discord.pick(alice, listed, offered(listed)["First"]))
    answer = await private.ask(PIER.question)
    assert quotes(answer, PIER)
    assert origin(answer) == "From First"


@pytest.mark.parametrize("limits", [replace(CHAT, per_person=1)])
async def test_who_picks_too_fast_is_told(private: Private) -> None:
    """What kept the waiting question from being answered is said under it."""
    discord, alice = private.discord, private.alice
    general = private.first.channels[0]
    await discord.seen(await discord.command(alice, general, "ask", question=PIER.question))
    said = await discord.say(alice, private.direct, PIER.question)
    listed = await discord.reply(said)
    await discord.pick(alice, listed, str(private.first.id))
    told = await discord.posted(private.direct, lambda text: "faster" in text)
    assert replied_to(told) == str(said.id)


@pytest.mark.parametrize("limits", [replace(CHAT, per_person=1)])
async def test_nobody_has_discord_asked_about_all_servers_without_end(private: Private) -> None:
    """Who writes again and again without choosing is told to wait."""
    listed = await private.ask("Hello")
    assert listed.content == WHICH_SERVER
    requests = private.discord.world.requests

    def lookups() -> int:
        return sum("/members/" in path for _, path, _ in requests)

    before = lookups()
    assert "faster" in (await private.ask("Hello?")).content
    assert lookups() == before


async def test_a_server_that_is_not_shared_cannot_be_picked(private: Private) -> None:
    """A list of long ago does not open a server that the person is not in, or nobody knows."""
    discord, alice = private.discord, private.alice
    listed = await private.ask(TRAM.question)
    for server in (str(private.closed.id), "1"):
        told = await discord.seen(await discord.pick(alice, listed, server))
        assert "do not share" in told.content
    assert (await private.ask(TRAM.question)).content == WHICH_SERVER


async def test_who_left_a_server_sees_nothing_of_it_any_more(private: Private) -> None:
    """Neither new answers nor cards of old ones, and no edit brings one back."""
    discord, alice = private.discord, private.alice
    await private.choose(private.first)
    said = await discord.say(alice, private.direct, PIER.question)
    answer = await discord.reply(said)
    card = await discord.seen(await discord.press(alice, answer, "1"))
    assert PIER.quote in plain(card.text)
    private.first.strangers.add(alice.id)
    for label in ("1", "More", "👍"):
        told = await discord.seen(await discord.press(alice, answer, label))
        assert told.content == GONE
    await discord.edit(said, f"{PIER.question} Tell me.")
    again = await private.ask(PIER.question)
    assert not quotes(again, PIER)
    assert origin(again) == "From Second"
    assert answer.edited == 0
    private.second.strangers.add(alice.id)
    assert (await private.ask(PIER.question)).content == NO_SERVER
    listed = await discord.seen(await discord.press(alice, again, ANOTHER))
    assert listed.content == NO_SERVER


async def test_who_left_watches_and_finds_nothing_there(private: Private) -> None:
    """Under an answer that found nothing, **More** and **Watch this** are told as gone too."""
    discord, alice = private.discord, private.alice
    await private.choose(private.first)
    answer = await private.ask(ORCHARD.question)
    assert PIER.title in plain(
        (await discord.seen(await discord.press(alice, answer, "More"))).text
    )
    private.first.strangers.add(alice.id)
    for label in ("More", "Watch this"):
        pressed = await discord.press(alice, answer, label)
        assert (await discord.seen(pressed)).content == GONE
        assert len(pressed.shown) == 1
    assert rows(private.folder, "SELECT count(*) FROM watches") == [(0,)]


async def test_an_answer_of_another_server_is_not_leant_on(private: Private) -> None:
    """Who has chosen another server since does not carry over what was asked of the first."""
    await private.choose(private.first)
    answer = await private.ask(PIER.question)
    assert quotes(answer, PIER)
    await added(private.folder.library(str(private.second.id)), PIER)
    private.folder.records.chat.servers.choose(str(private.alice.id), str(private.second.id))
    reply = await private.ask("What did divers find there?", reply_to=answer)
    assert origin(reply) == "From Second"
    assert not quotes(reply, PIER)


async def test_buttons_of_somebody_else_open_nothing(chat: Chat) -> None:
    """What a person asked in private is theirs, even among members of one server."""
    discord, direct = chat.discord, chat.discord.world.direct_with(chat.alice)
    answer = await discord.reply(await discord.say(chat.alice, direct, PIER.question))
    bob = Member("bob")
    stray = Message(discord.world.direct_with(bob), answer.author, "", dict(answer.fields))
    for label in ("1", "More", "👍"):
        told = await discord.seen(await discord.press(bob, stray, label))
        assert told.content == GONE
    card = await discord.seen(await discord.press(chat.alice, answer, "1"))
    assert PIER.quote in plain(card.text)


async def test_what_is_asked_in_private_stays_there(chat: Chat) -> None:
    """It cannot be shared, and those who manage the server do not see it."""
    discord, direct = chat.discord, chat.discord.world.direct_with(chat.alice)
    for question in (PIER.question, UNANSWERABLE):
        answer = await discord.reply(await discord.say(chat.alice, direct, question))
        assert ANOTHER in answer.buttons
        assert "Share" not in answer.buttons
        assert (await chat.kept(answer)).private
    insights = chat.folder.records.chat.insights.of(str(chat.guild.id), 1)
    assert insights.unanswered == ()


async def test_direct_messages_are_followed_up_edited_and_deleted(chat: Chat) -> None:
    """Replies lean on answers, an edit changes the answer in its place, a cross deletes it."""
    discord, direct = chat.discord, chat.discord.world.direct_with(chat.alice)
    first = await discord.reply(await discord.say(chat.alice, direct, ORCHARD.question))
    await chat.kept(first)
    said = await discord.say(chat.alice, direct, "When did that happen?", reply_to=first)
    answer = await discord.reply(said)
    assert quotes(answer, ORCHARD)
    await discord.edit(said, PIER.question)
    await discord.changed(answer, lambda message: quotes(message, PIER))
    assert origin(answer) == "From Newsroom"
    assert ANOTHER in answer.buttons
    await chat.kept(answer, PIER.question)
    await discord.react(chat.alice, answer, "❌")
    await discord.changed(answer, lambda message: message.deleted)


async def test_an_edit_meanwhile_ends_with_the_last_words(chat: Chat) -> None:
    """Who corrects themselves in private at once gets the answer to what they say last."""
    discord, direct = chat.discord, chat.discord.world.direct_with(chat.alice)
    said = await discord.say(chat.alice, direct, PIER.question)
    await discord.edit(said, ORCHARD.question)
    answer = await discord.reply(said)
    await discord.changed(answer, lambda message: quotes(message, ORCHARD))
    assert chat.posted(direct) == [answer]


async def test_help_and_privacy_work_in_direct_messages(private: Private) -> None:
    """What is kept is told there, and deleted with the choice of a server."""
    discord, alice, direct = private.discord, private.alice, private.direct
    helped = await discord.seen(await discord.command(alice, direct, "help"))
    assert helped.content == HELP
    await private.choose(private.first)
    answer = await private.ask(PIER.question)
    kept = await discord.seen(await discord.command(alice, direct, "privacy"))
    assert kept.content == KEPT
    sure = await discord.seen(await discord.press(alice, kept, "Delete everything about me"))
    gone = await discord.seen(await discord.press(alice, sure, "Delete it for good"))
    assert gone.content == FORGOTTEN
    assert (await discord.seen(await discord.press(alice, answer, "1"))).content == GONE
    assert (await private.ask(PIER.question)).content == WHICH_SERVER
