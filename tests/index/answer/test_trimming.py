"""What a long sentence may lose. All news here is invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.trimming import LONGEST, trimmed

MAIN = (
    "The harbour board of Quill Bay closed the old pier on Monday after divers from Fernmouth "
    "found rot in eleven of the oak posts that carry its outer half and the small lighthouse at "
    "the end"
)
NEEDED = "found rot in eleven"
SPOKEN = (
    "“The posts were rotten through and through, and anybody who walked out there in the last two "
    "winters was luckier than they will ever know, since the sea was doing the rest of the work,” "
    "said Ada Morrow"
)


def kept(text: str, needed: str) -> str:
    """What is quoted of a sentence with an answer in it."""
    assert len(text) > LONGEST
    at = text.index(needed)
    start, end = trimmed(text, 0, len(text), (at, at + len(needed)))
    return text[start:end]


@pytest.mark.parametrize(
    "rest",
    [
        ", which draws walkers and anglers from the whole of the western coast.",
        ", where anglers from all along the western coast used to stand in rain.",
        "; the quay is where the boats land and the anglers stand meanwhile.",
        ", and the boats are landing their catch at the old quay of the county.",
        ", and they will land their catch at the old quay of the county in 2031.",
        " — a blow to the anglers who come from all along the western coast.",
        ", leaving the anglers of the western coast with the old quay and its mud.",
    ],
)
def test_what_hangs_on_a_clause_is_left_out(rest: str) -> None:
    """A clause that stands without its tail is quoted without it."""
    assert kept(MAIN + rest, NEEDED) == MAIN


def test_the_role_behind_a_speakers_name_is_left_out() -> None:
    """A quotation keeps its speaker's name, and may lose what the speaker is."""
    rest = ", the director of the harbour board, who has dived there for most of her life."
    assert kept(SPOKEN + rest, "rotten through") == SPOKEN


def test_a_dateline_is_left_out() -> None:
    """The place in front of an agency's first sentence is no part of the clause."""
    clause = f"{MAIN} of its wall of grey stone."
    assert kept(f"QUILL BAY, East Sorrel (AP) — {clause}", NEEDED) == clause


def test_a_second_clause_may_be_quoted_alone() -> None:
    """A clause with its own named subject stands without an independent one before it."""
    first = "The old quay is where the boats land and where the anglers stand with their rods"
    second = MAIN.replace("The harbour board of Quill Bay closed", "The board has closed") + "."
    assert kept(f"{first}; {second}", NEEDED) == second


@pytest.mark.parametrize(
    "rest",
    [
        ", which was not the reason that the board gave to the anglers of the coast.",
        ", and nobody is sure that this was the true reason for what the board did.",
        ", and the boats are landing at the old quay of the county, officials said.",
        ", according to divers who have worked for the board in the last winters.",
        ", leaving anglers with the old quay unless the county pays for new oak.",
        ", which might be the last that the anglers of the coast ever see of it.",
        ", and the board is reportedly looking for another wood than oak for it.",
        ", which was built by prisoners in the summer of 1931 for the mail boats.",
        ", which was to be mended on Thursday by carpenters from the whole coast.",
        ", but the anglers of the western coast are walking out there as before.",
        ", although the anglers of the western coast are walking out as before.",
        ", which draws anglers, was the longest of the whole of the western coast.",
        ", “leaving anglers of the western coast with the old quay and its mud.”",
        " (the boats, leaving early, are landing at the old quay of the county).",
        ", leaving the boats of the anglers at what they call the ‘old mud’ of it.",
        ", leaving the anglers 'with mud, which is old' and with the county's quay.",
        ", which the board denied when the anglers of the western coast asked it.",
    ],
)
def test_what_may_govern_the_rest_is_never_left_out(rest: str) -> None:
    """With a negation, hedge, condition, attribution, date or doubt in the tail nothing is cut."""
    assert kept(MAIN + rest, NEEDED) == MAIN + rest


@pytest.mark.parametrize(
    "lead",
    [
        "The board denied what the anglers of the western coast had heard from the divers",
        "Officials said the old quay is where the boats land and where the anglers stand",
        "In Fernmouth the old quay is where the boats land and where the anglers stand",
        "The first of nine quays is where the boats land and where the anglers stand now",
        "On Sunday the old quay was where the boats landed and where the anglers stood",
        "If the old quay is where the boats land and where the anglers stand in winter",
    ],
)
def test_what_may_govern_from_the_front_is_never_left_out(lead: str) -> None:
    """A denial, report, place, day or condition in front may hold for all of the sentence."""
    text = f"{lead}, and the harbour board has {MAIN.partition('Bay ')[2]}."
    assert kept(text, NEEDED) == text


@pytest.mark.parametrize(
    "text",
    [
        "The old pier, which draws anglers from the whole of the western coast and beyond, and "
        "which the harbour board of Quill Bay and its divers have kept since the lighthouse "
        "stands there and the mail boats come and go, needs new posts of oak for its outer half.",
        "After the divers went down to the old posts of the pier of Quill Bay in the cold of one "
        "winter with their lamps and ropes, and the board was told of rot in all the outer half, "
        "the anglers and the mail boats went to the old quay of the county to land their catch.",
        "The county ordered posts of oak from the woods above Fernmouth — the last of the woods "
        "that the county owns and that carpenters from all of the western coast come to see — "
        "and the boats that bring them down the long river to the harbour of Quill Bay by sea.",
        "The board closed the pier to the anglers of the western coast, and when the divers went "
        "down to the old posts in the cold with their lamps and ropes, and the first of the lamps "
        "was lost in the mud, the mail boats went to the old quay of the county to land instead.",
        "A pier of oak with a small lighthouse at its outer end and a wall of grey stone along the "
        "whole of its northern side and benches for the anglers of the western coast; the old quay "
        "is where the mail boats land and where the anglers of the western coast stand meanwhile.",
        "The anglers who walked out to the small lighthouse at the end of the old pier of oak in "
        "all of the winters before the divers came to look at its posts with lamps; the old quay "
        "is where the mail boats land and where the anglers of the western coast stand meanwhile.",
        "The pier is closed, leaving the anglers who come from all of the western coast with their "
        "rods and buckets and lamps to the old quay of the county and to the mud that is there "
        "when the sea is low and the mail boats lie on their sides like cows in the wet grass.",
    ],
)
def test_no_half_of_a_clause_is_quoted(text: str) -> None:
    """What has no verb, is too short or waits for its main clause is not quoted alone."""
    assert kept(text, text[:12]) == text


def test_a_short_sentence_stays_whole() -> None:
    """Up to the limit nothing is cut, however well it could be."""
    rest = ", which draws walkers and anglers from the whole of the coast"
    text = MAIN + rest
    text = text[: LONGEST - 1] + "."
    assert trimmed(text, 0, LONGEST, (0, 9)) == (0, LONGEST)
    assert trimmed(f"{text}.", 0, LONGEST + 1, (0, 9)) == (0, len(MAIN))


def test_a_few_words_are_not_worth_an_ellipsis() -> None:
    """A tail that is hardly longer than an ellipsis stays."""
    text = f"{MAIN} of its wall of grey stone and moss, leaving them there."
    assert kept(text, NEEDED) == text


@pytest.mark.parametrize("needed", [(-9, -2), (5, 10_000), (9, 4)])
def test_what_is_not_in_the_sentence_cuts_nothing(needed: tuple[int, int]) -> None:
    """A span outside the sentence, or none at all, leaves it whole."""
    text = f"{MAIN}, which draws walkers and anglers from the whole of the western coast."
    assert trimmed(text, 0, len(text), needed) == (0, len(text))


TAILS = (
    ", including anglers who might have drowned if the sea had been higher than it was",
    *", which draws anglers|; the quay is full|, and they will not land|, but| unless it rains|“|”"
    '|, where nobody stood in 1931|, officials said| — a blow to the coast|"|(|)|‘|; and|.'
    "|, leaving the boats|, and the board has denied it|, and the boats are landing|, the director"
    "|, according to her|, “and they are sad,” she said|, leaving the old quay and its mud".split(
        "|"
    ),
)
TEXTS = st.tuples(
    st.sampled_from(("", "QUILL BAY (AP) — ", "The quay is where anglers stand, and ", "“")),
    st.sampled_from((MAIN, SPOKEN, f"{MAIN}; {SPOKEN}")),
    st.lists(st.sampled_from(TAILS), min_size=1, max_size=6).map("".join),
).map("".join)
NEVER_LOST = re.compile(
    r"\b(?:not|nobody|denied|might|if|unless|but|according|said)\b", re.IGNORECASE
)


@given(TEXTS, st.data())
def test_a_trim_keeps_its_promises(text: str, data: st.DataObject) -> None:
    """It holds the answer, lies in the sentence, loses no governing word, halves no quotation."""
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    start, end = trimmed(text, 0, len(text), (first, last))
    assert 0 <= start <= first <= last <= end <= len(text)
    lost = (text[:start], text[end:])
    if (start, end) != (0, len(text)):
        for part in lost:
            assert NEVER_LOST.search(part) is None
            assert sum(part.count(mark) for mark in '“”"') % 2 == 0
            assert part.count("(") == part.count(")")
        kept_words = text[start:end]
        assert sum(kept_words.count(mark) for mark in '“”"') % 2 == 0
        assert not re.search(r"\d", lost[0])
