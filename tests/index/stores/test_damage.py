"""Vectors and lexicon are derived: whatever happens to them is mended from the catalogue."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from newsroom import STORIES, TRAM
from support import Console, added, asked, assert_consistent, quotes

from index.folder import Options, open_folder

Damage = Callable[[Path], None]


def lexicon_of(data: Path) -> Path:
    (path,) = (data / "lexicon").iterdir()
    return path


def vectors_deleted(data: Path) -> None:
    shutil.rmtree(data / "vectors")


def vectors_emptied(data: Path) -> None:
    vectors_deleted(data)
    (data / "vectors").mkdir()


def vectors_without_database(data: Path) -> None:
    (data / "vectors" / "chroma.sqlite3").unlink()


def vectors_with_empty_database(data: Path) -> None:
    (data / "vectors" / "chroma.sqlite3").write_bytes(b"")


def vectors_without_segments(data: Path) -> None:
    for path in (data / "vectors").iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def vectors_overwritten(data: Path) -> None:
    (data / "vectors" / "chroma.sqlite3").write_bytes(b"gulls on the quay " * 1000)


def vectors_cut_short(data: Path) -> None:
    path = data / "vectors" / "chroma.sqlite3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def vectors_without_a_table(data: Path) -> None:
    with closing(sqlite3.connect(data / "vectors" / "chroma.sqlite3")) as connection, connection:
        connection.execute("DROP TABLE embeddings")


def lexicon_deleted(data: Path) -> None:
    shutil.rmtree(data / "lexicon")


def lexicon_emptied(data: Path) -> None:
    path = lexicon_of(data)
    shutil.rmtree(path)
    path.mkdir()


def lexicon_without_segments(data: Path) -> None:
    for path in lexicon_of(data).iterdir():
        if path.suffix != ".json":
            path.unlink()


def lexicon_overwritten(data: Path) -> None:
    (lexicon_of(data) / "meta.json").write_bytes(b"gulls on the quay")


def lexicon_segments_overwritten(data: Path) -> None:
    for path in lexicon_of(data).iterdir():
        if path.suffix not in (".json", ".lock"):
            path.write_bytes(b"gulls on the quay " * 20)


def lexicon_without_positions(data: Path) -> None:
    for path in lexicon_of(data).glob("*.pos"):
        path.unlink()


MENDED: list[Damage] = [
    vectors_deleted,
    vectors_emptied,
    vectors_without_database,
    vectors_with_empty_database,
    vectors_without_segments,
    vectors_overwritten,
    vectors_cut_short,
    lexicon_deleted,
    lexicon_emptied,
    lexicon_without_segments,
    lexicon_overwritten,
    lexicon_segments_overwritten,
    vectors_without_a_table,
    lexicon_without_positions,
]


@pytest.mark.parametrize("damage", MENDED)
async def test_damaged_stores_are_mended_when_the_folder_is_opened(
    stocked: Path, options: Options, damage: Damage
) -> None:
    """Whatever is lost of the derived stores, the next question is answered as before."""
    damage(stocked)
    async with open_folder(options) as folder:
        assert quotes(await asked(folder.library("default"), TRAM.question))[0] == TRAM.quote
        await assert_consistent(folder, "default")


def test_reindexing_mends_what_opening_does_not(console: Console, stocked: Path) -> None:
    """A broken vector store is made anew by the command that is there for it."""
    vectors_without_a_table(stocked)
    assert console("reindex").code == 0
    assert TRAM.quote in console("ask", TRAM.question).out


async def test_a_lost_store_of_one_library_is_no_loss_to_another(options: Options) -> None:
    """Mending one library leaves the passages of the others as they are."""
    async with open_folder(options) as folder:
        await added(folder.library("left"), *STORIES)
        await added(folder.library("right"), *STORIES)
    shutil.rmtree(options.data_dir / "vectors")
    async with open_folder(options) as folder:
        for name in ("left", "right"):
            assert quotes(await asked(folder.library(name), TRAM.question))[0] == TRAM.quote
            await assert_consistent(folder, name)
