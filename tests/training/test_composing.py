"""The training text that is composed is sound: its spans, its shares, its variety."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise

import pytest

from training.composing import Example, compose
from training.composing.families import families


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """A drawing that is large enough for shares."""
    return list(compose(1200, seed=17))


def test_sentences_cover_the_passage(examples: list[Example]) -> None:
    """Two to eight sentences follow each other with one space between them."""
    for example in examples:
        assert 2 <= len(example.sentences) <= 8
        assert example.sentences[0][0] == 0
        assert example.sentences[-1][1] == len(example.passage)
        for (_, end), (start, _) in pairwise(example.sentences):
            assert example.passage[end:start] == " "


def test_each_answer_lies_in_its_sentence(examples: list[Example]) -> None:
    """A span is a phrase of the sentence it stands for, without spaces or commas at its ends."""
    for example in examples:
        assert len(example.answers) == len(example.spans)
        assert list(example.answers) == sorted(set(example.answers))
        for answer, (start, end) in zip(example.answers, example.spans, strict=True):
            first, last = example.sentences[answer]
            assert first <= start < end <= last
            words = example.passage[start:end]
            assert words == words.strip(" ,.")
            assert not start or not example.passage[start - 1].isalnum()
            assert end == len(example.passage) or not example.passage[end].isalnum()


def test_only_unanswerable_questions_have_no_answer(examples: list[Example]) -> None:
    """No answer and the kind ``unanswerable`` go together, in 25 to 35 of 100 examples."""
    for example in examples:
        assert (example.kind == "unanswerable") is (not example.answers)
        assert example.kind != "several" or len(example.answers) > 1
    shares = Counter(example.kind for example in examples)
    assert 0.25 <= shares["unanswerable"] / len(examples) <= 0.35
    assert len(shares) >= 12


def test_nothing_of_the_little_language_is_left(examples: list[Example]) -> None:
    """No bracket, bar, hole or doubled space of a wording reaches the text."""
    for example in examples:
        for text in (example.question, example.passage):
            assert not re.search(r"[{}\[\]|()@]|  | [,.?]|,,|\.\.|,\.", text), text


def test_the_same_seed_gives_the_same_examples(examples: list[Example]) -> None:
    """A drawing can be repeated, and another seed is another drawing."""
    assert list(compose(40, seed=17)) == examples[:40]
    assert list(compose(40, seed=18)) != examples[:40]


def test_questions_differ(examples: list[Example]) -> None:
    """More than nine questions in ten are asked once."""
    assert len({example.question for example in examples}) > 0.9 * len(examples)


def test_an_example_is_one_line_of_json(examples: list[Example]) -> None:
    """The line holds the six fields."""
    line = examples[0].json()
    assert "\n" not in line
    assert list(json.loads(line)) == [
        "question",
        "passage",
        "sentences",
        "answers",
        "spans",
        "kind",
    ]


def test_families_are_many_and_their_wordings_differ() -> None:
    """There are at least eighty families, each with wordings of what is and of what is not."""
    assert len(families()) >= 80
    for family in families():
        assert family.claims["fact"], family.name
        assert len(family.claims) >= 2, family.name
        assert all(len(set(lines)) == len(lines) for lines in family.claims.values())


def test_topics_that_others_test_stay_out() -> None:
    """No wording is about what the shipped reader is tested with."""
    for family in families():
        for lines in family.claims.values():
            assert not re.search(r"\b(troops?|soldiers?|NATO|Ukrain\w*)\b", " ".join(lines))
