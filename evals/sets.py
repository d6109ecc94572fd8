"""Questions of our own about other people's articles, and pairs of those articles.

``evals/sets/README.md`` says how they were made. They name articles and never hold them, so that
they are read without the articles.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from evals.data import read_lines
from evals.metrics import Part, part_of

Corpus: TypeAlias = Literal["realtimeqa-2022", "ap-news"]
Change: TypeAlias = Literal["name", "number", "place", "date", "other"]

_FOLDER = Path(__file__).parent / "sets"


@dataclass(frozen=True, slots=True)
class AlteredQuestion:
    """A question that the corpus does not answer.

    It is the question ``of`` of the corpus in other words, with one thing changed.
    """

    id: str
    part: Part
    corpus: Corpus
    of: str
    changed: Change
    text: str


@dataclass(frozen=True, slots=True)
class EverydayQuestion:
    """A question that the article at this address answers.

    A quote is right if it holds one of ``wanted``, by ``evals.metrics.holds``.
    """

    id: str
    part: Part
    corpus: Corpus
    article: str
    text: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two articles, by address or id, and whether they are versions of one report."""

    id: str
    part: Part
    corpus: Corpus
    one: str
    other: str
    copy: bool


def altered_questions(corpus: Corpus | None = None) -> list[AlteredQuestion]:
    """The questions that the articles do not answer, of all corpora or of one."""
    return [
        AlteredQuestion(
            id=record["id"],
            part=part_of(record["id"]),
            corpus=record["corpus"],
            of=record["of"],
            changed=record["changed"],
            text=record["question"],
        )
        for record in _records("altered", corpus)
    ]


def everyday_questions(corpus: Corpus | None = None) -> list[EverydayQuestion]:
    """The questions in everyday words that an article answers, of all corpora or of one."""
    return [
        EverydayQuestion(
            id=record["id"],
            part=part_of(record["id"]),
            corpus=record["corpus"],
            article=record["article"],
            text=record["question"],
            wanted=tuple(record["quotes_contain"]),
        )
        for record in _records("everyday", corpus)
    ]


def copy_pairs(corpus: Corpus | None = None) -> list[CopyPair]:
    """The labelled pairs of articles, of all corpora or of one."""
    return [CopyPair(part=part_of(record["id"]), **record) for record in _records("copies", corpus)]


def _records(name: str, corpus: Corpus | None) -> list[dict[str, Any]]:
    records = read_lines(_FOLDER / f"{name}.jsonl")
    return [record for record in records if corpus in (None, record["corpus"])]


def answered_elsewhere() -> dict[str, bool]:
    """Of fifty quiz questions, whether articles other than their gold ones answer them too."""
    return {r["id"]: r["answered_elsewhere"] for r in read_lines(_FOLDER / "elsewhere.jsonl")}
