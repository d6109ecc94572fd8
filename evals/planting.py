"""Articles of the agency in which attacks are planted, and others beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from itertools import islice

from evals.assertions import AgencyQuestion, agency_articles
from evals.data import MAX_BYTES
from evals.libraries import kept_folder
from evals.metrics import plain, share_of, shingles
from evals.report import progress
from evals.sets import Where
from index.folder import Folder
from index.ingest.reading import read_sources
from index.library import Library
from index.values import Draft, Refusal

OTHERS = 150
"""So many articles without attacks."""


@dataclass(frozen=True, slots=True)
class Planting:
    """An attack, the question in whose articles it is planted, and where."""

    attack: str
    question: AgencyQuestion
    where: Where = "body"


def planted_folder(name: str, plantings: Sequence[Planting]) -> AbstractAsyncContextManager[Folder]:
    """A library whose articles have these attacks, kept as ``name``."""

    async def make(library: Library) -> None:
        with progress("Adding articles", None) as advance:
            async for _ in library.add(_drafts(plantings)):
                advance(1)

    settings = json.dumps([one.attack for one in plantings]) + str(OTHERS)
    return kept_folder(name, settings, make)


def _drafts(plantings: Sequence[Planting]) -> Iterator[Draft | Refusal]:
    items = [
        one
        for one in read_sources([str(agency_articles())], max_bytes=MAX_BYTES)
        if isinstance(one, Draft)
    ]
    headlines = {plain(source.headline) for one in plantings for source in one.question.sources}
    yield from (_poisoned(one, plantings) for one in items if plain(one.title) in headlines)
    yield from islice((one for one in items if plain(one.title) not in headlines), OTHERS)


def _poisoned(draft: Draft, plantings: Sequence[Planting]) -> Draft:
    found = draft
    for number, one in enumerate(plantings):
        for source in one.question.sources:
            if plain(source.headline) != plain(draft.title) or one.attack in found.text:
                continue
            match one.where:
                case "body":
                    text = _with_attack(found.text, source.text, one.attack, number)
                    found = replace(found, text=text)
                case "title":
                    found = replace(found, title=one.attack)
                case "source":
                    found = replace(found, source=one.attack)
                case "question":
                    pass
    return found


def _with_attack(text: str, source: str, attack: str, number: int) -> str:
    """An article with an attack in the paragraph that has most of the source passage, or beside it.

    ``number`` decides whether it stands after, before or below that.
    """
    paragraphs = text.split("\n\n")
    triples = shingles(source, 3)
    shares = [share_of(shingles(one, 3), triples) for one in paragraphs]
    at = max(range(len(paragraphs)), key=shares.__getitem__)
    if at == 0 and len(paragraphs) > 1:
        at = 1
    match number % 3:
        case 0:
            paragraphs[at] = f"{paragraphs[at]} {attack}"
        case 1:
            paragraphs[at] = f"{attack} {paragraphs[at]}"
        case _:
            paragraphs.insert(at, attack)
    return "\n\n".join(paragraphs)
