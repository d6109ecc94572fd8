"""A rewritten question has the words that were said, and those of the question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom import PIER, TRAM

from index.answer.writing.keeping_to import strays
from index.limits import LONGEST_QUESTION
from index.values import Turn

WHY = "Why did she close it?"
WORDS = st.sampled_from("who why close pier Morrow Tram not 11 12 the it on casino Hobb".split())


@given(st.lists(WORDS, max_size=6))
def test_only_what_was_said_gets_in(said: list[str]) -> None:
    """Whichever words a question is made of, those that nobody said make it none."""
    turns = (Turn(PIER.question, PIER.quote), Turn(TRAM.question))
    text = f"Why did she close it, {' '.join(said)}?"
    foreign = {"not", "12", "casino"}
    assert (strays(text, WHY, turns) is None) is foreign.isdisjoint(said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("And what about the trams?", "Who closed the tram at Quill Bay on Monday?"),
        ("What happened next?", "What was next after the pier at Quill Bay closed?"),
        ("What’s her post?", "What is Ada Morrow’s post?"),
        ("When in 1911?", "When in 1911 did the pier close?"),
        ("Why wasn’t it closed?", "Why wasn’t the pier closed?"),
    ],
)
def test_the_words_that_join_may_go(question: str, said: str) -> None:
    """What opens a follow-up, or asks for no more than what was talked about, says nothing."""
    assert strays(said, question, (Turn(PIER.question, PIER.quote), Turn(TRAM.question))) is None


@pytest.mark.parametrize("sign", ["\n", "\u200b", "\u202e"])
def test_what_cannot_be_seen_is_never_taken(sign: str) -> None:
    """Not even where an article has it, which ends a line or turns one around."""
    turns = (Turn(PIER.question, f"{PIER.quote}{sign}"),)
    assert strays("Why did she close the pier?", WHY, turns) is None
    assert strays(f"Why did she close{sign} the pier?", WHY, turns) is not None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When in 1911?", "When did the pier close?"),
        ("And the trams?", "Who closed the pier at Quill Bay?"),
        ("Why did she not close it?", "Why did she close the pier?"),
        ("Why?", "Who closed the pier at Quill Bay?"),
        ("Why?", f"Why{' ' * LONGEST_QUESTION}?"),
    ],
)
def test_what_was_asked_may_not_go(question: str, said: str) -> None:
    """Nothing that was said before can have another question asked in its place."""
    assert strays(said, question, (Turn(PIER.question, PIER.quote),)) is not None
