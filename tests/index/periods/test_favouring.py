"""Articles of the time that a question is about come first, and none is left out for its date."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import added, drafted

from index.folder import Options, open_folder
from index.values import Draft, Question

WORDS = "The council of Fernwick approved a budget of {} million for the harbour wall."
OLD, RECENT, UNDATED = "2026-03-02", "2026-06-10", None


def _told(published: str | None, figure: int) -> Draft:
    text = f"The harbour wall of Fernwick\n\n{WORDS.format(figure)}"
    draft = replace(drafted(text), title="The harbour wall of Fernwick")
    return replace(draft, identity=f"draft-{figure}", published=published)


@pytest.mark.parametrize(
    ("question", "asked_on", "first"),
    [
        ("What did the council of Fernwick approve?", "2026-06-12", RECENT),
        ("What did the council of Fernwick approve in March 2026?", "2026-06-12", OLD),
        ("What did the council of Fernwick approve in March 2026?", None, OLD),
        ("What did the council of Fernwick approve yesterday?", "2026-03-03", OLD),
        ("What is the latest budget that the council of Fernwick approved?", None, RECENT),
    ],
)
async def test_what_is_of_the_time_comes_first(
    options: Options, question: str, asked_on: str | None, first: str
) -> None:
    """The words of the question tell the time, or else the day on which it is asked."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, _told(OLD, 3), _told(RECENT, 5), _told(UNDATED, 7))
        hits = await library.search(Question(question, "default", asked_on=asked_on), 10)
        assert hits[0].article.published == first
        assert {hit.article.published for hit in hits} == {OLD, RECENT, UNDATED}


async def test_a_day_long_after_every_article_changes_nothing(options: Options) -> None:
    """Where no article is of the time, the order is that of a question without a day."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, _told(OLD, 3), _told(RECENT, 5), _told(UNDATED, 7))
        asked = Question("What did the council of Fernwick approve?", "default")
        without = await library.search(asked, 10)
        later = await library.search(replace(asked, asked_on="2031-01-01"), 10)
        assert [hit.passage.id for hit in later] == [hit.passage.id for hit in without]


async def test_the_time_that_was_understood_is_told(options: Options) -> None:
    """A reply says which days the question was taken to mean, and nothing where it names none."""
    async with open_folder(options) as folder:
        library = folder.library("default")
        await added(library, _told(OLD, 3))
        asked = Question("What did Fernwick approve in March 2026?", "default", asked_on=RECENT)
        sought = (await library.ask(asked)).sought
        assert sought is not None
        assert (sought.phrase, sought.since, sought.until) == (
            "in March 2026",
            "2026-03-01",
            "2026-03-31",
        )
        plain = replace(asked, text="What did Fernwick approve?")
        assert (await library.ask(plain)).sought is None
