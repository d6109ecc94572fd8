"""What the tests of portable libraries share: a whole library, and all that can be seen of one."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from newsroom import ORCHARD, PIER, TRAM, UNANSWERABLE
from support import added, asked, drafted

from index.feeds.feed import Feed, FeedEntry
from index.feeds.kept import Reading, Wishes
from index.fetch.pages import Validators
from index.folder import Folder
from index.portable.exporting import export_library
from index.portable.importing import Imported, import_library
from index.stores.answered import Asked
from index.values import (
    Answered,
    Article,
    Citation,
    Claim,
    Draft,
    Filters,
    Question,
    Reply,
    Timings,
)

ENTRIES = tuple(
    FeedEntry(f"https://a.example/{number}", f"Story {number}", None, f"id {number}", "")
    for number in (1, 2)
)
FEED = Reading(
    Feed("Coast Signal", ENTRIES, 60), Validators("https://a.example/feed", '"e"'), ENTRIES[1:]
)
MAX_BYTES = 1_000_000


async def exported(folder: Folder, name: str, *, private: bool = True) -> bytes:
    """A library's file."""
    stream = io.BytesIO()
    await export_library(folder, name, stream, private=private)
    return stream.getvalue()


async def imported(
    folder: Folder, file: bytes, name: str | None = None, *, merge: bool = False
) -> Imported:
    """What became of a file."""
    return await import_library(folder, io.BytesIO(file), name, max_bytes=MAX_BYTES, merge=merge)


def records(file: bytes) -> list[dict[str, Any]]:
    """The lines of a file between its header and its end."""
    return [json.loads(line) for line in gzip.decompress(file).splitlines()][1:-1]


def header(file: bytes) -> dict[str, Any]:
    """The first line of a file."""
    told: dict[str, Any] = json.loads(gzip.decompress(file).split(b"\n")[0])
    return told


def sealed(first: dict[str, Any], lines: Iterable[dict[str, Any] | bytes]) -> bytes:
    """A file of these records whose seal holds, whatever is in them."""
    told = b""
    count = 0
    for line in (first, *lines):
        told += (
            line if isinstance(line, bytes) else json.dumps(line, separators=(",", ":")).encode()
        )
        told += b"\n"
        count += 1
    end = {"kind": "end", "records": count, "sha256": hashlib.sha256(told).hexdigest()}
    return gzip.compress(told + json.dumps(end, separators=(",", ":")).encode() + b"\n")


async def everything(folder: Folder, name: str) -> dict[str, Any]:
    """All that anybody can see of a library, but for what is indexed yet."""
    library, chat = folder.library(name), folder.records.chat
    seen: dict[str, Any] = {
        "tags": await library.tags(),
        "extent": await library.extent(),
        "feeds": folder.records.feeds.feeds(name),
        "preferences": chat.servers.preferences(name),
        "pages": sorted(
            (kept.article_id, kept.identity, kept.url, str(kept.validators), str(kept.gone_at))
            for kept in folder.records.pages.due(name, timedelta(0))
        ),
        "insights": chat.insights.of(name, 3_000),
    }
    for removed in (False, True):
        for entry in await library.entries(removed=removed):
            told = entry.article, entry.tags, entry.passages, entry.copy_of
            revisions = await library.revisions(entry.article.id)
            texts = [await library.article(entry.article.id, number) for number, _ in revisions]
            moments = entry.added_at, entry.removed_at
            seen[entry.article.id] = told, moments, revisions, texts
    for record in records(await exported(folder, name)):
        if record["kind"] == "answer":
            answer = record["id"]
            seen[answer] = chat.answers.find(answer), chat.votes.tally(answer)
        if record["kind"] == "watch":
            seen[record["id"]] = record
    return seen


async def filled(folder: Folder, name: str) -> dict[str, str]:
    """A library with some of everything; its articles' ids."""
    library, chat = folder.library(name), folder.records.chat
    web = Draft("https://a.example/tram", TRAM.text, TRAM.title, len(TRAM.title) + 2)
    receipts = await added(library, drafted(PIER, "pier"), web, tags=("harbour", "town"))
    receipts += await added(library, drafted(PIER, "reprint"), drafted(ORCHARD, "orchard"))
    receipts += await added(library, drafted("Nobody needs this story.", "gone"))
    pier, tram, copy, orchard, gone = (receipt.article.id for receipt in receipts)
    folder.records.pages.fetched(tram, web.identity, Validators(web.identity, '"e"', None))
    reply = await asked(library, PIER.question, articles=(pier, tram))
    first = chat.answers.keep(reply, Asked(message="11"))
    chat.answers.sent(first, "7", "12")
    more = await library.ask(Question(UNANSWERABLE, name, "5"))
    second = chat.answers.keep(more, Asked(private=True, follows=first))
    chat.votes.vote(first, "5", helpful=True)
    chat.votes.vote(second, "6", helpful=False)
    chat.votes.explain(second, "6", "wrong", "It is there.")
    waiting = Question(UNANSWERABLE, name, "5", filters=Filters(tags=("town",)))
    assert chat.watches.open(waiting, "7", 9, "2026-01-01T00:00:00.000000Z")
    waiting = Question("Who knows?", name, "6")
    assert chat.watches.open(waiting, None, 9, "2026-01-01T00:00:00.000000Z")
    chat.servers.change(name, channels=("7",), keep_days=30)
    await filled_feed(folder, name)
    longer = f"{ORCHARD.text} The bees came late."
    await added(library, Draft("orchard", longer, ORCHARD.title, len(ORCHARD.title) + 2))
    await library.remove(gone)
    return {"pier": pier, "tram": tram, "copy": copy, "orchard": orchard, "gone": gone}


async def filled_feed(folder: Folder, name: str) -> None:
    """A feed in a library, with an article that waits and one that nobody wanted."""
    folder.records.ledger.open_library(name, folder.options.embedding.to_json())
    wishes = Wishes(("coast",), ("pier",), ("opera",), "7")
    kept = folder.records.feeds.add(name, "https://a.example/feed", wishes, FEED, 9)
    folder.records.feeds.troubled(kept, "It is full.")


def do(folder: Folder, name: str, what: str, identity: str, text: str) -> None:
    """Change a library in the way that ``what`` names, without indexing it."""
    catalogue, chat = folder.records.catalogue, folder.records.chat
    if what == "add":
        spans = [(0, len(text))]
        told = {
            "source": " ".join(text[:5].split()),
            "authors": ("A B",),
            "pages": (0, 2) if len(text) % 2 else (),
        }
        catalogue.write(name, Draft(identity, text, f"About {identity}", **told), spans)
        return
    there = {removed: catalogue.entries(name, removed=removed) for removed in (False, True)}
    for entry in there[what == "restore"][:1]:
        article_id = entry.article.id
        if what == "remove":
            catalogue.remove(name, article_id)
        elif what == "restore":
            catalogue.restore(name, article_id, timedelta(9))
        elif what == "tag":
            catalogue.tag(name, article_id, [text], [])
        elif what == "page":
            folder.records.pages.fetched(article_id, "https://a.example/", None)
        else:
            answer = chat.answers.keep(reply(catalogue.article(name, article_id)), Asked())
            chat.votes.vote(answer, "1", helpful=len(text) % 2 == 0)


def reply(article: Article) -> Reply:
    """An answer that quotes the beginning of an article."""
    quote = article.text[:3]
    cited = Citation(1, article, 0, 3, quote, article.text, 0, highlights=((0, 1),))
    answer = Answered((Claim(quote, (1,)),), (cited,), "extractive")
    return Reply(Question("Which?", article.library, "1"), answer, Timings(1, 1, 2))


async def small(folder: Folder, name: str) -> bytes:
    """The file of a library of two articles that answered once."""
    folder.records.ledger.open_library(name, folder.options.embedding.to_json())
    for identity, text in (("a", "First words."), ("a", "Second words."), ("b", "Other words.")):
        do(folder, name, "add", identity, text)
    do(folder, name, "answer", "", "")
    return await exported(folder, name)
