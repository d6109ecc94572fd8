"""Cases asked, with every sentence that was judged for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from evals.ap_news import agency_folder
from evals.assertions import agency_questions
from evals.cases import Asked, Case, corpus_cases, indexed
from evals.libraries import LIBRARY
from evals.quiz import quiz_folder
from evals.report import progress
from evals.sets import Corpus
from evals.small import small_libraries
from index.answer.judging import Judged, judge
from index.folder import Folder
from index.reader.configured import SHIPPED_READER, load_reader
from index.reader.reader import PassageReader, Read, Shown
from index.retrieve.reading import read
from index.values import ArticleInfo, Hit, Question

_READ = 10
_FOUND = 60


@dataclass(frozen=True, slots=True)
class Tried:
    """A case with the sentences that were judged for it, the likeliest first."""

    case: Case
    asked: Asked
    judged: tuple[Judged, ...]


class _Remembering:
    """Reads each text once for as long as the question stays the same."""

    def __init__(self, reader: PassageReader) -> None:
        self.minds_head = reader.minds_head
        self._reader = reader
        self._question = ""
        self._known: dict[Shown, tuple[Read, ...]] = {}

    def read(self, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
        if question != self._question:
            self._question, self._known = question, {}
        new = [text for text in texts if text not in self._known]
        self._known |= zip(new, self._reader.read(question, new), strict=True)
        return [self._known[text] for text in texts]


async def tried(questions: int | None = None) -> list[Tried]:
    """Every case judged, or the first so many of each set of a library."""
    reader = _Remembering(load_reader(SHIPPED_READER))
    found: list[Tried] = []
    async for name, folder, every in _libraries():
        cases = _first(every, questions)
        with progress(f"Asking {name}", len(cases)) as advance:
            for case in cases:
                for asked, day in case.days():
                    question = Question(case.text, LIBRARY, asked_on=day)
                    judged = await judged_for(folder, reader, question, case.hidden)
                    found.append(Tried(case, asked, judged))
                advance(1)
    return found


async def judged_for(
    folder: Folder,
    reader: PassageReader,
    question: Question,
    hidden: Callable[[ArticleInfo], bool] = lambda _: False,
) -> tuple[Judged, ...]:
    """The sentences that are judged for a question as if the hidden articles were not there."""
    shelf = await folder.shelves.shelf(LIBRARY)
    assert shelf is not None
    hits: tuple[Hit, ...] = await shelf.search.hits(question, _FOUND)
    left = [hit for hit in hits if not hidden(hit.article)][:_READ]
    passages = await read(reader, question.text, left, shelf.derived.lexicon.analyze)
    return tuple(await judge(question.text, passages, shelf.derived))


async def _libraries() -> AsyncIterator[tuple[str, Folder, list[Case]]]:
    whole: dict[Corpus, AbstractAsyncContextManager[Folder]] = {
        "realtimeqa-2022": quiz_folder(None),
        "ap-news": agency_folder(agency_questions(), None),
    }
    for corpus, opened in whole.items():
        async with opened as folder:
            yield corpus, folder, list(corpus_cases(corpus, await indexed(folder)))
    async for name, folder, cases in small_libraries():
        yield name, folder, cases


def _first(cases: list[Case], most: int | None) -> list[Case]:
    counted: dict[str, int] = {}
    kept = []
    for case in cases:
        counted[case.set] = counted.get(case.set, 0) + 1
        if most is None or counted[case.set] <= most:
            kept.append(case)
    return kept
