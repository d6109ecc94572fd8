"""Who may do what: Discord keeps commands from people, and the bot what is left to press."""

from __future__ import annotations

import pytest
from chatting import Chat, answer_id, plain
from loopback import Member, Message, NotOffered
from newsroom import PIER, STORIES

from bot.discord.answer_buttons import GONE
from bot.discord.managing import NOT_YOURS

FOR_ALL = {"ask", "help", "privacy", "Ask about this", "Delete this answer"}


async def asked_to_remove(chat: Chat, who: Member) -> Message:
    """The message that asks once more before an article is removed."""
    (found,) = await chat.discord.autocomplete(
        who, chat.general, "article remove", "article", "pier"
    )
    asking = await chat.discord.command(who, chat.general, "article remove", article=found["value"])
    return await chat.discord.seen(asking)


async def titles(chat: Chat) -> set[str]:
    return {entry.article.title for entry in await chat.library.entries()}


async def test_what_changes_a_server_is_offered_to_its_managers_alone(chat: Chat) -> None:
    """Whatever is not for all Discord hides from members, and takes nothing of it from them."""
    discord, general, bob = chat.discord, chat.general, Member("bob")
    said = await discord.say(bob, general, "Read this")
    for command in discord.world.registered:
        if command["name"] in FOR_ALL:
            assert discord.world.offered(bob, general, command["name"]) is command
        else:
            with pytest.raises(NotOffered):
                discord.world.offered(bob, general, command["name"])
    for name in ("article list", "settings show", "insights"):
        with pytest.raises(NotOffered):
            await discord.command(bob, general, name)
    with pytest.raises(NotOffered):
        await discord.menu(bob, said, "Add article")
    with pytest.raises(NotOffered):
        await discord.autocomplete(bob, general, "article remove", "article", "")
    assert discord.world.interactions == {}
    direct = discord.world.direct_with(chat.alice)
    with pytest.raises(NotOffered):
        await discord.command(chat.alice, direct, "article list")


async def test_whom_the_server_allows_a_command_may_use_all_of_it(chat: Chat) -> None:
    """Who is no manager but allowed under Integrations is not asked for more by the bot."""
    discord, bob = chat.discord, Member("bob")
    discord.allow(bob, "article")
    pressed = await discord.press(bob, await asked_to_remove(chat, bob), "Remove")
    told = await discord.seen(pressed, lambda text: "Removed" in text)
    assert PIER.title not in await titles(chat)
    pressed = await discord.press(bob, told, "Undo")
    await discord.seen(pressed, lambda text: "Restored" in text)
    assert PIER.title in await titles(chat)
    with pytest.raises(NotOffered):
        await discord.command(bob, chat.general, "settings show")


async def test_buttons_of_a_manager_do_nothing_for_others(chat: Chat) -> None:
    """Removing, undoing and settings are refused in a sentence, and nothing changes."""
    discord, bob = chat.discord, Member("bob")
    asking = await asked_to_remove(chat, chat.alice)
    offered = await discord.seen(
        await discord.command(chat.alice, chat.general, "settings channels")
    )
    for used in (
        await discord.press(bob, asking, "Remove"),
        await discord.pick(bob, offered, str(chat.general.id)),
    ):
        told = await discord.seen(used)
        assert told.content == NOT_YOURS
        assert told.ephemeral
    assert await titles(chat) == {story.title for story in STORIES}
    assert chat.folder.records.chat.servers.preferences(str(chat.guild.id)).channels == ()
    pressed = await discord.press(chat.alice, asking, "Remove")
    removed = await discord.seen(pressed, lambda text: "Removed" in text)
    refused = await discord.seen(await discord.press(bob, removed, "Undo"))
    assert refused.content == NOT_YOURS
    assert PIER.title not in await titles(chat)


async def test_a_message_that_nobody_asked_for_serves_managers_alone(chat: Chat) -> None:
    """Where it is not told whose command a message answers, permissions decide."""
    button = {"type": 2, "style": 2, "label": "▶", "custom_id": "footnote:list:0:"}
    rows = [{"type": 1, "components": [button]}]
    stray = Message(chat.general, chat.discord.world.bot, "", {"components": rows})
    refused = await chat.discord.seen(await chat.discord.press(Member("bob"), stray, "▶"))
    assert refused.content == NOT_YOURS
    listed = await chat.discord.seen(await chat.discord.press(chat.alice, stray, "▶"))
    assert PIER.title in plain(listed.text)


async def test_a_private_answer_is_its_askers_alone(chat: Chat) -> None:
    """Nobody else opens its passages, votes on it, watches it or shares it."""
    discord, bob = chat.discord, Member("bob")
    asked = await discord.command(
        chat.alice, chat.general, "ask", question=PIER.question, private=True
    )
    answer = await discord.seen(asked)
    for label in ("1", "More", "👍", "👎", "Share"):
        told = await discord.seen(await discord.press(bob, answer, label))
        assert told.content == GONE
        assert told.ephemeral
    assert chat.posted() == []
    assert chat.folder.records.chat.votes.tally(answer_id(answer)) == (0, 0)
    card = await discord.seen(await discord.press(chat.alice, answer, "1"))
    assert PIER.quote in plain(card.text)


async def test_commands_work_where_the_bot_may_not_write(chat: Chat) -> None:
    """Discord itself shows what a command answers, whatever the bot may do in the channel."""
    chat.general.locked = True
    assert PIER.quote in plain((await chat.answer()).text)
