"""Reading a portable library back, into an empty library or beside what is there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from pydantic import ValidationError

from index.embedding.minilm import MiniLM
from index.errors import InvalidInput
from index.folder import Folder
from index.indexing import Progress, finish
from index.ingest.splitting import PassageSplitter
from index.portable.lines import read_header, read_lines
from index.portable.records import (
    KINDS,
    AnswerRecord,
    ArticleRecord,
    FeedRecord,
    Header,
    Record,
    RevisionRecord,
    ServerRecord,
    WatchRecord,
)
from index.stores.exported import article_count, is_held
from index.stores.imported import Places, Unit, write_articles
from index.stores.imported_chat import ChatImport
from index.stores.imported_feeds import write_feeds

_Told: TypeAlias = tuple[ArticleRecord, tuple[RevisionRecord, ...]]
_Other: TypeAlias = FeedRecord | ServerRecord | AnswerRecord | WatchRecord
_Chat: TypeAlias = ServerRecord | AnswerRecord | WatchRecord

_BATCH, _BATCH_CHARACTERS = 32, 4_000_000
"""A batch is one transaction: whoever else writes waits no longer than it takes."""

_LINE_BYTES = 4
"""An article's line is at most so many times the article: the most that JSON and UTF-8 add."""

_LINE_SPARE = 1_000_000


@dataclass(slots=True)
class Imported:
    """What became of a file.

    ``articles`` and ``feeds`` are new here, ``changed`` gained a revision or were removed or
    restored. Not taken
    were ``refused`` records that are not what they should be, ``unknown`` ones of kinds that this
    version does not know, ``spans`` that fit no revision with what they were to prove, and
    ``foreign`` ones of another server.
    ``indexed`` is False where another process owns the folder and indexes in the background.
    """

    library: str
    articles: int = 0
    changed: int = 0
    feeds: int = 0
    answers: int = 0
    watches: int = 0
    refused: int = 0
    unknown: int = 0
    spans: int = 0
    foreign: int = 0
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class Reports:
    """Whom to tell of lines checked, of lines taken in, and of passages indexed."""

    checking: Progress
    importing: Progress
    indexing: Progress


async def import_library(
    folder: Folder,
    stream: BinaryIO,
    name: str | None = None,
    *,
    max_bytes: int,
    merge: bool = False,
    reports: Reports | None = None,
) -> Imported:
    """Take in a file that can be sought in, under its own name or another.

    Nothing is changed before the whole file was read once and is whole. Then articles come in
    batches, each all or nothing: what an interruption leaves is completed by the next call. An
    article of which the file says nothing else counts as here; any other is a reason to refuse,
    except to ``merge``. ``max_bytes`` is the most that an article may have.

    Raises ``UnreadableSource`` for a file that is damaged, foreign or too new, ``InvalidInput``
    for a library that has other articles.
    """
    header = await asyncio.to_thread(read_header, stream)
    library = folder.library(name or header.library)
    work = _Import(folder, stream, header, library.name, _LINE_BYTES * max_bytes + _LINE_SPARE)
    total = 0
    for step in work.examine(merge=merge), work.take():
        report = None if reports is None else (reports.importing if total else reports.checking)
        while (done := await finish(asyncio.to_thread(next, step, None))) is not None:
            if report is not None:
                report(done, total)
        total = work.lines
    shelf = await folder.shelves.shelf(library.name)
    if shelf is not None:
        await shelf.indexer.settle(None if reports is None else reports.indexing)
        work.done.indexed = True
    return work.done


class _Import:
    """One file on its way into one library, in steps that block."""

    def __init__(
        self, folder: Folder, stream: BinaryIO, header: Header, library: str, max_line: int
    ) -> None:
        self.done = Imported(library)
        self.lines = 0
        self._records = folder.records
        self._embedding = folder.options.embedding
        self._splitter = PassageSplitter(count_tokens=MiniLM().count_tokens)
        self._stream, self._header, self._max_line = stream, header, max_line

    def examine(self, *, merge: bool) -> Iterator[int]:
        """Read everything once without changing anything; yields how many lines are read."""
        database, library = self._records.database, self.done.library
        others = 0 if merge else article_count(database, library)
        for number, told in enumerate(self._units()):
            if others and isinstance(told, tuple):
                others -= is_held(database, library, *told)
            if number % _BATCH == 0:
                yield self.lines
        if others:
            raise InvalidInput(
                f"Library {library!r} has articles that the export does not have so; say --merge "
                "to add to them, or --library for another name."
            )

    def take(self) -> Iterator[int]:
        """Take everything in; yields how many lines are read after each transaction."""
        database, done, places = self._records.database, self.done, Places()
        self._records.ledger.open_library(done.library, self._embedding.to_json())
        chat = ChatImport(database, done.library, self._header.library, places)
        for batch in _batches(self._units()):
            units = [self._unit(told) for told in batch if isinstance(told, tuple)]
            new, changed = write_articles(database, done.library, units, places)
            done.articles, done.changed = done.articles + new, done.changed + changed
            feeds = [told for told in batch if isinstance(told, FeedRecord)]
            here = done.library == self._header.library
            done.feeds += write_feeds(database, done.library, feeds, places, here=here)
            chat.write([told for told in batch if isinstance(told, _Chat)])
            yield self.lines
        taken = chat.taken
        done.answers, done.watches = taken.answers, taken.watches
        done.spans, done.foreign = taken.spans, taken.foreign

    def _unit(self, told: _Told) -> Unit:
        # Splitting takes longer than writing, so that it is done before others have to wait.
        article, revisions = told
        return Unit(article, revisions, tuple(self._splitter.split(one.text) for one in revisions))

    def _units(self) -> Iterator[_Told | _Other]:
        """Everything in the file from its beginning, articles with their revisions."""
        self.lines = self.done.refused = self.done.unknown = 0
        article: ArticleRecord | None = None
        revisions: list[RevisionRecord] = []
        for kind, record in self._parsed():
            if kind not in KINDS:
                continue
            if kind == "revision":
                if isinstance(record, RevisionRecord) and _follows(record, article, revisions):
                    revisions.append(record)
                elif record is not None:
                    self.done.refused += 1
                continue
            if article is not None:
                yield from self._whole(article, revisions)
            article, revisions = None, []
            if isinstance(record, ArticleRecord):
                article = record
            elif isinstance(record, _Other):
                yield record
        if article is not None:
            yield from self._whole(article, revisions)

    def _whole(self, article: ArticleRecord, revisions: list[RevisionRecord]) -> Iterator[_Told]:
        if revisions:
            yield article, tuple(revisions)
        else:
            self.done.refused += 1

    def _parsed(self) -> Iterator[tuple[str, Record | None]]:
        """The kind of each record with what it holds, None where that is not what it should be."""
        for kind, line in read_lines(self._stream, self._max_line):
            self.lines += 1
            record = None
            if kind in KINDS:
                try:
                    record = KINDS[kind].model_validate_json(line)
                except ValidationError:
                    self.done.refused += 1
            elif self.lines > 1:
                self.done.unknown += 1
            yield kind, record


def _follows(
    record: RevisionRecord, article: ArticleRecord | None, before: Sequence[RevisionRecord]
) -> bool:
    if article is None or record.article != article.id:
        return False
    return not before or before[-1].number < record.number


def _batches(told: Iterator[_Told | _Other]) -> Iterator[list[_Told | _Other]]:
    batch: list[_Told | _Other] = []
    characters = 0
    for one in told:
        batch.append(one)
        if isinstance(one, tuple):
            characters += sum(len(revision.text) for revision in one[1])
        if len(batch) >= _BATCH or characters > _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
