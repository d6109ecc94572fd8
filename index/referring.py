"""Whom or what a pronoun means, told from the questions and answers before it.

Names only, and only where one fits: what is not sure is left to the subject of the last question.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal, TypeAlias

import regex

from index.answer.speech.attribution import NAME
from index.answer.speech.people import full_name, pronoun_of
from index.values import Turn

Pronoun: TypeAlias = Literal["he", "she", "they", "it"]

PRONOUNS: dict[str, Pronoun] = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
    **dict.fromkeys(("it", "its"), "it"),
}
_POSSESSIVE = frozenset("his her hers its their theirs".split())
_HER_ALONE = re.compile(
    r"\W*$|\s+(?:to|in|at|on|for|from|and|or|with|when|after|before|as|about|by|that|into|over|"
    r"out|up|down|off|back|away|home|there|so|more|the|an?)\b"
)
"""What follows ``her`` where it is no possessive."""
_CAPITALS = r"\p{Lu}[\p{L}’'.-]+(?: \p{Lu}[\p{L}’'.-]+){0,3}"
_BOTH = regex.compile(rf"{_CAPITALS} and (?:the )?{_CAPITALS}")
_RUN = regex.compile(rf"(?<=\w )(?<!\b(?:in|at|on|of|near|from|to) ){_CAPITALS}")
_NAMES = regex.compile(rf"(?<![\w’'.-]){NAME}")
_PLACE = re.compile(r"\b(?:in|at|of|on|near|from|to|the|through|across|around)\s+$", re.IGNORECASE)
_ASKS_WHO = re.compile(r"\W*(?:(?:and|but|so)\s+)?who(?:m|se)?\b", re.IGNORECASE)
_PARTICLES = frozenset("de da di van von der den bin al el la le".split())
_MOST_NAME_WORDS = 4
_MOST_NAMES = 8
_FARTHEST = 300
"""Characters of a question or an answer in which names are looked for."""


class Referents:
    """What was named in a conversation, and what its pronouns meant so far."""

    def __init__(self) -> None:
        self.topic = ""
        self._last = Turn("")
        self._is_new = False
        self._meant: dict[Pronoun, str] = {}

    def add(self, turn: Turn, whole: str) -> None:
        """Take note of a turn, whose question means ``whole``."""
        if turn.answer or turn.topic:
            self.topic = turn.topic
        self._last, self._is_new = Turn(whole, turn.answer, turn.topic), whole == turn.question

    def of(self, word: str) -> str | None:
        """Whom or what a pronoun means, None where that is not sure."""
        pronoun = PRONOUNS[word.casefold()]
        meant, fitting = self._meant.get(pronoun), self._fitting(pronoun)
        # It goes on meaning the same until a question that stands by itself names another.
        found = (fitting or meant) if self._is_new else (meant or fitting)
        if found:
            self._meant[pronoun] = found
        return found

    def completed(self, question: str) -> str:
        """The question with the whole name of the person talked about, where it has half of it."""
        if not is_person(self.topic) or self.topic in question:
            return question
        first, last = (re.escape(self.topic.split()[place]) for place in (0, -1))
        # ``Ivo Petrov`` is not ``Mireille Petrov``, but ``Did Petrov …`` asks about her.
        half = regex.compile(
            rf"(?<![\w-])(?<!\w\W+\p{{Lu}}[\w.’'-]* )(?:{last}|{first})(?![\w-]| \p{{Lu}})"
        )
        return str(half.sub(lambda _: self.topic, question, count=1))

    def _fitting(self, pronoun: Pronoun) -> str | None:
        if pronoun == "it":
            return self._thing()
        if pronoun == "they":
            return self._group()
        return self.topic if is_person(self.topic) else self._person(pronoun)

    def _thing(self) -> str | None:
        """The one thing that the last question names, else what is talked about."""
        question, _ = self._texts()
        runs = {run[0] for run in _RUN.finditer(question)} - set(self._people(question))
        named = [run for run in runs if run not in self.topic and self.topic not in run]
        if len(named) == 1:
            return named[0]
        return None if is_person(self.topic) else self.topic or None

    def _group(self) -> str | None:
        """The two who are named together, first in the question, else who is talked about."""
        asked, told = (_BOTH.findall(text) for text in self._texts())
        if asked or not self.topic:
            return next(iter(asked or told), None)
        return self.topic

    def _person(self, pronoun: Literal["he", "she"]) -> str | None:
        """Who was asked about last, else the one who was told of."""
        question, answer = self._texts()
        asked = [name for name in self._people(question) if self._fits(name, pronoun)]
        told = [name for name in self._people(answer) if self._fits(name, pronoun)]
        new = [name for name in told if name not in asked]
        if _ASKS_WHO.match(question) and new:
            return new[0]
        return asked[-1] if asked else new[0] if len(new) == 1 else None

    def _people(self, text: str) -> list[str]:
        """The people of a text by their full names; ``at Quill Bay`` names none."""
        told = "\n".join((self.topic, *self._texts()))
        found = islice(_NAMES.finditer(text), _MOST_NAMES)
        runs = dict.fromkeys(one[0] for one in found if not _PLACE.search(text[: one.start()]))
        known = (full_name(run, told) for run in runs)
        return list(dict.fromkeys(name for name in known if name))

    def _fits(self, name: str, pronoun: Literal["he", "she"]) -> bool:
        return pronoun_of(name, "\n".join(self._texts())) in (None, pronoun)

    def _texts(self) -> tuple[str, str]:
        """The last question and the beginning of its answer."""
        return self._last.question[-_FARTHEST:], self._last.answer[:_FARTHEST]


def is_person(name: str) -> bool:
    """Whether a name is like a person's: of two to four words, none of them an article."""
    words = name.split()
    return 2 <= len(words) <= _MOST_NAME_WORDS and all(
        word in _PARTICLES or (word[0].isupper() and word != "The") for word in words
    )


def replaced(question: str, pronoun: re.Match[str], name: str) -> str:
    """The question with a name for one of its pronouns, in the genitive where that is one."""
    word, rest = pronoun[0].casefold(), question[pronoun.end() :]
    if word in _POSSESSIVE and not (word == "her" and _HER_ALONE.match(rest)):
        name += "’" if name.endswith("s") else "’s"
    return question[: pronoun.start()] + name + rest
