"""Where an article says that it was corrected, made clear or brought up to date.

Rules over the words alone, as newsrooms word such notices. They are meant to be right rather than
complete: what only mentions a correction, such as one of the market, is none, and so is a list of
corrections to other articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.ingest import notice_wording as wording
from index.ingest.sentences import sentences
from index.values import Notice, NoticeKind, Span

_LONGEST = 1_000
"""Characters of the longest notice."""
_FIRST, _LAST = 6, 8
"""What only its wording tells for a notice stands in so many paragraphs of the beginning or end."""
_OPENING = 2
_FARTHEST = 100_000
"""Characters of the beginning, and of the end, that are looked at."""
_FEWEST = 2
"""With no more words a sentence says nothing."""
_SCRAP = 5
"""A line of so many words may be a link to something else."""
_READ = 200
"""So many paragraphs are looked at closely, so that no text makes it slow."""
_SENTENCE = 300
"""An earlier version is named this near to the beginning of a sentence."""
_MOST = 6
"""An article with more is a list of corrections to others."""

_LINE = re.compile(r"[^\s_](?:[^\n]*[^\s_])?")
_BEFORE = re.compile(r"[\s*•_~\[(–—-]*")
_ENDS = re.compile(r"[.!…][\"'”’»)\]*_]*$")
_WORDS = re.compile(r"\w+")
_HAS_BEEN = re.compile(r"\bthe (?:article|story|headline) has been corrected\b")


def notices_of(text: str, body_start: int = 0) -> tuple[Notice, ...]:
    """The notices of an article, in order; ``text[:body_start]`` is no part of it.

    Of a very long text only the beginning and the end are looked at.
    """
    lines = _lines(text, body_start)
    told: list[Notice] = []
    read = 0
    for place, (start, end) in enumerate(lines):
        at_edge = place < _FIRST or place >= len(lines) - _LAST
        if told and start < told[-1].end:
            continue
        likely = read < _READ and wording.LIKELY.search(text, start, min(end, start + _LONGEST))
        if at_edge or likely:
            read += 1
            told.extend(_of_paragraph(text, lines, place, at_edge=at_edge))
    return tuple(told) if len(told) <= _MOST else ()


def tells_what_holds(kind: NoticeKind, words: str) -> bool:
    """Whether a notice tells something: what is so, not only what was not, or that it was changed.

    Of a correction or clarification that does, only the whole may be quoted.
    """
    label = wording.LABEL.match(words)
    rest = words[label.end() :] if label else words
    if kind == "update":
        return label is not None and not _says_so(rest)
    if wording.FOREIGN.match(words):
        return False
    if wording.RIGHT.search(rest):
        return True
    told = (rest[start:end] for start, end in sentences(rest))
    return any(
        len(_WORDS.findall(one)) > _FEWEST
        and not wording.WRONG.search(one)
        and not wording.SELF.match(one[_begin(one) :])
        and not wording.AGENCY.match(one)
        for one in told
    )


def _lines(text: str, body_start: int) -> list[Span]:
    """The paragraphs that are looked at, without white space and rules around them."""
    behind = text.rfind("\n", 0, max(body_start, len(text) - _FARTHEST)) + 1
    parts = [(body_start, len(text))]
    if behind > body_start + _FARTHEST:
        parts = [(body_start, body_start + _FARTHEST), (behind, len(text))]
    return [found.span() for part in parts for found in _LINE.finditer(text, *part)]


def _of_paragraph(
    text: str, lines: Sequence[Span], place: int, *, at_edge: bool
) -> Iterator[Notice]:
    """The notice that a paragraph is, begins with or ends with."""
    start, end = lines[place]
    words = text[start:end]
    agency = wording.AGENCY.match(words)
    if agency and at_edge:
        yield Notice(_kind(agency[0]), start, start + agency.end())
    elif wording.ALONE.fullmatch(words) and place + 1 < len(lines):
        following = text[slice(*lines[place + 1])]
        note = "note" in words.casefold()
        told = _says_so(following) if note else wording.EVIDENCE.search(following)
        if len(following) <= _LONGEST and told:
            yield Notice(_kind(following, words), start, lines[place + 1][1])
    elif len(words) <= _LONGEST and (kind := _whole(words, place, at_edge=at_edge)):
        yield Notice(kind, start, end)
    elif at_edge:
        yield from _at_the_end(text, start, end)


def _whole(words: str, place: int, *, at_edge: bool) -> NoticeKind | None:
    """The kind of a paragraph that is a notice as a whole, None where it is none."""
    label = wording.LABEL.match(words)
    if label:
        return _labelled(label, words[label.end() :], at_edge=at_edge)
    if not at_edge:
        return None
    if place < _OPENING and wording.OTHER.match(words):
        return "correction"
    bare = words[_begin(words) :]
    if _speaks_of_itself(bare) or wording.FOREIGN.match(words):
        return _kind(words)
    return _kind(words) if wording.STAMP.fullmatch(words) else None


def _labelled(label: re.Match[str], rest: str, *, at_edge: bool) -> NoticeKind | None:
    name = label["label"].casefold()
    if name.startswith("update"):
        count, dated = len(_WORDS.findall(rest)), label["when"] is not None
        told = (count > 1 and bool(_ENDS.search(rest))) or (count > _SCRAP and dated)
        return _kind(rest, name) if told and (at_edge or dated) else None
    if "note" in name:
        return _kind(rest) if _says_so(rest) else None
    return _kind(rest, name) if name == "corrected" or wording.EVIDENCE.search(rest) else None


def _says_so(words: str) -> bool:
    """Whether a sentence of it says that the article was changed, or was wrong."""
    return bool(_HAS_BEEN.search(words)) or any(
        _speaks_of_itself(words[start + _begin(words[start:end]) : end])
        for start, end in sentences(words)
    )


def _speaks_of_itself(words: str) -> bool:
    """Whether words that begin a sentence say so of the article that they stand in."""
    if wording.SELF.match(words):
        return True
    version = wording.VERSION.search(words, 0, _SENTENCE)
    if version is None:
        return False
    before, after = words[: version.start()], words[version.end() : version.end() + _SENTENCE]
    if wording.BEFORE_OLD.fullmatch(before):
        return bool(wording.SAID.search(after))
    return wording.AFTER_ERROR.fullmatch(before) is not None


def _at_the_end(text: str, start: int, end: int) -> Iterator[Notice]:
    """A notice that follows other sentences in their paragraph."""
    first = max(start, end - _LONGEST)
    for begin, stop in sentences(text[first:end])[1:]:
        at = first + begin + _begin(text[first + begin : first + stop])
        if _speaks_of_itself(text[at : first + stop]):
            yield Notice(_kind(text[at:end]), first + begin, end)
            return


def _begin(words: str) -> int:
    """Where the words begin behind bullets, rules and brackets."""
    before = _BEFORE.match(words)
    return before.end() if before else 0


def _kind(words: str, label: str = "") -> NoticeKind:
    label = label.casefold()
    if "correct" in label or "errat" in label:
        return "correction"
    if "clarif" in label:
        return "clarification"
    if wording.CLARIFIES.search(words) and not re.search(r"corrected", words, re.IGNORECASE):
        return "clarification"
    corrects = wording.CORRECTS.search(words) or wording.FOREIGN.match(words)
    return "correction" if corrects else "update"
