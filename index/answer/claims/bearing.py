"""The hard checks of a generated claim: what it says in numbers, dates, names and denials.

Rules over the words alone, for English. They tell what a claim must not add, not that it follows;
how far its quotes bear it is for ``index/answer/claims/support.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answer.claims.dates import dates, day_of, undated
from index.answer.claims.figures import Figure, bears, figures
from index.answer.claims.modality import not_yet
from index.answer.claims.names import form, forms, is_named, unnamed
from index.answer.claims.negation import misdenied
from index.answer.claims.opposites import opposed
from index.answer.speech.ascribed import Ascribed, ascribed, judges
from index.answer.speech.attribution import voices
from index.answer.speech.people import people
from index.answer.speech.quotations import own_words
from index.answer.speech.speakers import speaker_of

_LONGEST = 20_000
"""Characters of the texts around that are read."""
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?")
_BEFORE_FIGURE = re.compile(r"[A-Z]\w*[\s-]$")


def unborne(claim: str, quotes: Sequence[str], passages: Sequence[str]) -> str | None:
    """Why the quotes do not bear a claim, in words that go on from the claim; None where they may.

    Numbers and denials must stand in the quotes: a number in figures or words with what it counts,
    or rounded by a word such as ``nearly``. What quotes leave open of names and dates may stand in
    ``passages``, which are the texts around them and whatever is told of their articles, such as
    titles and sources; one that is an ISO day is the day of an article. Who speaks in a claim must
    be who speaks in the quotes, by their own words or those before them in the passages.
    """
    days = [day for text in passages if _ISO_DAY.fullmatch(text) and (day := day_of(text))]
    around = [text[:_LONGEST] for text in passages if not _ISO_DAY.fullmatch(text)]
    number = _unsaid_number(claim, quotes, around)
    if number is not None:
        return f"it says {number!r}, which its quotes do not"
    span = undated(claim, quotes, around, days)
    if span is not None:
        return f"it says {claim[slice(*span)]!r}, which its quotes do not"
    span = unnamed(claim, [*quotes, *around])
    if span is not None:
        return f"it names {claim[slice(*span)]!r}, which its quotes and their passages do not"
    return (
        misdenied(claim, quotes)
        or opposed(claim, quotes)
        or not_yet(claim, quotes)
        or _misattributed(claim, quotes, around)
    )


def _unsaid_number(claim: str, quotes: Sequence[str], around: Sequence[str]) -> str | None:
    said = [figure for quote in quotes for figure in figures(quote)]
    dated = [(one.start, one.end) for one in dates(claim)]
    for figure in figures(claim):
        inside = any(figure.start < end and start < figure.end for start, end in dated)
        borne = inside or bears(said, figure) or _is_of_name(claim, figure, around)
        if figure.stated and not borne:
            return claim[figure.start : figure.end]
    return None


def _is_of_name(claim: str, figure: Figure, around: Sequence[str]) -> bool:
    """``Flight 93``, where the texts around have it too."""
    before = _BEFORE_FIGURE.search(claim[: figure.start])
    if before is None or figure.hedge or "" not in figure.units:
        return False
    name = re.compile(rf"\b{re.escape(before[0] + claim[figure.start : figure.end])}\b")
    return any(name.search(text) for text in around)


def _misattributed(claim: str, quotes: Sequence[str], around: Sequence[str]) -> str | None:
    """Why whom the claim lets speak is not who speaks in the quotes."""
    speaking = [(quote, speakers(quote, around)) for quote in quotes]
    spoken = any(found for _, found in speaking)
    heard = voices(own_words(claim, 0, len(claim)))
    told = [voice.words for voice in heard if voice.kind == "name"]
    others = ascribed(claim)
    told += [one.name for one in others if spoken and _is_open(one, quotes, around)]
    for name in told:
        last = name.split()[-1]
        is_quoted = is_named(form(last), forms(quotes))
        if not spoken and not is_quoted:
            return f"it lets {name!r} speak, and nobody speaks in its quotes"
        if spoken and not any(_speaks(last, is_quoted, *one, around) for one in speaking):
            return f"it lets {name!r} speak, and somebody else speaks in its quotes"
    for one in others:
        named = judges(one.verb, quotes) if one.verb else []
        if named and not is_named(form(one.name.split()[-1]), forms(named)):
            return f"it lets {one.name!r} speak, and somebody else speaks in its quotes"
    return None


def _is_open(one: Ascribed, quotes: Sequence[str], around: Sequence[str]) -> bool:
    """Whether it is to be told by who speaks: a paper says what is in it, whoever speaks there."""
    beside = [text for text in around if not any(quote in text for quote in quotes)]
    is_source = one.verb is None and is_named(form(one.name.split()[-1]), forms(beside))
    return not is_source and not (one.verb and judges(one.verb, quotes))


def _speaks(
    name: str,
    is_quoted: bool,
    quote: str,
    speaking: Sequence[str | None],
    around: Sequence[str],
) -> bool:
    """Whether somebody of this last name speaks in a quote, as far as that can be told.

    A quote that leaves open who speaks leaves it to whom a quote names, or else, if it names no
    speaker at all, to who was named last before it.
    """
    named = [one for one in speaking if one is not None]
    if any(is_named(form(name), forms([one])) for one in named):
        return True
    if None not in speaking or is_quoted:
        return None in speaking
    before = [text[: text.index(quote)] for text in around if quote in text]
    return not named and (not before or any(_was_named_last(name, text) for text in before))


def _was_named_last(name: str, text: str) -> bool:
    found = list(re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))
    since = text[found[-1].end() :] if found else ""
    return bool(found) and not any(one.split()[-1] != name for one in people(since, text))


def speakers(quote: str, around: Sequence[str]) -> list[str | None]:
    """Who speaks in a quote, None for somebody who cannot be told; empty where nobody does.

    ``around`` are texts that the quote stands in, or what is told of them.
    """
    told = own_words(quote, 0, len(quote))
    found = [voice.words if voice.kind == "name" else None for voice in voices(told)]
    quoted = told != quote
    places = [(text, text.find(quote)) for text in around]
    for text, at in ((text, at) for text, at in places if at >= 0):
        name = speaker_of(text, at, at + len(quote))
        if name is not None:
            return [*(one for one in found if one is not None), name]
        quoted = quoted or own_words(text, at, at + len(quote)) != quote
    return found or ([None] if quoted else [])
