"""``footnote feed``: added, listed, checked and removed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from newspapers import HEADLINES, Paper, paper
from support import Console, complaint
from webservers import HERE

from index.fetch.politeness import Politeness

FEED_KEYS = {
    *("id", "url", "title", "tags", "include", "exclude", "channel", "added_at", "checked_at"),
    *("next_at", "failures", "error", "gone_at", "waiting", "failed"),
}
QUICKLY = {"EMBEDDING": "word_hash_embedding:WordHashEmbedding", "ALLOW_PRIVATE_URLS": "true"}


@pytest.fixture(autouse=True)
def hurried(console: Console, one_reader: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody rests between two requests, and pages of this machine may be fetched."""
    monkeypatch.setattr("index.fetch.politeness.Politeness", partial(Politeness, pause=0.0))
    for name, value in QUICKLY.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def signal(console: Console) -> Iterator[Paper]:
    """A newspaper with a feed, served by another thread."""
    ready, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    papers: list[Paper] = []

    async def serve() -> None:
        async with paper() as served:
            papers.append(served)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(10)
    yield papers[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


def address(signal: Paper) -> str:
    """The feed under the name that this machine has for everybody."""
    return signal.site.url("/feed", HERE)


def test_a_feed_is_added_and_checked_for_a_person(console: Console, signal: Paper) -> None:
    """Each article has its receipt, then each feed its line; nothing new is told too."""
    ran = console("feed", "add", address(signal), "--tag", "coast")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert [line.split()[0] for line in lines] == ["feed", "new", "new", "read"]
    assert HEADLINES[0] in lines[1]
    assert lines[-1].endswith("· 2 articles")
    signal.tells(0, 1, 2)
    ran = console("feed", "check")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["new", "read"]
    assert console("feed", "check").out.split()[0] == "unchanged"
    listed = console("list", "--json").json["articles"]
    assert {article["title"] for article in listed} == {HEADLINES[number] for number in (0, 1, 2)}
    assert all(article["tags"] == ["coast"] for article in listed)


def test_the_json_is_as_documented(console: Console, signal: Paper) -> None:
    """A line for each feed that was looked at, with its articles; a list of feeds."""
    wanted = ("--include", "Divers", "--include", "frost", "--exclude", "tram", "--first", "1")
    added = console("feed", "add", address(signal), *wanted, "--json").json
    assert added.keys() == {"outcome", "feed", "reason", "articles"}
    assert (added["outcome"], added["reason"]) == ("read", None)
    assert [one["article"]["title"] for one in added["articles"]] == [HEADLINES[1]]
    assert added["feed"].keys() == FEED_KEYS
    told = {"include": ["Divers", "frost"], "exclude": ["tram"], "title": "Coast Signal"}
    assert added["feed"] | told == added["feed"]
    assert added["feed"]["next_at"] > added["feed"]["checked_at"]
    signal.tells(0, 1, 2)
    checked = console("feed", "check", added["feed"]["id"][:5], "--json").json
    assert (checked["outcome"], checked["articles"]) == ("read", [])
    listed = console("feed", "list", "--json", env={"FEED_MINUTES": "0"}).json
    assert listed["version"] == 1
    (feed,) = listed["feeds"]
    assert feed == checked["feed"] | {"next_at": None}
    removed = console("feed", "remove", address(signal), "--json").json
    assert removed["removed"]["id"] == feed["id"]
    assert console("feed", "list", "--json").json["feeds"] == []


def test_the_list_tells_what_is_wrong(console: Console, signal: Paper) -> None:
    """Why a feed fails, and that a page could not be read; both end with 1."""
    signal.answers("/1", 404)
    ran = console("feed", "add", address(signal), "--exclude", "tram")
    assert ran.code == 1
    assert "no page at this address" in ran.err
    signal.answers("/feed", 503)
    for _ in range(2):
        ran = console("feed", "check")
        assert ran.code == 1
        assert ran.err.startswith(f"Warning: {address(signal)}: {HERE} has trouble of its own")
    shown = console("feed", "list").out
    assert "without: tram" in shown
    assert "1 still to come · " in shown
    assert "try again later. (2 times in a row)" in shown


def test_what_cannot_be_is_told_in_a_sentence(console: Console, signal: Paper) -> None:
    """No feed, no address, an address inside, a feed that is not here, a library without any."""
    signal.site.pages["/page"] = signal.site.pages["/0"]
    assert "names no feed" in complaint(console("feed", "add", signal.site.url("/page", HERE)), 1)
    assert "no address of a web page" in complaint(console("feed", "add", "nowhere"), 1)
    closed = {"ALLOW_PRIVATE_URLS": "false"}
    inside = console("feed", "add", "http://127.0.0.1:8080/feed", env=closed)
    assert "is not on the public Internet" in complaint(inside, 1)
    assert "No feed here is 'abc'" in complaint(console("feed", "remove", "abc"), 2)
    ran = console("feed", "list", "--library", "other")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Warning: There is no feed in library 'other' yet")
    assert console("feed").code == 2
    assert "check" in console("feed", "--help").out


def test_a_feed_goes_with_its_library(console: Console, signal: Paper, tmp_path: object) -> None:
    """An export has it, and reading it back elsewhere brings nothing a second time."""
    assert console("feed", "add", address(signal), "--first", "1").code == 0
    file = f"{tmp_path}/library.footnote"
    assert console("export", file, "--json").json["feeds"] == 1
    assert console("import", file, "--library", "again", "--json").json["feeds"] == 1
    checked = console("feed", "check", "--library", "again", "--json").json
    assert (checked["outcome"], checked["articles"]) == ("unchanged", [])


def test_refreshing_counts_passages_only_where_some_changed(
    console: Console, signal: Paper
) -> None:
    """A server that sends an unchanged page anew changes nothing; one passage is no passages."""
    url = signal.site.url("/0", HERE)
    console("add", url)
    told = console("refresh").out
    assert told.startswith("unchanged")
    assert " changed" not in told
    signal.prints(0, "The pier posts are counted")
    told = console("refresh").out
    assert told.startswith("new revision")
    assert told.endswith("· 1 of 1 passage changed\n")
