"""Whatever people do to articles, in whatever order, the promises about them hold."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from newsroom import ORCHARD, PIER, TRAM
from support import added, asked, assert_consistent, cited

from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.library import Library
from index.stores.catalogue import Entry
from index.values import Answered, Draft

T = TypeVar("T")

STORIES = (PIER, ORCHARD, TRAM)
LIBRARIES = ("left", "right")
_numbers = itertools.count()

stories = st.integers(0, len(STORIES) - 1)
identities = st.sampled_from(("a", "b", "c"))
titles = st.sampled_from(("", "Second edition: "))
sides = st.sampled_from(LIBRARIES)


class LibraryMachine(RuleBasedStateMachine):
    """Two libraries of one folder, changed by their owner and, beside it, by other processes."""

    def __init__(self, runner: asyncio.Runner, folder: Folder) -> None:
        super().__init__()
        self._runner = runner
        self._folder = folder
        number = next(_numbers)
        self._libraries = {side: folder.library(f"{side}-{number}") for side in LIBRARIES}
        for library in self._libraries.values():
            folder.records.ledger.open_library(library.name, folder.options.embedding.to_json())
        self._ids: dict[tuple[str, str], str] = {}
        self._texts: dict[tuple[str, str], dict[int, str]] = {}

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    @rule(side=sides, identity=identities, story=stories, title=titles, neighbour=st.booleans())
    def add(self, side: str, identity: str, story: int, title: str, neighbour: bool) -> None:
        library = self._libraries[side]
        known = self._entry(side, identity)
        draft = _draft(identity, story, title)
        if neighbour:
            written = self._folder.records.catalogue.write(library.name, draft, _spans(draft))
            entry, outcome = written.entry, written.outcome
        else:
            (receipt,) = self.do(added(library, draft))
            assert receipt.indexed
            outcome = receipt.outcome
            entry = self.do(library.entry(receipt.article.id))
        self._ids[side, identity] = entry.article.id
        revisions = self._texts.setdefault((side, entry.article.id), {})
        assert outcome == _outcome(known, entry, draft, revisions)
        revisions[entry.article.revision] = draft.text
        assert entry.removed_at is None

    @precondition(lambda self: self._ids)
    @rule(data=st.data(), neighbour=st.booleans())
    def remove_or_restore(self, data: st.DataObject, neighbour: bool) -> None:
        side, identity = data.draw(st.sampled_from(sorted(self._ids)))
        library, article = self._libraries[side], self._ids[side, identity]
        catalogue = self._folder.records.catalogue
        if self.do(library.entry(article)).removed_at is None:
            if neighbour:
                catalogue.remove(library.name, article)
            else:
                self.do(library.remove(article))
        elif neighbour:
            catalogue.restore(library.name, article, timedelta(days=30))
        else:
            self.do(library.restore(article))

    @rule(side=sides)
    def settle(self, side: str) -> None:
        shelf = self.do(self._folder.shelves.shelf(self._libraries[side].name))
        assert shelf is not None
        self.do(shelf.indexer.settle())
        self.do(assert_consistent(self._folder, self._libraries[side].name))

    @rule(side=sides)
    def reindex(self, side: str) -> None:
        self.do(self._libraries[side].reindex())

    @rule(side=sides, story=stories, identity=st.none() | identities)
    def ask(self, side: str, story: int, identity: str | None) -> None:
        """Settled or not, an answer is verbatim and from this library's active articles."""
        only = self._ids.get((side, identity)) if identity is not None else None
        filters = {"articles": (only,)} if only else {}
        reply = self.do(asked(self._libraries[side], STORIES[story].question, **filters))
        active = {entry.article.id for entry in self._entries(side)}
        assert cited(reply) <= active
        if isinstance(reply.answer, Answered):
            for citation in reply.answer.citations:
                article = citation.article
                assert only in (None, article.id)
                text = self._texts[side, article.id][article.revision]
                assert text[citation.start : citation.end] == citation.quote
                for copy in citation.copies:
                    assert self._texts[side, copy.id][copy.revision] == text

    @invariant()
    def one_article_stands_for_each_text(self) -> None:
        for side in LIBRARIES:
            entries = {entry.article.id: entry for entry in self._entries(side)}
            groups: dict[str, list[Entry]] = {}
            for entry in entries.values():
                text = self._texts[side, entry.article.id][entry.article.revision]
                groups.setdefault(text, []).append(entry)
            for group in groups.values():
                (original,) = [entry for entry in group if entry.copy_of is None]
                assert {e.copy_of for e in group} <= {None, original.article.id}

    @invariant()
    def removed_articles_are_no_copies(self) -> None:
        for side in LIBRARIES:
            name = self._libraries[side].name
            removed = self._folder.records.catalogue.entries(name, removed=True)
            assert all(entry.copy_of is None for entry in removed)

    def teardown(self) -> None:
        for side, library in self._libraries.items():
            self.settle(side)
            self._assert_answers(side, library)
        for (side, article), revisions in self._texts.items():
            for number, text in revisions.items():
                assert self.do(self._libraries[side].article(article, number)).text == text

    def _assert_answers(self, side: str, library: Library) -> None:
        entries = self._entries(side)
        for story in STORIES:
            holders = {
                entry.article.id
                for entry in entries
                if self._texts[side, entry.article.id][entry.article.revision] == story.body
            }
            reply = self.do(asked(library, story.question))
            if holders:
                assert isinstance(reply.answer, Answered)
                assert reply.answer.citations[0].quote == story.quote
                assert cited(reply) == holders
            else:
                assert cited(reply) <= {entry.article.id for entry in entries}
                assert not isinstance(reply.answer, Answered)

    def _entries(self, side: str) -> list[Entry]:
        return self._folder.records.catalogue.entries(self._libraries[side].name)

    def _entry(self, side: str, identity: str) -> Entry | None:
        article = self._ids.get((side, identity))
        catalogue = self._folder.records.catalogue
        return catalogue.entry(self._libraries[side].name, article) if article else None


def _draft(identity: str, story: int, title: str) -> Draft:
    told = STORIES[story]
    return Draft(identity, told.body, f"{title}{told.title}", language="en")


def _spans(draft: Draft) -> list[tuple[int, int]]:
    return [(0, len(draft.text))]


def _outcome(known: Entry | None, entry: Entry, draft: Draft, revisions: dict[int, str]) -> str:
    if known is None:
        return "new" if entry.copy_of is None else "copy"
    told = known.article
    changed = told.title != draft.title or revisions[told.revision] != draft.text
    assert entry.article.revision == told.revision + changed
    if not changed and known.removed_at is None:
        return "unchanged"
    if entry.copy_of is not None:
        return "copy"
    return "new revision" if changed else "restored"


def test_whatever_is_done_to_articles_their_promises_hold(tmp_path: Path) -> None:
    """Copies, revisions, removals and the derived stores stay true through any history."""
    with asyncio.Runner() as runner:
        opening = open_folder(Options(tmp_path / "data", EmbeddingSpec()))
        folder = runner.run(opening.__aenter__())
        try:
            run_state_machine_as_test(
                lambda: LibraryMachine(runner, folder),
                settings=settings(
                    max_examples=8,
                    stateful_step_count=20,
                    report_multiple_bugs=False,
                    # Shrinking takes minutes here; add Phase.shrink to see the shortest history.
                    phases=[Phase.reuse, Phase.generate],
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(opening.__aexit__(None, None, None))
