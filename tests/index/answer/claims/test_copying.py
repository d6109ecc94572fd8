"""Claims in languages whose words no rule knows: copied, and no denial left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.claims.copying import uncopied

RAFT = "Die Fähre nach Sallow fährt am Sonntag nicht, weil ihr Motor zwei Risse hat."
RAFT_WORDS = RAFT.rstrip(".").replace(",", "").split()
RUMOUR = "Nach einem Gerücht, das falsch ist, fährt die Fähre am Sonntag."


@given(st.sets(st.integers(0, len(RAFT_WORDS) - 1), min_size=1))
def test_what_is_copied_in_its_order_keeps_its_denial(places: set[int]) -> None:
    """Any words may be left out but a denial, and the clause that a sentence begins with."""
    claim = " ".join(RAFT_WORDS[place] for place in sorted(places))
    denied, begun = RAFT_WORDS.index("nicht"), min(places) <= RAFT_WORDS.index("nicht")
    assert (uncopied(claim, [RAFT], "de") is None) == (denied in places and begun)


@given(st.permutations(RAFT_WORDS))
def test_another_order_is_not_copied(words: list[str]) -> None:
    """Who did it to whom may hang on the order."""
    assert (uncopied(" ".join(words), [RAFT], "de") is None) == (words == RAFT_WORDS)


@pytest.mark.parametrize(
    ("claim", "sentence", "language", "why"),
    [
        ("Die Fähre fährt am Montag nicht.", RAFT, "de", "in this order"),
        ("Die Fähre fährt am Sonntag.", RAFT, "de", "deny"),
        ("Die Fähre fährt am Sonntag.", RUMOUR, "de", "in this order"),
        ("Le bac part.", "Le bac n’est jamais parti le dimanche.", "fr", "in this order"),
        ("El barco sale hoy.", "El barco nunca sale hoy.", "es", "deny"),
        ("Färjan går.", "Färjan går inte.", "sv", "word for word"),
        ("", RAFT, "de", "in this order"),
    ],
)
def test_what_is_not_copied_is_told(claim: str, sentence: str, language: str, why: str) -> None:
    """Another word, a denial or a clause left out, a language whose denials nobody knows."""
    assert why in str(uncopied(claim, [sentence], language))


@pytest.mark.parametrize("language", ["de", "sv", "fi"])
def test_a_whole_sentence_may_be_said_in_any_language(language: str) -> None:
    """Capitals and marks are free."""
    assert uncopied(RAFT.upper().rstrip("."), ["Anderes.", RAFT], language) is None


def test_words_of_two_sentences_are_no_claim() -> None:
    """What one sentence begins is not ended by another."""
    told = ["Der Kreis klagt über den Hafen.", "Das Dorf zahlt den Motor."]
    assert uncopied("Der Kreis zahlt den Motor.", told, "de") is not None
