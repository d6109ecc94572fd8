"""To whom a claim ascribes what it tells in other ways than with a verb of speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from index.answer.claims.stems import stem
from index.answer.speech.attribution import NAME
from index.answer.speech.quotations import own_words
from index.wording import FUNCTION_WORDS

_ROLE = r"(?:[a-z][\w’'-]*\s+){0,4}"
_JUDGES = (
    r"call(?:s|ed)|describe[sd]|praise[sd]|criticis?z?e[sd]|condemn(?:s|ed)|believe[sd]|thinks|"
    r"thought|accuse[sd]|blame[sd]|denie[sd]|decline[sd]|refuse[sd]|reject(?:s|ed)|promise[sd]|"
    r"predict(?:s|ed)|demand(?:s|ed)|credit(?:s|ed)"
)
_ASCRIBED = regex.compile(
    rf"\b(?:[Aa]ccording\sto|[Ii]n\sthe\swords\sof)\s+{_ROLE}(?P<source>{NAME})"
    rf"|\b[Aa]s\s+{_ROLE}(?P<put>{NAME})\s(?:put|puts|said|says|told|explained)\b"
    rf"|(?<![\w’'.-])(?P<judge>{NAME})(?:,[^,;:“”\"]{{1,60}},)?\s(?:has\s|had\s|also\s|later\s)?"
    rf"(?P<verb>{_JUDGES})\b"
)


@dataclass(frozen=True, slots=True)
class Ascribed:
    """A name, and the stem of the verb by which something is ascribed to it; None without one."""

    name: str
    verb: str | None = None


def ascribed(sentence: str) -> list[Ascribed]:
    """Those of whom a sentence says ``according to …``, ``as … put it`` or ``… called it``."""
    own = own_words(sentence, 0, len(sentence))
    found = [
        Ascribed(one["source"] or one["put"] or one["judge"], _stem(one["verb"]))
        for one in _ASCRIBED.finditer(own)
    ]
    return [one for one in found if one.name.casefold() not in FUNCTION_WORDS]


def judges(verb: str, sentences: Sequence[str]) -> list[str]:
    """Who is the subject of this verb in some sentences, where they name him."""
    return [one.name for sentence in sentences for one in ascribed(sentence) if one.verb == verb]


def _stem(verb: str | None) -> str | None:
    return None if verb is None else stem(verb)
