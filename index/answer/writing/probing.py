"""Whether the configured model does what is asked of it, tried with an invented passage."""

from __future__ import annotations

import time
from dataclasses import dataclass

from index.answer.writing.generated import UNPROVED, Writer
from index.stores.lookup import Lookup
from index.values import Answered, Article, Hit, Passage, Question, Ranks

_TEXT = (
    "Ferrywoman Hanne Okoro reopened the crossing at Sallow Point on 4 March. The new boat "
    "carries forty passengers and takes nine minutes. Dogs travel free until the summer."
)
_ASKED = "How many passengers does the new boat at Sallow Point carry?"
_NAME = "invented"


@dataclass(frozen=True, slots=True)
class Probe:
    """How a model did. ``detail`` tells it in a sentence, with how long it took."""

    works: bool
    detail: str


async def probe(writer: Writer, lookup: Lookup) -> Probe:
    """Have a question answered by a passage that nobody else has.

    Raises ``SettingsError`` where the model cannot be made.
    """
    await writer.model.ready()
    began = time.monotonic()
    first: float | None = None

    async def growing(_answer: Answered) -> None:
        nonlocal first
        first = first or time.monotonic() - began

    question = Question(_ASKED, _NAME)
    written = await writer.write(question, [_hit()], lookup, growing)
    took = f"{written.spent.seconds:.1f} s"
    if first is not None and written.failure is None:
        spent = f"{written.spent.prompt_tokens} + {written.spent.completion_tokens} tokens"
        told = f"{took}, first claim after {first:.1f} s, {spent}"
        return Probe(True, f"its answer keeps to the form: {told}")
    if first is not None or written.failure not in (None, UNPROVED):
        return Probe(False, f"it {written.failure} ({took})")
    if written.declined:
        return Probe(False, f"it found no answer in a passage that has it ({took})")
    why = f"{written.dropped[0].reason}" if written.dropped else "no line in the form asked for"
    return Probe(False, f"its answers do not keep to the form: {why} ({took})")


def _hit() -> Hit:
    article = Article(
        id=_NAME, library=_NAME, revision=1, title="Sallow Point", language="en", text=_TEXT
    )
    passage = Passage(_NAME, _NAME, 1, 0, 0, len(_TEXT), _TEXT)
    return Hit(passage, article, 1.0, Ranks())
