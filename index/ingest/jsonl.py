"""JSON Lines: an article a line, read line by line however long the file is."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from gzip import BadGzipFile
from typing import Any, BinaryIO

from index.errors import UnreadableSource
from index.ingest.material import Material, make_draft
from index.values import Draft, Refusal

_FIELDS = ("title", "url", "published", "source", "authors", "language")
_MOST_REFUSED = 1_000
_MOST_BLANK = 100_000
_WANTED = "write one JSON object a line, each with a “text” or an “html”"


def read_jsonl(
    stream: BinaryIO,
    origin: str,
    *,
    max_line: int,
    max_total: float = math.inf,
    read_html: Callable[[bytes], Draft],
) -> Iterator[Draft | Refusal]:
    """Yield the article, or the refusal, of every line that is not blank.

    ``read_html`` is ``read_record``, wherever that runs, for the lines that hold HTML. One refusal
    for the file where no line is an article; after 1,000 refusals it is given up.
    Raises ``UnreadableSource`` where it is damaged, or unpacks to more than ``max_total`` bytes.
    """
    # Held until an article shows that the file is what its name says.
    held: list[Draft | Refusal] = []
    found = False
    refused = 0
    for number, line in _lines(stream, max_line, max_total):
        result = _article(line, f"{origin}:{number}", max_line, read_html)
        found = found or isinstance(result, Draft)
        refused += isinstance(result, Refusal)
        held.append(result)
        if refused > _MOST_REFUSED:
            break
        if found:
            yield from held
            held.clear()
    if not found:
        yield Refusal(origin, f"No line in it is an article; {_WANTED}.")
    elif refused > _MOST_REFUSED:
        yield Refusal(origin, "Over 1,000 lines in it are no articles; the rest was not read.")


def _lines(stream: BinaryIO, max_line: int, max_total: float) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that is not blank with its number; None stands for one too long."""
    total = number = blank = 0
    begins = True
    while piece := _read(stream, max_line + 1):
        total += len(piece)
        if total > max_total or blank > _MOST_BLANK:
            raise UnreadableSource(
                "It is far too large for what is in it; unpack it, look, and leave out the rest."
            )
        if begins:
            number += 1
            if piece.strip():
                yield number, piece if len(piece) <= max_line else None
            else:
                blank += 1
        begins = piece.endswith(b"\n")


def _read(stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.readline(size)
    except (BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableSource("Its compression is damaged; fetch or make it again.") from error


def _article(
    line: bytes | None, origin: str, max_line: int, read_html: Callable[[bytes], Draft]
) -> Draft | Refusal:
    try:
        if line is None:
            raise UnreadableSource(
                f"The line is longer than {max_line:,} bytes; shorten it or raise the limit."
            )
        record = _record(line)
        text = record.get("text")
        return _draft(Material(text), record) if isinstance(text, str) else read_html(line)
    except UnreadableSource as error:
        return Refusal(origin, str(error))


def read_record(line: bytes) -> Draft:
    """Return the article of a line that holds HTML. Raises ``UnreadableSource``."""
    from index.ingest.html import read_html

    record = _record(line)
    return _draft(read_html(record["html"]), record)


def _draft(material: Material, record: dict[str, Any]) -> Draft:
    return make_draft(
        replace(material, **{name: record[name] for name in _FIELDS if record.get(name)})
    )


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableSource(f"The line is not JSON in UTF-8; {_WANTED}.") from error
    if isinstance(record, dict) and any(isinstance(record.get(k), str) for k in ("text", "html")):
        return record
    raise UnreadableSource(f"The line is no JSON object with a text; {_WANTED}.")
