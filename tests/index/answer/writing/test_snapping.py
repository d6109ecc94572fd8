"""Words that a model copied, and where the article has them, if it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.writing.snapping import snap, tokens

TITLE = "A pier is closed"
BODY = (
    "Harbour master Ada Morrow said on 3 May that “1,200 fishermen won’t be moved” — not yet. "
    "Divers had found rot in eleven of the posts, which were driven in 1911 at a cost of £40. "
    "The county, which pays for repairs, reopened the old quay for the fishermen in the meantime. "
    "It is unlikely that the pier will reopen before autumn. The pier is 40% longer than the quay."
)
TEXT = f"{TITLE}\n\n{BODY}"
START = len(TITLE) + 2


def found(words: str) -> str | None:
    span = snap(words, TEXT, START, len(TEXT))
    return None if span is None else TEXT[slice(*span)]


@pytest.mark.parametrize(
    ("words", "true"),
    [
        ("1200 fishermen won't be moved", "1,200 fishermen won’t be moved"),
        ('said on 3 May that "1,200', "said on 3 May that “1,200"),
        ("WON’T BE MOVED - NOT YET", "won’t be moved” — not yet"),
        ("  rot in\neleven of the  posts ", "rot in eleven of the posts"),
        ("a cost of £40.", "a cost of £40"),
        ("Divers found rot in eleven of the posts which were driven in 1911", None),
        ("rot in eleven of posts, which were driven in 1911", "rot in eleven of the posts"),
        ("reopend the old quay for the fishermen in the meantime", "reopened the old quay"),
        ("Harbour master Ada Morrow … not yet", "Harbour master Ada Morrow said"),
        ("Divers had found rot [...] driven in 1911", "Divers had found rot in eleven"),
    ],
)
def test_what_was_copied_is_found(words: str, true: str | None) -> None:
    """Spaces, marks, dashes, capitals, small words and a slip of the pen are free."""
    got = found(words)
    assert got is None if true is None else got is not None and got.startswith(true)


@pytest.mark.parametrize(
    "words",
    [
        "1,300 fishermen won't be moved",
        "1,200 fishermen will be moved — not yet",
        "rot in twelve of the posts, which were driven in 1911 at a cost of £40",
        "which were driven in 1912 at a cost of £40",
        "driven in 1911 at a cost of $40",
        "driven in 1911 at a cost of -£40",
        "Harbour master Ida Morrow said on 3 May that",
        "Harbour master Ada Morris said on 3 May that",
        "It is likely that the pier will reopen before autumn",
        "It is unlikely that the pier will reopen after autumn",
        "The pier is 40 longer than the quay by far, and more",
        "The county reopened the old quay and pays for its repairs",
        "Rot was found by divers in eleven posts of the pier",
        "A pier is closed",
        "the posts, which were driven in 1911 … Divers had found rot",
        "moved yet … Divers had sunk",
        "the",
        "pier",
        "…",
        "",
        "“”",
    ],
)
def test_what_was_not_is_not(words: str) -> None:
    """Figures, currencies, names, denials, other words, another order: none is a slip."""
    assert found(words) is None


def test_few_words_are_found_where_they_stand_once() -> None:
    """A word or two say where they stand only if they stand there once."""
    assert found("unlikely") == "unlikely"
    assert found("the quay") == "the quay"
    assert found("the fishermen") == "the fishermen"
    assert found("the pier") is None


def test_other_scripts_are_found_too() -> None:
    """Words without spaces, accents however they are composed, figures of full width."""
    text = "港湾の桟橋は月曜日に閉鎖された。費用は４０円。 Le café a rouvert à Besançon."
    for words in (
        "桟橋は月曜日に閉鎖された",
        "費用は40円",
        "le cafe\u0301 a rouvert",
        "LE CAFÉ A ROUVERT",
    ):
        assert snap(words, text, 0, len(text)) is not None, words
    assert snap("桟橋は火曜日に閉鎖された", text, 0, len(text)) is None


SPOILED = {" ": "\u00a0 ", "’": "'", "“": '"', "”": "", "—": " - ", ",": " ,"}


@given(st.data())
def test_a_copied_stretch_is_always_found(data: st.DataObject) -> None:
    """Three whole words or more, in other marks and capitals, snap to where they were taken."""
    words = tokens(TEXT, START, len(TEXT))
    first = data.draw(st.integers(0, len(words) - 4))
    last = data.draw(st.integers(first + 3, len(words) - 1))
    copied = TEXT[words[first].start : words[last].end]
    for mark, other in SPOILED.items():
        if mark != "," and data.draw(st.booleans()):
            copied = copied.replace(mark, other)
    copied = data.draw(st.sampled_from([copied, copied.upper(), copied.lower()]))
    assert snap(copied, TEXT, START, len(TEXT)) == (words[first].start, words[last].end)


@given(st.text(alphabet=BODY + "…xyz", max_size=200), st.integers(0, len(TEXT)))
def test_what_is_found_is_nearly_what_was_copied(words: str, start: int) -> None:
    """Any span that is returned lies where it may, and has the figures that were copied."""
    span = snap(words, TEXT, start, len(TEXT))
    if span is None:
        return
    assert start <= span[0] < span[1] <= len(TEXT)
    if "…" not in words:
        true, copied = tokens(TEXT, *span), tokens(words)
        figures = [[t.form for t in side if t.form[-1:].isdigit()] for side in (true, copied)]
        assert figures[0] == figures[1]
        kept = {t.form[:3] for t in copied}
        assert sum(t.form[:3] in kept for t in true) >= len(true) * 0.7


@pytest.mark.timeout(60)
def test_no_words_make_it_slow() -> None:
    """A long passage and long words that nearly are in it end long before anybody gives up."""
    text = "word and then " * 300
    assert snap("word and thens " * 80, text, 0, len(text)) is not None
    assert snap("other and thens " * 400, text, 0, len(text)) is None
