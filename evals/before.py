"""What quotes are measured against: how Footnote chose them without a reader, and plain likeness.

Both choose among the sentences of passages that were found, by the cosine of each with the
question. ``without_reader`` finds as Footnote does and adds shared words, with the constants that
decision 7 tells. ``plainly`` stands for a program of a few lines over a LlamaIndex
``VectorStoreIndex``: the passages nearest in meaning, and their nearest sentences.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.libraries import LIBRARY
from index.derived import Derived
from index.folder import Folder
from index.heads import head_of
from index.ingest.sentences import sentences
from index.stores.lexicon import Lexicon
from index.values import Hit, Passage, Question
from index.wording import asks_for_number, content_words, has_number, names

_PASSAGES, _PLAIN_PASSAGES = 8, 5
_MOST, _PLAIN_MOST = 4, 3
_LEAST, _LEAST_NAMES, _RELATIVE, _SAME = 0.45, 2 / 3, 0.85, 0.8


async def without_reader(folder: Folder, question: str) -> list[tuple[str, str]]:
    """Quote and title of the version before, strongest first; none where it abstained."""
    shelf = await folder.shelves.shelf(LIBRARY)
    assert shelf is not None
    hits = await shelf.search.hits(Question(question, LIBRARY), _PASSAGES)
    told = [(hit, text) for hit in hits for text in _quotable(hit.passage, hit.article.body_start)]
    told = list(
        {" ".join(text.split()).casefold(): (hit, text) for hit, text in told[::-1]}.values()
    )
    if not told:
        return []
    asked, vectors = await _vectors(shelf.derived, question, [text for _, text in told])
    scores = await asyncio.to_thread(
        _scores, question, told, vectors @ asked, shelf.derived.lexicon
    )
    order = [int(place) for place in np.argsort(-scores)]
    least = max(_LEAST, _RELATIVE * float(scores[order[0]]))
    chosen: list[int] = []
    for place in order:
        alike = (float(vectors[place] @ vectors[other]) >= _SAME for other in chosen)
        if scores[place] >= least and not any(alike):
            chosen.append(place)
    return [(told[place][1], told[place][0].article.title) for place in chosen[:_MOST]]


async def plainly(folder: Folder, question: str) -> list[tuple[str, str]]:
    """Quote and title of the sentences most like the question; it never abstains."""
    shelf = await folder.shelves.shelf(LIBRARY)
    assert shelf is not None
    asked = await shelf.derived.embedder.question(question)
    found = await asyncio.to_thread(shelf.derived.vectors.query, asked, _PLAIN_PASSAGES)
    lookup = folder.records.lookup
    known = await asyncio.to_thread(lookup.passages, LIBRARY, [name for name, _ in found])
    articles = await asyncio.to_thread(lookup.articles, {p.article_id for p in known.values()})
    told = [
        (text, articles[passage.article_id].title)
        for passage in known.values()
        for text in _quotable(passage, 0)
    ]
    asked, vectors = await _vectors(shelf.derived, question, [text for text, _ in told])
    return [told[int(place)] for place in np.argsort(-(vectors @ asked))[:_PLAIN_MOST]]


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _quotable(passage: Passage, body_start: int) -> list[str]:
    return [
        passage.text[start:end]
        for start, end in sentences(passage.text)
        if passage.start + start >= body_start
        and len(re.findall(r"\w+", passage.text[start:end])) >= 3
        and not passage.text[start:end].rstrip("\"'”’ ").endswith("?")
    ]


async def _vectors(
    derived: Derived, question: str, texts: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    asked = await derived.embedder.question(question)
    return asked, await derived.embedder.texts(texts)


def _scores(
    question: str,
    told: Sequence[tuple[Hit, str]],
    similarities: NDArray[np.float32],
    lexicon: Lexicon,
) -> NDArray[np.float64]:
    """The scores; 0 where the article lacks the question's names."""
    asked = lexicon.analyze(" ".join(content_words(question)))
    frequencies = lexicon.frequencies(asked)
    weights = {word: math.log1p(lexicon.count() / (1 + frequencies[word])) for word in asked}
    named = set(lexicon.analyze(" ".join(names(question))))
    total = sum(weights.values()) or 1.0

    def coverage(text: str) -> float:
        return sum(weights[word] for word in set(lexicon.analyze(text)) & weights.keys()) / total

    def score(hit: Hit, text: str, similarity: float) -> float:
        head = head_of(hit.article)
        has = set(lexicon.analyze(f"{hit.article.text} {head}"))
        if named and len(named & has) / len(named) < _LEAST_NAMES:
            return 0.0
        shared = 0.15 * coverage(text) + 0.1 * coverage(f"{text} {head}")
        around = 0.1 * (hit.ranks.similarity or 0.0) + 0.25 * coverage(f"{hit.passage.text} {head}")
        lacking = 0.15 * (asks_for_number(question) and not has_number(text))
        return 0.4 * similarity + shared + around - lacking

    pairs = zip(told, similarities, strict=True)
    return np.array([score(hit, text, float(similarity)) for (hit, text), similarity in pairs])
