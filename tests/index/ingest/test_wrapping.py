"""Text wrapped to a width is read as the paragraphs it was."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from index.ingest.wrapping import unwrapped

WORDS = st.text(alphabet="abcdefghijklmnop", min_size=1, max_size=12)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=60, max_size=90), min_size=1, max_size=4)


@given(PARAGRAPHS, st.integers(50, 100))
def test_wrapping_is_undone(paragraphs: list[list[str]], width: int) -> None:
    """Whatever was wrapped to a usual width comes back as its paragraphs."""
    plain = "\n\n".join(" ".join(words) for words in paragraphs)
    wrapped = "\n\n".join(textwrap.fill(" ".join(words), width) for words in paragraphs)
    if max(map(len, wrapped.split("\n"))) == width:
        assert unwrapped(wrapped) == plain


@given(st.text())
def test_no_visible_character_is_lost(text: str) -> None:
    """Only white space changes."""
    assert unwrapped(text).split() == text.split()


def test_long_lines_stay() -> None:
    """A text with a paragraph a line is not wrapped, and is left alone."""
    text = "A heading\n" + "The quay was shut all day. " * 9 + "\n" + "It rained. " * 20
    assert unwrapped(text) == text


def test_short_lines_stay() -> None:
    """The lines of a list or a poem are kept."""
    text = "Bread\nHoney from the northern hives, two large jars of it, sealed\nRope\nTar\nNails"
    assert unwrapped(text) == text
