"""Small libraries, as a server's is at first: a few articles, and questions of some of them.

The questions of a corpus are dealt out, ten to a library of thirty articles, and again two to one
of four; it holds their articles and as many others of the corpus as it takes. Halves that constants
are chosen and confirmed on are dealt out by themselves. Unanswerable there are the questions of the
next library, unless it shares their articles, and those of which one thing was changed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, TypeAlias, get_args

from evals.assertions import AgencyQuestion, agency_articles, agency_questions
from evals.cases import (
    Asking,
    Case,
    Indexed,
    agency_case,
    altered_cases,
    everyday_case,
    foreign_case,
    indexed,
    quiz_case,
)
from evals.data import CACHE, read_lines, write_lines
from evals.libraries import fill, kept_folder
from evals.metrics import part_of, plain
from evals.quiz import QuizQuestion, quiz_articles, quiz_questions
from evals.sets import AlteredQuestion, Corpus, altered_questions, everyday_questions
from index.folder import Folder
from index.ingest.fields import canonical_url
from index.library import Library

_SIZES = ((30, 10), (4, 2))
"""Of libraries, in articles and questions."""
_MOST_OF_ONE = 2
"""So many articles of a question at most; some of the quiz were made from a page of news."""

Records: TypeAlias = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with the places of the articles that answer it, among those of its corpus."""

    question: Asking
    articles: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Small:
    """The questions of a library, the places of its articles, and questions of other ones."""

    asked: tuple[_Asked, ...]
    articles: frozenset[int]
    foreign: tuple[Asking, ...]


async def small_libraries() -> AsyncIterator[tuple[str, Folder, list[Case]]]:
    """Each with its name, open until the next is taken, and the cases that are asked of it."""
    for corpus in get_args(Corpus):
        records = read_lines(quiz_articles() if _is_quiz(corpus) else agency_articles())
        asked, altered = _all_asked(corpus, records), altered_questions(corpus)
        dealt = [small for size in _SIZES for small in _dealt(asked, len(records), *size)]
        for number, small in enumerate(dealt):
            name = f"small-{corpus}-{number}"
            chosen = [records[place] for place in sorted(small.articles)]
            source = write_lines(CACHE / f"{name}.jsonl", chosen)

            async def make(library: Library, source: Path = source) -> None:
                await fill(library, [source], lambda _: None)

            places = ",".join(map(str, sorted(small.articles)))
            async with kept_folder(name, places, make) as folder:
                yield name, folder, _cases(small, altered, await indexed(folder))


def _dealt(every: Sequence[_Asked], total: int, articles: int, questions: int) -> list[_Small]:
    random = Random(4)
    hands: list[tuple[_Asked, ...]] = []
    for part in ("choose", "confirm"):
        asked = [one for one in every if part_of(one.question.id) == part]
        random.shuffle(asked)
        hands += [tuple(asked[n : n + questions]) for n in range(0, len(asked), questions)]
    drawn = random.sample(range(total), total)
    return [
        _small(hand, hands[(n + 1) % len(hands)], articles, drawn[n * articles :])
        for n, hand in enumerate(hands)
    ]


def _small(
    hand: tuple[_Asked, ...], others: tuple[_Asked, ...], articles: int, drawn: Sequence[int]
) -> _Small:
    chosen = {place for one in hand for place in islice(sorted(one.articles), _MOST_OF_ONE)}
    more = (place for place in drawn if place not in chosen)
    chosen.update(islice(more, max(0, articles - len(chosen))))
    foreign = (one.question for one in others if not one.articles & chosen)
    return _Small(hand, frozenset(chosen), tuple(foreign))


def _all_asked(corpus: Corpus, records: Records) -> list[_Asked]:
    urls = {canonical_url(record["url"]): n for n, record in enumerate(records)}
    titles = {plain(record["title"]): n for n, record in enumerate(records)}
    asked: list[tuple[Asking, set[int | None]]] = [
        (one, {urls.get(canonical_url(one.article), titles.get(plain(one.article)))})
        for one in everyday_questions(corpus)
    ]
    if _is_quiz(corpus):
        asked += [(one, {urls.get(url) for url in one.gold}) for one in quiz_questions()]
    else:
        asked += [
            (one, {titles.get(plain(source.headline)) for source in one.sources})
            for one in agency_questions()
        ]
    known = [(one, frozenset(n for n in places if n is not None)) for one, places in asked]
    return [_Asked(one, places) for one, places in known if places]


def _cases(small: _Small, altered: Sequence[AlteredQuestion], known: Indexed) -> list[Case]:
    own = [_answerable(one.question, known) for one in small.asked]
    foreign = (foreign_case("foreign", one, known) for one in small.foreign)
    return [replace(case, small=True) for case in (*own, *foreign, *altered_cases(altered, own))]


def _answerable(question: Asking, known: Indexed) -> Case:
    if isinstance(question, QuizQuestion):
        return quiz_case(question)
    if isinstance(question, AgencyQuestion):
        return agency_case(question, known)
    return everyday_case(question, known)


def _is_quiz(corpus: Corpus) -> bool:
    return corpus == "realtimeqa-2022"
