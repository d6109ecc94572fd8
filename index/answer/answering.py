"""Which kind of answer a question gets: written by a model where that is proved, else quotations.

Both have a say where the model finds no answer. It reads better than the gate of the extractive
answer, but it can be talked into finding nothing, by an article too; so quotations that the gate
is cautiously sure of are shown all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.answer.extractive import answer_extractively
from index.answer.judging import MAY_ANSWER, THRESHOLDS, Stance
from index.answer.stories.marking import marked
from index.derived import Derived
from index.retrieve.reading import ReadPassage
from index.stores.lookup import Lookup
from index.values import Answer, Answered, NotFound, Question, Spent

if TYPE_CHECKING:
    from index.answer.writing.generated import Growing, Writer, Written

DECLINED = "The language model found no answer in the articles, so these quotations may not be one."
CUT_SHORT = "The language model {reason}, so this answer may lack something."
INSTEAD = "These are quotations alone, because the language model {reason}."
MISSED = "I may be missing it: what comes closest may say it in other words."
NOTHING_INSTEAD = "The language model {reason}, so only quotations were looked for."


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, what a person is told of how it came about, and what its writing took."""

    answer: Answer
    warnings: tuple[str, ...] = ()
    spent: Spent | None = None


async def answer(
    question: Question,
    passages: Sequence[ReadPassage],
    lookup: Lookup,
    derived: Derived,
    stance: Stance,
    writer: Writer | None = None,
    growing: Growing | None = None,
) -> Told:
    """The best that can be proved from the passages.

    ``growing`` is told of an answer that a model writes, claim by claim. Raises ``SettingsError``
    where the model cannot be made.
    """
    if writer is None or not passages:
        found = await answer_extractively(question, passages, lookup, derived, stance)
        return Told(found, (MISSED,) if _may_answer(found) else ())
    hits = [passage.hit for passage in passages]
    written = await writer.write(question, hits, lookup, growing)
    if written.answer is not None:
        found = await marked(written.answer, lookup, derived)
        told = Told(found, _said(CUT_SHORT, written.failure))
    else:
        told = await _instead(written, question, passages, lookup, derived, stance)
    return replace(told, spent=written.spent)


async def _instead(
    written: Written,
    question: Question,
    passages: Sequence[ReadPassage],
    lookup: Lookup,
    derived: Derived,
    stance: Stance,
) -> Told:
    """Quotations where a model gave nothing that can be shown."""
    if written.declined:
        stance = max(stance, "cautious", key=THRESHOLDS.__getitem__)
    found = await answer_extractively(question, passages, lookup, derived, stance)
    is_answered = isinstance(found, Answered)
    if written.declined:
        return Told(found, (DECLINED,) if is_answered else ())
    return Told(found, _said(INSTEAD if is_answered else NOTHING_INSTEAD, written.failure))


def _may_answer(found: Answer) -> bool:
    return isinstance(found, NotFound) and any(one.score >= MAY_ANSWER for one in found.nearest)


def _said(sentence: str, reason: str | None) -> tuple[str, ...]:
    return () if reason is None else (sentence.format(reason=reason),)
