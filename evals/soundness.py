"""Whether a folder is sound: each article that is in it is wholly in it, and is found."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from evals.invented import Invented
from index.doctor import examine
from index.folder import Folder
from index.shelf import Shelf
from index.stores.rows import passage_key
from index.values import Entry, Question

_HITS = 5


async def unsound(
    folder: Folder, library: str, given: Mapping[str, Invented]
) -> tuple[set[str], list[str]]:
    """The addresses of the articles that are stored, and sentences about those not wholly so."""
    shelf = await folder.shelves.shelf(library)
    assert shelf is not None
    entries = await folder.library(library).entries()
    problems: list[str] = []
    for entry in entries:
        article = await folder.library(library).article(entry.article.id)
        wanted = given.get(article.url or "")
        if wanted is None or article.text != wanted.text or article.title != wanted.title:
            problems.append(f"{article.url} is not what was given")
    problems += await asyncio.to_thread(_half_indexed, folder, shelf, entries)
    return {entry.article.url or "" for entry in entries}, problems


def _half_indexed(folder: Folder, shelf: Shelf, entries: Sequence[Entry]) -> list[str]:
    vectors, words = shelf.derived.vectors.names(), shelf.derived.lexicon.names()
    expected: dict[str, set[str]] = {entry.article.id: set() for entry in entries}
    for name in folder.records.lookup.names(list(expected)):
        expected[passage_key(name)[0]].add(name)
    problems = []
    for entry in entries:
        names = expected[entry.article.id]
        if entry.pending or len(names) != entry.passages or not names <= (vectors & words):
            problems.append(f"{entry.article.url} is only partly indexed")
    strays = (vectors | words) - set().union(*expected.values())
    return problems + ([f"{len(strays)} passages are strays"] if strays else [])


async def lost_in_search(folder: Folder, library: str, wanted: Sequence[Invented]) -> list[str]:
    """Sentences about articles that a search for their own word does not find."""
    problems = []
    for article in wanted:
        hits = await folder.library(library).search(Question(article.word, library), _HITS)
        if article.url not in {hit.article.url for hit in hits}:
            problems.append(f"{article.url} is not found")
    return problems


async def findings(folder: Folder) -> list[str]:
    """What ``doctor`` finds wrong."""
    return [
        f"doctor: {finding.check}: {finding.detail}"
        for finding in await examine(folder)
        if finding.healthy is not True
    ]
