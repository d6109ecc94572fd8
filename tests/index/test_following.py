"""Questions that lean on the ones before them, made to stand by themselves."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom import OBSERVATORY, ORCHARD, PIER, STORIES, TRAM

from index.following import leans, standalone
from index.limits import LONGEST_QUESTION
from index.values import Turn

ANYTHING = st.text(max_size=LONGEST_QUESTION)
LEANING = st.sampled_from(
    ("When did that happen?", "And why?", "Why?", "Who told them?", "What about the posts?", "It?")
)
TURNS = st.lists(st.one_of(ANYTHING, LEANING).map(Turn), max_size=4)
NOUNS = st.sampled_from("quay ferry oak posts Fernmouth 1893 budget mayor's lighthouse".split())


@given(ANYTHING)
def test_a_first_question_is_left_as_it_is(question: str) -> None:
    """Without anything before it, nothing is carried over, however it leans."""
    assert standalone(question, ()) == question


@given(st.lists(NOUNS, min_size=1, max_size=5), TURNS)
def test_a_question_with_words_of_its_own_is_left_as_it_is(
    nouns: list[str], turns: list[Turn]
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
        assert standalone(question, (Turn(story.question),)) == question


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
    assert standalone(question, (Turn(getattr(before, "question", "")),)) == told


def test_the_subject_lasts_until_another_is_named() -> None:
    """Questions that lean change no subject; one that names its own does."""
    turns = tuple(map(Turn, (PIER.question, "Why did she close it?", "When was that?")))
    assert "the pier at Quill Bay" in standalone("And how?", turns)
    told = standalone("And how?", (*turns, Turn(TRAM.question)))
    assert "Hobb Street" in told
    assert "pier" not in told


@given(st.one_of(ANYTHING, LEANING), TURNS)
def test_what_is_made_is_never_longer_than_a_question_may_be(
    question: str, turns: list[Turn]
) -> None:
    """Whatever was asked before, the question can still be asked."""
    assert len(standalone(question, turns)) <= LONGEST_QUESTION


@pytest.mark.parametrize("length", [100, LONGEST_QUESTION])
def test_a_subject_that_makes_it_too_long_is_left_away(length: int) -> None:
    """The question is then asked as it was written."""
    before = f"Who closed {'the pier ' * (length // 9)}?"[:length]
    told = standalone("And when did that happen?", (Turn(before),))
    fits = length < LONGEST_QUESTION
    assert (told == "And when did that happen?") is not fits


WHO = Turn("Who closed the pier at Quill Bay?", "Mayor Ada Morrow closed the pier at Quill Bay.")
RACE = Turn("Who won the race?", "Jon Tesk won the race, ahead of Olaf Brandt, in four minutes.")
BUILT = Turn("Who built it?", "Vera Kowal and Dimitar Jansen built it.")
POET = Turn("When was the first novel out?", "Mireille Petrov wrote it in 1987.", "Mireille Petrov")
BAND = Turn("Where did they play?", "They played in a boathouse.", "The Hollow Lanterns")


@pytest.mark.parametrize(
    ("turns", "question", "told"),
    [
        ((WHO,), "Why did she close it?", "Why did Ada Morrow close it?"),
        ((WHO,), "Who is her deputy?", "Who is Ada Morrow’s deputy?"),
        ((WHO,), "Who gave her the key?", "Who gave Ada Morrow the key?"),
        ((WHO,), "Who thanked her?", "Who thanked Ada Morrow?"),
        ((RACE,), "How old is he?", "How old is Jon Tesk?"),
        ((WHO, RACE), "How old is he?", "How old is Jon Tesk?"),
        ((RACE, Turn("How old is he?", "Tesk is 24.")), "Is he rich?", "Is Jon Tesk rich?"),
        ((BUILT,), "Where were they born?", "Where were Vera Kowal and Dimitar Jansen born?"),
        ((POET,), "Where was she born?", "Where was Mireille Petrov born?"),
        ((POET,), "When did Petrov move?", "When did Mireille Petrov move?"),
        ((POET,), "Any other novels?", "Any other novels: Mireille Petrov?"),
        ((POET,), "What happened in 1992?", "What happened in 1992: Mireille Petrov?"),
        ((POET, RACE), "How old is he?", "How old is Jon Tesk?"),
        ((BAND,), "Who founded them?", "Who founded The Hollow Lanterns?"),
        ((BAND,), "What was its first record?", "What was The Hollow Lanterns’ first record?"),
    ],
)
def test_a_pronoun_means_who_was_named(turns: tuple[Turn, ...], question: str, told: str) -> None:
    """Whom the answer names, else whom the article that answered is about."""
    assert standalone(question, turns) == told


@pytest.mark.parametrize(
    ("turns", "question", "wrong"),
    [
        ((Turn("How was the race?", "Jon Tesk beat Olaf Brandt."),), "How old is he?", "Tesk"),
        ((Turn("How was Mrs. Ada Morrow?", "Ada Morrow was well."),), "How old is he?", "is Ada"),
        ((Turn("Where is the pier?", "It is in Quill Bay."),), "How old is she?", "is Quill"),
        ((POET,), "What did Ivo Petrov say?", "Mireille"),
        ((POET,), "Who is Petrov Lantern?", "Mireille"),
        ((POET,), "Who won the race?", "Mireille"),
        ((POET, RACE), "Any other prizes?", "Mireille"),
    ],
)
def test_who_is_not_surely_meant_is_not_named(
    turns: tuple[Turn, ...], question: str, wrong: str
) -> None:
    """One of two, of the other sex, a place, a namesake, or whom the talk has left."""
    assert wrong not in standalone(question, turns)


@given(ANYTHING, st.lists(st.builds(Turn, ANYTHING, ANYTHING, ANYTHING), max_size=4))
def test_whatever_was_answered_a_question_can_still_be_asked(
    question: str, turns: list[Turn]
) -> None:
    """Its length is that of a question, and without turns nothing changes."""
    told = standalone(question, turns)
    assert len(told) <= LONGEST_QUESTION
    assert turns or told == question


def test_much_that_was_said_takes_little_time() -> None:
    """Answers that are made to be slow to look through are not looked through."""
    turns = [Turn("Aa Bb " * 80, "Aa Bb " * 5_000, "")] * 4
    started = time.thread_time()
    standalone("Why did he close it?", turns)
    assert time.thread_time() - started < 1.0


@pytest.mark.parametrize(
    ("turns", "question", "told"),
    [
        ((), "Why did she close it?", False),
        ((WHO,), "Who won the race?", False),
        ((WHO,), "Why did she close it?", True),
        ((WHO,), "And why?", True),
        # Nothing fits, which is for a model to find out.
        ((Turn("Why?"),), "Who told them?", True),
    ],
)
def test_what_leans_is_told_from_what_does_not(
    turns: tuple[Turn, ...], question: str, told: bool
) -> None:
    """Only where something came before, and whether or not the rules know what is meant."""
    assert leans(question, turns) is told
