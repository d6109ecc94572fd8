"""What is taken from a model's stream, however it is cut and whatever stands around it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.writing.claim_lines import (
    LONGEST_OBJECT,
    MOST_CLAIMS,
    ClaimLines,
    Copied,
    Line,
    Stated,
    Unanswered,
)

TEXTS = (
    st.text(min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text.isprintable() and text.strip())
)
PIECES = st.lists(st.integers(1, 40), min_size=1, max_size=20)
PROSE = st.text(alphabet=st.characters(exclude_characters="{"), max_size=40)


def read(text: str, pieces: list[int]) -> list[Line]:
    """The lines of a text that comes in pieces of these lengths, over and over."""
    lines, found, at, turn = ClaimLines(), list[Line](), 0, 0
    while at < len(text):
        size = pieces[turn % len(pieces)]
        found += lines.feed(text[at : at + size])
        at, turn = at + size, turn + 1
    return found + lines.end()


@given(
    st.lists(st.tuples(TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=3), PROSE), max_size=6),
    PIECES,
    st.sampled_from([None, 2]),
    st.booleans(),
)
def test_every_claim_is_found_whole(
    told: list[tuple[str, list[tuple[str, str]], str]],
    pieces: list[int],
    indent: int | None,
    ascii_only: bool,
) -> None:
    """Claims come out as they were put in, with any prose between and in pieces of any length."""
    text = ""
    for claim, quotes, prose in told:
        fields = {"claim": claim, "quotes": [{"key": key, "words": words} for key, words in quotes]}
        text += prose + json.dumps(fields, indent=indent, ensure_ascii=ascii_only) + "\n"
    found = read(text, pieces)
    assert [line.claim for line in found if isinstance(line, Stated)] == [one[0] for one in told]
    for line, (_, quotes, _) in zip(found, told, strict=True):
        assert isinstance(line, Stated)
        assert [one.words for one in line.quotes] == [words for _, words in quotes]


@given(st.text(alphabet='{}[]":,\\ \nabclaimquotes', max_size=400), PIECES)
def test_nothing_that_comes_breaks_it(text: str, pieces: list[int]) -> None:
    """Any text is read to its end, and cutting it elsewhere changes nothing."""
    assert read(text, pieces) == read(text, [1])


@given(st.text(alphabet='{}[]":, \nab', max_size=100), PIECES)
def test_a_good_line_is_found_after_anything(before: str, pieces: list[int]) -> None:
    """What went wrong before a line end does not hide the claim after it."""
    good = '\n{"claim": "It rained.", "quotes": []}\n'
    assert Stated("It rained.", ()) in read(before + good, pieces)


@pytest.mark.parametrize(
    "quotes",
    [
        '"quotes": [{"key": "K", "words": "w"}]',
        '"quotes": {"K": "w"}',
        '"quotes": {"key": "K", "words": "w"}',
        '"quote": {"key": "K", "quote": "w"}',
        '"key": "K", "quote": "w"',
        '"quotes": [{"key": "[K]", "words": "w"}, {"key": 7, "words": "x"}, "y", null]',
    ],
)
def test_quotes_are_read_in_the_shapes_that_models_give_them(quotes: str) -> None:
    """A list, an object or flat fields: the key and the words are the same."""
    assert read(f'{{"claim": "c", {quotes}}}', [7]) == [Stated("c", (Copied("K", "w"),))]


def test_finding_nothing_is_a_line() -> None:
    """Only an explicit true says so."""
    assert read('{"not_found": true}', [3]) == [Unanswered()]
    assert read('{"not_found": "maybe"} {"not_found": false}', [3]) == []


def test_control_characters_and_invisible_marks_are_taken_away() -> None:
    """Neither a line break nor a mark that turns the text stays in a claim."""
    written = '{"claim": "It\\u202e rained\\n\\u0007 \\u200bhard.", "quotes": []}'
    assert read(written, [9]) == [Stated("It rained hard.", ())]


def test_there_is_an_end_to_everything() -> None:
    """Claims, their length, and the length of an object are bounded."""
    line = '{"claim": "c", "quotes": []}\n'
    lines = ClaimLines()
    assert len(lines.feed(line * (MOST_CLAIMS + 5))) == MOST_CLAIMS
    assert lines.is_full
    assert read(json.dumps({"claim": "x " * 400}), [100]) == []
    assert read(json.dumps({"claim": "c", "more": "x" * LONGEST_OBJECT}), [100]) == []


@pytest.mark.parametrize("evil", ['{"a\\"', '{"', '{"a":[', '{"a":"b",', "{", '{"claim":"'])
def test_no_text_makes_it_slow(evil: str) -> None:
    """Objects that never end are not looked through over and over."""
    started = time.thread_time()
    read(evil * (20_000 // len(evil)), [500])
    assert time.thread_time() - started < 1
