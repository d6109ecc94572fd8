"""Whether a line of page furniture is ever quoted from the seed articles."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from evals.data import folder_of
from evals.libraries import LIBRARY, fill
from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.ingest.furniture import is_furniture, stands_in_furniture
from index.ingest.sentences import sentences
from index.values import Answered, Question, Reply, Span


async def furniture_quoted() -> tuple[int, int]:
    """How many lines of the articles are furniture, and how many quotes stand in one.

    Every sentence of such a line is asked for in its own words, which no other sentence answers
    better.
    """
    articles = sorted(folder_of("seed-articles").glob("*.txt"))
    lines = [line for path in articles for line in _lines(path) if is_furniture(line)]
    quoted = 0
    with tempfile.TemporaryDirectory() as data:
        async with open_folder(Options(Path(data), EmbeddingSpec())) as opened:
            library = opened.library(LIBRARY)
            await fill(library, articles, lambda _: None)
            for line in dict.fromkeys(lines):
                for start, end in sentences(line):
                    reply = await library.ask(Question(line[start:end], LIBRARY))
                    quoted += sum(stands_in_furniture(text, at) for text, (at, _) in _shown(reply))
    return len(lines), quoted


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _shown(reply: Reply) -> Iterator[tuple[str, Span]]:
    if isinstance(reply.answer, Answered):
        for citation in reply.answer.citations:
            yield citation.article.text, (citation.start, citation.end)
