"""``healthy`` tells from the bot's last sign of life whether it is connected."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from support import Console, complaint

from bot.heartbeat import CONNECTED, LONGEST_SILENCE_SECONDS, age, beat
from index.errors import FolderUnwritable

HEAVY = {"chromadb", "discord", "numpy", "onnxruntime", "sqlalchemy", "tantivy", "index.folder"}


@pytest.fixture
def beaten(data_dir: Path) -> Path:
    """A data folder in which a bot has just left its sign of life."""
    data_dir.mkdir()
    beat(data_dir)
    return data_dir


def _shift(data_dir: Path, seconds: float) -> None:
    moment = time.time() + seconds
    os.utime(data_dir / CONNECTED, (moment, moment))


def test_a_connected_bot_is_healthy(console: Console, beaten: Path) -> None:
    """A fresh sign of life ends with 0 and one sentence."""
    ran = console("healthy")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("The bot was connected to Discord ")
    assert ran.out.endswith(" ago.\n")
    assert ran.out.count("\n") == 1


def test_a_beat_may_be_late(console: Console, beaten: Path) -> None:
    """A sign of life that is not quite too old counts."""
    _shift(beaten, 20 - LONGEST_SILENCE_SECONDS)
    assert console("healthy").code == 0


@pytest.mark.parametrize(("seconds", "told"), [(-95, " 9"), (-600, "10 minutes"), (-1e6, "days")])
def test_a_silent_bot_is_not_healthy(
    console: Console, beaten: Path, seconds: float, told: str
) -> None:
    """An old sign of life ends with 1 and a sentence that says how old it is and what to do."""
    _shift(beaten, seconds)
    sentence = complaint(console("healthy"), 1)
    assert told in sentence
    assert "log" in sentence


def test_a_beat_in_the_future_says_nothing(console: Console, beaten: Path) -> None:
    """After the clock was set back a dead bot does not look healthy for hours."""
    _shift(beaten, 3_600)
    complaint(console("healthy"), 1)


def test_a_bot_that_comes_back_is_healthy_again(console: Console, beaten: Path) -> None:
    """The next sign of life counts, however old the one before."""
    _shift(beaten, -600)
    beat(beaten)
    assert console("healthy").code == 0


def test_a_bot_that_never_was_is_not_healthy(console: Console, data_dir: Path) -> None:
    """Without a sign of life it names the folder and the command, and makes no folder."""
    sentence = complaint(console("healthy"), 1)
    assert str(data_dir) in sentence
    assert "`footnote run`" in sentence
    assert not data_dir.exists()


def test_the_folder_is_named_as_everywhere(
    console: Console, footnote: Console, beaten: Path, tmp_path: Path
) -> None:
    """``--data`` before or after the command goes before the setting."""
    other = str(tmp_path / "other")
    for arguments in (("healthy", "--data", other), ("--data", other, "healthy")):
        for run in (console, footnote):
            assert other in complaint(run(*arguments), 1)


def test_a_folder_that_cannot_be_read_is_told(console: Console) -> None:
    """What the system says is told in one sentence."""
    assert "too long" in complaint(console("healthy", "--data", "x" * 300), 1)


def test_a_wrong_setting_is_wrong_usage(console: Console) -> None:
    """As with every command, a setting that does not do ends with 2."""
    assert "LOG_LEVEL" in complaint(console("healthy", env={"LOG_LEVEL": "loud"}), 2)


def test_asking_is_cheap(footnote: Console, beaten: Path) -> None:
    """An engine asks every minute, so nothing is imported that only other commands need."""
    ran = footnote("healthy", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ran.code == 0
    imported = {
        line.rpartition("|")[2].strip()
        for line in ran.err.split("\n")
        if line.startswith("import time:")
    }
    assert {"typer", "bot.heartbeat"} <= imported
    assert imported & HEAVY == set()


def test_a_beat_without_a_folder_is_an_error(data_dir: Path) -> None:
    """Where no sign of life can be left, that is told and none is there."""
    with pytest.raises(FolderUnwritable, match=CONNECTED):
        beat(data_dir)
    assert age(data_dir) is None
