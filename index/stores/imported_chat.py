"""What happened in chat, taken from a portable library: preferences, answers, votes, watches.

A name that another library has in Discord is another server, where the first one's channels, roles
and messages mean nothing. There, answers come without their places, and preferences and watches
stay away. What is here already stays; of two votes of one person the later counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from index.portable.records import (
    AnswerRecord,
    CitationRecord,
    ClaimRecord,
    FiltersRecord,
    ServerRecord,
    SpanRecord,
    VoteRecord,
    WatchRecord,
)
from index.sides import Side, side_by_side
from index.stores.chat_schema import answers, citations, servers, votes, watches
from index.stores.database import Database
from index.stores.exported import lengths
from index.stores.imported import Places
from index.stores.rows import INFO, OF_ARTICLE, read_info
from index.stores.schema import articles, revisions

_CUT = " …"
"""What an answer puts around a quotation that it cut."""


@dataclass(slots=True)
class Taken:
    """How many were taken in.

    ``spans`` counts quotations that fit no revision here and what they were to prove, ``foreign``
    what is another server's.
    """

    answers: int = 0
    watches: int = 0
    spans: int = 0
    foreign: int = 0


@dataclass(frozen=True, slots=True)
class ChatImport:
    """Takes what happened in chat into ``library`` from a file that was written of ``origin``."""

    database: Database
    library: str
    origin: str
    places: Places
    taken: Taken = field(default_factory=Taken)

    def write(self, records: Sequence[ServerRecord | AnswerRecord | WatchRecord]) -> None:
        """Take records in, all of them or none."""
        if not records:
            return
        with self.database.write() as connection:
            for record in records:
                if isinstance(record, AnswerRecord):
                    self._answer(connection, record)
                elif self.library != self.origin or not self.library.isdecimal():
                    # A row of servers that is none would have the library forgotten as left.
                    self.taken.foreign += 1
                elif isinstance(record, ServerRecord):
                    self._server(connection, record)
                else:
                    self._watch(connection, record)

    def _server(self, connection: Connection, record: ServerRecord) -> None:
        query = select(servers.c.preferences).where(servers.c.library == self.library)
        if not connection.execute(query).scalar():
            chosen = {"preferences": record.model_dump(mode="json", exclude={"kind"})}
            stored = upsert(servers).values(library=self.library, **chosen)
            connection.execute(
                stored.on_conflict_do_update(index_elements=["library"], set_=chosen)
            )

    def _watch(self, connection: Connection, record: WatchRecord) -> None:
        own = watches.c.library == self.library, watches.c.asker == record.asker
        waiting = select(watches.c.id).where(*own, watches.c.question == record.question)
        there = select(watches.c.id).where(watches.c.id == record.id)
        if any(connection.execute(query).first() for query in (waiting, there)):
            return
        row = record.model_dump(exclude={"kind", "filters"})
        filters = self._filters(record.filters)
        connection.execute(insert(watches).values(library=self.library, filters=filters, **row))
        self.taken.watches += 1

    def _answer(self, connection: Connection, record: AnswerRecord) -> None:
        answer_id = self._answer_id(record.id)
        query = select(answers.c.library).where(answers.c.id == answer_id)
        library = connection.execute(query).scalar()
        if library not in (None, self.library):
            self.taken.foreign += 1
            return
        if library is None:
            self._write(connection, answer_id, record)
        for vote in record.votes:
            _vote(connection, answer_id, vote)

    def _write(self, connection: Connection, answer_id: str, record: AnswerRecord) -> None:
        spans = (*record.citations, *record.nearest)
        named = {self.places.article(one.article) for one in spans}
        others = [(*one.copies, *one.corrected_by) for one in record.citations]
        named |= {self.places.article(one) for several in others for one in several}
        there = lengths(connection, self.library, named)
        fitting = [row for one in record.citations if (row := self._citation(one, there))]
        cited = {row["number"]: row for row in fitting}
        near = [place for one in record.nearest if (place := self._place(one, there))]
        claims = [claim for claim in record.claims if _is_proved(connection, record, claim, cited)]
        self.taken.spans += len(spans) - len(cited) - len(near) + len(record.claims) - len(claims)
        kept = {"id", "asker", "asked_at", "question", "private", "mode"}
        row = record.model_dump(include=kept) | {
            "id": answer_id,
            "library": self.library,
            "filters": self._filters(record.filters),
            "claims": [claim.model_dump(mode="json") for claim in claims],
            "nearest": near,
            "remarks": list(record.remarks),
            "follows": record.follows and self._answer_id(record.follows),
            **self._message(record),
        }
        connection.execute(insert(answers).values(row))
        if cited:
            rows = [{"answer_id": answer_id, **one} for one in cited.values()]
            connection.execute(insert(citations), rows)
        self.taken.answers += 1

    def _message(self, record: AnswerRecord) -> dict[str, str | None]:
        here = self.library == self.origin
        names = ("channel", "message", "asked_in")
        return {name: getattr(record, name) if here else None for name in names}

    def _citation(
        self, one: CitationRecord, there: dict[tuple[str, int], int]
    ) -> dict[str, Any] | None:
        place = self._place(one, there)
        if place is None:
            return None
        length = there[place["article_id"], place["revision"]]
        inside = one.context_start <= one.start and one.end <= one.context_end <= length
        marked = all(0 <= first < last <= one.end - one.start for first, last in one.highlights)
        if not (inside and marked):
            return None
        known = {article_id for article_id, _ in there}
        told = one.model_dump(mode="json", include={"number", "highlights"})
        here = {
            name: [article for article in map(self.places.article, told) if article in known]
            for name, told in (("copies", one.copies), ("corrected_by", one.corrected_by))
        }
        context = {"context_start": one.context_start, "context_end": one.context_end}
        return place | told | context | here

    def _place(self, one: SpanRecord, there: dict[tuple[str, int], int]) -> dict[str, Any] | None:
        article_id, number = self.places.revision(one.article, one.revision)
        if not one.start < one.end <= there.get((article_id, number), 0):
            return None
        return {"article_id": article_id, "revision": number, "start": one.start, "end": one.end}

    def _filters(self, told: FiltersRecord) -> dict[str, Any]:
        return told.model_dump(mode="json") | {
            "articles": [self.places.article(one) for one in told.articles]
        }

    def _answer_id(self, file_id: str) -> str:
        """The id of an answer here, always the same, and another under another name."""
        if self.library == self.origin:
            return file_id
        return hashlib.sha256(f"{self.library}\0{file_id}".encode()).hexdigest()[:16]


def _is_proved(
    connection: Connection,
    record: AnswerRecord,
    claim: ClaimRecord,
    cited: Mapping[int, Mapping[str, Any]],
) -> bool:
    """Whether every citation of a claim is there, and it says what one of them does if it quotes.

    Else a file could have an answer quote what no article says.
    """
    if not claim.citations or not cited.keys() >= {*claim.citations}:
        return False
    if record.mode != "extractive":
        return True
    sides = [_side(connection, cited[number]) for number in claim.citations]
    if len(sides) > 1 and claim.text == side_by_side(sides):
        return True
    return any(claim.text.strip(_CUT) == quote.strip(_CUT) for _, quote in sides)


def _side(connection: Connection, span: Mapping[str, Any]) -> Side:
    """What is quoted, with the revision that says it."""
    words = func.substr(revisions.c.text, span["start"] + 1, span["end"] - span["start"])
    of_number = revisions.c.article_id == span["article_id"], revisions.c.number == span["revision"]
    told = select(*INFO, words.label("quote")).join_from(articles, revisions, OF_ARTICLE)
    row = connection.execute(told.where(*of_number)).one()
    return read_info(row), str(row.quote)


def _vote(connection: Connection, answer_id: str, vote: VoteRecord) -> None:
    given = vote.model_dump(exclude={"voter"})
    stored = upsert(votes).values(answer_id=answer_id, voter=vote.voter, **given)
    connection.execute(
        stored.on_conflict_do_update(
            index_elements=["answer_id", "voter"],
            set_=given,
            where=votes.c.voted_at < vote.voted_at,
        )
    )
