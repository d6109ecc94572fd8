"""The time that a question names: what is told, what is left alone, and what never happens."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.periods.reading import period_of

FRIDAY = "2026-11-27"

RELATIVE = {
    "yesterday": ("2026-11-26", "2026-11-26"),
    "the day before yesterday": ("2026-11-25", "2026-11-25"),
    "today": (FRIDAY, FRIDAY),
    "last night": ("2026-11-26", FRIDAY),
    "this week": ("2026-11-22", FRIDAY),
    "last week": ("2026-11-15", "2026-11-22"),
    "last weekend": ("2026-11-21", "2026-11-22"),
    "this month": ("2026-11-01", FRIDAY),
    "last month": ("2026-10-01", "2026-10-31"),
    "this year": ("2026-01-01", FRIDAY),
    "last year": ("2025-01-01", "2025-12-31"),
    "in the past week": ("2026-11-20", FRIDAY),
    "over the last two months": ("2026-09-27", FRIDAY),
    "in the last 24 hours": ("2026-11-26", FRIDAY),
    "three days ago": ("2026-11-24", "2026-11-24"),
    "a couple of weeks ago": ("2026-11-10", "2026-11-16"),
    "last summer": ("2026-06-01", "2026-08-31"),
    "recently": ("2026-10-28", FRIDAY),
}
RECURRING = {
    "on Tuesday": ("2026-11-24", "2026-11-24"),
    "last Friday": ("2026-11-20", "2026-11-20"),
    "since the 26th": ("2026-11-26", None),
    "on the 31st": ("2026-10-31", "2026-10-31"),
    "since 26 February": ("2026-02-26", None),
    "on December 1": ("2025-12-01", "2025-12-01"),
    "in February": ("2026-02-01", "2026-02-28"),
    "before March": (None, "2026-02-28"),
    "between 3 and 9 May": ("2026-05-03", "2026-05-09"),
    "between Friday and Monday": ("2026-11-20", "2026-11-23"),
    "from November to February": ("2025-11-01", "2026-02-28"),
    "from Monday on": ("2026-11-23", None),
}
DATED = {
    "in February 2024": ("2024-02-01", "2024-02-29"),
    "in 2016": ("2016-01-01", "2016-12-31"),
    "since 26 February 2024": ("2024-02-26", None),
    "after Feb. 26, 2024": ("2024-02-27", None),
    "until 2024-02-26": (None, "2024-02-26"),
    "between 3 and 9 May 2024": ("2024-05-03", "2024-05-09"),
    "from May to July 2023": ("2023-05-01", "2023-07-31"),
    "from November to February 2024": ("2023-11-01", "2024-02-29"),
    "from 2019 to 2021": ("2019-01-01", "2021-12-31"),
    "May 3-9, 2024": ("2024-05-03", "2024-05-09"),
    "in the 1990s": ("1990-01-01", "1999-12-31"),
    "in the summer of 2022": ("2022-06-01", "2022-08-31"),
    "on 26.2.2024": ("2024-02-26", "2024-02-26"),
}
NO_TIME = (
    "Who spoke before the vote?",
    "What may the council decide?",
    "What did May promise?",
    "Who led the march?",
    "Who came second, and who first?",
    "What did the Sun newspaper print?",
    "What is in the 2024 budget?",
    "Who made 24 Hours at Sea?",
    "Who wrote Friday night dinner?",
    "Who hosts Saturday Night Skits?",
    "Who sang “Yesterday, in May 2020”?",
    "Which shop opens every Tuesday?",
    "What opens next Tuesday?",
    "What happened in the last week of April?",
    "Which door is on the 5th floor?",
    "Must it be paid by May at the latest?",
    "On 3/4/2024?",
    "How was Black Friday?",
)
WORDS = ("ferry", "Mara", "the", "and", "of", "in", "12", "?", ",", "’s", "will", "news", "latest")
PHRASES = (*RELATIVE, *RECURRING, *DATED, *WORDS, *NO_TIME, "May", "29 February", "999 years ago")
TEXTS = st.lists(st.sampled_from(PHRASES), max_size=8).map(" ".join) | st.text(max_size=60)
DAYS = st.dates().map(date.isoformat)


@pytest.mark.parametrize(("phrase", "days"), [*RELATIVE.items(), *RECURRING.items()])
def test_what_depends_on_the_day(phrase: str, days: tuple[str | None, str | None]) -> None:
    """It is told from the day of the question, and not at all where that is not known."""
    text = f"Who sailed {phrase}?"
    period = period_of(text, FRIDAY)
    assert period is not None
    assert (period.since, period.until) == days
    assert text[period.start : period.end] == phrase
    assert period_of(text, None) is None


@pytest.mark.parametrize(("phrase", "days"), DATED.items())
def test_what_needs_no_day(phrase: str, days: tuple[str | None, str | None]) -> None:
    """A time with its year is the same whenever it is asked for."""
    for asked_on in (None, FRIDAY, "2024-12-31"):
        period = period_of(f"Who sailed {phrase}?", asked_on)
        assert period is not None
        assert (period.since, period.until) == days


@pytest.mark.parametrize("text", NO_TIME)
def test_words_that_only_look_like_a_time(text: str) -> None:
    """Names, titles, amounts and events are left alone."""
    assert period_of(text, FRIDAY) is None


@pytest.mark.parametrize(
    "phrase",
    ["on 30 February 2026", "on February 30, 2026", "from 31st of June 2025", "on 29 Feb 2023"],
)
def test_a_day_that_the_calendar_lacks_is_no_month(phrase: str) -> None:
    """What is no day is not told as the month that it names."""
    assert period_of(f"Which articles {phrase} tell of the tram?", FRIDAY) is None


def test_a_time_ahead_is_no_time_of_articles() -> None:
    """Nothing was published then, so it limits nothing."""
    assert period_of("Who sails in 2031?", FRIDAY) is None
    assert period_of("When will the tram run in March?", FRIDAY) is None
    assert period_of("Who has to pay until 2031?", FRIDAY) is None


def test_the_narrowest_phrase_counts() -> None:
    """Of two times the shorter one is told, of equally short ones the last."""
    narrow = period_of("What did he say on Tuesday about his plans since 2020?", FRIDAY)
    assert narrow is not None
    assert narrow.since == "2026-11-24"
    last = period_of("Who won on Sunday, yesterday?", FRIDAY)
    assert last is not None
    assert last.since == "2026-11-26"


def test_the_newest_is_wanted() -> None:
    """“Latest” needs no day, and stands beside a time."""
    latest = period_of("What is the latest on the strike?", None)
    assert latest is not None
    assert (latest.latest, latest.since, latest.until) == (True, None, None)
    both = period_of("What are the newest figures from this month?", FRIDAY)
    assert both is not None
    assert (both.latest, both.since) == (True, "2026-11-01")
    assert period_of("Is it due by noon at the latest?", None) is None


@pytest.mark.parametrize(
    ("text", "of_articles"),
    [
        ("Which articles since 26 February name the quarry?", True),
        ("Show articles about the quarry from last week", True),
        ("Is there any news from yesterday?", True),
        ("What is in yesterday’s news?", True),
        ("Who was mayor in 2016?", False),
        ("What did Harbour News say in 2016?", False),
    ],
)
def test_whether_the_articles_are_to_be_of_that_time(text: str, of_articles: bool) -> None:
    """Only words such as “articles since” say so; a year may be of what happened."""
    period = period_of(text, FRIDAY)
    assert period is not None
    assert period.of_articles is of_articles


@given(TEXTS, DAYS | st.none())
def test_a_period_is_sound(text: str, asked_on: str | None) -> None:
    """It lies in the text, is never reversed and has begun."""
    period = period_of(text, asked_on)
    if period is None:
        return
    assert 0 <= period.start < period.end <= len(text)
    assert text[period.start : period.end].strip() == text[period.start : period.end]
    assert period.since or period.until or period.latest
    if period.since and period.until:
        assert period.since <= period.until
    if asked_on is not None:
        assert period.since is None or period.since <= asked_on


@given(st.sampled_from([*RELATIVE, *RECURRING]), DAYS)
def test_any_day_may_be_the_day_of_the_question(phrase: str, asked_on: str) -> None:
    """From the first day of the calendar to its last, month ends and leap days among them."""
    period = period_of(f"Who sailed {phrase}?", asked_on)
    if period is not None and period.until is not None:
        assert period.until <= asked_on
