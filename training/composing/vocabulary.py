"""The values that fill slots: people, firms, places, days, figures."""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

MONTHS = (
    "January February March April May June July August September October November December"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
RANGE = re.compile(r"(?P<unit>[$€£%]?)(?P<low>[\d.]+)-(?P<high>[\d.]+)(?: (?P<what>.+))?")


@dataclass(frozen=True)
class Value:
    """One thing a slot may hold; two values are the same thing when their keys are equal."""

    key: str
    kind: str
    forms: Mapping[str, tuple[str, ...]]

    def say(self, rng: random.Random, form: str = "") -> str:
        """One wording of a form."""
        return rng.choice(self.forms[form])


@lru_cache(maxsize=1)
def lists() -> dict[str, list[str]]:
    """The word lists of ``vocabulary.toml``: a line is an entry."""
    text = files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return {
        name: [line.strip() for line in str(lines).strip().splitlines()]
        for name, lines in tomllib.loads(text).items()
    }


def plain(key: str, kind: str) -> Value:
    """A value with one wording."""
    return Value(key, kind, {"": (key,)})


def entry(line: str, kind: str) -> Value:
    """A value from ``name``, or from ``noun / doing / do`` with ``;`` between like wordings."""
    parts = [tuple(word.strip() for word in part.split(";")) for part in line.split(" / ")]
    if len(parts) == 1:
        return Value(parts[0][0], kind, {"": parts[0]})
    names = ("np", "ing", "inf")
    forms = dict(zip(names, parts, strict=False))
    return Value(parts[0][0], kind, {"": parts[0], **forms})


def person(rng: random.Random, roles: str) -> Value:
    """Somebody with a name, a pronoun, an age and a role such as ``Danish trade minister``."""
    words = lists()
    woman = rng.random() < 0.5
    first = rng.choice(words["women" if woman else "men"])
    last = rng.choice(words["surnames"])
    role = rng.choice(words[roles]) if roles in words else ""
    noun = role.replace("ADJ ", "").replace(" PLACE", "")
    if "ADJ" in role:
        role = role.replace("ADJ", rng.choice(words["countries"]).split(" / ")[1])
    if "PLACE" in role:
        role = role.replace("PLACE", f"of {town(rng).key}")
    he, him, his = ("she", "her", "her") if woman else ("he", "him", "his")
    subjects = [he, he, he, last]
    if noun:
        subjects.append(f"the {noun}")
    return Value(
        f"{first} {last}",
        "who",
        {
            "": (f"{first} {last}",),
            "last": (last,),
            "he": (he,),
            "him": (him,),
            "his": (his,),
            "sub": tuple(subjects),
            "role": (role,),
            "noun": (noun,),
            "age": (str(rng.randint(19, 84)),),
        },
    )


def town(rng: random.Random) -> Value:
    """A town, half of them invented."""
    words = lists()
    if rng.random() < 0.45:
        return plain(rng.choice(words["cities"]), "place")
    name = rng.choice(words["town_heads"]) + rng.choice(words["town_tails"])
    if rng.random() < 0.12:
        name = rng.choice(("Port ", "New ", "Lower ", "Upper ", "St ")) + name
    return plain(name, "place")


def firm(rng: random.Random) -> Value:
    """An invented company."""
    words = lists()
    head = rng.choice(words["firm_heads"])
    return plain(f"{head} {rng.choice(words['firm_tails'])}", "organisation")


def day(rng: random.Random) -> Value:
    """A day or a month, with the preposition that goes before it."""
    month = rng.choice(MONTHS)
    number, year = rng.randint(1, 28), rng.randint(2009, 2031)
    style = rng.random()
    wordings: tuple[str, ...]
    if style < 0.35:
        weekday = rng.choice(DAYS)
        return Value(weekday, "date", {"": (f"on {weekday}",)})
    if style < 0.6:
        wordings = (f"on {month} {number}", f"on {number} {month}")
    elif style < 0.72:
        wordings = (f"on {month} {number}, {year}", f"on {number} {month} {year}")
    elif style < 0.84:
        wordings = (f"in {month}",)
    elif style < 0.9:
        wordings = (f"in {month} {year}",)
    else:
        wordings = (rng.choice(lists()["times"]),)
    if style >= 0.6 and style < 0.72:
        wordings = (rng.choice(wordings).replace(f", {year}", f" {year}"),)
    return Value(wordings[0], "date", {"": wordings})


def _amount(number: float, unit: str) -> tuple[str, ...]:
    """A sum in millions, said in several ways."""
    if number >= 1000:
        figure = f"{number / 1000:g}"
        return (f"{unit}{figure} billion", f"{unit}{figure}bn")
    figure = f"{number:g}"
    words = {"$": "dollars", "€": "euros", "£": "pounds"}
    return (f"{unit}{figure} million", f"{unit}{figure}m", f"{figure} million {words[unit]}")


def figure(rng: random.Random, spec: re.Match[str]) -> Value:
    """A number from a range such as ``20-900 jobs``, ``%2-9``, ``$1.5-80`` (of millions)."""
    unit, what = spec["unit"], spec["what"]
    low, high = float(spec["low"]), float(spec["high"])
    if unit == "%":
        number = round(rng.uniform(low, high), rng.choice((0, 1)))
        return Value(
            f"{number:g}%",
            "number",
            {"": (f"{number:g}%", f"{number:g} percent", f"{number:g} per cent")},
        )
    if unit:
        number = round(rng.uniform(low, high), 1 if high < 100 else 0)
        unit = rng.choice("$$€£") if unit == "$" else unit
        return Value(f"{unit}{number:g}m", "number", {"": _amount(number, unit)})
    if "." in spec["low"]:
        text = [f"{rng.uniform(low, high):.1f}"]
    else:
        whole = rng.randint(int(low), int(high))
        if whole > 400 and rng.random() < 0.6:
            whole = round(whole, -2 if whole > 3000 else -1)
        text = [f"{whole:,}"]
        if whole <= 20:
            text.append(SMALL[whole])
            if whole < 11:
                text = text[1:]
    if what is None:
        return Value(text[0], "number", {"": tuple(text), "n": tuple(text)})
    return Value(
        f"{text[0]} {what}",
        "number",
        {"": tuple(f"{one} {what}" for one in text), "n": tuple(text)},
    )


def country(rng: random.Random) -> Value:
    """A country, with its adjective."""
    name, adjective = rng.choice(lists()["countries"]).split(" / ")
    return Value(name, "place", {"": (name,), "adj": (adjective,)})


def draw(rng: random.Random, spec: str | Sequence[str], slot: str) -> Value:
    """A value for a slot: a list of the family's own, a range, a kind of name or a word list."""
    kind = {"why": "cause", "where": "place", "how": "cause", "when": "date"}.get(slot, "thing")
    if not isinstance(spec, str):
        return entry(rng.choice(spec), kind)
    if found := RANGE.fullmatch(spec):
        return figure(rng, found)
    if spec.startswith("person"):
        return person(rng, spec.removeprefix("person").strip())
    makers = {"town": town, "firm": firm, "day": day, "country": country}
    if spec in makers:
        return makers[spec](rng)
    return entry(rng.choice(lists()[spec]), kind)
