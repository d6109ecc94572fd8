"""One SQLite file opened as design demands, its transactions, and its migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from index.errors import NewerCatalogue, StoreError
from index.stores.schema import HEAD

BUSY_TIMEOUT_MS = 15_000
_WRITES = {"footnote_writes": True}


class Database:
    """Transactions on one catalogue file; every SQLAlchemy error leaves as a ``StoreError``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; many readers run beside one writer."""
        with _translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first statement and is durable after."""
        with _translated(), self._engine.connect() as connection:
            writing = connection.execution_options(**_WRITES)
            with writing.begin():
                yield writing

    def settle(self) -> None:
        """Take the write-ahead log into the file and empty it, where nobody reads just now."""
        with _translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def integrity(self) -> str:
        """``ok``, or SQLite's own words for what is damaged."""
        with self.read() as connection:
            return str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()


def open_database(path: Path) -> Database:
    """The catalogue at ``path``, created or migrated to the present schema.

    Raises ``NewerCatalogue`` where a newer version wrote it, ``StoreError`` where it is unreadable.
    """
    engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        with _translated():
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _prepare(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late for BEGIN IMMEDIATE, so it is switched off here.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # What somebody had deleted is not in free pages either.
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # SQLite's own lower() knows the letters of ASCII alone.
    connection.create_function("casefold", 1, str.casefold, deterministic=True)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("footnote_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    # Alembic is imported only where there is something to migrate: a start should not pay for it.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", "index.stores:migrations")
    with engine.connect().execution_options(**_WRITES) as connection, connection.begin():
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as exc:
            raise NewerCatalogue(
                "The catalogue was written by a newer version of Footnote "
                f"(schema {_version(connection)}); update Footnote, or use another data folder."
            ) from exc


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DatabaseError as exc:
        raise StoreError(_sentence(str(exc.orig))) from exc
    except SQLAlchemyError as exc:
        raise StoreError(f"The catalogue failed: {exc}.") from exc


def _sentence(cause: str) -> str:
    known = {
        "full": "The disk is full, so nothing was stored; free some space and try again.",
        "locked": "The catalogue is busy in another process; try again in a moment.",
        "readonly": "The catalogue is read-only; give Footnote write access to the data folder.",
        "not a database": "The catalogue file is damaged; restore it from a backup.",
        "malformed": "The catalogue file is damaged; restore it from a backup.",
    }
    for word, sentence in known.items():
        if word in cause:
            return sentence
    return f"The catalogue failed ({cause}); run `footnote doctor` to see what is wrong."
