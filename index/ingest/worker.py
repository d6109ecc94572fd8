"""The process that parses for another: ``python -m index.ingest.worker BYTES``.

It reads documents from standard input, answers each on standard output, and ends with its input.
Only ``index.ingest.isolated`` starts it.
"""

from __future__ import annotations

import fcntl
import math
import os
import resource
import select
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import BinaryIO

from index.bulk.listing import Listing
from index.errors import NotAFeed, UnreadableSource
from index.feeds.feed import Feed
from index.fetch.pages import Page
from index.ingest.documents import read_document
from index.ingest.framing import Head, receive, send
from index.values import Draft


def work(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more, or memory ran out."""
    send(answers, {"ready": True})
    while (request := receive(requests)) is not None:
        head, data = request
        with _watched(answers.fileno(), head["seconds"]):
            answer = _answer(head, data)
        send(answers, answer)
        if "memory" in answer:
            return


def _answer(head: Head, data: bytes) -> Head:
    try:
        if "feed" in head:
            return {"feed": asdict(_feed(head, data))}
        if "listing" in head:
            return {"listing": asdict(_listing(head, data))}
        return {"draft": asdict(_draft(head, data))}
    except NotAFeed as error:
        return {"refused": str(error), "feeds": error.feeds}
    except UnreadableSource as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"memory": True}
    except Exception:
        return {"defeated": traceback.format_exc()}


def _draft(head: Head, data: bytes) -> Draft:
    if "page" in head:
        from index.ingest.webpage import read_page

        return read_page(Page(content=data, validators=None, **head["page"]))
    if "record" in head:
        from index.ingest.jsonl import read_record

        return read_record(data)
    return read_document(data, head["kind"], identity=head["identity"])


def _feed(head: Head, data: bytes) -> Feed:
    from index.feeds.parsing import parse_feed

    return parse_feed(Page(content=data, validators=None, **head["feed"]))


def _listing(head: Head, data: bytes) -> Listing:
    from index.bulk.parsing import parse_listing

    return parse_listing(Page(content=data, validators=None, **head["listing"]))


@contextmanager
def _watched(answers: int, seconds: float) -> Iterator[None]:
    """Let the system end this process where it takes longer, or where nobody waits for it.

    Neither waits for Python to come to its senses.
    """
    spent = resource.getrusage(resource.RUSAGE_SELF)
    processor = math.ceil(spent.ru_utime + spent.ru_stime + seconds) + 1
    _limit(resource.RLIMIT_CPU, processor)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    flags = fcntl.fcntl(answers, fcntl.F_GETFL)
    # SIGIO comes when the other end of the pipe closes. Of the requests' pipe it would also come
    # for the request itself, where who wrote that is told only after it was read; of this one
    # nothing is read meanwhile, and the last read ended before the request was sent.
    fcntl.fcntl(answers, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(answers, fcntl.F_SETFL, flags | os.O_ASYNC)
    closed = select.poll()
    closed.register(answers, 0)
    if closed.poll(0):
        # It closed before it was watched.
        sys.exit(1)
    try:
        yield
    finally:
        fcntl.fcntl(answers, fcntl.F_SETFL, flags)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
    # Some systems know a limit and will not set it.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (soft, hard))


def main(memory: int) -> None:
    """Work under limits, with nothing of standard output left to whatever prints."""
    for name in (signal.SIGALRM, signal.SIGXCPU, signal.SIGIO):
        signal.signal(name, signal.SIG_DFL)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    work(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main(int(sys.argv[1]))
