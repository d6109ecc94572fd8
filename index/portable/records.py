"""What a line of a portable library holds: records that name no table and are checked when read.

A file is gzip over JSON Lines. The first line is the ``Header``, the last the ``End``; between them
come an article, then its revisions, then the next article, and after all articles the feeds and
what happened in chat. Each line begins with its ``kind``; readers pass over kinds that they do not
know. Offsets count code points of a revision's text, moments are ISO 8601 in UTC.
"""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from index.portable.fields import (
    AnswerId,
    ArticleId,
    Claimed,
    Day,
    Days,
    Due,
    Identity,
    Language,
    Line,
    Moment,
    Name,
    Number,
    Offset,
    Phrase,
    Published,
    Sentence,
    Snowflake,
    Url,
    Words,
)

FORMAT: Final = "footnote-library"
VERSION = 1


class Record(BaseModel):
    """One line; ``kind`` is its first field."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Header(Record):
    """What the file is; ``left_out`` counts what was private and stayed where it was."""

    kind: Literal["header"] = "header"
    format: Literal["footnote-library"] = FORMAT
    version: int = VERSION
    library: Name
    created_at: Moment
    counts: dict[str, int]
    left_out: int = 0


class End(Record):
    """The number of lines before this one, and the SHA-256 of their bytes before compression."""

    kind: Literal["end"] = "end"
    records: int
    sha256: str


class PageRecord(Record):
    """The web page of an article, and what the next request for it is conditional on."""

    url: Url
    etag: Line | None
    last_modified: Line | None
    asked_at: Moment
    gone_at: Moment | None


class ArticleRecord(Record):
    """An article; the last of the revisions that follow is its latest. ``copy_of`` is told only.

    Originals come before their copies.
    """

    kind: Literal["article"] = "article"
    id: ArticleId
    identity: Identity
    added_at: Moment
    removed_at: Moment | None
    copy_of: ArticleId | None
    tags: tuple[Line, ...]
    page: PageRecord | None


class RevisionRecord(Record):
    """One revision of the article before; ``pages`` are the offsets at which its pages begin."""

    kind: Literal["revision"] = "revision"
    article: ArticleId
    number: Number
    added_at: Moment
    title: Line
    url: Url | None
    source: Line | None
    authors: tuple[Line, ...]
    published: Published | None
    language: Language | None
    body_start: Offset
    pages: tuple[Offset, ...] = ()
    text: Words

    @model_validator(mode="after")
    def _fits(self) -> RevisionRecord:
        if max(self.body_start, *self.pages, 0) > len(self.text):
            raise ValueError("The body or a page begins behind the text.")
        if list(self.pages) != sorted(self.pages):
            raise ValueError("The pages are not in order.")
        return self


class FeedEntryRecord(Record):
    """What a feed has told of; ``entry`` is the hash of its own id for it.

    ``article_id`` is the one that came of it, which may have been deleted since.
    """

    entry: AnswerId
    url: Url
    title: Sentence | None
    noted_at: Moment
    attempts: Offset
    try_at: Due | None
    error: Sentence | None
    article_id: ArticleId | None
    announce: bool


class FeedRecord(Record):
    """A feed with how it was found last and all that it has told of."""

    kind: Literal["feed"] = "feed"
    url: Url
    title: Line
    tags: tuple[Line, ...]
    include: tuple[Line, ...]
    exclude: tuple[Line, ...]
    channel: Snowflake | None
    added_at: Moment
    fetched_url: Url | None
    etag: Line | None
    last_modified: Line | None
    minutes: Number | None
    checked_at: Moment
    rests_until: Due | None
    failures: Offset
    error: Sentence | None
    gone_at: Moment | None
    entries: tuple[FeedEntryRecord, ...]


class ServerRecord(Record):
    """How a server wants the bot."""

    kind: Literal["server"] = "server"
    channels: tuple[Snowflake, ...]
    forums: tuple[Snowflake, ...]
    handover: Snowflake | None
    private: bool
    keep_days: Days


class FiltersRecord(Record):
    """What a question was limited to."""

    articles: tuple[Line, ...]
    since: Day | None
    until: Day | None
    sources: tuple[Sentence, ...]
    tags: tuple[Sentence, ...]


class ClaimRecord(Record):
    """A sentence of an answer, and the numbers of the citations that prove it."""

    text: Claimed
    citations: tuple[Number, ...]
    speaker: Line | None


class SpanRecord(Record):
    """A span of a revision's text."""

    article: ArticleId
    revision: Number
    start: Offset
    end: Offset


class CitationRecord(SpanRecord):
    """A quotation; ``highlights`` are spans inside it, ``copies`` articles with the same text.

    ``corrected_by`` are articles that say otherwise to correct it.
    """

    number: Number
    context_start: Offset
    context_end: Offset
    highlights: tuple[tuple[Offset, Offset], ...]
    copies: tuple[ArticleId, ...]
    corrected_by: tuple[ArticleId, ...] = ()


class VoteRecord(Record):
    """What a person thinks of an answer."""

    voter: Phrase
    helpful: bool
    reason: Phrase | None
    words: Phrase | None
    voted_at: Moment


class AnswerRecord(Record):
    """A question and its answer, ``mode`` null where the articles did not say, with the votes."""

    kind: Literal["answer"] = "answer"
    id: AnswerId
    asker: Phrase
    asked_at: Moment
    question: Phrase
    filters: FiltersRecord
    private: bool
    mode: Literal["extractive", "generated"] | None
    claims: tuple[ClaimRecord, ...]
    citations: tuple[CitationRecord, ...]
    nearest: tuple[SpanRecord, ...]
    channel: Snowflake | None
    message: Snowflake | None
    asked_in: Snowflake | None
    follows: AnswerId | None
    votes: tuple[VoteRecord, ...]
    remarks: tuple[Phrase, ...] = ()


class WatchRecord(Record):
    """A question that waits for an article; ``channel`` is null for a direct message."""

    kind: Literal["watch"] = "watch"
    id: AnswerId
    asker: Snowflake
    question: Phrase
    filters: FiltersRecord
    channel: Snowflake | None
    created_at: Moment
    seen_until: Moment


KINDS: dict[str, type[Record]] = {
    "article": ArticleRecord,
    "revision": RevisionRecord,
    "feed": FeedRecord,
    "server": ServerRecord,
    "answer": AnswerRecord,
    "watch": WatchRecord,
}
"""What may stand between the header and the end."""
