"""Sentences and passages are exact spans that lose nothing, whatever the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from index.ingest.splitting import PassageSplitter, sentences
from index.values import Span

WORDS = [
    "He",
    "said",
    "no",
    "Sen.",
    "Ortega",
    "U.S.",
    "“Why?”",
    "quay",
    "5",
    "a.m.",
    "…",
    "No.",
    "ok",
]
MARKS = "\u0301\u0308\u200d\ufe0f"
CLUSTERS = ["e\u0301", "👩‍👩‍👧", "🇩🇪", "🇫🇷", "각", "क्षि", "👍🏽", "\u0600a", "x" + "\u0301" * 12]
ENDS = [". ", ".\n", "\n\n", "! ", "? ", "。", "！", "。”", "\t", " ", "\u2028", " \u0301", "\r\n"]

repeated = st.builds(
    lambda sentence, times: sentence * times,
    st.sampled_from(["He said no. ", "Why?\n", "。", "ha", "\u0301", "🇩🇪", "A.\n", "... "]),
    st.integers(0, 60),
)
prose = st.lists(st.sampled_from(WORDS + ENDS)).map(" ".join)
woven = st.lists(st.sampled_from([*CLUSTERS, *ENDS, *WORDS, *MARKS])).map("".join)
chinese = st.text(alphabet="他说不走了，。！？」”\n", max_size=120)
one_word = st.text(alphabet="abé-\u0301", min_size=1, max_size=200)
blank = st.text(alphabet=" \n\t\u00a0\u2029\x1c", max_size=40)
anything = st.text(max_size=200)
texts = st.one_of(repeated, prose, woven, chinese, one_word, blank, anything)


def count(texts: Sequence[str]) -> list[int]:
    """A tokenizer of four letters, or one mark, a token."""
    return [len(re.findall(r"\w{1,4}|[^\w\s]", text)) for text in texts]


def splitter(characters: int = 900, tokens: int = 220) -> PassageSplitter:
    return PassageSplitter(count_tokens=count, max_characters=characters, max_tokens=tokens)


def of(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def assert_exact(text: str, spans: list[Span]) -> None:
    """Spans in order, disjoint, without white space at an edge, and nothing visible between."""
    reached = 0
    for start, end in spans:
        assert reached <= start < end <= len(text)
        assert not text[reached:start].strip()
        assert text[start:end] == text[start:end].strip()
        reached = end
    assert not text[reached:].strip()


@given(texts)
def test_sentences_cover_every_visible_character_once(text: str) -> None:
    """Sentences are disjoint, trimmed, in order, and leave only white space out."""
    assert_exact(text, sentences(text))


@given(texts, st.integers(1, 60), st.integers(1, 20))
def test_passages_cover_every_visible_character_once(text: str, size: int, tokens: int) -> None:
    """Passages are disjoint, trimmed, in order, and leave only white space out."""
    assert_exact(text, splitter(size, tokens).split(text))


@given(texts, st.integers(1, 60), st.integers(1, 20))
def test_passages_keep_both_caps(text: str, size: int, tokens: int) -> None:
    """No passage of more than one character exceeds a cap."""
    for start, end in splitter(size, tokens).split(text):
        assert end - start <= size
        assert count([text[start:end]])[0] <= tokens or end - start == 1


@given(texts, st.integers(1, 60), st.integers(1, 20))
def test_passages_keep_grapheme_clusters_whole(text: str, size: int, tokens: int) -> None:
    """Two passages meet inside a cluster only where that cluster alone exceeds a cap."""
    spans = splitter(size, tokens).split(text)
    clusters = [cluster.span() for cluster in regex.finditer(r"\X", text)]
    for (_, end), (start, _) in pairwise(spans):
        for first, last in clusters:
            if end == start and first < end < last:
                assert last - first > size or count([text[first:last]])[0] > tokens


@given(prose)
def test_passages_consist_of_whole_sentences(text: str) -> None:
    """Where every sentence fits, each passage begins and ends with one."""
    spans = sentences(text)
    size = max((end - start for start, end in spans), default=1)
    starts = {start for start, _ in spans}
    ends = {end for _, end in spans}
    for start, end in splitter(size, 10_000).split(text):
        assert start in starts
        assert end in ends


@pytest.mark.parametrize(
    "marked",
    [
        "He left.| She stayed.",
        "“He said no.”| She left.",
        '"He said no."| She left.',
        "“Stop!”| He ran.| (She hid.)| All slept.",
        "“Why?” asked Mara.| No one knew.",
        "“Why now?” Mara Quill said.| He left.",
        "“It was the heat,” she said.| He nodded.",
        "They moved to the U.S. in May.| It rained.",
        "They moved to the U.S.| The sea was near.",
        "It opens at 5 a.m. Monday.| Bring tea.",
        "See No. 5 on page 3.| Then stop.",
        "She said no.| He agreed.",
        "Was it fair?| No.| Nobody asked.",
        "The bay froze on Feb. 5.| It thawed.",
        "He was born in Feb.| The sea froze.",
        "OSLO, Wash. (AP) — The bay froze.| Gulls left.",
        "LIMA, Ohio.| — The mill shut.",
        "BEND, Ore. — The mill shut.",
        "In Quay v. Brandt the court ruled.| It sat.",
        "He waited ... and left.| Done.",
        "He fled.| ... Others stayed.",
        "1. Peel it.| 2. Eat it.",
        "It costs 4.50.| Visit quay.example.com today.",
        "i came home.| then i slept.",
        "他说不。|她走了！|“好？”|是",
        "क्या हुआ।| वह गया।",
        "A heading|\nA line|\n\n- one|\n- two",
    ],
)
def test_sentence_ends(marked: str) -> None:
    """Full stops and line breaks end sentences; quotation marks stay with what they close."""
    assert of(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize("text", ["", " ", "  \n\t\n", "\u2029\u00a0"])
def test_blank_texts_have_no_sentences(text: str) -> None:
    """White space alone makes neither sentences nor passages."""
    assert sentences(text) == []
    assert splitter().split(text) == []


@pytest.mark.parametrize(
    "name",
    [
        "Sen. Ada Quill", "Gov. Quill", "Lt. Gov. Quill", "Mr. Quill", "Mrs. Quill", "Dr. Quill",
        "ST. PAUL", "St. Quill", "J. K. Quill", "J.K. Quill", "U.S. Sen. Quill", "U.N. Hall",
        "Rep. Quill, R-Ky., and Sen. Moor", "Quill Jr. Hall", "Quill Inc. Tower",
        "Capt. J. A. Moor", "Washington, D.C. Mayor Quill", "W.Va. Gov. Quill", "Gov.-elect Quill",
        "More:Gov. Quill",
    ],
)  # fmt: skip
def test_abbreviations_before_names_end_nothing(name: str) -> None:
    """A title, an initial or an abbreviation before a name does not end the sentence."""
    assert of(f"On Monday {name} spoke. It rained.") == [f"On Monday {name} spoke.", "It rained."]


def test_passages_fill_up_to_the_cap() -> None:
    """A passage takes sentences for as long as they fit."""
    text = "One two three. Four five six. Seven eight. Nine."
    spans = splitter(characters=30).split(text)
    assert [text[start:end] for start, end in spans] == [
        "One two three. Four five six.",
        "Seven eight. Nine.",
    ]


def test_a_passage_full_enough_ends_with_its_paragraph() -> None:
    """From 60 % on, a paragraph's end ends the passage, although the next sentence would fit."""
    text = "Short one.\nThis paragraph fills it up.\nNext."
    spans = splitter(characters=50).split(text)
    assert [text[start:end] for start, end in spans] == [
        "Short one.\nThis paragraph fills it up.",
        "Next.",
    ]


def test_the_token_cap_ends_a_passage() -> None:
    """A passage that has characters left ends where its tokens are spent."""
    text = "One two. Three four. Five."
    spans = splitter(tokens=7).split(text)
    assert [text[start:end] for start, end in spans] == ["One two. Three four.", "Five."]


def test_a_long_sentence_is_cut_at_white_space() -> None:
    """A sentence over the cap is cut between words."""
    text = "alpha beta gamma delta epsilon"
    spans = splitter(characters=12).split(text)
    assert [text[start:end] for start, end in spans] == ["alpha beta", "gamma delta", "epsilon"]


def test_a_long_word_is_cut_between_clusters() -> None:
    """A word over the cap is cut between grapheme clusters, never inside one."""
    family = "👩‍👩‍👧"
    text = family * 5
    spans = splitter(characters=len(family) * 2 + 1).split(text)
    assert [text[start:end] for start, end in spans] == [family * 2, family * 2, family]


@pytest.mark.parametrize("wrong", [{"max_characters": 0}, {"max_tokens": 0}, {"enough": 1.5}])
def test_caps_that_nothing_fits_are_refused(wrong: dict[str, float]) -> None:
    """A splitter that could never end is not made."""
    with pytest.raises(ValueError, match="at least 1"):
        PassageSplitter(count, **wrong)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "a" * 500_000, "\n" * 500_000, "\n\n\nx" * 50_000, "He said no. " * 20_000, "." * 300_000,
        "e" + "\u0301" * 200_000, "... " * 50_000, "U.S. " * 40_000, "1. " * 60_000, '." ' * 60_000,
        "他说不" * 50_000, "a" + " " * 500_000 + "b", "🇩🇪" * 50_000, "”" * 200_000, "!。" * 50_000,
    ],
    ids=lambda text: ascii(text[:6]),
)  # fmt: skip
def test_hostile_texts_take_linear_time(text: str) -> None:
    """Texts made to be slow are split within seconds."""
    assert_exact(text, splitter().split(text))
