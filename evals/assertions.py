"""Agency news questions (microsoft/benchmark-qed): what an answer should say, and from where."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.data import folder_of
from evals.metrics import plain, share_of, shingles

_SAME_TEXT = 0.9
"""A quote with this share of its word pairs in the source passage lies in it, but for its ends."""
_FOUND = 0.5
"""A passage with this share of word triples in common with the source passage is that passage."""

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b[A-Z][\w’'-]*")
_LEAD = re.compile(r"^The response should \w+(?: that| the| how)?\b")
_WORDS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve".split(),
        range(2, 13),
        strict=True,
    )
)
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that an answer is in: the headline of its article and its words."""

    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """All the figures of an assertion, with its month; or where it has none, most of its names."""

    figures: frozenset[str]
    months: frozenset[str]
    names: frozenset[str]

    def is_in(self, quote: str) -> bool:
        """Whether a quote holds it."""
        words = set(plain(quote).split())
        if self.figures:
            return self.figures <= _figures(quote) and self.months <= _months(words)
        return 2 * len(self.names & words) > len(self.names)


@dataclass(frozen=True, slots=True)
class AgencyQuestion:
    """A question, its source passages, and for each assertion what a quote must hold.

    An assertion whose words all stand in the question itself is left out.
    """

    id: str
    text: str
    sources: tuple[Source, ...]
    wanted: tuple[Wanted, ...]


def agency_questions() -> list[AgencyQuestion]:
    """The questions. Raises ``Skipped`` where they are absent."""
    records = json.loads((folder_of("ap-news") / "questions.json").read_text(encoding="utf-8"))
    return [_question(record) for record in records]


def agency_articles() -> Path:
    """The articles, as ``read_sources`` takes them."""
    return folder_of("ap-news") / "articles.jsonl.gz"


def lies_in(quote: str, title: str, sources: Sequence[Source]) -> bool:
    """Whether a quote of the article of this title lies inside one of the source passages."""
    pairs = shingles(quote, 2)
    return any(
        plain(title) == plain(source.headline)
        and share_of(pairs, shingles(source.text, 2)) >= _SAME_TEXT
        for source in sources
    )


def is_passage(passage: str, title: str, sources: Sequence[Source]) -> bool:
    """Whether a passage of the article of this title is one of the source passages, mostly."""
    triples = shingles(passage, 3)
    return any(
        plain(title) == plain(source.headline) and _common(triples, source.text) >= _FOUND
        for source in sources
    )


def bears(quote: str, wanted: Sequence[Wanted]) -> bool:
    """Whether a quote holds the figures, or the names, of one of the assertions."""
    return any(need.is_in(quote) for need in wanted)


def _common(triples: set[tuple[str, ...]], text: str) -> float:
    of_source = shingles(text, 3)
    smaller, larger = sorted((triples, of_source), key=len)
    return share_of(smaller, larger)


def _question(record: dict[str, Any]) -> AgencyQuestion:
    text = record["question_text"]
    wanted = (_wanted(assertion["statement"], text) for assertion in record["assertions"])
    return AgencyQuestion(
        id=record["question_id"],
        text=text,
        sources=tuple(
            _source(source["text"]) for claim in record["claims"] for source in claim["sources"]
        ),
        wanted=tuple(need for need in wanted if need.figures or need.names),
    )


def _source(text: str) -> Source:
    headline, _, rest = text.partition("\n")
    body = rest.partition("\n")[2]
    # A passage may begin or end inside a tag.
    body = re.sub(r"^[^<>]*>|<[^<>]*$", " ", body)
    words = html.unescape(re.sub(r"<[^>]*>", " ", body))
    return Source(html.unescape(headline.removeprefix("headline: ")), words)


def _wanted(statement: str, question: str) -> Wanted:
    said = _LEAD.sub("", statement)
    figures = _figures(said) - _figures(question)
    # A year goes without saying in the news of that year.
    telling = {figure for figure in figures if not re.fullmatch(r"(?:19|20)\d\d", figure)}
    known = set(plain(question).split())
    names = {word for name in _NAME.findall(said) for word in plain(name).split()} - known
    months = _months(names) if telling else set()
    return Wanted(frozenset(telling or figures), frozenset(months), frozenset(names))


def _months(words: set[str]) -> set[str]:
    return {word[:3] for word in words if word[:3] in _MONTHS}


def _figures(text: str) -> set[str]:
    found = {figure.replace(",", "") for figure in _FIGURE.findall(text)}
    return found | {str(_WORDS[word]) for word in plain(text).split() if word in _WORDS}
