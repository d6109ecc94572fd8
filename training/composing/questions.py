"""How a question is dressed: plain, chatty, long, or with a lead-in."""

import random

from training.composing.families import Family
from training.composing.vocabulary import DAYS, MONTHS

STARTS = (
    "who whom whose which what when where why how did was were is are has have does do on in for "
    "according to at by from with can will would the may might could"
).split()


def _lower(question: str) -> str:
    """The question as it stands behind a comma."""
    return question if question[:2] == question[:2].upper() else question[0].lower() + question[1:]


def _typo(rng: random.Random, text: str) -> str:
    """The text with two letters of a question word or common word swapped or one left out."""
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long:
        return text
    place = rng.choice(long)
    word = words[place]
    at = rng.randint(1, len(word) - 3)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    words[place] = rng.choice((swapped, word[:at] + word[at + 1 :]))
    return " ".join(words)


def dress(rng: random.Random, question: str, family: Family) -> str:
    """The question as somebody would put it."""
    if question.endswith(":"):
        return question[0].upper() + question[1:]
    style = rng.random()
    if style < 0.13:
        chat = question.lower()
        if rng.random() < 0.3:
            chat = _typo(rng, chat)
        if rng.random() < 0.2:
            chat = rng.choice(("so ", "hey, ", "do you know ", "ok ", "and ", "quick one: ")) + chat
        return chat + rng.choice(("", "", "?", "??"))
    first = question.split()[0]
    if style < 0.25 and first in STARTS:
        date = f"{rng.choice(MONTHS)} {rng.randint(1, 28)}"
        topic = family.topic
        lead = rng.choice(
            (
                f"in the article on {topic}, ",
                f"in the report about {topic}, ",
                f"as of the {date} report, ",
                f"according to the {rng.choice(DAYS)} news story on {topic}, ",
                f"in the passage on {topic}, ",
                f"regarding {topic}, ",
                f"as reported on {date}, ",
            )
        )
        question = lead + _lower(question)
    elif style < 0.33:
        topic = family.topic[0].upper() + family.topic[1:]
        lead = rng.choice(
            (
                f"{topic} made the news this week.",
                f"{topic} was in the headlines.",
                f"Our readers wrote to us about {family.topic}.",
                f"The papers were full of {family.topic} this week.",
            )
        )
        return f"{lead} {question[0].upper()}{question[1:]}?"
    return question[0].upper() + question[1:] + "?"
