"""Data folders with the material in them, filled once and used again while the code is the same."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from evals.data import CACHE, MAX_BYTES, REPOSITORY
from evals.report import Advance, say
from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.ingest.reading import read_sources
from index.library import Library
from index.values import Receipt, Refusal

LIBRARY = "measured"
CACHED = EmbeddingSpec("evals.vector_cache:CachedMiniLM", languages=("en",))

_WHAT_IS_STORED = (
    "index/ingest/*.py",
    "index/embedding/*.py",
    "index/heads.py",
    "index/indexing.py",
    "index/stores/vectors.py",
    "index/stores/lexicon.py",
    "index/stores/migrations/versions/*.py",
)


async def fill(
    library: Library, sources: Sequence[Path], advance: Advance, tags: Sequence[str] = ()
) -> tuple[list[Receipt], list[Refusal]]:
    """Add files as ``footnote add`` does, and say so where some were refused."""
    receipts: list[Receipt] = []
    refusals: list[Refusal] = []
    items = read_sources([str(source) for source in sources], max_bytes=MAX_BYTES)
    async for receipt in library.add(items, tags):
        advance(1)
        if isinstance(receipt, Receipt):
            receipts.append(receipt)
        else:
            refusals.append(receipt)
    if refusals:
        # A busy machine may take too long over some, whose questions would then be missed.
        say(f"{len(refusals)} articles were refused; the first: {refusals[0].reason}")
    return receipts, refusals


@asynccontextmanager
async def kept_folder(
    name: str, settings: str, make: Callable[[Library], Awaitable[None]]
) -> AsyncIterator[Folder]:
    """An open folder that ``make`` filled, now or in an earlier run of the same code.

    ``settings`` says what it holds; folders of this name that hold anything else are deleted.
    """
    path = CACHE / "folders" / f"{name}.{_digest(settings)}"
    mark = path / "complete.json"
    if not mark.exists():
        for old in set(path.parent.glob(f"{name}.*")) - {path}:
            shutil.rmtree(old)
    async with open_folder(Options(path, CACHED)) as folder:
        library = folder.library(LIBRARY)
        if not mark.exists():
            await make(library)
            mark.write_text(json.dumps({"articles": len(await library.entries())}))
        if len(await library.entries()) != json.loads(mark.read_text())["articles"]:
            mark.unlink()
            raise RuntimeError(f"{path} lost articles; run again to fill it anew.")
        yield folder


def _digest(settings: str) -> str:
    state = hashlib.sha256(settings.encode())
    for pattern in _WHAT_IS_STORED:
        for path in sorted(REPOSITORY.glob(pattern)):
            state.update(path.read_bytes())
    return state.hexdigest()[:12]
