"""What a library's answers rest on, told apart from what it was and will be."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select

from index.stores.database import Database
from index.stores.schema import articles, libraries, tags


class Standing:
    """Reads how the libraries of one data folder stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, library: str) -> str:
        """A digest that another one follows once anything can be answered otherwise.

        An article that is added, revised, removed, restored, forgotten, indexed or tagged changes
        it, and so do vectors of another embedding. It is one pass over the library's articles,
        without their texts.
        """
        of_library = articles.c.library == library
        there = (
            articles.c.id,
            articles.c.added_at,
            articles.c.latest,
            articles.c.indexed,
            articles.c.indexed_at,
            articles.c.copy_of,
            articles.c.removed_at,
        )
        rows = select(func.json_array(*there).label("told")).where(of_library)
        labels = (
            select(func.json_array(tags.c.article_id, tags.c.tag).label("told"))
            .join_from(tags, articles, tags.c.article_id == articles.c.id)
            .where(of_library)
        )
        embedding = select(libraries.c.embedding).where(libraries.c.name == library)
        digest = hashlib.sha256()
        with self._database.read() as connection:
            digest.update(str(connection.execute(embedding).scalar()).encode())
            ordered = (
                rows.order_by(articles.c.id).subquery(),
                labels.order_by(tags.c.article_id, tags.c.tag).subquery(),
            )
            for each in ordered:
                # Joined by SQLite: twenty thousand rows would be slow one by one.
                joined = connection.execute(select(func.group_concat(each.c.told))).scalar()
                digest.update(f"\0{joined}".encode())
        return digest.hexdigest()
