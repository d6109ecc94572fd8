"""The seed questions: whether the quotes answer, and whether what cannot be answered is not."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from evals.data import folder_of, read_lines
from evals.libraries import LIBRARY, fill
from evals.report import Goal, Limits, Result, Table, progress
from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.library import Library
from index.values import Answered, Question, Reply

_LEAST_RIGHT = 12


def run(limits: Limits) -> Result:
    """Ask every seed question of the two seed articles."""
    folder = folder_of("seed-articles")
    questions = read_lines(folder / "questions.jsonl", limits.questions)
    return asyncio.run(_run(sorted(folder.glob("*.txt")), questions))


async def _run(articles: list[Path], questions: list[dict[str, Any]]) -> Result:
    missed: list[int] = []
    broken: list[str] = []
    rows: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as data, progress("Asking", len(questions)) as advance:
        async with open_folder(Options(Path(data), EmbeddingSpec())) as opened:
            library = opened.library(LIBRARY)
            await fill(library, articles, lambda _: None)
            for line, wanted in enumerate(questions, 1):
                reply = await library.ask(Question(wanted["question"], LIBRARY))
                right = is_right(reply, wanted)
                missed += [] if right else [line]
                broken += await unproved(library, reply, f"question {line}")
                rows.append(_row(line, wanted, reply, right))
                advance(1)
    return _result(questions, missed, broken, rows)


def is_right(reply: Reply, wanted: dict[str, Any]) -> bool:
    """Whether the first quotes together hold one string of each group, or there are none."""
    if not isinstance(reply.answer, Answered):
        return bool(wanted["status"] == "not_found")
    if wanted["status"] == "not_found":
        return False
    quotes = " ".join(citation.quote for citation in reply.answer.citations[: wanted["within"]])
    return all(any(text in quotes for text in group) for group in wanted["quotes_contain"])


async def unproved(library: Library, reply: Reply, name: str) -> list[str]:
    """Sentences about quotes that ``footnote show`` does not confirm."""
    if not isinstance(reply.answer, Answered):
        return []
    found = []
    for citation in reply.answer.citations:
        shown = await library.article(citation.article.id, citation.article.revision)
        if shown.text[citation.start : citation.end] != citation.quote:
            found.append(f"{name}: quote {citation.number} is not what its article says")
    return found


def _row(line: int, wanted: dict[str, Any], reply: Reply, right: bool) -> tuple[str, ...]:
    quotes = len(reply.answer.citations) if isinstance(reply.answer, Answered) else 0
    return str(line), wanted["status"], str(quotes), "right" if right else "MISSED"


def _result(
    questions: list[dict[str, Any]], missed: list[int], broken: list[str], rows: list[Any]
) -> Result:
    unanswerable = {n for n, q in enumerate(questions, 1) if q["status"] == "not_found"}
    right, answered = len(questions) - len(missed), unanswerable & set(missed)
    return Result(
        suite="seed",
        settings={"questions": len(questions), "embedding": "minilm"},
        figures={
            "right": right,
            "missed": missed,
            "unanswerable": len(unanswerable),
            "unanswerable_answered": sorted(answered),
            "quotes_unproved": len(broken),
        },
        tables=[Table("seed", ("question", "should be", "quotes", ""), tuple(rows))],
        goals=[
            Goal(f"right of {len(questions)}", right, least=_LEAST_RIGHT),
            Goal("unanswerable ones answered", len(answered), most=0),
        ],
        broken=broken,
    )
