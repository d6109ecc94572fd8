"""Passages read for a question: their sentences scored, and the passages put in a better order."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from index.idioms import in_plain_words
from index.ingest.furniture import stands_in_furniture
from index.ingest.notices import tells_what_holds
from index.ingest.sentences import sentences
from index.reader.reader import PassageReader, Read
from index.retrieve.opinions import opinions
from index.values import Article, Hit, Notice, Span
from index.wording import content_words, tells

READING_SHARE = 0.2
"""What the reader's opinion of a passage weighs beside its fused score."""

SENTENCES_READ = 20
"""More cost time and seldom hold the answer."""

HOPELESS = 0.7
"""What promises this much less than the best is not read, for the same reason."""

ALWAYS_READ = 8
"""So many are read whatever they promise: where a library is small, one word tells little."""

Analyze: TypeAlias = Callable[[str], Iterable[str]]
"""The words of a text, in the form in which they are compared."""

_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be quoted: ``[start, end)`` of its article, as the reader read it.

    ``score`` is the log-odds that it answers. ``words`` is the span of the article with the words
    that answer, likely so with probability ``sureness``. ``notice`` says that it is a whole notice
    of a correction or an update, of which no words are told apart.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    words: Span
    sureness: float
    notice: bool = False


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that was read, and its sentences in order."""

    hit: Hit
    sentences: tuple[Sentence, ...]


async def read(
    reader: PassageReader, question: str, hits: Sequence[Hit], analyze: Analyze
) -> tuple[ReadPassage, ...]:
    """The passages, the best for the question first, each with the sentences that were read.

    Sentences are scored one by one, since a neighbour that fits the question makes a wrong one look
    right; ``opinions`` says how. Up to ``SENTENCES_READ`` are, and beyond ``ALWAYS_READ`` none that
    promises ``HOPELESS`` less than the best: of the best passages, and those that share the
    question's telling words, which ``analyze`` tells in the form that the word search compares.
    Titles, scraps of a word or two, questions and lines of page furniture are not quotable, and of
    a notice of a correction nothing but the whole, where it tells what is right: what an earlier
    version said must never stand alone.
    """
    plain = in_plain_words(question)
    # *Who said no to it?* has no telling word left.
    sought = plain if tells(plain) else question
    spans = await asyncio.to_thread(_promising, sought, hits, analyze)
    placed = [(hit, span) for hit, told in zip(hits, spans, strict=True) for span in told]
    found = iter(await asyncio.to_thread(opinions, reader, plain, placed))
    passages = [
        _passage(hit, told, [next(found) for _ in told])
        for hit, told in zip(hits, spans, strict=True)
    ]
    return tuple(sorted(passages, key=lambda passage: -passage.hit.score))


def _quotable(hit: Hit) -> list[Span]:
    text, first = hit.passage.text, hit.passage.start
    skipped, notices = hit.article.body_start - first, set_apart(hit.article)
    told = [
        (start, end)
        for start, end in sentences(text)
        if start >= skipped
        and _says_something(text[start:end])
        and not any(one.start < first + end and first + start < one.end for one in notices)
    ]
    whole = [
        (one.start - first, one.end - first)
        for one, tells in notices.items()
        if tells and first <= one.start and one.end <= hit.passage.end
    ]
    return sorted(told + whole)


def set_apart(article: Article) -> dict[Notice, bool]:
    """The notices that are not read like other text, and whether the whole of each may be quoted.

    What is new stands in an update like anywhere else.
    """
    told = {
        one: tells_what_holds(one.kind, article.text[one.start : one.end])
        for one in article.notices
    }
    return {one: tells for one, tells in told.items() if one.kind != "update" or not tells}


def _promising(question: str, hits: Sequence[Hit], analyze: Analyze) -> list[list[Span]]:
    """The spans of each passage that are worth reading, in order."""
    told = [(number, span) for number, hit in enumerate(hits) for span in _quotable(hit)]
    asked = set(analyze(" ".join(content_words(question))))

    def promise(one: tuple[int, Span]) -> float:
        hit, (start, end) = hits[one[0]], one[1]
        shared = asked & set(analyze(hit.passage.text[start:end]))
        return hit.ranks.found + len(shared) / max(1, len(asked))

    promises = {one: promise(one) for one in told}
    kept: list[tuple[int, Span]] = []
    for one in sorted(told, key=lambda one: -promises[one]):
        hopeless = len(kept) >= ALWAYS_READ and promises[one] < promises[kept[0]] - HOPELESS
        if hopeless or len(kept) == SENTENCES_READ:
            break
        # Told last and only of these, since it takes longer than all else.
        if not _in_furniture(hits[one[0]], one[1]):
            kept.append(one)
    chosen = set(kept)
    return [[s for n, s in told if n == number and (n, s) in chosen] for number in range(len(hits))]


def _in_furniture(hit: Hit, span: Span) -> bool:
    start, end = hit.passage.start + span[0], hit.passage.start + span[1]
    return not _is_notice(hit.article, start, end) and stands_in_furniture(hit.article.text, start)


def _is_notice(article: Article, start: int, end: int) -> bool:
    return any((one.start, one.end) == (start, end) for one in set_apart(article))


def _says_something(sentence: str) -> bool:
    asks = sentence.rstrip("\"'”’ ").endswith("?")
    return not asks and len(re.findall(r"\w+", sentence)) >= _FEWEST_WORDS


def _passage(hit: Hit, spans: Sequence[Span], reads: Sequence[Read]) -> ReadPassage:
    best = max((one.score for one in reads), default=-math.inf)
    ranked = replace(
        hit,
        score=hit.score + READING_SHARE * likelihood_of(best),
        ranks=replace(hit.ranks, reading=best if reads else None),
    )
    told = (_sentence(ranked, span, one) for span, one in zip(spans, reads, strict=True))
    return ReadPassage(ranked, tuple(told))


def _sentence(hit: Hit, span: Span, one: Read) -> Sentence:
    start, end = hit.passage.start + span[0], hit.passage.start + span[1]
    notice = _is_notice(hit.article, start, end)
    return Sentence(
        hit=hit,
        start=start,
        end=end,
        text=hit.passage.text[span[0] : span[1]],
        score=one.score,
        # Of right and wrong in one notice, the reader may have marked the wrong; and half of it
        # could say the opposite of the whole.
        words=(start, end) if notice else (start + one.words[0], start + one.words[1]),
        sureness=0.0 if notice else one.sureness,
        notice=notice,
    )


def likelihood_of(log_odds: float) -> float:
    """Log-odds, minus infinity too, as a probability."""
    return 1 / (1 + math.exp(-log_odds)) if log_odds > -700 else 0.0
