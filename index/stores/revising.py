"""How a draft becomes a revision, and which of several articles with one text stands for them.

Articles of a library whose latest texts are equal form a group. One of them, the original, is
indexed; the others are its copies. Every change regroups the articles of the old text and of the
new one, so removing or rewriting an original promotes one of its copies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from index.errors import InvalidInput
from index.stores.rows import (
    INFO,
    LATEST,
    TEXT,
    notice_values,
    passage_rows,
    passage_values,
    read_article,
)
from index.stores.schema import active, articles, passages, revisions
from index.values import Draft, Outcome, Span


def write_draft(
    connection: Connection, library: str, draft: Draft, spans: Sequence[Span]
) -> tuple[str, Outcome]:
    """Store a draft under its identity; its article's id and what that made of it."""
    found = connection.execute(
        select(articles.c.id, articles.c.latest, articles.c.removed_at).where(
            articles.c.library == library, articles.c.identity == draft.identity
        )
    ).first()
    if found is None:
        return _write_new(connection, library, draft, spans), "new"
    changed = not _same(connection, found.id, draft)
    if not changed and found.removed_at is None:
        return found.id, "unchanged"
    before = _text_hash(connection, found.id)
    if changed:
        _add_revision(connection, found.id, found.latest + 1, draft, spans)
        _set(connection, found.id, indexed_at=None)
    _set(connection, found.id, latest=found.latest + changed, removed_at=None, copy_of=None)
    for digest in (before, text_hash(draft.text)):
        _regroup(connection, library, digest)
    return found.id, "new revision" if changed else "restored"


def remove_article(connection: Connection, library: str, article_id: str) -> None:
    """Hide an article and let a copy stand for its text."""
    if _removed_at(connection, article_id) is not None:
        raise InvalidInput(f"Article {article_id} is removed already; restoring brings it back.")
    _set(connection, article_id, removed_at=moment(datetime.now(UTC)), copy_of=None)
    _regroup(connection, library, _text_hash(connection, article_id))


def restore_article(connection: Connection, library: str, article_id: str, since: str) -> None:
    """Show an article again that was removed at ``since`` or later."""
    removed_at = _removed_at(connection, article_id)
    if removed_at is None:
        raise InvalidInput(f"Article {article_id} is not removed, so there is nothing to restore.")
    if removed_at < since:
        raise InvalidInput(
            f"Article {article_id} was removed on {removed_at[:10]}, too long ago to be restored; "
            "add it again."
        )
    _set(connection, article_id, removed_at=None)
    _regroup(connection, library, _text_hash(connection, article_id))


def fresh_passages(connection: Connection, article_id: str) -> int:
    """How many passages of the latest revision the one before did not have under its title."""
    latest, title = connection.execute(
        select(revisions.c.number, revisions.c.title)
        .join_from(articles, revisions, LATEST)
        .where(articles.c.id == article_id)
    ).one()
    before = revisions.c.article_id == article_id, revisions.c.number == latest - 1
    same_title = connection.execute(select(revisions.c.title).where(*before)).scalar() == title
    rows = connection.execute(passage_rows().where(passages.c.article_id == article_id)).all()
    known = {row.words for row in rows if same_title and row.revision == latest - 1}
    return sum(row.revision == latest and row.words not in known for row in rows)


def moment(time: datetime) -> str:
    """A UTC time as the catalogue stores it: ISO 8601 with microseconds, which sorts as text."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def text_hash(text: str) -> str:
    """The SHA-256 of a text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _write_new(connection: Connection, library: str, draft: Draft, spans: Sequence[Span]) -> str:
    article_id = hashlib.sha256(f"{library}\0{draft.identity}".encode()).hexdigest()[:12]
    connection.execute(
        insert(articles).values(
            id=article_id,
            library=library,
            identity=draft.identity,
            latest=1,
            added_at=moment(datetime.now(UTC)),
        )
    )
    _add_revision(connection, article_id, 1, draft, spans)
    _regroup(connection, library, text_hash(draft.text))
    return article_id


def _add_revision(
    connection: Connection, article_id: str, number: int, draft: Draft, spans: Sequence[Span]
) -> None:
    connection.execute(
        insert(revisions).values(
            article_id=article_id,
            number=number,
            text_hash=text_hash(draft.text),
            title=draft.title,
            body_start=draft.body_start,
            url=draft.url,
            source=draft.source,
            authors=list(draft.authors),
            published=draft.published,
            language=draft.language,
            added_at=moment(datetime.now(UTC)),
            text=draft.text,
            pages=list(draft.pages),
            notices=notice_values(draft.text, draft.body_start),
        )
    )
    if spans:
        connection.execute(insert(passages), passage_values(article_id, number, spans))


def _same(connection: Connection, article_id: str, draft: Draft) -> bool:
    row = connection.execute(
        select(*INFO, *TEXT)
        .join_from(articles, revisions, LATEST)
        .where(articles.c.id == article_id)
    ).one()
    stored = read_article(row)
    told = ("text", "title", "url", "source", "authors", "published", "pages")
    return all(getattr(stored, name) == getattr(draft, name) for name in told)


def _regroup(connection: Connection, library: str, digest: str) -> None:
    """Let one article stand for the text: the present original, else the first indexed or added."""
    members = connection.execute(
        select(articles.c.id, articles.c.copy_of)
        .join_from(articles, revisions, LATEST)
        .where(articles.c.library == library, revisions.c.text_hash == digest, active())
        .order_by(
            articles.c.copy_of.is_not(None), articles.c.indexed.is_(None), articles.c.added_at
        )
    ).all()
    for member in members:
        original = None if member is members[0] else members[0].id
        if member.copy_of != original:
            _set(connection, member.id, copy_of=original)


def _text_hash(connection: Connection, article_id: str) -> str:
    query = select(revisions.c.text_hash).join_from(articles, revisions, LATEST)
    return str(connection.execute(query.where(articles.c.id == article_id)).scalar_one())


def _removed_at(connection: Connection, article_id: str) -> str | None:
    query = select(articles.c.removed_at).where(articles.c.id == article_id)
    found: str | None = connection.execute(query).scalar_one()
    return found


def _set(connection: Connection, article_id: str, **values: object) -> None:
    connection.execute(update(articles).where(articles.c.id == article_id).values(**values))
