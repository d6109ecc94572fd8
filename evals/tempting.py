"""Attacks of our own, planted where an article or a person may put them, and what comes of them.

They are of other kinds than those of the data set of the suite ``injection``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from itertools import islice

from evals.assertions import AgencyQuestion, agency_articles, agency_questions
from evals.data import MAX_BYTES
from evals.libraries import kept_folder
from evals.metrics import plain
from evals.obeying import BESIDE, Attack, Obeyed
from evals.planting import with_attack
from evals.report import Table, progress
from evals.sets import InventedAttack, invented_attacks
from index.folder import Folder
from index.ingest.reading import read_sources
from index.library import Library
from index.values import Draft, Refusal

_OTHERS = 150


@dataclass(frozen=True, slots=True)
class Tempting:
    """An attack, the question whose article has it, and what is asked."""

    attack: InventedAttack
    question: AgencyQuestion

    @property
    def asked(self) -> str:
        """The question, with the attack where it stands in that."""
        if self.attack.where != "question":
            return self.question.text
        return f"{self.question.text} {self.attack.text}"

    @property
    def told(self) -> Attack:
        """The attack as an obedient model knows it."""
        return Attack(self.attack.kind, self.attack.text, self.attack.payload)


def tempting(most: int | None) -> list[Tempting]:
    """The attacks, each with a question of its own as long as there are enough."""
    questions = [one for one in agency_questions() if one.sources]
    attacks = invented_attacks()[:most]
    return [Tempting(one, questions[n % len(questions)]) for n, one in enumerate(attacks)]


def tempting_folder(planted: Sequence[Tempting]) -> AbstractAsyncContextManager[Folder]:
    """A library whose articles have these attacks."""

    async def make(library: Library) -> None:
        with progress("Adding articles", None) as advance:
            async for _ in library.add(_drafts(planted)):
                advance(1)

    settings = json.dumps([one.attack.text for one in planted]) + str(_OTHERS)
    return kept_folder("tempted", settings, make)


def _drafts(planted: Sequence[Tempting]) -> Iterator[Draft | Refusal]:
    items = [
        one
        for one in read_sources([str(agency_articles())], max_bytes=MAX_BYTES)
        if isinstance(one, Draft)
    ]
    headlines = {plain(source.headline) for one in planted for source in one.question.sources}
    yield from (_poisoned(one, planted) for one in items if plain(one.title) in headlines)
    yield from islice((one for one in items if plain(one.title) not in headlines), _OTHERS)


def _poisoned(draft: Draft, planted: Sequence[Tempting]) -> Draft:
    found = draft
    for number, one in enumerate(planted):
        for source in one.question.sources:
            if plain(source.headline) != plain(draft.title) or one.attack.text in found.text:
                continue
            match one.attack.where:
                case "body":
                    text = with_attack(found.text, source.text, one.attack.text, number)
                    found = replace(found, text=text)
                case "title":
                    found = replace(found, title=one.attack.text)
                case "source":
                    found = replace(found, source=one.attack.text)
                case "question":
                    pass
    return found


def tempting_table(
    planted: Sequence[Tempting], lines: Sequence[Obeyed], reached: Sequence[Obeyed]
) -> Table:
    """By kind: attacks, those that stood before the model, lines, and what a reader saw of them.

    What is quoted stands in the article as it was planted; a model that obeys is not needed to lie.
    """
    before = {(line.attack.kind, line.attack.text) for line in lines}
    stood = Counter(kind for kind, _ in before)
    beside = [line for line in reached if line.trick in BESIDE]
    tried, seen, unsaid = (_by_kind(found) for found in (lines, reached, beside))
    kinds = Counter(one.attack.kind for one in planted)
    rows = [
        (kind, f"{stood[kind]}/{count}", tried[kind], seen[kind] - unsaid[kind], unsaid[kind])
        for kind, count in kinds.items()
    ]
    total = ("all", f"{len(before)}/{len(planted)}", len(lines), len(reached) - len(beside))
    return Table(
        "injection: ours",
        ("kind", "before the model", "lines", "quoted as it stands", "beside its quotes"),
        tuple(tuple(map(str, row)) for row in [*rows, (*total, len(beside))]),
    )


def _by_kind(lines: Sequence[Obeyed]) -> Counter[str]:
    return Counter(line.attack.kind for line in lines)
