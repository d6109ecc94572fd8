"""Invented news, as much as is wanted, each article with a word that no other has."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_WHO = """council ministry museum union orchestra harbour brewery university ferry library hospital
airline observatory cooperative theatre railway bakery parliament zoo shipyard""".split()
_WHERE = """Almora Bresk Cardale Dunholm Esterby Fenwick Garth Holmsund Ilmar Jorvik Kelder Lunde
Marrow Norby Ostrava Pell Quill Rasmund Selby Tarn""".split()
_DID = """approved rejected postponed announced questioned celebrated measured repaired sold bought
opened closed studied insured renamed""".split()
_WHAT = """bridge tunnel festival budget orchard satellite lighthouse vaccine curriculum aquarium
monument timetable reservoir vineyard archive glacier tramline greenhouse clock tower""".split()
_WHY = """after a long debate|despite the rain|for the first time in years|against all advice|with
the help of volunteers|before the summer|because of rising costs|to general surprise|at the request
of residents|without giving reasons""".replace("\n", " ").split("|")
_LONG_EVERY = 25
_SENTENCES, _SENTENCES_OF_LONG = 1, 16


@dataclass(frozen=True, slots=True)
class Invented:
    """An article as ``add`` takes it, and its own word."""

    url: str
    title: str
    text: str
    word: str

    def as_line(self) -> dict[str, str]:
        """Its JSON Lines record."""
        return {"url": self.url, "title": self.title, "text": self.text}


def invent(count: int, edition: int) -> list[Invented]:
    """So many articles, the same for the same edition; a few have several passages."""
    random = Random(edition)
    return [_article(random, edition, number) for number in range(count)]


def _article(random: Random, edition: int, number: int) -> Invented:
    word = f"q{edition}z{number}k"
    place, what = random.choice(_WHERE), random.choice(_WHAT)
    length = _SENTENCES_OF_LONG if number % _LONG_EVERY == 0 else _SENTENCES
    sentences = [f"The {what} of {place} is known as {word}."]
    sentences += [_sentence(random) for _ in range(length)]
    return Invented(
        url=f"https://news.example/{edition}/{number}",
        title=f"{place} and its {what}, part {number} of {edition}",
        text=" ".join(sentences),
        word=word,
    )


def _sentence(random: Random) -> str:
    return (
        f"The {random.choice(_WHO)} of {random.choice(_WHERE)} {random.choice(_DID)} "
        f"{random.randint(2, 900)} parts of the {random.choice(_WHAT)} {random.choice(_WHY)}."
    )
