"""How sources that disagree are set side by side: each with its day and its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from index.values import ArticleInfo

Side: TypeAlias = tuple[ArticleInfo, str]
"""An article and what is quoted of it."""

_LONGEST_NAME = 60


def in_order(sides: Sequence[Side]) -> list[int]:
    """The places of the sides, the one that was published first first, those without a day last."""
    return sorted(range(len(sides)), key=lambda n: sides[n][0].published or "~")


def side_by_side(sides: Sequence[Side]) -> str:
    """``A, 3 May 2031: “…”; B, 9 May 2031: “…”``, in the order given.

    An article is named by its source, or by its title where another has the same source or it has
    none.
    """
    sources = [article.source for article, _ in sides]
    are_told_apart = None not in sources and len({*sources}) == len(sources)
    return "; ".join(_told(*side, are_told_apart) for side in sides)


def corrected(side: Side) -> str:
    """The words of a correction, in the place of what they correct."""
    return f"Corrected: {_told(*side, bool(side[0].source))}"


def _told(article: ArticleInfo, quote: str, by_source: bool) -> str:
    name = " ".join((article.source if by_source and article.source else article.title).split())
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1].rstrip() + "…"
    told = (name, _day(article.published))
    return f"{', '.join(part for part in told if part)}: “{quote}”"


def _day(published: str | None) -> str | None:
    if published is None:
        return None
    day = date.fromisoformat(published[:10])
    return f"{day.day} {day:%B %Y}"
