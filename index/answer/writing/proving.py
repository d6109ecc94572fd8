"""Whether a claim of a model is proved: its quotes found, each a statement, the claim borne."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from index.answer.claims.bearing import speakers
from index.answer.claims.copying import uncopied
from index.answer.claims.names import form, is_named
from index.answer.claims.prose import is_prose
from index.answer.claims.statements import states
from index.answer.speech.ascribed import ascribed
from index.answer.speech.attribution import voices
from index.answer.speech.quotations import own_words
from index.answer.speech.reported import reports
from index.answer.stories.marking import with_whole_notices
from index.answer.writing.claim_lines import Copied, Stated
from index.answer.writing.foreign import foreign
from index.answer.writing.offering import Offered
from index.answer.writing.snapping import snap, tokens
from index.answer.writing.unquoted import unquoted
from index.ingest.furniture import stands_in_furniture
from index.ingest.language import detect_language
from index.ingest.sentences import sentences
from index.values import Span

Unborne: TypeAlias = Callable[[str, Sequence[str], Sequence[str]], str | None]
"""Of a claim, its quotes and the texts around these: why they do not bear it; None: they may.

The reason goes on from the claim, and names of it what is not borne.
"""

LONGEST_QUOTE = 700
"""Characters of the sentences that one quote reaches over."""
_MOST_NAMED, _LONGEST_NAMED = 4, 30
"""So many words that a passage lacks are told, and so much of each."""
_FOREIGN = "it is in another language than the passages; write it in theirs"
_ADDRESS = re.compile(
    r"https?://\S+|\bwww\.\S+|\S+@\S+|[@#]\w+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?"
)
_YES_OR_NO = re.compile(r"(?:yes|no|ja|nein)\s*[,;:.!–—-]+\s+", re.IGNORECASE)
_MARK = r"\s*[\[(]\s*(?:{keys}|\d{{1,2}})(?:\s*[,;]\s*(?:{keys}|\d{{1,2}}))*\s*[\])]"


@dataclass(frozen=True, slots=True)
class Quoted:
    """The sentences that are cited: ``[start, end)`` of the article, ``words`` those copied."""

    offered: Offered
    start: int
    end: int
    words: Span

    @property
    def text(self) -> str:
        """What is quoted."""
        return self.offered.hit.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Proved:
    """A claim with the quotes that prove it, at least one.

    ``speaker`` is who says it, where the quotes only report it and the claim does not tell whose
    words it has.
    """

    claim: str
    quotes: tuple[Quoted, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim that is not shown, and why, in words that the model can mend it by.

    ``is_foreign`` says that it is in another language than each passage.
    """

    claim: str
    reason: str
    is_foreign: bool = False


class Prover:
    """Proves claims by the passages that the model was shown, in its words or the question's.

    ``unborne`` is told what is quoted, ``unsupported`` each sentence of it.
    """

    def __init__(
        self, question: str, offered: Sequence[Offered], unborne: Unborne, unsupported: Unborne
    ) -> None:
        self._question = question
        self._offered = {one.key.casefold(): one for one in offered}
        self._languages = {one.hit.article.language for one in offered} - {None}
        self._unborne = unborne
        self._unsupported = unsupported
        keys = "|".join(map(re.escape, self._offered)) or "-"
        self._marks = re.compile(_MARK.format(keys=keys), re.IGNORECASE)
        self._keys = re.compile(rf"\b(?:{keys})\b", re.IGNORECASE)

    def prove(self, stated: Stated) -> Proved | Dropped:
        """A claim as it may be shown, or why it may not.

        Every quote must hold, since the model says that the claim rests on each.
        """
        claim = _bare(self._marks.sub("", stated.claim).strip())
        reason = self._unfit(claim)
        if reason is None and not stated.quotes:
            reason = "it has no quote"
        quotes: list[Quoted] = []
        for copied in stated.quotes if reason is None else ():
            found = self._found(copied)
            if isinstance(found, str):
                reason = found
                break
            quotes.append(found)
        reason = reason or self._unproved(claim, quotes)
        if reason is None:
            return _attributed(claim, _once(quotes))
        if self._is_foreign(claim):
            return Dropped(claim, _FOREIGN, is_foreign=True)
        return Dropped(claim, reason)

    def _is_foreign(self, claim: str) -> bool:
        told = detect_language(claim) if self._languages else None
        return told is not None and told not in self._languages

    def _unfit(self, claim: str) -> str | None:
        """Why a text is no claim, whatever is quoted for it."""
        if not tokens(claim):
            return "it has no words"
        if self._keys.search(claim):
            return "it names the key of a passage"
        if len(sentences(claim)) > 1:
            return "it is more than one sentence"
        return None if states(claim, 0, len(claim)) else "it is a question or an instruction"

    def _found(self, copied: Copied) -> Quoted | str:
        offered = self._offered.get(copied.key.casefold())
        if offered is None:
            return f"there is no passage {copied.key[:20]!r}"
        text = offered.hit.article.text
        words = snap(copied.words, text, offered.start, offered.end)
        if words is None:
            return _miscopied(copied, offered)
        spans = [
            (offered.start + first, offered.start + last)
            for first, last in sentences(offered.text)
            if offered.start + last > words[0] and offered.start + first < words[1]
        ]
        if not all(states(text, *span) for span in spans):
            return f"it quotes a question or an instruction of passage {offered.key}"
        if not all(is_prose(text, *span) for span in spans):
            return f"it quotes what is not written for readers in passage {offered.key}"
        whole = with_whole_notices(offered.hit.article, spans[0][0], spans[-1][1])
        if whole is None:
            return f"it quotes what passage {offered.key} says was wrong"
        start, end = whole
        if end - start > LONGEST_QUOTE:
            return f"it quotes too much of passage {offered.key} at once"
        if stands_in_furniture(text, start):
            return f"it quotes what is no part of the article in passage {offered.key}"
        return Quoted(offered, start, end, words)

    def _unproved(self, claim: str, quotes: Sequence[Quoted]) -> str | None:
        texts = [quote.text for quote in quotes]
        told = " ".join(texts).casefold()
        for address in _ADDRESS.finditer(claim.casefold()):
            if address[0].rstrip(".,;:!?)\"'”") not in told:
                return f"{address[0][:40]!r} does not stand in its quotes"
        around = [text for quote in quotes for text in _around(quote.offered)]
        own = foreign(claim, [self._question, *texts, *around])
        if own is not None:
            return f"it says {own[:60]!r}, words that its quotes and their passages do not have"
        beside = unquoted(claim, texts, around)
        if beside is not None:
            return f"it says {beside[:60]!r}, of which its quotes do not speak"
        quoted = [text[start:end] for text in texts for start, end in sentences(text)]
        return (
            _uncopied(claim, quotes, quoted)
            or self._unborne(claim, texts, around)
            or self._unsupported(claim, quoted, around)
        )


def _bare(claim: str) -> str:
    """A claim without the ``Yes`` or ``No`` before it, which nothing quoted could prove."""
    answer = _YES_OR_NO.match(claim)
    told = claim[answer.end() :] if answer else claim
    return told[:1].upper() + told[1:] if answer else told


def _uncopied(claim: str, quotes: Sequence[Quoted], quoted: Sequence[str]) -> str | None:
    """Why a claim is none that can be checked, where it quotes another language than English."""
    languages = {_language(quote) for quote in quotes} - {"en", None}
    return next((why for one in languages if one and (why := uncopied(claim, quoted, one))), None)


def _language(quote: Quoted) -> str | None:
    return quote.offered.hit.article.language


def _attributed(claim: str, quotes: tuple[Quoted, ...]) -> Proved | Dropped:
    """The claim with who says so, where it states as so what somebody says, or ``he`` says it."""
    places = [(quote.offered.hit.article.text, quote.start, quote.end) for quote in quotes]
    heard = voices(own_words(claim, 0, len(claim)))
    is_open = bool(heard) and all(voice.kind in ("he", "she") for voice in heard)
    if not is_open and not reports(claim, places):
        return Proved(claim, quotes)
    found = {name for quote in quotes for name in speakers(quote.text, _around(quote.offered))}
    name = found.pop() if len(found) == 1 else None
    if name is None and not is_open:
        return Dropped(claim, "it states what somebody says in its quotes and does not say who")
    told = {form(one.name.split()[-1]) for one in ascribed(claim)}
    is_told = name is None or is_named(form(name.split()[-1]), told)
    return Proved(claim, quotes, None if is_told else name)


def _around(offered: Offered) -> list[str]:
    """What the passage states, and what is told of its article."""
    article = offered.hit.article
    day = (article.published or "")[:10]
    stated = _stated(offered)
    told = (stated, article.title, article.source or "", *article.authors, day)
    return [text for text in told if text]


def _stated(offered: Offered) -> str:
    """The passage without the questions and instructions in it: their words prove nothing."""
    text, start = offered.hit.article.text, offered.start
    kept = list(offered.text)
    for first, last in sentences(offered.text):
        if not states(text, start + first, start + last):
            kept[first:last] = " " * (last - first)
    return "".join(kept)


def _miscopied(copied: Copied, offered: Offered) -> str:
    """Why a quote does not stand in its passage, by the first of its words that are not there."""
    there = {token.form for token in tokens(offered.text)}
    own = [token for token in tokens(copied.words) if token.form not in there][:_MOST_NAMED]
    named = ", ".join(repr(copied.words[one.start : one.end][:_LONGEST_NAMED]) for one in own)
    if named:
        return f"passage {offered.key} does not have {named}, which its quote has"
    return f"passage {offered.key} has the words of its quote, but not one after another"


def _once(quotes: Sequence[Quoted]) -> tuple[Quoted, ...]:
    """Each sentence once, in the order of the quotes."""
    known: dict[tuple[str, int, int], Quoted] = {}
    for quote in quotes:
        known.setdefault((quote.offered.hit.article.id, quote.start, quote.end), quote)
    return tuple(known.values())
