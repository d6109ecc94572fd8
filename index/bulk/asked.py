"""Where addresses led that are in the catalogue under another one.

The catalogue knows an article by the address that it had in the end. Who gives a list again gives
the addresses that are in the list, and those that lead elsewhere must not be fetched to find out.
The file is derived: without it they are fetched once more.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from index.stores.vectors import digest

_log = logging.getLogger(__name__)


class Asked:
    """The addresses of one library that led elsewhere. Every method blocks."""

    def __init__(self, data_dir: Path, library: str) -> None:
        self._path = _path(data_dir, library)

    def read(self) -> dict[str, str]:
        """The address of the article that each led to."""
        found: dict[str, str] = {}
        if self._path.exists():
            with self._path.open("rb") as stream:
                # Whatever was not written to its end is no JSON, and left out.
                for line in stream:
                    found.update(_told(line))
        return found

    def note(self, asked: str, found: str) -> None:
        """Remember where an address led; beside other processes that do."""
        try:
            self._path.parent.mkdir(exist_ok=True)
            with self._path.open("ab", buffering=0) as stream:
                stream.write(f"\n{json.dumps([asked, found])}".encode())
        except OSError:
            _log.warning("where an address led could not be noted", exc_info=True)


def delete_asked(data_dir: Path, library: str) -> None:
    """Forget the addresses of a library."""
    _path(data_dir, library).unlink(missing_ok=True)


def _path(data_dir: Path, library: str) -> Path:
    return data_dir / "asked" / f"{digest(library)}.jsonl"


def _told(line: bytes) -> dict[str, str]:
    try:
        asked, found = json.loads(line)
    except (ValueError, TypeError):
        return {}
    return {asked: found} if isinstance(asked, str) and isinstance(found, str) else {}
