"""From what a person names to drafts: files, folders and standard input."""

from __future__ import annotations

import gzip
import logging
import os
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from index.errors import UnreadableSource
from index.ingest.html import decode_html, read_html
from index.ingest.jsonl import read_jsonl
from index.ingest.markdown import read_markdown
from index.ingest.material import Material, make_draft
from index.ingest.plain import read_plain
from index.ingest.text import decode
from index.ingest.walking import Kind, SourceFile, files_of, kind_of, why
from index.values import Draft, Refusal

STDIN = "-"

_STDIN_ORIGIN = "standard input"
# Text packs to a tenth at best; what unpacks a hundredfold was made to.
_MOST_UNPACKED = 100
_UNPACKED_ANYWAY = 10_000_000
_DEFEATED = "It cannot be made sense of; save it as plain text instead."
_log = logging.getLogger(__name__)


def read_sources(
    sources: Sequence[str], *, stdin: BinaryIO | None = None, max_bytes: int
) -> Iterator[Draft | Refusal]:
    """Yield a draft of every article that ``sources`` name, and a refusal for what is none.

    A source is a file, a folder or ``-`` for ``stdin``; each is read once, in order, when its
    turn comes. ``max_bytes`` limits a file, and a line of a JSON Lines file. Never raises: a
    refusal's reason is what a person needs to be told.
    """
    for source in dict.fromkeys(sources):
        if source == STDIN:
            yield _read_stdin(stdin, max_bytes)
            continue
        for file in files_of(source):
            if isinstance(file, Refusal):
                yield file
            else:
                yield from _guarded(file, max_bytes)


def count_sources(sources: Sequence[str]) -> int | None:
    """Return how much ``read_sources`` will yield; None where only reading JSON Lines can tell."""
    total = 0
    for source in dict.fromkeys(sources):
        for file in [None] if source == STDIN else files_of(source):
            if isinstance(file, SourceFile) and file.kind == "jsonl":
                return None
            total += 1
    return total


def read_document(data: bytes, kind: Kind, *, identity: str | None = None) -> Draft:
    """Return the draft of one document that is not JSON Lines.

    Raises ``UnreadableSource`` where it is empty, no text, or has not a word in it.
    """
    if not data:
        raise UnreadableSource("It is empty; add one with text in it.")
    return make_draft(_material(data, kind), identity)


def read_upload(name: str, data: bytes, max_bytes: int) -> Iterator[Draft | Refusal]:
    """Yield what ``read_sources`` would of a file of this name, which is known by its text alone.

    Names of uploads recur (``message.txt``), so they tell no article from another.
    """
    kind = kind_of(Path(name)) or "plain"
    try:
        _check_size(len(data), max_bytes)
        if kind != "jsonl":
            yield read_document(data, kind)
        elif name.lower().endswith(".gz"):
            limit = len(data) * _MOST_UNPACKED + _UNPACKED_ANYWAY
            with gzip.open(BytesIO(data)) as unpacked:
                lines = cast("BinaryIO", unpacked)
                yield from read_jsonl(lines, name, max_line=max_bytes, max_total=limit)
        else:
            yield from read_jsonl(BytesIO(data), name, max_line=max_bytes)
    except UnreadableSource as error:
        yield Refusal(name, str(error))
    except Exception:
        _log.debug("%s defeated its parser", name, exc_info=True)
        yield Refusal(name, _DEFEATED)


def _material(data: bytes, kind: Kind) -> Material:
    if kind == "html":
        return read_html(decode_html(data))
    return read_markdown(decode(data)) if kind == "markdown" else read_plain(decode(data))


def _read_stdin(stdin: BinaryIO | None, max_bytes: int) -> Draft | Refusal:
    try:
        if stdin is None:
            raise UnreadableSource("There is no standard input; name a file instead.")
        data = stdin.read(max_bytes + 1)
        _check_size(len(data), max_bytes)
        return read_document(data, "plain")
    except (UnreadableSource, OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        return Refusal(_STDIN_ORIGIN, reason)


def _guarded(file: SourceFile, max_bytes: int) -> Iterator[Draft | Refusal]:
    try:
        yield from _read_file(file, max_bytes)
    except UnreadableSource as error:
        yield Refusal(file.origin, str(error))
    except OSError as error:
        yield Refusal(file.origin, why(error))
    except Exception:
        # One file that defeats a parser must not stop the others.
        _log.debug("%s defeated its parser", file.origin, exc_info=True)
        yield Refusal(file.origin, _DEFEATED)


def _read_file(file: SourceFile, max_bytes: int) -> Iterator[Draft | Refusal]:
    if file.kind == "jsonl":
        yield from _read_lines(file, max_bytes)
        return
    _check_size(file.size, max_bytes)
    with file.path.open("rb") as stream:
        # It may have grown since.
        data = stream.read(max_bytes + 1)
    _check_size(len(data), max_bytes)
    yield read_document(data, file.kind, identity=_identity(file.path))


def _read_lines(file: SourceFile, max_bytes: int) -> Iterator[Draft | Refusal]:
    if not file.compressed:
        with file.path.open("rb") as stream:
            yield from read_jsonl(stream, file.origin, max_line=max_bytes)
        return
    limit = file.size * _MOST_UNPACKED + _UNPACKED_ANYWAY
    with gzip.open(file.path) as unpacked:
        lines = cast("BinaryIO", unpacked)
        yield from read_jsonl(lines, file.origin, max_line=max_bytes, max_total=limit)


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise UnreadableSource(
            f"It is larger than the limit of {max_bytes:,} bytes; split it or raise the limit."
        )


def _identity(path: Path) -> str:
    # A name need not be UTF-8, but what is stored must be.
    return os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")
