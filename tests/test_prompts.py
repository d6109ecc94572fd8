"""A prompt is a text that knows its variables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prompts
from prompts import Prompt, PromptError, load_prompt

FOLDER = Path(prompts.__file__).parent


def test_a_prompt_is_loaded_by_its_name() -> None:
    """The text is there without the white space around it."""
    prompt = load_prompt("not_found")
    assert prompt.text == (FOLDER / "not_found.txt").read_text(encoding="utf-8").strip()
    assert prompt.fill() == prompt.text
    assert prompt.variables == frozenset()


def test_every_prompt_that_ships_is_well_formed() -> None:
    """No text has a dollar sign that names nothing."""
    for path in FOLDER.glob("*.txt"):
        with pytest.raises(PromptError, match="has the variables"):
            load_prompt(path.stem, "a_variable_that_none_has")


def test_a_prompt_that_is_not_there_is_told() -> None:
    """A missing file is an error that names the prompt."""
    with pytest.raises(PromptError, match="no_such_prompt"):
        load_prompt("no_such_prompt")


def test_the_code_must_fill_in_exactly_the_variables() -> None:
    """A variable too many or too few is noticed when the prompt is loaded."""
    with pytest.raises(PromptError, match="question"):
        load_prompt("not_found", "question")


def test_a_prompt_is_filled_with_exactly_its_variables() -> None:
    """A value too many or too few is an error."""
    prompt = Prompt("greeting", "Good day, $name.", frozenset({"name"}))
    for values in ({}, {"name": "Ada", "age": "9"}, {"nome": "Ada"}):
        with pytest.raises(PromptError, match="greeting"):
            prompt.fill(**values)


@given(st.text(), st.text())
def test_a_value_is_never_taken_for_a_variable(name: str, place: str) -> None:
    """Whatever stands in a value is put in as it is, once."""
    prompt = Prompt("greeting", "$name of ${place}, for $$5", frozenset({"name", "place"}))
    assert prompt.fill(name=name, place=place) == f"{name} of {place}, for $5"
