"""Removed means unanswerable at once, restorable for some days, and gone after."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from newsroom import PIER
from support import Console, complaint


@pytest.fixture
def article(console: Console, stocked: Path) -> str:
    """The id of an article that is there to be removed."""
    articles = console("list", "--json").json["articles"]
    return next(a["id"] for a in articles if a["title"] == PIER.title)


def backdate(data: Path, days: float) -> None:
    """Make every removal look as if it had been made that many days ago."""
    then = datetime.now(UTC) - timedelta(days=days)
    with closing(sqlite3.connect(data / "catalogue.sqlite3")) as connection, connection:
        connection.execute(
            "UPDATE articles SET removed_at = ? WHERE removed_at IS NOT NULL",
            (then.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),),
        )


def test_a_removed_article_answers_nothing_and_comes_back(console: Console, article: str) -> None:
    """Removing hides an article from questions, searches and lists until it is restored."""
    removed = console("remove", article[:8], "--yes", "--json").json["removed"]
    assert removed["id"] == article
    assert removed["removed_at"]
    for command in (["ask", PIER.question], ["search", PIER.question], ["list"]):
        assert article not in console(*command, "--json").out
    (listed,) = console("list", "--removed", "--json").json["articles"]
    assert listed["id"] == article
    assert console("show", article, "--json").json["text"] == PIER.text
    assert console("restore", article, "--json").json["restored"]["removed_at"] is None
    assert PIER.quote in console("ask", PIER.question).out
    assert console("doctor").code == 0


def test_removing_says_how_to_come_back(console: Console, article: str) -> None:
    """A person is told the command that restores and for how long it will."""
    ran = console("remove", article, "--yes", env={"RESTORE_DAYS": "7"})
    assert f"footnote restore {article}" in ran.out
    assert "7 days" in ran.out
    assert PIER.title in console("restore", article).out


def test_removing_asks_where_nobody_can_answer(console: Console, article: str) -> None:
    """Off a terminal an article is removed with --yes or not at all."""
    assert "--yes" in complaint(console("remove", article, stdin="y\n"), 2)
    assert console("list", "--removed", "--json").json["articles"] == []


def test_removing_twice_is_wrong_usage(console: Console, article: str) -> None:
    """What is removed already cannot be removed again."""
    assert console("remove", article, "--yes").code == 0
    assert "removed already" in complaint(console("remove", article, "--yes"), 2)


def test_a_removed_article_is_kept_for_the_days_that_are_set(
    console: Console, article: str, data_dir: Path
) -> None:
    """Until its days are over a removed article can be restored; after, it is gone for good."""
    console("remove", article, "--yes")
    backdate(data_dir, 29.9)
    assert console("doctor").code == 0
    assert console("show", article).code == 0
    backdate(data_dir, 30.1)
    assert console("doctor").code == 0
    assert console("list", "--removed", "--json").json["articles"] == []
    assert console("show", article).code == 2
    assert console("restore", article).code == 2
    with closing(sqlite3.connect(data_dir / "catalogue.sqlite3")) as connection:
        for table in ("revisions", "passages"):
            count = f"SELECT count(*) FROM {table} WHERE article_id = ?"
            assert connection.execute(count, (article,)).fetchone() == (0,)


def test_an_overdue_article_is_not_restored(console: Console, article: str, data_dir: Path) -> None:
    """After its days an article is gone even if nothing has tidied up since."""
    console("remove", article, "--yes")
    backdate(data_dir, 31)
    assert console("restore", article).code == 2
