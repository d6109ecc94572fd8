"""What a model writes, taken apart as it comes: a claim a line, each with the words it rests on.

Asked for are JSON Lines, ``{"claim": "…", "quotes": [{"key": "…", "words": "…"}]}``, or the one
line ``{"not_found": true}``. Models put prose before them, fences around them, an array over them,
break lines inside them and forget the last brace; each object is taken wherever it stands, and all
else is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

MOST_CLAIMS = 12
"""What a model writes after so many claims is not read."""
LONGEST_OBJECT = 4_000
_LONGEST_CLAIM = 600
_LONGEST_WORDS = 1_200
_MOST_QUOTES = 4
_DEEPEST = 6
_MOST_WORK = 200_000
"""Characters that are looked at, over and over where objects do not end."""
_OPENING = re.compile(r'\{(?=\s*["}])')
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")


@dataclass(frozen=True, slots=True)
class Copied:
    """The words that a claim relies on, as the model copied them from the passage of a key."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim that the model makes; ``quotes`` may be empty."""

    claim: str
    quotes: tuple[Copied, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The model says that the passages don't answer."""


Line: TypeAlias = Stated | Unanswered


class ClaimLines:
    """Reads a stream of text piece by piece.

    ``ignored`` counts what looked like an object and was no line.
    """

    def __init__(self) -> None:
        self.ignored = 0
        self._text = ""
        self._scan = _Scan()
        self._claims = 0
        self._work = 0

    @property
    def is_full(self) -> bool:
        """Whether nothing more is read."""
        return self._claims >= MOST_CLAIMS or self._work > _MOST_WORK

    def feed(self, piece: str) -> list[Line]:
        """The lines that a piece of text completes."""
        self._text += piece
        return list(self._lines())

    def end(self) -> list[Line]:
        """The lines that are left when nothing more comes: those behind one without an end."""
        found: list[Line] = []
        while self._scan.is_inside:
            self._give_up()
            found += self._lines()
        return found

    def _lines(self) -> Iterator[Line]:
        while not self.is_full and self._find():
            before = self._scan.at
            end = self._scan.read(self._text)
            self._work += self._scan.at - before
            if end is None and self._scan.is_inside:
                return
            if end is None:
                self._give_up()
                continue
            lines = _read(self._text[:end])
            if lines or end <= 2:
                self._text, self._scan = self._text[end:], _Scan()
                yield from self._counted(lines)
            else:
                self._give_up()

    def _counted(self, lines: list[Line]) -> Iterator[Line]:
        for line in lines:
            if not self.is_full:
                self._claims += 1
                yield line

    def _find(self) -> bool:
        """Cut the text so that it begins with an object; whether there is one."""
        if self._scan.is_inside:
            return True
        found = _OPENING.search(self._text)
        if found is None:
            # The brace may be the last that has come so far.
            kept = self._text.rfind("{")
            blank = kept >= 0 and not self._text[kept + 1 :].strip()
            self._text = self._text[kept:] if blank else ""
            return False
        self._text = self._text[found.start() :]
        self._scan = _Scan(is_inside=True)
        return True

    def _give_up(self) -> None:
        """Pass over a brace that opens no line, and look again behind it."""
        self.ignored += 1
        self._text, self._scan = self._text[1:], _Scan()


@dataclass(slots=True)
class _Scan:
    """How far an object was looked through for its end."""

    is_inside: bool = False
    at: int = 0
    depth: int = 0
    in_string: bool = False
    escaped: bool = False

    def read(self, text: str) -> int | None:
        """Where the object ends; None where it goes on, and no longer inside where it is none."""
        while self.at < len(text):
            character = text[self.at]
            self.at += 1
            self._take(character)
            if self.depth == 0:
                return self.at
            broken = self.in_string and character == "\n"
            if broken or self.depth > _DEEPEST or self.at > LONGEST_OBJECT:
                self.is_inside = False
                return None
        return None

    def _take(self, character: str) -> None:
        if self.escaped:
            self.escaped = False
        elif self.in_string:
            self.escaped = character == "\\"
            self.in_string = character != '"'
        elif character == '"':
            self.in_string = True
        elif character in "{}":
            self.depth += 1 if character == "{" else -1


def _read(text: str) -> list[Line]:
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    return _lines_of(value)


def _lines_of(value: Any) -> list[Line]:
    """The line that an object is, or those of a list that it holds."""
    if not isinstance(value, dict):
        return []
    if value.get("not_found") is True:
        return [Unanswered()]
    claim = value.get("claim")
    if isinstance(claim, str):
        shown = plain(claim, _LONGEST_CLAIM)
        return [Stated(shown, _quotes(value))] if shown else []
    return [line for inner in value.values() for one in _each(inner) for line in _lines_of(one)]


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _quotes(value: dict[str, Any]) -> tuple[Copied, ...]:
    """The quotes of a claim: a list of objects, an object of keys and words, or flat."""
    told = value.get("quotes", value.get("quote", ()))
    if isinstance(told, str):
        told = [{"key": value.get("key"), "words": told}]
    if isinstance(told, dict) and not isinstance(told.get("key"), str):
        told = [{"key": key, "words": words} for key, words in told.items()]
    found = (_copied(one) for one in (told if isinstance(told, list) else [told]))
    return tuple(one for one in found if one is not None)[:_MOST_QUOTES]


def _copied(value: Any) -> Copied | None:
    if not isinstance(value, dict):
        return None
    key, words = value.get("key"), value.get("words", value.get("quote"))
    if not isinstance(key, str) or not isinstance(words, str):
        return None
    return Copied(key.strip().strip("[]"), plain(words, _LONGEST_WORDS))


def plain(text: str, limit: int) -> str:
    """A text on one line without invisible marks; empty where it is longer than may be."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return line if len(line) <= limit else ""
