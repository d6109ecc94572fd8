"""Where the console keeps things, and which library it means."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsroom import ORCHARD, PIER
from support import Console


def test_the_data_folder_is_an_option_before_a_variable(
    console: Console, data_dir: Path, tmp_path: Path
) -> None:
    """``--data`` goes before FOOTNOTE_DATA_DIR, which goes before ``.env``."""
    other, third = tmp_path / "other", tmp_path / "third"
    (tmp_path / ".env").write_text(f"FOOTNOTE_DATA_DIR={third}\n", encoding="utf-8")
    assert console("add", "-", "--data", str(other), stdin=PIER.text).code == 0
    assert not data_dir.exists()
    assert console("list", "--json").json["articles"] == []
    assert data_dir.exists()
    assert not third.exists()


def test_a_setting_in_the_env_file_counts(
    console: Console, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a variable the working folder's ``.env`` says where things are kept."""
    monkeypatch.delenv("FOOTNOTE_DATA_DIR")
    (tmp_path / ".env").write_text(f"FOOTNOTE_DATA_DIR={tmp_path / 'third'}\n", encoding="utf-8")
    assert console("list").code == 0
    assert (tmp_path / "third" / "catalogue.sqlite3").exists()


def test_options_stand_before_or_after_the_command(console: Console, tmp_path: Path) -> None:
    """``--data`` and ``--library`` mean the same in both places, the nearer one going first."""
    data = str(tmp_path / "other")
    assert console("--data", data, "--library", "a", "add", "-", stdin=PIER.text).code == 0
    assert console("add", "-", "--data", data, "--library", "b", stdin=ORCHARD.text).code == 0
    for arguments, title in (
        (["list", "--json", "--data", data, "--library", "a"], PIER.title),
        (["--data", data, "list", "--library", "b", "--json"], ORCHARD.title),
        (["--data", data, "--library", "a", "list", "--library", "b", "--json"], ORCHARD.title),
    ):
        (article,) = console(*arguments).json["articles"]
        assert article["title"] == title


def test_libraries_are_listed_and_isolated(console: Console) -> None:
    """Each library has its own articles, whichever way it is named."""
    console("add", "-", "--library", "left", stdin=PIER.text)
    console("add", "-", stdin=ORCHARD.text, env={"FOOTNOTE_LIBRARY": "right"})
    named = console("libraries", "--json").json["libraries"]
    assert named == [{"name": "left", "articles": 1}, {"name": "right", "articles": 1}]
    assert console("libraries").out.splitlines() == ["left · 1 article", "right · 1 article"]
    assert PIER.quote in console("ask", PIER.question, "--library", "left").out
    assert PIER.quote not in console("ask", PIER.question, "--library", "right").out
    article = console("list", "--library", "left", "--json").json["articles"][0]["id"]
    for command in (["show", article], ["remove", article, "--yes"]):
        assert console(*command, "--library", "right").code == 2


def test_help_names_every_command(console: Console) -> None:
    """``--help`` lists the commands, and each has a help of its own."""
    shown = console("--help")
    assert shown.code == 0
    for command in (
        *("add", "ask", "search", "list", "show", "remove", "restore", "libraries"),
        *("reindex", "doctor", "chat", "demo", "feed"),
    ):
        assert f"\n  {command} " in shown.out
        assert console(command, "--help").code == 0
