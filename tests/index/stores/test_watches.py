"""Questions that wait for an article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from newsroom import ORCHARD, PIER, TRAM
from support import added, asked, drafted

from index.folder import Folder
from index.library import Library
from index.stores.answered import Asked
from index.stores.revising import moment
from index.stores.watches import Due, Watches, narrowed
from index.values import Filters, Question


def question(text: str, asker: str = "alice", **filters: tuple[str, ...]) -> Question:
    return Question(text, "paper", asker, filters=Filters(**filters))  # type: ignore[arg-type]


def opened(folder: Folder, asked: Question, channel: str | None = "7", limit: int = 10) -> bool:
    """Whether a question that is asked now is watched."""
    now = moment(datetime.now(UTC))
    return folder.records.chat.watches.open(asked, channel, limit, now)


def waiting(watches: Watches) -> list[str]:
    return [due.watch.question.text for due in watches.due()]


async def test_a_watch_is_due_when_an_article_comes(folder: Folder, library: Library) -> None:
    """It carries the question with its filters, where to tell, and the new articles alone."""
    watches = folder.records.chat.watches
    await added(library, ORCHARD)
    asked = question(TRAM.question, tags=("city",))
    assert opened(folder, asked)
    assert watches.due() == []
    (receipt,) = await added(library, TRAM)
    (due,) = watches.due()
    today = datetime.now(UTC).date().isoformat()
    assert (due.watch.question, due.watch.channel) == (replace(asked, asked_on=today), "7")
    assert due.articles == (receipt.article.id,)


async def test_what_was_asked_is_not_due_again(folder: Folder, library: Library) -> None:
    """Once told that the articles did not answer, it waits for the next one."""
    watches = folder.records.chat.watches
    opened(folder, question(TRAM.question))
    await added(library, PIER)
    (due,) = watches.due()
    watches.seen(due.watch.id, due.until)
    assert watches.due() == []
    (receipt,) = await added(library, TRAM)
    assert [again.articles for again in watches.due()] == [(receipt.article.id,)]
    assert watches.close(due.watch.id)
    assert not watches.close(due.watch.id)
    assert watches.due() == []


async def test_a_new_revision_is_news(folder: Folder, library: Library) -> None:
    """An article that was rewritten may answer now."""
    await added(library, drafted(ORCHARD, "a"))
    opened(folder, question(TRAM.question))
    (receipt,) = await added(library, drafted(TRAM, "a"))
    assert [due.articles for due in folder.records.chat.watches.due()] == [(receipt.article.id,)]


async def test_nothing_is_due_while_articles_wait(folder: Folder, library: Library) -> None:
    """A question is asked of what is indexed, once all that came is."""
    watches, draft = folder.records.chat.watches, drafted(TRAM)
    await added(library, ORCHARD)
    opened(folder, question(TRAM.question))
    folder.records.catalogue.write(library.name, draft, [(0, len(draft.text))])
    assert watches.due() == []
    await folder.shelves.settle()
    assert waiting(watches) == [TRAM.question]


async def test_what_was_stored_before_and_indexed_after_is_news(
    folder: Folder, library: Library
) -> None:
    """An article that could not be found yet when somebody asked may answer them."""
    watches, draft = folder.records.chat.watches, drafted(TRAM)
    await added(library, ORCHARD)
    stored = folder.records.catalogue.write(library.name, draft, [(0, len(draft.text))])
    opened(folder, question(TRAM.question))
    await folder.shelves.settle()
    assert [due.articles for due in watches.due()] == [(stored.entry.article.id,)]


async def test_what_was_indexed_while_an_answer_was_sought_is_news(
    folder: Folder, library: Library
) -> None:
    """A question counts from when its search began, which may not have seen the article."""
    chat = folder.records.chat
    await added(library, ORCHARD)
    reply = await asked(library, TRAM.question)
    (receipt,) = await added(library, TRAM)
    long = replace(reply, timings=replace(reply.timings, total=60_000.0))
    kept = chat.answers.find(chat.answers.keep(long, Asked()))
    assert kept is not None
    chat.watches.open(question(TRAM.question), "7", 10, kept.asked_at)
    (due,) = chat.watches.due()
    assert receipt.article.id in due.articles


async def test_an_index_that_is_made_anew_is_no_news(folder: Folder, library: Library) -> None:
    """The same revision asks nobody again, while one that came back or was rewritten does."""
    watches, ledger = folder.records.chat.watches, folder.records.ledger
    (receipt,) = await added(library, drafted(ORCHARD, "a"))
    opened(folder, question(TRAM.question))
    ledger.forget(library.name)
    await folder.shelves.settle()
    assert watches.due() == []
    await library.remove(receipt.article.id)
    await library.restore(receipt.article.id)
    (due,) = watches.due()
    watches.seen(due.watch.id, due.until)
    (work,) = ledger.work([receipt.article.id])
    draft = drafted(TRAM, "a")
    folder.records.catalogue.write(library.name, draft, [(0, len(draft.text))])
    # The revision before is marked when the next one is stored already.
    ledger.mark([work])
    opened(folder, question(PIER.question))
    await folder.shelves.settle()
    assert waiting(watches) == [TRAM.question, PIER.question]


async def test_removed_articles_and_other_libraries_are_no_news(
    folder: Folder, library: Library
) -> None:
    """What cannot be answered from makes nothing due."""
    watches = folder.records.chat.watches
    opened(folder, question(TRAM.question))
    await added(folder.library("other"), TRAM)
    (receipt,) = await added(library, PIER)
    await library.remove(receipt.article.id)
    assert watches.due() == []


async def test_a_person_may_watch_so_many_questions(folder: Folder) -> None:
    """The same question counts once; other people and libraries have their own count."""
    assert opened(folder, question("One?"), limit=1)
    assert opened(folder, question("One?"), limit=1)
    assert not opened(folder, question("Two?"), limit=1)
    assert opened(folder, question("Two?", "bob"), limit=1)
    assert opened(folder, Question("Two?", "other", "alice"), limit=1)
    assert not opened(folder, question("Two?", "carol"), limit=0)


def test_a_filter_on_articles_narrows_the_new_ones() -> None:
    """Without one every new article counts."""
    assert narrowed(Filters(), ("a", "b")) == ("a", "b")
    assert narrowed(Filters(articles=("b", "c")), ("a", "b")) == ("b",)
    assert narrowed(Filters(articles=("c",)), ("a", "b")) == ()


async def test_due_watches_come_in_order(folder: Folder, library: Library) -> None:
    """Who watched first is told first."""
    for asker in ("alice", "bob", "carol"):
        opened(folder, question(f"What of {asker}?", asker))
    await added(library, TRAM)
    due: list[Due] = folder.records.chat.watches.due()
    assert [one.watch.question.asker for one in due] == ["alice", "bob", "carol"]
