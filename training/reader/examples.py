"""What the reader learns from: questions, each with windows of text and the sentences that answer.

A window is one to all sentences of a passage, since at work passages come long and short. A window
may have a head in front, as passages have their article's title: here the passage's own first
sentence, where that does not answer.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from index.ingest.sentences import sentences
from index.values import Span

HELD_OUT = 0.06
"""The share of contexts that are never trained on."""
HEADED = 0.4
"""The share of windows with a head, where there is something to put there."""
SETS = ("new_wiki", "reddit", "amazon_reviews")


@dataclass(frozen=True, slots=True)
class Context:
    """A passage, its sentences, and which of them answer with which words (spans of the text)."""

    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question over a context: the sentences that answer, and the first answer's words.

    ``others`` are texts that do not answer though they are near.
    """

    question: str
    context: Context
    answers: frozenset[int]
    words: Span | None
    others: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """A text to read for a question; ``words`` is a span of ``text``, None to learn none."""

    head: str
    text: str
    sentences: tuple[Span, ...]
    answers: frozenset[int]
    words: Span | None


@dataclass(frozen=True, slots=True)
class Rivals:
    """How many wrong sentences compete with the right one, read alone.

    Up to ``beside`` are of the passage itself and up to ``elsewhere`` of others; at most ``most``.
    """

    beside: int
    elsewhere: int
    most: int


@dataclass(frozen=True, slots=True)
class Group:
    """A question and windows that compete for it."""

    question: str
    windows: tuple[Window, ...]


def context_of(text: str) -> Context:
    """A text with its sentences."""
    return Context(text, tuple(sentences(text)))


def is_held_out(text: str) -> bool:
    """Whether a context is kept to measure on, told from its hash."""
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32 < HELD_OUT


def read_squadshifts(
    folder: Path,
    mined: Mapping[str, Sequence[str]],
    *,
    held_out: bool,
    names: Sequence[str] = SETS,
) -> Iterator[Asked]:
    """The questions of some of its sets over contexts that are held out, or those that are not.

    ``mined`` are texts near each question that do not hold its answer.
    """
    for name in names:
        with gzip.open(folder / f"squadshifts_{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if is_held_out(record["context"]) == held_out:
                    yield from _asked(record, mined)


def _asked(record: Mapping[str, Any], mined: Mapping[str, Sequence[str]]) -> Iterator[Asked]:
    context = context_of(record["context"])
    for qa in record["qas"]:
        spans = [(a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]]
        answers = frozenset(n for span in spans if (n := _sentence_at(context, span)) is not None)
        if not answers:
            continue
        shortest = min(spans, key=lambda span: span[1] - span[0])
        others = tuple(context_of(text) for text in mined.get(qa["question"], ()))
        yield Asked(qa["question"], context, answers, shortest, others)


def _sentence_at(context: Context, span: Span) -> int | None:
    middle = (span[0] + span[1]) // 2
    for number, (start, end) in enumerate(context.sentences):
        if start <= middle < end:
            return number
    return None


def composed(lines: Iterator[str]) -> Iterator[Asked]:
    """The questions of our own making, as ``training.composing`` prints them."""
    for record in map(json.loads, lines):
        context = Context(record["passage"], tuple(map(tuple, record["sentences"])))
        spans = [tuple(span) for span in record["spans"]]
        words = spans[0] if spans else None
        yield Asked(record["question"], context, frozenset(record["answers"]), words)


def grouped(asked: Asked, random: Random, rivals: Rivals | None) -> Group:
    """The windows of one question for one pass: with the answer, without it, and from elsewhere.

    They are single sentences against those rivals, else runs of sentences as long as a passage.
    """
    windows = _runs(asked, random) if rivals is None else _alone(asked, random, rivals)
    return Group(asked.question, tuple(windows))


def _alone(asked: Asked, random: Random, rivals: Rivals) -> Iterator[Window]:
    """Single sentences: one that answers, some around it, and the likest from elsewhere."""
    count = len(asked.context.sentences)
    if asked.answers:
        yield _window(asked, range(n := random.choice(sorted(asked.answers)), n + 1), random)
    others = asked.others[: rivals.elsewhere]
    beside = min(rivals.beside, rivals.most - len(others))
    wrong = [n for n in range(count) if n not in asked.answers]
    for n in random.sample(wrong, min(len(wrong), beside)):
        yield _window(asked, range(n, n + 1), random)
    for other in others:
        n = _likest(asked.question, other)
        yield _window(Asked(asked.question, other, frozenset(), None), range(n, n + 1), random)


def _likest(question: str, context: Context) -> int:
    """The sentence that shares the most of its longer words with the question."""
    words = set(re.findall(r"\w{4,}", question.casefold()))
    shared = [
        len(words & set(re.findall(r"\w{4,}", context.text[a:b].casefold())))
        for a, b in context.sentences
    ]
    return shared.index(max(shared))


def _runs(asked: Asked, random: Random) -> Iterator[Window]:
    """Runs of sentences, as long as a passage."""
    context, answers = asked.context, asked.answers
    if not answers:
        yield _window(asked, range(len(context.sentences)))
        return
    yield _window(asked, _around(random, context, random.choice(sorted(answers))))
    if stretches := _stretches(context, answers):
        yield _window(asked, _part(random, *random.choice(stretches)), random)
    if asked.others:
        other = random.choice(asked.others)
        chosen = _part(random, 0, len(other.sentences), fewest=2)
        yield _window(Asked(asked.question, other, frozenset(), None), chosen)


def _around(random: Random, context: Context, answer: int) -> range:
    """A run of sentences with the answer in it: one, a few or all of them."""
    count = len(context.sentences)
    size = random.choices((1, 2, 3, 4, count), (0.34, 0.14, 0.12, 0.10, 0.30))[0]
    low = max(0, min(count - size, answer - random.randrange(size)))
    return range(low, min(count, low + size))


def _stretches(context: Context, answers: frozenset[int]) -> list[tuple[int, int]]:
    """The stretches of sentences between the answers."""
    edges = [-1, *sorted(answers), len(context.sentences)]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]


def _part(random: Random, low: int, high: int, fewest: int = 1) -> range:
    size = min(high - low, random.choice((fewest, fewest, 2, 3, 5)))
    start = random.randint(low, high - size)
    return range(start, start + size)


def _window(asked: Asked, chosen: range, random: Random | None = None) -> Window:
    context = asked.context
    start, end = context.sentences[chosen[0]][0], context.sentences[chosen[-1]][1]
    head = ""
    if chosen[0] > 0 and 0 not in asked.answers and (random is None or random.random() < HEADED):
        first = context.sentences[0]
        head = context.text[first[0] : first[1]]
    words = asked.words
    inside = words is not None and start <= words[0] and words[1] <= end
    return Window(
        head=head,
        text=context.text[start:end],
        sentences=tuple(
            (a - start, b - start) for a, b in context.sentences[chosen[0] : chosen[-1] + 1]
        ),
        answers=frozenset(n - chosen[0] for n in asked.answers if n in chosen),
        words=(words[0] - start, words[1] - start) if words is not None and inside else None,
    )
