"""Follow-ups at the console: what a question leans on is carried over, with a model and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from model_server import Claim, claims, says, served_apart
from newsroom import PIER
from support import Console

FOUND = "What did divers find there?"
PROVED = f"“{PIER.quote}” [1]"
ROT = Claim("Divers found rot in eleven of its posts.", [PIER.quote])


def test_a_question_in_a_conversation_leans_on_the_one_before(
    stocked: Path, console: Console
) -> None:
    """What says nothing by itself is answered after the question that it leans on."""
    alone = console("chat", stdin=f"{FOUND}\n")
    assert PROVED not in alone.out
    ran = console("chat", stdin=f"{PIER.question}\n{FOUND}\n")
    assert (ran.code, ran.out.count(PROVED)) == (0, 2)


def test_a_model_is_asked_a_question_that_stands_alone(
    stocked: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The follow-up comes to it with what was talked about, though it rewrote no question."""
    with served_apart(says(claims(ROT))) as server:
        monkeypatch.setenv("LLM", server.spec.name)
        monkeypatch.setenv("LLM_API_KEY", "sk-of-the-tests")
        ran = console("chat", stdin=f"{PIER.question}\n{FOUND}\n")
    asked = [one.prompt.rsplit("Question: ", 1)[1].split("\n")[0] for one in server.asked]
    assert asked[0] == PIER.question
    assert asked[-1].startswith(FOUND.rstrip("?"))
    assert "pier at Quill Bay" in asked[-1]
    assert f"{ROT.text} [1]" in ran.out
