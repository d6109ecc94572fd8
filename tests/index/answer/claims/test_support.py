"""How likely quoted sentences bear a claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.claims.overlap import Words, likest, overlap, words_of
from index.answer.claims.support import Support, SupportCheck
from index.embedding.minilm import MiniLM

QUOTES = (
    "Harbour master Ada Morrow, who took office in 1999, closed the pier at Quill Bay on Monday "
    "after divers found rot in eleven of its posts.",
    "Tram line seven returns to Hobb Street in September with twelve cars.",
)
MILD = "It blamed a mild winter and cheaper imports."
WORDS = st.lists(
    st.sampled_from("the a pier mayor closed oak posts not 11 rot".split()), min_size=1
)
SENTENCES = WORDS.map(" ".join)


@pytest.fixture(scope="module")
def check() -> SupportCheck:
    return SupportCheck(MiniLM(threads=1))


@pytest.mark.parametrize(
    "claim",
    [
        QUOTES[0],
        "Ada Morrow closed the pier at Quill Bay on Monday.",
        "Tram line 7 returns to Hobb Street in September.",
        "The pier at Quill Bay was closed because of rot in its posts.",
    ],
)
def test_what_the_quotes_say_is_borne(check: SupportCheck, claim: str) -> None:
    """Verbatim, without what is beside the point, and in other words."""
    assert check.support(claim, QUOTES).bears


@pytest.mark.parametrize(
    "claim",
    [
        "Grower Ivo Lantern has seen nothing like it in sixty years.",
        "The county pays for new posts of oak.",
    ],
)
def test_something_else_is_not_borne(check: SupportCheck, claim: str) -> None:
    """What the quotes do not speak of is not taken to be borne."""
    assert not check.support(claim, QUOTES).bears


@pytest.mark.parametrize(
    "claim",
    [
        "Tram line seven closed the pier at Quill Bay on Monday.",
        "Ada Morrow closed the pier at Quill Bay on Friday.",
        "Ada Morrow did not close the pier at Quill Bay on Monday.",
    ],
)
def test_what_is_altered_is_less_sure(check: SupportCheck, claim: str) -> None:
    """The halves of two sentences, another day, and the contrary score below what is said."""
    true = check.support("Ada Morrow closed the pier at Quill Bay on Monday.", QUOTES)
    assert check.support(claim, QUOTES).score < true.score / 2


def test_a_quote_more_or_less_tells(check: SupportCheck) -> None:
    """A claim of two sentences wants both, and without a word there is nothing to bear."""
    claim = f"{QUOTES[0].rstrip('.')}, and tram line seven returns to Hobb Street in September."
    both, one = check.support(claim, QUOTES), check.support(claim, QUOTES[1:])
    assert (both.bears, one.bears) == (True, False)
    assert both.score > one.score
    for nothing in (
        check.support(claim, ()),
        check.support("…", QUOTES),
        check.support(claim, ("…",)),
    ):
        assert nothing == Support(0.0, bears=False)


def test_what_stands_around_may_name(check: SupportCheck) -> None:
    """A name that only the passage has is borne by it, so the score is higher than without."""
    claim, quotes = "Ada Morrow closed the pier on Monday.", ("She closed the pier on Monday.",)
    around = check.support(claim, quotes, ("Ada Morrow spoke.",))
    assert around.score > check.support(claim, quotes).score


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Haile said he never took a penny.", "“I never took a penny.”"),
        ("Quillon blames a mild winter and cheap imports.", MILD),
        ("Quillon will not carry cars.", "The company ruled out carrying cars."),
    ],
)
def test_a_name_may_stand_for_a_pronoun(check: SupportCheck, claim: str, quote: str) -> None:
    """A name that the passage has does not count against a claim whose quote says ``it``."""
    assert check.support(claim, [quote], [f"Haile left Quillon. {quote}"]).bears


@pytest.mark.parametrize(
    "claim",
    [
        "Nine people drowned, the fire service said.",
        "The fire service said nine people drowned.",
        "According to the fire service, nine people drowned.",
    ],
)
def test_who_says_it_may_stand_far_from_what_is_said(check: SupportCheck, claim: str) -> None:
    """What a report says between both may be left out of a claim."""
    quote = (
        "Nine people drowned and hundreds left their homes when the river Tarn burst its banks on "
        "Tuesday night, the fire service said."
    )
    assert check.support(claim, [quote]).bears


@given(SENTENCES, st.lists(SENTENCES, max_size=3))
def test_a_sentence_overlaps_wholly_with_itself(sentence: str, others: list[str]) -> None:
    """Whatever else is quoted, it is the likest."""
    claim = words_of(sentence)
    said = [words_of(other) for other in (*others, sentence)]
    ordered = [said[place] for place in likest(claim, said)]
    found = overlap(claim, ordered)
    assert (found.followed, found.met) == (1.0, 1.0)
    assert overlap(claim, [claim]).gap == 0.0


@given(SENTENCES, st.lists(SENTENCES, min_size=1, max_size=4))
def test_more_sentences_share_no_less(sentence: str, others: list[str]) -> None:
    """Shares stay between nought and one, and grow with what is quoted."""
    claim, said = words_of(sentence), [words_of(other) for other in others]
    few, many = overlap(claim, said[:1]), overlap(claim, said)
    assert 0.0 <= few.followed <= many.followed <= 1.0
    assert 0.0 <= few.met <= many.met <= 1.0


def test_words_passed_over_are_counted() -> None:
    """The gap is of the claim's length, and none where nothing is shared."""

    def gap(claim: str, said: str) -> float:
        told: list[Words] = [words_of(said)]
        return overlap(words_of(claim), told).gap

    assert gap("mayor closed pier", "the mayor closed the old rotten pier") == pytest.approx(1.0)
    assert gap("mayor closed", "the mayor closed the pier") == 0.0
    assert gap("tram", "the mayor closed the pier") == 0.0
