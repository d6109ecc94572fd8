"""Articles of the time that a question is about come first, and none is left out for its date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import added, drafted

from index.folder import Options, open_folder
from index.periods.favouring import NAMED, NAMED_LONG, RECENT, Favour, favour_of
from index.values import Draft, Question

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))

WORDS = "The council of Fernwick approved a budget of {} million for the harbour wall."
OLD, NEW, UNDATED = "2026-03-02", "2026-06-10", None


def _told(published: str | None, figure: int) -> Draft:
    text = f"The harbour wall of Fernwick\n\n{WORDS.format(figure)}"
    draft = replace(drafted(text), title="The harbour wall of Fernwick")
    return replace(draft, identity=f"draft-{figure}", published=published)


@pytest.mark.parametrize(
    ("question", "asked_on", "first"),
    [
        ("What did the council of Fernwick approve?", "2026-06-12", NEW),
        ("What did the council of Fernwick approve in March 2026?", "2026-06-12", OLD),
        ("What did the council of Fernwick approve in March 2026?", None, OLD),
        ("What did the council of Fernwick approve yesterday?", "2026-03-03", OLD),
        ("What is the latest budget that the council of Fernwick approved?", None, NEW),
    ],
)
async def test_what_is_of_the_time_comes_first(
    options: Options, question: str, asked_on: str | None, first: str
) -> None:
    """The words of the question tell the time, or else the day on which it is asked."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, _told(OLD, 3), _told(NEW, 5), _told(UNDATED, 7))
        hits = await library.search(Question(question, "default", asked_on=asked_on), 10)
        assert hits[0].article.published == first
        assert {hit.article.published for hit in hits} == {OLD, NEW, UNDATED}


async def test_a_day_long_after_every_article_changes_nothing(options: Options) -> None:
    """Where no article is of the time, the order is that of a question without a day."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, _told(OLD, 3), _told(NEW, 5), _told(UNDATED, 7))
        asked = Question("What did the council of Fernwick approve?", "default")
        without = await library.search(asked, 10)
        later = await library.search(replace(asked, asked_on="2031-01-01"), 10)
        assert [hit.passage.id for hit in later] == [hit.passage.id for hit in without]


async def test_the_time_that_was_understood_is_told(options: Options) -> None:
    """A reply says which days the question was taken to mean, and nothing where it names none."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, _told(OLD, 3))
        asked = Question("What did Fernwick approve in March 2026?", "default", asked_on=NEW)
        sought = (await library.ask(asked)).sought
        assert sought is not None
        assert (sought.phrase, sought.since, sought.until) == (
            "in March 2026",
            "2026-03-01",
            "2026-03-31",
        )
        plain = replace(asked, text="What did Fernwick approve?")
        assert (await library.ask(plain)).sought is None


PUBLISHED = st.dictionaries(st.text("abc", min_size=1), DAYS.map(date.isoformat) | st.none())


@given(PUBLISHED, DAYS | st.none(), DAYS | st.none(), st.floats(0, 1), st.floats(0, 1))
def test_a_gain_is_bounded_and_falls_with_the_distance(
    published: dict[str, str | None],
    since: date | None,
    until: date | None,
    weight: float,
    newest: float,
) -> None:
    """Nobody gains more than both weights, and no article less than one that is farther away."""
    favour = Favour(since, until, weight, newest=newest)
    gains = favour.gains(published)
    assert gains.keys() in (published.keys(), set())
    assert all(0 <= gain <= weight + newest + 1e-9 for gain in gains.values())
    near = replace(favour, newest=0.0).gains(published)
    dated = sorted((day, near[name]) for name, day in published.items() if day)
    behind = [gain for day, gain in dated if until and day >= until.isoformat()]
    ahead = [gain for day, gain in dated if since and day <= since.isoformat()]
    if since is None or until is None or since <= until:
        assert behind == sorted(behind, reverse=True)
        assert ahead == sorted(ahead)


@given(DAYS, st.sampled_from(["Who sailed?", "Who sailed yesterday?", "Who sailed in 2016?"]))
def test_articles_of_one_day_keep_their_order(day: date, text: str) -> None:
    """Equally old articles gain the same, those without a date too."""
    favour = favour_of(Question(text, "paper", asked_on="2026-06-12"))
    assert favour is not None
    gains = favour.gains({"a": day.isoformat(), "b": f"{day.isoformat()}T10:00:00Z", "c": None})
    assert len({round(gain, 12) for gain in gains.values()}) <= 1


@pytest.mark.parametrize("text", ["What is the latest?", "Who sailed?", "Who sailed since 2020?"])
def test_a_day_to_come_is_no_day(text: str) -> None:
    """An article that says it is of the year 9999 is not the newest, nor are others less new."""
    favour = favour_of(Question(text, "paper", asked_on="2026-06-12"))
    assert favour is not None
    told = {"a": "2026-06-11", "b": "2026-06-01"}
    gains = favour.gains({**told, "liar": "9999-12-31"})
    assert {name: gains[name] for name in told} == favour.gains(told)
    assert gains["liar"] < gains["a"]


def test_without_a_date_nothing_is_favoured() -> None:
    """Articles without a date are neither first nor last."""
    favour = favour_of(Question("Who sailed yesterday?", "paper", asked_on="2026-06-12"))
    assert favour is not None
    assert favour.gains({"a": None, "b": None}) == {}
    gains = favour.gains({"a": "2026-06-11", "b": None, "c": "2020-01-01"})
    assert gains["a"] > gains["b"] > gains["c"]


def test_a_short_time_counts_for_more_than_a_long_one() -> None:
    """Articles of yesterday tell what happened then; those on 2016 are of any year."""

    def weight(text: str) -> float:
        favour = favour_of(Question(text, "paper", asked_on="2026-06-12"))
        assert favour is not None
        return favour.weight

    assert weight("Who sailed since the 3rd?") == weight("Who sailed last week?") == NAMED
    assert weight("Who sailed in 2016?") == weight("Who sailed since 2020?") == NAMED_LONG
    assert NAMED > NAMED_LONG > RECENT == weight("Who sailed?")
    assert favour_of(Question("Who sailed?", "paper")) is None
