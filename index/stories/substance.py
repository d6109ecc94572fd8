"""Where two wordings of one sentence differ in what they say: figures, names, denials, quotations.

Rules over the words alone. They are meant for sentences that are known to tell the same: there, a
figure that only one of them has is a difference, whatever else was put in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Literal, TypeAlias

from index.answer.speech.quotations import paragraph, quotations
from index.wording import FUNCTION_WORDS

Kind: TypeAlias = Literal["number", "name", "negation", "quotation"]

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_SPOKEN = (
    {
        word: str(value)
        for value, word in enumerate(
            """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty""".split(),
            2,
        )
    }
    | dict.fromkeys(("hundred", "hundreds"), "hundred")
    | {
        "dozen": "12",
        "thousand": "thousand",
        "thousands": "thousand",
        "million": "million",
        "billion": "billion",
        "trillion": "trillion",
        "twice": "twice",
        "half": "half",
        "thirty": "30",
        "forty": "40",
        "fifty": "50",
        "sixty": "60",
        "seventy": "70",
        "eighty": "80",
        "ninety": "90",
    }
)
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without)\b|n[’']t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What one of two sentences says and the other doesn't, each in its own words.

    Of a ``negation``, the words that deny; the side that does not has none. Of a ``quotation``,
    the words in quotation marks.
    """

    kind: Kind
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence taken apart; keys are compared and values shown."""

    numbers: dict[str, str]
    names: dict[str, str]
    words: frozenset[str]
    denials: tuple[str, ...]
    quoted: tuple[str, ...]


def said(text: str, start: int, end: int, common: Set[str]) -> Said:
    """The sentence ``[start, end)`` of a text taken apart.

    ``common`` are words that occur in lower case near by, so that a capital at the start of a
    sentence makes no name of them.
    """
    sentence = text[start:end]
    words = _WORD.findall(sentence)
    return Said(
        numbers=_numbers(words),
        names={
            _plain(word): word
            for word in words
            if word[0].isupper() and _plain(word) not in FUNCTION_WORDS | common
        },
        words=frozenset(_plain(word) for word in words),
        denials=tuple(match[0] for match in _DENIES.finditer(sentence)),
        quoted=_quoted(text, start, end),
    )


def differences(left: Said, right: Said) -> tuple[Difference, ...]:
    """What differs in substance, nothing where the sentences say the same.

    A name counts where each sentence has one that the other lacks: one that is merely left out is
    no contradiction. Quotations are compared without regard to case and punctuation.
    """
    found = [
        Difference(
            "number",
            tuple(shown for key, shown in left.numbers.items() if key not in right.numbers),
            tuple(shown for key, shown in right.numbers.items() if key not in left.numbers),
        )
    ]
    here = tuple(shown for key, shown in left.names.items() if key not in right.words)
    there = tuple(shown for key, shown in right.names.items() if key not in left.words)
    if here and there:
        found.append(Difference("name", here, there))
    if bool(left.denials) != bool(right.denials):
        found.append(Difference("negation", left.denials, right.denials))
    if _bare(left.quoted) != _bare(right.quoted):
        found.append(Difference("quotation", left.quoted, right.quoted))
    return tuple(one for one in found if one.left or one.right)


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that the texts write in lower case."""
    return frozenset(word for text in texts for word in re.findall(r"\b[^\W\d_A-Z]\w*", text))


def _numbers(words: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        for figure in _FIGURE.findall(word):
            found[figure.replace(",", "")] = figure
        for part in word.casefold().split("-"):
            if part in _SPOKEN:
                found[_SPOKEN[part]] = word
    return found


def _plain(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.casefold())


def _quoted(text: str, start: int, end: int) -> tuple[str, ...]:
    first, last = paragraph(text, start)
    spans = quotations(text, first, max(last, end))
    parts = (text[max(start, a) : min(end, b)].strip('“”„" ') for a, b in spans)
    return tuple(part for part in parts if part)


def _bare(quoted: Iterable[str]) -> str:
    return " ".join(word.casefold() for part in quoted for word in _WORD.findall(part))
