"""The catalogue's views, opened together on one database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.stores.answered import AnswerLog
from index.stores.arrivals import Arrivals
from index.stores.catalogue import Catalogue
from index.stores.database import Database, open_database
from index.stores.feedbook import FeedBook
from index.stores.forgetting import Oblivion
from index.stores.insights import InsightReader
from index.stores.ledger import Ledger
from index.stores.lookup import Lookup
from index.stores.pagebook import PageBook
from index.stores.servers import Servers
from index.stores.spending import SpendingBook
from index.stores.standing import Standing
from index.stores.votes import VoteBook
from index.stores.watches import Watches


@dataclass(frozen=True, slots=True)
class Chat:
    """What happened in chat, and what servers and people chose there."""

    answers: AnswerLog
    votes: VoteBook
    watches: Watches
    servers: Servers
    insights: InsightReader
    forget: Oblivion


@dataclass(frozen=True, slots=True)
class Records:
    """What people put in, what remains to be indexed, what may be answered from, and chat."""

    database: Database
    catalogue: Catalogue
    ledger: Ledger
    lookup: Lookup
    pages: PageBook
    feeds: FeedBook
    arrivals: Arrivals
    spending: SpendingBook
    standing: Standing
    chat: Chat

    def close(self) -> None:
        """Release the file."""
        self.database.close()


def open_records(path: Path) -> Records:
    """The records in a database file; raises as ``open_database`` does."""
    database = open_database(path)
    chat = Chat(
        AnswerLog(database),
        VoteBook(database),
        Watches(database),
        Servers(database),
        InsightReader(database),
        Oblivion(database),
    )
    return Records(
        database,
        Catalogue(database),
        Ledger(database),
        Lookup(database),
        PageBook(database),
        FeedBook(database),
        Arrivals(database),
        SpendingBook(database),
        Standing(database),
        chat,
    )
