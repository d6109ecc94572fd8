"""Lists of pages are told by what they are, and what they name is added politely."""

from __future__ import annotations

import asyncio
import gzip

import pytest
from aiohttp import web
from listed import (
    Adding,
    list_file,
    opml,
    packed,
    page_about,
    rss,
    served,
    sitemap,
    sitemap_index,
)
from webservers import INSIDE, answers, moved, site

from index.bulk.choice import Choice
from index.bulk.listing import ListFile
from index.values import Refusal

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_list_of_addresses_is_added(adding: Adding) -> None:
    """One a line, comments and blank lines between; each page once, however often it is named."""
    async with site() as served_site:
        urls = served(served_site, "ferry", "tram", "pier")
        await adding.add(files=[list_file([*urls, f"{urls[0]}#again", f"{urls[1]}?utm_source=x"])])
    assert adding.titles == ["ferry", "pier", "tram"]
    assert adding.refused == {}
    assert sorted(served_site.paths) == ["/ferry", "/pier", "/robots.txt", "/tram"]


@pytest.mark.parametrize("pack", [answers, packed])
async def test_an_address_of_a_sitemap_adds_its_pages(adding: Adding, pack: object) -> None:
    """Packed or not, whatever its server calls it."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram")
        web_site.pages["/map"] = pack(sitemap(urls))  # type: ignore[operator]
        await adding.add(web_site.url("/map"))
    assert adding.titles == ["ferry", "tram"]
    assert adding.refused == {}


async def test_an_index_leads_to_its_sitemaps(adding: Adding) -> None:
    """Also to one of text; what is no sitemap is refused where one must be."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram", "pier")
        web_site.pages["/a"] = answers(sitemap(urls[:1]))
        web_site.pages["/b"] = packed(sitemap_index([web_site.url("/c")]))
        web_site.pages["/c"] = answers(f"{urls[1]}\n", content_type="text/plain")
        parts = [web_site.url(path) for path in ("/a", "/b", "/pier")]
        await adding.add(files=[ListFile("map.xml", sitemap_index(parts).encode())])
    assert adding.titles == ["ferry", "tram"]
    assert list(adding.refused) == [urls[2]]
    assert "no sitemap" in adding.refused[urls[2]]


async def test_feeds_add_their_present_entries(adding: Adding) -> None:
    """By their address or by OPML, which leads to feeds alone; the feeds are told."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram", "pier")
        web_site.pages["/one"] = answers(rss(urls[:1]))
        web_site.pages["/two"] = answers(rss(urls[1:2]), content_type="application/rss+xml")
        one, two = web_site.url("/one"), web_site.url("/two")
        await adding.add(one, files=[ListFile("feeds.opml", opml([two, urls[2]]).encode())])
    assert adding.titles == ["ferry", "tram"]
    assert list(adding.refused) == [urls[2]]
    assert "no feed" in adding.refused[urls[2]]
    assert sorted(adding.bulk.tally.feeds) == [one, two]


async def test_a_list_may_name_lists(adding: Adding) -> None:
    """So that a report of what failed can name a sitemap, but what a sitemap names are pages."""
    async with site() as web_site:
        urls = served(web_site, "ferry")
        web_site.pages["/feed"] = answers(rss(urls))
        web_site.pages["/map"] = answers(sitemap([*urls, web_site.url("/feed")]))
        await adding.add(files=[list_file([web_site.url("/map")])])
    assert adding.titles == ["ferry"]
    assert "a feed and no article" in adding.refused[web_site.url("/feed")]


async def test_what_is_wanted_can_be_narrowed(adding: Adding) -> None:
    """By the day that a sitemap or feed tells, by words of the address, and by number."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram", "pier", "mill")
        days = ["2024-02-26", "2024-02-28T10:00:00+01:00", "2024-02-27", None]
        web_site.pages["/map"] = answers(sitemap(urls, days))
        narrow = Choice(since="2024-02-27")
        await adding.add(web_site.url("/map"), choice=narrow)
        assert adding.titles == ["pier", "tram"]
        assert (adding.bulk.tally.left_out, adding.bulk.tally.undated) == (2, 1)
        await adding.add(files=[list_file(urls)], choice=Choice(match="MILL", since="2030-01-01"))
        assert adding.titles == ["mill"]
        assert (adding.bulk.tally.left_out, adding.bulk.tally.undated) == (3, 0)


async def test_a_sitemap_that_has_not_changed_is_not_fetched(adding: Adding) -> None:
    """Where only newer pages are wanted, and its date is told."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram")
        web_site.pages["/old"] = answers(sitemap(urls[:1]))
        web_site.pages["/new"] = answers(sitemap(urls[1:], ["2024-03-01"]))
        parts = [web_site.url("/old"), web_site.url("/new")]
        web_site.pages["/map"] = answers(sitemap_index(parts, ["2024-01-01"]))
        await adding.add(web_site.url("/map"), choice=Choice(since="2024-02-01"))
    assert adding.titles == ["tram"]
    assert "/old" not in web_site.paths


async def test_the_newest_come_first_and_the_rest_another_time(adding: Adding) -> None:
    """With a limit each go takes the next pages, and fetches no sitemap that it does not need."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram", "pier")
        web_site.pages["/a"] = answers(sitemap(urls, ["2024-01-01", "2024-03-01", "2024-02-01"]))
        web_site.pages["/b"] = answers(sitemap(served(web_site, "mill")))
        web_site.pages["/map"] = answers(sitemap_index([web_site.url("/a"), web_site.url("/b")]))
        for expected in (["pier", "tram"], ["ferry", "mill"]):
            await adding.add(web_site.url("/map"), choice=Choice(most=2))
            assert adding.titles == expected
            if "mill" not in expected:
                assert "/b" not in web_site.paths
                assert adding.bulk.tally.postponed == 1
        assert adding.bulk.tally.postponed == 0


async def test_a_slow_host_does_not_keep_the_others(adding: Adding) -> None:
    """Four hosts are asked at a time, and receipts come as their pages do."""
    asked: list[str] = []
    others_done = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        asked.append(request.host)
        await asyncio.wait_for(others_done.wait(), 50)
        return web.Response(status=404)

    async with site(slow=slow) as web_site:
        names = ("ferry", "tram", "pier")
        served(web_site, *names)
        slow_hosts = [web_site.url("/slow", f"slow{n}.example") for n in range(3)]
        quick = [web_site.url(f"/{name}", f"{name}.example") for name in names]

        def watch(done: int, known: int, host: str) -> None:
            told.add((known, host))
            if done >= 3:
                others_done.set()

        told: set[tuple[int, str]] = set()
        adding.options["watch"] = watch
        await adding.add(files=[list_file([*slow_hosts, *quick])])
    assert len(asked) == 3
    assert told == {(6, f"{name}.example") for name in (*names, "slow0", "slow1", "slow2")}
    assert adding.titles == sorted(names)
    assert [type(one).__name__ for one in adding.told[:3]] == ["Receipt"] * 3


async def test_a_host_in_trouble_is_given_up(adding: Adding) -> None:
    """After ten failures in a row the rest of its pages is refused unasked, others go on."""
    async with site() as web_site:
        (ferry,) = served(web_site, "ferry")
        for number in range(30):
            web_site.pages[f"/{number}"] = answers(status=503)
        broken = [web_site.url(f"/{number}", "broken.example") for number in range(30)]
        await adding.add(files=[list_file([*broken, ferry])])
    assert adding.titles == ["ferry"]
    assert len(adding.refused) == 30
    assert sum("not tried" in why for why in adding.refused.values()) == 20
    assert sum("broken" in request.host for request in web_site.asked) == 10 + 1


async def test_listed_pages_are_fetched_as_a_guest(adding: Adding) -> None:
    """robots.txt is heeded for what a list names, not for the address that a person gives."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram")
        web_site.pages["/robots.txt"] = answers("User-agent: *\nDisallow: /\n")
        web_site.pages["/map"] = answers(sitemap(urls))
        await adding.add(web_site.url("/map"), urls[0])
    assert adding.titles == ["ferry"]
    assert "robots.txt" in adding.refused[urls[1]]
    assert "/tram" not in web_site.paths


async def test_a_list_opens_no_door_to_what_is_inside(adding: Adding) -> None:
    """Each address that it names is held to the guard, and so is where it leads."""
    async with site(door=moved(f"http://{INSIDE}/")) as web_site:
        inside = [f"http://{INSIDE}:{web_site.port}/secret", web_site.url("/door")]
        odd = ["ftp://a.example/", "javascript:alert(1)", "http://[::1", "https://"]
        web_site.pages["/map"] = answers(sitemap([*inside, *odd]))
        await adding.add(web_site.url("/map"))
    assert adding.titles == []
    assert len(adding.refused) == len(inside) + len(odd)
    assert all("is inside" in adding.refused[url] for url in inside)
    assert await adding.library.entries() == []


async def test_lists_that_lead_to_lists_end(adding: Adding) -> None:
    """A loop is walked once, and a chain that never ends is left."""
    async with site() as web_site:

        def deeper(request: web.Request) -> web.Response:
            depth = int(request.query.get("depth", 0)) + 1
            further = [web_site.url(f"/deep?depth={depth}"), web_site.url("/loop")]
            return web.Response(text=sitemap_index(further))

        web_site.pages["/deep"] = deeper
        web_site.pages["/loop"] = answers(sitemap_index([web_site.url("/loop")]))
        await adding.add(web_site.url("/deep"))
    assert web_site.paths.count("/loop") == 1
    assert len([path for path in web_site.paths if path.startswith("/deep")]) <= 6
    assert list(adding.refused.values()) == [
        "Too many lists lead to one another; give this by itself."
    ]


async def test_a_hostile_sitemap_costs_a_refusal(adding: Adding) -> None:
    """Entities are not resolved, and what unpacks without end is left packed."""
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>&f;&b;</loc></url></urlset>'
    )
    async with site() as web_site:
        web_site.pages["/bomb"] = answers(bomb)
        endless = gzip.compress(b"<urlset>" + b" " * 60_000_000, 6)
        broken = gzip.compress(sitemap(["x"]).encode())[:-9]
        web_site.pages["/endless"] = lambda _request: web.Response(body=endless)
        web_site.pages["/broken"] = lambda _request: web.Response(body=broken)
        await adding.add(*(web_site.url(path) for path in ("/bomb", "/endless", "/broken")))
    assert "names nothing" in adding.refused[web_site.url("/bomb")]
    assert "unpacks to over" in adding.refused[web_site.url("/endless")]
    assert "breaks off" in adding.refused[web_site.url("/broken")]


async def test_tags_and_admission_hold_for_every_page(adding: Adding) -> None:
    """Who says which pages are admitted is asked before each is fetched."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram")

        async def admit(url: str) -> object:
            return Refusal(url, "Full.") if url == urls[1] else None

        adding.options.update(tags=["coast"], admit=admit)
        await adding.add(files=[list_file(urls)])
    assert adding.refused == {urls[1]: "Full."}
    assert "/tram" not in web_site.paths
    assert [entry.tags for entry in await adding.library.entries()] == [("coast",)]


async def test_stopping_lets_nothing_go_on(adding: Adding) -> None:
    """Who closes it ends what is being fetched, and what was told is stored."""
    held = asyncio.Event()

    async def never(_request: web.Request) -> web.StreamResponse:
        held.set()
        await asyncio.sleep(30)
        return web.Response()

    async with site(never=never, ferry=page_about("ferry")) as web_site:
        urls = [web_site.url("/ferry"), web_site.url("/never", "never.example")]
        task = asyncio.create_task(adding.add(files=[list_file(urls)]))
        await asyncio.wait_for(held.wait(), 50)
        await asyncio.wait_for(adding.came.wait(), 50)
        task.cancel()
        await asyncio.wait([task], timeout=20)
        assert task.cancelled()
        assert adding.left_over == []
    (entry,) = await adding.library.entries()
    assert entry.article.title == "The ferry of Fernmouth"
