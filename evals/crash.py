"""A hundred kills in the middle of ``footnote add``, and what each left."""

from __future__ import annotations

import shutil

from evals.crashing import Campaign, Round
from evals.data import CACHE
from evals.report import Limits, Result, Table, progress

_ROUNDS = 100


def run(limits: Limits) -> Result:
    """Run the campaign; ``--articles`` makes each round smaller."""
    workspace = CACHE / "crash"
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir(parents=True)
    campaign = Campaign(workspace, articles=limits.articles or 200)
    total = limits.rounds or _ROUNDS
    with progress("Killing", total) as advance:
        rounds = campaign.run(total, lambda _: advance(1))
    result = _result(campaign, rounds)
    if not result.broken:
        shutil.rmtree(workspace)
    return result


def _result(campaign: Campaign, rounds: list[Round]) -> Result:
    figures: dict[str, object] = {
        "rounds": len(rounds),
        "killed": sum(round_.killed for round_ in rounds),
        "before_any_receipt": sum(not round_.acknowledged for round_ in rounds),
        "between_receipts": sum(0 < r.acknowledged < campaign.articles for r in rounds),
        "after_all_receipts": sum(r.acknowledged >= campaign.articles for r in rounds),
        "articles_acknowledged": sum(round_.acknowledged for round_ in rounds),
        "rounds_with_problems": sum(bool(round_.problems) for round_ in rounds),
    }
    rows = tuple((name.replace("_", " "), str(value)) for name, value in figures.items())
    return Result(
        suite="crash",
        settings={"articles_a_round": campaign.articles, "seed": campaign.seed},
        figures=figures,
        tables=[Table("crash", ("", ""), rows)],
        broken=[
            f"round {round_.number}, killed {round_.killed_at.seconds:.2f} s after "
            f"{round_.killed_at.receipts} receipts: {problem}"
            for round_ in rounds
            for problem in round_.problems[:5]
        ],
    )
