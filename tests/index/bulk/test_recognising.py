"""What is a list is told by what it is."""

from __future__ import annotations

import gzip
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from listed import opml, rss, sitemap, sitemap_index

from index.bulk.listing import Named
from index.bulk.parsing import parse_listing
from index.bulk.recognising import list_kind
from index.errors import UnreadableSource
from index.fetch.pages import Page

URLS = ["https://a.example/1", "http://b.example/2?x=1#y"]
JSON_FEED = b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "items": []}'


def parsed(content: bytes, base: str = "https://a.example/map") -> tuple[Named, ...]:
    return parse_listing(Page(base, content, "", None, None)).entries


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (sitemap(URLS).encode(), "sitemap"),
        (gzip.compress(sitemap(URLS * 5_000).encode()), "sitemap"),
        (sitemap_index(URLS).encode("utf-16"), "sitemaps"),
        (b"\xef\xbb\xbf\n<!-- <rss> --><s:urlset xmlns:s='x'/>", "sitemap"),
        (b"<!DOCTYPE rss [<!ENTITY x '<a>'>]>\n<rss version='2.0'/>", "feed"),
        (rss(URLS).encode(), "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        (JSON_FEED, "feed"),
        (opml(URLS).encode(), "opml"),
        ("\n".join(URLS).encode(), "addresses"),
        (b"# a comment in Latin-1: \xe9\r\n\r\n  HTTPS://a.example/x\t\r\n", "addresses"),
        ("https://a.example/ä".encode("utf-16"), "addresses"),
        (gzip.compress("\n".join(URLS * 5_000).encode()), "addresses"),
        (b"https://a.example/1, https://a.example/2\n", "addresses"),
        (b"Links\nhttps://a.example/1\nnot one\nhttps://a.example/2\n", "addresses"),
        (b"Links\nhttps://a.example/1\nnot one\nnor that\nhttps://a.example/2\n", None),
        (b"", None),
        (b"# Only comments\n\n# are no list\n", None),
        (b"https://a.example/ is where it was\n", None),
        (b"https://a.example/\nand a line of text\n", None),
        (b"ftp://a.example/\n", None),
        (b"<!doctype html><html><body><p>https://a.example/</p>", None),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'><head/></html>", None),
        (b"<urlsets/>", None),
        (b'{"text": "A gull sat on the quay."}', None),
        (b"\x1f\x8b damaged", None),
        (b"%PDF-1.7", None),
    ],
)
def test_a_kind_of_list_is_told(content: bytes, kind: str | None) -> None:
    """By its first element, its first words or its lines; an article is none."""
    assert list_kind(content) == kind


@given(st.binary(max_size=200), st.sampled_from([b"", b"<", b"<!--", b"<?", b"<![", b"\x1f\x8b"]))
def test_anything_can_be_looked_at(content: bytes, start: bytes) -> None:
    """Whatever comes is told or not, and parsing gives a list or refuses it."""
    list_kind(start + content)
    with suppress(UnreadableSource):
        parsed(start + content)


@pytest.mark.parametrize("piece", [b" ", b"<!", b"<!-- -->", b"<? ?>", b"]>", b"<", b"\n# x"])
def test_looking_is_quick(piece: bytes) -> None:
    """However a text repeats what a list may begin with."""
    began = time.thread_time()
    list_kind(piece * 200_000)
    assert time.thread_time() - began < 2.0


@settings(max_examples=20)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20, unique=True))
def test_every_kind_gives_its_addresses(numbers: list[int]) -> None:
    """In order, each once, as they are written."""
    urls = [f"https://a.example/{number}?a=1&amp;b=2" for number in numbers]
    expected = [url.replace("&amp;", "&") for url in urls]
    for text in (sitemap(urls), sitemap_index([*urls, urls[0]]), opml(urls), "\n".join(expected)):
        for content in (text.encode(), gzip.compress(text.encode())):
            assert [one.url for one in parsed(content)] == expected


def test_what_a_sitemap_says_of_a_page_is_read() -> None:
    """Its day by change or publication; pictures and other languages are no pages."""
    content = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="urn:i"
        xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:x="urn:x">
        <url><i:image><i:loc>https://a.example/p.png</i:loc></i:image>
            <loc> https://a.example/1 </loc><lastmod>2024-05-01T23:30:00-05:00</lastmod></url>
        <url><loc><![CDATA[https://a.example/2]]></loc><x:link href="https://a.example/de"/>
            <n:news><n:publication_date>2024-05-03</n:publication_date></n:news></url>
        <url><loc>/3</loc><lastmod>2024-05</lastmod></url>
        <url><loc></loc></url><url/></urlset>"""
    assert parsed(content) == (
        Named("https://a.example/1", "2024-05-02"),
        Named("https://a.example/2", "2024-05-03"),
        Named("https://a.example/3", None),
    )


def test_a_sitemap_that_breaks_off_is_read_that_far() -> None:
    """What is whole in it counts."""
    content = sitemap(URLS).encode()
    assert parsed(content[: content.index(b"2?x")])[0] == Named(URLS[0])


def test_feeds_of_an_opml_file_are_read_however_they_are_written() -> None:
    """In folders of folders, in whatever case, and with the scheme of feed readers."""
    content = b"""<opml><body><outline text="a"><outline text="b"><outline
        XMLURL="feed://a.example/f"/></outline><outline xmlUrl="feed:https://b.example/f"/>
        </outline><outline xmlUrl="feed:http://c.example/"/><outline text="no feed"/></body></opml>
        """
    assert [one.url for one in parsed(content, "")] == [
        "http://a.example/f",
        "https://b.example/f",
        "http://c.example/",
    ]


def test_more_than_a_list_may_have_is_cut_off() -> None:
    """And said to be."""
    feeds = opml(f"https://a.example/{number}" for number in range(1_001))
    listing = parse_listing(Page("", feeds.encode(), "", None, None))
    assert listing.cut
    assert len(listing.entries) == 1_000
    text = "".join(f"https://a.example/{number}\n" for number in range(50_001))
    listing = parse_listing(Page("", text.encode(), "", None, None))
    assert listing.cut
    assert len(listing.entries) == 50_000


def test_entities_and_document_types_bring_nothing_in() -> None:
    """Neither a file of this machine nor a text that grows."""
    content = (
        '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/hostname">'
        + "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "&a;"}">' for n in range(9))
        + "]><urlset><url><loc>https://a.example/&b8;&f;</loc></url></urlset>"
    )
    assert parsed(content.encode()) in ((), (Named("https://a.example/"),))
