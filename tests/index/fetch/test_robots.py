"""What a robots.txt asks of us, as RFC 9309 reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fetch.robots import read_robots

SEVERAL = b"""\xef\xbb\xbf# Hello
User-Agent: *
Disallow: /
Crawl-delay: 5

user-agent: OtherBot/2.1
User-agent: FootNote/1.0 (the one)   # both
Sitemap: https://news.example/sitemap.xml
Disallow: /drafts  # not yet
Allow: /drafts/shown
crawl-delay: 2.5

User-agent: footnote
Disallow: /later$
"""


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/x", True),
        ("Disallow:", "/x", True),
        ("Disallow: /", "/x", False),
        ("Disallow: /", "/robots.txt", True),
        ("Disallow: /a", "/a", False),
        ("Disallow: /a", "/ab/c", False),
        ("Disallow: /a/", "/a", True),
        ("Disallow: /A", "/a", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /a\nAllow: /a", "/a", True),
        ("Allow: /\nDisallow: /private", "/private/x", False),
        ("Disallow: /private\nAllow: /private/shown", "/private/shown/x", True),
        ("Disallow: /*?", "/news?page=2", False),
        ("Disallow: /*?", "/news", True),
        ("Disallow: *.pdf$", "/a/b.pdf", False),
        ("Disallow: *.pdf$", "/a/b.pdf?x", True),
        ("Disallow: /a*b*c", "/axxbyyc/z", False),
        ("Disallow: /a*b*c", "/axxcyyb", True),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /a*a$", "/aba", False),
        ("Disallow: /a*$", "/abc", False),
        ("Disallow: /h%c3%a9ron", "/héron", False),
        ("Disallow: /héron", "/h%C3%A9ron", False),
        ("Disallow: /%7eann", "/~ann", False),
        ("Disallow: /a%2fb", "/a/b", True),
        ("Disallow: /a%2Fb", "/a%2fb", False),
        ("disallow : /a", "/a", False),
        ("Disallow /a", "/a", True),
        ("Noindex: /a", "/a", True),
        ("Disallow: /a # not this", "/a", False),
    ],
)
def test_the_longest_rule_says(rules: str, path: str, allowed: bool) -> None:
    """Patterns, ends and escapes; of two rules as long as each other the kinder one."""
    for newline in ("\n", "\r\n", "\r"):
        text = f"User-agent: *\n{rules}\n".replace("\n", newline)
        assert read_robots(text.encode(), "Footnote").allows(path) is allowed


def test_rules_written_to_us_go_before_those_for_all() -> None:
    """Whatever their case, version and place, joined where there are several."""
    ours = read_robots(SEVERAL, "Footnote")
    allowed = [
        ours.allows(path) for path in ("/", "/drafts/x", "/drafts/shown", "/later", "/later/x")
    ]
    assert allowed == [True, False, True, False, True]
    assert ours.delay == 2.5
    others = read_robots(SEVERAL, "Somebody")
    assert not others.allows("/drafts/shown")
    assert others.delay == 5


def test_a_group_without_rules_allows_its_visitor_everything() -> None:
    """Rules for all do not count for who has a group."""
    text = b"User-agent: *\nDisallow: /\n\nUser-agent: footnote\nDisallow:\n"
    assert read_robots(text, "Footnote").allows("/x")
    assert not read_robots(text, "Note").allows("/x")


@pytest.mark.parametrize(
    ("written", "delay"), [("1e9", 0), ("-1", 0), ("nan", 0), ("0.5", 0.5), ("99999", 30), ("x", 0)]
)
def test_a_delay_is_a_number_that_can_be_waited(written: str, delay: float) -> None:
    """Half a minute at most."""
    assert read_robots(f"User-agent: *\nCrawl-delay: {written}".encode(), "x").delay == delay


def test_a_page_in_the_place_of_the_rules_has_none() -> None:
    """HTML, binary data and what is beyond 500 KiB ask for nothing."""
    assert read_robots(b"<html><body>Disallow: /</body></html>", "x").allows("/x")
    assert read_robots(bytes(range(256)) * 10, "x").allows("/x")
    beyond = b"User-agent: *\n" + b"#\n" * 256_000 + b"Disallow: /\n"
    assert read_robots(beyond, "x").allows("/x")


def test_rules_made_to_be_slow_are_read_and_matched_all_the_same() -> None:
    """Half a megabyte of stars asks for no more steps than it has characters."""
    path = "/" + "a" * 3_000
    for text in ("Disallow: /" + "*a" * 200_000 + "b", "Disallow: /*a*a*a*b$\n" * 20_000):
        assert read_robots(f"User-agent: *\n{text}".encode(), "x").allows(path)


@given(
    st.binary(max_size=400) | st.text("user-agent:dislow*$/# \n%é", max_size=200).map(str.encode)
)
def test_any_file_can_be_read(content: bytes) -> None:
    """Whatever a server has there, a verdict comes of it."""
    assert read_robots(content, "footnote").allows("/x?y=z") in (True, False)
