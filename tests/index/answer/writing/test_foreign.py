"""Words that a claim adds to what proves it."""

from __future__ import annotations

import pytest

from index.answer.writing.foreign import foreign

QUOTE = "Harbour master Ada Morrow closed the pier on Monday after divers found rot in its posts."


@pytest.mark.parametrize(
    "claim",
    [
        "Ada Morrow closed the pier.",
        "The pier was closed because its posts rotted.",
        "On 4 May the harbour master closed the pier, according to the report.",
        "Divers who found rot had the pier shut on Monday.",
        "It has eleven posts.",
    ],
)
def test_a_claim_may_word_it_a_little_otherwise(claim: str) -> None:
    """Other forms of the words, joining words, and one word of its own among several are free."""
    assert foreign(claim, [QUOTE]) is None


@pytest.mark.parametrize(
    ("claim", "own"),
    [
        ("Ada Morrow closed the pier, and oak furniture is cheap.", "oak furniture is cheap"),
        ("Oak is cheap: Ada Morrow closed the pier.", "Oak is cheap"),
        ("Paris is a city.", "Paris is a city"),
        ("It is cheap.", "cheap"),
        ("Ada Morrow closed the reip on Monday.", "reip"),
        ("Ada Morrow of the pier closedthepieronmonday.", "closedthepieronmonday"),
        ("Ada Morrow cerró el muelle.", "cerró el muelle"),
        ("A worried Ada Morrow soon closed the wooden pier early.", "worried"),
    ],
)
def test_what_a_claim_adds_is_told(claim: str, own: str) -> None:
    """Two words in a row that are nowhere, too many in all, and a distorted word."""
    assert foreign(claim, [QUOTE]) == own


def test_words_may_stand_in_any_of_the_texts() -> None:
    """What the passage, the title or the question has is not foreign."""
    claim = "Ada Morrow closed the wooden jetty."
    assert foreign(claim, [QUOTE]) == "wooden jetty"
    assert foreign(claim, [QUOTE, "Who closed the wooden jetty?"]) is None
