"""A library read out of the catalogue as portable records, in one consistent view."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, func, select, true
from sqlalchemy.sql.elements import ColumnElement

from index.errors import InvalidInput
from index.portable import records as portable
from index.portable.records import ArticleRecord, Record, RevisionRecord
from index.stores.answered import read_filters
from index.stores.chat_schema import answers, citations, servers, votes, watches
from index.stores.database import Database
from index.stores.feed_schema import feed_entries, feeds
from index.stores.quoted import others_named, read_claim
from index.stores.revising import moment
from index.stores.rows import OF_ARTICLE
from index.stores.schema import articles, libraries, pages, revisions, tags
from index.stores.servers import Preferences

R = TypeVar("R", bound=Record)

_AT_ONCE = 100
_PUBLIC = answers.c.private.is_(False)
_IN_PUBLIC = watches.c.channel.is_not(None)
"""A watch without a channel is told in a direct message."""


def library_records(database: Database, library: str, *, private: bool) -> Generator[Record]:
    """The header and every record of a library as they are when the first is taken.

    Raises ``InvalidInput`` where there is no such library.
    """
    with database.read() as connection:
        yield _header(connection, library, private=private)
        yield from _server(connection, library)
        for row in _stream(connection, _articles(library)):
            yield from _article(connection, row)
        yield from _feeds(connection, library)
        for row in _stream(connection, _told(answers, answers.c.asked_at, library, private)):
            yield _answer(connection, row)
        for row in _stream(connection, _told(watches, watches.c.created_at, library, private)):
            yield _watch(row)


def article_count(database: Database, library: str) -> int:
    """How many articles a library has, those included that are removed."""
    with database.read() as connection:
        return _count(connection, articles, articles.c.library == library)


def is_held(
    database: Database, library: str, article: ArticleRecord, told: Sequence[RevisionRecord]
) -> bool:
    """Whether a library has this very article, with the same revisions and nothing else of it."""
    named = _articles(library).where(articles.c.identity == article.identity)
    with database.read() as connection:
        row = connection.execute(named).first()
        here = [] if row is None else list(_article(connection, row))
    # Ids are another library's where the name is another; copies follow from the texts.
    names = {"id", "article", "copy_of"}
    return [one.model_dump(exclude=names) for one in here] == [
        one.model_dump(exclude=names) for one in (article, *told)
    ]


def lengths(
    connection: Connection, library: str, article_ids: set[str]
) -> dict[tuple[str, int], int]:
    """How many characters each revision of these articles has, as far as they are here."""
    query = (
        select(revisions.c.article_id, revisions.c.number, func.length(revisions.c.text))
        .join_from(articles, revisions, OF_ARTICLE)
        .where(articles.c.library == library, articles.c.id.in_(article_ids))
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def _stream(connection: Connection, query: Select[Any], at_once: int = _AT_ONCE) -> Iterator[Any]:
    yield from connection.execute(query, execution_options={"yield_per": at_once})


def _header(connection: Connection, library: str, *, private: bool) -> portable.Header:
    there = select(libraries.c.name).where(libraries.c.name == library)
    if connection.execute(there).first() is None:
        raise InvalidInput(
            f"There is no library {library!r} to export; `footnote libraries` lists those there "
            "are."
        )
    counts, left_out = {}, 0
    for table, public in ((answers, _PUBLIC), (watches, _IN_PUBLIC)):
        of_library = table.c.library == library
        counts[table.name] = _count(connection, table, of_library, true() if private else public)
        left_out += _count(connection, table, of_library) - counts[table.name]
    of_library = articles.c.library == library
    told = select(func.count()).join_from(articles, revisions, OF_ARTICLE).where(of_library)
    counts["feeds"] = _count(connection, feeds, feeds.c.library == library)
    counts["articles"] = _count(connection, articles, of_library)
    counts["revisions"] = connection.execute(told).scalar_one()
    now = moment(datetime.now(UTC))
    return portable.Header(library=library, created_at=now, counts=counts, left_out=left_out)


def _count(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(*conditions)
    return int(connection.execute(query).scalar_one())


def _server(connection: Connection, library: str) -> Iterator[Record]:
    query = select(servers.c.preferences).where(servers.c.library == library)
    told = connection.execute(query).scalar()
    if told:
        chosen = asdict(Preferences()) | told
        known = {one.name: chosen[one.name] for one in fields(Preferences)}
        lists = {name: tuple(known[name]) for name in ("channels", "forums")}
        yield _made(portable.ServerRecord, known | lists)


def _articles(library: str) -> Select[Any]:
    # A copy comes after what it is a copy of, so that reading them in order groups them alike.
    return (
        select(*articles.c)
        .where(articles.c.library == library)
        .order_by(articles.c.copy_of.is_not(None), articles.c.added_at, articles.c.id)
    )


def _article(connection: Connection, row: Any) -> Iterator[ArticleRecord | RevisionRecord]:
    labels = select(tags.c.tag).where(tags.c.article_id == row.id).order_by(tags.c.tag)
    page = connection.execute(select(*pages.c).where(pages.c.article_id == row.id)).first()
    yield ArticleRecord.model_construct(
        id=row.id,
        identity=row.identity,
        added_at=row.added_at,
        removed_at=row.removed_at,
        copy_of=row.copy_of,
        tags=tuple(connection.execute(labels).scalars()),
        page=None if page is None else _values(portable.PageRecord, page),
    )
    told = select(*revisions.c).where(revisions.c.article_id == row.id)
    for revision in _stream(connection, told.order_by(revisions.c.number), 1):
        lists = {"authors": tuple(revision.authors), "pages": tuple(revision.pages or ())}
        yield _values(RevisionRecord, revision, article=row.id, **lists)


def _feeds(connection: Connection, library: str) -> Iterator[Record]:
    chosen = select(*feeds.c).where(feeds.c.library == library)
    for row in connection.execute(chosen.order_by(feeds.c.added_at, feeds.c.url)).all():
        told = select(*feed_entries.c).where(feed_entries.c.feed_id == row.id)
        entries = connection.execute(told.order_by(feed_entries.c.entry))
        yield _values(
            portable.FeedRecord,
            row,
            tags=tuple(row.tags),
            include=tuple(row.include),
            exclude=tuple(row.exclude),
            entries=tuple(_values(portable.FeedEntryRecord, one) for one in entries),
        )


def _told(table: Table, since: ColumnElement[str], library: str, private: bool) -> Select[Any]:
    public = _PUBLIC if table is answers else _IN_PUBLIC
    chosen = select(*table.c).where(table.c.library == library, true() if private else public)
    return chosen.order_by(since, table.c.id)


def _answer(connection: Connection, row: Any) -> Record:
    chosen = select(*citations.c).where(citations.c.answer_id == row.id)
    cited = connection.execute(chosen.order_by(citations.c.number)).all()
    named = {name for one in cited for name in (one.article_id, *others_named(one))}
    there = lengths(connection, row.library, named | {one["article_id"] for one in row.nearest})
    known = {article_id for article_id, _ in there}
    voted = select(*votes.c).where(votes.c.answer_id == row.id).order_by(votes.c.voter)
    # What an article proved that was deleted for good is proved by nothing any more.
    quoted = [one for one in cited if (one.article_id, one.revision) in there]
    near = [one for one in row.nearest if (one["article_id"], one["revision"]) in there]
    numbers = {one.number for one in quoted}
    claims = [asdict(read_claim(one)) for one in row.claims if numbers >= {*one["citations"]}]
    return _values(
        portable.AnswerRecord,
        row,
        filters=_filters(row),
        claims=tuple(_made(portable.ClaimRecord, claim) for claim in claims),
        citations=tuple(_citation(one, known) for one in quoted),
        nearest=tuple(
            _made(portable.SpanRecord, one | {"article": one["article_id"]}) for one in near
        ),
        votes=tuple(_values(portable.VoteRecord, one) for one in connection.execute(voted)),
        remarks=tuple(row.remarks or ()),
    )


def _citation(row: Any, known: set[str]) -> portable.CitationRecord:
    return _values(
        portable.CitationRecord,
        row,
        article=row.article_id,
        highlights=tuple((start, end) for start, end in row.highlights),
        copies=tuple(copy for copy in row.copies if copy in known),
        corrected_by=tuple(one for one in row.corrected_by or () if one in known),
    )


def _watch(row: Any) -> Record:
    return _values(portable.WatchRecord, row, filters=_filters(row))


def _filters(row: Any) -> portable.FiltersRecord:
    return _made(portable.FiltersRecord, asdict(read_filters(row.filters)))


def _values(kind: type[R], row: Any, **given: Any) -> R:
    """A record of a row's columns of the same names and of what is given instead of some."""
    names = [name for name in kind.model_fields if name != "kind" and name not in given]
    return _made(kind, {name: getattr(row, name) for name in names} | given)


def _made(kind: type[R], values: Mapping[str, Any]) -> R:
    # What the catalogue holds is not checked, so that nothing of it can be missing from a back-up.
    names = kind.model_fields.keys() & values.keys()
    return kind.model_construct(None, **{name: values[name] for name in names})
