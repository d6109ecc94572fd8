"""One reading process for all tests of a run, since each takes a while to start."""

from __future__ import annotations

import atexit
from functools import cache

from index.ingest.isolated import IsolatedReader


@cache
def apart() -> IsolatedReader:
    """The reader, which starts its process with the first document and ends with the run."""
    reader = IsolatedReader()
    atexit.register(reader.close)
    return reader
