"""One owner per data folder: an operating-system lock that is gone with its process."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import FolderUnwritable


@dataclass(frozen=True, slots=True)
class Holder:
    """Who owns a folder, as far as they left word."""

    pid: int | None
    command: str | None
    since: str | None

    def __str__(self) -> str:
        if self.pid is None:
            return "another process"
        return f"`{self.command}` (process {self.pid}, since {self.since} UTC)"


class Ownership:
    """The right to open the derived stores of a folder.

    Two Chroma clients that write one folder lose vectors without an error, so nobody opens it
    without this.
    """

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "owner.lock", timeout=0, thread_local=False)
        self._note = folder / "owner.json"

    def take(self) -> bool:
        """Become the owner if nobody is; whether this process owns the folder now."""
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError as exc:
            raise FolderUnwritable(
                f"The data folder cannot be locked ({exc}); check {self._lock.lock_file}."
            ) from exc
        name = Path(sys.argv[0]).name.replace("__main__.py", "footnote")
        command = " ".join([name, *sys.argv[1:2]])
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
        note = {"pid": os.getpid(), "command": command, "since": since}
        with suppress(OSError):
            self._note.write_text(json.dumps(note), encoding="utf-8")
        return True

    def holder(self) -> Holder:
        """Who the owner is, where it is another process."""
        with suppress(OSError, ValueError):
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return Holder(note["pid"], note["command"], note["since"])
        return Holder(None, None, None)

    def release(self) -> None:
        """Let another process own the folder."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()
