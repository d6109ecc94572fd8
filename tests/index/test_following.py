"""Questions that lean on the ones before them, made to stand by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom import OBSERVATORY, ORCHARD, PIER, STORIES, TRAM

from index.following import standalone
from index.limits import LONGEST_QUESTION

ANYTHING = st.text(max_size=LONGEST_QUESTION)
LEANING = st.sampled_from(
    ("When did that happen?", "And why?", "Why?", "Who told them?", "What about the posts?", "It?")
)
TURNS = st.lists(st.one_of(ANYTHING, LEANING), max_size=4)
NOUNS = st.sampled_from("quay ferry oak posts Fernmouth 1893 budget mayor's lighthouse".split())


@given(ANYTHING)
def test_a_first_question_is_left_as_it_is(question: str) -> None:
    """Without anything before it, nothing is carried over, however it leans."""
    assert standalone(question, ()) == question


@given(st.lists(NOUNS, min_size=1, max_size=5), TURNS)
def test_a_question_with_words_of_its_own_is_left_as_it_is(
    nouns: list[str], turns: list[str]
) -> None:
    """Whatever was asked before, nouns and names without a pronoun say what is meant."""
    question = f"Who paid for the {' '.join(nouns)}?"
    assert standalone(question, turns) == question


@pytest.mark.parametrize(
    "question",
    [
        *(story.question for story in STORIES),
        "Who did Ada Morrow send for when she closed the pier?",
        "When did the mayor say that he would resign?",
        "Did every fisherman land his catch there?",
        "In 1911, who built it?",
        "What is that telescope made of?",
        "And when does line seven return?",
        "How many piers are there in Quill Bay?",
        "Is there a ferry to Fernmouth?",
        "Will there be oak posts?",
    ],
)
def test_a_question_that_names_what_it_means_leans_on_nothing(question: str) -> None:
    """Who or what a pronoun means may stand before it, and *there is* points nowhere."""
    for story in STORIES:
        assert standalone(question, (story.question,)) == question


@pytest.mark.parametrize(
    ("before", "question", "told"),
    [
        (
            PIER,
            "Why did she close it?",
            "Why did she close it: closed the pier at Quill Bay on Monday?",
        ),
        (
            OBSERVATORY,
            "Who shows them there?",
            "Who shows them there: observatory on Mount Sorrel open to visitors?",
        ),
        (
            TRAM,
            "How many cars are there?",
            "How many cars are there: tram line seven return to Hobb Street?",
        ),
        (TRAM, "And why?", "And why: tram line seven return to Hobb Street?"),
        (
            ORCHARD,
            "What about pears?",
            "How many blossoms did frost kill in the orchards of Tansy Hill, pears?",
        ),
        (
            ORCHARD,
            "And the pears?",
            "How many blossoms did frost kill in the orchards of Tansy Hill, the pears?",
        ),
    ],
)
def test_what_a_question_leans_on_is_carried_over(before: object, question: str, told: str) -> None:
    """The subject comes along in the words in which it was asked for."""
    assert standalone(question, (getattr(before, "question", ""),)) == told


def test_the_subject_lasts_until_another_is_named() -> None:
    """Questions that lean change no subject; one that names its own does."""
    turns = (PIER.question, "Why did she close it?", "When was that?")
    assert "the pier at Quill Bay" in standalone("And how?", turns)
    told = standalone("And how?", (*turns, TRAM.question))
    assert "Hobb Street" in told
    assert "pier" not in told


@given(st.one_of(ANYTHING, LEANING), TURNS)
def test_what_is_made_is_never_longer_than_a_question_may_be(
    question: str, turns: list[str]
) -> None:
    """Whatever was asked before, the question can still be asked."""
    assert len(standalone(question, turns)) <= LONGEST_QUESTION


@pytest.mark.parametrize("length", [100, LONGEST_QUESTION])
def test_a_subject_that_makes_it_too_long_is_left_away(length: int) -> None:
    """The question is then asked as it was written."""
    before = f"Who closed {'the pier ' * (length // 9)}?"[:length]
    told = standalone("And when did that happen?", (before,))
    fits = length < LONGEST_QUESTION
    assert (told == "And when did that happen?") is not fits
