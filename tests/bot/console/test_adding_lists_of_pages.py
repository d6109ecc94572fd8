"""``footnote add`` takes lists of pages, goes on where it was stopped, and reports what failed."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from listed import list_file, opml, page_about, rss, served, sitemap
from support import Console, Ran, Start, complaint
from webservers import answers, site

ON_THIS_MACHINE = {"ALLOW_PRIVATE_URLS": "true"}
HOSTS = [f"127.0.0.{number}" for number in range(1, 13)]


class Town:
    """A page on each of twelve hosts, where every second address leads elsewhere.

    So many pages are given out in all.
    """

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.port = 0
        self._given_out = asyncio.Semaphore(0)

    def give_out(self, pages: int) -> None:
        """Answer so many requests from now on; those that wait are of somebody who is gone."""
        waiting, self._given_out = self._given_out, asyncio.Semaphore(pages)
        for _ in HOSTS:
            waiting.release()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        host = request.host.partition(":")[0]
        if request.path == "/":
            self.asked[host] += 1
            await self._given_out.acquire()
            if HOSTS.index(host) % 2:
                return web.Response(status=302, headers={"Location": "/elsewhere"})
        elif request.path != "/elsewhere":
            return web.Response(status=404)
        page: web.StreamResponse = page_about(f"bridge{HOSTS.index(host)}")(request)
        return page


@asynccontextmanager
async def town() -> AsyncIterator[Town]:
    built = Town()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", built.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        for host in HOSTS:
            await web.TCPSite(runner, host, built.port).start()
            built.port = built.port or runner.addresses[0][1]
        yield built
    finally:
        await runner.cleanup()


def hosts_of(lines: Iterable[str]) -> list[str]:
    """Where the articles of receipts are from."""
    told = [json.loads(line) for line in lines]
    urls = [receipt["article"]["url"] for receipt in told if "article" in receipt]
    return [urlsplit(url).hostname or "" for url in urls]


async def receipts(process: subprocess.Popen[str], count: int) -> list[str]:
    """The hosts of the next articles that a process has a receipt for."""
    assert process.stdout is not None
    return hosts_of([await asyncio.to_thread(process.stdout.readline) for _ in range(count)])


async def ended(process: subprocess.Popen[str]) -> tuple[list[str], str]:
    """The receipts that were still under way when a process ended, and what it complained of."""
    out, err = await asyncio.to_thread(process.communicate, timeout=20)
    return hosts_of(out.splitlines()), err


async def test_what_was_stopped_goes_on(start: Start, console: Console, tmp_path: Path) -> None:
    """Killed, then interrupted, then left alone: nothing that had its receipt is fetched twice."""
    path = tmp_path / "pages.txt"
    async with town() as built:
        path.write_bytes(list_file(f"http://{host}:{built.port}/" for host in HOSTS).content)
        seen: dict[str, int] = {}
        for end in (signal.SIGKILL, signal.SIGINT):
            built.give_out(4)
            process = start("add", str(path), "--json", env=ON_THIS_MACHINE)
            told = await receipts(process, 4)
            process.send_signal(end)
            late, err = await ended(process)
            seen |= {host: built.asked[host] for host in (*told, *late)}
        assert process.returncode == 130
        assert "4 added, 4 skipped" in err
        assert err.count("Give the same again to go on") == 1
        built.give_out(len(HOSTS))
        ran = await asyncio.to_thread(console, "add", str(path), "--json", env=ON_THIS_MACHINE)
        assert ran.code == 0
        assert "4 added, 8 skipped." in ran.err
        assert {host: built.asked[host] for host in seen} == seen
        assert sorted((*hosts_of(ran.out.splitlines()), *seen)) == sorted(HOSTS)
        listed = (await asyncio.to_thread(console, "list", "--json")).json["articles"]
    assert len(listed) == len(HOSTS)


async def add(console: Console, *arguments: str, stdin: bytes = b"") -> Ran:
    """``footnote add`` beside a web server."""
    return await asyncio.to_thread(console, "add", *arguments, stdin=stdin, env=ON_THIS_MACHINE)


async def test_a_report_names_what_failed_and_is_a_list_of_it(
    console: Console, tmp_path: Path
) -> None:
    """A comment with the reason, then the address; added again it tries these, and is emptied."""
    report = tmp_path / "failed.txt"
    scan = tmp_path / "scan.txt"
    scan.write_bytes(bytes(range(256)) * 40)
    async with site() as web_site:
        hosts = {"ferry": "127.0.0.1", "tram": "localhost"}
        served(web_site, "ferry")
        urls = [web_site.url(f"/{name}", host) for name, host in hosts.items()]
        arguments = ("--report", str(report), str(scan), "-")
        ran = await add(console, *arguments, stdin="\n".join(urls).encode())
        assert ran.code == 1
        assert ran.err.splitlines()[-1] == "1 added, 2 failed."
        first, second, third = report.read_text().splitlines()
        assert first.startswith(f"# {scan}: It looks like a binary file")
        assert second.startswith("# There is no page at this address")
        assert third == urls[1]
        served(web_site, "tram")
        again = tmp_path / "again.txt"
        ran = await add(console, str(report), "--report", str(again))
        assert (ran.code, again.read_text()) == (0, "")
        assert "tram" in ran.out


def test_a_report_that_cannot_be_written_is_told_first(console: Console, tmp_path: Path) -> None:
    """Nothing is added, and a file that is to be read is not written."""
    path = tmp_path / "pages.txt"
    path.write_text("http://127.0.0.1:1/\n")
    nowhere = str(tmp_path / "nowhere" / "report.txt")
    assert "cannot be written" in complaint(console("add", str(path), "--report", nowhere), 2)
    assert "is to be read" in complaint(console("add", str(path), "--report", str(path)), 2)
    assert path.read_text() == "http://127.0.0.1:1/\n"


async def test_lists_of_every_kind_are_told_by_what_they_are(
    console: Console, tmp_path: Path
) -> None:
    """In a folder, as a file of any name, or as an address; a feed can be followed from then on."""
    async with site() as web_site:
        served(web_site, "ferry", "tram")
        web_site.pages["/feed"] = answers(rss([web_site.url("/ferry", "localhost")]))
        web_site.pages["/map"] = answers(sitemap([web_site.url("/tram", "127.0.0.1")]))
        folder = tmp_path / "lists"
        folder.mkdir()
        feed, pages = (web_site.url(path, "127.0.0.1") for path in ("/feed", "/map"))
        (folder / "feeds.opml").write_text(opml([feed]))
        ran = await add(console, str(folder), pages, "--json")
        assert ran.code == 0
        titles = sorted(receipt["article"]["title"] for receipt in ran.lines)
        assert titles == ["The ferry of Fernmouth", "The tram of Fernmouth"]
        told = "keeps following that feed"
        assert [line for line in ran.err.splitlines() if told in line] == [
            f"`footnote feed add {feed}` {told}."
        ]
        narrowed = ("--since", "2024-01-01", "--match", "map")
        ran = await add(console, pages, *narrowed)
        assert "1 were left out by --since or --match" in ran.err


async def test_a_list_that_leads_nowhere_is_summed_up(console: Console) -> None:
    """A list of lists that names only itself adds nothing, and that is said."""
    async with site() as web_site:
        own = web_site.url("/map", "127.0.0.1")
        index = f"<sitemapindex><sitemap><loc>{own}</loc></sitemap></sitemapindex>"
        web_site.pages["/map"] = answers(index)
        ran = await add(console, own)
    assert (ran.code, "0 added." in ran.err) == (0, True)


@pytest.mark.parametrize("option", [("--since", "yesterday"), ("--most", "0")])
def test_an_option_that_makes_no_sense_is_wrong_usage(
    console: Console, option: tuple[str, str]
) -> None:
    """It is told before anything is fetched."""
    assert console("add", "https://a.example/", *option).code == 2
