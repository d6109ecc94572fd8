"""Texts with variables, one file each: what a model is told and what a person reads.

A variable is written ``$name``. Every text is filled in once, so what stands in a value, braces and
dollar signs included, is never taken for a variable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from string import Template


class PromptError(Exception):
    """A prompt is missing, or has other variables than the code fills in."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text whose variables are known to be ``variables``."""

    name: str
    text: str
    variables: frozenset[str]

    def fill(self, **values: str) -> str:
        """The text with its variables replaced. Raises ``PromptError`` for others than its own."""
        if values.keys() != self.variables:
            raise PromptError(
                f"Prompt {self.name} needs {_listed(self.variables)}, not {_listed(values.keys())}."
            )
        return Template(self.text).substitute(values)


def load_prompt(name: str, *variables: str) -> Prompt:
    """The prompt of this name, checked to have exactly these variables. Raises ``PromptError``."""
    try:
        text = (files("prompts") / f"{name}.txt").read_text(encoding="utf-8").strip()
    except OSError as exc:
        raise PromptError(f"There is no prompt {name}; install Footnote again.") from exc
    template = Template(text)
    found = template.get_identifiers()
    if not template.is_valid() or set(found) != set(variables):
        raise PromptError(
            f"Prompt {name} has the variables {_listed(found)}, but the code fills in "
            f"{_listed(variables)}; correct the text."
        )
    return Prompt(name, text, frozenset(variables))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
