"""Figures that others are judged by are right themselves."""

import pytest

from evals.assertions import Source, lies_in
from evals.metrics import (
    area_under_curve,
    difference,
    first_rank,
    hit,
    holds,
    part_of,
    reciprocal,
)


def test_an_articles_rank_counts_articles_not_passages() -> None:
    """Two passages of one article take one place."""
    assert first_rank(["a", "a", "b", "a", "c"], {"c"}) == 3
    assert first_rank(["a", "a"], {"c"}) is None


def test_a_rank_beyond_the_depth_is_worth_nothing() -> None:
    """Hit and reciprocal rank stop at their depth."""
    assert (hit(5, 5), hit(6, 5), hit(None, 5)) == (1.0, 0.0, 0.0)
    assert (reciprocal(4), reciprocal(11), reciprocal(None)) == (0.25, 0.0, 0.0)


def test_a_difference_lies_in_its_interval_and_nought_has_none() -> None:
    """The bootstrap is paired: equal values differ by nothing, however they vary."""
    ours, theirs = [1.0, 0.0, 1.0, 1.0] * 25, [0.0, 0.0, 1.0, 0.0] * 25
    middle, low, high = difference(ours, theirs)

    assert middle == pytest.approx(0.5)
    assert 0.3 < low < middle < high < 0.7
    assert difference(ours, ours) == (0.0, 0.0, 0.0)


def test_the_area_is_how_often_the_right_one_is_ahead() -> None:
    """Of all pairs of a right and a wrong one; a tie is half a pair."""
    assert area_under_curve([0.9, 0.8, 0.1], [True, True, False]) == 1.0
    assert area_under_curve([0.9, 0.5, 0.5, 0.1], [True, False, True, True]) == 0.5
    assert area_under_curve([0.5, 0.7], [True, True]) == 0.5


def test_an_answer_is_held_as_whole_words() -> None:
    """Case, spaces and punctuation don't matter; parts of words do."""
    assert holds("She won at the  “TONY” awards.", "The Tony Awards")
    assert not holds("In 2016 it was 60%.", "6")


def test_a_question_stays_in_its_part() -> None:
    """The parts are told from the id alone."""
    assert part_of("20220617_0") == part_of("20220617_0")
    assert {part_of(str(number)) for number in range(50)} == {"choose", "confirm"}


def test_a_quote_lies_in_a_passage_of_its_own_article() -> None:
    """A quote may be cut by the passage's end, but not come from another article."""
    source = Source("A headline", "cut off. The vote was held on Tuesday by the whole council in")
    quote = "The vote was held on Tuesday by the whole council in Bresk."

    assert lies_in(quote, "A  Headline", [source])
    assert not lies_in(quote, "Another", [source])
    assert not lies_in("The vote was not held at all, said the mayor.", "A headline", [source])
