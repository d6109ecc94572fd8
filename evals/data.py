"""Where the material lies that is measured on, and how it is read."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
CACHE = REPOSITORY / "evals" / ".cache"
"""What may be deleted at any time: it is made again."""

MAX_BYTES = 20_000_000


class Skipped(Exception):
    """A suite cannot run here; the message says what is missing."""


def folder_of(name: str) -> Path:
    """The folder of one data set under ``FOOTNOTE_EVAL_DATA``. Raises ``Skipped`` without it."""
    given = os.environ.get("FOOTNOTE_EVAL_DATA")
    root = Path(given) if given else REPOSITORY.parent / "shared" / "data"
    if not (root / name).is_dir():
        raise Skipped(f"there is no {root / name}; FOOTNOTE_EVAL_DATA names the folder above it")
    return root / name


def read_lines(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, limit)]


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> Path:
    """Write objects as JSON Lines, for ``read_sources``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return path
