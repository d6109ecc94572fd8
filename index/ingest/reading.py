"""From what a person names to drafts: files, folders and standard input."""

from __future__ import annotations

import gzip
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from index.bulk.listing import ListFile
from index.bulk.recognising import list_kind
from index.errors import UnreadableSource
from index.ingest.documents import read_document
from index.ingest.isolated import DEFEATED, IsolatedReader
from index.ingest.jsonl import read_jsonl
from index.ingest.walking import APART, Kind, SourceFile, files_of, kind_of, why
from index.values import Draft, Refusal

STDIN = "-"

_STDIN_ORIGIN = "standard input"
# Text packs to a tenth at best; what unpacks a hundredfold was made to.
_MOST_UNPACKED = 100
_UNPACKED_ANYWAY = 10_000_000
_log = logging.getLogger(__name__)


def read_sources(
    sources: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    max_bytes: int,
    reader: IsolatedReader | None = None,
    lists: list[ListFile] | None = None,
) -> Iterator[Draft | Refusal]:
    """Yield a draft of every article that ``sources`` name, and a refusal for what is none.

    A source is a file, a folder or ``-`` for ``stdin``; each is read once, in order, when its
    turn comes. ``max_bytes`` limits a file, and a line of a JSON Lines file. ``reader`` reads what
    could do harm; without one, a worker is started where it is needed, and ended with the last
    source. What is no article but lists some is added to ``lists``; without these it is read as
    any other text. Never raises: a refusal's reason is what a person needs to be told.
    """
    with _lent(reader) as isolated:
        for source in dict.fromkeys(sources):
            if source == STDIN:
                yield from _guarded(_STDIN_ORIGIN, _read_stdin(stdin, max_bytes, lists))
                continue
            for file in files_of(source):
                if isinstance(file, Refusal):
                    yield file
                else:
                    yield from _guarded(file.origin, _read_file(file, max_bytes, isolated, lists))


def count_sources(sources: Sequence[str]) -> int | None:
    """Return how much ``read_sources`` will yield; None where only reading JSON Lines can tell."""
    total = 0
    for source in dict.fromkeys(sources):
        for file in [None] if source == STDIN else files_of(source):
            if isinstance(file, SourceFile) and file.kind == "jsonl":
                return None
            total += 1
    return total


def read_upload(
    name: str,
    data: bytes,
    max_bytes: int,
    reader: IsolatedReader | None = None,
    lists: list[ListFile] | None = None,
) -> Iterator[Draft | Refusal]:
    """Yield what ``read_sources`` would of a file of this name, which is known by its text alone.

    Names of uploads recur (``message.txt``), so they tell no article from another.
    """
    with _lent(reader) as isolated:
        yield from _guarded(name, _read_bytes(name, data, max_bytes, isolated, lists))


def _lent(reader: IsolatedReader | None) -> AbstractContextManager[IsolatedReader]:
    return IsolatedReader() if reader is None else nullcontext(reader)


def _read_stdin(
    stdin: BinaryIO | None, max_bytes: int, lists: list[ListFile] | None
) -> Iterator[Draft]:
    if stdin is None or stdin.closed:
        raise UnreadableSource("There is no standard input; name a file instead.")
    data = stdin.read(max_bytes + 1)
    _check_size(len(data), max_bytes)
    if not _is_list(_STDIN_ORIGIN, data, "plain", lists):
        yield read_document(data, "plain")


def _is_list(origin: str, data: bytes, kind: Kind, lists: list[ListFile] | None) -> bool:
    """Whether it is no article but lists some, which is then kept."""
    if lists is None or kind != "plain" or list_kind(data) is None:
        return False
    lists.append(ListFile(origin, data))
    return True


def _guarded(origin: str, results: Iterator[Draft | Refusal]) -> Iterator[Draft | Refusal]:
    try:
        yield from results
    except UnreadableSource as error:
        yield Refusal(origin, str(error))
    except OSError as error:
        yield Refusal(origin, why(error))
    except Exception:
        # One file that defeats a parser must not stop the others.
        _log.debug("%s defeated its parser", origin, exc_info=True)
        yield Refusal(origin, DEFEATED)


def _read_file(
    file: SourceFile, max_bytes: int, isolated: IsolatedReader, lists: list[ListFile] | None
) -> Iterator[Draft | Refusal]:
    if file.kind == "jsonl":
        with file.path.open("rb") as stream:
            packed = file.size if file.compressed else None
            yield from _read_lines(stream, file.origin, max_bytes, packed, isolated)
        return
    _check_size(file.size, max_bytes)
    with file.path.open("rb") as stream:
        # It may have grown since.
        data = stream.read(max_bytes + 1)
    _check_size(len(data), max_bytes)
    if not _is_list(file.origin, data, file.kind, lists):
        yield _draft(data, file.kind, isolated, _identity(file.path))


def _read_bytes(
    name: str,
    data: bytes,
    max_bytes: int,
    isolated: IsolatedReader,
    lists: list[ListFile] | None,
) -> Iterator[Draft | Refusal]:
    kind = kind_of(Path(name)) or "plain"
    _check_size(len(data), max_bytes)
    if kind == "jsonl":
        packed = len(data) if name.lower().endswith(".gz") else None
        yield from _read_lines(BytesIO(data), name, max_bytes, packed, isolated)
    elif not _is_list(name, data, kind, lists):
        yield _draft(data, kind, isolated)


def _draft(data: bytes, kind: Kind, isolated: IsolatedReader, identity: str | None = None) -> Draft:
    if kind in APART and data:
        return isolated.document(data, kind, identity=identity)
    return read_document(data, kind, identity=identity)


def _read_lines(
    stream: BinaryIO, origin: str, max_bytes: int, packed: int | None, isolated: IsolatedReader
) -> Iterator[Draft | Refusal]:
    """Read JSON Lines, of which ``packed`` bytes are compressed."""
    read_html = isolated.record
    if packed is None:
        yield from read_jsonl(stream, origin, max_line=max_bytes, read_html=read_html)
        return
    limit = packed * _MOST_UNPACKED + _UNPACKED_ANYWAY
    with gzip.open(stream) as unpacked:
        lines = cast("BinaryIO", unpacked)
        yield from read_jsonl(
            lines, origin, max_line=max_bytes, max_total=limit, read_html=read_html
        )


def _check_size(size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise UnreadableSource(
            f"It is larger than the limit of {max_bytes:,} bytes; split it or raise the limit."
        )


def _identity(path: Path) -> str:
    # A name need not be UTF-8, but what is stored must be.
    return os.fsencode(path.resolve()).decode("utf-8", "backslashreplace")
