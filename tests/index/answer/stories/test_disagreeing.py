"""Reports that give different figures are set side by side, each with its day and its words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corrected import HOW_MANY, NOTICE, RIGHT, WRONG, article
from support import added, asked

from bot.contract import reply_json
from bot.discord.escaping import escaped
from bot.discord.pages import pages_of
from index.answer.stories.disagreeing import Telling, contested
from index.answer.verify import is_proved
from index.library import Library
from index.values import Answered, Article, Draft, Reply

FIRST = WRONG.partition("\n\n")[0]
OTHER = FIRST.replace("injured 40", "injured 14")


def report(body: str, name: str, published: str | None, source: str | None) -> Draft:
    return replace(article(body, name, published), source=source)


async def courier_and_gull(library: Library) -> None:
    await added(
        library,
        report(RIGHT, "gull", "2031-05-09", "The Gull"),
        report(WRONG, "courier", "2031-05-04", "The Courier"),
    )


def sided(reply: Reply) -> list[tuple[str, tuple[str, ...]]]:
    """The claims with several sources and what each of these is quoted for, all of it proved."""
    answer = reply.answer
    assert isinstance(answer, Answered)
    assert all(map(is_proved, answer.citations))
    quotes = {one.number: one.quote for one in answer.citations}
    assert list(dict.fromkeys(n for one in answer.claims for n in one.citations)) == [*quotes]
    return [
        (one.text, tuple(quotes[number] for number in one.citations))
        for one in answer.claims
        if len(one.citations) > 1
    ]


async def test_other_figures_stand_side_by_side(library: Library) -> None:
    """One claim has both, the earlier first, each with source and day, and both faces show it."""
    await courier_and_gull(library)
    reply = await asked(library, HOW_MANY)
    told = f"The Courier, 4 May 2031: “{FIRST}”; The Gull, 9 May 2031: “{OTHER}”"
    assert sided(reply) == [(told, (FIRST, OTHER))]
    assert isinstance(reply.answer, Answered)
    claim = next(one for one in reply.answer.claims if one.text == told)
    line = reply_json(reply)["text"].split("\n")[reply.answer.claims.index(claim)]
    assert line == told + " " + "".join(f"[{number}]" for number in claim.citations)
    (page,) = pages_of(reply)
    numbers = "".join(f"\\[{number}\\]" for number in claim.citations)
    assert f"{escaped(told)} **{numbers}**" in page


async def test_a_report_of_another_story_may_disagree(library: Library) -> None:
    """Reports that share one sentence and no more are held against each other too, in a week."""
    tents = "\n\nTraders put up tents.\n\nThe ferry brought 300 chairs from the islands."
    for day, published in enumerate(("2031-05-06", "2031-06-30")):
        await added(
            library,
            report(f"{OTHER}{tents} It is number {day}.", f"gull{day}", published, f"Gull {day}"),
        )
    await added(library, report(WRONG, "courier", "2031-05-04", "The Courier"))
    ((told, _),) = sided(await asked(library, "Did the storm in Varnholm injure 40 people?"))
    assert told == f"The Courier, 4 May 2031: “{FIRST}”; Gull 0, 6 May 2031: “{OTHER}”"


async def test_what_agrees_is_cited_once(library: Library) -> None:
    """The same figure in both is one quotation with a copy."""
    await added(
        library,
        report(RIGHT, "gull", "2031-05-09", "The Gull"),
        report(f"{RIGHT}\n\nMore will be told.", "courier", "2031-05-04", "The Courier"),
    )
    assert sided(await asked(library, HOW_MANY)) == []


async def test_what_a_correction_settles_is_not_set_side_by_side(library: Library) -> None:
    """Where a notice says which figure holds, that one is quoted alone."""
    await added(
        library,
        report(WRONG, "wrong", "2031-05-04", "The Courier"),
        report(f"{RIGHT}\n\n{NOTICE}", "right", "2031-05-05", "The Courier"),
    )
    assert sided(await asked(library, HOW_MANY)) == []


async def test_a_filter_leaves_out_the_other_side(library: Library) -> None:
    """What a question leaves out is not quoted against what it is limited to."""
    await courier_and_gull(library)
    assert sided(await asked(library, HOW_MANY, sources=("The Gull",))) == []


def told(text: str, published: str = "2031-05-04") -> Telling:
    whole = Article(
        id=text, library="paper", revision=1, title="Storm", text=text, published=published
    )
    return Telling(whole, 0, len(text))


HALL = "The storm tore the roof off the old market hall and injured {} on the square."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40 people", "14 people"),
        ("forty people", "14 people"),
        ("at least 40 people", "at least 30 people"),
        ("10% of the traders", "100% of the traders"),
        ("1,500 traders", "1.9 thousand traders"),
        ("40 people", "14 people, of whom five drowned,"),
    ],
)
def test_another_figure_for_the_same_is_contested(one: str, other: str) -> None:
    """In figures or words, however each is written."""
    both = told(HALL.format(one)), told(HALL.format(other))
    assert contested(*both) is not None
    assert contested(*both[::-1]) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40 people", "forty people"),
        ("about 40 people", "41 people"),
        ("more than 40 people", "55 people"),
        ("nearly 40 people", "33 people"),
        ("1.2 million people", "1,234,567 people"),
        ("40 people", "14 dogs"),
        ("40 people", "another 14 people"),
        ("40 people", "14 others"),
        ("40 people and 3 dogs", "14 people and 5 dogs"),
        ("40 people", "people"),
        ("40 people on Monday", "14 people on Sunday"),
        ("40 people in 2030", "14 people in 2031"),
        ("40 people, Oda Brandvik said", "14 people, Tove Lindahl said"),
        ("40 people", "no 14 people"),
        ("its 4th tower", "its 3rd tower"),
        ("40 people at 10:30", "40 people at 11:30"),
    ],
)
def test_what_may_both_be_true_is_not_contested(one: str, other: str) -> None:
    """Rounding, bounds, other things counted, other days, names and denials."""
    assert contested(told(HALL.format(one)), told(HALL.format(other))) is None


def test_a_time_that_moves_with_the_report_is_not_contested() -> None:
    """This week of another report is another week; of the same day it is the same."""
    text = HALL.replace("on the square", "this week")
    days = ("2031-05-04", "2031-05-05"), ("2031-05-04", "2031-05-04")
    found = [
        contested(told(text.format("40 people"), one), told(text.format("14 people"), other))
        for one, other in days
    ]
    assert [one is not None for one in found] == [False, True]


def test_lines_of_a_table_are_not_contested() -> None:
    """What is no sentence is not compared."""
    line = "• Median household income in the county of Varnholm and its islands: {} crowns"
    assert contested(told(line.format("71,535")), told(line.format("65,030"))) is None
