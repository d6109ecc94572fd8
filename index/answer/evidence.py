"""The sentences that an extractive answer may quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.ingest.sentences import sentences
from index.values import Hit

_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage that was found; ``text`` is ``[start, end)`` of its article."""

    hit: Hit
    start: int
    end: int
    text: str


def quotable(hits: Sequence[Hit]) -> list[Sentence]:
    """The sentences of the passages, in their order, that say something a person could be told.

    Titles, scraps of a word or two and questions are left out; a text that stands in several
    articles is kept where it was found first.
    """
    seen: set[str] = set()
    found: list[Sentence] = []
    for hit in hits:
        for start, end in sentences(hit.passage.text):
            sentence = _sentence(hit, start, end)
            key = " ".join(sentence.text.split()).casefold()
            if key not in seen and _says_something(sentence):
                seen.add(key)
                found.append(sentence)
    return found


def _sentence(hit: Hit, start: int, end: int) -> Sentence:
    first = hit.passage.start + start
    return Sentence(hit, first, hit.passage.start + end, hit.passage.text[start:end])


def _says_something(sentence: Sentence) -> bool:
    return (
        sentence.start >= sentence.hit.article.body_start
        and len(re.findall(r"\w+", sentence.text)) >= _FEWEST_WORDS
        and not sentence.text.rstrip("\"'”’ ").endswith("?")
    )
