"""What a conversation takes for a command, and what for a question."""

from __future__ import annotations

from pathlib import Path

from newsroom import PIER
from support import Console


def test_help_lists_the_commands(stocked: Path, console: Console) -> None:
    """``/help`` tells how to leave and answers nothing."""
    ran = console("chat", stdin="/help\n")
    assert (ran.code, ran.out) == (0, "")
    assert "/quit  leaves" in ran.err
    assert "/help  lists" in ran.err


def test_an_unknown_command_is_no_question(stocked: Path, console: Console) -> None:
    """A line that begins with a slash gets one sentence, and the next is a question again."""
    ran = console("chat", stdin=f"/hlep me\n / \n/Quit\n{PIER.question}\n/quit\nNever asked?\n")
    complaints = [line for line in ran.err.split("\n") if line.startswith("Error: ")]
    assert [line.split("; ")[0] for line in complaints] == [
        "Error: There is no command /hlep",
        "Error: There is no command /",
        "Error: There is no command /Quit",
    ]
    assert all("/quit leaves and /help lists all." in line for line in complaints)
    assert ran.out.count(PIER.quote) == 1
    assert "Never asked" not in ran.out
