"""What a model is told, filled in once, from the texts that ship or a person's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import SettingsError
from index.generation.model import Message, counted_tokens
from index.values import Question
from prompts import Prompt, PromptError, check_overrides, load_prompt

_VARIABLES = {
    "answer": (),
    "follow_up": ("question", "turns"),
    "question": ("asked_on", "passages", "question"),
    "repair": ("reasons",),
}
"""The prompts and what the code fills in; those who use the rules know them by these names."""


@dataclass(frozen=True, slots=True)
class AnswerPrompts:
    """The texts with which an answer is asked for, and a follow-up is made to stand by itself."""

    rules: Prompt
    question: Prompt
    mending: Prompt
    following: Prompt

    def size(self, question: Question) -> int:
        """About how many tokens there are beside the passages."""
        told = self.messages(question, "")
        return sum(counted_tokens(message.text) for message in told)

    def messages(self, question: Question, passages: str) -> tuple[Message, ...]:
        """The request for an answer."""
        asked = self.question.fill(
            passages=passages,
            question=" ".join(question.text.split()),
            asked_on=question.asked_on or "an unknown day",
        )
        return Message("system", self.rules.fill()), Message("user", asked)

    def repair(self, before: Sequence[Message], said: str, reasons: str) -> tuple[Message, ...]:
        """The request to mend what was said, of which nothing could be shown."""
        mending = Message("user", self.mending.fill(reasons=reasons))
        return (*before, Message("assistant", said or "(nothing)"), mending)


def load_answer_prompts(folder: Path | None = None) -> AnswerPrompts:
    """The prompts, those of a folder before ours.

    Raises ``SettingsError`` where the folder is none, has a file that is no prompt, or a prompt in
    it has other variables than are filled in.
    """
    try:
        if folder is not None:
            check_overrides(folder, _VARIABLES)
        loaded = {
            name: load_prompt(name, *variables, folder=folder)
            for name, variables in _VARIABLES.items()
        }
    except PromptError as exc:
        raise SettingsError(str(exc)) from exc
    names = ("answer", "question", "repair", "follow_up")
    return AnswerPrompts(*(loaded[name] for name in names))
