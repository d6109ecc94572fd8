"""Somebody's words told as if they were the article's."""

from __future__ import annotations

import pytest

from index.answer.speech.reported import reports

QUOTE = "“The pier will never open again,” said Ada Morrow on Monday in Fernmouth."


@pytest.mark.parametrize(
    ("told", "is_reported"),
    [
        ("The pier will never open again.", True),
        ("The pier never opens again.", True),
        ("Wim Tesk never opens the pier.", True),
        ("Ada Morrow said that the pier will never open again.", False),
        ("According to Ada Morrow, the pier will never open again.", False),
        ("Ada Morrow spoke in Fernmouth on Monday.", False),
        ("“The pier will never open again.", False),
        ("On Monday in Fernmouth, the pier of Ada Morrow was told never to open.", False),
    ],
)
def test_words_in_quotation_marks_are_somebodys(told: str, is_reported: bool) -> None:
    """A text that has its words from there and names nobody reports as so what was said."""
    assert reports(told, [(QUOTE, 0, len(QUOTE))]) is is_reported


def test_what_the_article_says_itself_is_not_reported() -> None:
    """One source that says it in its own words is enough."""
    own = "The pier will never open again."
    assert not reports(own, [(QUOTE, 0, len(QUOTE)), (own, 0, len(own))])
