"""Reading documents in a process of its own, so that none can take this one down.

The worker has limits on its time and memory, nothing of this process's environment, and answers in
JSON: whatever a document does to its parser ends there.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from index.bulk.listing import Listing, Named
from index.errors import NotAFeed, UnreadableSource
from index.feeds.feed import Feed, FeedEntry
from index.ingest.framing import Head, receive, send
from index.ingest.walking import Kind
from index.values import Draft

if TYPE_CHECKING:
    from index.fetch.pages import Page

DEFEATED = "It cannot be made sense of; save it as plain text instead."

_NO_WORKER = "The process that reads such files does not start; free some memory and try again."
_WORKER = "index.ingest.worker"
_START_SECONDS = 60.0
# What parsers leak is given back.
_MOST_DOCUMENTS = 200
_FOUND = frozenset({"draft", "feed", "listing"})
_ANSWERED = _FOUND | {"refused"}
_OUT_OF_TIME = (-signal.SIGALRM, -signal.SIGXCPU)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: seconds of wall clock, and bytes of address space."""

    seconds: float = 20.0
    memory: int = 1_500_000_000


_LIMITS = Limits()


class IsolatedReader:
    """Reads documents one at a time in a worker that starts with the first of them.

    May be called from any thread; every method blocks. A worker that fails is replaced. It ends
    when this is closed, and where this process ends without, as soon as its pipe closes.
    """

    def __init__(self, limits: Limits = _LIMITS) -> None:
        self._limits = limits
        self._turn = threading.Lock()
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def document(self, data: bytes, kind: Kind, *, identity: str | None = None) -> Draft:
        """Return what ``read_document`` does.

        Raises ``UnreadableSource`` where that does, and where it takes too long or too much memory
        or breaks its parser.
        """
        return self._read({"kind": kind, "identity": identity}, data)

    def page(self, page: Page) -> Draft:
        """Return what ``read_page`` does. Raises as ``document`` does."""
        head = {"url": page.url, "content_type": page.content_type, "charset": page.charset}
        return self._read({"page": head}, page.content)

    def feed(self, page: Page) -> Feed:
        """Return what ``parse_feed`` does.

        Raises as ``document`` does, and ``NotAFeed``.
        """
        head = {"url": page.url, "content_type": page.content_type, "charset": page.charset}
        return _feed(self._answer({"feed": head}, page.content))

    def listing(self, page: Page) -> Listing:
        """Return what ``parse_listing`` does. Raises as ``document`` does."""
        head = {"url": page.url, "content_type": page.content_type, "charset": page.charset}
        return _listing(self._answer({"listing": head}, page.content))

    def record(self, line: bytes) -> Draft:
        """Return the article of a line of JSON Lines. Raises as ``document`` does."""
        return self._read({"record": True}, line)

    def close(self) -> None:
        """End the worker, whatever it is at; the next document would start another."""
        worker = self._worker
        if worker is not None:
            worker.kill()
        with self._turn:
            self._end()

    def _read(self, head: Head, data: bytes) -> Draft:
        return _draft(self._answer(head, data))

    def _answer(self, head: Head, data: bytes) -> Head:
        with self._turn:
            if self._worker is None:
                self._worker = _started(self._limits)
            answer: Head = {}
            try:
                answer = self._worker.ask(head, data)
            finally:
                # A worker that was left alone would give this answer to the next question.
                if self._worker.spent or not answer.keys() & _ANSWERED:
                    self._end()
        if not answer.keys() & _FOUND:
            raise _refusal(answer, self._limits)
        return answer

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None


class _Worker:
    """A process that parses what it is sent."""

    def __init__(self, limits: Limits) -> None:
        self.documents = 0
        self.spent = False
        self._seconds = limits.seconds
        # Not the folder that somebody works in, which may hold modules of any name.
        command = [sys.executable, "-P", "-m", _WORKER, str(limits.memory)]
        self._process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            # Ctrl-C is for this process, which then ends the worker.
            start_new_session=True,
        )
        self._requests = cast("BinaryIO", self._process.stdin)
        self._answers = cast("BinaryIO", self._process.stdout)
        if self._exchange(None, b"", _START_SECONDS) is None:
            self.end()
            raise UnreadableSource(_NO_WORKER)

    def ask(self, head: Head, data: bytes) -> Head:
        """The worker's answer, or what became of it instead."""
        self.documents += 1
        answer = self._exchange({**head, "seconds": self._seconds}, data, self._seconds)
        return answer if answer is not None else {"ended": self._ended()}

    def kill(self) -> None:
        """End it at once, from any thread."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and wait for that."""
        self.kill()
        self._process.wait()
        self._answers.close()
        try:
            self._requests.close()
        except OSError:
            _log.debug("the worker ended before it was asked", exc_info=True)

    def _exchange(self, head: Head | None, data: bytes, seconds: float) -> Head | None:
        overdue = threading.Timer(seconds, self._process.send_signal, (signal.SIGALRM,))
        overdue.daemon = True
        overdue.start()
        try:
            if head is not None:
                send(self._requests, head, data)
            answer = receive(self._answers)
        except OSError:
            return None
        finally:
            # It may have answered and been ended at once: then it is not to be asked again.
            self.spent = self.documents >= _MOST_DOCUMENTS or overdue.finished.is_set()
            overdue.cancel()
        return answer and answer[0]

    def _ended(self) -> int:
        try:
            return self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            # What it sent is no answer.
            return 0


def _started(limits: Limits) -> _Worker:
    try:
        return _Worker(limits)
    except OSError as error:
        raise UnreadableSource(_NO_WORKER) from error


def _environment() -> dict[str, str]:
    """What the worker needs to find its modules, and nothing of what this process was told."""
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    # A thread a core would each reserve memory that counts against the limit.
    return {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _draft(answer: Head) -> Draft:
    fields: dict[str, Any] = {
        name: tuple(told) if isinstance(told, list) else told
        for name, told in answer["draft"].items()
    }
    return Draft(**fields)


def _feed(answer: Head) -> Feed:
    told = answer["feed"]
    return Feed(told["title"], tuple(FeedEntry(**one) for one in told["entries"]), told["minutes"])


def _listing(answer: Head) -> Listing:
    told = answer["listing"]
    entries = tuple(Named(**one) for one in told["entries"])
    strays = tuple((number, line) for number, line in told["strays"])
    return Listing(told["kind"], entries, told["cut"], strays)


def _refusal(answer: Head, limits: Limits) -> UnreadableSource:
    if "feeds" in answer:
        return NotAFeed(str(answer["refused"]), tuple(map(str, answer["feeds"])))
    if "refused" in answer:
        return UnreadableSource(str(answer["refused"]))
    if answer.get("ended") in _OUT_OF_TIME:
        return UnreadableSource(
            f"Reading it takes over {limits.seconds:g} seconds; split it or save it as plain text."
        )
    if "memory" in answer or answer.get("ended") == -signal.SIGKILL:
        return UnreadableSource(
            "Reading it takes too much memory; split it or save it as plain text."
        )
    _log.debug("a document defeated its parser: %s", answer)
    return UnreadableSource(DEFEATED)
