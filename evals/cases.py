"""Questions that the articles answer and questions that they don't.

The corpora are the news quiz and the agency's stories. A case of a set whose name ends in
``without`` is asked as if the articles that it was made from, and their copies, were not there.
Every case is asked on no day; on its own, as in a chat while its article is news; and, where it
names no time, later, when other articles are the news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    """Of a library: the article behind each address, and the days of its addresses and titles."""

    ids: Mapping[str, str]
    days_of_urls: Mapping[str, str]
    days_of_titles: Mapping[str, str]

    def any_day(self, identity: str) -> str:
        """The day of an article, always the same for the same identity."""
        days = sorted(self.days_of_titles.values())
        return days[int.from_bytes(sha256(identity.encode()).digest()[:4]) % len(days)]


async def indexed(folder: Folder) -> Indexed:
    """What a library that was measured on knows of its articles."""
    entries = await folder.library(LIBRARY).entries()
    dated = [(e.article, e.article.published[:10]) for e in entries if e.article.published]
    return Indexed(
        ids={e.article.url: e.copy_of or e.article.id for e in entries if e.article.url},
        days_of_urls={article.url: day for article, day in dated if article.url},
        days_of_titles={plain(article.title): day for article, day in dated},
    )


def corpus_cases(corpus: Corpus, known: Indexed) -> Iterator[Case]:
    """The cases that are asked of all articles of a corpus."""
    quiz, agency = quiz_questions(), agency_questions()
    if corpus == "realtimeqa-2022":
        days = {one.id: one.asked_on for one in quiz}
        for one in quiz:
            yield quiz_case(one)
            yield _quiz_without(one, known.ids)
        yield from (foreign_case("agency in quiz", one, known) for one in agency)
    else:
        days = {one.id: _newest(one, known) for one in agency}
        yield from (foreign_case("quiz in agency", one, known) for one in quiz)
        for story in agency:
            yield agency_case(story, known)
            yield _agency_without(story, known)
    for altered in altered_questions(corpus):
        yield altered_case(altered, days[altered.of])
    yield from (everyday_case(one, known) for one in everyday_questions(corpus))


def quiz_case(question: QuizQuestion) -> Case:
    """A question of the quiz, whose answer a right sentence holds."""

    def right(sentence: Sentence) -> bool:
        return holds(sentence.text, question.answer)

    told = (question.id, question.part, question.text)
    return Case("quiz", *told, True, question.asked_on, right)


def _quiz_without(question: QuizQuestion, ids: Mapping[str, str]) -> Case:
    gold = {ids[url] for url in question.gold if url in ids}
    return replace(
        quiz_case(question),
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


def _agency_without(question: AgencyQuestion, known: Indexed) -> Case:
    headlines = {plain(source.headline) for source in question.sources}
    return replace(
        agency_case(question, known),
        set="agency without",
        answerable=False,
        is_right=_nothing,
        hidden=lambda article: plain(article.title) in headlines,
    )


def _newest(question: AgencyQuestion, known: Indexed) -> str:
    days = (known.days_of_titles.get(plain(source.headline)) for source in question.sources)
    return max((day for day in days if day), default=known.any_day(question.id))


def everyday_case(question: EverydayQuestion, known: Indexed) -> Case:
    """A question in everyday words, whose answer a right sentence holds."""

    def right(sentence: Sentence) -> bool:
        return any(holds(sentence.text, phrase) for phrase in question.wanted)

    named = question.article
    day = known.days_of_urls.get(named) or known.days_of_titles.get(plain(named))
    told = (question.id, question.part, question.text)
    return Case("everyday", *told, True, day or known.any_day(question.id), right)


def altered_case(altered: AlteredQuestion, day: str) -> Case:
    """A question that nothing answers, asked on the day of the one that it was made from."""
    told = (altered.id, altered.part, altered.text)
    return Case("altered", *told, False, day, _nothing)


def foreign_case(name: str, question: Asking, known: Indexed) -> Case:
    """A question that other articles answer."""
    told = (question.id, part_of(question.id), question.text)
    return Case(name, *told, False, known.any_day(question.id), _nothing)


def _nothing(_: Sentence) -> bool:
    return False
