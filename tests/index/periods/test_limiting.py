"""What a question's time leaves out, and what a person is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import added, cited, drafted, quotes

from index.errors import InvalidInput
from index.folder import Options, open_folder
from index.library import Library
from index.periods.limiting import limited
from index.values import Draft, Filters, NotFound, Question, Sought

FRIDAY = "2026-06-12"
ASKED = "What did the council of Fernwick approve"


def told(published: str | None, figure: int) -> Draft:
    text = f"The council of Fernwick approved a budget of {figure} million for the harbour wall."
    draft = drafted(f"Harbour wall\n\n{text}")
    return replace(draft, identity=f"draft-{figure}", published=published)


async def reply(library: Library, text: str, **options: object) -> tuple[list[str], Sought | None]:
    asked = Question(text, library.name, asked_on=FRIDAY)
    given = await library.ask(replace(asked, **options))  # type: ignore[arg-type]
    return quotes(given), given.sought


async def test_articles_of_a_time_are_the_only_ones(options: Options) -> None:
    """“Articles since” leaves the others out, though nothing else answers; an event's time not."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        receipts = await added(library, told("2026-03-02", 3), told("2026-06-09", 5))
        since = Question("What do articles since Monday say Fernwick approved?", "default")
        answer = await library.ask(replace(since, asked_on=FRIDAY))
        assert cited(answer) == {receipts[1].article.id}
        assert answer.sought == Sought("since Monday", "2026-06-08", None, False, "only")
        assert answer.question.filters == Filters()
        none = replace(since, text="What do articles from yesterday say Fernwick approved?")
        answer = await library.ask(replace(none, asked_on=FRIDAY))
        assert answer.answer == NotFound()
        assert answer.sought is not None
        assert answer.sought.reach == "only"


async def test_a_moment_is_of_every_day_that_it_is_anywhere(library: Library) -> None:
    """Half an hour before midnight in London is the next morning in Auckland."""
    inside = ["2026-06-10T10:00:00Z", "2026-06-11", "2026-06-12T11:59:59Z"]
    beside = ["2026-06-10", "2026-06-10T09:59:59Z", "2026-06-12T12:00:00Z", "2026-06-12"]
    drafts = [told(day, figure) for figure, day in enumerate([*inside, *beside, None], 3)]
    await added(library, *drafts)
    question = Question("What do articles from yesterday say?", library.name, asked_on=FRIDAY)
    found = await library.search(limited(question), 10)
    assert sorted(hit.article.published or "" for hit in found) == inside


async def test_an_answer_from_another_time_says_so(options: Options) -> None:
    """Where yesterday's articles have nothing, those of other days answer, and that is told."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, told("2026-03-02", 2019))
        found, sought = await reply(library, f"{ASKED} yesterday?")
        assert found
        assert sought == Sought("yesterday", "2026-06-11", "2026-06-11", False, "beyond")
        found, sought = await reply(library, f"{ASKED} in March 2026?")
        assert found
        assert sought is not None
        assert sought.reach == "first"
        found, sought = await reply(library, f"{ASKED} in 2019?")
        assert found
        assert sought is None


async def test_where_nothing_answers_the_days_are_told(options: Options) -> None:
    """Who asks for yesterday's news learns which days that was, even where there is none."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, told("2026-03-02", 2019))
        found, sought = await reply(library, "Who designed the telescope yesterday?")
        assert found == []
        assert sought == Sought("yesterday", "2026-06-11", "2026-06-11", False, "first")


async def test_without_dates_nothing_is_told(options: Options) -> None:
    """A time makes no difference where no article has a date."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, told(None, 3))
        assert await reply(library, f"{ASKED} yesterday?") == (
            ["The council of Fernwick approved a budget of 3 million for the harbour wall."],
            None,
        )


async def test_the_newest_answers_first(options: Options) -> None:
    """Of articles that say the same of other figures, the latest is quoted first."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        drafts = [told(f"2026-0{month}-02", figure) for month, figure in ((3, 3), (5, 9), (4, 5))]
        await added(library, *drafts)
        found, sought = await reply(library, "What is the latest budget that Fernwick approved?")
        assert "9 million" in found[0]
        assert sought is not None
        assert (sought.latest, sought.reach) == (True, "first")


@given(
    st.dates().map(str) | st.none(),
    st.dates().map(str) | st.none(),
    st.sampled_from(["Any articles since Monday?", "News from last week?", "Who sailed today?"]),
)
def test_a_persons_own_limits_stay(since: str | None, until: str | None, text: str) -> None:
    """What a person set is never widened or moved, and no limit excludes another."""
    filters = Filters(since=since, until=until)
    found = limited(Question(text, "paper", filters=filters, asked_on=FRIDAY)).filters
    assert since in (None, found.since)
    assert until in (None, found.until)
    if since is None or until is None:
        assert not (found.since and found.until and found.since > found.until)


@pytest.mark.parametrize("asked_on", ["today", "2026-13-01"])
async def test_a_day_that_is_none_is_refused(options: Options, asked_on: str) -> None:
    """The day of a question is checked as its limits are."""
    async with open_folder(options) as folder:
        with pytest.raises(InvalidInput, match="is not a day"):
            await folder.library("default").ask(Question(ASKED, "default", asked_on=asked_on))
