"""What a claim must not add to its quotes: numbers, dates, names, denials, speakers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.claims.bearing import unborne

WORDS = st.sampled_from(
    """Ada Morrow said on Monday that 1,500 people will not visit the Quill Bay pier in May 2024 ,
    . “ ” nobody denied 3.5 million euros G7 U.S. first half of twenty-one 9:30 p.m. Feb. 27 don’t
    """.split()
)
SENTENCES = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join))


@given(SENTENCES)
def test_a_quote_bears_itself(quote: str) -> None:
    """Whatever it says, a claim in the words of its quote adds nothing."""
    assert unborne(quote, [quote], []) is None


@given(SENTENCES, SENTENCES)
def test_more_quotes_bear_no_less(quote: str, other: str) -> None:
    """A second passage beside the one that bears a claim takes nothing from it."""
    assert unborne(quote, [quote], [other]) is None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("14 people came.", "Fourteen people came."),
        ("Twenty-one boats sank.", "21 boats sank."),
        ("It cost 1.5 million euros.", "It cost €1,500,000."),
        ("It cost $5 million to $6 million.", "It cost $5 to 6 million."),
        ("It rose 12 percent.", "It rose 12%."),
        ("It rose by ten to twelve per cent.", "It rose by 10-12%."),
        ("Half a million people came.", "500,000 people came."),
        ("A dozen people came.", "Twelve people came."),
        ("More than 1,500 people came.", "1,523 people came."),
        ("Nearly 2,000 people came.", "1,923 people came."),
        ("About 1,500 people came.", "1,523 people came."),
        ("Hundreds of people came.", "640 people came."),
        ("It closed at 3:30 p.m.", "It closed at 15:30."),
        ("It was the third time.", "It was the 3rd time."),
        ("Three quarters of them came.", "75% of them came."),
        ("It ran for a fourth season.", "Season 4 ran."),
        ("It was built in 2018-2019.", "It was built in 2018–19."),
        ("One of the boats sank.", "The boat sank."),
    ],
)
def test_a_number_is_borne_in_any_form(claim: str, quote: str) -> None:
    """Figures, words, scales, currencies and rounding are other forms of one number."""
    assert unborne(claim, [quote], []) is None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("14 people came.", "Thirteen people came."),
        ("It cost $5 million.", "It cost €5 million."),
        ("14 people came.", "14% of the people came."),
        ("It cost 5 million euros.", "It cost 5 billion euros."),
        ("More than 1,500 people came.", "1,423 people came."),
        ("About 1,500 people came.", "1,923 people came."),
        ("Hundreds of people came.", "14 people came."),
        ("It closed at 3:30 p.m.", "It closed at 3:30 a.m."),
        ("It was the third time.", "It was the second time."),
        ("Ada Morrow was the first woman there.", "Ada Morrow was a woman there."),
        ("Two people came.", "A person came."),
    ],
)
def test_another_number_is_not_borne(claim: str, quote: str) -> None:
    """A number that only the passage around has counts as little as one that nobody has."""
    told = unborne(claim, [quote], [f"{quote} {claim}"])
    assert told is not None
    assert told.startswith("it says ")


def test_the_number_of_a_name_may_stand_in_the_passage() -> None:
    """``Flight 93`` is a name; in front of another number it is none."""
    quotes, passages = ["It landed late."], ["Flight 93 left Quill Bay."]
    assert unborne("Flight 93 landed late.", quotes, passages) is None
    assert unborne("Flight 94 landed late.", quotes, passages) is not None


@pytest.mark.parametrize(
    ("claim", "quote", "passage"),
    [
        ("It closed on Tuesday.", "It closed on Tuesday.", ""),
        ("It closed on 27 February.", "It closed on Feb. 27.", ""),
        ("It closed on 27 February 2024.", "It closed on Tuesday.", ""),
        ("It closed on Tuesday.", "It closed on Feb. 27.", ""),
        ("It closed on 26 February.", "It closed yesterday.", ""),
        ("It closed in 2024.", "It closed in February.", ""),
        ("It closed on Monday.", "It closed.", "On Monday the pier was full."),
        ("It opened in May 1911.", "It opened in May.", "The pier is of 1911."),
        ("It closed on 24 February 2024.", "It closed on Saturday, as in 1998.", ""),
        ("It closed on 27 February 2024.", "It closed on Feb. 27, as in 1998.", ""),
    ],
)
def test_what_a_quote_leaves_open_of_a_date_is_borne_around_it(
    claim: str, quote: str, passage: str
) -> None:
    """By the passage, and by the day of the article, here Tuesday 27 February 2024."""
    assert unborne(claim, [quote], [passage, "2024-02-27"]) is None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("It closed on Monday.", "It closed on Wednesday."),
        ("It closed on 26 February.", "It closed on Tuesday."),
        ("It closed on 28 February.", "It closed on Feb. 27."),
        ("It closed in May.", "It closed in June."),
        ("It closed in 2023.", "It closed in May."),
        ("It closed in 1911.", "It closed in 1912."),
        ("It closed yesterday.", "It closed on Tuesday."),
        ("It closed on 24 February 2023.", "It closed on Saturday, as in 1998."),
        ("It closed on Saturday, as in 2024.", "It closed on Saturday, as in 1998."),
    ],
)
def test_another_date_is_not_borne(claim: str, quote: str) -> None:
    """What the quote says of a date counts against all that stands around it."""
    told = unborne(claim, [quote], ["On Monday in May they met for the 26th time.", "2024-02-27"])
    assert told is not None
    assert told.startswith("it says ")


@pytest.mark.parametrize(
    "claim",
    [
        "Ada Morrow closed the pier.",
        "Morrow's pier was closed.",
        "The French closed the pier.",
        "The U.S. closed the pier.",
        "The World Pier Fund closed the pier.",
        "German divers closed the pier.",
        "Officials closed the pier.",
        "Closing the pier was cheap.",
    ],
)
def test_a_name_may_stand_in_quote_or_passage(claim: str) -> None:
    """A people stands for its country, and initials for a name."""
    quotes = ["She closed the pier."]
    passages = ["Ada Morrow of the WPF came from France to Germany; America paid."]
    assert unborne(claim, quotes, passages) is None


@pytest.mark.parametrize(
    "claim",
    [
        "Jon Tesk closed the pier.",
        "Tesk closed the pier.",
        "Ada Tesk closed the pier.",
        "She closed the pier at Fernmouth.",
        "The Danish closed the pier.",
        "The EU closed the pier.",
        "Next to the G7, she closed the pier.",
    ],
)
def test_a_name_that_nobody_says_is_not_borne(claim: str) -> None:
    """One strange word in a name is enough."""
    told = unborne(claim, ["She closed the pier."], ["Ada Morrow came from France."])
    assert told is not None
    assert told.startswith("it names ")


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The pier will not close.", "The pier won't close."),
        ("The mayor ruled out closing the pier.", "The mayor will not close the pier."),
        ("The mayor will not close the pier.", "The mayor ruled out closing the pier."),
        ("The ferry returned.", "The ferry returned, but nobody was on it."),
        ("The pier is not only old.", "The pier is old and long."),
        ("Nobody was hurt.", "The train stopped without hurting anyone."),
        ("The strike was averted.", "The crew called off the strike."),
        ("A strike was planned for Monday.", "The crew called off a strike planned for Monday."),
        ("Four boats sank.", "Four boats sank, and two were ruled out for four weeks."),
        ("The mayor plans no boats.", "The mayor does not plan to run boats."),
    ],
)
def test_a_denial_is_borne_in_other_words(claim: str, quote: str) -> None:
    """Refusing is a denial too, and one half of a quote may deny alone."""
    assert unborne(claim, [quote], []) is None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The pier will not close.", "The pier will close."),
        ("The pier will close.", "The pier will not close."),
        ("The mayor sent a boat.", "The mayor did not send a boat."),
        ("The mayor did not send a boat.", "The mayor sent a boat; nobody saw a ferry."),
        ("There are plans for a pier.", "There are no plans for a pier."),
        ("There will be boats to the pier.", "The mayor does not plan to run boats."),
        ("The mayor will pay a pension.", "The mayor scrapped the pension."),
        ("The crew was on strike on Monday.", "The crew called off the strike of Monday."),
    ],
)
def test_a_denial_turned_round_is_not_borne(claim: str, quote: str) -> None:
    """Neither a denial of what is affirmed, nor the affirmation of what is denied."""
    told = unborne(claim, [quote], [])
    assert told is not None
    assert "den" in told


SAID = (
    "Jon Tesk laughed. Ada Morrow came home. “It was late,” Morrow said. "
    "“The pier is safe,” she said."
)


@pytest.mark.parametrize("quote", ["“The pier is safe,” she said.", "“It was late,” Morrow said."])
def test_a_claim_lets_him_speak_who_speaks_in_the_quote_or_before_it(quote: str) -> None:
    """Ada Morrow speaks in both, and Jon Tesk, whom the passage names too, in neither."""
    words = "the pier is safe" if "safe" in quote else "it was late"
    assert unborne(f"Ada Morrow said that {words}.", [quote], [SAID]) is None
    told = unborne(f"Jon Tesk said that {words}.", [quote], [SAID])
    assert told is not None
    assert "somebody else speaks" in told


OPEN = (
    "Chief Pia Holm said the water rose. Governor Wim Ostrey rejected all blame. “It came too "
    "fast,” he said. Mayor Ada Morrow accused him. The quay was lost, the county said, but warned "
    "of more."
)


@pytest.mark.parametrize(
    ("claim", "quote", "is_borne"),
    [
        ("Wim Ostrey said it came too fast.", "“It came too fast,” he said.", True),
        ("Ada Morrow said it came too fast.", "“It came too fast,” he said.", False),
        ("Pia Holm said it came too fast.", "“It came too fast,” he said.", False),
        ("Pia Holm said that it rose.", "Ostrey said it fell, but warned it rose.", False),
    ],
)
def test_a_quote_that_leaves_its_speaker_open_leaves_it_to_whom_was_named_last(
    claim: str, quote: str, is_borne: bool
) -> None:
    """Not to any other whom its passage names, be it before or after."""
    told = unborne(claim, [quote], [OPEN if quote in OPEN else f"Pia Holm fell. {quote}"])
    assert (told is None) == is_borne
    assert told is None or "somebody else speaks" in told


@pytest.mark.parametrize(
    "claim",
    [
        "The pier is safe, according to {}.",
        "According to {}, the pier is safe.",
        "As mayor {} put it, the pier is safe.",
        "In the words of {}, the pier is safe.",
        "{} called the pier safe.",
    ],
)
def test_a_claim_ascribes_nothing_to_others(claim: str) -> None:
    """In whichever words it tells whose opinion it has, that is who speaks in the quote."""
    quote = "“The pier is safe,” she said."
    assert unborne(claim.format("Ada Morrow"), [quote], [SAID]) is None
    told = unborne(claim.format("Jon Tesk"), [quote], [SAID])
    assert told is not None
    assert "somebody else speaks" in told


def test_a_paper_says_what_somebody_says_in_it() -> None:
    """The source of a passage may be named beside whoever speaks there."""
    quote = "“The pier is safe,” she said."
    assert (
        unborne("According to the Fern Post, the pier is safe.", [quote], [SAID, "Fern Post"])
        is None
    )


def test_who_accuses_is_not_who_is_accused() -> None:
    """The subject of a verb of judgement is its subject in the quote."""
    quote = "Opposition leader Carla Weiss accused him of ignoring a report."
    around = [f"Governor Emil Sandoz said no. {quote}"]
    assert unborne("Carla Weiss accused Emil Sandoz of ignoring it.", [quote], around) is None
    told = unborne("Emil Sandoz accused Carla Weiss of ignoring it.", [quote], around)
    assert told is not None
    assert "somebody else speaks" in told


def test_a_claim_lets_nobody_speak_where_nobody_does() -> None:
    """That somebody said it is a claim of its own."""
    told = unborne("Jon Tesk said that she came home.", ["Ada Morrow came home."], [SAID])
    assert told is not None
    assert "nobody speaks" in told


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Shares fell by 6%.", "Shares rose by 6%."),
        ("Ada Morrow was convicted.", "The court acquitted Ada Morrow."),
        ("The council approved the plan.", "The council rejected the plan."),
        ("A man of Fernmouth drowned.", "A woman of Fernmouth drowned."),
        ("Ada Morrow voted for it.", "Ada Morrow voted against it."),
        ("Ada Morrow voted against it.", "Ada Morrow voted in favour of it."),
    ],
)
def test_the_opposite_of_a_quote_is_not_borne(claim: str, quote: str) -> None:
    """What fell has not risen, whatever else the claim and its quote have in common."""
    told = unborne(claim, [quote], ["Fernmouth"])
    assert told is not None
    assert "where its quotes say" in told


@pytest.mark.parametrize(
    ("claim", "quote", "is_borne"),
    [
        (
            "The deal was approved by 640 crews.",
            "The deal must still be approved by 640 crews.",
            False,
        ),
        ("The pier has been closed.", "The pier will be closed in May.", False),
        ("The deal must be approved.", "The deal must still be approved.", True),
        ("The pier was closed.", "The pier was closed and could be closed again.", True),
        ("The pier was closed.", "She closed the pier.", True),
        ("The pier may have been closed.", "The pier may have been closed.", True),
    ],
)
def test_what_must_be_done_is_not_done(claim: str, quote: str, is_borne: bool) -> None:
    """What a quote only says will or must happen may not be told as having happened."""
    told = unborne(claim, [quote], [])
    assert (told is None) == is_borne
    assert told is None or "has happened" in told


VERDICT = (
    "A jury on Thursday acquitted Conrad Haile of bribery, but convicted his aide, Delia Brandvold."
)
PASSIVE = "Conrad Haile was acquitted, while Delia Brandvold was convicted of fraud."


@pytest.mark.parametrize("quote", [VERDICT, PASSIVE])
def test_opposites_are_not_exchanged(quote: str) -> None:
    """Who was acquitted beside somebody who was convicted is not said to be convicted."""
    for name, is_borne in (("Conrad Haile", False), ("Delia Brandvold", True)):
        for verb, holds in (("convicted", is_borne), ("acquitted", not is_borne)):
            assert (unborne(f"{name} was {verb}.", [quote], []) is None) == holds
    assert unborne("Haile's aide Delia Brandvold was convicted.", [quote], []) is None
    if quote is VERDICT:
        assert unborne("A jury convicted Delia Brandvold on Thursday.", [quote], []) is None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Shares fell.", "Shares rose, then fell."),
        ("Shares fell.", "Shares did not rise."),
        ("The ferry won the race.", "The tram lost the race."),
        ("Shares climbed by 6%.", "Shares rose by 6%."),
    ],
)
def test_an_opposite_word_may_say_the_same(claim: str, quote: str) -> None:
    """Where both are told, where one is denied, and where two have a part in it."""
    assert unborne(claim, [quote], []) is None


def test_german_nouns_are_no_names() -> None:
    """In German every noun has a capital; numbers are compared there too."""
    quotes = ["Der Zug kostet 14 Euro und ist alt."]
    assert unborne("Die Fahrkarte kostet 14 Euro und ist alt.", quotes, []) is None
    assert unborne("Die Fahrkarte kostet 15 Euro und ist alt.", quotes, []) is not None


def test_a_long_text_is_read_in_little_time() -> None:
    """Text that was made to be slow is no slower than other text."""
    hostile = ["A " * 10_000, "1," * 10_000, "twenty " * 3_000, "“" * 10_000, "not " * 5_000]
    claim = "Ada Morrow said on 3 May 2024 that 1,500 boats did not come."
    for text in hostile:
        started = time.thread_time()
        unborne(claim, [text], [text])
        unborne(text[:600], [claim], [text])
        assert time.thread_time() - started < 1.0
