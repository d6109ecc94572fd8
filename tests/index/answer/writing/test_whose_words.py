"""Whose words a claim has, where it leaves that to a pronoun or to nobody. All news is invented."""

from __future__ import annotations

import pytest

from index.answer.claims.bearing import unborne
from index.answer.writing.claim_lines import Copied, Stated
from index.answer.writing.offering import Offered
from index.answer.writing.proving import Dropped, Proved, Prover
from index.values import Article, Hit, Passage, Ranks

TEXT = (
    "Mayor Ada Morrow said the pier of Quill Bay is shut. “We were careful, and nobody was hurt,” "
    "she told reporters on the quay.\n\nDriver Wim Ostrey waved. “I never took a penny,” he said."
)
CAREFUL = "“We were careful, and nobody was hurt,” she told reporters on the quay."
PENNY = "“I never took a penny,” he said."


@pytest.fixture
def prover() -> Prover:
    article = Article(id="a", library="l", revision=1, title="Pier", language="en", text=TEXT)
    passage = Passage("a", "a", 1, 0, 0, len(TEXT), TEXT)
    offered = Offered("BCDFG", Hit(passage, article, 1.0, Ranks()), 0, len(TEXT))
    return Prover("Who was careful?", [offered], unborne, lambda *_: None)


@pytest.mark.parametrize(
    ("claim", "speaker"),
    [
        ("She told reporters that nobody was hurt.", "Ada Morrow"),
        ("Nobody was hurt.", "Ada Morrow"),
        ("Ada Morrow was careful, and nobody was hurt.", "Ada Morrow"),
        ("Ada Morrow said nobody was hurt.", None),
        ("Nobody was hurt, according to Ada Morrow.", None),
    ],
)
def test_whoever_says_it_is_told_once(prover: Prover, claim: str, speaker: str | None) -> None:
    """Before the claim, where that does not tell whose words it has."""
    proved = prover.prove(Stated(claim, (Copied("BCDFG", CAREFUL),)))
    assert isinstance(proved, Proved)
    assert (proved.claim, proved.speaker) == (claim, speaker)


def test_what_somebody_says_of_himself_is_not_so_for_that(prover: Prover) -> None:
    """Where it cannot be told who speaks, nothing is shown as so; what names the speaker is."""
    for claim, kind in (
        ("Wim Ostrey never took a penny.", Dropped),
        ("Wim Ostrey said he never took a penny.", Proved),
        ("He said he never took a penny.", Proved),
    ):
        assert isinstance(prover.prove(Stated(claim, (Copied("BCDFG", PENNY),))), kind)
