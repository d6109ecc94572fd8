"""The proper names that a sentence says, and whether other texts say them too.

English: a capital makes a name, but at the beginning of a sentence and in days and months. In
German, where it makes a noun, nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from index.answer.claims.figure_words import NUMBER_WORDS
from index.values import Span
from index.wording import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.’'&][^\W_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?:\n]\s|[“\"‘(…—])\s*[“\"‘’'(]*$")
_TIMES_AND_TITLES = frozenset(
    """january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday mr mrs ms miss dr prof yes ok""".split()
)
_NO_NAMES = FUNCTION_WORDS | NUMBER_WORDS | _TIMES_AND_TITLES
_VERB = re.compile(
    r"\s(?:said|says|told|is|was|has|had|will|would|did|does|[a-z]{2,}ed|wrote|began|won|lost|"
    r"made|took|gave|went|came|led|left|met|held|sold|bought|paid|sent)\b"
)
_COMMON = re.compile(
    r".*(?:s|ing|ly|tion|ment|ity|ness|ance|ence|ship|hood|ism)|police|people|parliament|congress|"
    r"nobody|everybody|somebody|everyone|someone|nothing|everything|something|another",
    re.IGNORECASE,
)
_GERMAN = re.compile(r"\b(?:und|ist|nicht|wird|das|ein|eine|mit|auf|für|sich|dem|hat|sind|nach)\b")
_RUN = re.compile(r"\b[A-Z]\w*(?:[\s-](?:(?:of|and|for|the|on)\s){0,2}[A-Z]\w*)+|\b[A-Z]{2,6}\b")
_KIN = [
    frozenset(group.split())
    for group in """france french,netherlands dutch holland,britain british briton uk kingdom,
    england english,spain spanish spaniard,sweden swedish swede,denmark danish dane,finland finnish
    finn,poland polish pole,turkey turkish turk türkiye,greece greek,switzerland swiss,wales welsh,
    ireland irish,scotland scottish scot,norway norwegian,philippines filipino,thailand thai,
    iceland icelandic,america american us usa,germany german,czechia czech,portugal portuguese,
    afghanistan afghan,pakistan pakistani,kyiv kiev,peru peruvian,europe european eu,serbia serb,
    senate senator,slovakia slovak,croatia croat,united us uk,states us,israel israeli,ukraine
    ukrainian""".replace("\n", " ").split(",")
]
_ENDINGS = frozenset(
    ("", end)
    for end in (
        "n",
        "an",
        "ian",
        "ese",
        "i",
        "is",
        "s",
        "ns",
        "ans",
        "ians",
        "y",
        "nian",
        "sm",
        "ism",
    )
) | {("a", "ese"), ("a", "ian"), ("y", "ian"), ("o", "an"), ("e", "ian")}
_FEWEST_SHARED = 4
_MOST_INITIALS = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A word at ``[start, end)`` of a sentence that is a name, or a part of one.

    ``form`` is how names are compared: without case, full stops and genitive.
    """

    start: int
    end: int
    form: str


def names(sentence: str) -> list[Name]:
    """The words of a sentence that are names, in its order.

    A word that begins a sentence is one where a name follows it, or where it can hardly be a
    common noun: ``Morrow said``, not ``Officials said``.
    """
    words = list(_WORD.finditer(sentence))
    return [
        Name(*word.span(), form(word[0]))
        for word, following in zip(words, (*words[1:], None), strict=False)
        if _is_name(sentence, word, following)
    ]


def unnamed(claim: str, texts: Sequence[str]) -> Span | None:
    """The first name of a claim that none of the texts says, as a span of it; None without any.

    A country stands for its people, and initials for what they are of.
    """
    if _GERMAN.search(claim):
        return None
    said = forms(texts) | frozenset(letters for text in texts for letters, _ in _initials(text))
    spelled = [words for letters, words in _initials(claim) if letters in said]
    for one in names(claim):
        if not is_named(one.form, said) and not any(one.form in words for words in spelled):
            return one.start, one.end
    return None


def forms(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts as names are compared."""
    return frozenset(form(word[0]) for text in texts for word in _WORD.finditer(text))


def is_named(name: str, said: Set[str]) -> bool:
    """Whether a name, or a country or people of the same root, is among these words."""
    if name in said or any(name in kin and kin & said for kin in _KIN):
        return True
    return len(name) >= _FEWEST_SHARED and any(_is_akin(name, other) for other in said)


def form(word: str) -> str:
    """A word as names are compared."""
    return re.sub(r"[’']s?$", "", word.casefold()).replace(".", "").replace("’", "'")


def _is_name(sentence: str, word: re.Match[str], following: re.Match[str] | None) -> bool:
    if not _is_proper(word[0]):
        return False
    if not _BEGINS.search(sentence[max(0, word.start() - 6) : word.start()]):
        return True
    if any(letter.isupper() for letter in word[0][1:]):
        return True
    together = following is not None and sentence[word.end() : following.start()] == " "
    if together and following is not None and _is_proper(following[0]):
        return True
    alone = _VERB.match(sentence, word.end()) is not None
    return alone and _COMMON.fullmatch(word[0]) is None


def _is_proper(word: str) -> bool:
    return word[0].isupper() and form(word) not in _NO_NAMES


def _is_akin(one: str, other: str) -> bool:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    if shared < _FEWEST_SHARED:
        return False
    return tuple(sorted((one[shared:], other[shared:]), key=len)) in _ENDINGS


def _initials(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The initials of names of several words, with those words."""
    for run in _RUN.finditer(text):
        words = [word for word in re.split(r"[\s-]", run[0]) if word[:1].isupper()]
        for size in range(2, min(len(words), _MOST_INITIALS) + 1):
            for first in range(len(words) - size + 1):
                part = words[first : first + size]
                yield "".join(word[0] for word in part).casefold(), tuple(map(form, part))
