"""The article of a page is read without what stands around it; a wall is refused."""

from __future__ import annotations

import pytest

from index.errors import UnreadableSource
from index.ingest.html import read_html
from index.ingest.material import make_draft

NAV = "<nav>" + "".join(f"<a href='/{n}'>Section {n} of it</a> " for n in range(12)) + "</nav>"
TOLD = (
    "The harbour board met on Tuesday and agreed that the old ferry would be sold this winter.",
    "Its captain, Ann Lee, said that nobody had asked the crew before the vote was taken.",
    "The town bought the ferry forty years ago for the islands, which have a bridge by now.",
    "Bids are open until the end of May, and the buyer has to keep the name on the bow.",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TOLD)


def page(inside: str, head: str = "<title>Old ferry to be sold</title>") -> str:
    return f"<html><head>{head}</head><body>{NAV}{inside}</body></html>"


def lines_of(html: str) -> list[str]:
    draft = make_draft(read_html(html))
    return draft.text[draft.body_start :].split("\n")


@pytest.mark.parametrize(
    "furniture",
    [
        "<figure><img src=x><figcaption>The ferry on a calm day last June.</figcaption></figure>",
        "<div class='wp-caption'>The ferry on a calm day last June.</div>",
        "<div class='newsletter-box'><p>All the harbour in one letter, every Friday.</p></div>",
        "<section class='RelatedStories'><p>A bridge was opened on the islands.</p></section>",
        "<ul><li><a href=a>A bridge was opened on the islands</a></li>"
        "<li><a href=b>Fog keeps boats in the harbour</a></li></ul>",
        "<p><a href=a>A bridge was opened on the islands</a></p>",
        f"<a href=a>A bridge was opened on the islands. {TOLD[0]} {TOLD[1]} {TOLD[2]}</a>",
        "<p>Recommended Videos</p>",
        "<p>Full Screen</p><p>1 / 4</p>",
        "<div class='share-bar'><span>Pass it on to your friends</span></div>",
        "<p>Copyright 2031 Harbour News. All rights reserved.</p>",
        "<p>Read more: A bridge was opened</p>",
        "<p>The ferry on Monday. (Bo Roe/Harbour Pool via AP)</p>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    """Between the paragraphs of an article and after them; those stay, in order."""
    for inside in (
        f"<p>{TOLD[0]}</p>{furniture}" + "".join(f"<p>{line}</p>" for line in TOLD[1:]),
        PARAGRAPHS + furniture,
    ):
        html = page(f"<article><h1>Old ferry to be sold</h1>{inside}</article>")
        assert lines_of(html) == list(TOLD)


def test_the_article_is_kept_whatever_its_box_is_called() -> None:
    """A name of furniture around most of the page's prose means nothing."""
    html = page(f"<div class='related rail'><h1>Old ferry</h1>{PARAGRAPHS}</div>")
    assert lines_of(html)[-4:] == list(TOLD)


def test_an_article_in_several_boxes_is_read_whole() -> None:
    """Advertisements between them do not end it."""
    more = [f"{line} So the board says on page {number}." for number in (1, 2) for line in TOLD]
    boxes = "".join(
        f"<div><div class='article__body'>{''.join(f'<p>{line}</p>' for line in part)}</div></div>"
        "<div class='ad-slot'></div>"
        for part in (more[:4], more[4:])
    )
    assert lines_of(page(f"<article><h1>Old ferry to be sold</h1>{boxes}</article>")) == more


def test_what_the_article_quotes_from_elsewhere_is_kept() -> None:
    """A post in a box that is called social is part of the story."""
    post = "<div class='social-embed'><blockquote class='tweet'><p>Keep our ferry!</p></blockquote>"
    html = page(f"<article><h1>Old ferry</h1>{PARAGRAPHS}{post}</div>{PARAGRAPHS}</article>")
    assert any("Keep our ferry!" in line for line in lines_of(html))


def test_the_text_begins_with_its_headline() -> None:
    """Bread crumbs and dates above it are left out, and it is told from the body."""
    crumbs = "<div>Home » Harbour » Boats</div><h1>Old ferry to be sold</h1>"
    draft = make_draft(read_html(page(f"<article>{crumbs}{PARAGRAPHS}</article>")))
    assert draft.text.startswith("Old ferry to be sold\n")
    assert draft.text[draft.body_start :].startswith(TOLD[0])


CALL = "<p>To read the full story, subscribe.</p><p>Already a subscriber? Sign in</p>"


@pytest.mark.parametrize(
    ("html", "what"),
    [
        (page(f"<article><h1>Old ferry</h1><p>{TOLD[0]}</p>{CALL}</article>"), "subscribers"),
        (
            page(f"<article><h1>Old ferry</h1><p>{TOLD[0]}</p></article><div>{CALL}</div>"),
            "subscribers",
        ),
        (
            page(f"<p>{TOLD[0]}</p><p>You have reached your limit of free articles.</p>"),
            "subscribers",
        ),
        (
            "<h1>Before you continue</h1><p>We and our 823 partners store and/or access cookies on"
            " your device.</p><p>You can withdraw consent at any time.</p>",
            "cookies or consent",
        ),
        ("<p>Please enable JavaScript to continue using this site.</p>", "JavaScript"),
        (
            "<noscript>You need to enable JavaScript to run this.</noscript><div id=app></div>",
            "JavaScript",
        ),
        (
            page("<h1>Page not found</h1><p>It has moved, or never was.</p>", "<title>x</title>"),
            "error page",
        ),
        (page("<h1>Oops!</h1><p>Try again.</p>", "<title>404 - Not Found</title>"), "error page"),
        ("<title>403 Forbidden</title><center><h1>403 Forbidden</h1></center>", "error page"),
        ("<h1>Access Denied</h1>You have no permission to see this.", "error page"),
        ("<p>Checking your browser before you go on.</p>", "check for robots"),
        (
            "<h1>Latest</h1><ul>"
            + "".join(f"<li><a href=/{n}>The board votes on item {n}</a></li>" for n in range(30))
            + "</ul>",
            "list of links",
        ),
    ],
)
def test_a_wall_is_refused_and_named(html: str, what: str) -> None:
    """One sentence says what it is and what to do; it can still be read by who wants it."""
    with pytest.raises(UnreadableSource, match=what) as refused:
        read_html(html)
    assert str(refused.value).endswith("save that page and add the file.")
    read_html(html, refuse=False)


@pytest.mark.parametrize(
    "inside",
    [
        f"<article><h1>Ferry not found after the storm</h1><p>{TOLD[0]}</p></article>",
        f"<article><h1>404 people leave the islands</h1><p>{TOLD[0]}</p></article>",
        f"<article><h1>Cookies</h1><p>Ferry cooks baked cookies for all.</p><p>{TOLD[1]}</p>",
        f"<article><h1>The page</h1><p>The page was not found in the archive.</p><p>{TOLD[1]}</p>",
        f"<article><h1>Only for members</h1><p>The club is for members only.</p><p>{TOLD[1]}</p>",
        f"<article><h1>Old ferry</h1>{PARAGRAPHS * 4}</article><div>{CALL}</div>"
        f"<p>{' '.join(TOLD)} {' '.join(TOLD)} {' '.join(TOLD)} {' '.join(TOLD)}</p>",
        "<p><a href=x>Just a few words.</a></p>",
    ],
)
def test_an_article_is_not_taken_for_a_wall(inside: str) -> None:
    """Words of walls in a headline or in a story refuse nothing."""
    assert read_html(page(inside)).text


@pytest.mark.parametrize(
    "html",
    [
        "<article>" + "<figcaption>a caption</figcaption>behind it " * 5_000,
        "<div class=related>" * 20_000 + "words",
        "<a href=x><div>" * 20_000 + "words",
        "<article>" + "<div class='article-body'>" * 20_000 + "words " * 200,
        "<blockquote class=tweet>" * 20_000 + "words",
        "<h1>" * 20_000 + "words",
        "<p></p>",
    ],
)
@pytest.mark.timeout(60)
def test_a_hostile_page_is_pruned_in_time(html: str) -> None:
    """Neither depth nor number of what is left out stops it."""
    assert read_html(html, refuse=False) is not None
