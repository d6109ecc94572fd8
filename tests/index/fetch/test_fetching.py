"""Fetching a page: what is asked, what comes of each answer, where a redirect may lead."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from webservers import (
    AS_IF_PUBLIC,
    HERE,
    INSIDE,
    QUICK,
    Names,
    answers,
    fetching,
    head,
    moved,
    raw_server,
    says,
    site,
)

from index.errors import BadAddress, FetchError, PrivateAddress, Refused, TooSlow, Unreachable
from index.fetch.addresses import guard
from index.fetch.fetching import open_fetcher
from index.fetch.pages import FetchOptions, Gone, NotModified, Page, Validators

ONE_SENTENCE = re.compile(r"[^\n]*[^.]\.")


async def test_a_page_comes_with_what_its_server_says_of_it() -> None:
    """Its bytes, its address without the fragment, its type, charset and validators."""
    headers = {"ETag": '"7"', "Last-Modified": "Tue, 27 Feb 2024 18:05:00 GMT"}
    headers |= {"Content-Type": 'text/HTML; Charset="UTF8"'}
    async with site(index=answers("héron", headers=headers)) as served, fetching() as fetcher:
        page = await fetcher.get(served.url("/?a=1#part"))
        url = served.url("/?a=1")
    known = Validators(url, '"7"', "Tue, 27 Feb 2024 18:05:00 GMT")
    assert page == Page(url, "héron".encode(), "text/html", "utf-8", known)


async def test_a_server_learns_nothing_of_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No cookie comes back, no password of the machine is sent, no proxy of it is used."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login ann password hunter2\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    cookie = {"Set-Cookie": "who=ann; Path=/"}
    options = replace(QUICK, user_agent="Visitor/1")
    start = answers(status=302, headers={"Location": "/end", **cookie})
    async with (
        site(index=start, end=answers("x", headers=cookie)) as served,
        fetching(options=options) as fetcher,
    ):
        for _ in range(2):
            await fetcher.get(served.url())
    assert len(served.asked) == 4
    for request in served.asked:
        assert request.method == "GET"
        assert dict(request.headers) == {
            "Host": f"news.example:{served.port}",
            "User-Agent": "Visitor/1",
            "Accept": request.headers["Accept"],
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }


async def test_a_page_is_asked_for_only_if_it_changed() -> None:
    """Validators are sent to the address they were given for, and to no other."""

    def page(request: web.Request) -> web.Response:
        same = request.headers.get("If-None-Match") == '"7"'
        return web.Response(status=304 if same else 200, headers={"ETag": '"7"'})

    async with site(page=page, start=moved("/page"), other=page) as served, fetching() as fetcher:
        known = Validators(served.url("/page"), '"7"', "Tue, 27 Feb 2024 18:05:00 GMT")
        assert await fetcher.get(served.url("/start"), known) == NotModified(
            served.url("/page"), Validators(served.url("/page"), '"7"')
        )
        assert isinstance(await fetcher.get(served.url("/other"), known), Page)
    asked = [r.path for r in served.asked if "If-None-Match" in r.headers]
    assert asked == ["/page"]
    assert served.asked[1].headers["If-Modified-Since"] == known.last_modified


async def test_a_not_modified_that_nobody_asked_for_is_no_answer() -> None:
    """A server that says 304 to a request without validators for it is not believed."""
    async with site(index=answers(status=304)) as served, fetching() as fetcher:
        for known in (None, Validators(served.url("/other"), '"7"')):
            with pytest.raises(Refused, match="304"):
                await fetcher.get(served.url(), known)


@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_no_more_is_gone(status: int) -> None:
    """That is an answer, not an error, and names where the page was looked for."""
    async with (
        site(index=moved("/x"), x=answers("sorry", status=status)) as served,
        fetching() as fetcher,
    ):
        assert await fetcher.get(served.url()) == Gone(served.url("/x"), status)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        *((202, "202"), (204, "204"), (206, "206"), (300, "300"), (302, "302"), (400, "400")),
        *((401, "password"), (403, "does not let"), (407, "password"), (418, "418")),
        *((429, "too often"), (451, "legal"), (500, "trouble"), (503, "trouble"), (599, "599")),
    ],
)
async def test_a_refusal_is_explained(status: int, word: str) -> None:
    """Every other status is an error that says what to do, with the pause that was asked for."""
    page = answers(status=status, headers={"Retry-After": "12"})
    async with site(index=page) as served, fetching() as fetcher:
        with pytest.raises(Refused, match=word) as refused:
            await fetcher.get(served.url("/?token=abc"))
    assert (refused.value.status, refused.value.retry_after) == (status, 12.0)
    assert ONE_SENTENCE.fullmatch(str(refused.value))
    assert "abc" not in str(refused.value)


async def test_a_chain_of_redirects_is_followed_and_a_longer_one_is_not() -> None:
    """As many as the options say, of all kinds, relative and absolute; a loop ends too."""
    async with site(index=moved("/?again", 307), e=answers("end")) as served, fetching() as fetcher:
        chain = {"/a": "b", "/b": "//news.example:{}/c", "/c": "/d?x=ü", "/d": served.url("/e")}
        for status, (path, to) in zip((301, 303, 308, 302), chain.items(), strict=True):
            served.pages[path] = moved(to.format(served.port), status)
        page = await fetcher.get(served.url("/a"))
        assert isinstance(page, Page)
        assert page.url == served.url("/e")
        assert served.paths == ["/a", "/b", "/c", "/d?x=%C3%BC", "/e"]
        with pytest.raises(Unreachable, match="without end"):
            await fetcher.get(served.url("/"))
    assert len(served.paths) == 5 + QUICK.redirects + 1


@pytest.mark.parametrize(
    "location",
    [
        *("http://{inside}/", "http://2130706434:{port}/", "http://0177.0.0.2:{port}/"),
        *("http://[::ffff:127.0.0.2]:{port}/", "//{inside}/", "http://inner.example:{port}/"),
        *("http://mixed.example:{port}/", "http://169.254.169.254/latest/meta-data/"),
        *("http://127.2:{port}/", "http://[::1]:{port}/", "http://0x7f000002:{port}/"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_leads_inwards(location: str, status: int) -> None:
    """However the address inside is written or named, nothing there is asked for anything."""
    names = Names(inner_example=[[INSIDE]], mixed_example=[[HERE, INSIDE]])
    async with site() as served, fetching(names) as fetcher:
        to = location.format(port=served.port, inside=f"{INSIDE}:{served.port}")
        served.pages["/"] = moved(to, status)
        with pytest.raises(PrivateAddress):
            await fetcher.get(served.url("/"))
    assert served.paths == ["/"]


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "http://ann:pw@news.example/",
        "http://[x",
    ],
)
async def test_no_redirect_leads_away_from_the_web(location: str) -> None:
    """Other schemes, passwords and nonsense are refused in the middle as at the start."""
    async with site(index=moved(location)) as served, fetching() as fetcher:
        with pytest.raises(BadAddress):
            await fetcher.get(served.url("/"))
    assert served.paths == ["/"]


async def test_the_address_that_was_checked_is_the_one_that_is_connected_to() -> None:
    """A name server that changes its answer at every question is asked once a request."""
    names = Names(news_example=[[HERE], [INSIDE]])
    async with site(index=answers("x")) as served, fetching(names) as fetcher:
        assert isinstance(await fetcher.get(served.url("/")), Page)
        assert names.asked == ["news.example"]
        with pytest.raises(PrivateAddress):
            await fetcher.get(served.url("/"))
    assert served.paths == ["/"]


async def test_a_name_that_changes_its_answer_between_redirects_is_checked_again() -> None:
    """Nothing is remembered of a name, nor is a connection kept."""
    names = Names(news_example=[[HERE], [INSIDE]])
    async with site(index=moved("/next"), next=answers("x")) as served, fetching(names) as fetcher:
        with pytest.raises(PrivateAddress):
            await fetcher.get(served.url("/"))
    assert served.paths == ["/"]


async def test_the_socket_itself_goes_nowhere_else() -> None:
    """Even an address that passed is checked once more where it is connected to."""
    verdicts = iter([True, False])
    wavering = replace(AS_IF_PUBLIC, allows=lambda _address: next(verdicts))
    async with site(index=answers("x")) as served, fetching(guarded_by=wavering) as fetcher:
        with pytest.raises(Unreachable):
            await fetcher.get(served.url("/"))
    assert served.paths == []


async def test_a_machine_with_several_addresses_is_reached_at_one_that_answers() -> None:
    """Where the first of the checked addresses is silent the next is tried."""
    names = Names(news_example=[["127.0.0.3", HERE]])
    anywhere = replace(AS_IF_PUBLIC, allows=lambda _address: True)
    async with site(index=answers("x")) as served, fetching(names, guarded_by=anywhere) as fetcher:
        assert isinstance(await fetcher.get(served.url("/")), Page)


async def test_an_intranet_is_reached_where_the_options_say_so() -> None:
    """``allow_private`` opens private addresses and all ports; without it both are closed."""
    names = Names()
    async with site(index=answers("x")) as served:
        async with open_fetcher(FetchOptions(allow_private=True), lookup=names) as fetcher:
            assert isinstance(await fetcher.get(served.url()), Page)
            assert isinstance(await fetcher.get(served.url(host=HERE)), Page)
        async with open_fetcher(FetchOptions(), lookup=names) as fetcher:
            with pytest.raises(BadAddress, match="Port"):
                await fetcher.get(served.url())
    assert len(served.paths) == 2


async def test_only_the_ports_of_the_web_are_fetched_from() -> None:
    """80, 443, 8080 and 8443 on the Internet, any other only inside."""
    public = guard(allow_private=False)
    names = Names(news_example=[[INSIDE]])
    async with fetching(names, guarded_by=public) as fetcher:
        for port in ("", ":80", ":8080", ":8443", ":443"):
            with pytest.raises(PrivateAddress):
                await fetcher.get(f"http://news.example{port}/")
        for port in (21, 22, 25, 5432, 6379, 8000, 9200):
            with pytest.raises(BadAddress):
                await fetcher.get(f"http://news.example:{port}/")


async def test_a_server_that_does_not_speak_the_protocol_is_no_web_server() -> None:
    """Silence, nonsense, no TLS and a closed port are told apart from a page."""
    async with fetching() as fetcher:
        for said in (b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n"):
            async with raw_server(says(said)) as url:
                with pytest.raises(Unreachable) as refused:
                    await fetcher.get(url)
                assert ONE_SENTENCE.fullmatch(str(refused.value))
        with pytest.raises(Unreachable, match="cannot be reached"):
            await fetcher.get(url)
        async with site(index=answers("x")) as served:
            with pytest.raises(Unreachable, match="https"):
                await fetcher.get(served.url().replace("http:", "https:"))


async def test_headers_are_bounded() -> None:
    """One header without end, too many of them, and a status line without end are refused."""
    long = b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n"
    many = head(*(f"X-{number}: y" for number in range(5_000)))
    status = b"HTTP/1.1 200 " + b"O" * 100_000 + b"\r\n\r\n"
    async with fetching() as fetcher:
        for said in (long, many, status):
            async with raw_server(says(said)) as url:
                with pytest.raises(Unreachable):
                    await fetcher.get(url)


async def test_a_silent_server_and_a_silent_name_server_are_not_waited_for() -> None:
    """A stall ends a fetch before its time is up, and its time ends it in any case."""
    stall = replace(QUICK, seconds=60.0, stall_seconds=0.2)
    silent = says(b"HTTP/1.1 200 OK\r\n", pause=30)
    async with raw_server(silent) as url, fetching(options=stall) as fetcher:
        with pytest.raises(TooSlow):
            await asyncio.wait_for(fetcher.get(url), 10)
    short = replace(QUICK, seconds=0.2)

    async def look(_name: str) -> list[str]:
        await asyncio.sleep(30)
        return [HERE]

    async with fetching(look, short) as fetcher:
        with pytest.raises(TooSlow, match=r"a\.example"):
            await fetcher.get("http://a.example/")


async def test_redirects_share_the_seconds_of_one_page() -> None:
    """A server cannot hold a fetch longer by leading it on."""

    async def slow(_request: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response(status=302, headers={"Location": "/"})

    options = replace(QUICK, seconds=0.5, redirects=1_000)
    async with site(index=slow) as served, fetching(options=options) as fetcher:
        with pytest.raises(TooSlow):
            await fetcher.get(served.url())
    assert len(served.paths) <= 3


async def test_each_error_of_a_fetch_is_in_one_tree() -> None:
    """Whoever fetches catches one class, and prints it as it is."""
    async with fetching() as fetcher:
        for url in ("ftp://a.example/", "http://10.0.0.1/", f"http://{HERE}:1/"):
            with pytest.raises(FetchError) as refused:
                await fetcher.get(url)
            assert json.dumps(str(refused.value))
