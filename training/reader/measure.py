"""How well a reader reads.

Answer sentences in WikiQA and TrecQA, which nothing is trained on or chosen by, and sentences and
words of the squadshifts contexts that are held out.
"""

from __future__ import annotations

import gzip
import json
import re
import string
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.reader.encoding import Encoded, encode
from training.reader.examples import SETS, read_squadshifts
from training.reader.files import open_tokenizer

SELECTIONS = ("wikiqa_dev", "trecqa_dev")
_LONGEST_WORDS = 24

Scores: TypeAlias = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]
"""Of one window: its sentences (S,), and its tokens as starts and as ends of the words (L,)."""
Reads: TypeAlias = Callable[[Sequence[Encoded]], list[Scores]]
"""A reader, in whatever form."""


def measure(reads: Reads, reading: Path, held_out: int = 600) -> dict[str, float]:
    """Mean average precision on two sets, and what is right on so many held-out questions."""
    found = {
        name: mean_average_precision(reads, reading / f"{name}.jsonl.gz") for name in SELECTIONS
    }
    return found | _held_out(reads, reading, held_out)


def mean_average_precision(reads: Reads, path: Path) -> float:
    """Over the questions that have both right and wrong sentences."""
    records = list(_records(path))
    tokenizer = open_tokenizer()
    encoded = [
        encode(tokenizer, r["question"], "", r["sentence"], [(0, len(r["sentence"]))])
        for r in records
    ]
    scores = [float(row[0]) for row, _, _ in reads(encoded)]
    questions: dict[str, list[tuple[float, int]]] = {}
    for record, score in zip(records, scores, strict=True):
        questions.setdefault(record["question"], []).append((score, record["label"]))
    told = [
        _average_precision([label for _, label in sorted(rows, key=lambda row: -row[0])])
        for rows in questions.values()
        if 0 < sum(label for _, label in rows) < len(rows)
    ]
    return float(np.mean(told))


def _average_precision(labels: Sequence[int]) -> float:
    right = [n for n, label in enumerate(labels, 1) if label]
    return sum(place / n for place, n in enumerate(right, 1)) / len(right)


def _held_out(reads: Reads, reading: Path, count: int) -> dict[str, float]:
    tokenizer = open_tokenizer()
    answers = _answers(reading)
    asked = list(islice(read_squadshifts(reading, {}, held_out=True), 0, None, 3))[:count]
    alone = [(one, span) for one in asked for span in one.context.sentences]
    encoded = [
        encode(tokenizer, one.question, "", one.context.text[a:b], [(0, b - a)])
        for one, (a, b) in alone
    ]
    found = iter(zip(encoded, reads(encoded), strict=True))
    sentence, exact, shared = [], [], []
    for one in asked:
        read = [next(found) for _ in one.context.sentences]
        best = max(range(len(read)), key=lambda n: float(read[n][1][0][0]))
        row, (_, start, end) = read[best]
        low, high = _words(row, start, end)
        said = one.context.text[slice(*one.context.sentences[best])][low:high]
        wanted = answers[one.context.text, one.question]
        sentence.append(float(best in one.answers))
        exact.append(max(float(_plain(said) == _plain(answer)) for answer in wanted))
        shared.append(max(_f1(said, answer) for answer in wanted))
    return {
        "held-out sentence": float(np.mean(sentence)),
        "exact": float(np.mean(exact)),
        "F1": float(np.mean(shared)),
    }


def _words(row: Encoded, start: NDArray[np.float32], end: NDArray[np.float32]) -> tuple[int, int]:
    """The best run of words of a sentence, as a span of it."""
    tokens = row.sentences[0].nonzero()[0]
    first, last = int(tokens[0]), int(tokens[-1]) + 1
    table = start[first:last, None] + end[None, first:last]
    allowed = np.triu(np.ones_like(table)) - np.triu(np.ones_like(table), _LONGEST_WORDS)
    low, high = np.unravel_index(np.argmax(np.where(allowed > 0, table, -np.inf)), table.shape)
    return row.places[first + int(low) - row.first][0], row.places[first + int(high) - row.first][1]


def _answers(reading: Path) -> dict[tuple[str, str], list[str]]:
    return {
        (record["context"], qa["question"]): [answer["text"] for answer in qa["answers"]]
        for name in SETS
        for record in _records(reading / f"squadshifts_{name}.jsonl.gz")
        for qa in record["qas"]
    }


def _records(path: Path) -> Iterator[dict]:  # type: ignore[type-arg]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _plain(text: str) -> str:
    bare = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", bare).split())


def _f1(said: str, wanted: str) -> float:
    ours, theirs = _plain(said).split(), _plain(wanted).split()
    same = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * same / (len(ours) + len(theirs)) if same else 0.0
