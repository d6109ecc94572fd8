"""The question sets are whole: nothing in them is missing, doubled or unknown."""

from datetime import date
from typing import get_args

import pytest

from evals.metrics import plain
from evals.sets import (
    AlteredQuestion,
    Change,
    Corpus,
    EverydayQuestion,
    altered_questions,
    conversations,
    copy_pairs,
    everyday_questions,
    fresh_copy_pairs,
    notice_texts,
    period_questions,
    refusing_questions,
    said_questions,
)
from index.ingest.notices import notices_of

SETS = pytest.mark.parametrize(
    "questions",
    [altered_questions(), everyday_questions(), said_questions(), refusing_questions()],
    ids=["altered", "everyday", "said", "refusing"],
)


@SETS
def test_each_question_is_there_once(
    questions: list[AlteredQuestion] | list[EverydayQuestion],
) -> None:
    """Neither an id nor a wording is given twice."""
    assert len({question.id for question in questions}) == len(questions)
    assert len({plain(question.text) for question in questions}) == len(questions)


@SETS
def test_both_parts_have_questions_of_both_corpora(
    questions: list[AlteredQuestion] | list[EverydayQuestion],
) -> None:
    """What is chosen on one part can be confirmed on the other, for each corpus."""
    corpora = get_args(Corpus)

    assert {(question.part, question.corpus) for question in questions} == {
        (part, corpus) for part in ("choose", "confirm") for corpus in corpora
    }


def test_an_altered_question_says_what_it_was_and_what_changed() -> None:
    """Each question of a corpus is altered once, and in a known way."""
    questions = altered_questions()

    assert len({question.of for question in questions}) == len(questions)
    assert {question.changed for question in questions} == set(get_args(Change))
    assert all(question.of and question.text.strip() for question in questions)


def test_an_everyday_question_wants_facts_not_sentences() -> None:
    """What a quote must hold is one to five words, and the question does not give it away."""
    for question in everyday_questions() + said_questions() + refusing_questions():
        assert question.article.startswith("https://")
        assert question.wanted
        for phrase in question.wanted:
            assert 1 <= len(phrase.split()) <= 5, question.id
            assert f" {plain(phrase)} " not in f" {plain(question.text)} ", question.id


def test_the_questions_of_one_corpus_are_a_part_of_all() -> None:
    """Naming a corpus leaves the others out."""
    agency = everyday_questions("ap-news")

    assert len(agency) == 30
    assert agency == [q for q in everyday_questions() if q.corpus == "ap-news"]
    assert {question.corpus for question in altered_questions("realtimeqa-2022")} == {
        "realtimeqa-2022"
    }


def test_both_parts_have_copies_and_other_pairs() -> None:
    """Each pair is labelled once, and thresholds can be chosen on one part and confirmed."""
    pairs = copy_pairs()
    assert len({pair.id for pair in pairs}) == len(pairs)
    assert len({frozenset((pair.one, pair.other)) for pair in pairs}) == len(pairs)
    assert {(pair.part, pair.copy) for pair in pairs} == {
        (part, copy) for part in ("choose", "confirm") for copy in (True, False)
    }


def test_a_fresh_pair_is_none_that_thresholds_were_set_on() -> None:
    """Each is there once, and is not in the set before."""
    fresh = [frozenset((pair.one, pair.other)) for pair in fresh_copy_pairs()]
    known = {frozenset((pair.one, pair.other)) for pair in copy_pairs()}
    assert len(set(fresh)) == len(fresh)
    assert not known & set(fresh)


def test_the_labelled_notices_stand_in_their_texts_and_are_found() -> None:
    """Each once and in order; both parts have texts with notices and texts without."""
    texts = notice_texts()
    assert len({text.id for text in texts}) == len(texts)
    assert {(text.part, bool(text.notices)) for text in texts} == {
        (part, some) for part in ("choose", "confirm") for some in (True, False)
    }
    for text in texts:
        places = [text.text.index(words) for _, words in text.notices]
        assert places == sorted(places), text.id
        found = [(one.kind, text.text[one.start : one.end]) for one in notices_of(text.text)]
        assert tuple(found) == text.notices, text.id


def test_a_period_question_names_days_that_have_begun() -> None:
    """Each is there once, both parts have times and none, and no time is reversed or ahead."""
    questions = period_questions()
    assert len({(question.text, question.asked_on) for question in questions}) == len(questions)
    assert {(one.part, one.since is None and one.until is None) for one in questions} == {
        (part, none) for part in ("choose", "confirm") for none in (True, False)
    }
    for one in questions:
        days = [date.fromisoformat(day) for day in (one.since, one.until, one.asked_on) if day]
        assert days == sorted(days), one.id


def test_a_conversation_stands_or_wants_words_that_were_said() -> None:
    """Both parts have both, none twice, and nothing is wanted that nobody said."""
    told = conversations()
    assert len({one.id for one in told}) == len(told)
    assert len({(one.question, one.turns) for one in told}) == len(told)
    assert {(one.part, one.stands) for one in told} == {
        (part, stands) for part in ("choose", "confirm") for stands in (True, False)
    }
    for one in told:
        said = " ".join(f"{turn.question} {turn.answer} {turn.topic}" for turn in one.turns)
        assert one.stands != bool(one.wanted), one.id
        assert all(
            f" {plain(word)} " in f" {plain(said + ' ' + one.question)} " for word in one.wanted
        )
