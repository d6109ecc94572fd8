"""Whether notices of corrections and updates are recognised, and how many real articles have one.

The labelled texts of ``sets/notices.jsonl`` are invented. Of real articles the notices are counted
as they come out of reading, ids and kinds alone, for checking some of them by hand.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from evals.assertions import agency_articles
from evals.data import MAX_BYTES, Skipped, folder_of
from evals.quiz import quiz_articles
from evals.report import Goal, Limits, Result, Table, progress
from evals.sets import NoticeText, notice_texts
from index.errors import UnreadableSource
from index.ingest.html import read_html
from index.ingest.material import make_draft
from index.ingest.notices import notices_of
from index.ingest.reading import read_sources
from index.values import Draft

_KINDS = ("correction", "clarification", "update")
_GROUPS = ("all", "choose", "confirm")


@dataclass(frozen=True, slots=True)
class Scored:
    """A labelled text: how many of its notices were found whole, and what else was found."""

    text: NoticeText
    right: int
    found: int

    @property
    def is_right(self) -> bool:
        """Whether exactly its notices were found."""
        return self.right == self.found == len(self.text.notices)


def run(limits: Limits) -> Result:
    """Score the invented texts and count in the real ones."""
    scored = [_scored(text) for text in notice_texts()]
    figures = {name: _figures([one for one in scored if _is_in(one, name)]) for name in _GROUPS}
    counted, notes = _count_all(limits.articles)
    return Result(
        suite="corrections",
        settings={"texts": len(scored), "articles": limits.articles},
        figures={
            "invented": figures,
            "wrong": [one.text.id for one in scored if not one.is_right],
            "real": counted,
        },
        tables=[_table(figures), _counts(counted)],
        goals=[
            Goal("precision", figures["all"]["precision"], least=0.95),
            Goal("recall", figures["all"]["recall"], least=0.9),
        ],
        notes=notes,
    )


def _scored(text: NoticeText) -> Scored:
    found = [(one.kind, text.text[one.start : one.end]) for one in notices_of(text.text)]
    return Scored(text, len(set(found) & set(text.notices)), len(found))


def _is_in(one: Scored, group: str) -> bool:
    return group in ("all", one.text.part)


def _figures(scored: Sequence[Scored]) -> dict[str, float]:
    right, found = sum(one.right for one in scored), sum(one.found for one in scored)
    wanted = sum(len(one.text.notices) for one in scored)
    return {
        "texts": len(scored),
        "notices": wanted,
        "precision": right / found if found else 1.0,
        "recall": right / wanted if wanted else 1.0,
    }


def _count_all(limit: int | None) -> tuple[dict[str, Any], list[str]]:
    counted, notes = {}, []
    for name, source in {"realtimeqa-2022": quiz_articles, "ap-news": agency_articles}.items():
        try:
            counted[name] = _count(name, source(), limit)
        except Skipped as why:
            notes.append(f"{name} is left out: {why}")
    try:
        counted["extraction"] = _count("extraction", folder_of("extraction") / "html", limit)
    except Skipped as why:
        notes.append(f"extraction is left out: {why}")
    return counted, notes


def _count(name: str, source: Path, limit: int | None) -> dict[str, Any]:
    kinds: Counter[str] = Counter()
    articles = with_notice = 0
    with progress(f"Reading {name}", limit) as advance:
        for draft in _drafts(source, limit):
            told = notices_of(draft.text, draft.body_start)
            kinds.update(one.kind for one in told)
            articles += 1
            with_notice += bool(told)
            advance(1)
    return {"articles": articles, "with_a_notice": with_notice, **{k: kinds[k] for k in _KINDS}}


def _drafts(source: Path, limit: int | None) -> Iterator[Draft]:
    """The articles of a source as they are read when they are added."""
    if source.is_dir():
        yield from _pages(source, limit)
        return
    items = read_sources([str(source)], max_bytes=MAX_BYTES)
    yield from islice((item for item in items if isinstance(item, Draft)), limit)


def _pages(folder: Path, limit: int | None) -> Iterator[Draft]:
    for path in sorted(folder.iterdir())[:limit]:
        with gzip.open(path, "rt", encoding="utf-8") as page:
            try:
                yield make_draft(read_html(page.read()))
            except UnreadableSource:
                continue


def _table(figures: Mapping[str, Mapping[str, float]]) -> Table:
    rows = tuple(
        (
            name,
            str(told["texts"]),
            str(told["notices"]),
            f"{told['precision']:.3f}",
            f"{told['recall']:.3f}",
        )
        for name, told in figures.items()
    )
    return Table("invented texts", ("part", "texts", "notices", "precision", "recall"), rows)


def _counts(counted: Mapping[str, Mapping[str, Any]]) -> Table:
    columns = ("articles", "with_a_notice", *_KINDS)
    rows = tuple((name, *(str(told[one]) for one in columns)) for name, told in counted.items())
    return Table("found in real articles", ("", "articles", "with a notice", *_KINDS), rows)
