"""Messages that ask several questions at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom import ORCHARD, PIER, STORIES, UNANSWERABLE
from support import added, asked, quotes

from index.answer.joining import UNANSWERED
from index.library import Library
from index.several import questions_of
from index.values import Answered, NotFound

PIECES = st.sampled_from(["Who shut the mill?", "Really?", "I wonder.", "and when did it open?"])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who won? And who lost?", ("Who won?", "And who lost?")),
        (
            "who shut the mill? and when does it open again?",
            ("who shut the mill?", "and when does it open again?"),
        ),
        (
            "The mill was shut. Who did that? What does it cost",
            ("The mill was shut. Who did that?", "What does it cost"),
        ),
    ],
)
def test_each_question_stands_with_what_is_said_before_it(
    text: str, parts: tuple[str, ...]
) -> None:
    """A message is parted behind its question marks."""
    assert questions_of(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Who shut the mill?",
        "who shut the mill and when",
        "Really? Who shut the mill?",
        "Who shut the mill? And when?",
        "Who shut the mill? I need it for school.",
        "Who said “Who shut the mill?” in May?",
        "Who shut it? Who owns it? Who built it? Who sold it?",
        "",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    """Nor is a message parted that asks for more than three things."""
    assert questions_of(text) == (text,)


@given(st.lists(PIECES, max_size=8))
def test_no_word_of_a_message_is_lost(pieces: list[str]) -> None:
    """All that was said is in one of the questions, in order."""
    text = " ".join(pieces)
    assert " ".join(questions_of(text)).split() == text.split()


async def test_both_questions_of_a_message_are_answered(library: Library) -> None:
    """Each has its quotation, and the numbers go on."""
    await added(library, *STORIES)
    reply = await asked(library, f"{PIER.question} {ORCHARD.question}")
    assert isinstance(reply.answer, Answered)
    assert {PIER.quote, ORCHARD.quote} <= set(quotes(reply))
    numbers = [citation.number for citation in reply.answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [n for claim in reply.answer.claims for n in claim.citations] == numbers


async def test_a_quotation_that_answers_two_questions_stands_once(library: Library) -> None:
    """The same question twice has the answer of one."""
    await added(library, *STORIES)
    once = await asked(library, PIER.question)
    assert (await asked(library, f"{PIER.question} {PIER.question}")).answer == once.answer


async def test_which_question_has_no_answer_is_told(library: Library) -> None:
    """The other has its quotation all the same; without any the articles don't say."""
    await added(library, *STORIES)
    reply = await asked(library, f"{UNANSWERABLE} {PIER.question}")
    assert PIER.quote in quotes(reply)
    assert UNANSWERED.format(question=UNANSWERABLE) in reply.warnings
    neither = await asked(library, f"{UNANSWERABLE} {UNANSWERABLE}")
    assert isinstance(neither.answer, NotFound)
    assert len(neither.answer.nearest) == 3


async def test_the_second_question_may_lean_on_the_first(library: Library) -> None:
    """Who *she* is stands in the question before."""
    await added(
        library,
        *STORIES,
        "Mill shut\n\nAda Morrow shut the old mill on Friday. Ada Morrow was born in Fernwick.",
    )
    reply = await asked(library, "When did Ada Morrow shut the old mill? Where was she born?")
    assert "Ada Morrow was born in Fernwick." in quotes(reply)
