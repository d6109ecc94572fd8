"""Who is speaking in a sentence that leaves it to the sentences before it.

``He said …`` quoted alone tells nobody who said it. The name is taken from the article, a little
way back, and left away wherever two people could be meant: a wrong name is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.answer.speech.attribution import Voice, voices
from index.answer.speech.people import full_name, holder, people, pronoun_of
from index.answer.speech.quotations import BLANK, own_words, paragraph, quotations
from index.ingest.sentences import sentences
from index.values import Span

_PARAGRAPHS_BACK = 2
_MOST_STEPS = 4
"""So many pronouns are followed, each to the one before."""
_LETTER = re.compile(r"[^\W_]")


def speaker_of(text: str, start: int, end: int, body_start: int = 0) -> str | None:
    """The name of who speaks in the sentence ``[start, end)``, where the sentence leaves it open.

    That is where its subject is *he* or *she*, or a bare role (``the minister said``), or where it
    is wholly the continuation of a quotation. The name is the person's fullest as it stands in
    ``text[body_start:start]``, without role or title (``Olaf Scholz``). None where the sentence
    names its speaker itself, where nobody speaks, and where more than one person could be meant.
    """
    name = _Article(text, body_start).speaker(start, end, _MOST_STEPS)
    return None if name is None or name in text[start:end] else name


def is_speech(text: str, start: int, end: int) -> bool:
    """Whether more than half of the letters of ``[start, end)`` stand in quotation marks."""
    own = len(_LETTER.findall(own_words(text, start, end)))
    return 2 * own < len(_LETTER.findall(text, start, end))


class _Article:
    """One article, read backwards from a sentence."""

    def __init__(self, text: str, body_start: int) -> None:
        self._text = text
        self._start = body_start

    def speaker(self, start: int, end: int, steps: int) -> str | None:
        own = own_words(self._text, start, end)
        if not _LETTER.search(self._text, start, end):
            return None
        if not _LETTER.search(own):
            return self._of_quotation(start, end, steps)
        voice = _only(voices(own))
        return self._of_voice(voice, start, own, steps) if voice else None

    def _of_voice(self, voice: Voice, start: int, own: str, steps: int) -> str | None:
        """Who is meant by a pronoun or a role in a sentence of these words of the article's own."""
        if voice.kind == "role":
            name = self._holder(voice.words, start)
        elif voice.kind in ("he", "she"):
            name = self._spoke_before(start, voice.kind, steps)
        else:
            return None
        # Nobody speaks of himself by name.
        return None if name is None or _last(name) in own else name

    def _of_quotation(self, start: int, end: int, steps: int) -> str | None:
        """The speaker of the quotation that goes on here: told after it, else before it."""
        for span in self._sentences(end, paragraph(self._text, start)[1]):
            own = own_words(self._text, *span)
            if _LETTER.search(own):
                return self._told_after(span, own, start, steps)
        return self._spoke_before(start, None, steps)

    def _told_after(self, span: Span, own: str, start: int, steps: int) -> str | None:
        voice = _only(voices(own))
        goes_on = own.startswith(BLANK) or self._is_quoted_through(start, span[0])
        if voice is None or not goes_on:
            return None
        if voice.kind == "name":
            return full_name(voice.words, self._body(start))
        return self._of_voice(voice, start, own, steps - 1)

    def _is_quoted_through(self, first: int, last: int) -> bool:
        quoted = quotations(self._text, *paragraph(self._text, first))
        return any(begin <= first and last < end for begin, end in quoted)

    def _spoke_before(self, start: int, pronoun: str | None, steps: int) -> str | None:
        """The nearest speaker before whom the pronoun fits, if nobody else was named since."""
        since: set[str] = set()
        for span in self._before(start):
            own = own_words(self._text, *span)
            found = voices(own)
            if not found:
                since |= {_last(name) for name in people(own, self._body(span[1]))}
                continue
            name = self._spoke(_only(found), span, own, pronoun, steps)
            if name is None or since - {_last(name)}:
                return None
            known = pronoun_of(name, self._body(start))
            return None if pronoun and known and known != pronoun else name
        return None

    def _spoke(
        self, voice: Voice | None, span: Span, own: str, pronoun: str | None, steps: int
    ) -> str | None:
        """The name of a speaker met on the way back."""
        if voice is None or steps == 0:
            return None
        if voice.kind == "name":
            return full_name(voice.words, self._body(span[1]))
        if pronoun and voice.kind in ("he", "she") and voice.kind != pronoun:
            return None
        return self._of_voice(voice, span[0], own, steps - 1)

    def _holder(self, role: str, start: int) -> str | None:
        """Who has the role, if named a little way back."""
        name = holder(role, self._body(start))
        near = (self._text[first:end] for first, end in self._before(start))
        return name if name and any(_last(name) in sentence for sentence in near) else None

    def _body(self, end: int) -> str:
        return self._text[self._start : end]

    def _before(self, start: int) -> Iterator[Span]:
        """The sentences before, nearest first, of this paragraph and a few before it."""
        end = start
        for _ in range(_PARAGRAPHS_BACK + 1):
            first = max(paragraph(self._text, end)[0], self._start)
            yield from reversed(self._sentences(first, end))
            end = len(self._text[:first].rstrip())
            if end <= self._start:
                return

    def _sentences(self, start: int, end: int) -> list[Span]:
        found = sentences(self._text[start:end])
        return [(start + first, start + last) for first, last in found]


def _only(found: list[Voice]) -> Voice | None:
    """The one voice of a sentence, however often it speaks."""
    return found[0] if found and all(voice == found[0] for voice in found) else None


def _last(name: str) -> str:
    return name.split()[-1]
