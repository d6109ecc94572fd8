"""What the reader thinks of sentences, and of the best ones in the light of what stands before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from index.ingest.sentences import sentences
from index.reader.reader import PassageReader, Read, Shown
from index.values import Hit, Span

READ_AGAIN = 8
"""So many sentences are read in the light of the one before them as well."""

BEHIND = 2.0
"""None is whose log-odds are so much less than those of the best: it seldom comes to the front."""

Placed: TypeAlias = tuple[Hit, Span]
"""A sentence: the hit that it is of, and its span of that passage."""

_FARTHEST = 500
"""A sentence before is sought no further back than this many characters."""


def opinions(reader: PassageReader, question: str, told: Sequence[Placed]) -> list[Read]:
    """What the reader thinks of each sentence, scored alone, in order. Blocks, as the reader does.

    Each is read under its article's title, which says what all of it is about. The likeliest are
    read again under the sentence before, which says who *she* is and what was asked; of those, the
    mean of both counts.
    """
    shown = [_shown(*one) for one in told]
    found = [reads[0] for reads in reader.read(question, shown)]
    if not reader.minds_head:
        return found
    befores = {n: before for n in _likeliest(found) if (before := _before(*told[n]))}
    again = reader.read(question, [replace(shown[n], head=text) for n, text in befores.items()])
    for n, (other,) in zip(befores, again, strict=True):
        found[n] = _mean(found[n], other)
    return found


def _likeliest(found: Sequence[Read]) -> list[int]:
    best = sorted(range(len(found)), key=lambda n: -found[n].score)[:READ_AGAIN]
    return [n for n in best if found[n].score > found[best[0]].score - BEHIND]


def _mean(one: Read, other: Read) -> Read:
    """The mean opinion, with the words of whichever likes the sentence better."""
    words = max(one, other, key=lambda read: read.score).words
    return Read((one.score + other.score) / 2, words, (one.sureness + other.sureness) / 2)


def _shown(hit: Hit, span: Span) -> Shown:
    text = hit.passage.text[span[0] : span[1]]
    return Shown(hit.article.title, text, ((0, len(text)),))


def _before(hit: Hit, span: Span) -> str:
    """The sentence before this one in its article's body, empty where there is none."""
    end = hit.passage.start + span[0]
    near = hit.article.text[max(hit.article.body_start, end - _FARTHEST) : end]
    told = sentences(near)
    return near[slice(*told[-1])] if told else ""
