"""Whether everything that is stored is whole and can be found."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from index.errors import FootnoteError
from index.folder import Folder
from index.shelf import Shelf

if TYPE_CHECKING:
    from index.answer.writing.generated import Writer

_PROBES = 50
_LEAST_FREE_BYTES = 200_000_000
_CHECK_TEXT = "A sentence to see that the embedding works."


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; ``healthy`` is None where it could not be made."""

    check: str
    healthy: bool | None
    detail: str


async def examine(folder: Folder) -> list[Finding]:
    """Every check of a folder; pending work is done first where this process owns the folder.

    A language model that is configured is asked one question over an invented passage.

    Beside an owner the derived stores are skipped, since they are the owner's alone.
    """
    findings = [
        await _made("disk", partial(_disk, folder)),
        await _made("catalogue", partial(_catalogue, folder)),
    ]
    if folder.writer is not None:
        findings.append(await _made("language model", partial(_model, folder, folder.writer)))
    libraries = [
        await _made(f"library {name}", partial(_library, folder, name))
        for name in await folder.libraries()
    ]
    return findings + libraries


async def _made(
    check: str, examination: Callable[[], Awaitable[tuple[bool | None, str]]]
) -> Finding:
    try:
        healthy, detail = await examination()
    except FootnoteError as exc:
        return Finding(check, False, str(exc))
    return Finding(check, healthy, detail)


async def _disk(folder: Folder) -> tuple[bool, str]:
    free = (await asyncio.to_thread(shutil.disk_usage, folder.options.data_dir)).free
    detail = f"{free / 1e9:.1f} GB free in {folder.options.data_dir}"
    return free >= _LEAST_FREE_BYTES, detail


async def _catalogue(folder: Folder) -> tuple[bool, str]:
    verdict = await asyncio.to_thread(folder.records.database.integrity)
    return verdict == "ok", "whole" if verdict == "ok" else f"damaged: {verdict}"


async def _model(folder: Folder, writer: Writer) -> tuple[bool, str]:
    from index.answer.writing.probing import probe

    found = await probe(writer, folder.records.lookup)
    return found.works, found.detail


async def _library(folder: Folder, name: str) -> tuple[bool | None, str]:
    shelf = await folder.shelves.shelf(name)
    ledger = folder.records.ledger
    if shelf is None:
        waiting = len(await asyncio.to_thread(ledger.pending, name))
        return None, f"in use by {folder.ownership.holder()}; {waiting} articles wait for it"
    await shelf.indexer.settle()
    expected = await asyncio.to_thread(ledger.expected, name)
    for store, found in (
        ("vectors", await asyncio.to_thread(shelf.derived.vectors.names)),
        ("words", await asyncio.to_thread(shelf.derived.lexicon.names)),
    ):
        if found != expected:
            return False, (
                f"{len(expected - found)} passages are missing from the {store} and "
                f"{len(found - expected)} are stray; run `footnote reindex --library {name}`"
            )
    lost = await _lost(shelf, sorted(expected))
    if lost:
        return False, f"{lost} vectors cannot be found; run `footnote reindex --library {name}`"
    return True, f"{len(expected)} passages in the catalogue, the vectors and the words"


async def _lost(shelf: Shelf, names: list[str]) -> int:
    """How many of a sample of vectors are not found by a search for themselves."""
    sample = names[:: max(1, len(names) // _PROBES)][:_PROBES]
    if not sample:
        return 0
    vectors = await asyncio.to_thread(shelf.derived.vectors.get, sample)
    lost = len(sample) - len(vectors)
    for name, vector in vectors.items():
        found = await asyncio.to_thread(shelf.derived.vectors.query, vector, 10)
        best = max((similarity for _, similarity in found), default=-1.0)
        if name not in dict(found) and not np.isclose(best, 1.0, atol=1e-3):
            lost += 1
    return lost
