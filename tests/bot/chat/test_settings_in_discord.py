"""How a server wants the bot, as those who manage it choose."""

from __future__ import annotations

from chatting import Chat, plain, restarted, stocked_chat
from loopback import Channel, LoopbackDiscord, Message, Role
from newsroom import PIER

from bot.discord.preferring import NEEDS_CONTENT
from index.folder import Options


async def used(chat: Chat, name: str, **options: object) -> Message:
    """What a command shows to the one who used it alone."""
    message = await chat.discord.seen(
        await chat.discord.command(chat.alice, chat.general, name, **options)
    )
    assert message.ephemeral
    return message


async def asked_in(chat: Chat, channel: Channel, **options: object) -> Message:
    """The answer to a question in a channel."""
    return await chat.discord.seen(
        await chat.discord.command(chat.alice, channel, "ask", question=PIER.question, **options)
    )


async def allow(chat: Chat, *channels: Channel) -> Message:
    """Let the bot answer in these channels alone."""
    offered = await used(chat, "settings channels")
    chosen = [str(channel.id) for channel in channels]
    picked = await chat.discord.pick(chat.alice, offered, *chosen)
    return await chat.discord.seen(picked, lambda text: "Settings" in text)


async def test_nothing_is_chosen_at_first(chat: Chat) -> None:
    """The bot answers everywhere and in public, and keeps questions for 90 days."""
    shown = (await used(chat, "settings show")).text
    for line in ("channels: all channels", "forums: none", "handover: nobody"):
        assert line in shown
    assert "answers: public" in shown
    assert "keep: 90 days" in shown


async def test_elsewhere_the_bot_says_where_to_ask(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Where the chosen channels are others, a question is told where; in those it is answered."""
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        desk = await discord.open_channel(chat.guild, "desk")
        told = await allow(chat, desk)
        assert f"channels: <#{desk.id}>" in told.text
        assert told.buttons == {}
        refused = await asked_in(chat, chat.general)
        assert refused.ephemeral
        assert refused.content == f"I may not answer in this channel; ask me in <#{desk.id}>."
        said = await discord.say(
            chat.alice, chat.general, f"<@{discord.world.bot.id}> {PIER.question}"
        )
        assert f"ask me in <#{desk.id}>" in (await discord.reply(said)).content
        assert PIER.quote in plain((await asked_in(chat, desk)).text)
    async with restarted(chat, options) as chat:
        assert "ask me in" in (await asked_in(chat, chat.general)).content


async def test_a_thread_counts_as_its_channel(chat: Chat) -> None:
    """Threads of a chosen channel are answered in, threads of others are not."""
    discord = chat.discord
    desk = await discord.open_channel(chat.guild, "desk")
    await allow(chat, desk)
    for channel, answers in ((desk, True), (chat.general, False)):
        message = await discord.say(chat.alice, channel, "What about the pier?")
        thread = await discord.open_thread(chat.alice, message, "Pier")
        assert (PIER.quote in plain((await asked_in(chat, thread)).text)) == answers


async def test_no_channel_chosen_means_every_channel(chat: Chat) -> None:
    """A choice is taken back by choosing nothing."""
    desk = await chat.discord.open_channel(chat.guild, "desk")
    await allow(chat, desk)
    assert "channels: all channels" in (await allow(chat)).text
    assert PIER.quote in plain((await asked_in(chat, chat.general)).text)


async def test_a_channel_that_was_deleted_is_not_offered_as_chosen(chat: Chat) -> None:
    """The list to choose from begins with the chosen channels that are still there."""
    desks = [await chat.discord.open_channel(chat.guild, name) for name in ("desk", "shelf")]
    await allow(chat, *desks)
    await chat.discord.close(desks[0])
    # Deletions are told in the order of what else happens.
    await chat.kept(await chat.mention(PIER.question, desks[1]))
    offered = await used(chat, "settings channels")
    ((listed,),) = [row["components"] for row in offered.fields["components"]]
    assert [one["id"] for one in listed["default_values"]] == [desks[1].id]


async def test_answers_are_private_where_that_is_chosen(chat: Chat) -> None:
    """``/ask`` answers its asker alone then, unless it says otherwise."""
    assert "answers: private" in (await used(chat, "settings answers", shown="private")).text
    assert (await asked_in(chat, chat.general)).ephemeral
    assert not (await asked_in(chat, chat.general, private=False)).ephemeral
    assert "answers: public" in (await used(chat, "settings answers", shown="public")).text
    assert not (await asked_in(chat, chat.general)).ephemeral


async def test_for_how_long_is_chosen_by_day(discord: LoopbackDiscord, options: Options) -> None:
    """What was asked is forgotten after so many days; one choice leaves the others."""
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        await used(chat, "settings answers", shown="private")
        assert "keep: 7 days" in (await used(chat, "settings keep", days=7)).text
    async with restarted(chat, options) as chat:
        shown = (await used(chat, "settings show")).text
        assert "keep: 7 days" in shown
        assert "answers: private" in shown


async def test_forums_need_what_is_off(chat: Chat) -> None:
    """Without the privileged intent, who chooses forums is told how it is switched on."""
    assert (await used(chat, "settings forums")).content == NEEDS_CONTENT
    role = Role(chat.guild.moderator_role)
    assert (await used(chat, "settings handover", role=role)).content == NEEDS_CONTENT
    assert "handover: nobody" in (await used(chat, "settings show")).text


async def test_one_server_chooses_nothing_for_another(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Settings are a server's own."""
    other = discord.add_guild("Other")
    there = other.add_channel("general")
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        await used(chat, "settings answers", shown="private")
        await used(chat, "settings keep", days=1)
        shown = await discord.seen(await discord.command(chat.alice, there, "settings show"))
        assert "answers: public" in shown.text
        assert "keep: 90 days" in shown.text
