"""What a server may send for a page: bounded in bytes and seconds, unpacked, never trusted."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from loop_watch import watched
from webservers import QUICK, fetching, head, raw_server, says, site

from index.errors import BadAddress, TooLarge, TooSlow, Unreachable
from index.fetch.bodies import Unpacker
from index.fetch.pages import Page

LIMIT = QUICK.max_bytes
TEXT = b"Keeper Una Brask counted seven herons by the old weir. " * 40


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def bomb(encoding: str, size: int) -> bytes:
    """Zeros by the hundred megabytes in a small body."""
    packer = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def echo(request: web.Request) -> web.Response:
    return web.Response(text=request.path_qs)


async def fetched(body: bytes, **headers: str) -> Page:
    """The page that a server sends with these headers, ``_`` for their ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in named.items()]
    said = head(*lines, f"Content-Length: {len(body)}", "Connection: close") + body
    async with raw_server(says(said)) as url, fetching() as fetcher:
        page = await fetcher.get(url)
    assert isinstance(page, Page)
    return page


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", packed(TEXT)),
        ("x-gzip", packed(TEXT)),
        ("GZIP", packed(TEXT[:100]) + packed(TEXT[100:])),
        ("gzip", packed(TEXT) + b"\0\0\0\0trailing"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("identity", TEXT),
        ("identity, gzip", packed(TEXT)),
        ("", TEXT),
    ],
    ids=range(9),
)
async def test_a_packed_page_is_unpacked(encoding: str, body: bytes) -> None:
    """Both packings in every form that servers send, and what is not packed at all."""
    assert (await fetched(body, Content_Encoding=encoding)).content == TEXT


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br", "x y"])
async def test_a_packing_that_was_not_asked_for_is_refused(encoding: str) -> None:
    """Nor are layers unpacked, each of which could be a bomb."""
    with pytest.raises(Unreachable, match="not asked for"):
        await fetched(packed(packed(TEXT)), Content_Encoding=encoding)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (packed(TEXT)[:-12], "broke off"),
        (packed(TEXT)[:1], "broke off"),
        (packed(TEXT)[:-8] + b"x" * 8, "damaged"),
        (b"<html>", "damaged"),
        (packed(b"") * 5_000, "damaged"),
    ],
    ids=range(5),
)
async def test_a_damaged_page_is_not_taken_for_a_whole_one(body: bytes, word: str) -> None:
    """What is cut short, broken or of thousands of parts is an error."""
    with pytest.raises(Unreachable, match=word):
        await fetched(body, Content_Encoding="gzip")


async def test_an_empty_body_is_an_empty_page() -> None:
    """Even where the server says that it is packed."""
    assert (await fetched(b"", Content_Encoding="gzip")).content == b""


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_compression_bomb_is_stopped_at_the_limit(encoding: str) -> None:
    """A body that unpacks to 60 MB is given up, and the loop stays free meanwhile."""
    body = await asyncio.to_thread(bomb, encoding, 60_000_000)
    assert len(body) < LIMIT
    async with watched() as stalls:
        with pytest.raises(TooLarge, match="100,000 bytes"):
            await fetched(body, Content_Encoding=encoding)
    assert stalls == []


async def test_a_page_of_many_megabytes_leaves_the_loop_free() -> None:
    """Unpacking the largest page that is kept stops nobody else."""
    body = await asyncio.to_thread(bomb, "gzip", 20_000_000)
    said = head("Content-Encoding: gzip", "Connection: close") + body
    options = replace(QUICK, max_bytes=20_000_000)
    async with (
        raw_server(says(said)) as url,
        fetching(options=options) as fetcher,
        watched() as stalls,
    ):
        page = await fetcher.get(url)
    assert isinstance(page, Page)
    assert len(page.content) == 20_000_000
    assert stalls == []


async def test_a_page_may_be_as_large_as_the_limit_and_no_larger() -> None:
    """Counted as it is sent and as it unpacks, whether the size is announced or not."""
    for size, small in ((LIMIT, False), (LIMIT, True), (LIMIT + 1, False), (LIMIT + 1, True)):
        body = packed(bytes(size)) if small else bytes(size)
        for announced in (True, False):
            lines = ["Connection: close", *(["Content-Encoding: gzip"] if small else [])]
            lines += [f"Content-Length: {len(body)}"] if announced else []
            async with raw_server(says(head(*lines), body)) as url, fetching() as fetcher:
                if size > LIMIT:
                    with pytest.raises(TooLarge):
                        await fetcher.get(url)
                else:
                    page = await fetcher.get(url)
                    assert isinstance(page, Page)
                    assert len(page.content) == size


async def test_an_announced_size_is_refused_before_it_is_sent() -> None:
    """A terabyte that never comes is not waited for."""
    silent = says(head(f"Content-Length: {10**12}"), pause=30)
    async with raw_server(silent) as url, fetching() as fetcher:
        with pytest.raises(TooLarge):
            await fetcher.get(url)


async def test_an_endless_body_is_given_up() -> None:
    """Chunk after chunk is read to the limit and no further, and the connection closed."""
    sent = 0
    closed = asyncio.Event()

    async def endless(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(head("Transfer-Encoding: chunked"))
        try:
            while True:
                writer.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
                await writer.drain()
                sent += 0x2000
        finally:
            closed.set()

    async with raw_server(endless) as url, fetching() as fetcher:
        with pytest.raises(TooLarge):
            await fetcher.get(url)
        await asyncio.wait_for(closed.wait(), 10)


async def test_the_body_of_a_refusal_or_redirect_is_not_read() -> None:
    """An endless error page or redirect is over with its head."""
    body = [b"400\r\n" + b"x" * 0x400 + b"\r\n"] * 100_000
    for status, line in (("404 Not Found", "X: y"), ("302 Found", "Location: ftp://x/")):
        said = head("Transfer-Encoding: chunked", line, status=status)
        async with raw_server(says(said, *body)) as url, fetching() as fetcher:
            async with asyncio.timeout(QUICK.seconds):
                if status.startswith("404"):
                    await fetcher.get(url)
                else:
                    with pytest.raises(BadAddress):
                        await fetcher.get(url)


async def test_a_body_that_trickles_is_given_up_in_time() -> None:
    """A byte now and then is no stall, but the time for a page is over all the same."""
    options = replace(QUICK, seconds=0.4)
    slow = says(head("Content-Length: 1000"), *[b"x"] * 1_000, pause=0.02)
    async with raw_server(slow) as url, fetching(options=options) as fetcher:
        with pytest.raises(TooSlow, match=r"odd\.example"):
            await fetcher.get(url)


@pytest.mark.parametrize(
    "said",
    [
        head("Content-Length: 1000") + b"x" * 10,
        head("Transfer-Encoding: chunked") + b"a\r\nx",
        head("Transfer-Encoding: chunked") + b"zz\r\nx\r\n",
        head("Content-Length: 5", "Content-Length: 6") + b"x" * 6,
    ],
)
async def test_a_body_that_is_not_as_announced_is_an_error(said: bytes) -> None:
    """Half a page is never taken for a page."""
    async with raw_server(says(said)) as url, fetching() as fetcher:
        with pytest.raises(Unreachable):
            await fetcher.get(url)


@pytest.mark.parametrize(
    ("header", "content_type", "charset"),
    [
        ("text/html; charset=ISO-8859-1", "text/html", "iso8859-1"),
        ("TEXT/HTML;charset='utf-8'", "text/html", "utf-8"),
        ('application/xml; x=y; charset="windows-1251"', "application/xml", "cp1251"),
        ("text/html; charset=Shift_JIS", "text/html", "shift_jis"),
        ("text/html; charset=us-ascii", "text/html", "ascii"),
        ("text/html; charset=klingon", "text/html", None),
        ("text/html; charset=utf-7", "text/html", None),
        ("text/html; charset=idna", "text/html", None),
        ("text/html; charset=unicode_escape", "text/html", None),
        ("text/html; charset=zlib", "text/html", None),
        ("text/html; charset=rot13", "text/html", None),
        ("text/html; charset=mbcs", "text/html", None),
        ("text/html; charset=", "text/html", None),
        ("text/html; charset=../../etc/passwd", "text/html", None),
        ("html", "", None),
        ("", "", None),
        ("text/html, text/plain", "", None),
        ("text/<b>html", "", None),
    ],
)
async def test_a_charset_is_a_codec_that_pages_are_in_or_none(
    header: str, content_type: str, charset: str | None
) -> None:
    """A wrong name leaves the bytes to whoever reads them, which decodes by their looks."""
    page = await fetched("héron".encode(), Content_Type=header)
    assert (page.content_type, page.charset) == (content_type, charset)
    assert page.content == "héron".encode()


async def test_validators_that_cannot_be_sent_back_are_not_kept() -> None:
    """Nor are those that are longer than any that a server needs."""
    page = await fetched(b"x", ETag='"' + "x" * 600 + '"', Last_Modified="höre")
    assert page.validators is None


@given(
    st.binary(max_size=300),
    st.sampled_from(("gzip", "deflate", "raw")),
    st.integers(1, 40),
    st.integers(0, 400),
)
def test_pieces_unpack_as_the_whole_does(data: bytes, form: str, step: int, limit: int) -> None:
    """Wherever a body is cut, the same comes out, up to a byte beyond the limit."""
    pack = {"gzip": packed, "deflate": zlib.compress, "raw": raw_deflate}[form]
    whole = pack(data)
    unpacker = Unpacker("gzip" if form == "gzip" else "deflate", limit)
    pieces = [whole[at : at + step] for at in range(0, len(whole), step)]
    assert b"".join(unpacker.feed(piece) for piece in pieces) == data[: limit + 1]
    if len(data) <= limit:
        assert unpacker.complete


@given(st.binary(max_size=200), st.sampled_from(("gzip", "deflate")))
def test_any_bytes_unpack_or_are_damaged(data: bytes, encoding: str) -> None:
    """No body breaks the unpacker in another way."""
    unpacker = Unpacker(encoding, 1_000)
    with suppress(zlib.error):
        assert len(unpacker.feed(data)) <= 1_001


async def test_pages_are_fetched_side_by_side() -> None:
    """One fetcher serves many at once, each with its own page."""
    async with site(index=echo) as served, fetching() as fetcher:
        urls = [served.url(f"/?{number}") for number in range(40)]
        pages = await asyncio.gather(*map(fetcher.get, urls))
    assert [page.content for page in pages if isinstance(page, Page)] == [
        f"/?{number}".encode() for number in range(40)
    ]
