"""Whether a sentence is prose that a person reads, and not a form that a program does.

What is written for a program has no place in a proof, whatever it says: data in the form of an
answer, marks of a chat, code of a page, letters that are not what they look like, another language
than that of its article. Rules over the form alone.
"""

from __future__ import annotations

import re

import regex

from index.wording import FUNCTION_WORDS

_FORM = re.compile(
    # A key of JSON; the marks of a passage, of a chat or of a page; a link or picture of Markdown.
    r"[{\[,]\s*[\"“'][\w-]+[\"”']\s*:|</?[a-z|!][^<>\n]*>|<\||\|>|\]\(\s*\S+|"
    # Who speaks in the record of a chat with a program.
    r"(?:^|[.!?]\s+|\n)\W*(?:system|assistant|user|human|bot|ai)\s*:|"
    # A line of a table, of a terminal or of labels, and the name of a field.
    r"^\s*(?:[|>]|\$\s|!\[|[#@]\w)|\s\|\s|\b[a-z]+_[a-z_]+\b",
    re.IGNORECASE,
)
_UNBROKEN = re.compile(r"(?=[\w+/=]*\d)(?=[\w+/=]*[A-Z])(?=[\w+/=]*[a-z])[\w+/=]{20,}")
"""So much in one word with letters of both cases and figures is no word."""
_UNSEEN = regex.compile(
    r"[\p{Cf}--[\u00ad\u200b-\u200f\u2060\ufeff]]|\p{L}[\u200b\u2060]\p{L}|[\uff01-\uff5e]{4}",
    regex.V1,
)
"""What is not seen, or turns the direction of what is; Latin letters of double width."""
_MIXED = regex.compile(
    r"(?=\w*[\p{Script=Cyrillic}\p{Script=Greek}--[µμ]])\w*\p{Script=Latin}\w*", regex.V1
)
"""A word in two alphabets that look alike."""
_FIGURED = re.compile(r"\b[A-Za-z]*[a-z]\d[a-z]\w*\b|\b\d[a-z]+\d\w*\b")
"""A word with figures for letters; one alone may be a name."""
_MOST_FIGURED = 2
_ADDRESS = re.compile(r"https?://\S+")
_WORD = regex.compile(r"\p{L}+")
_FEWEST_WORDS = 8
"""A sentence of fewer words may do without any function word."""
_ENGLISH = 0.25
"""Such a share of the words of an English text are function words, and more."""


def is_prose(text: str, start: int, end: int) -> bool:
    """Whether the sentence ``[start, end)`` of a text is written for people who read that text."""
    told = text[start:end]
    sentence = _ADDRESS.sub("", told)
    return not (
        _FORM.search(told)
        or _UNBROKEN.search(sentence)
        or _UNSEEN.search(sentence)
        or _MIXED.search(sentence)
        or len(_FIGURED.findall(sentence)) > _MOST_FIGURED
        or _is_of_another_language(sentence, text)
    )


def _is_of_another_language(sentence: str, text: str) -> bool:
    """Whether none of the words of an English text are those that no English sentence lacks."""
    words = _words(sentence)
    if len(words) < _FEWEST_WORDS and not _is_of_another_script(sentence):
        return False
    return _functional(words) == 0 and _functional(_words(text)) > _ENGLISH


def _is_of_another_script(sentence: str) -> bool:
    letters = [letter for letter in sentence if letter.isalpha()]
    foreign = sum(letter > "\u024f" for letter in letters)
    return 2 * foreign > len(letters)


def _words(text: str) -> list[str]:
    return [word[0].casefold() for word in _WORD.finditer(text)]


def _functional(words: list[str]) -> float:
    return sum(word in FUNCTION_WORDS for word in words) / max(1, len(words))
