"""Whether sentences give the same answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.answer.agreement import agreement, answer_of, gives
from index.retrieve.reading import Sentence
from index.values import Article, Hit, Passage, Ranks

QUESTION = "Who won the race around Tansy Hill?"
WORDS = st.lists(st.sampled_from("Ada Morrow won the race in rain".split()), max_size=8)


def sentence(text: str, answer: str, score: float = 2.0, sureness: float = 0.9) -> Sentence:
    """A sentence in which the reader takes some words for the answer."""
    article = Article(id="a", library="paper", revision=1, title="Race", text=text)
    passage = Passage("a.1.0", "a", 1, 0, 0, len(text), text)
    start = text.index(answer)
    words = (start, start + len(answer))
    hit = Hit(passage, article, 1.0, Ranks())
    return Sentence(hit, 0, len(text), text, score, words, sureness)


def test_an_answer_that_others_give_is_agreed_on() -> None:
    """Whoever two sentences name has more behind them than whoever one names."""
    told = [
        sentence("Ada Morrow won the race.", "Ada Morrow"),
        sentence("Ivo Lantern won by a length.", "Ivo Lantern"),
        sentence("The winner was ADA  MORROW of Quill Bay.", "ADA  MORROW"),
    ]
    found = agreement(QUESTION, told)
    assert found[0] == found[2] > found[1] == 0


def test_likelier_sentences_say_more() -> None:
    """What the reader believes supports an answer more than what it doubts."""
    one, sure, doubted = (
        sentence(f"Ada Morrow won the {what}.", "Ada Morrow", score)
        for what, score in (("race", 2.0), ("cup", 3.0), ("prize", -3.0))
    )
    assert agreement(QUESTION, [one, sure])[0] > agreement(QUESTION, [one, doubted])[0] > 0


def test_a_notice_of_a_correction_supports_nothing() -> None:
    """It may have the words because they were wrong."""
    texts = ("Ada Morrow won the race.", "Correction: We wrongly said that Ada Morrow won.")
    told, notice = (sentence(text, "Ada Morrow") for text in texts)
    assert agreement(QUESTION, [told, replace(notice, notice=True)])[0] == 0
    assert agreement(QUESTION, [told, notice])[0] > 0


def test_unsure_words_agree_with_nothing_much() -> None:
    """Agreement counts as far as the reader is sure which words answer."""
    texts = ("Ada Morrow won.", "They cheered Ada Morrow.")
    sure = agreement(QUESTION, [sentence(text, "Ada Morrow") for text in texts])
    unsure = agreement(QUESTION, [sentence(text, "Ada Morrow", 2.0, 0.1) for text in texts])
    assert 0 < unsure[0] < sure[0]


def test_words_of_the_question_are_no_answer_to_agree_on() -> None:
    """That two sentences are about the same race supports neither."""
    texts = ("It rained on Tansy Hill.", "Many live on Tansy Hill.")
    assert agreement(QUESTION, [sentence(text, "Tansy Hill") for text in texts]) == [0, 0]


def test_an_answer_is_found_by_whole_words() -> None:
    """Part of a word is another word, and an endless answer is none."""
    assert gives(sentence("Ada Morrow won.", "won"), answer_of(sentence("A Morrow.", "Morrow")))
    assert not gives(sentence("Tomorrow she won.", "won"), answer_of(sentence("Mr. Row.", "Row")))
    long = "Ada Morrow and Ivo Lantern and Tomas Brandt"
    assert answer_of(sentence(f"{long} won.", long)) == ""
    assert not gives(sentence("They won.", "won"), "")


@given(st.lists(WORDS.filter(bool).map(" ".join), max_size=6))
def test_agreement_is_bounded_by_how_many_there_are(texts: list[str]) -> None:
    """Alone nothing is agreed on, and no order of the others matters."""
    told = [sentence(text, text.split()[-1]) for text in texts]
    found = agreement(QUESTION, told)
    assert len(found) == len(texts)
    assert all(0 <= one < len(texts) for one in found)
    np.testing.assert_allclose(sorted(agreement(QUESTION, told[::-1])), sorted(found))
