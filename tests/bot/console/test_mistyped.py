"""A name that nothing has is told, so that it does not look as if the articles said nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from newsroom import ORCHARD, PIER
from support import Console


@pytest.fixture
def stocked_console(console: Console, tmp_path: Path) -> Console:
    """A console on a library with one article of a source and a tag."""
    line = {"text": PIER.text, "source": "Quill Bay Gazette"}
    (tmp_path / "pier.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert console("add", str(tmp_path / "pier.jsonl"), "--tag", "harbour").code == 0
    return console


@pytest.mark.parametrize(
    ("option", "wrong", "right"),
    [("--source", "Gazete", "QUILL BAY GAZETTE"), ("--tag", "harbor", "harbour")],
)
def test_a_mistyped_limit_is_told(
    stocked_console: Console, option: str, wrong: str, right: str
) -> None:
    """Asking and searching name a source or tag that no article has, and no other."""
    for limits in ([option, wrong], [option, right, option, wrong]):
        asked = stocked_console("ask", PIER.question, "--json", *limits)
        (warning,) = asked.json["warnings"]
        assert f"{option.strip('-')} '{wrong}'" in warning
        assert "listed" in warning
        searched = stocked_console("search", PIER.question, "--json", *limits)
        assert searched.code == 0
        assert searched.err == f"Warning: {warning}\n"
    asked = stocked_console("ask", PIER.question, option, right, "--json")
    assert (asked.json["status"], asked.json["warnings"]) == ("answered", [])
    assert stocked_console("search", PIER.question, option, right).err == ""


def test_a_source_of_a_removed_article_is_absent(stocked_console: Console) -> None:
    """Only what can be answered from counts."""
    stocked_console("add", "-", stdin=ORCHARD.text)
    article = next(
        entry["id"]
        for entry in stocked_console("list", "--json").json["articles"]
        if entry["source"]
    )
    stocked_console("remove", article, "--yes")
    asked = stocked_console("ask", ORCHARD.question, "--source", "Quill Bay Gazette", "--json")
    assert len(asked.json["warnings"]) == 1


def test_a_mistyped_library_is_told(stocked_console: Console) -> None:
    """Listing a library that is not there names it, and one that is empty does not."""
    ran = stocked_console("list", "--library", "defualt", "--json")
    assert (ran.code, ran.json["articles"]) == (0, [])
    assert ran.err.startswith("Warning: There is no library 'defualt' yet")
    assert stocked_console("list", "--removed").err == ""
