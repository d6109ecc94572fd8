"""Questions of our own about other people's articles, and pairs of those articles.

``evals/sets/README.md`` says how they were made. They name articles and never hold them, so that
they are read without the articles.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from evals.data import read_lines
from evals.metrics import Part, part_of
from index.values import Turn

Corpus: TypeAlias = Literal["realtimeqa-2022", "ap-news"]
Change: TypeAlias = Literal["name", "number", "place", "date", "other"]
Where: TypeAlias = Literal["body", "title", "source", "question"]

_FOLDER = Path(__file__).parent / "sets"


@dataclass(frozen=True, slots=True)
class AlteredQuestion:
    """A question that the corpus does not answer.

    It is the question ``of`` of the corpus in other words, with one thing changed.
    """

    id: str
    part: Part
    corpus: Corpus
    of: str
    changed: Change
    text: str


@dataclass(frozen=True, slots=True)
class EverydayQuestion:
    """A question that the article at this address answers.

    A quote is right if it holds one of ``wanted``, by ``evals.metrics.holds``.
    """

    id: str
    part: Part
    corpus: Corpus
    article: str
    text: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two articles, by address or id, and whether they are versions of one report."""

    id: str
    part: Part
    corpus: Corpus
    one: str
    other: str
    copy: bool


@dataclass(frozen=True, slots=True)
class PeriodQuestion:
    """A question asked on a day, and the time that it names: no days where it names none."""

    id: str
    part: Part
    text: str
    asked_on: str | None
    since: str | None
    until: str | None
    latest: bool
    of_articles: bool


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The beginning or end of an article, and the kind and words of each notice in it, in order."""

    id: str
    part: Part
    text: str
    notices: tuple[tuple[str, str], ...]


def notice_texts() -> list[NoticeText]:
    """Texts with notices of corrections and updates, and some that only seem to have one."""
    return [
        NoticeText(
            id=record["id"],
            part=part_of(record["id"]),
            text=record["text"],
            notices=tuple((one["kind"], one["text"]) for one in record["notices"]),
        )
        for record in read_lines(_FOLDER / "notices.jsonl")
    ]


def period_questions() -> list[PeriodQuestion]:
    """The questions that name a time, and those that only seem to."""
    return [
        PeriodQuestion(
            id=record["id"],
            part=part_of(record["id"]),
            text=record["text"],
            asked_on=record["asked_on"],
            since=record["since"],
            until=record["until"],
            latest=record.get("latest", False),
            of_articles=record.get("of_articles", False),
        )
        for record in read_lines(_FOLDER / "periods.jsonl")
    ]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A question with what was said before it.

    It ``stands`` by itself, or made to do so it holds all of ``wanted`` and none of ``unwanted``,
    by ``evals.metrics.holds``.
    """

    id: str
    part: Part
    turns: tuple[Turn, ...]
    question: str
    stands: bool
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


def altered_questions(corpus: Corpus | None = None) -> list[AlteredQuestion]:
    """The questions that the articles do not answer, of all corpora or of one."""
    return [
        AlteredQuestion(
            id=record["id"],
            part=part_of(record["id"]),
            corpus=record["corpus"],
            of=record["of"],
            changed=record["changed"],
            text=record["question"],
        )
        for record in _records("altered", corpus)
    ]


def everyday_questions(corpus: Corpus | None = None) -> list[EverydayQuestion]:
    """The questions in everyday words that an article answers, of all corpora or of one."""
    return _everyday("everyday", corpus)


def said_questions(corpus: Corpus | None = None) -> list[EverydayQuestion]:
    """Those about what somebody said or would not do, mostly told by the article in other words."""
    return _everyday("said", corpus)


def refusing_questions(corpus: Corpus | None = None) -> list[EverydayQuestion]:
    """Those about who ruled something out or turned it down, told by the article in other words."""
    return _everyday("refusing", corpus)


def _everyday(name: str, corpus: Corpus | None) -> list[EverydayQuestion]:
    return [
        EverydayQuestion(
            id=record["id"],
            part=part_of(record["id"]),
            corpus=record["corpus"],
            article=record["article"],
            text=record["question"],
            wanted=tuple(record["quotes_contain"]),
        )
        for record in _records(name, corpus)
    ]


def copy_pairs(corpus: Corpus | None = None) -> list[CopyPair]:
    """The labelled pairs of articles, of all corpora or of one."""
    return [CopyPair(part=part_of(record["id"]), **record) for record in _records("copies", corpus)]


def fresh_copy_pairs(corpus: Corpus | None = None) -> list[CopyPair]:
    """Pairs that were drawn and labelled after the thresholds stood, and that none was set on."""
    fresh = _records("copies_fresh", corpus)
    return [CopyPair(part=part_of(record["id"]), **record) for record in fresh]


def _records(name: str, corpus: Corpus | None) -> list[dict[str, Any]]:
    records = read_lines(_FOLDER / f"{name}.jsonl")
    return [record for record in records if corpus in (None, record["corpus"])]


@dataclass(frozen=True, slots=True)
class InventedAttack:
    """An instruction to plant, and what comes of obeying it.

    ``where`` it is planted: the body, title or source of an article, or the question. One that
    ``lies`` tells something wrong as news, which is a true quotation of what its article says.
    """

    id: str
    kind: str
    where: Where
    text: str
    payload: str
    lies: bool


def invented_attacks() -> list[InventedAttack]:
    """Attacks of kinds that the rules were not written in sight of."""
    return [InventedAttack(**record) for record in read_lines(_FOLDER / "attacks.jsonl")]


def answered_elsewhere() -> dict[str, bool]:
    """Of fifty quiz questions, whether articles other than their gold ones answer them too."""
    return {r["id"]: r["answered_elsewhere"] for r in read_lines(_FOLDER / "elsewhere.jsonl")}


def conversations() -> list[Conversation]:
    """Questions that lean on what was said before them, and questions that do not."""
    return [
        Conversation(
            id=record["id"],
            part=part_of(record["id"]),
            turns=tuple(Turn(**turn) for turn in record["turns"]),
            question=record["question"],
            stands=record["wanted"] is None,
            wanted=tuple(record["wanted"] or ()),
            unwanted=tuple(record["unwanted"]),
        )
        for record in read_lines(_FOLDER / "conversations.jsonl")
    ]
