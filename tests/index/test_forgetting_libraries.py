"""Deleting a library for good."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest
from newsroom import ORCHARD, PIER, STORIES, TRAM
from support import added, asked, assert_consistent, drafted, quotes

from index.errors import FolderInUse
from index.folder import Folder, Options, open_folder
from index.stores.answered import Asked
from index.values import Filters, Question

GONE = "the gone one"


def traces(options: Options) -> list[str]:
    """The tables of the catalogue in which any column names the library or its articles."""
    with closing(sqlite3.connect(options.data_dir / "catalogue.sqlite3")) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        tables = [name for (name,) in named.fetchall() if name != "installation"]
        rows = {t: connection.execute(f'SELECT * FROM "{t}"').fetchall() for t in tables}
    ids = {GONE} | {row[0] for row in rows["articles"] if GONE in row}
    return [t for t in tables if any(value in ids for row in rows[t] for value in row)]


def vectors_of(options: Options) -> int:
    """How many collections the vector store has."""
    with closing(sqlite3.connect(options.data_dir / "vectors" / "chroma.sqlite3")) as connection:
        return int(connection.execute("SELECT count(*) FROM collections").fetchone()[0])


async def stock(folder: Folder) -> None:
    """Two libraries, one with copies, a removed article, tags, an answer, a watch and a choice."""
    await added(folder.library("stays"), *STORIES)
    library, chat = folder.library(GONE), folder.records.chat
    drafts = (drafted(PIER, "one"), drafted(PIER, "two"), ORCHARD, drafted(TRAM, "tram"))
    *_, last = await added(library, *drafts, tags=["news"])
    await library.remove(last.article.id)
    reply = await library.ask(Question(PIER.question, GONE, "alice"))
    answer = chat.answers.keep(reply, Asked())
    chat.votes.vote(answer, "bob", helpful=True)
    chat.watches.open(Question(TRAM.question, GONE, "alice"), None, 10, "2031")
    chat.servers.change(GONE, private=True)
    chat.servers.choose("alice", GONE)


async def test_a_library_is_gone_with_all_that_is_of_it(folder: Folder, options: Options) -> None:
    """Nothing of it is left in the catalogue, among the vectors or among the words."""
    await stock(folder)
    words = options.data_dir / "lexicon"
    assert len(traces(options)) >= 8
    assert (vectors_of(options), len(list(words.iterdir()))) == (2, 2)
    await folder.forget(GONE)
    assert await folder.libraries() == {"stays": 5}
    assert traces(options) == []
    assert (vectors_of(options), len(list(words.iterdir()))) == (1, 1)
    assert quotes(await asked(folder.library("stays"), TRAM.question))[0] == TRAM.quote
    await assert_consistent(folder, "stays")


async def test_a_library_may_come_again(folder: Folder) -> None:
    """A name that was forgotten is a new library, without what was there before."""
    await stock(folder)
    await folder.forget(GONE)
    library = folder.library(GONE)
    (receipt,) = await added(library, drafted(TRAM, "tram"))
    assert receipt.outcome == "new"
    assert quotes(await asked(library, TRAM.question))[0] == TRAM.quote
    reply = await library.ask(Question(PIER.question, GONE, filters=Filters(tags=("news",))))
    assert quotes(reply) == []
    await assert_consistent(folder, GONE)


async def test_a_library_that_was_never_opened_is_forgotten(options: Options) -> None:
    """What the process has not touched yet goes too, and stays gone after a restart."""
    async with open_folder(options) as folder:
        await stock(folder)
    async with open_folder(options) as folder:
        await folder.forget(GONE)
        await folder.forget("never was")
    async with open_folder(options) as folder:
        assert await folder.libraries() == {"stays": 5}
        assert traces(options) == []


async def test_forgetting_beside_other_work_harms_none(options: Options) -> None:
    """Questions to other libraries, and the upkeep of the folder, go on meanwhile."""
    async with open_folder(options, maintain=True) as folder:
        await stock(folder)
        other = folder.library("stays")
        replies = await asyncio.gather(
            folder.forget(GONE), *(asked(other, TRAM.question) for _ in range(4))
        )
        assert all(quotes(reply)[0] == TRAM.quote for reply in replies[1:] if reply)
        await assert_consistent(folder, "stays")
        assert await folder.libraries() == {"stays": 5}


async def test_only_the_owner_of_a_folder_forgets(folder: Folder, options: Options) -> None:
    """Where another process owns it, nothing is deleted and that is said."""
    await stock(folder)
    async with open_folder(options, "share") as beside:
        with pytest.raises(FolderInUse):
            await beside.forget(GONE)
    assert await folder.libraries() == {"stays": 5, GONE: 3}
