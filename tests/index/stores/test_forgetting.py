"""What the catalogue forgets: after some time, and of a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from newsroom import PIER, UNANSWERABLE
from support import added, drafted

from index.folder import Folder
from index.stores.answered import Asked
from index.stores.revising import moment
from index.values import Question


@pytest.fixture
async def two(folder: Folder) -> Folder:
    """A folder with two libraries of one article."""
    for name in ("left", "right"):
        await added(folder.library(name), drafted(PIER, "pier"))
    return folder


async def kept(folder: Folder, library: str, asker: str = "alice", days: int = 0) -> str:
    """The id of an answer that was given some days ago."""
    reply = await folder.library(library).ask(Question(PIER.question, library, asker))
    answer = folder.records.chat.answers.keep(reply, Asked(message="9"))
    when = moment(datetime.now(UTC) - timedelta(days=days))
    with folder.records.database.write() as connection:
        change = "UPDATE answers SET asked_at = ? WHERE id = ?"
        connection.exec_driver_sql(change, (when, answer))
    return answer


def count(folder: Folder, table: str) -> int:
    with folder.records.database.read() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def watched(folder: Folder, library: str, days: int, asker: str = "alice") -> None:
    """Watch a question that was asked some days ago."""
    now = moment(datetime.now(UTC))
    assert folder.records.chat.watches.open(Question(UNANSWERABLE, library, asker), None, 10, now)
    when = moment(datetime.now(UTC) - timedelta(days=days))
    with folder.records.database.write() as connection:
        change = "UPDATE watches SET created_at = ? WHERE library = ? AND asker = ?"
        connection.exec_driver_sql(change, (when, library, asker))


async def test_answers_are_kept_for_as_long_as_each_server_wants(two: Folder) -> None:
    """Those of one server go after its days, those of another after the usual ones."""
    chat = two.records.chat
    chat.servers.change("left", keep_days=7)
    answers = {
        (library, days): await kept(two, library, days=days)
        for library in ("left", "right")
        for days in (6, 8, 89, 91)
    }
    for answer in answers.values():
        chat.votes.vote(answer, "bob", helpful=True)
    assert chat.forget.expired() == 4
    there = {key for key, answer in answers.items() if chat.answers.find(answer)}
    assert there == {("left", 6), ("right", 6), ("right", 8), ("right", 89)}
    assert count(two, "votes") == count(two, "citations") == 4
    assert chat.forget.expired() == 0


async def test_watches_are_kept_as_long_as_answers(two: Folder) -> None:
    """A question that nobody answered in time waits no longer."""
    two.records.chat.servers.change("left", keep_days=7)
    watched(two, "left", 8)
    watched(two, "right", 8)
    watched(two, "right", 91, "bob")
    two.records.chat.forget.expired()
    assert count(two, "watches") == 1


async def test_a_person_is_forgotten_in_every_library(two: Folder) -> None:
    """All of theirs goes, with what others thought of it; the others' own stays."""
    chat = two.records.chat
    hers, his = await kept(two, "left"), await kept(two, "right", "bob")
    for answer, voter in ((hers, "bob"), (his, "alice"), (his, "bob")):
        chat.votes.vote(answer, voter, helpful=False)
    for asker in ("alice", "bob"):
        watched(two, "left", 0, asker)
        chat.servers.choose(asker, "left")
    chat.forget.person("alice")
    assert chat.answers.find(hers) is None
    assert chat.answers.find(his) is not None
    assert chat.votes.tally(his) == (0, 1)
    assert (chat.servers.chosen("alice"), chat.servers.chosen("bob")) == (None, "left")
    assert [count(two, t) for t in ("answers", "citations", "votes", "watches")] == [1, 1, 1, 1]


async def test_a_follow_up_outlives_what_it_refers_to(two: Folder) -> None:
    """Where the first question is forgotten, the next one stands by itself."""
    answers = two.records.chat.answers
    first = await kept(two, "left")
    reply = await two.library("left").ask(Question(PIER.question, "left", "bob"))
    second = answers.keep(reply, Asked(follows=first))
    assert [turn.question for turn in answers.history(second)] == [PIER.question] * 2
    two.records.chat.forget.person("alice")
    assert [turn.question for turn in answers.history(second)] == [PIER.question]
    found = answers.find(second)
    assert found is not None
    assert found.history == ()
