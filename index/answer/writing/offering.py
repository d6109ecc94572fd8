"""The passages that a model is shown: as data, each under a key that no article can know."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.answer.writing.claim_lines import plain
from index.generation.model import counted_tokens
from index.values import ArticleInfo, Hit

_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""Without vowels, so that no key is a word, and without what is mistaken for another."""
_KEY_LENGTH = 5
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Offered:
    """A passage with its key: ``[start, end)`` of the article, without what is never quoted."""

    key: str
    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        """What the model may copy from."""
        return self.hit.article.text[self.start : self.end]


def offer(hits: Iterable[Hit], most: int, tokens: int) -> tuple[Offered, ...]:
    """As many of the first passages as fit, each with a key of its own.

    Together with what is told of their articles they take at most so many tokens; one that does
    not fit is left out, and smaller ones after it are still taken.
    """
    found: list[Offered] = []
    for hit in hits:
        one = _offered(hit, {other.key for other in found})
        size = counted_tokens(_shown(one))
        if len(found) < most and size <= tokens and one.text.strip():
            found.append(one)
            tokens -= size
    return tuple(found)


def shown(offered: Sequence[Offered]) -> str:
    """The passages as a prompt has them, by article in the order in which they were found.

    Each stands between marks that name its key, which is drawn by lot for this question alone: no
    article can end its own passage or begin another.
    """
    articles = list(dict.fromkeys(one.hit.article.id for one in offered))
    ordered = sorted(offered, key=lambda one: (articles.index(one.hit.article.id), one.start))
    return "\n\n".join(map(_shown, ordered))


def _offered(hit: Hit, taken: set[str]) -> Offered:
    key = _key()
    while key in taken or key in hit.article.text:
        key = _key()
    start = max(hit.passage.start, hit.article.body_start)
    return Offered(key, hit, min(start, hit.passage.end), hit.passage.end)


def _key() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_KEY_LENGTH))


def _shown(one: Offered) -> str:
    told = "\n".join(_about(one.hit.article))
    return f"<passage {one.key}>\n{told}\n\n{one.text.strip()}\n</passage {one.key}>"


def _about(article: ArticleInfo) -> Iterable[str]:
    yield f"Title: {_line(article.title)}"
    if article.source:
        yield f"Source: {_line(article.source)}"
    yield f"Date: {(article.published or 'unknown')[:10]}"


def _line(text: str) -> str:
    return plain(text[:_LONGEST_LINE], _LONGEST_LINE)
