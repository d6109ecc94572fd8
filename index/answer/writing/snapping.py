"""From words that a model copied to the true span of the article that they were copied from.

Both are compared word by word, so that spaces, quotation marks, dashes, punctuation and capitals
are free. A slip snaps to the true text: a letter or two in a word, a small word left out or put in.
A figure, a name, a denial or another word is no slip, and neither is a paraphrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from index.values import Span
from index.wording import has_number

SLIP = 0.1
"""So much of the copied characters may differ from the article's."""
_MOST_TOKENS = 250
_FEWEST_TOKENS = 3
"""Fewer say where they stand only if they stand there once."""

_TOKEN = regex.compile(
    r"""(?:(?<![\w)\]])[-−–])?\p{Nd}+(?:[.,:/’'\u00a0\u202f]\p{Nd}+)*
    | [\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*
    | [\p{L}\p{M}_]+(?:[’'‘ʼ\u00ad\u200b-\u200d\u2060]+[\p{L}\p{M}]+)*
    | \p{N} | [%‰°] | (?:(?<![\w)\]])[-−–])?\p{Sc}""",
    regex.VERBOSE,
)
_INVISIBLE = re.compile(r"['’‘ʼ\u00ad\u200b-\u200d\u2060]")
_ELLIPSIS = re.compile(r"\s*[\[(]?(?:…|\.\s?\.\s?\.)[\])]?\s*")
_DENIES = re.compile(
    r"(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|unless|except|hardly|"
    r"barely|rarely|few|(?:do|does|did|is|are|was|were|wo|would|ca|could|should|have|has|had|must|"
    r"need|ai)nt)"
)
_LIGHT = frozenset("a an the of that and also then so is are was were to in on at for with".split())
"""Words whose loss alone changes nothing of what a sentence says."""
_FORBIDDEN = 1_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: ``[start, end)`` of it, and the form in which words are compared."""

    start: int
    end: int
    form: str
    is_name: bool


def snap(words: str, text: str, start: int, end: int) -> Span | None:
    """The span within ``text[start:end]`` that was copied as ``words``; None where there is none.

    It begins and ends with whole words. Where the words leave something out with ``…``, it reaches
    from their first part to their last.
    """
    within = tokens(text, start, end)
    parts = [part for part in _ELLIPSIS.split(words) if tokens(part)]
    spans: list[Span] = []
    for part in parts:
        behind = [token for token in within if not spans or token.start >= spans[-1][1]]
        found = _place(tokens(part), behind, alone=len(parts) == 1)
        if found is None:
            return None
        spans.append(found)
    return (spans[0][0], spans[-1][1]) if spans else None


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of ``text[start:end]`` in order: words, figures with their signs, currencies."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word = match[0]
        first = not found or text[found[-1].end : match.start()].strip(" ,")[:1] in (*".!?:", "\n")
        named = word[:1].isupper() and not first
        found.append(Token(match.start(), match.end(), _form(word), named))
    return found


def _form(word: str) -> str:
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", word)).casefold()
    if folded[:1] in ("−", "–"):
        folded = f"-{folded[1:]}"
    # Thousands are parted by commas or narrow spaces.
    return re.sub(r"(?<=\d)[,\s](?=\d{3}(?!\d))", "", folded)


def _place(copied: Sequence[Token], within: Sequence[Token], *, alone: bool) -> Span | None:
    if len(copied) > _MOST_TOKENS:
        return None
    exact = _exact(copied, within)
    if exact:
        short = len(copied) < _FEWEST_TOKENS
        return None if short and alone and len(exact) > 1 else exact[0]
    return _near(copied, within) if len(copied) > _FEWEST_TOKENS else None


def _exact(copied: Sequence[Token], within: Sequence[Token]) -> list[Span]:
    sought, forms = [token.form for token in copied], [token.form for token in within]
    length = len(sought)
    return [
        (within[at].start, within[at + length - 1].end)
        for at in range(len(forms) - length + 1)
        if forms[at] == sought[0] and forms[at : at + length] == sought
    ]


def _near(copied: Sequence[Token], within: Sequence[Token]) -> Span | None:
    """The stretch that differs from what was copied by the least, where that is a slip.

    An alignment of words after Sellers (Journal of Algorithms, 1980), free to begin and end
    anywhere; its costs are characters.
    """
    most = int(SLIP * sum(len(token.form) for token in copied))
    # For each word of the article: the cost of an alignment that ends there, and where it began.
    row = [(0, at) for at in range(len(within) + 1)]
    for place, token in enumerate(copied):
        lost = _dropped(token) if place else _FORBIDDEN
        below = [(min(row[0][0] + lost, _FORBIDDEN), 0)]
        for at, true in enumerate(within):
            matched = row[at][0] + _slip(token, true), row[at][1]
            left_out = below[at][0] + _dropped(true), below[at][1]
            put_in = row[at + 1][0] + lost, row[at + 1][1]
            below.append(min(matched, left_out, put_in))
        row = below
        if min(cost for cost, _ in row) > most:
            return None
    cost, last = min((one[0], at) for at, one in enumerate(row))
    first = row[last][1]
    return (within[first].start, within[last - 1].end) if cost <= most and last > first else None


def _dropped(token: Token) -> int:
    return len(token.form) if token.form in _LIGHT else _FORBIDDEN


def _slip(copied: Token, true: Token) -> int:
    """How many letters two words differ in; forbidden where they are two words."""
    one, other = copied.form, true.form
    if one == other:
        return 0
    alike = one[:3] == other[:3] and len(one) > 3 and abs(len(one) - len(other)) <= 2
    if not alike or true.is_name or any(map(_has_substance, (one, other))):
        return _FORBIDDEN
    letters = _letters(one, other)
    return letters if letters <= max(1, len(other) // 4) else _FORBIDDEN


def _has_substance(form: str) -> bool:
    return has_number(form) or _DENIES.fullmatch(form) is not None or not form.isalpha()


def _letters(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        above, row[0] = row[0], place
        for at, true in enumerate(other, 1):
            cost = min(row[at] + 1, row[at - 1] + 1, above + (letter != true))
            above, row[at] = row[at], cost
    return row[-1]
