"""What becomes of idioms in questions."""

from __future__ import annotations

import pytest

from index.idioms import in_plain_words


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("who ruled out troops?", "who said no to troops?"),
        ("Who has ruled it out?", "Who has said no to it?"),
        (
            "what did the mayor rule out after the storm",
            "what did the mayor say no to after the storm",
        ),
        ("Who is turning down the offer?", "Who is saying no to the offer?"),
        ("which club turns them down", "which club says no to them"),
        ("Who wants to rule out a strike?", "Who wants to say no to a strike?"),
        ("Who is the one who ruled out troops?", "Who is the one who said no to troops?"),
        ("What will she rule out?", "What will she say no to?"),
        ("what country ruled out troops", "what country said no to troops"),
    ],
)
def test_an_idiom_of_refusal_is_told_in_plain_words(question: str, plain: str) -> None:
    """Its form and what stands between its words are kept."""
    assert in_plain_words(question) == plain


@pytest.mark.parametrize(
    "question",
    [
        "Who was ruled out of the cup final?",
        "Which runner has been ruled out for the season?",
        "What was turned down by the council?",
        "Who turned up at the ruling?",
        "Who rejected the ruling?",
        "Is Harlan Keane ruled out?",
        "Why was the offer turned down?",
        "Which players have been officially ruled out?",
        "What injury ruled out Keane?",
        "What tests rule out a stroke?",
        "Which turn down the hill is it?",
        "How do I turn down the volume?",
        "Who had a goal ruled out?",
        "Who's ruled out?",
        "Who did not rule out troops?",
        "Who won't rule out troops?",
    ],
)
def test_what_means_something_else_is_left(question: str) -> None:
    """Who is ruled out of a match refuses nothing, a passive stays, and so does a denial."""
    assert in_plain_words(question) == question
