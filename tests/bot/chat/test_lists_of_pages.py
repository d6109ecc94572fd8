"""Lists of pages in Discord: a file of addresses, OPML, a sitemap or a feed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chatting import CHAT, Chat, plain, stocked_chat
from listed import list_file, opml, rss, served, sitemap
from loopback import LoopbackDiscord
from newsroom import PIER
from webservers import answers, site

from bot.discord import adding
from index.folder import Options


async def told(chat: Chat, **options: object) -> str:
    """What the receipts of a command say in the end."""
    command = await chat.discord.command(chat.alice, chat.general, "article add", **options)
    seen = await chat.discord.seen(command, lambda text: "added" in text)
    return plain(seen.text)


async def test_a_file_of_addresses_adds_their_pages(chat: Chat) -> None:
    """Each has its receipt, and given again only what failed is tried."""
    async with site() as web_site:
        hosts = {"ferry": "a.example", "tram": "b.example", "mill": "c.example"}
        served(web_site, "ferry", "tram")
        urls = [web_site.url(f"/{name}", host) for name, host in hosts.items()]
        file = ("pages.txt", list_file(urls).content)
        first = await told(chat, file=file, tag="town")
        assert "The ferry of Fernmouth" in first
        assert "no page at this address" in first
        assert "2 articles added, 1 refused." in first
        asked = len(web_site.paths)
        again = await told(chat, file=file)
        assert "0 articles added, 2 skipped, 1 refused." in again
        assert web_site.paths[asked:] == ["/mill"]
    tagged = [entry for entry in await chat.library.entries() if entry.tags == ("town",)]
    assert len(tagged) == 2


async def test_lists_are_told_by_what_they_are(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """OPML leads to feeds and an address to a sitemap; only so many pages come at a time."""
    monkeypatch.setattr(adding, "MOST_LISTED", 1)
    async with site() as web_site:
        served(web_site, "ferry", "tram", "mill")
        web_site.pages["/feed"] = answers(rss([web_site.url("/ferry", "a.example")]))
        pages = [web_site.url(f"/{name}", f"{name}.example") for name in ("tram", "mill")]
        web_site.pages["/map"] = answers(sitemap(pages))
        feeds = ("feeds.opml", opml([web_site.url("/feed")]).encode())
        shown = await told(chat, file=feeds)
        assert "The ferry of Fernmouth" in shown
        assert "/feed add keeps following a feed." in shown.replace("`", "")
        shown = await told(chat, url=web_site.url("/map"))
        assert "1 article added." in shown
        assert "more than 1 pages at a time; give the same again for the next." in shown
        assert "1 article added, 1 skipped." in await told(chat, url=web_site.url("/map"))


async def test_a_list_fills_a_server_no_further_than_it_may(
    discord: LoopbackDiscord, options: Options
) -> None:
    """However many of its pages are under way, none comes that has no room."""
    limited = replace(CHAT, server_articles=3)
    async with stocked_chat(discord, options, limited, [PIER]) as chat, site() as web_site:
        names = [f"ferry{number}" for number in range(6)]
        served(web_site, *names)
        urls = [web_site.url(f"/{name}", f"{name}.example") for name in names]
        shown = await told(chat, file=("pages.txt", list_file(urls).content))
        assert "2 articles added, 4 refused." in shown
        assert "This server has 3 articles, which is the most; remove some." in shown
        assert len(await chat.library.entries()) == 3
