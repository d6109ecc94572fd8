"""Portable articles taken into the catalogue, into an empty library or beside what is there.

A new article gets its revisions with their numbers and moments. One that is here already keeps its
own, and the revisions that it lacks are put after them; where its latest was the newest of all,
that one follows once more, so that nothing is lost and the newest stands. Whether it is removed is
what the side says where something happened last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from index.portable.records import ArticleRecord, PageRecord, RevisionRecord
from index.stores.database import Database
from index.stores.revising import remove_article, restore_article, text_hash, write_draft
from index.stores.schema import articles, pages, passages, revisions, tags
from index.values import Draft, Span


@dataclass(frozen=True, slots=True)
class Unit:
    """An article with its revisions in order, and the passages of each."""

    article: ArticleRecord
    revisions: tuple[RevisionRecord, ...]
    spans: tuple[Sequence[Span], ...]


@dataclass(slots=True)
class Places:
    """Where the articles and revisions of a file are in the library that takes them.

    Only what has another id or number there is kept, so that large files cost little.
    """

    ids: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, dict[int, int]] = field(default_factory=dict)

    def note(self, file_id: str, article_id: str, numbers: dict[int, int]) -> None:
        """Remember where an article of the file is."""
        if file_id != article_id:
            self.ids[file_id] = article_id
        if list(numbers.items()) != [(n, n) for n in range(1, len(numbers) + 1)]:
            self.numbers[file_id] = numbers

    def article(self, file_id: str) -> str:
        """The id of an article here; one that the file does not have is left as it is."""
        return self.ids.get(file_id, file_id)

    def revision(self, file_id: str, number: int) -> tuple[str, int]:
        """The id and number of a revision here, the number 0 where it was not taken."""
        numbers = self.numbers.get(file_id)
        return self.article(file_id), number if numbers is None else numbers.get(number, 0)


class _Told(NamedTuple):
    """What tells one revision from another, as ``write_draft`` sees it."""

    digest: str
    title: str
    url: str | None
    source: str | None
    authors: tuple[str, ...]
    published: str | None
    pages: tuple[int, ...]


def write_articles(
    database: Database, library: str, units: Sequence[Unit], places: Places
) -> tuple[int, int]:
    """Take articles in, all of them or none; how many were new, and how many gained something."""
    new = changed = 0
    if not units:
        return new, changed
    with database.write() as connection:
        for unit in units:
            found = _find(connection, library, unit)
            if found is None:
                article_id, numbers = _write(connection, library, unit)
                new += 1
            else:
                article_id, numbers, more = _merge(connection, library, found, unit)
                changed += more
            places.note(unit.article.id, article_id, numbers)
            _tag(connection, article_id, unit.article.tags)
            _keep_page(connection, article_id, unit.article.page)
    return new, changed


def _write(connection: Connection, library: str, unit: Unit) -> tuple[str, dict[int, int]]:
    numbers = {}
    for told, spans in zip(unit.revisions, unit.spans, strict=True):
        draft = _draft(unit.article, told)
        article_id, number = _append(connection, library, draft, spans, told.added_at)
        numbers[told.number] = number
    _set(connection, article_id, added_at=unit.article.added_at)
    if unit.article.removed_at is not None:
        _remove_or_restore(connection, library, article_id, unit.article.removed_at)
    return article_id, numbers


def _merge(
    connection: Connection, library: str, found: Any, unit: Unit
) -> tuple[str, dict[int, int], bool]:
    known = _known(connection, found.id)
    latest, latest_at = known[found.latest]
    numbers, current = _append_missing(connection, library, unit, known, latest)
    last = unit.revisions[-1]
    newer = last.added_at > latest_at
    if newer and current != _told(last, text_hash(last.text)):
        draft = _draft(unit.article, last)
        appended = _append(connection, library, draft, unit.spans[-1], last.added_at)
        numbers[last.number] = appended[1]
    if not newer and current != latest:
        _repeat(connection, library, found.id, found.latest, latest_at)
    theirs = max(last.added_at, unit.article.removed_at or "")
    later = theirs > max(latest_at, found.removed_at or "")
    removed_at = unit.article.removed_at if later else found.removed_at
    _remove_or_restore(connection, library, found.id, removed_at)
    gained = max(numbers.values()) > max(known) or removed_at != found.removed_at
    return found.id, numbers, gained


def _append_missing(
    connection: Connection,
    library: str,
    unit: Unit,
    known: dict[int, tuple[_Told, str]],
    current: _Told,
) -> tuple[dict[int, int], _Told]:
    """Put the revisions that are not here after those that are.

    Returns the number of each of the file's revisions here, and what the latest tells then.
    """
    by_moment = {known[number]: number for number in known}
    by_words = {told: number for number, (told, _) in known.items()}
    numbers: dict[int, int] = {}
    for one, spans in zip(unit.revisions, unit.spans, strict=True):
        told = _told(one, text_hash(one.text))
        if told not in by_words:
            draft = _draft(unit.article, one)
            by_words[told] = _append(connection, library, draft, spans, one.added_at)[1]
            current = told
        numbers[one.number] = by_moment.get((told, one.added_at), by_words[told])
    return numbers, current


def _repeat(connection: Connection, library: str, article_id: str, number: int, at: str) -> None:
    """Let an earlier revision follow once more, as it was."""
    query = select(*revisions.c, articles.c.identity).join_from(articles, revisions)
    of_number = revisions.c.article_id == article_id, revisions.c.number == number
    row = connection.execute(query.where(*of_number)).one()
    draft = Draft(row.identity, row.text, **_metadata(row))
    split = select(passages.c.start, passages.c.end).order_by(passages.c.ordinal)
    split = split.where(passages.c.article_id == article_id, passages.c.revision == number)
    spans = [(start, end) for start, end in connection.execute(split)]
    _append(connection, library, draft, spans, at)


def _append(
    connection: Connection, library: str, draft: Draft, spans: Sequence[Span], at: str
) -> tuple[str, int]:
    """Write a revision as people's drafts are written, but with its own moment; id and number."""
    article_id, outcome = write_draft(connection, library, draft, spans)
    query = select(articles.c.latest).where(articles.c.id == article_id)
    number = int(connection.execute(query).scalar_one())
    if outcome != "unchanged":
        of_number = revisions.c.article_id == article_id, revisions.c.number == number
        connection.execute(update(revisions).where(*of_number).values(added_at=at))
    return article_id, number


def _remove_or_restore(
    connection: Connection, library: str, article_id: str, removed_at: str | None
) -> None:
    query = select(articles.c.removed_at).where(articles.c.id == article_id)
    before = connection.execute(query).scalar_one()
    if removed_at is None and before is not None:
        restore_article(connection, library, article_id, since="")
    if removed_at is not None and before is None:
        remove_article(connection, library, article_id)
    _set(connection, article_id, removed_at=removed_at)


def _find(connection: Connection, library: str, unit: Unit) -> Any:
    query = select(articles.c.id, articles.c.latest, articles.c.removed_at)
    named = articles.c.library == library, articles.c.identity == unit.article.identity
    return connection.execute(query.where(*named)).first()


def _known(connection: Connection, article_id: str) -> dict[int, tuple[_Told, str]]:
    columns = [one for one in revisions.c if one.name != "text"]
    query = select(*columns).where(revisions.c.article_id == article_id)
    return {
        row.number: (_told(row, row.text_hash), row.added_at) for row in connection.execute(query)
    }


def _told(one: Any, digest: str) -> _Told:
    lists = tuple(one.authors), tuple(one.pages or ())
    return _Told(digest, one.title, one.url, one.source, lists[0], one.published, lists[1])


def _draft(article: ArticleRecord, told: RevisionRecord) -> Draft:
    return Draft(article.identity, told.text, **_metadata(told))


def _metadata(told: Any) -> dict[str, Any]:
    names = ("title", "body_start", "url", "source", "published", "language")
    lists = {"authors": tuple(told.authors), "pages": tuple(told.pages or ())}
    return {name: getattr(told, name) for name in names} | lists


def _tag(connection: Connection, article_id: str, labels: Sequence[str]) -> None:
    for label in labels:
        tag = upsert(tags).values(article_id=article_id, tag=label)
        connection.execute(tag.on_conflict_do_nothing())


def _keep_page(connection: Connection, article_id: str, page: PageRecord | None) -> None:
    """What was learnt of the page later counts."""
    if page is not None:
        row = page.model_dump()
        stored = upsert(pages).values(article_id=article_id, **row)
        newer = stored.on_conflict_do_update(
            index_elements=["article_id"], set_=row, where=pages.c.asked_at < page.asked_at
        )
        connection.execute(newer)


def _set(connection: Connection, article_id: str, **values: object) -> None:
    connection.execute(update(articles).where(articles.c.id == article_id).values(**values))
