"""Forums whose new posts the bot answers by itself."""

from __future__ import annotations

import pytest
from chatting import Chat, plain
from loopback import MANAGE, Channel, Member, Message, Role
from newsroom import ORCHARD, PIER, STORIES, UNANSWERABLE

from bot.discord.preferring import NEEDS_CONTENT, NOT_CALLED

HELPERS = Role(77, "helpers")


def quoted(message: Message) -> bool:
    return PIER.quote in plain(message.text)


@pytest.fixture
async def forum(reading: Chat) -> Channel:
    """A forum that was chosen in the settings."""
    discord, admin = reading.discord, Member("admin", permissions=MANAGE)
    made = await discord.open_channel(reading.guild, "help", 15)
    asked = await discord.seen(await discord.command(admin, reading.general, "settings forums"))
    chosen = await discord.seen(await discord.pick(admin, asked, str(made.id)))
    assert f"<#{made.id}>" in chosen.text
    return made


async def test_a_new_post_is_answered_once(reading: Chat, forum: Channel) -> None:
    """The title counts as part of the question; what people say below is theirs."""
    discord, alice, bob = reading.discord, reading.alice, Member("bob")
    post = await discord.open_post(alice, forum, PIER.question, "Does anybody know?")
    answer = await discord.reply(post)
    assert quoted(answer)
    assert set(answer.buttons) >= {"1", "More", "👍", "👎"}
    await discord.say(bob, post.channel, ORCHARD.question)
    await discord.edit(post, "Does anybody here know?")
    await discord.unfurl(post, "https://paper.example/pier")
    await reading.settle()
    assert reading.posted(post.channel) == [answer]
    assert answer.edited == 0
    assert ORCHARD.quote in plain((await reading.mention(ORCHARD.question, post.channel)).text)


async def test_a_post_that_mentions_the_bot_is_answered_once(reading: Chat, forum: Channel) -> None:
    """Being asked twice by one message makes one answer."""
    words = f"<@{reading.discord.world.bot.id}> {PIER.question}"
    post = await reading.discord.open_post(reading.alice, forum, "The pier", words)
    answer = await reading.discord.reply(post)
    await reading.settle()
    assert reading.posted(post.channel) == [answer]


async def test_what_the_articles_do_not_say_is_left_to_people(
    reading: Chat, forum: Channel
) -> None:
    """Where nobody was named for it, the bot keeps silent, and the question is counted."""
    post = await reading.discord.open_post(reading.alice, forum, "Opera", UNANSWERABLE)
    await reading.settle()
    assert reading.posted(post.channel) == []
    insights = reading.folder.records.chat.insights.of(str(reading.guild.id), 1)
    assert insights.unanswered == (f"Opera\n{UNANSWERABLE}",)


async def test_what_the_articles_do_not_say_is_handed_over(reading: Chat, forum: Channel) -> None:
    """The chosen role is called, nobody else can be by it, and no article speaks in it."""
    discord, admin = reading.discord, Member("admin", permissions=MANAGE)
    chosen = await discord.command(admin, reading.general, "settings handover", role=HELPERS)
    assert f"<@&{HELPERS.id}>" in (await discord.seen(chosen)).text
    post = await discord.open_post(reading.alice, forum, "Opera @everyone", UNANSWERABLE)
    called = await discord.reply(post)
    assert f"<@&{HELPERS.id}>" in called.content
    allowed = called.fields["allowed_mentions"]
    assert allowed["roles"] == [HELPERS.id]
    assert not allowed["parse"]
    assert not allowed.get("users")
    assert not allowed.get("replied_user")
    assert called.fields.get("embeds", []) == []
    assert "everyone" not in called.text
    assert not any(story.title in plain(called.text) for story in STORIES)


async def test_a_role_that_would_not_be_notified_is_refused(reading: Chat) -> None:
    """Discord notifies none that nobody may mention, so that the admin is told what to change."""
    quiet = Role(HELPERS.id, mentionable=False)
    chosen = await reading.discord.command(
        Member("admin", permissions=MANAGE), reading.general, "settings handover", role=quiet
    )
    assert (await reading.discord.seen(chosen)).content == NOT_CALLED


async def test_a_role_is_called_for_nothing_that_is_answered(reading: Chat, forum: Channel) -> None:
    """Where the articles say it, nobody needs to help; taken back, nobody is called at all."""
    discord, admin = reading.discord, Member("admin", permissions=MANAGE)
    handover = "settings handover"
    await discord.seen(await discord.command(admin, reading.general, handover, role=HELPERS))
    post = await discord.open_post(reading.alice, forum, "The pier", PIER.question)
    answer = await discord.reply(post)
    assert quoted(answer)
    assert "<@&" not in answer.content
    none = await discord.seen(await discord.command(admin, reading.general, handover))
    assert "nobody" in none.text
    silent = await discord.open_post(reading.alice, forum, "Opera", UNANSWERABLE)
    await reading.settle()
    assert reading.posted(post.channel) == [answer]
    assert reading.posted(silent.channel) == []


async def test_other_posts_are_left_alone(reading: Chat, forum: Channel) -> None:
    """Forums that were not chosen, what programs post, and threads of channels are not its own."""
    discord, alice = reading.discord, reading.alice
    other = await discord.open_channel(reading.guild, "elsewhere", 15)
    posts = [
        await discord.open_post(alice, other, "The pier", PIER.question),
        await discord.open_post(Member("robot", bot=True), forum, "The pier", PIER.question),
        await discord.open_post(alice, forum, "The pier", PIER.question, webhook_id="1"),
    ]
    said = await discord.say(alice, reading.general, PIER.question)
    thread = await discord.open_thread(alice, said, "The pier")
    await reading.settle()
    for place in (*(post.channel for post in posts), thread):
        assert reading.posted(place) == []


async def test_forums_need_the_message_content(chat: Chat) -> None:
    """While the intent is off, choosing forums says what to switch on, and chooses nothing."""
    discord, admin = chat.discord, Member("admin", permissions=MANAGE)
    forum = await discord.open_channel(chat.guild, "help", 15)
    for name, options in (("settings forums", {}), ("settings handover", {"role": HELPERS})):
        told = await discord.seen(await discord.command(admin, chat.general, name, **options))
        assert told.content == NEEDS_CONTENT
        assert told.ephemeral
    post = await discord.open_post(chat.alice, forum, "The pier", PIER.question)
    await chat.settle()
    assert chat.posted(post.channel) == []
