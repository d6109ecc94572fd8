"""A proved claim held against what else the articles say, before it is shown.

What a model makes of sources that disagree is not trusted: where a claim rests on a figure that
another article gives otherwise, or on words that were corrected, the articles speak for themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from index.answer.claims.figures import Figure, bears, figures
from index.answer.stories.disagreeing import contested
from index.answer.stories.opposing import opposing, telling, touches, unread
from index.answer.stories.outranking import outranked
from index.answer.stories.twins import twins_by_words
from index.answer.writing.offering import Offered
from index.answer.writing.proving import Proved, Quoted
from index.ingest.sentences import sentences
from index.retrieve.reading import Sentence, set_apart
from index.sides import corrected, in_order, side_by_side
from index.stores.lookup import Lookup
from index.stories.substance import common_words, said
from index.values import Hit, Question


class Settler:
    """Settles claims of an answer to one question. ``hits`` are what was found for it."""

    def __init__(self, question: Question, hits: Sequence[Hit], lookup: Lookup) -> None:
        self._hits = hits
        self._lookup = lookup
        self._question = question

    def settled(self, proved: Proved) -> Proved:
        """The claim, or in its place what corrects it, or its source beside those that differ.

        Such a claim is in the articles' words, not the model's. Blocks.
        """
        told = [one for quote in proved.quotes for one in _sentences(quote)]
        stories, twins = twins_by_words(told, self._lookup)
        chosen = self._lookup.originals(self._question.library, self._question.filters)
        ranked = outranked(told, twins, stories, chosen, self._lookup)
        for before, after in zip(told, ranked, strict=True):
            if after.sentence is not before and _rests_on(proved.claim, before, after.sentence):
                quote = _quoted(after.sentence)
                text = corrected((quote.offered.hit.article, quote.text))
                return Proved(text, (quote,))
        standing = [one.sentence for one in ranked if not one.by and one.sentence in told]
        sides = self._among(proved.claim, standing)
        for sentence in standing if not sides else ():
            others = opposing(sentence, stories, self._hits, chosen, self._lookup)
            others = [one for one in others if _says(proved.claim, sentence, one)]
            if others:
                sides = [sentence, *others]
                break
        return _sided(sides) if sides else proved

    def _among(self, claim: str, standing: Sequence[Sentence]) -> list[Sentence]:
        """Two of its own proofs that disagree on what it says."""
        for one, other in combinations(standing, 2):
            if one.hit.article.id != other.hit.article.id and (
                _says(claim, one, other, are_proofs=True)
                or _says(claim, other, one, are_proofs=True)
            ):
                return [one, other]
        return []


def _sided(sides: Sequence[Sentence]) -> Proved:
    quotes = [_quoted(one) for one in sides]
    told = [(quote.offered.hit.article, quote.text) for quote in quotes]
    order = in_order(told)
    text = side_by_side([told[place] for place in order])
    return Proved(text, tuple(quotes[place] for place in order))


def _says(claim: str, one: Sentence, other: Sentence, *, are_proofs: bool = False) -> bool:
    """Whether the claim says the figure of one on which both disagree."""
    pair = contested(telling(one), telling(other), are_proofs=are_proofs)
    return pair is not None and any(_is_it(pair[0], said) for said in figures(claim))


def _is_it(contested: Figure, said: Figure) -> bool:
    return bears([contested], said)


def _rests_on(claim: str, before: Sentence, after: Sentence) -> bool:
    """Whether a claim says a figure or name that was corrected, or what was cannot be told."""
    common = common_words((before.hit.article.text, after.hit.article.text))
    wrong, right = _values(before, common), _values(after, common)
    # A notice has what was wrong in it; another version lacks it.
    doubted = wrong & right if after.notice else wrong - right
    whole = said(claim, 0, len(claim), common)
    return not doubted or bool(doubted & ({*whole.numbers} | {*whole.names}))


def _values(sentence: Sentence, common: frozenset[str]) -> frozenset[str]:
    whole = said(sentence.hit.article.text, sentence.start, sentence.end, common)
    return frozenset(whole.numbers) | frozenset(whole.names)


def _sentences(quote: Quoted) -> list[Sentence]:
    """What is quoted, as a search would have found it."""
    hit = quote.offered.hit
    span = quote.start, quote.end
    if touches(span, set_apart(hit.article)):
        return [unread(hit, span, notice=True)]
    spans = sentences(quote.text)
    return [unread(hit, (quote.start + first, quote.start + last)) for first, last in spans]


def _quoted(sentence: Sentence) -> Quoted:
    hit, passage = sentence.hit, sentence.hit.passage
    # No model was shown it under a key.
    offered = Offered("", hit, passage.start, passage.end)
    return Quoted(offered, sentence.start, sentence.end, (sentence.start, sentence.end))
