"""Manners: robots.txt is heeded and kept, and a host is asked one thing at a time."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from aiohttp import web
from webservers import INSIDE, QUICK, Names, answers, fetching, moved, site

from index.errors import Disallowed, PrivateAddress, Refused, Unreachable
from index.fetch.pages import Gone, Page
from index.fetch.politeness import Politeness

RULES = "User-agent: *\nDisallow: /private\n"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_what_a_site_asks_not_to_fetch_is_not_fetched() -> None:
    """Its rules are asked for once an hour, and what they forbid never."""
    clock = Clock()
    async with site(news=answers("x"), private=answers("x")) as served, fetching() as fetcher:
        served.pages["/robots.txt"] = answers(RULES)
        polite = Politeness(fetcher, pause=0, clock=clock)
        for _ in range(2):
            assert isinstance(await polite.get(served.url("/news")), Page)
            with pytest.raises(Disallowed, match=r"news\.example .*robots\.txt"):
                await polite.get(served.url("/private"))
        assert served.paths == ["/robots.txt", "/news", "/news"]
        served.pages["/robots.txt"] = answers("")
        clock.now = 3_599
        with pytest.raises(Disallowed):
            await polite.get(served.url("/private"))
        clock.now = 3_601
        assert isinstance(await polite.get(served.url("/private")), Page)


async def test_rules_may_be_written_to_footnote_alone() -> None:
    """The name in the rules is ours, not that of a browser."""
    async with site(news=answers("x")) as served, fetching() as fetcher:
        served.pages["/robots.txt"] = answers("User-agent: Footnote\nDisallow: /")
        with pytest.raises(Disallowed):
            await Politeness(fetcher, pause=0).get(served.url("/news"))
        assert await Politeness(fetcher, pause=0, token="other").get(served.url("/news"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
async def test_a_site_without_rules_allows_everything(status: int) -> None:
    """A file that is not there or not for us forbids nothing."""
    async with site(news=answers("x")) as served, fetching() as fetcher:
        served.pages["/robots.txt"] = answers(RULES + "Disallow: /", status=status)
        polite = Politeness(fetcher, pause=0)
        assert isinstance(await polite.get(served.url("/news")), Page)
        assert await polite.get(served.url("/nothing")) == Gone(served.url("/nothing"), 404)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_site_in_trouble_is_left_alone(status: int) -> None:
    """Nothing is fetched while its rules cannot be known; soon it is asked again."""
    clock = Clock()
    async with site(news=answers("x")) as served, fetching() as fetcher:
        served.pages["/robots.txt"] = answers(status=status)
        polite = Politeness(fetcher, pause=0, clock=clock)
        for _ in range(2):
            with pytest.raises(Disallowed, match="at present"):
                await polite.get(served.url("/news"))
        assert served.paths == ["/robots.txt"]
        served.pages["/robots.txt"] = answers(RULES)
        clock.now = 301
        assert isinstance(await polite.get(served.url("/news")), Page)


async def test_the_rules_of_each_host_on_the_way_are_heeded() -> None:
    """A redirect does not lead around them, and leads to rules that lead on themselves."""
    async with site(start=moved("/private"), news=answers("x")) as served, fetching() as fetcher:
        served.pages["/robots.txt"] = moved(served.url("/rules", "rules.example"))
        served.pages["/rules"] = answers(RULES)
        served.pages["/away"] = moved(served.url("/private", "other.example"))
        polite = Politeness(fetcher, pause=0)
        for path in ("/start", "/away"):
            with pytest.raises(Disallowed):
                await polite.get(served.url(path))
        assert "/private" not in served.paths
        assert isinstance(await polite.get(served.url("/news")), Page)


async def test_rules_are_fetched_with_the_same_guard() -> None:
    """Neither a host inside nor rules that lead there are asked; the reason is told as it is."""
    names = Names(inner_example=[[INSIDE]])
    async with site(news=answers("x")) as served, fetching(names) as fetcher:
        served.pages["/robots.txt"] = moved(served.url("/", "inner.example"))
        polite = Politeness(fetcher, pause=0)
        for host in ("inner.example", "news.example"):
            with pytest.raises(PrivateAddress, match=r"inner\.example"):
                await polite.get(served.url("/news", host))
        with pytest.raises(Unreachable):
            await polite.get("http://news.example:1/")
    assert served.paths == ["/robots.txt"]


async def test_a_host_is_asked_one_thing_at_a_time_and_others_meanwhile() -> None:
    """Requests to one host never overlap, those to two hosts do."""
    running: dict[str, int] = {}
    together: list[int] = []
    both = asyncio.Event()

    async def page(request: web.Request) -> web.Response:
        running[request.host] = running.get(request.host, 0) + 1
        assert running[request.host] == 1
        together.append(sum(running.values()))
        if sum(running.values()) == 2:
            both.set()
        await asyncio.wait_for(both.wait(), 10)
        await asyncio.sleep(0.01)
        running[request.host] -= 1
        return web.Response(text="x")

    async with site(news=page) as served, fetching() as fetcher:
        polite = Politeness(fetcher, pause=0)
        urls = [served.url("/news", host) for host in ("a.example", "b.example")] * 4
        pages = await asyncio.gather(*map(polite.get, urls))
    assert all(isinstance(page, Page) for page in pages)
    assert max(together) == 2


async def test_a_host_has_its_pause_between_two_requests() -> None:
    """Also between those that led on or failed."""
    times: list[float] = []

    def seen(status: int = 200, **headers: str) -> object:
        def page(_request: web.Request) -> web.Response:
            times.append(time.monotonic())
            return web.Response(status=status, headers=headers)

        return page

    pages = {"a": seen(302, Location="/b"), "b": seen(), "c": seen(500)}
    async with site(**pages) as served, fetching() as fetcher:
        polite = Politeness(fetcher, pause=0.1)
        fetches = (polite.get(served.url(f"/{name}")) for name in pages)
        await asyncio.gather(*fetches, return_exceptions=True)
    assert len(times) == 4
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.1


@pytest.mark.parametrize("by_rules", [True, False])
async def test_a_host_that_asks_for_a_longer_pause_gets_it(by_rules: bool) -> None:
    """In its rules, or in a refusal that says when to come again."""
    async with site() as served, fetching() as fetcher:
        delay = "User-agent: *\nCrawl-delay: 0.3\n" if by_rules else ""
        served.pages["/robots.txt"] = answers(delay)
        later = {} if by_rules else {"Retry-After": "1"}
        served.pages["/busy"] = answers(status=503, headers=later)
        polite = Politeness(fetcher, pause=0)
        with pytest.raises(Refused):
            await polite.get(served.url("/busy"))
        began = time.monotonic()
        await polite.get(served.url("/nothing"))
        assert time.monotonic() - began >= (0.29 if by_rules else 0.99)


async def test_waiting_for_a_turn_is_not_counted_against_a_page() -> None:
    """Nine pages of one host come, however short the time for each is against their pauses."""
    options = replace(QUICK, seconds=1.0)
    async with site(news=answers("x")) as served, fetching(options=options) as fetcher:
        polite = Politeness(fetcher, pause=0.15)
        pages = await asyncio.gather(*(polite.get(served.url(f"/news?{n}")) for n in range(9)))
    assert all(isinstance(page, Page) for page in pages)


async def test_who_gives_up_waiting_leaves_the_turn_to_the_next() -> None:
    """A cancelled fetch neither keeps a host nor is missed."""
    async with site(news=answers("x")) as served, fetching() as fetcher:
        polite = Politeness(fetcher, pause=0.05)
        tasks = [asyncio.create_task(polite.get(served.url("/news"))) for _ in range(4)]
        await asyncio.sleep(0.01)
        tasks[0].cancel()
        tasks[2].cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(results[1], Page)
        assert isinstance(results[3], Page)


async def test_many_hosts_do_not_pile_up() -> None:
    """Hosts that rest no more are forgotten, those that do are not."""
    clock = Clock()
    async with site(news=answers("x")) as served, fetching() as fetcher:
        polite = Politeness(fetcher, pause=0, clock=clock)
        for number in range(1_003):
            polite._host(f"{number}.example").rested = -1.0 if number < 999 else 10.0
        assert len(polite._hosts) == 4
        assert isinstance(await polite.get(served.url("/news")), Page)
