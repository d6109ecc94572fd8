"""What a claim says that its quotes do not speak of."""

from __future__ import annotations

import pytest

from index.answer.writing.unquoted import unquoted

QUOTE = "She closed the pier on Monday after divers found rot in its posts."
AROUND = [
    "Harbour master Ada Morrow runs the quays of Fernmouth. Oak Boats sells cheap dinghies there.",
    "Pier shut",
]


@pytest.mark.parametrize(
    "claim",
    [
        "Harbour master Ada Morrow closed the pier.",
        "Ada Morrow of Fernmouth closed the pier, because divers found rot.",
        "The posts of the pier at Fernmouth had rot, and it was closed: divers had found it.",
        "Rot.",
        "Ada Morrow said: “She closed the pier on Monday.”",
        "Harbour master Ada Morrow told Fernmouth: “Rot!”",
        "“She closed the pier,” chief executive Ada Morrow told Fernmouth.",
    ],
)
def test_words_around_the_quotes_may_name_what_they_leave_open(claim: str) -> None:
    """Names of any number, and two other words in a row, may come from around."""
    assert unquoted(claim, [QUOTE], AROUND) is None


@pytest.mark.parametrize(
    ("claim", "beside"),
    [
        (
            "She closed the pier, and Oak Boats sells cheap dinghies.",
            "Oak Boats sells cheap dinghies.",
        ),
        ("Oak Boats: she closed the pier on Monday.", "Oak Boats"),
        ("Oak rot pays all of Fernmouth: she closed the pier.", "Oak rot pays all of Fernmouth"),
        ("The pier was closed — cheap dinghies sell.", "cheap dinghies sell."),
        ("Oak Boats sells dinghies.", "Oak Boats sells dinghies."),
        ("Oak sells it, Ada Morrow said: “Rot!”", "Oak sells it, Ada Morrow said"),
        ("Cheap dinghies sells Morrow said: “Rot!”", "Cheap dinghies sells Morrow said"),
        ("She closed it while quays sells cheap rot.", "quays sells cheap"),
    ],
)
def test_a_part_or_a_stretch_without_a_word_of_the_quotes_is_told(claim: str, beside: str) -> None:
    """Whatever else the claim rests on, what stands beside it is not proved by it."""
    assert unquoted(claim, [QUOTE], AROUND) == beside


def test_any_of_the_quotes_may_have_the_words() -> None:
    """A claim of two sources may join what each of them says."""
    claim = "She closed the pier, and Oak Boats sells cheap dinghies."
    assert unquoted(claim, [QUOTE, AROUND[0]], AROUND) is None
