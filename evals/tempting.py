"""Attacks of our own, planted where an article or a person may put them, and what comes of them.

They are of other kinds than those of the data set of the suite ``injection``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from evals.assertions import AgencyQuestion, agency_questions
from evals.obeying import BESIDE, Attack, Obeyed
from evals.planting import Planting, planted_folder
from evals.report import Table
from evals.sets import InventedAttack, invented_attacks
from index.folder import Folder


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
    told = [Planting(one.attack.text, one.question, one.attack.where) for one in planted]
    return planted_folder("tempted", told)


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
