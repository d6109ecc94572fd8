"""Which article corrects another, and which sentences a notice of a correction is about.

Rules over the words alone. An article that is nothing but a correction is known by its title or by
how it begins; what it corrects, by being the same story, by its title or address, or by a sentence
whose words and figures stand in the notice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from index.ingest.notice_wording import INSTEAD, OTHER, VERSION, WRONG
from index.ingest.sentences import sentences
from index.stories.lines import Line, lines_of, telling_words
from index.stories.substance import Difference, common_words, said
from index.values import Article, ArticleInfo, Notice

ABOUT = 0.4
"""A notice is about a sentence where it has this share of its telling words, and a figure or name
of it that is not what all of the article is about."""
_FEWEST_WORDS = 3
_TOPIC = 2
"""So many words that both sentences have stand in a notice that tells no figure of either."""
_FEWEST_TITLE_WORDS = 4
_FARTHEST = 5_000
_MOST_DAYS = 60
"""What is corrected was published this long before at most, where nothing names it."""

_TITLED = re.compile(
    r"\W*(?:corrections?|clarifications?|corrected|erratum)\b"
    r"(?:\s*(?:&|and|/)\s*clarifications?)?\s*[:—–-]",
    re.IGNORECASE,
)
_OF_NAMES = re.compile(
    r"\bmis-?(?:spel|nam|identif|attribut|quot)|\bspelling\b|\bnames?\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY_OF = re.compile(rf"\b(\d{{1,2}})\s+{_MONTH}|{_MONTH}\s+(\d{{1,2}})\b")
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december""".split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its telling words, its figures and names, and those of them that were wrong."""

    notice: Notice
    text: str
    words: frozenset[str]
    values: frozenset[str]
    wrong: frozenset[str]


def told(article: Article) -> tuple[Told, ...]:
    """The corrections and clarifications that an article gives notice of, in order."""
    common = common_words((article.text,))
    return tuple(
        Told(
            one,
            text,
            telling_words(text),
            _values(article, one.start, one.end, common),
            _wrong(article, one, common),
        )
        for one in article.notices
        if one.kind != "update" and (text := article.text[one.start : one.end])
    )


def is_labelled(article: ArticleInfo) -> bool:
    """Whether the title calls an article a correction, as that of a column on markets may too."""
    return _TITLED.match(article.title) is not None


def is_correction(article: Article) -> bool:
    """Whether an article is there to correct another."""
    first = next((one for one in article.notices if one.kind != "update"), None)
    if first is None:
        return False
    words = article.text[first.start : first.end]
    of_another = OTHER.match(words) and not VERSION.search(words)
    return bool(of_another) or is_labelled(article)


def corrects(correction: Article, other: Article, *, same_story: bool = False) -> bool:
    """Whether an article that is a correction corrects another, as far as the words tell."""
    if not is_correction(correction) or is_correction(other) or precedes(correction, other):
        return False
    if same_story or names(correction, other.title, other.url):
        return True
    if not _near_in_time(correction, other):
        return False
    notices = told(correction)
    return any(is_about(one, other, lines_of(other)) for one in notices)


def names(correction: Article, title: str, url: str | None) -> bool:
    """Whether an article is named by its title or its address in the text of a correction."""
    if url and re.search(re.escape(url.rstrip("/")) + r"/?(?![\w/-])", correction.text):
        return True
    words = _plain(title)
    return words.count(" ") > _FEWEST_TITLE_WORDS and words in _plain(correction.text[:_FARTHEST])


def is_about(one: Told, article: Article, lines: Sequence[Line]) -> bool:
    """Whether a notice of another article tells that one of these sentences is wrong."""
    likely = [
        line
        for line in lines
        if len(one.words & line.words) >= max(_FEWEST_WORDS, ABOUT * len(line.words))
    ]
    if not likely:
        return False
    common, topic = common_words((article.text,)), telling_words(article.title)
    values = (_values(article, line.start, line.end, common) for line in likely)
    return any((found & one.wrong) - topic for found in values)


def settles(
    corrected: Article,
    other: Article,
    lines: tuple[Line, Line],
    found: Sequence[Difference],
) -> bool:
    """Whether a notice of ``corrected`` says that its wording holds and the other's does not.

    ``lines`` are a sentence of each, in this order, that tell the same but for what was ``found``.
    A notice says so where it has what differs, or where it tells what both are about and the other
    is no later report. One of an update says so of what was published no later.
    """
    values = {word for one in found for side in (one.left, one.right) for word in _keys(side)}
    both = lines[0].words & lines[1].words
    for one in told(corrected):
        if values & (one.values | one.words):
            return True
        # That a name was misspelt says nothing of a figure in the same sentence.
        of_names = _OF_NAMES.search(one.text) and all(diff.kind != "name" for diff in found)
        about = len(both & one.words) >= _TOPIC and not of_names
        if about and not precedes(corrected, other):
            return True
    updated = any(one.kind == "update" for one in corrected.notices)
    days = _day(other), _day(corrected)
    return updated and None not in days and str(days[0]) <= str(days[1])


def _values(article: Article, start: int, end: int, common: Set[str]) -> frozenset[str]:
    """The figures and names of a sentence of an article, in one form."""
    whole = said(article.text, start, end, common)
    return frozenset(whole.numbers) | frozenset(whole.names)


def _wrong(article: Article, notice: Notice, common: Set[str]) -> frozenset[str]:
    """The figures and names of what a notice says was wrong, without those of what is right."""
    wrong, right = frozenset[str](), frozenset[str]()
    for start, end in sentences(article.text[notice.start : notice.end]):
        first, last = notice.start + start, notice.start + end
        turn = INSTEAD.search(article.text, first, last)
        middle = turn.start() if turn else last
        told = _values(article, first, middle, common)
        if WRONG.search(article.text, first, middle):
            # Mostly the day of the report that was wrong.
            days = {
                word for found in _DAY_OF.findall(article.text, first, middle) for word in found
            }
            wrong |= told - _DAYS - days
        else:
            right |= told
        wrong |= _values(article, middle, last, common)
    figures = frozenset(word for word in wrong if word[0].isdigit())
    of_names = _OF_NAMES.search(article.text, notice.start, notice.end)
    # Where a figure was wrong, the names beside it tell what the report is about.
    return (wrong - figures if of_names else figures or wrong) - right


def _keys(shown: Sequence[str]) -> frozenset[str]:
    """Figures and names as a difference shows them, in that form."""
    text = " ".join(shown)
    whole = said(text, 0, len(text), frozenset())
    return frozenset(whole.numbers) | frozenset(whole.names)


def precedes(one: ArticleInfo, other: ArticleInfo) -> bool:
    """Whether both have a day and the first is of an earlier one."""
    days = _day(one), _day(other)
    return None not in days and str(days[0]) < str(days[1])


def _near_in_time(correction: Article, other: Article) -> bool:
    days = _day(correction), _day(other)
    if days[0] is None or days[1] is None:
        return True
    apart = date.fromisoformat(days[0]) - date.fromisoformat(days[1])
    return 0 <= apart.days <= _MOST_DAYS


def _day(article: ArticleInfo) -> str | None:
    return article.published[:10] if article.published else None


def _plain(text: str) -> str:
    """Words in lower case with a space around each."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
