"""What is known of a sentence as an answer: the reader's opinion, likeness, and shared words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from index.answer.agreement import agreement
from index.heads import head_of
from index.retrieve.reading import Sentence
from index.stores.lexicon import Lexicon
from index.values import Article
from index.wording import asks_for_number, content_words, has_number, names

_STOPS = re.compile(r"[.!?:;…。！？।؟”“’‘\"'»«」』](?:\[\w{1,3}\]|[)\]）」』*\s])*$")
"""What ends a sentence, and no heading."""
_LONGEST_STOP = 64
"""Characters; to seek further would take a hostile line of brackets the square of its length."""

Words: TypeAlias = Callable[[str], frozenset[str]]
"""The analysed words of a text."""


@dataclass(frozen=True, slots=True)
class Signals:
    """Of one sentence for one question, in [0, 1] but for log-odds, cosines and ``agreement``.

    ``reading``, log-odds, is what the reader thinks of the sentence, ``likeness`` its cosine with
    the question, ``found`` the score with which its passage was found and ``similarity`` that
    passage's cosine with the question. ``coverage`` is the share of the question's telling words,
    weighted by rarity, that the sentence or its article's head has; ``passage_coverage`` the same
    of the passage. ``names`` is the share of the question's names that passage and head have,
    ``article_names`` that the article has. ``fits`` is whether the sentence has a number where one
    is asked for. ``agreement`` is how far others give the same answer. ``timely`` is what the day
    of its article added to ``found``, and ``staleness`` how much less that is than another's.
    ``opening`` is whether its article opens with it, as news does with what happened, and
    ``heading`` whether no stop ends it, as none ends headings and links to other stories.
    """

    reading: float
    sureness: float
    likeness: float
    found: float
    similarity: float
    coverage: float
    passage_coverage: float
    names: float
    article_names: float
    fits: float
    agreement: float
    timely: float
    staleness: float
    opening: float
    heading: float


def signals_of(
    question: str, sentences: Sequence[Sentence], likeness: Sequence[float], lexicon: Lexicon
) -> list[Signals]:
    """The signals of each sentence, in order, whose cosines with the question are known. Blocks."""
    weights = _weights(question, lexicon)
    # Sentences share their passages and articles, whose words are told once.
    words = cache(lambda text: frozenset(lexicon.analyze(text)))
    named = words(" ".join(names(question)))
    wants_number = asks_for_number(question)
    newest = max((sentence.hit.ranks.timely for sentence in sentences), default=0.0)
    known = zip(sentences, likeness, agreement(question, sentences), strict=True)
    return [_signals(*one, newest, weights, words, named, wants_number) for one in known]


def _signals(
    sentence: Sentence,
    likeness: float,
    agreed: float,
    newest: float,
    weights: Mapping[str, float],
    words: Words,
    named: Set[str],
    wants_number: bool,
) -> Signals:
    hit = sentence.hit
    head = words(head_of(hit.article))
    around = words(hit.passage.text) | head
    return Signals(
        reading=sentence.score,
        sureness=sentence.sureness,
        likeness=likeness,
        found=hit.ranks.found,
        similarity=hit.ranks.similarity or 0.0,
        coverage=_coverage(weights, words(sentence.text) | head),
        passage_coverage=_coverage(weights, around),
        names=_share(named, around),
        article_names=_share(named, words(hit.article.text) | head),
        fits=float(not wants_number or has_number(sentence.text)),
        agreement=agreed,
        timely=hit.ranks.timely,
        staleness=newest - hit.ranks.timely,
        opening=float(_opens(hit.article, sentence)),
        heading=float(_is_heading(sentence.text)),
    )


def _opens(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence is the first of an article, after a byline, a place or notices."""
    if sentence.notice or _is_heading(sentence.text):
        return False
    notices = (one.end for one in article.notices if one.end <= sentence.start)
    start = max([article.body_start, *notices])
    return all(map(_is_heading, article.text[start : sentence.start].splitlines()))


def _is_heading(line: str) -> bool:
    return _STOPS.search(line.rstrip()[-_LONGEST_STOP:]) is None


def _weights(question: str, lexicon: Lexicon) -> dict[str, float]:
    """The analysed telling words of a question, each with its inverse passage frequency."""
    words = lexicon.analyze(" ".join(content_words(question)))
    total = lexicon.count()
    frequencies = lexicon.frequencies(words)
    return {word: math.log1p(total / (1 + frequencies[word])) for word in words}


def _coverage(weights: Mapping[str, float], present: Set[str]) -> float:
    total = sum(weights.values())
    return sum(w for word, w in weights.items() if word in present) / total if total else 0.0


def _share(wanted: Set[str], present: Set[str]) -> float:
    return len(wanted & present) / len(wanted) if wanted else 1.0
