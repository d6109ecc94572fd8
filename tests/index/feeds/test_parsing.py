"""RSS, Atom and JSON Feed as they are found, and what is no feed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newspapers import HEADLINES, fetched, item, json_feed, rss

from index.errors import NotAFeed, UnreadableSource
from index.feeds.feed import Feed
from index.feeds.parsing import parse_feed
from index.feeds.telling import MOST_ENTRIES

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://blog.example/sub/">
<title type="html">Sand &amp;amp; Salt</title>
<entry xml:base="deep/"><title type="html">Low &lt;i&gt;tide&lt;/i&gt;</title><id>tag:a,1</id>
<link rel="self" href="1.atom"/><link rel="alternate" type="application/json" href="1.json"/>
<link href="one"/><link rel="alternate" hreflang="de" href="eins"/>
<updated>2031-03-02T10:00:00+02:00</updated><category term="Coast"/><summary>Mud.</summary></entry>
<entry><title>Undated links</title><id>http://blog.example/two</id>
<published>2031-03-03</published></entry></feed>"""

RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://old.example/"><title>Old Signal</title></channel>
<item rdf:about="http://old.example/a"><title>Tar</title><link>http://old.example/a</link>
<dc:date>2031-03-01</dc:date></item></rdf:RDF>"""


def told(feed: Feed) -> list[tuple[str, str | None, str | None]]:
    """Address, title and date of each entry."""
    return [(entry.url, entry.title, entry.published) for entry in feed.entries]


def test_rss_is_read() -> None:
    """Links are resolved, tracking is left out, the newest stands first, markup is gone."""
    first = item(
        0,
        link="/one?utm_source=feed&amp;b=2&amp;copy=3",
        title="Salt &amp;amp; &lt;b&gt;rope&lt;/b&gt;",
        description="&lt;p&gt;Tar &amp;amp; oakum.&lt;/p&gt;",
        category="Harbour",
    )
    feed = parse_feed(fetched(rss([first, 5, 3])))
    assert feed.title == "Coast Signal"
    assert [entry.id for entry in feed.entries] == ["item-5", "item-3", "item-0"]
    last = feed.entries[-1]
    assert last.url == "https://signal.example/one?b=2&copy=3"
    assert last.title == "Salt & rope"
    assert last.published == "2031-03-01T10:00:00Z"
    assert last.text == "Harbour Tar & oakum."


def test_atom_is_read() -> None:
    """The link to the page counts, with its ``xml:base``, and an id where there is none."""
    feed = parse_feed(fetched(ATOM, content_type="text/html"))
    assert feed.title == "Sand & Salt"
    assert told(feed) == [
        ("http://blog.example/two", "Undated links", "2031-03-03"),
        ("http://blog.example/sub/deep/one", "Low tide", "2031-03-02T08:00:00Z"),
    ]
    assert feed.entries[1].id == "tag:a,1"
    assert feed.entries[1].text == "Coast Mud."


def test_rss_1_is_read() -> None:
    """Its dates are those of Dublin Core."""
    feed = parse_feed(fetched(RSS_1, content_type="application/rdf+xml"))
    assert feed.title == "Old Signal"
    assert told(feed) == [("http://old.example/a", "Tar", "2031-03-01")]


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_json_feed_is_read(version: str) -> None:
    """The page comes before the page that it points to, and numbers are ids too."""
    items = [
        {"id": 1, "url": "/a", "title": "Oars", "date_published": "2031-03-01T10:00:00Z"},
        {"id": "x", "external_url": "http://far.example/", "content_html": "<p>Far <b>out</b>"},
        {"id": "http://signal.example/b", "summary": "Nets.", "tags": ["Sea", 3]},
        {"id": "nowhere", "content_text": "No address at all."},
        "no item",
    ]
    feed = parse_feed(fetched(json_feed(items, version), content_type=""))
    assert [entry.url for entry in feed.entries] == [
        "https://signal.example/a",
        "http://far.example/",
        "http://signal.example/b",
    ]
    assert [entry.id for entry in feed.entries][:2] == ["1", "x"]
    assert [entry.text for entry in feed.entries] == ["", "Far out", "Sea Nets."]


def test_guids_are_addresses_only_where_they_may_be() -> None:
    """A permanent link stands in for a missing one; any other guid does not."""
    link = item(0, link="", guid="").replace("</item>", "<guid>http://a.example/p</guid></item>")
    other = item(1, link="")
    feed = parse_feed(fetched(rss([link, other])))
    assert [entry.url for entry in feed.entries] == ["http://a.example/p"]


def test_what_is_no_page_of_the_web_is_left_out() -> None:
    """Scripts, files and addresses that are none never become articles."""
    bad = ("javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "http://[", "  ")
    feed = parse_feed(fetched(rss([item(n, link=link) for n, link in enumerate(bad)])))
    assert feed.entries == ()


def test_an_entry_is_told_once() -> None:
    """The same address again is the same entry, whatever its id."""
    assert len(parse_feed(fetched(rss([item(0), item(0), item(1, link="/0")]))).entries) == 1


def test_an_id_of_several_addresses_is_none() -> None:
    """Some feeds give all that they tell one id; then each is known by its address."""
    same = [item(0), item(0, link="/else"), item(2)]
    entries = parse_feed(fetched(rss(same))).entries
    assert len(entries) == 3
    assert len({entry.id for entry in entries}) == 3


def test_entries_without_dates_stay_as_they_are() -> None:
    """One that has no date leaves the order of the feed."""
    feed = parse_feed(fetched(rss([0, item(3, pubDate=""), 5])))
    assert [entry.id for entry in feed.entries] == ["item-0", "item-3", "item-5"]


@pytest.mark.parametrize(
    ("encoded", "declared", "charset"),
    [("latin-1", "iso-8859-1", None), ("latin-1", "iso-8859-1", "utf-8"), ("utf-16", "utf-16", "")],
)
def test_encodings_are_told_by_what_can_be_read(
    encoded: str, declared: str, charset: str | None
) -> None:
    """A server that is wrong about the encoding does not spoil a feed that is right."""
    text = rss([], "<title>Café Krähe</title>").replace("utf-8", declared)
    feed = parse_feed(fetched(text.encode(encoded), charset=charset or None))
    assert feed.title == "Café Krähe"


def test_ill_formed_feeds_are_read_as_far_as_can_be() -> None:
    """A bare ampersand and a missing end cost nothing that stands before."""
    body = rss([0, item(1, title="Rope & tar")]).removesuffix("</channel></rss>")
    feed = parse_feed(fetched(body))
    assert [entry.title for entry in feed.entries] == ["Rope & tar", HEADLINES[0]]


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ("<ttl>45</ttl>", 45),
        ("<ttl>99999</ttl>", 1_440),
        ("<ttl>-3</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 60),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>", 240),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_how_often_it_may_be_asked_is_told(head: str, minutes: int | None) -> None:
    """A feed may ask to be left alone, for a day at most."""
    assert parse_feed(fetched(rss([], f"<title>T</title>{head}"))).minutes == minutes


def test_an_endless_feed_is_cut() -> None:
    """The newest entries of very many are kept."""
    many = [item(n, pubDate=f"2031-03-01T00:{n // 60:02}:{n % 60:02}Z") for n in range(520)]
    feed = parse_feed(fetched(rss(many)))
    assert len(feed.entries) == MOST_ENTRIES
    assert feed.entries[0].id == "item-519"


def test_a_huge_feed_is_refused() -> None:
    """Before anything is parsed."""
    with pytest.raises(UnreadableSource, match="larger than 5,000,000 bytes"):
        parse_feed(fetched(b"<rss>" + b" " * 5_000_000))


def test_entities_neither_expand_nor_read_files() -> None:
    """An entity bomb and an external entity leave nothing behind."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 6))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "lol">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = rss([item(0, title="&e5;"), item(1, title="&f;")]).replace("?>", f"?>{bomb}", 1)
    feed = parse_feed(fetched(body))
    assert not any("lol" in (entry.title or "") for entry in feed.entries)
    assert not any("root:" in (entry.title or "") for entry in feed.entries)
    named = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>'
    body = rss([item(0, title="Salt&nbsp;and rope")]).replace("?>", f"?>{named}", 1)
    assert parse_feed(fetched(body)).entries[0].title == "Salt and rope"


def test_a_page_leads_to_its_feeds() -> None:
    """Those that it names are told in its order, resolved; others of its links are none."""
    head = (
        '<!doctype html><html><head><base href="/blog/">'
        "<link rel='stylesheet alternate' href='/x.css'>"
        "<link rel='alternate' type='text/html' hreflang=de href='/de'>"
        "<link rel='ALTERNATE' type='application/rss+xml; charset=utf-8' href='rss'>"
        "<link rel='alternate' type='application/atom+xml' href='//b.example/atom'></head>"
    )
    with pytest.raises(NotAFeed, match="links to feeds") as caught:
        parse_feed(fetched(head, content_type="application/xml"))
    assert caught.value.feeds == ("https://signal.example/blog/rss", "https://b.example/atom")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "no feed"),
        ("plain words", "no feed"),
        ("<opml version='2.0'><body/></opml>", "no feed"),
        ("<!doctype html><p>Hello", "names no feed"),
        ("[1, 2]", "no JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "no JSON Feed"),
        ('{"version": 3, "items": []}', "no JSON Feed"),
        ("{", "damaged JSON"),
        ("[" * 200_000, "damaged JSON"),
    ],
)
def test_what_is_no_feed_is_told(body: str, why: str) -> None:
    """Each with a sentence that says what to do."""
    with pytest.raises(NotAFeed, match=why) as caught:
        parse_feed(fetched(body, content_type=""))
    assert str(caught.value).endswith(".")
    assert caught.value.feeds == ()


@settings(max_examples=40)
@given(
    st.binary(max_size=200), st.sampled_from(["", "<rss version='2.0'><channel>", "{", "<html>"])
)
def test_any_bytes_are_a_feed_or_none(body: bytes, start: str) -> None:
    """Nothing that a server says is an error of ours."""
    try:
        feed = parse_feed(fetched(start.encode() + body, content_type=""))
    except UnreadableSource:
        return
    assert all(entry.url.startswith(("http://", "https://")) for entry in feed.entries)
