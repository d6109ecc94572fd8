"""What an article says of its own corrections and updates, as people are told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from index.values import Article, Notice, NoticeKind

_NAMES: Mapping[NoticeKind, str] = {
    "correction": "Corrected",
    "clarification": "Clarified",
    "update": "Updated",
}


def noticed(article: Article) -> Iterator[tuple[str, str]]:
    """What was done, and the article's own words on it, those of corrections first."""
    kinds = list(_NAMES)
    for one in sorted(article.notices, key=lambda one: kinds.index(one.kind)):
        yield named_notice(article, one)


def named_notice(article: Article, notice: Notice) -> tuple[str, str]:
    """What was done, and the words of one notice."""
    return _NAMES[notice.kind], article.text[notice.start : notice.end]
