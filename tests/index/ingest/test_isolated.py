"""Whatever a document does to its parser ends in a process apart, and costs one refusal."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from documents import endless_pdf, pdf

from index.errors import UnreadableSource
from index.fetch.pages import Page
from index.ingest.framing import Head, receive, send
from index.ingest.isolated import IsolatedReader, Limits
from index.ingest.reading import read_sources, read_upload
from index.values import Draft, Refusal

ROOT = Path(__file__).parents[3]
PAGE = b"<p>The harbour master counted the boats.</p>"
TEXT = "The harbour master counted the boats."
ENDLESS = endless_pdf(4_000)


def test_no_process_is_started_for_plain_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text, Markdown, JSON Lines and standard input are read here."""
    monkeypatch.setattr(subprocess, "Popen", None)
    for name, content in (
        ("a.txt", "Words."),
        ("b.md", "Words."),
        ("c.jsonl", '{"text": "Words."}'),
    ):
        (tmp_path / name).write_text(content)
    results = list(read_sources([str(tmp_path), "-"], stdin=io.BytesIO(b"Words."), max_bytes=1_000))
    assert [r.text for r in results if isinstance(r, Draft)] == ["Words."] * 4


def test_what_takes_too_long_is_refused_and_the_next_is_read() -> None:
    """The limit is told, and what was hanging is gone."""
    with IsolatedReader(Limits(seconds=3.5)) as reader:
        (refusal,) = read_upload("a.pdf", ENDLESS, 10**6, reader)
        assert isinstance(refusal, Refusal)
        assert refusal.reason.startswith("Reading it takes over 3.5 seconds;")
        assert reader.document(pdf([[(50, 700, 10, TEXT)]]), "pdf").text == TEXT


def test_what_takes_too_much_memory_is_refused_and_the_next_is_read() -> None:
    """The limit is the process's address space."""
    with IsolatedReader(Limits(memory=300_000_000)) as reader:
        large = b"<p>" + b"words and " * 9_000_000
        with pytest.raises(UnreadableSource, match="too much memory"):
            reader.document(large, "html")
        assert reader.document(PAGE, "html").text == TEXT


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGKILL])
def test_a_parser_that_crashes_costs_one_refusal(how: signal.Signals, others: set[int]) -> None:
    """A crash is no error of this process, and another worker takes over."""
    with IsolatedReader() as reader:
        reader.document(PAGE, "html")
        (worker,) = set(children(os.getpid())) - others
        threading.Timer(0.3, os.kill, (worker, how)).start()
        with pytest.raises(UnreadableSource, match=r"[^.]+\.$"):
            reader.document(ENDLESS, "pdf")
        assert reader.document(PAGE, "html").text == TEXT
        assert worker not in children(os.getpid())


def test_the_worker_ends_with_its_reader(others: set[int]) -> None:
    """Closing leaves no process, nor does a reader that never read."""
    with IsolatedReader() as reader:
        assert set(children(os.getpid())) == others
        reader.document(PAGE, "html")
        assert len(children(os.getpid())) == len(others) + 1
    assert set(children(os.getpid())) == others


def test_a_worker_that_hears_of_its_requests_while_it_reads_reads_on() -> None:
    """The system may tell it late of what it has long read, and nothing of that ends it."""
    command = [sys.executable, "-m", "index.ingest.worker", str(10**9)]
    request = io.BytesIO()
    send(request, {"kind": "html", "identity": None, "seconds": 60.0}, PAGE)
    whole = request.getvalue()
    with subprocess.Popen(
        command, cwd=ROOT, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as worker:
        requests, answers = cast("BinaryIO", worker.stdin), cast("BinaryIO", worker.stdout)
        assert receive(answers) == ({"ready": True}, b"")
        requests.write(whole)
        # The next comes in pieces, the last of which is kept back until there is an answer to take:
        # it would else be read meanwhile, and taking is what a worker that reads must not hear of.
        pieces = iter(whole[:-1])
        while not select.select([answers], [], [], 0.01)[0]:
            requests.write(bytes(islice(pieces, 1)))
        assert told_text(receive(answers)) == TEXT
        requests.write(bytes(pieces) + whole[-1:])
        assert told_text(receive(answers)) == TEXT


def test_closing_waits_for_no_document() -> None:
    """What is being read is given up."""
    with IsolatedReader(Limits(seconds=600)) as reader, ThreadPoolExecutor(1) as pool:
        reader.document(PAGE, "html")
        reading = pool.submit(reader.document, ENDLESS, "pdf")
        time.sleep(0.3)
        reader.close()
        assert isinstance(reading.exception(timeout=60), UnreadableSource)


def test_the_worker_knows_none_of_the_secrets(
    monkeypatch: pytest.MonkeyPatch, others: set[int]
) -> None:
    """Its environment is not this process's."""
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    with IsolatedReader() as reader:
        reader.document(PAGE, "html")
        (worker,) = set(children(os.getpid())) - others
        assert b"secret" not in Path(f"/proc/{worker}/environ").read_bytes()


def test_the_worker_ends_when_its_owner_is_killed() -> None:
    """Even in the middle of a document that would have taken minutes."""
    script = f"""
        import sys
        sys.path.insert(0, {str(ROOT / "tests")!r})
        from documents import endless_pdf
        from index.ingest.isolated import IsolatedReader, Limits
        with IsolatedReader(Limits(seconds=600)) as reader:
            reader.document({PAGE!r}, "html")
            print("ready", flush=True)
            reader.document(endless_pdf(4_000), "pdf")
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"ready\n"
        (worker,) = children(owner.pid)
        time.sleep(0.5)
        assert is_running(worker)
        owner.kill()
    ends = time.monotonic() + 30
    while is_running(worker) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not is_running(worker)


def test_threads_take_turns() -> None:
    """Each gets what it asked for."""
    texts = [f"The harbour master counted {number} boats." for number in range(20)]
    with IsolatedReader() as reader, ThreadPoolExecutor(4) as pool:
        drafts = pool.map(lambda text: reader.document(f"<p>{text}".encode(), "html"), texts)
        assert [draft.text for draft in drafts] == texts


def test_a_fetched_page_is_read_apart_whatever_it_is() -> None:
    """A page of any type becomes what it would have become here."""
    paper = pdf([[(50, 700, 10, TEXT)]])
    with IsolatedReader() as reader:
        for content, kind in (
            (PAGE, "text/html"),
            (paper, "application/pdf"),
            (TEXT.encode(), "text/plain"),
        ):
            draft = reader.page(
                Page("https://News.example/a?utm_source=x", content, kind, None, None)
            )
            assert (draft.url, draft.text, draft.source) == (
                "https://news.example/a",
                TEXT,
                "news.example",
            )
        assert draft.pages == ()
        unnamed = Page("https://news.example/a.pdf", paper, "application/octet-stream", None, None)
        assert reader.page(unnamed).pages == (0,)


def test_html_in_json_lines_is_read_apart() -> None:
    """Fields of the line come before what the page says of itself."""
    line = (
        b'{"html": "<title>x</title><p>The harbour master counted the boats.", "title": "Boats"}\n'
    )
    (draft,) = read_upload("a.jsonl", line, 1_000)
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text) == ("Boats", TEXT)


def told_text(answer: tuple[Head, bytes] | None) -> str:
    assert answer is not None, "the worker has ended"
    return str(answer[0]["draft"]["text"])


@pytest.fixture
def others() -> set[int]:
    """The workers of this process that were there before."""
    return set(children(os.getpid()))


def children(parent: int) -> list[int]:
    """The workers that a process started and that run."""
    tasks = Path(f"/proc/{parent}/task").glob("*/children")
    pids = [int(pid) for task in tasks for pid in told(task).split()]
    return [pid for pid in pids if is_running(pid) and b"ingest.worker" in command_of(pid)]


def command_of(pid: int) -> bytes:
    return told(Path(f"/proc/{pid}/cmdline"))


def is_running(pid: int) -> bool:
    stat = told(Path(f"/proc/{pid}/stat")).rpartition(b")")[2].split()
    return bool(stat) and stat[0] not in (b"Z", b"X")


def told(path: Path) -> bytes:
    """What the system tells of a process or a thread, nothing where it has ended meanwhile."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
