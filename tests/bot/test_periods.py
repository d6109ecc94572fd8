"""The sentence that tells which time a question was taken to mean."""

from __future__ import annotations

import pytest

from bot.periods import sought_sentence
from index.values import Sought


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2026-11-19", "2026-11-25", "articles from 19 to 25 November 2026"),
        ("2026-10-30", "2026-11-02", "articles from 30 October to 2 November 2026"),
        ("2025-12-31", "2026-01-01", "articles from 31 December 2025 to 1 January 2026"),
        ("2026-11-26", "2026-11-26", "articles of 26 November 2026"),
        ("2024-02-26", None, "articles from 26 February 2024 on"),
        (None, "2023-04-30", "articles up to 30 April 2023"),
    ],
)
def test_days_are_told_once(since: str | None, until: str | None, told: str) -> None:
    """What both ends share is written at the second; an open end is told as one."""
    only = Sought("then", since, until, False, "only")
    assert sought_sentence(only) == f"I looked at {told}."
    first = Sought("then", since, until, False, "first")
    assert sought_sentence(first) == f"I looked at {told} first."
    beyond = Sought("then", since, until, False, "beyond")
    assert sought_sentence(beyond) == f"I looked at {told} first, and found this in others."


def test_the_newest_is_told_with_and_without_days() -> None:
    """“Latest” alone and within a time; no sentence where there is no time."""
    latest = Sought("latest", None, None, True, "first")
    assert sought_sentence(latest) == "I looked at the newest articles first."
    within = Sought("this month", "2026-11-01", "2026-11-27", True, "first")
    assert sought_sentence(within) == (
        "I looked at the newest articles from 1 to 27 November 2026 first."
    )
    assert sought_sentence(None) is None
