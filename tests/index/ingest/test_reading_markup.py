"""Markdown and HTML become the text that their readers see."""

from __future__ import annotations

from pathlib import Path

import pytest
from apart import apart

from index.ingest.reading import read_sources
from index.values import Draft

PARAGRAPHS = "".join(
    f"<p>The harbour master counted boat number {number} as it left for the islands.</p>"
    for number in range(12)
)


def read(tmp_path: Path, content: str | bytes, suffix: str) -> Draft:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (draft,) = read_sources([str(path)], max_bytes=10_000_000, reader=apart())
    assert isinstance(draft, Draft), draft
    return draft


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Some **bold**, *slanted*, ~~struck~~ `code`.", "Some bold, slanted, struck code."),
        (
            "See [the page](http://x.example/y 'z') <http://w.example>.",
            "See the page http://w.example.",
        ),
        ("![a picture](x.png) words", "words"),
        ("one line\nand the same\\\nthen another", "one line and the same\nthen another"),
        ("# Head\nwords\n\nUnder\n=====\nmore", "Head\n\nwords\n\nUnder\n\nmore"),
        ("words:\n* one\n* two\n  1. deep\n* three", "words:\n\none\ntwo\ndeep\nthree"),
        ("1. one\n\n2. two\n\nend", "one\ntwo\n\nend"),
        (
            "```py\ndef f():\n    return 1\n\n\nf()\n```\nend",
            "def f():\n    return 1\n\n\nf()\n\nend",
        ),
        ("| a | b |\n|---|--:|\n| 1 | **2** |\n\nend", "a | b\n1 | 2\n\nend"),
        ("<div>raw <b>html</b><br>kept</div>\n\nend", "raw html\nkept\n\nend"),
        (
            "a <script>evil()</script> b\n\n<script>\nevil()\n\nevil()\n</script>\n\nend",
            "a b\n\nend",
        ),
        ("> quoted\n> twice\n\nend &amp; &lt;b&gt;", "quoted twice\n\nend & <b>"),
        (
            "a\u00a0b snake_case 2*3*4 http://x.example/a_b",
            "a b snake_case 234 http://x.example/a_b",
        ),
    ],
)
def test_markdown_is_read_as_its_reader_sees_it(tmp_path: Path, markdown: str, text: str) -> None:
    """No markers, targets or tags; items, rows and code keep their lines."""
    assert read(tmp_path, markdown, "md").text == text


def test_the_first_heading_is_the_title(tmp_path: Path) -> None:
    """A heading that opens the text is not quoted; one that comes later is text."""
    opening = read(tmp_path, "# The *big* boat\n\nIt left.", "md")
    assert (opening.title, opening.text[opening.body_start :]) == ("The big boat", "It left.")
    later = read(tmp_path, "By the sea\n\n## The big boat\n\nIt left.", "md")
    assert (later.title, later.body_start) == ("The big boat", 0)


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    """Title, author, date, site and canonical address come from the head; menus are left out."""
    page = f"""<!doctype html><html><head><title>Boats leave | Harbour News</title>
        <meta property="og:title" content="Boats leave the harbour">
        <meta property="og:site_name" content="Harbour News">
        <meta name="author" content="Ann Lee and Bo Roe">
        <meta property="article:published_time" content="2024-02-27T10:00:00Z">
        <link rel="canonical" href="https://News.example/boats?id=3&utm_medium=mail">
        <script type="application/ld+json">{{"articleBody": "hidden words {"x" * 300}"}}</script>
        </head><body><nav><a href="/">Home</a> <a href="/b">Sports</a></nav><article>
        <h1>Boats leave the harbour</h1>{PARAGRAPHS}<script>evil()</script>
        <style>p {{color: red}}</style></article><footer>All rights kept</footer></body></html>"""
    draft = read(tmp_path, page, "html")
    assert draft.title == "Boats leave the harbour"
    assert draft.authors == ("Ann Lee", "Bo Roe")
    assert draft.source == "Harbour News"
    assert draft.published == "2024-02-27"
    assert draft.url == draft.identity == "https://news.example/boats?id=3"
    assert "boat number 11 as it left" in draft.text[draft.body_start :]
    assert draft.text[draft.body_start :].startswith("The harbour master counted boat number 0")
    for hidden in ("Sports", "evil", "color", "hidden words", "<"):
        assert hidden not in draft.text


@pytest.mark.parametrize(
    "page",
    [
        "<script>evil()</script><p>Just a few words.</p>",
        "<body><div>Just <b>a</b> few words.<script>evil()</script></div>",
        "<html><head><script>evil()</script><title>x</title></head><body>Just a few words.</body>",
        "Just a few words.<noscript>evil()</noscript><template>evil()</template>",
        "<p>Just a few words.</p><!-- evil() --><svg><script>evil()</script></svg>",
        "<?xml version='1.0' encoding='utf-16'?><html><body><p>Just a few words.</p></body></html>",
        "<a><b><p>Just a few words.<SCRIPT type='x'>evil()</SCRIPT >",
    ],
)
def test_scraps_of_html_give_their_visible_text(tmp_path: Path, page: str) -> None:
    """Where there is hardly an article, what a reader would see is read; scripts never are."""
    assert read(tmp_path, page, "html").text == "Just a few words."


@pytest.mark.parametrize(
    "page", ["<script>evil()</script>", "<p></p>", "<!-- a -->", "<img alt=b>"]
)
def test_a_page_without_words_is_refused(tmp_path: Path, page: str) -> None:
    """Nothing is read that nobody would see."""
    path = tmp_path / "a.html"
    path.write_text(page)
    (refusal,) = read_sources([str(path)], max_bytes=1_000, reader=apart())
    assert "no text in it" in str(refusal)


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("iso-8859-1", "cp1252", "“It’s the naïve one”"),
        ("windows-1251", "cp1251", "Да"),
        ("gb2312", "gb18030", "桥镕"),
        ("Shift_JIS", "shift-jis", "橋"),
        ("iso-2022-jp", "iso2022-jp", "橋です"),
        ("iso-8859-1", "utf-8", "“It’s the naïve one”"),
        ("utf-8", "cp1252", "“It’s the naïve one,” he said."),
        ("no-such-thing", "cp1252", "“It’s the naïve one,” he said."),
        ("idna", "cp1252", "“It’s the naïve one,” he said."),
        ("utf-16", "cp1252", "“It’s the naïve one,” he said."),
    ],
)
def test_the_declared_encoding_is_honoured(
    tmp_path: Path, declared: str, encoding: str, text: str
) -> None:
    """Except where the page is UTF-8, or the declaration is wrong or odd."""
    for meta in (f'charset="{declared}"', f'http-equiv=x content="text/html; charset={declared}"'):
        page = f"<html><head><meta {meta}></head><body><p>{text}</p></body></html>"
        assert read(tmp_path, page.encode(encoding), "html").text == text


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "words",
        "<p>Some words</p>" + "<b>" * 100_000,
        "<p " + " ".join(f"a{n}='>'" for n in range(50_000)) + ">Some words",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><p>Some words &b;",
        "<" * 100_000,
        "<!--" * 100_000,
        "&" * 100_000,
    ],
)
@pytest.mark.parametrize("suffix", ["html", "md"])
@pytest.mark.timeout(30)
def test_a_hostile_page_is_read_or_refused_in_time(tmp_path: Path, page: str, suffix: str) -> None:
    """Neither depth, nor attributes, nor entities, nor open ends stop the reader."""
    path = tmp_path / f"a.{suffix}"
    path.write_text(page)
    assert len(list(read_sources([str(path)], max_bytes=10_000_000, reader=apart()))) == 1
