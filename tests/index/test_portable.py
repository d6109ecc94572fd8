"""A library goes into one file and comes back equal, whatever happens on the way."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import PIER
from portables import (
    FEED,
    do,
    everything,
    exported,
    filled,
    filled_feed,
    header,
    imported,
    records,
    small,
)
from support import asked, assert_consistent, quotes

from index.embedding.configured import EmbeddingSpec
from index.errors import InvalidInput
from index.folder import Folder, Options, open_folder
from index.ingest.text import normalise
from index.portable import records as portable
from index.stores.schema import metadata
from index.stores.servers import Preferences

SERVER = "4711"
_numbers = itertools.count()


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Folder]:
    """A data folder on another machine, whose articles another process indexes."""
    async with open_folder(Options(tmp_path / "other", EmbeddingSpec()), "look") as opened:
        yield opened


@pytest.fixture
async def file(other: Folder) -> bytes:
    """A library of two articles that answered once."""
    return await small(other, "1")


async def test_a_library_comes_back_equal_and_answers(folder: Folder, tmp_path: Path) -> None:
    """Articles, revisions, tags, pages, settings, feedback: all as it was, and indexed."""
    await filled(folder, SERVER)
    file, before = await exported(folder, SERVER), await everything(folder, SERVER)
    async with open_folder(Options(tmp_path / "other", EmbeddingSpec())) as other:
        told = await imported(other, file)
        assert (told.library, told.articles, told.answers, told.watches) == (SERVER, 5, 2, 2)
        assert told.indexed
        assert told.refused + told.unknown + told.spans + told.foreign == 0
        assert (told.feeds, len(other.records.feeds.feeds(SERVER))) == (1, 1)
        assert await everything(other, SERVER) == before
        assert records(await exported(other, SERVER)) == records(file)
        await assert_consistent(other, SERVER)
        assert quotes(await asked(other.library(SERVER), PIER.question))[0] == PIER.quote


async def test_only_the_moment_tells_two_files_apart(folder: Folder) -> None:
    """The same library gives the same bytes, but for when they were written."""
    await filled(folder, SERVER)
    first, second = await exported(folder, SERVER), await exported(folder, SERVER)
    assert records(first) == records(second)
    assert header(first) | {"created_at": ""} == header(second) | {"created_at": ""}


async def test_another_name_gives_other_ids(folder: Folder) -> None:
    """Beside the first, its articles, copies and quotations point to one another, not across."""
    ids = await filled(folder, SERVER)
    before = await everything(folder, SERVER)
    told = await imported(folder, await exported(folder, SERVER), "4712")
    assert (told.articles, told.answers, told.watches, told.foreign) == (5, 2, 0, 3)
    seen, chat = await everything(folder, "4712"), folder.records.chat
    assert not ids.keys() & seen.keys()
    library = folder.library("4712")
    named = {entry.article.title: entry for entry in await library.entries() if entry.copy_of}
    original = await library.entry(str(named[PIER.title].copy_of))
    assert original.tags == ("harbour", "town")
    answers = [kept for kept in seen.values() if isinstance(kept, tuple) and len(kept) == 2]
    (answered,) = [kept for kept, tally in answers if tally == (1, 0)]
    assert answered.citations[0].article.id == original.article.id
    assert answered.citations[0].copies[0].id == named[PIER.title].article.id
    assert answered.filters.articles[0] == original.article.id
    assert (answered.message, answered.channel) == (None, None)
    assert chat.servers.preferences("4712").channels == ()
    assert await everything(folder, SERVER) == before


async def test_what_is_private_stays(folder: Folder) -> None:
    """Neither a private question nor one that waits for a direct message leaves unasked."""
    await filled(folder, SERVER)
    file = await exported(folder, SERVER, private=False)
    assert header(file)["left_out"] == 2
    told = [record for record in records(file) if record["kind"] in ("answer", "watch")]
    assert [record["kind"] for record in told] == ["answer", "watch"]
    assert not told[0]["private"]
    assert b"Who knows?" not in gzip.decompress(file)


async def test_an_unknown_library_is_not_exported(folder: Folder) -> None:
    """A name that nobody has is told."""
    with pytest.raises(InvalidInput, match="no library 'nowhere'"):
        await exported(folder, "nowhere")


async def test_what_is_added_meanwhile_is_not_in_it(folder: Folder, data_dir: Path) -> None:
    """However long it takes, a file holds what there was when it was begun, and each is whole."""
    folder.records.ledger.open_library("paper", folder.options.embedding.to_json())
    program = sys.executable, "-c", WRITER, str(data_dir)
    writer = await asyncio.create_subprocess_exec(*program, stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None
        counts = []
        for _ in range(5):
            for _ in range(20):
                await writer.stdout.readline()
            file = await exported(folder, "paper")
            told = [one["identity"] for one in records(file) if one["kind"] == "article"]
            assert told == [f"n{number:04}" for number in range(len(told))]
            assert len(told) == header(file)["counts"]["articles"]
            counts.append(len(told))
        assert counts == sorted(counts)
        assert counts[0] < counts[-1]
    finally:
        writer.kill()
        await writer.communicate()


WRITER = """
import pathlib, sys
from index.stores.records import open_records
from index.values import Draft
records = open_records(pathlib.Path(sys.argv[1]) / "catalogue.sqlite3")
for number in range(9000):
    words = f"Story {number} " * 2000
    records.catalogue.write("paper", Draft(f"n{number:04}", words, "A story"), [])
    print(number, flush=True)
"""


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=40
).map(lambda text: normalise(f"a {text} b"))
changes = st.lists(
    st.tuples(
        st.sampled_from(("add", "add", "add", "remove", "restore", "tag", "answer", "page")),
        st.integers(0, 3),
        words,
    ),
    min_size=1,
    max_size=9,
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two folders that nobody indexes, and a loop that keeps them open."""
    with asyncio.Runner() as runner:
        opened = []
        for name in ("one", "two"):
            path = tmp_path_factory.mktemp(name)
            opening = open_folder(Options(path, EmbeddingSpec()), "look")
            opened.append((opening, runner.run(opening.__aenter__())))
        yield runner, *(folder for _, folder in opened)
        for opening, _ in opened:
            runner.run(opening.__aexit__(None, None, None))


@settings(max_examples=12)
@given(told=changes)
def test_any_library_comes_back_equal(pair: Any, told: list[tuple[str, int, str]]) -> None:
    """Whatever was done to it, what is read back is equal, and so is a second time."""
    runner, one, two = pair
    name = str(next(_numbers) + 1)
    one.records.ledger.open_library(name, one.options.embedding.to_json())
    for what, number, text in told:
        do(one, name, what, f"i{number}", text)
    file = runner.run(exported(one, name))
    for articles in (header(file)["counts"]["articles"], 0):
        assert runner.run(imported(two, file)).articles == articles
        assert records(runner.run(exported(two, name))) == records(file)
    assert runner.run(everything(two, name)) == runner.run(everything(one, name))


async def test_a_library_with_other_articles_is_not_mixed_unasked(
    other: Folder, file: bytes
) -> None:
    """It is refused, and nothing is changed, unless all that is there comes from the file."""
    assert (await imported(other, file)).articles == 0
    do(other, "1", "add", "c", "My own words.")
    before = await everything(other, "1")
    with pytest.raises(InvalidInput, match="--merge"):
        await imported(other, file)
    assert await everything(other, "1") == before
    assert (await imported(other, file, merge=True)).changed == 0
    assert await everything(other, "1") == before


async def test_a_feed_goes_on_where_it_was(other: Folder) -> None:
    """What it told of does not come again; in another server it is announced nowhere."""
    await filled_feed(other, "1")
    book, arrivals = other.records.feeds, other.records.arrivals
    (before,) = book.feeds("1")
    file = await exported(other, "1")
    for name, channel in (("1", "7"), ("2", None)):
        for count in (int(name == "2"), 0):
            assert (await imported(other, file, name)).feeds == count
        (feed,) = book.feeds(name)
        assert (feed.wishes.channel, feed.waiting, feed.url) == (channel, 1, before.url)
        expected = arrivals.expected(feed.id)
        assert expected is not None
        assert expected.url == "https://a.example/2"
        book.read(feed, FEED)
        assert book.feeds(name)[0].waiting == 1


async def test_merging_keeps_every_revision_and_the_newest_stands(
    other: Folder, file: bytes
) -> None:
    """Both sides' revisions are there after, the later one on top, and again changes nothing."""
    await imported(other, file, "2")
    do(other, "2", "add", "a", "Their words.")
    theirs = await exported(other, "2")
    do(other, "1", "add", "a", "My words.")
    for name, newcomer in (("1", theirs), ("2", await exported(other, "1"))):
        library = other.library(name)
        (entry,) = [e for e in await library.entries() if e.article.title == "About a"]
        for _ in range(2):
            await imported(other, newcomer, name, merge=True)
            numbers = [number for number, _ in await library.revisions(entry.article.id)]
            texts = [(await library.article(entry.article.id, n)).text for n in numbers]
            assert {*texts} == {"First words.", "Second words.", "Their words.", "My words."}
            assert texts[-1] == "My words."
            assert len(texts) == {"1": 5, "2": 4}[name]
    answers = [one for one in records(await exported(other, "1")) if one["kind"] == "answer"]
    assert all(answer["citations"] for answer in answers)


async def test_merging_removes_and_restores_what_was_so_last(other: Folder, file: bytes) -> None:
    """A removal on the other side counts where nothing happened here since, and never else."""
    await imported(other, file, "2")
    there = other.records.catalogue
    gone = there.remove("2", there.entries("2")[0].article.id)
    removed = await exported(other, "2")
    await imported(other, removed, "1", merge=True)
    assert [e.article.title for e in there.entries("1", removed=True)] == [gone.article.title]
    assert there.entries("1", removed=True)[0].removed_at == gone.removed_at
    identity = gone.article.title.removeprefix("About ")
    do(other, "1", "add", identity, "Newer words.")
    await imported(other, removed, "1", merge=True)
    assert there.entries("1", removed=True) == []
    assert (await imported(other, await exported(other, "1"), "2", merge=True)).changed == 1
    assert there.entries("2", removed=True) == []


async def test_a_later_vote_counts(other: Folder, file: bytes) -> None:
    """Of two votes of one person the file's counts only where it came after."""
    answer = records(file)[-1]["id"]
    votes = other.records.chat.votes
    assert votes.tally(answer) == (1, 0)
    votes.vote(answer, "1", helpful=False)
    await imported(other, file, merge=True)
    assert votes.tally(answer) == (0, 1)


def test_every_column_is_exported_or_left_on_purpose() -> None:
    """Whoever adds a column decides here whether it goes into the file."""
    told = {
        "articles": portable.ArticleRecord,
        "revisions": portable.RevisionRecord,
        "pages": portable.PageRecord,
        "answers": portable.AnswerRecord,
        "citations": portable.CitationRecord,
        "votes": portable.VoteRecord,
        "watches": portable.WatchRecord,
        "feeds": portable.FeedRecord,
        "feed_entries": portable.FeedEntryRecord,
    }
    derived = {"latest", "indexed", "indexed_at", "text_hash"}
    derived |= {"notices", "library", "article_id", "answer_id"}
    for name, kind in told.items():
        columns = {column.name for column in metadata.tables[name].columns}
        # A feed's id follows from its library and its address.
        named = {"id"} if name == "feeds" else {"feed_id"}
        assert columns - derived - named <= kind.model_fields.keys()
    preferences = portable.ServerRecord.model_fields.keys() - {"kind"}
    assert preferences == {*Preferences.__dataclass_fields__}
    elsewhere = {"tags", "servers", "libraries"}
    not_the_librarys = {"installation", "people", "passages", "reembedded", "near_copies"}
    # What its answers cost whoever ran it is nothing of what it holds.
    not_the_librarys |= {"corrections", "spending"}
    assert metadata.tables.keys() == {*told} | elsewhere | not_the_librarys
