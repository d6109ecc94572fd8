"""Questions that the articles answer and questions that they don't.

The corpora are the news quiz and the agency's stories. A case of a set whose name ends in
``without`` is asked as if the articles that it was made from, and their copies, were not there.
Every case is asked on no day; on its own, as in a chat while its article is news; and, where it
names no time, later, when other articles are the news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal, TypeAlias

from evals.assertions import AgencyQuestion, agency_questions, bears, lies_in
from evals.libraries import LIBRARY
from evals.metrics import Part, holds, part_of, plain
from evals.quiz import QuizQuestion, quiz_questions
from evals.sets import (
    AlteredQuestion,
    Corpus,
    EverydayQuestion,
    altered_questions,
    everyday_questions,
    refusing_questions,
    said_questions,
)
from index.folder import Folder
from index.periods.reading import period_of
from index.retrieve.reading import Sentence
from index.values import ArticleInfo

Asking: TypeAlias = QuizQuestion | AgencyQuestion | EverydayQuestion
Asked: TypeAlias = Literal[
    "on no day", "on its day", "later", "small, on no day", "small, on its day"
]
"""How a case is asked; ``small`` is of a library of a few articles."""
Holds: TypeAlias = Callable[[Sentence], bool]
"""Whether a sentence is the answer."""

_LATER = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a set, whether the articles answer it, and what a right sentence holds.

    ``day``, an ISO date, is when it would be asked: the quiz says so itself, and others are asked
    when their newest article was published; what is of another corpus, on the day of any article.
    ``hidden`` tells the articles that are taken away for it; where a right sentence is left all the
    same, others answer it too.
    """

    set: str
    id: str
    part: Part
    text: str
    answerable: bool
    day: str
    is_right: Holds
    hidden: Callable[[ArticleInfo], bool] = lambda _: False
    small: bool = False

    def days(self) -> Iterator[tuple[Asked, str | None]]:
        """The days on which it is asked."""
        if self.small:
            yield "small, on no day", None
            yield "small, on its day", self.day
            return
        yield "on no day", None
        yield "on its day", self.day
        if period_of(self.text, self.day) is None:
            yield "later", (date.fromisoformat(self.day) + _LATER).isoformat()


@dataclass(frozen=True, slots=True)
class Indexed:
    """Of a library: the article of each address; days by address, by title, and all in order."""

    ids: Mapping[str, str]
    days_of_urls: Mapping[str, str]
    days_of_titles: Mapping[str, str]
    days: tuple[str, ...]

    def any_day(self, identity: str) -> str:
        """The day of an article, always the same for the same identity."""
        return self.days[int.from_bytes(sha256(identity.encode()).digest()[:4]) % len(self.days)]


async def indexed(folder: Folder) -> Indexed:
    """What a library that was measured on knows of its articles."""
    entries = await folder.library(LIBRARY).entries()
    dated = [(e.article, e.article.published[:10]) for e in entries if e.article.published]
    days_of_titles = {plain(article.title): day for article, day in dated}
    return Indexed(
        ids={e.article.url: e.copy_of or e.article.id for e in entries if e.article.url},
        days_of_urls={article.url: day for article, day in dated if article.url},
        days_of_titles=days_of_titles,
        days=tuple(sorted(days_of_titles.values())),
    )


def corpus_cases(corpus: Corpus, known: Indexed) -> Iterator[Case]:
    """The cases that are asked of all articles of a corpus."""
    quiz, agency = quiz_questions(), agency_questions()
    if corpus == "realtimeqa-2022":
        own = [quiz_case(one) for one in quiz]
        for one, case in zip(quiz, own, strict=True):
            yield case
            yield _quiz_without(one, case, known.ids)
        yield from (foreign_case("agency in quiz", one, known) for one in agency)
    else:
        own = [agency_case(one, known) for one in agency]
        yield from (foreign_case("quiz in agency", one, known) for one in quiz)
        for story, case in zip(agency, own, strict=True):
            yield case
            yield _agency_without(story, case)
    yield from altered_cases(altered_questions(corpus), own)
    yield from (everyday_case(one, known) for one in everyday_questions(corpus))
    for name, questions in (("said", said_questions), ("refusing", refusing_questions)):
        yield from (replace(everyday_case(one, known), set=name) for one in questions(corpus))


def quiz_case(question: QuizQuestion) -> Case:
    """A question of the quiz, whose answer a right sentence holds."""

    def right(sentence: Sentence) -> bool:
        return holds(sentence.text, question.answer)

    told = (question.id, question.part, question.text)
    return Case("quiz", *told, True, question.asked_on, right)


def _quiz_without(question: QuizQuestion, case: Case, ids: Mapping[str, str]) -> Case:
    gold = {ids[url] for url in question.gold if url in ids}
    return replace(
        case,
        set="quiz without",
        answerable=False,
        hidden=lambda article: article.id in gold,
    )


def agency_case(question: AgencyQuestion, known: Indexed) -> Case:
    """A long question, whose answer a right sentence of its source passages bears."""

    def right(sentence: Sentence) -> bool:
        title = sentence.hit.article.title
        inside = lies_in(sentence.text, title, question.sources)
        return inside and (not question.wanted or bears(sentence.text, question.wanted))

    told = (question.id, part_of(question.id), question.text)
    return Case("agency", *told, True, _newest(question, known), right)


def _agency_without(question: AgencyQuestion, case: Case) -> Case:
    headlines = {plain(source.headline) for source in question.sources}
    return replace(
        case,
        set="agency without",
        answerable=False,
        is_right=_nothing,
        hidden=lambda article: plain(article.title) in headlines,
    )


def _newest(question: AgencyQuestion, known: Indexed) -> str:
    days = (known.days_of_titles.get(plain(source.headline)) for source in question.sources)
    return max(filter(None, days), default="") or known.any_day(question.id)


def everyday_case(question: EverydayQuestion, known: Indexed) -> Case:
    """A question in everyday words, whose answer a right sentence holds."""

    def right(sentence: Sentence) -> bool:
        return any(holds(sentence.text, phrase) for phrase in question.wanted)

    named = question.article
    day = known.days_of_urls.get(named) or known.days_of_titles.get(plain(named))
    told = (question.id, question.part, question.text)
    return Case("everyday", *told, True, day or known.any_day(question.id), right)


def altered_cases(altered: Iterable[AlteredQuestion], own: Iterable[Case]) -> Iterator[Case]:
    """Those that were made from one of the library's own cases, asked on its day, unanswerable."""
    days = {case.id: case.day for case in own}
    for one in altered:
        if one.of in days:
            yield Case("altered", one.id, one.part, one.text, False, days[one.of], _nothing)


def foreign_case(name: str, question: Asking, known: Indexed) -> Case:
    """A question that other articles answer."""
    told = (question.id, part_of(question.id), question.text)
    return Case(name, *told, False, known.any_day(question.id), _nothing)


def _nothing(_: Sentence) -> bool:
    return False
