"""Answerable or not: how often what the articles say is answered, and what they don't, declined."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import get_args

from evals.calibrate import dump
from evals.cases import Asked
from evals.metrics import mean
from evals.report import Goal, Limits, Result, Table
from evals.sets import answered_elsewhere
from evals.trying import Tried, tried
from index.answer.judging import THRESHOLDS

_BESIDE = frozenset({"said", "refusing"})
"""Sets of one kind that was seen to be hard. They are told, and are no part of the mean."""


def run(limits: Limits) -> Result:
    """Judge every case; its signals are kept for ``python -m evals.calibrate``."""
    cases = asyncio.run(tried(limits.questions))
    dump(cases)
    stances = {asked: _stances(cases, asked) for asked in get_args(Asked)}
    return Result(
        suite="answerable",
        settings={
            "cases": len({(one.case.set, one.case.id) for one in cases}),
            "thresholds": dict(THRESHOLDS),
        },
        figures={"stances": stances},
        tables=[
            table
            for asked, told in stances.items()
            for table in (_table(asked, told["balanced"]), _stance_table(asked, told))
        ],
        goals=[
            goal
            for asked, told in stances.items()
            for goal in _goals(asked, told["balanced"]["confirm"])
        ],
        notes=[
            "Sets weigh alike, but for said and refusing, which are no part of the mean.",
            "Of the quiz without its articles those labelled unanswerable count.",
            "Right: were every question answered. Answered: with whatever sentence.",
            "On its day and later newer articles count for more; later, other ones are the newest.",
            "A small library has thirty articles, or four.",
        ],
    )


def _stances(cases: Sequence[Tried], when: Asked) -> dict[str, dict[str, dict[str, float]]]:
    asked = [one for one in cases if one.asked == when]
    parts = {"all": asked} | {
        part: [one for one in asked if one.case.part == part] for part in ("choose", "confirm")
    }
    return {
        stance: {name: _figures(group, least) for name, group in parts.items()}
        for stance, least in THRESHOLDS.items()
    }


def _goals(asked: str, confirmed: dict[str, float]) -> list[Goal]:
    return [
        Goal(f"balanced accuracy {asked}, confirm", confirmed["balanced accuracy"], least=0.82),
        Goal(f"false answers {asked}, confirm", confirmed["false answers"], most=0.15),
    ]


def _figures(group: Sequence[Tried], least: float) -> dict[str, float]:
    """The share of each set that is answered, and what follows; each set counts the same."""
    shares = {
        name: mean([float(_is_answered(one, least)) for one in group if one.case.set == name])
        for name in sorted({one.case.set for one in group})
    }
    raw = {}
    if "quiz without" in shares:
        raw = {"answered of quiz without, raw": shares["quiz without"]}
        corrected = [float(_is_answered(one, least)) for one in _corrected(group)]
        shares["quiz without"] = mean(corrected)
    answerable = {one.case.set for one in group if one.case.answerable}
    given = mean([share for name, share in shares.items() if name in answerable - _BESIDE])
    false = mean([share for name, share in shares.items() if name not in answerable])
    return {
        "balanced accuracy": (given + 1 - false) / 2,
        "answered": given,
        "false answers": false,
        **{f"answered of {name}": share for name, share in shares.items()},
        **raw,
        **{
            f"right in {count} of {name}": _right(group, name, count)
            for name in sorted(answerable)
            for count in (1, 3)
        },
    }


def _right(group: Sequence[Tried], name: str, count: int) -> float:
    """How often the answer is among the best so many sentences, were every question answered."""
    return mean(
        [
            float(any(one.case.is_right(judged.sentence) for judged in one.judged[:count]))
            for one in group
            if one.case.set == name
        ]
    )


def _corrected(group: Sequence[Tried]) -> list[Tried]:
    """The questions without their articles that were labelled as answered by no other either."""
    elsewhere = answered_elsewhere()
    return [
        one
        for one in group
        if one.case.set == "quiz without" and not elsewhere.get(one.case.id, True)
    ]


def _is_answered(one: Tried, least: float) -> bool:
    return bool(one.judged) and one.judged[0].likelihood >= least


def _table(asked: str, parts: dict[str, dict[str, float]]) -> Table:
    rows = tuple(
        (name, *(f"{figures.get(name, 0):.3f}" for figures in parts.values()))
        for name in parts["all"]
    )
    return Table(f"answerable {asked}: balanced", ("", *parts), rows)


def _stance_table(asked: str, stances: dict[str, dict[str, dict[str, float]]]) -> Table:
    chosen = ("balanced accuracy", "answered", "false answers")
    rows = tuple(
        (stance, *(f"{parts['confirm'][name]:.3f}" for name in chosen))
        for stance, parts in stances.items()
    )
    return Table(f"answerable {asked}: confirm, by stance", ("", *chosen), rows)
