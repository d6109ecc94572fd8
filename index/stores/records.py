"""The catalogue's views, opened together on one database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.stores.answered import AnswerLog
from index.stores.catalogue import Catalogue
from index.stores.database import Database, open_database
from index.stores.ledger import Ledger
from index.stores.lookup import Lookup


@dataclass(frozen=True, slots=True)
class Records:
    """What people put in, what remains to be indexed, what may be answered from, and was."""

    database: Database
    catalogue: Catalogue
    ledger: Ledger
    lookup: Lookup
    answers: AnswerLog

    def close(self) -> None:
        """Release the file."""
        self.database.close()


def open_records(path: Path) -> Records:
    """The records in a database file; raises as ``open_database`` does."""
    database = open_database(path)
    return Records(
        database, Catalogue(database), Ledger(database), Lookup(database), AnswerLog(database)
    )
