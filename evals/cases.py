"""Questions that the articles answer and questions that they don't, with every sentence judged.

The corpora are the news quiz and the agency's stories. A case of a set whose name ends in
``without`` is asked as if the articles that it was made from, and their copies, were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from evals.ap_news import agency_folder
from evals.assertions import AgencyQuestion, agency_questions, bears, lies_in
from evals.libraries import LIBRARY
from evals.metrics import Part, holds, part_of, plain
from evals.quiz import QuizQuestion, quiz_folder, quiz_questions
from evals.report import progress
from evals.sets import Corpus, altered_questions, everyday_questions
from index.answer.judging import Judged, judge
from index.folder import Folder
from index.reader.configured import SHIPPED_READER, load_reader
from index.reader.reader import PassageReader
from index.retrieve.reading import Sentence, read
from index.values import ArticleInfo, Hit, Question

_READ = 10
_FOUND = 60

Holds = Callable[[Sentence], bool]
"""Whether a sentence is the answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a set, whether the articles answer it, and what a right sentence holds.

    ``hidden`` tells the articles that are taken away for it; where a right sentence is left all the
    same, others answer it too.
    """

    set: str
    id: str
    part: Part
    text: str
    answerable: bool
    is_right: Holds
    hidden: Callable[[ArticleInfo], bool] = lambda _: False


@dataclass(frozen=True, slots=True)
class Tried:
    """A case with the sentences that were judged for it, the likeliest first."""

    case: Case
    judged: tuple[Judged, ...]


async def tried(questions: int | None = None) -> list[Tried]:
    """Every case judged, or the first so many of each set."""
    reader = load_reader(SHIPPED_READER)
    found: list[Tried] = []
    for corpus, opened in _folders().items():
        async with opened as folder:
            cases = _first(list(_cases(corpus, await _urls(folder))), questions)
            with progress(f"Asking {corpus}", len(cases)) as advance:
                for case in cases:
                    judged = await judged_for(
                        folder, reader, Question(case.text, LIBRARY), case.hidden
                    )
                    found.append(Tried(case, judged))
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


def _folders() -> dict[Corpus, AbstractAsyncContextManager[Folder]]:
    return {
        "realtimeqa-2022": quiz_folder(None),
        "ap-news": agency_folder(agency_questions(), None),
    }


async def _urls(folder: Folder) -> dict[str, str]:
    """The indexed article of each address."""
    entries = await folder.library(LIBRARY).entries()
    return {e.article.url: e.copy_of or e.article.id for e in entries if e.article.url}


def _cases(corpus: Corpus, ids: dict[str, str]) -> Iterator[Case]:
    own = corpus == "realtimeqa-2022"
    for quiz in quiz_questions():
        yield from _of_quiz(quiz, ids) if own else [_foreign("quiz in agency", quiz.id, quiz.text)]
    for agency in agency_questions():
        if own:
            yield _foreign("agency in quiz", agency.id, agency.text)
        else:
            yield from _of_agency(agency)
    for altered in altered_questions(corpus):
        yield Case("altered", altered.id, altered.part, altered.text, False, _nothing)
    for everyday in everyday_questions(corpus):
        wanted = everyday.wanted

        def right(sentence: Sentence, wanted: tuple[str, ...] = wanted) -> bool:
            return any(holds(sentence.text, phrase) for phrase in wanted)

        yield Case("everyday", everyday.id, everyday.part, everyday.text, True, right)


def _of_quiz(question: QuizQuestion, ids: dict[str, str]) -> Iterator[Case]:
    gold = {ids[url] for url in question.gold if url in ids}

    def right(sentence: Sentence) -> bool:
        return holds(sentence.text, question.answer)

    told = (question.id, question.part, question.text)
    yield Case("quiz", *told, True, right)
    yield Case("quiz without", *told, False, right, lambda article: article.id in gold)


def _of_agency(question: AgencyQuestion) -> Iterator[Case]:
    headlines = {plain(source.headline) for source in question.sources}

    def right(sentence: Sentence) -> bool:
        title = sentence.hit.article.title
        inside = lies_in(sentence.text, title, question.sources)
        return inside and (not question.wanted or bears(sentence.text, question.wanted))

    told = (question.id, part_of(question.id), question.text)
    yield Case("agency", *told, True, right)
    yield Case("agency without", *told, False, _nothing, lambda a: plain(a.title) in headlines)


def _foreign(name: str, identity: str, text: str) -> Case:
    return Case(name, identity, part_of(identity), text, False, _nothing)


def _nothing(_: Sentence) -> bool:
    return False


def _first(cases: list[Case], most: int | None) -> list[Case]:
    counted: dict[str, int] = {}
    kept = []
    for case in cases:
        counted[case.set] = counted.get(case.set, 0) + 1
        if most is None or counted[case.set] <= most:
            kept.append(case)
    return kept
