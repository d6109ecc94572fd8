"""Texts with variables, one file each: what a model is told and what a person reads.

A variable is written ``$name``. Every text is filled in once, so what stands in a value, braces and
dollar signs included, is never taken for a variable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
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


def load_prompt(name: str, *variables: str, folder: Path | None = None) -> Prompt:
    """The prompt of this name, checked to have exactly these variables. Raises ``PromptError``.

    A file of a person's own folder goes before the one that ships.
    """
    own = folder / f"{name}.txt" if folder is not None else None
    text = _shipped(name) if own is None or not own.is_file() else _own(own)
    shown = f"Prompt {name}" if own is None or not own.is_file() else f"The prompt {own}"
    template = Template(text)
    found = template.get_identifiers()
    if not template.is_valid():
        raise PromptError(f"{shown} has a $ that names no variable; write $$ for the sign.")
    if set(found) != set(variables):
        raise PromptError(
            f"{shown} has the variables {_listed(found)}, but the code fills in "
            f"{_listed(variables)}; correct the text."
        )
    return Prompt(name, text, frozenset(variables))


def check_overrides(folder: Path, names: Iterable[str]) -> None:
    """Raise ``PromptError`` where a person's own folder is none, or has a text of another name."""
    known = {f"{name}.txt" for name in names}
    if not folder.is_dir():
        raise PromptError(f"The folder of your prompts, {folder}, is not there; correct it.")
    for path in sorted(folder.glob("*.txt")):
        if path.name not in known:
            raise PromptError(
                f"{path} takes the place of no prompt; the names are {_listed(known)}."
            )


def _shipped(name: str) -> str:
    try:
        return (files("prompts") / f"{name}.txt").read_text(encoding="utf-8").strip()
    except OSError as exc:
        raise PromptError(f"There is no prompt {name}; install Footnote again.") from exc


def _own(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise PromptError(f"The prompt {path} cannot be read as UTF-8 text; correct it.") from exc
    if not text:
        raise PromptError(f"The prompt {path} is empty; write it, or delete it to use ours.")
    return text


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
