"""Writing a library to a stream while others use it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

from index.folder import Folder
from index.indexing import Progress, finish
from index.portable.lines import Writer
from index.portable.records import Header, Record
from index.stores.exported import library_records

_SLICE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written; ``left_out`` counts private answers and watches that were not."""

    articles: int
    revisions: int
    answers: int
    watches: int
    left_out: int
    feeds: int = 0


async def export_library(
    folder: Folder,
    name: str,
    stream: BinaryIO,
    *,
    private: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Write a library as it is at this moment, whatever is added meanwhile.

    Holds one article's text at a time. Private answers, and the watches that are told in direct
    messages, go along only where ``private``. ``progress`` is told of records. Raises
    ``InvalidInput`` where there is no such library, and the stream's ``OSError``.
    """
    writer = Writer(stream)
    with closing(library_records(folder.records.database, name, private=private)) as records:
        header = await finish(asyncio.to_thread(next, records))
        assert isinstance(header, Header)
        writer.write(header)
        while await finish(asyncio.to_thread(_write_some, records, writer)):
            if progress is not None:
                progress(writer.records, sum(header.counts.values()) + 1)
        await finish(asyncio.to_thread(writer.close))
    return Exported(**header.counts, left_out=header.left_out)


def _write_some(records: Iterator[Record], writer: Writer) -> bool:
    """Write about a megabyte; whether there may be more."""
    written = 0
    while written < _SLICE_BYTES:
        record = next(records, None)
        if record is None:
            return False
        written += writer.write(record)
    return True
