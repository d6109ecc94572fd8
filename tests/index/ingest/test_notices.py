"""Notices of corrections and updates: found whole where they stand, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ingest.furniture import is_furniture
from index.ingest.html import read_html
from index.ingest.material import make_draft
from index.ingest.notices import notices_of, tells_what_holds

BODY = (
    "The council of Port Ellery closed Marrow Bridge on Monday.\n\n"
    "The ferry runs every half hour meanwhile.\n\nTickets cost two crowns."
)
NOTICES = {
    "CORRECTION: An earlier version of this story gave the wrong day. It is Monday.": "correction",
    "Correction (4 May): The deck was laid in 1978, not in 1987.": "correction",
    "This story has been corrected to show that the bridge is closed.": "correction",
    "This article was amended on 4 May 2031. An earlier version said Tuesday.": "correction",
    "(Corrects day in paragraph 1)": "correction",
    "Clarification: This story has been updated to clarify who may use the ferry.": "clarification",
    "Editor's note: This article has been updated with a timetable.": "update",
    "UPDATE (3 p.m.): One lane is open again, the council says.": "update",
    "This story has been updated.": "update",
}
TRAPS = (
    "Correction: a fall of a tenth or more from the last peak.",
    "The market correction has taken a tenth off the price of timber.",
    "Corrections officers vote on Friday.",
    "Update your phone before you travel, the operator advises.",
    "This page will be updated throughout the day.",
    "“This story has been updated so often that nobody knows it,” he said.",
    "An earlier version of the bill said that bridges must be inspected.",
    "Editor's note: Pia Holm is the author of a book on bridges.",
    "This report was amended by the committee on 4 May.",
)


@pytest.mark.parametrize(("words", "kind"), NOTICES.items())
@pytest.mark.parametrize("first", [True, False])
def test_a_notice_is_found_where_it_stands(words: str, kind: str, first: bool) -> None:
    """At the beginning as at the end, with its kind and all of its words."""
    text = f"{words}\n\n{BODY}" if first else f"{BODY}\n\n{words}"
    (notice,) = notices_of(text)
    assert (notice.kind, text[notice.start : notice.end]) == (kind, words)


@pytest.mark.parametrize("words", TRAPS)
def test_what_only_mentions_a_correction_is_none(words: str) -> None:
    """Neither at the beginning nor at the end."""
    assert notices_of(f"{words}\n\n{BODY}") == ()
    assert notices_of(f"{BODY}\n\n{words}") == ()


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        ("Updated May 12, 2031 at 4:12 p.m.", True),
        ("Updated May 12 with a statement from the tram works.", False),
        ("Correction, 12 May 2031: The deck was laid in 1978, not in 1987.", False),
    ],
)
def test_only_a_bare_moment_is_page_furniture(line: str, furniture: bool) -> None:
    """What tells of the update is kept with the article, and what only dates the page is not."""
    assert is_furniture(line) is furniture


@pytest.mark.parametrize(
    "box",
    [
        "<p>{}</p>",
        "<aside class='box'><p>{}</p></aside>",
        "<footer><p>{}</p><p>Share this</p></footer>",
        "<div class='article-footer'>{}</div>",
    ],
)
def test_a_notice_of_a_page_stays_whatever_box_it_stands_in(box: str) -> None:
    """Asides and footers are no part of an article, but for what they say of its corrections."""
    told = (
        f"<p>{line} The council says so, and the ferry runs.</p>" for line in BODY.split("\n\n")
    )
    notice = next(iter(NOTICES))
    page = f"<html><body><article>{''.join(told)}{box.format(notice)}</article></body></html>"
    text = make_draft(read_html(page)).text
    (found,) = notices_of(text)
    assert text[found.start : found.end] == notice
    assert "Share" not in text


def test_a_label_of_its_own_belongs_to_the_notice_below() -> None:
    """The heading and the paragraph under it are one notice."""
    text = f"{BODY}\n\nCORRECTION\n\nA previous version of this story misspelled Ellery."
    (notice,) = notices_of(text)
    assert text[notice.start : notice.end].startswith("CORRECTION\n\nA previous")


def test_a_list_of_corrections_to_others_is_no_notice() -> None:
    """A page that has many corrects other articles, not itself."""
    told = [f"Correction: An earlier version of this story misnamed pier {n}." for n in range(9)]
    assert notices_of("\n\n".join(told)) == ()


def test_the_title_is_no_notice() -> None:
    """What stands before the body is looked at by nobody."""
    text = f"Correction: an earlier version of this story was wrong\n\n{BODY}"
    assert notices_of(text, text.index("The council")) == ()


@pytest.mark.parametrize(
    ("words", "tells"),
    [
        ("An earlier version of this story said that 40 people were hurt.", False),
        ("An earlier version of this story said that 40 were hurt. The number is 14.", True),
        ("Correction: A previous version of this story misspelled a name.", False),
        ("This story has been corrected to show that the bridge is closed.", True),
        ("This story has been corrected to show the correct spelling of Okoro.", False),
    ],
)
def test_a_notice_says_what_is_right_or_only_what_was_wrong(words: str, tells: bool) -> None:
    """Where only the wrong is told, nothing of it can be an answer."""
    assert tells_what_holds("correction", words) is tells


words_of_notices = st.sampled_from([*NOTICES, *TRAPS, "CORRECTION", "___", "", " ", "(", "Update:"])


@given(st.lists(st.one_of(words_of_notices, st.text(max_size=60)), max_size=20), st.integers(0, 90))
def test_notices_are_spans_in_order(lines: list[str], body_start: int) -> None:
    """Whatever the text is, they lie in its body, one behind the other, without edges of space."""
    text = "\n".join(lines)
    behind = body_start
    for notice in notices_of(text, body_start):
        assert behind <= notice.start < notice.end <= len(text)
        words = text[notice.start : notice.end]
        assert words == words.strip()
        behind = notice.end


def test_no_text_makes_it_slow() -> None:
    """A megabyte of what looks like notices takes no time to speak of."""
    hostile = ("correct " * 100, "Update 3 p.m. Monday, " * 40, "In a story " * 80, "(" * 900)
    started = time.thread_time()
    for line in hostile:
        notices_of(f"{line}\n" * (1_000_000 // len(line)))
    assert time.thread_time() - started < 5
