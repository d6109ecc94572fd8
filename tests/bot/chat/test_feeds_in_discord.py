"""Feeds in Discord: added, listed and removed, and what comes of them is announced once."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from chatting import CHAT, Chat, eventually, plain, restarted, rows, stocked_chat
from loopback import Channel, LoopbackDiscord, Message
from loopback.people import MANAGE_GUILD
from newspapers import HEADLINES, Paper, paper
from webservers import answers, fetching

from bot.chat_options import ChatOptions
from bot.discord import announcing, upkeep
from bot.discord.announcing import Announcer
from index.feeds.kept import Wishes
from index.fetch.politeness import Politeness
from index.folder import Options
from index.stores.arrivals import Arrivals

VIEW, SEND, EMBED = 1 << 10, 1 << 11, 1 << 14
OFTEN = replace(CHAT, feed_minutes=0.001)
"""A bot that looks at every feed whenever it looks."""

SELDOM = replace(CHAT, feed_minutes=0)
WISHES = Wishes()
HOSTILE = "@everyone [click](http://x) <@1> discord.gg/x"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch, one_reader: None) -> None:
    """The bot looks often and does not rest between two requests, so that nobody waits for it."""
    monkeypatch.setattr(upkeep, "_FEED_SECONDS", 0.05)
    monkeypatch.setattr("bot.discord.client.Politeness", partial(Politeness, pause=0.0))


@pytest.fixture
async def signal() -> AsyncIterator[Paper]:
    """A newspaper with a feed."""
    async with paper() as served:
        yield served


def server(discord: LoopbackDiscord, options: Options, chat: ChatOptions = SELDOM) -> Any:
    """A connected bot in a server without an article."""
    return stocked_chat(discord, options, chat, [])


async def used(chat: Chat, name: str, wanted: str = "", **given: object) -> Message:
    """What a command shows in the end to the one who used it alone."""
    shown = await chat.discord.seen(
        await chat.discord.command(chat.alice, chat.general, f"feed {name}", **given),
        lambda text: bool(text) and wanted in text,
    )
    assert shown.ephemeral
    return shown


async def added(chat: Chat, signal: Paper, **given: object) -> Message:
    """The receipts of a feed's first articles."""
    return await used(chat, "add", "added", url=signal.url, **given)


async def announced(chat: Chat, place: Channel, wanted: str) -> Message:
    return await chat.discord.posted(place, lambda text: wanted in plain(text))


async def test_a_feed_brings_articles_that_answer(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """Each gets its receipt, and the tag; those who manage the server are offered the command."""
    async with server(discord, options) as chat:
        assert int(discord.world.find("feed")["default_member_permissions"]) == MANAGE_GUILD
        told = plain((await added(chat, signal, tag="coast")).text)
        assert told.startswith(f"[Coast Signal]({signal.url}) · `")
        assert "2 articles added." in told
        assert "still to come" not in told
        assert all(f"✅ {HEADLINES[number]}" in told for number in (0, 1))
        assert await chat.library.tags() == ["coast"]
        answer = await chat.answer("Who said in report 1 that the work took 4 days?")
        assert "Ivo Lantern" in answer.text


async def test_new_articles_come_and_are_announced_once(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """The first ones are not; of later ones one message tells, whatever restarts."""
    async with server(discord, options, OFTEN) as chat:
        news = await discord.open_channel(chat.guild, "news")
        await added(chat, signal, announce=news)
        signal.tells(0, 1, 2, 3)
        message = await announced(chat, news, HEADLINES[3])
        shown = plain(message.text)
        assert "Coast Signal" in shown
        assert f"[{HEADLINES[2]}]({signal.site.url('/2')}) · Coast Signal" in shown
        assert HEADLINES[0] not in shown
        assert message.content == ""
        asked = len(signal.fetched)
    async with restarted(chat, options, OFTEN) as chat:
        await eventually(lambda: len(signal.fetched) > asked + 2)
        signal.tells(0, 1, 2, 3, 4)
        await announced(chat, news, HEADLINES[4])
        assert len(chat.posted(news)) == 2


async def test_what_a_title_says_is_only_shown(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """No mention, link or invitation of an article's title is alive, in any message."""
    async with server(discord, options, OFTEN) as chat:
        news = await discord.open_channel(chat.guild, "news")
        await added(chat, signal, announce=news)
        signal.tells(0, 1, 2)
        signal.prints(2, HOSTILE)
        message = await announced(chat, news, "everyone")
    (embed,) = message.fields["embeds"]
    assert r"\@everyone \[click\]\(http\://x\) \<\@1\>" in embed["description"]
    assert message.fields["allowed_mentions"] == {"parse": []}
    assert message.content == ""


async def test_many_articles_are_one_message_within_limits(
    discord: LoopbackDiscord, options: Options, signal: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest are named in their order, and the others counted."""
    monkeypatch.setattr(announcing, "_MOST", 2)
    async with server(discord, options, OFTEN) as chat:
        news = await discord.open_channel(chat.guild, "news")
        await added(chat, signal, announce=news)
        signal.tells(*range(5))
        signal.prints(4, "Matter 4 of ward 4 " + "and more " * 60)
        message = await announced(chat, news, "+ ")
    shown = plain(message.text).splitlines()
    assert shown[0] == "Coast Signal"
    assert shown[1].startswith("- [Matter 4 of ward 4")
    assert len(shown[1]) < 300
    assert shown[2].startswith(f"- [{HEADLINES[3]}]")
    assert shown[3:] == ["+ 1 more"]


async def test_a_crash_between_telling_and_noting_tells_nobody_twice(
    discord: LoopbackDiscord, options: Options, signal: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord knows by the nonce what was posted a moment ago."""
    async with server(discord, options, OFTEN) as chat:
        news = await discord.open_channel(chat.guild, "news")
        await added(chat, signal, announce=news)
        tried = []

        def forget(_self: object, feed: str, _entries: object) -> None:
            tried.append(feed)

        with monkeypatch.context() as patch:
            patch.setattr(Arrivals, "announced", forget)
            signal.tells(0, 1, 2)
            await eventually(lambda: len(tried) >= 2)
    async with restarted(chat, options, OFTEN) as chat:
        await eventually(lambda: chat.folder.records.arrivals.news() == [])
        assert len(chat.posted(news)) == 1


async def test_an_outage_of_discord_delays_what_is_announced(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """It is told with the next look."""
    async with server(discord, options, OFTEN) as chat:
        news = await discord.open_channel(chat.guild, "news")
        await added(chat, signal, announce=news)
        discord.fail_next("POST", f"/channels/{news.id}/messages", 403)
        signal.tells(0, 1, 2)
        await announced(chat, news, HEADLINES[2])
        assert len(chat.posted(news)) == 1


async def test_an_article_that_was_removed_is_neither_announced_nor_back(
    discord: LoopbackDiscord, options: Options, signal: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removed before it was told, it is not told at all."""
    async with server(discord, options, OFTEN) as chat:
        news = await discord.open_channel(chat.guild, "news")
        await added(chat, signal, announce=news)
        with monkeypatch.context() as patch:
            patch.setattr(Announcer, "look", lambda *_: _nothing())
            signal.tells(0, 1, 2)
            await _has(chat, HEADLINES[2])
            for entry in await chat.library.entries():
                await chat.library.remove(entry.article.id)
        asked = len(signal.fetched)
        await eventually(lambda: len(signal.fetched) > asked + 2)
        assert chat.posted(news) == []
        assert await chat.library.entries() == []


@asynccontextmanager
async def guest() -> AsyncIterator[Politeness]:
    """Who adds a feed beside the bot."""
    async with fetching() as fetcher:
        yield Politeness(fetcher, pause=0.0)


async def _nothing() -> None:
    return None


async def _has(chat: Chat, title: str) -> None:
    entries = chat.folder.records.catalogue.entries
    await eventually(
        lambda: any(entry.article.title == title for entry in entries(chat.library.name))
    )


async def test_where_somebody_may_not_write_is_told_at_once(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """Neither the bot, nor a person through the bot; nothing is asked of the feed."""
    async with server(discord, options) as chat:
        for denied in (VIEW, SEND, EMBED):
            hidden = await opened(chat, denied, {chat.guild.moderator_role: denied})
            moderator = replace(chat.alice, roles=(chat.guild.moderator_role,))
            beside = replace(chat, alice=moderator)
            told = (await used(beside, "add", url=signal.url, announce=hidden)).content
            assert told.startswith(f"I may not announce in <#{hidden.id}>")
        board = await opened(chat, SEND, {chat.guild.bot_role: SEND})
        told = (await used(chat, "add", url=signal.url, announce=board)).content
        assert told.startswith(f"You may not write in <#{board.id}> yourself")
        assert signal.site.asked == []


async def opened(chat: Chat, denied: int, allowed: dict[int, int]) -> Channel:
    """A channel in which all but some roles lack permissions."""
    channel = Channel("board", chat.guild, denied=denied, allowed=allowed)
    chat.guild.channels.append(channel)
    await chat.discord.gateway.dispatch("CHANNEL_CREATE", channel.json())
    return channel


async def test_a_channel_that_was_lost_is_told_in_the_list(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """The articles still come, and are not announced."""
    async with server(discord, options, OFTEN) as chat:
        news = await discord.open_channel(chat.guild, "news")
        await added(chat, signal, announce=news)
        assert f"announced in <#{news.id}>" in (await used(chat, "list")).text
        news.denied = SEND
        await discord.gateway.dispatch("CHANNEL_UPDATE", news.json())
        signal.tells(0, 1, 2)
        await _has(chat, HEADLINES[2])
        assert f"may not announce in <#{news.id}>" in (await used(chat, "list")).text
        await discord.gateway.dispatch("CHANNEL_DELETE", news.json())
        assert "announcements is gone" in (await used(chat, "list")).text
        assert chat.posted(news) == []


async def test_the_list_says_what_each_feed_is_and_how_it_fares(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """Title, address, words, when it is looked at next, and why not all is well."""
    async with server(discord, options) as chat:
        assert "`/feed add` adds one" in (await used(chat, "list")).text
        await added(chat, signal, tag="coast", include="divers; frost", exclude="tram , dome")
        told = (await used(chat, "list")).text
        assert f"**[Coast Signal]({signal.url})** · `" in told
        assert "· \\#coast" in told
        assert "only: divers, frost · without: tram, dome" in told
        assert "not again by itself" in told
        assert "Page 1 of 1 · 1 feed" in told
    signal.answers("/feed", 500)
    async with restarted(chat, options, OFTEN) as chat:
        fails = chat.folder.records.feeds.feeds
        await eventually(lambda: fails(chat.library.name)[0].failures)
        told = plain((await used(chat, "list")).text)
        assert "⚠️ news.example has trouble of its own (status 500)" in told
        assert "· again <t:" in told


async def test_a_long_list_has_pages(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """Every feed is on one of them."""
    async with server(discord, options) as chat, guest() as polite:
        feed = signal.site.pages["/feed"]
        wordy = Wishes(include=tuple(f"_word {number}_" * 4 for number in range(20)))
        for number in range(20):
            signal.site.pages[f"/feed{number}"] = feed
            url = signal.site.url(f"/feed{number}")
            await chat.library.feeds.add(url, polite, wordy, first=0)
        pages = [(await used(chat, "list", page=number)).text for number in (1, 2, 3)]
    told = "\n".join(pages)
    assert all(f"/feed{number})" in told for number in range(20))
    assert "Page 2 of" in pages[1]


async def test_a_feed_is_removed_by_its_title(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """Its articles stay, and nothing more comes."""
    async with server(discord, options, OFTEN) as chat:
        await added(chat, signal)
        offered = await discord.autocomplete(
            chat.alice, chat.general, "feed remove", "feed", "SIGNAL"
        )
        assert [one["name"] for one in offered] == ["Coast Signal"]
        told = await used(chat, "remove", feed=offered[0]["value"])
        assert "Removed the feed **Coast Signal**" in told.text
        assert len(await chat.library.entries()) == 2
        assert "No feed here is" in (await used(chat, "remove", feed=offered[0]["value"])).content
        await added(chat, signal)
        assert "Removed the feed" in (await used(chat, "remove", feed="coast signal")).text


async def test_what_is_no_feed_is_told(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """A page, an address inside, a feed that is here already, and one too many."""
    one = replace(SELDOM, server_feeds=1)
    async with server(discord, options, one) as chat:
        signal.site.pages["/page"] = answers("<!doctype html><p>Hello", content_type="text/html")
        for url, why in (
            (signal.site.url("/page"), "names no feed"),
            ("http://127.0.0.2/feed", "is inside"),
        ):
            assert why in (await used(chat, "add", url=url)).content
        await added(chat, signal)
        assert "here already" in (await used(chat, "add", url=signal.url)).content
        signal.site.pages["/more"] = signal.site.pages["/feed"]
        more = await used(chat, "add", url=signal.site.url("/more"))
        assert "1 feed is here already, which is the most" in more.content


async def test_a_full_server_takes_no_more_and_says_so(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """The feed waits, with the reason in the list."""
    full = replace(SELDOM, server_articles=1)
    async with server(discord, options, full) as chat:
        told = plain((await added(chat, signal)).text)
        assert "1 article added, 1 refused." in told
        assert "This server has 1 articles, which is the most" in told
        listed = plain((await used(chat, "list")).text)
        assert "⚠️ This server has 1 articles, which is the most; remove some." in listed
        assert "⚠️ 1 article still to come." in listed


async def test_one_servers_feeds_are_nothing_to_another(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """Neither listed, offered nor removed there, and announced only where they belong."""
    other = discord.add_guild("Other")
    there = other.add_channel("general")
    async with server(discord, options) as chat:
        await added(chat, signal)
        (feed,) = await chat.library.feeds.all()
        beside = replace(chat, guild=other, general=there)
        assert "No feed is here yet" in (await used(beside, "list")).text
        assert await discord.autocomplete(chat.alice, there, "feed remove", "feed", "") == []
        assert "No feed here is" in (await used(beside, "remove", feed=feed.id)).content
        assert [one.id for one in await chat.library.feeds.all()] == [feed.id]


async def test_the_feeds_of_a_server_that_was_left_rest(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """Until the bot is there again; the others are looked at meanwhile."""
    async with server(discord, options, OFTEN) as chat:
        await added(chat, signal)
        async with paper() as gazette, guest() as polite:
            await chat.folder.library("default").feeds.add(gazette.url, polite, WISHES)
            await discord.leave(chat.guild)
            await eventually(lambda: len(gazette.fetched) > 4)
            asked = len(signal.fetched)
            seen = len(gazette.fetched)
            await eventually(lambda: len(gazette.fetched) > seen + 3)
            assert len(signal.fetched) <= asked + 1


async def test_one_feed_that_breaks_the_bot_stops_no_other(
    discord: LoopbackDiscord, options: Options, signal: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever goes wrong in a look, it is told, rests, and the next feed has its turn."""
    signal.site.pages["/bad"] = signal.site.pages["/feed"]
    async with server(discord, options) as chat, guest() as polite:
        for path in ("/bad", "/feed"):
            await chat.library.feeds.add(signal.site.url(path), polite, WISHES, first=0)
    real = Politeness.get

    async def broken(self: Politeness, url: str, known: Any = None) -> Any:
        if url.endswith("/bad"):
            raise ZeroDivisionError
        return await real(self, url, known)

    monkeypatch.setattr(Politeness, "get", broken)
    signal.tells(0, 1, 2)
    async with restarted(chat, options, OFTEN) as chat:
        await _has(chat, HEADLINES[2])
        told = plain((await used(chat, "list")).text)
        assert "⚠️ Looking at it failed unexpectedly; the log says why." in told


async def test_news_of_yesterday_is_not_announced(
    discord: LoopbackDiscord, options: Options, signal: Paper
) -> None:
    """A bot that could not tell for a day does not tell it after."""
    async with server(discord, options, OFTEN) as chat:
        news = await discord.open_channel(chat.guild, "news")
        await added(chat, signal, announce=news)
        news.denied = SEND
        await discord.gateway.dispatch("CHANNEL_UPDATE", news.json())
        signal.tells(0, 1, 2)
        arrived = "SELECT * FROM feed_entries WHERE article_id IS NOT NULL"
        await eventually(lambda: len(rows(chat.folder, arrived)) == 3)
    with closing(sqlite3.connect(options.data_dir / "catalogue.sqlite3")) as file, file:
        file.execute("UPDATE articles SET added_at = '2020' || substr(added_at, 5)")
    news.denied = 0
    async with restarted(chat, options, OFTEN) as chat:
        signal.tells(0, 1, 2, 3)
        message = await announced(chat, news, HEADLINES[3])
        assert HEADLINES[2] not in plain(message.text)
        assert chat.posted(news) == [message]
