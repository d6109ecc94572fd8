"""Lines of page furniture are told from lines of an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ingest.furniture import is_furniture, stands_in_furniture, without_furniture

STORY = "The harbour board met on Tuesday and agreed that the old ferry would be sold."


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Recommended Videos",
            "Full Screen",
            "1 / 4",
            "3 of 12",
            "• Related Articles:",
            "Comments",
        ),
        *("ADVERTISEMENT", "Share this article", "12 comments", "Read more", "» Most popular «"),
        *(
            "Das könnte Sie auch interessieren",
            "À lire aussi :",
            "Leia também",
            "Te puede interesar",
        ),
        *(
            "Copyright 2031 Harbour News. All rights reserved.",
            "© Harbour News",
            "(c) 2031 Harbour",
        ),
        "This material may not be published, broadcast or rewritten.",
        "We may earn a commission when you buy through links on this page.",
        "Sign up for our newsletter and get the harbour in your inbox.",
        "Get the news delivered straight to your inbox every morning.",
        "Follow us on Facebook and Instagram.",
        "Follow the agency’s coverage of the harbour at",
        "Email Ann Lee at ann@harbour.example.",
        "Read more: Who buys an old ferry?",
        "RELATED: The ferry in pictures",
        "(Reporting by Ann Lee; editing by Bo Roe)",
        "Updated: 4 March 2031, 10:15",
        "Photo: Ann Lee",
        "Image credit: Harbour News",
        f"{STORY} (Ann Lee/Harbour Pool via AP)",
        "The old ferry on Monday. (AP Photo/Ann Lee)",
        "The old ferry leaves. Ann Lee/Getty Images",
    ],
)
def test_furniture_is_known(line: str) -> None:
    """Labels, counters, pointers, calls, notices, credits and captions."""
    assert is_furniture(line)
    assert is_furniture(f"  {line}\t")


@pytest.mark.parametrize(
    "line",
    [
        *("", " ", "***", "5", "Ferry sold", "“No,” she said.", "HARBOUR TOWN (Agency) —", STORY),
        "Follow-up talks are planned for Friday, the board said.",
        "Share prices fell after the sale of the ferry.",
        "Copyrighted songs were played on the ferry for years.",
        "Related companies offered twice as much, Lee said.",
        "More from the auction will go to the town, she said.",
        "Watch the tide and you will see how old the pier is.",
        "Subscribers paid for the ferry, and their names are on its bow.",
        "The photo of the ferry (left) hung in the town hall.",
        "Cases first appeared in the harbour at the end of August.",
        "Sign up for the race before noon, the club said, or stay ashore.",
        "The firm (Lee & Roe) bought it for 3/4 of its worth.",
        "Photo albums were found in the wheelhouse.",
        "The next ferry (see map) is due in May.",
    ],
)
def test_a_sentence_is_none(line: str) -> None:
    """What only begins like furniture is told apart."""
    assert not is_furniture(line)


def test_lines_are_taken_out_whole_and_nothing_else() -> None:
    """The others stay as they are, in order; a text of nothing else is left."""
    text = f"Ferry sold\n\n1 / 4\n{STORY}\nRecommended Videos\n  {STORY}"
    assert without_furniture(text) == f"Ferry sold\n\n{STORY}\n  {STORY}"
    assert without_furniture("Read more\nShare") == "Read more\nShare"


def test_a_place_in_a_text_is_in_furniture_or_not() -> None:
    """All sentences of a caption are furniture, wherever in its line they begin."""
    caption = f"{STORY} It was foggy. (Ann Lee/Pool via AP)"
    text = f"{STORY}\n{caption}\n{STORY}"
    assert [stands_in_furniture(text, at) for at in (0, text.index("It was"), len(text) - 5)] == [
        False,
        True,
        False,
    ]


@given(st.text(), st.integers(0, 50))
def test_any_text_can_be_asked(text: str, start: int) -> None:
    """No text makes it raise, and none becomes longer."""
    assert len(without_furniture(text)) <= len(text)
    stands_in_furniture(text, min(start, len(text)))


@pytest.mark.parametrize("part", ["Photo by ", "(A b/", "sign up ", "via A", "cookies terms "])
@pytest.mark.timeout(20)
def test_hostile_lines_are_told_in_time(part: str) -> None:
    """Three thousand lines of half a rule each take no more than a moment each."""
    text = "\n".join([part * (650 // len(part))] * 3_000)
    assert without_furniture(text)
