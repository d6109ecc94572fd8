"""Which article a person means who names one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, func, select

from index.errors import InvalidInput, UnknownArticle
from index.stores.rows import LATEST
from index.stores.schema import articles, revisions


def named_article(connection: Connection, library: str, name: str) -> str:
    """The id of the article with this id, a prefix of it, or this title in any case.

    Raises ``UnknownArticle``, or ``InvalidInput`` where several are called so.
    """
    if words := " ".join(name.split()):
        begins = articles.c.id.startswith(name, autoescape=True)
        if found := _found(connection, library, begins):
            return _only(found, f"have ids that begin with {name!r}; give more of it.")
        titled = func.casefold(revisions.c.title) == words.casefold()
        if found := _found(connection, library, titled):
            return _only(found, f"have the title {name!r}; give the id of one of them.")
    raise UnknownArticle(
        f"No article here has the id or the title {name!r}; choose one of those that are listed."
    )


def _found(connection: Connection, library: str, condition: ColumnElement[bool]) -> list[str]:
    """Two at most, since more tell no more."""
    query = select(articles.c.id).join_from(articles, revisions, LATEST)
    query = query.where(articles.c.library == library, condition).limit(2)
    return [str(one) for one in connection.execute(query).scalars()]


def _only(found: list[str], several: str) -> str:
    if len(found) > 1:
        raise InvalidInput(f"Several articles {several}")
    return found[0]
