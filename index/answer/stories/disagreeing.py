"""Whether two sentences of different articles tell one thing with different figures.

Rules over the words alone, for sentences in English. They would rather say nothing than that two
reports disagree which do not: one figure differs and counts the same, neither is the other rounded,
and all else that the sentences say is nearly the same, with no other name, denial or date.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from index.answer.claims.dates import Dated, dates
from index.answer.claims.figure_words import NUMBER_WORDS
from index.answer.claims.figures import Figure, bears, figures
from index.answer.claims.statements import states
from index.stories.substance import common_words, differences, said
from index.values import Article, ArticleInfo
from index.wording import FUNCTION_WORDS

ALIKE, FEWEST = 0.6, 6
"""Two sentences tell one thing where they share so much of their telling words (Jaccard) and no
fewer, figures left aside."""
ALIKE_PROOFS, FEWEST_PROOFS = 0.3, 3
"""The same where a claim rests on both, so that somebody took them for one thing."""
_MOST_DAYS = 7
"""Reports of more days apart are of different times."""
_BEFORE, _NEAR = 20, 40
"""So many characters before and behind a figure tell what it counts."""
_SENTENCE = re.compile(r".*[.!][\W_]*$", re.DOTALL)
# What is counted beside something, or within a time that begins or ends with the report.
_BESIDE = re.compile(
    r"\b(?:besides|another|other|others|more|additional|remaining|further)\b", re.IGNORECASE
)
_OF_THE_DAY = re.compile(
    r"\b(?:last|past|previous|this|next|current)\s+(?:[a-z]+\s+)?(?:day|week|weekend|month|quarter|"
    r"year|season|hours?|days|weeks|months|years)\b|\btoday\b|\bdaily\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_OF_DATES = ("year", "month", "day", "weekday", "relative")


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentence ``[start, end)`` of an article."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """What it says."""
        return self.article.text[self.start : self.end]


def are_of_one_time(one: ArticleInfo, other: ArticleInfo, same_story: bool) -> bool:
    """Whether what two articles tell may be compared: reports of the same days.

    Where one has no day, only those of one story are.
    """
    if not one.published or not other.published:
        return same_story
    days = [date.fromisoformat(told.published[:10]) for told in (one, other) if told.published]
    return abs((days[0] - days[1]).days) <= _MOST_DAYS


def contested(
    one: Telling, other: Telling, *, are_proofs: bool = False
) -> tuple[Figure, Figure] | None:
    """The figure of each on which they disagree, None where they do not.

    ``are_proofs`` says that one claim rests on both.
    """
    texts = one.text, other.text
    if not _is_alike(*texts, are_proofs) or not all(map(_SENTENCE.match, texts)):
        return None
    pair = _pair(texts)
    if pair is None or not _is_of_one_time(one, other) or _differs_elsewhere(one, other):
        return None
    if not all(states(told.article.text, told.start, told.end) for told in (one, other)):
        return None
    return pair


def _pair(texts: tuple[str, str]) -> tuple[Figure, Figure] | None:
    """The one figure of each that the other does not have, where only one may be true.

    One of both may tell more figures, of other things.
    """
    ours, theirs = (_counting(text) for text in texts)
    only = _unshared(ours, theirs), _unshared(theirs, ours)
    if min(map(len, only)) != 1:
        return None
    pairs = [pair for pair in product(*only) if _counts_the_same(texts, pair)]
    if len(pairs) != 1:
        return None
    pair = pairs[0]
    near = [
        text[max(0, one.start - _BEFORE) : one.start] + text[one.end :][:_NEAR]
        for text, one in zip(texts, pair, strict=True)
    ]
    if any(map(_BESIDE.search, near)):
        return None
    return None if _is_compatible(*pair) else pair


def _is_alike(one: str, other: str, are_proofs: bool) -> bool:
    ours, theirs = _words(one), _words(other)
    fewest, alike = (FEWEST_PROOFS, ALIKE_PROOFS) if are_proofs else (FEWEST, ALIKE)
    return len(ours & theirs) >= max(fewest, alike * len(ours | theirs))


def _words(text: str) -> frozenset[str]:
    found = frozenset(match[0].casefold() for match in _WORD.finditer(text))
    return found - FUNCTION_WORDS - NUMBER_WORDS


def _counting(text: str) -> list[Figure]:
    """The figures of a sentence that count something: no dates and no places in an order."""
    dated = [(one.start, one.end) for one in dates(text, bare=True)]
    return [
        one
        for one in figures(text)
        if one.stated
        and not one.units & {"ranked", "decade", "clock", "some"}
        and not any(one.start < end and start < one.end for start, end in dated)
    ]


def _unshared(ours: Sequence[Figure], theirs: Sequence[Figure]) -> list[Figure]:
    return [one for one in ours if not bears(theirs, one)]


def _counts_the_same(texts: tuple[str, str], pair: tuple[Figure, Figure]) -> bool:
    """Whether both have the same unit, and the same word after them or else before them."""
    if not pair[0].units & pair[1].units:
        return False
    after = [_next(text, one.end) for text, one in zip(texts, pair, strict=True)]
    before = [_last(text, one.start) for text, one in zip(texts, pair, strict=True)]
    return after[0] == after[1] and (after[0] is not None or before[0] == before[1])


def _next(text: str, end: int) -> str | None:
    match = re.match(r"[\s\xa0-]*(?:%|per\s?cent|percent)?[\s\xa0-]*([^\W\d_]+)", text[end:])
    return match[1].casefold() if match else None


def _last(text: str, start: int) -> str | None:
    words = _WORD.findall(text[:start])
    return words[-1].casefold() if words else None


def _is_compatible(one: Figure, other: Figure) -> bool:
    """Whether both may be true: one is the other rounded, or bounds it.

    Of two bounds, such as the least number of dead in two reports, the reader should see both.
    """
    return any(
        _rounds(a, b)
        or _rounds(b, a)
        or (one.hedge != other.hedge and (_bounds(one, a, b) or _bounds(other, b, a)))
        for a in one.values
        for b in other.values
    )


def _rounds(coarse: float, fine: float) -> bool:
    """Whether a number is another with fewer digits that count."""
    if not coarse or not fine:
        return coarse == fine
    digits = len(f"{coarse:.12g}".replace(".", "").strip("0"))
    finer = len(f"{fine:.12g}".replace(".", "").strip("0"))
    if digits >= finer:
        return False
    step = 10.0 ** (math.floor(math.log10(abs(coarse))) - digits + 1)
    return abs(fine - coarse) <= step


def _bounds(one: Figure, value: float, other: float) -> bool:
    return (one.hedge == "over" and other > value) or (one.hedge == "under" and other < value)


def _is_of_one_time(one: Telling, other: Telling) -> bool:
    """Whether neither has a date that the other lacks, or means its own day by it."""
    texts = one.text, other.text
    if one.article.published != other.article.published and any(map(_OF_THE_DAY.search, texts)):
        return False
    ours, theirs = (dates(text, bare=True) for text in texts)
    return all(set(_parts(ours, kind)) == set(_parts(theirs, kind)) for kind in _OF_DATES)


def _parts(found: Sequence[Dated], kind: str) -> Iterator[object]:
    yield from (part for one in found if (part := getattr(one, kind)) is not None)


def _differs_elsewhere(one: Telling, other: Telling) -> bool:
    common = common_words((one.article.text, other.article.text))
    sides = [said(told.article.text, told.start, told.end, common) for told in (one, other)]
    return any(found.kind in ("name", "negation") for found in differences(*sides))
