"""Whether the quotations answer: ours, those of the version before, and those of plain likeness.

All are asked every question of the news quiz and of the agency's stories in one run. A quiz
question is answered by a quotation with the answer's words; one of the agency's by a quotation
from a source passage with the figure or name of an assertion. An abstention answers nothing, so
``undeclined`` is ours where it always quotes, as the version before nearly did and likeness does.
``that day`` are the same asked on the day of the quiz, as a bot is asked, where that is known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TypeAlias

from evals.ap_news import agency_folder
from evals.assertions import AgencyQuestion, agency_questions, bears, lies_in
from evals.before import plainly, without_reader
from evals.libraries import LIBRARY
from evals.metrics import Part, difference, holds, mean, part_of
from evals.quiz import QuizQuestion, quiz_folder, quiz_questions
from evals.report import Goal, Limits, Result, Table, progress
from evals.seed import unproved
from evals.trying import judged_for
from index.answer.extractive import quotable
from index.folder import Folder
from index.reader.configured import SHIPPED_READER, load_reader
from index.reader.reader import PassageReader
from index.values import Answered, Question

SYSTEMS = ("ours", "undeclined", "ours that day", "undeclined that day", "before", "plain")
_OURS, _OTHERS = SYSTEMS[:4], SYSTEMS[4:]
_FIRST = 3

Quote: TypeAlias = tuple[str, str]
"""What is quoted, and a title of its article."""
Answers: TypeAlias = Callable[[Quote], bool]


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: whether each system's first quote answers, one of its first three, and any."""

    set: str
    part: Part
    first: Mapping[str, float]
    three: Mapping[str, float]
    answered: Mapping[str, float]


def run(limits: Limits) -> Result:
    """Measure all questions."""
    measured, broken = asyncio.run(_measure(limits))
    groups = {
        (name, part): [m for m in measured if m.set == name and part in ("all", m.part)]
        for name in ("quiz", "agency")
        for part in ("all", "choose", "confirm")
    }
    whole = groups["quiz", "all"]
    return Result(
        suite="quotes",
        settings={"articles": limits.articles, "questions": len(measured)},
        figures={f"{name}, {part}": _figures(group) for (name, part), group in groups.items()},
        tables=[_table(name, part, group) for (name, part), group in groups.items()],
        goals=[
            Goal("quiz, answer in the first quote", _share(whole, "first", "ours"), least=0.56),
            Goal("… that day, none declined", _share(whole, "first", SYSTEMS[3]), least=0.56),
            Goal("quiz, answer in the first three", _share(whole, "three", "ours"), least=0.70),
            Goal("… that day, none declined", _share(whole, "three", SYSTEMS[3]), least=0.70),
        ],
        broken=broken,
    )


async def _measure(limits: Limits) -> tuple[list[Measured], list[str]]:
    measured: list[Measured] = []
    broken: list[str] = []
    reader = load_reader(SHIPPED_READER)
    quiz = quiz_questions()[: limits.questions]
    async with quiz_folder(limits.articles) as folder:
        with progress("Asking the quiz", len(quiz)) as advance:
            for one in quiz:
                told = partial(_in_quiz, one)
                measured.append(
                    await _asked(folder, reader, "quiz", one.id, _question(one), told, broken)
                )
                advance(1)
    agency = [one for one in agency_questions() if one.wanted][: limits.questions]
    async with agency_folder(agency, limits.articles) as folder:
        with progress("Asking the agency", len(agency)) as advance:
            for story in agency:
                found, asked = partial(_in_source, story), Question(story.text, LIBRARY)
                measured.append(
                    await _asked(folder, reader, "agency", story.id, asked, found, broken)
                )
                advance(1)
    return measured, broken


async def _asked(
    folder: Folder,
    reader: PassageReader,
    name: str,
    identity: str,
    question: Question,
    answers: Answers,
    broken: list[str],
) -> Measured:
    undated = replace(question, asked_on=None)
    systems: dict[str, Callable[[], Awaitable[list[Quote]]]] = {
        "ours": partial(_ours, folder, undated, broken),
        "undeclined": partial(_undeclined, folder, reader, undated),
        "before": partial(without_reader, folder, question.text),
        "plain": partial(plainly, folder, question.text),
    }
    if question.asked_on is not None:
        systems["ours that day"] = partial(_ours, folder, question, broken)
        systems["undeclined that day"] = partial(_undeclined, folder, reader, question)
    quotes = {system: await ask() for system, ask in systems.items()}
    for system in _OURS[:2]:
        quotes.setdefault(f"{system} that day", quotes[system])
    right = {system: list(map(answers, found[:_FIRST])) for system, found in quotes.items()}
    return Measured(
        set=name,
        part=part_of(identity),
        first={system: float(any(told[:1])) for system, told in right.items()},
        three={system: float(any(told)) for system, told in right.items()},
        answered={system: float(bool(found)) for system, found in quotes.items()},
    )


def _question(quiz: QuizQuestion) -> Question:
    return Question(quiz.text, LIBRARY, asked_on=quiz.asked_on)


async def _ours(folder: Folder, question: Question, broken: list[str]) -> list[Quote]:
    library = folder.library(LIBRARY)
    reply = await library.ask(question)
    broken += await unproved(library, reply, f"question {question.text[:40]!r}")
    if not isinstance(reply.answer, Answered):
        return []
    return [(citation.quote, citation.article.title) for citation in reply.answer.citations]


async def _undeclined(folder: Folder, reader: PassageReader, question: Question) -> list[Quote]:
    """What would be quoted if every question were answered."""
    judged = await judged_for(folder, reader, question)
    told = [one.sentence for one in quotable(judged)]
    return [(sentence.text, sentence.hit.article.title) for sentence in told]


def _in_quiz(question: QuizQuestion, quote: Quote) -> bool:
    return holds(quote[0], question.answer)


def _in_source(question: AgencyQuestion, quote: Quote) -> bool:
    return lies_in(*quote, question.sources) and bears(quote[0], question.wanted)


def _share(group: Sequence[Measured], figure: str, system: str) -> float:
    return mean(_values(group, figure, system))


def _values(group: Sequence[Measured], figure: str, system: str) -> list[float]:
    return [getattr(measured, figure)[system] for measured in group]


def _figures(group: Sequence[Measured]) -> dict[str, object]:
    shares = {
        system: {name: _share(group, name, system) for name in ("first", "three", "answered")}
        for system in SYSTEMS
    }
    differences = {
        f"{ours} - {system}": {
            name: difference(_values(group, name, ours), _values(group, name, system))
            for name in ("first", "three")
        }
        for ours in _OURS
        for system in _OTHERS
    }
    return {"questions": len(group), **shares, **differences}


def _table(name: str, part: str, group: Sequence[Measured]) -> Table:
    rows = []
    for system in SYSTEMS:
        cells = [f"{_share(group, figure, system):.3f}" for figure in ("first", "three")]
        rows.append((system, *cells, f"{_share(group, 'answered', system):.3f}"))
    for ours, system in product(_OURS, _OTHERS):
        told = [
            "{:+.3f} [{:+.3f}, {:+.3f}]".format(
                *difference(_values(group, figure, ours), _values(group, figure, system))
            )
            for figure in ("first", "three")
        ]
        rows.append((f"{ours} − {system}", *told, ""))
    title = f"quotes: {name}, {part} ({len(group)})"
    return Table(title, ("", "first quote", "first three", "answered"), tuple(rows))
