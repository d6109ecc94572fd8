"""The values that flow between the rooms of the index: frozen, typed, free of behaviour.

Offsets count Unicode code points in ``Article.text`` and never change within a revision: for every
passage, citation and nearest sentence, ``article.text[start:end]`` is the text that it carries.
Dates are ISO 8601 text, a day (``2024-02-27``) or a UTC moment (``2024-02-27T18:05:00Z``), so that
they sort and compare as text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]
"""A half-open range ``[start, end)`` of code points."""

Outcome: TypeAlias = Literal["new", "unchanged", "new revision", "copy", "restored"]

NoticeKind: TypeAlias = Literal["correction", "clarification", "update"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Where an article says that it, or another, was corrected, made clear or brought up to date.

    ``[start, end)`` of its text is the whole notice.
    """

    kind: NoticeKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Draft:
    r"""An article as it was read, before the catalogue knows it.

    ``identity`` is its canonical URL, else its resolved file path, else the hash of its text.
    ``text`` is NFC with ``\n`` line ends. ``text[:body_start]`` is the title line or the
    dateline where the text begins with one: searched, kept, never quoted. ``warnings`` are what a
    person should be told of the reading. ``pages`` are the offsets at which the pages of a paged
    document begin, in order.
    """

    identity: str
    text: str
    title: str
    body_start: int = 0
    url: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInfo:
    """What is told of one revision of an article beside its text."""

    id: str
    library: str
    revision: int
    title: str
    url: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(ArticleInfo):
    """One revision of an article with its text; ``text[:body_start]`` is never quoted.

    ``pages`` are the offsets at which its pages begin, in order; none where it has no pages.
    ``notices`` are those of its own corrections and updates, in order.
    """

    text: str
    body_start: int = 0
    pages: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as lists show it: its latest revision without the text.

    ``added_at`` and ``removed_at`` are UTC moments; ``pending`` says that the derived stores do not
    hold it as they should yet. ``gone_at`` is since when the page that it was fetched from is gone.
    """

    article: ArticleInfo
    tags: tuple[str, ...]
    passages: int
    copy_of: str | None
    added_at: str
    removed_at: str | None
    pending: bool
    gone_at: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is ``[start, end)`` of the revision; ordinals count from 0 in reading order."""

    id: str
    article_id: str
    revision: int
    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question is limited to; an empty field does not limit.

    ``articles`` are ids; ``since`` and ``until`` are days, both included, and leave out articles
    without a date; ``sources`` compare without regard to case; several values of one field widen
    it, several fields narrow.
    """

    articles: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The time that ``[start, end)`` of a question names, from ``since`` to ``until``.

    Both are days and included; None leaves an end open, and with ``latest``, for the newest there
    is, both may be. ``of_articles`` says that the articles are to be of that time, not what they
    tell.
    """

    start: int
    end: int
    since: str | None = None
    until: str | None = None
    of_articles: bool = False
    latest: bool = False


Reach: TypeAlias = Literal["only", "first", "beyond"]


@dataclass(frozen=True, slots=True)
class Sought:
    """The time that a question was understood to mean, and which articles were looked at for it.

    ``phrase`` are the words that name it, ``since`` and ``until`` its days as in ``Period``.
    ``reach`` is ``only`` where articles of other days were left out, ``first`` where they came
    after those of these days, and ``beyond`` where the answer is from those others alone.
    """

    phrase: str
    since: str | None
    until: str | None
    latest: bool
    reach: Reach


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked before, and what was answered; empty where nothing was.

    ``topic`` is what the article that answered is about, where its title is a name for that.
    """

    question: str
    answer: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks of one library. ``history`` holds the turns before, oldest first.

    ``asked_on`` is the day it is asked on, where the person is; None where that is not known, and
    then nothing is told from it.
    """

    text: str
    library: str
    asker: str | None = None
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()
    asked_on: str | None = None


@dataclass(frozen=True, slots=True)
class Ranks:
    """Why a passage was found: its 1-based rank and raw score in each search, None where absent.

    ``similarity`` is the cosine of question and passage in [-1, 1]; ``bm25`` is unbounded above.
    ``fused`` joins both searches, in [0, 1]. ``reading`` is the log-odds that the passage's best
    sentence answers, None where it was not read. ``timely`` is what its article's day adds.
    """

    dense: int | None = None
    similarity: float | None = None
    lexical: int | None = None
    bm25: float | None = None
    fused: float = 0.0
    reading: float | None = None
    timely: float = 0.0

    @property
    def found(self) -> float:
        """The score with which the passage was found, its day included."""
        return self.fused + self.timely


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question; ``score`` orders all that were found, higher is better."""

    passage: Passage
    article: Article
    score: float
    ranks: Ranks


@dataclass(frozen=True, slots=True)
class Citation:
    """A proved quotation: ``article.text[start:end] == quote``.

    ``highlights`` are spans inside the quote of the words that answer; ``context`` is the passage
    around it, from ``context_start``; ``copies`` are articles with the same text. ``page`` is the
    page on which the quote begins, counted from 1, None where the article has no pages.
    ``corrected_by`` are articles that say otherwise to correct it.
    """

    number: int
    article: Article
    start: int
    end: int
    quote: str
    context: str
    context_start: int
    copies: tuple[ArticleInfo, ...] = ()
    highlights: tuple[Span, ...] = ()
    page: int | None = None
    corrected_by: tuple[ArticleInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer and the numbers of the citations that prove it.

    An extractive claim's ``text`` is its quote, with ``…`` where something of the sentence was left
    away; ``speaker`` is who said it, where the quote does not tell and the article does, or where a
    generated claim has somebody's words and does not tell whose. An extractive one with several
    citations sets sources that disagree side by side, as ``index.sides`` has it.
    """

    text: str
    citations: tuple[int, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """The closest sentence found where nothing answers; ``score`` in [0, 1]."""

    article: ArticleInfo
    start: int
    end: int
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Answered:
    """``citations`` are numbered 1..n in order of first use by ``claims``."""

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    mode: Literal["extractive", "generated"]


@dataclass(frozen=True, slots=True)
class NotFound:
    """The articles don't say; ``nearest`` holds up to three sentences, the closest first."""

    nearest: tuple[Nearest, ...] = ()


Answer: TypeAlias = Answered | NotFound


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of wall clock; ``total`` is at least the sum of the parts."""

    retrieve: float
    answer: float
    total: float


@dataclass(frozen=True, slots=True)
class Spent:
    """What a language model took for an answer, whether one came of it or not.

    Tokens as its server counted them, else an estimate; ``seconds`` of wall clock.
    """

    prompt_tokens: int
    completion_tokens: int
    seconds: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with the question that it answers and what a person should be warned of.

    ``spent`` is what a language model took for it and for understanding the question, None where
    none was asked. ``sought`` is the time that the question names, None where it names none.
    """

    question: Question
    answer: Answer
    timings: Timings
    warnings: tuple[str, ...] = ()
    spent: Spent | None = None
    sought: Sought | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one article that was added.

    ``indexed`` is False where another process owns the folder and has yet to index it;
    ``copy_of`` is the id of the article with the same text. ``fresh`` is how many of its passages
    the revision before did not have, all of them where there is none. ``story`` are the ids of its
    near and reworded copies, and of theirs.
    """

    article: ArticleInfo
    passages: int
    outcome: Outcome
    indexed: bool
    fresh: int
    copy_of: str | None = None
    warnings: tuple[str, ...] = ()
    story: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of an article whose page was fetched again.

    ``outcome`` is ``gone`` where its server has no such page any more, and ``failed`` where it
    could not be fetched or read, for the ``reason``.
    """

    article_id: str
    url: str
    outcome: Literal[Outcome, "gone", "failed"]
    receipt: Receipt | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One input that could not be added: where it came from, and a sentence that says why."""

    origin: str
    reason: str
