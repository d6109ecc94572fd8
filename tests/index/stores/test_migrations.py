"""The catalogue's schema is what its migrations make, and newer ones are left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from newsroom import PIER
from sqlalchemy import create_engine
from support import Console, complaint

from index.errors import NewerCatalogue, StoreError
from index.stores.chat_schema import answers
from index.stores.database import open_database
from index.stores.records import open_records
from index.stores.schema import HEAD
from index.values import Filters


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue file that the migrations made."""
    path = tmp_path / "catalogue.sqlite3"
    open_database(path).close()
    return path


def test_the_migrations_make_the_tables_of_the_code(catalogue: Path) -> None:
    """Alembic finds no difference between a migrated file and the tables in the code."""
    engine = create_engine(f"sqlite:///{catalogue}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, answers.metadata) == []
        assert context.get_current_revision() == HEAD
    engine.dispose()


def test_the_head_of_the_scripts_is_the_one_that_the_code_expects() -> None:
    """There is one line of scripts and it ends at ``HEAD``."""
    config = Config()
    config.set_main_option("script_location", "index.stores:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_foreign_keys_hold_and_writes_are_durable(catalogue: Path) -> None:
    """Every connection keeps the promises that the stores are built on."""
    database = open_database(catalogue)
    with database.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "synchronous", "journal_mode", "busy_timeout")
        }
    database.close()
    assert pragmas["foreign_keys"] == 1
    assert pragmas["synchronous"] == 2
    assert pragmas["journal_mode"] == "wal"
    assert pragmas["busy_timeout"] >= 5_000


def test_a_newer_catalogue_is_refused_and_left_as_it_is(catalogue: Path) -> None:
    """A file that a later version wrote is neither opened nor changed."""
    set_version(catalogue, "9999")
    before = dump(catalogue)
    with pytest.raises(NewerCatalogue):
        open_database(catalogue)
    assert dump(catalogue) == before


def test_a_newer_catalogue_gets_one_sentence(console: Console, stocked: Path) -> None:
    """Every command says that a newer version wrote the folder, and harms nothing."""
    catalogue = stocked / "catalogue.sqlite3"
    set_version(catalogue, "9999")
    before = dump(catalogue)
    for command in (["list"], ["ask", PIER.question], ["add", "-"], ["doctor"], ["reindex"]):
        assert "newer version" in complaint(console(*command, stdin="More\n\nMore news."), 1)
    assert dump(catalogue) == before


@pytest.mark.parametrize("damage", ["garbage", "short", "holes"])
def test_a_damaged_catalogue_gets_one_sentence(
    console: Console, stocked: Path, damage: str
) -> None:
    """A catalogue that SQLite cannot read is reported in a sentence and left as it is."""
    catalogue = stocked / "catalogue.sqlite3"
    content = catalogue.read_bytes()
    catalogue.write_bytes(
        {
            "garbage": b"no database at all " * 500,
            "short": content[: len(content) // 2 + 100],
            "holes": content[:4096] + bytes(len(content) - 4096),
        }[damage]
    )
    before = catalogue.read_bytes()
    for command in (["list"], ["ask", PIER.question]):
        assert "damaged" in complaint(console(*command), 1)
    assert console("doctor").code == 1
    assert catalogue.read_bytes() == before


def test_a_catalogue_that_is_a_folder_gets_one_sentence(tmp_path: Path) -> None:
    """What cannot be opened at all is an error of the store, not of Python."""
    (tmp_path / "catalogue.sqlite3").mkdir()
    with pytest.raises(StoreError, match=r"\.$"):
        open_database(tmp_path / "catalogue.sqlite3")


def set_version(catalogue: Path, version: str) -> None:
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


def dump(catalogue: Path) -> list[str]:
    with closing(sqlite3.connect(catalogue)) as connection:
        return list(connection.iterdump())


def test_answers_and_their_votes_outlive_the_migrations(tmp_path: Path) -> None:
    """What the first bot kept is there after every later migration."""
    path = tmp_path / "catalogue.sqlite3"
    _upgraded(path, "0002")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(
            "INSERT INTO answers (id, library, asker, asked_at, question, private, mode, claims, "
            "nearest) VALUES ('a', '1', '2', '2031-05-04T00:00:00.000000Z', 'Who?', 0, NULL, "
            "'[]', '[]')"
        )
        connection.execute(
            "INSERT INTO votes (answer_id, voter, helpful, voted_at) VALUES ('a', '3', 1, 'now')"
        )
    records = open_records(path)
    kept = records.chat.answers.find("a")
    assert kept is not None
    assert (kept.question, kept.filters, kept.history) == ("Who?", Filters(), ())
    assert records.chat.votes.tally("a") == (1, 0)
    records.close()


def test_what_was_indexed_before_the_moment_counts_from_when_it_was_stored(tmp_path: Path) -> None:
    """Only an article whose latest revision is in the index has one."""
    path = tmp_path / "catalogue.sqlite3"
    _upgraded(path, "0009")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO libraries VALUES ('paper', 'minilm', '2031')")
        for name, latest, indexed in (("a", 2, 2), ("b", 2, 1), ("c", 1, None)):
            connection.execute(
                "INSERT INTO articles (id, library, identity, latest, indexed, added_at) "
                "VALUES (?, 'paper', ?, ?, ?, '2031')",
                (name, name, latest, indexed),
            )
            for number in range(1, latest + 1):
                connection.execute(
                    "INSERT INTO revisions (article_id, number, text_hash, title, body_start, "
                    "authors, added_at, text) VALUES (?, ?, '', '', 0, '[]', ?, '')",
                    (name, number, f"203{number}"),
                )
    open_database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        moments = connection.execute("SELECT id, indexed_at FROM articles ORDER BY id").fetchall()
    assert moments == [("a", "2032"), ("b", None), ("c", None)]


def _upgraded(path: Path, revision: str) -> None:
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", "index.stores:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        upgrade(config, revision)
    engine.dispose()
