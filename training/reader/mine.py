"""Find, with Footnote's own retriever, texts that are near a question and do not answer it.

    .venv/bin/python -m training.reader.mine --reading FOLDER --save mined.json

Every training context is an article of one library. For a question that stands by itself, which is
one of the encyclopedia or one with a name in it, the passages that the retriever finds are kept
unless they are of its own context or hold one of its answers. No reader has put them in order:
what one dislikes the next would never learn from. Prints nothing but progress.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.progress import track

from evals.metrics import holds
from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.retrieve.search import PassageSearch
from index.values import Draft, Question
from index.wording import names
from training.reader.examples import SETS, is_held_out

_LIBRARY = "contexts"
_SEARCHED, _KEPT = 8, 3


async def mine(reading: Path) -> dict[str, list[str]]:
    """Up to three near texts for each question that has some."""
    records = list(_records(reading))
    with tempfile.TemporaryDirectory() as data:
        async with open_folder(Options(Path(data), EmbeddingSpec())) as folder:
            library = folder.library(_LIBRARY)
            contexts = [record["context"] for _, record in records]
            drafts = (Draft(f"context:{n}", text, "") for n, text in enumerate(contexts))
            async for _ in library.add(iter(drafts)):
                pass
            shelf = await folder.shelves.shelf(_LIBRARY)
            assert shelf is not None
            return await _mined(shelf.search, records)


async def _mined(search: PassageSearch, records: list[tuple[str, dict]]) -> dict[str, list[str]]:  # type: ignore[type-arg]
    found: dict[str, list[str]] = {}
    for name, record in track(records, "Mining"):
        for qa in record["qas"]:
            if name != "new_wiki" and not names(qa["question"]):
                continue
            hits = await search.hits(Question(qa["question"], _LIBRARY), _SEARCHED)
            near = [
                hit.passage.text
                for hit in hits
                if hit.article.text != record["context"]
                and not any(holds(hit.passage.text, answer["text"]) for answer in qa["answers"])
            ]
            if near:
                found[qa["question"]] = near[:_KEPT]
    return found


def _records(reading: Path) -> Iterator[tuple[str, dict]]:  # type: ignore[type-arg]
    for name in SETS:
        with gzip.open(reading / f"squadshifts_{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if not is_held_out(record["context"]):
                    yield name, record


def main() -> None:
    """Mine, and save."""
    parser = argparse.ArgumentParser(prog="python -m training.reader.mine", description=__doc__)
    parser.add_argument("--reading", type=Path, required=True)
    parser.add_argument("--save", type=Path, required=True)
    given = parser.parse_args()
    given.save.write_text(json.dumps(asyncio.run(mine(given.reading)), ensure_ascii=False))


if __name__ == "__main__":
    main()
