"""Several processes on one data folder: one owns it, the others work beside it."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest
from newsroom import OBSERVATORY, ORCHARD, PIER, STORIES, TRAM, UNANSWERABLE, Story
from support import Console, Start, complaint

SOON = 10.0
"""Seconds within which the owner must have indexed what another process wrote."""


class Chat:
    """A chat in a process of its own, which owns the folder as long as it runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def ask(self, question: str) -> str:
        """What the chat prints for a question, until it falls silent."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{question}\n")
        self.process.stdin.flush()
        answer = [self._lines.get(timeout=60)]
        while True:
            try:
                answer.append(self._lines.get(timeout=0.3))
            except Empty:
                return "".join(answer)

    def soon_quotes(self, quote: str, question: str) -> bool:
        """Whether a quotation is in the answer soon enough."""
        deadline = time.monotonic() + SOON
        while time.monotonic() < deadline:
            if f"“{quote}” [" in self.ask(question):
                return True
        return False

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)


@pytest.fixture
def chat(stocked: Path, start: Start) -> Iterator[Chat]:
    """A chat on a folder with every story, ready to be asked."""
    talking = Chat(start("chat", stderr=subprocess.DEVNULL))
    assert PIER.quote in talking.ask(PIER.question)
    yield talking
    talking.process.kill()


FERRY = Story(
    name="ferry",
    title="Crossing by night",
    body="Skipper Jorun Vale sails the night ferry to Lannet Isle from the first of June.",
    question="Who sails the night ferry to Lannet Isle?",
    quote="Skipper Jorun Vale sails the night ferry to Lannet Isle from the first of June.",
)


def test_the_console_is_a_program(footnote: Console) -> None:
    """``python -m bot`` adds and answers in processes of its own, and says what is wrong usage."""
    added = footnote("add", "-", "--json", stdin=PIER.text)
    assert (added.code, added.err) == (0, "")
    asked = footnote("ask", PIER.question, "--json")
    assert (asked.code, asked.err) == (0, "")
    assert asked.json["citations"][0]["quote"] == PIER.quote
    assert "no words" in complaint(footnote("ask", "?"), 2)


def test_others_write_beside_the_owner(chat: Chat, console: Console) -> None:
    """What another process adds, removes or restores counts in the owner's chat soon."""
    added = console("add", "-", "--json", stdin=FERRY.text)
    assert added.code == 0
    assert added.json["indexed"] is True
    assert chat.soon_quotes(FERRY.quote, FERRY.question)
    article = added.json["article"]["id"]
    assert console("remove", article, "--yes").code == 0
    assert FERRY.quote not in chat.ask(FERRY.question)
    assert console("restore", article).code == 0
    assert chat.soon_quotes(FERRY.quote, FERRY.question)
    assert chat.process.poll() is None


def test_others_read_beside_the_owner(chat: Chat, console: Console) -> None:
    """Lists, texts, libraries and the doctor are free; questions say who holds the folder."""
    articles = console("list", "--json").json["articles"]
    assert len(articles) == len(STORIES)
    assert console("show", articles[0]["id"]).code == 0
    assert console("libraries").code == 0
    checked = console("doctor", "--json")
    assert checked.code == 0
    skipped = [check for check in checked.json["checks"] if check["healthy"] is None]
    assert [check["check"] for check in skipped] == ["library default"]
    for command in (["ask", PIER.question], ["search", "pier"], ["reindex"], ["chat"]):
        told = complaint(console(*command), 1)
        assert "in use" in told
        assert str(chat.process.pid) in told
        assert "chat" in told
    assert PIER.quote in chat.ask(PIER.question)


def test_killing_the_owner_frees_the_folder(chat: Chat, console: Console) -> None:
    """The next process may ask at once, and finds what the owner had no time to index."""
    chat.process.send_signal(signal.SIGSTOP)
    added = console("add", "-", "--json", stdin=FERRY.text)
    assert added.code == 0
    assert added.json["indexed"] is False
    chat.process.kill()
    chat.process.wait()
    assert FERRY.quote in console("ask", FERRY.question).out
    assert PIER.quote in console("ask", PIER.question).out
    assert console("doctor").code == 0


def test_two_processes_that_add_at_once_lose_nothing(
    start: Start, console: Console, tmp_path: Path
) -> None:
    """Every article that either was given a receipt for is there and is found."""
    titles = set()
    processes = []
    for name, stories in (("first", (PIER, TRAM)), ("second", (ORCHARD, OBSERVATORY))):
        records = [{"text": story.body, "title": story.title} for story in stories]
        for number in range(20):
            body = f"Keeper {name} counted {number} herons by the {number}th weir of {name} brook."
            records.append({"text": body, "title": f"Herons, {name} {number}"})
        titles |= {record["title"] for record in records}
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        processes.append(start("add", str(path), "--json"))
    for process in processes:
        out, err = process.communicate(timeout=90)
        assert process.returncode == 0, err
        assert len(out.splitlines()) == 22
    articles = console("list", "--json").json["articles"]
    assert {article["title"] for article in articles} == titles
    assert all(article["indexed"] for article in articles)
    assert console("doctor").code == 0
    questions = "\n".join(story.question for story in (PIER, ORCHARD, TRAM, OBSERVATORY))
    answers = console("ask", "--batch", "-", stdin=questions).lines
    assert [answer["citations"][0]["quote"] for answer in answers] == [
        story.quote for story in (PIER, ORCHARD, TRAM, OBSERVATORY)
    ]


def test_a_conversation_by_pipe(stocked: Path, console: Console) -> None:
    """Questions are answered line by line, empty ones skipped, bad ones told, until /quit."""
    said = f"{PIER.question}\n\n?!\n{UNANSWERABLE}\n{TRAM.question}\n/quit\n{ORCHARD.question}\n"
    ran = console("chat", stdin=said)
    assert ran.code == 0
    assert ran.out.index(PIER.quote) < ran.out.index("The articles don't say.")
    assert ran.out.index("The articles don't say.") < ran.out.index(TRAM.quote)
    assert f"“{ORCHARD.quote}” [1]" not in ran.out
    assert ran.err.count("Error:") == 1
    assert "no words" in ran.err


def test_the_end_of_input_ends_a_conversation(stocked: Path, console: Console) -> None:
    """A closed pipe is a good-bye, also in the middle of a line."""
    ran = console("chat", stdin=PIER.question)
    assert ran.code == 0
    assert PIER.quote in ran.out


def test_an_interrupted_conversation_ends_at_once(chat: Chat) -> None:
    """Ctrl-C leaves, although a line is being waited for."""
    chat.process.send_signal(signal.SIGINT)
    assert chat.process.wait(timeout=6) == 130


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--json"],
        ["list"],
    ],
    ids=" ".join,
)
def test_a_reader_that_leaves_is_no_error(
    stocked: Path, start: Start, arguments: list[str]
) -> None:
    """``footnote … | head`` ends quietly and well."""
    process = start(*arguments)
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 0
