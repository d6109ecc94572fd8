"""Records as the lines of a compressed file, written with a seal and read only where it holds."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from index.errors import FootnoteError, InvalidInput, UnreadableSource
from index.portable.records import FORMAT, VERSION, End, Header, Record

_KIND = re.compile(rb'\{"kind":"([a-z_]{1,40})"[,}]')
_SHORT = 8_000_000
"""The most bytes of a line that holds no article's text."""

_SPARE, _RATIO = 16_000_000, 200
"""A file may unpack to this much, and this many times its own size; articles do to five times."""

_DAMAGED = "The export is damaged or incomplete, so nothing was imported; fetch or make it again."
_FOREIGN = "This is not an export of Footnote; `footnote export FILE` makes one."


class Unwritable(FootnoteError):
    """An export cannot be written."""


class Writer:
    """Writes records to a stream, compressed, the same bytes for the same records."""

    def __init__(self, stream: BinaryIO) -> None:
        self._packed = GzipFile("", "wb", 6, stream, mtime=0)
        self._digest = hashlib.sha256()
        self.records = 0

    def write(self, record: Record) -> int:
        """Add a record; how many bytes it has."""
        line = record.model_dump_json().encode() + b"\n"
        self._digest.update(line)
        self.records += 1
        return self._packed.write(line)

    def close(self) -> None:
        """Write the end, without which no reader takes the file."""
        end = End(records=self.records, sha256=self._digest.hexdigest())
        self._packed.write(end.model_dump_json().encode() + b"\n")
        self._packed.close()


def read_header(stream: BinaryIO) -> Header:
    """The header of a file, which is at its beginning again after.

    Raises ``UnreadableSource`` where it is of something else or of a newer version.
    """
    stream.seek(0)
    with _translated(), GzipFile(fileobj=stream) as packed:
        line = packed.readline(_SHORT)
    stream.seek(0)
    try:
        header = Header.model_validate_json(line)
    except ValidationError as exc:
        raise UnreadableSource(_FOREIGN) from exc
    if header.version > VERSION:
        raise UnreadableSource(
            f"The export was written by a newer version of Footnote ({FORMAT} {header.version}); "
            "update Footnote."
        )
    return header


def read_lines(stream: BinaryIO, max_line: int) -> Iterator[tuple[str, bytes]]:
    """Kind and bytes of every line from the beginning, the header first, the end left out.

    Raises ``UnreadableSource`` at once for a line over ``max_line`` bytes or a file that unpacks
    to far more than articles do, and at its end where the seal does not hold.
    """
    most = _SPARE + _RATIO * stream.seek(0, os.SEEK_END)
    stream.seek(0)
    digest, count, total = hashlib.sha256(), 0, 0
    with _translated(), GzipFile(fileobj=stream) as packed:
        while line := packed.readline(max_line + 1):
            total += len(line)
            kind = _kind(line)
            _check_size(kind, line, max_line, total > most)
            if kind == "end":
                _check_end(line, count, digest.hexdigest(), rest=packed.read(1))
                return
            digest.update(line)
            count += 1
            yield kind, line
    raise UnreadableSource(_DAMAGED)


def _kind(line: bytes) -> str:
    found = _KIND.match(line)
    if found is None:
        raise UnreadableSource(_DAMAGED)
    return found[1].decode()


def _check_size(kind: str, line: bytes, max_line: int, too_much: bool) -> None:
    if too_much:
        raise UnreadableSource("The export unpacks to far more than articles do; make it again.")
    if len(line) > (max_line if kind == "revision" else min(max_line, _SHORT)):
        raise UnreadableSource(
            "The export has an article that is larger than the limit; raise MAX_ARTICLE_MB."
        )


def _check_end(line: bytes, count: int, digest: str, rest: bytes) -> None:
    try:
        end = End.model_validate_json(line)
    except ValidationError as exc:
        raise UnreadableSource(_DAMAGED) from exc
    if (end.records, end.sha256, rest) != (count, digest, b""):
        raise UnreadableSource(_DAMAGED)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (BadGzipFile, EOFError, zlib.error) as exc:
        foreign = isinstance(exc, BadGzipFile) and "Not a gzipped file" in str(exc)
        raise UnreadableSource(_FOREIGN if foreign else _DAMAGED) from exc
    except OSError as exc:
        raise UnreadableSource(f"The export cannot be read ({exc.strerror}).") from exc


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file for its owner alone that is at ``path`` once it is whole, and never in part.

    Raises ``InvalidInput`` where something is there already, which ``force`` replaces, and
    ``Unwritable`` where the disk does not take it.
    """
    there = InvalidInput(f"{path} is there already; choose another name, or say --force.")
    if not force and path.exists():
        raise there
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _place(part, path, force=force)
    except FileExistsError as exc:
        raise there from exc
    except OSError as exc:
        raise Unwritable(f"{path} cannot be written ({exc.strerror}); choose another.") from exc
    finally:
        with suppress(OSError):
            part.unlink()


def _place(part: Path, path: Path, *, force: bool) -> None:
    if force:
        part.replace(path)
        return
    try:
        # Unlike renaming, linking fails where another process was faster.
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # Not every file system has hard links.
        part.replace(path)
