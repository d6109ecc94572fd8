"""Families: kinds of event, with their wordings, their questions and their values.

A table of ``families/*.toml`` is a family. ``fact``, ``not`` and ``may`` are wordings of an event
that happened, that was denied and that is only possible; ``ask``, ``ask_not`` and ``ask_may``
hold the questions for a slot of each; ``more`` holds sentences that tell one slot and lean on the
sentence before them; ``many`` holds questions that several events answer. ``did`` is the event as
a question without its question word. ``group`` joins families that could answer each other's
questions; ``like`` takes over what another family says.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from training.composing.wording import holes

Wordings = tuple[str, ...]
STATUSES = ("fact", "not", "may")

WHY = (
    "(officials|those close to the matter|people involved|documents) put (it|this) down to {why}",
    "{why} (led to it|lay behind it|brought it about)",
    "the (reason|explanation) (given|offered) was {why}",
    "what (led|had led) to it was {why}",
)
WHEN = (
    "(it happened|this happened|that took place|all this was) {when}",
    "it was {when} that (it|all this) came about",
    "that was {when}",
)


@dataclass(frozen=True)
class Family:
    """One kind of event."""

    name: str
    theme: str
    group: str
    topic: str
    did: str
    weight: float
    slots: Mapping[str, str | Sequence[str]]
    claims: Mapping[str, Wordings]
    asks: Mapping[str, Mapping[str, Wordings]]
    more: Mapping[str, Wordings]
    many: Mapping[str, Mapping[str, Wordings]]


def lines(text: str) -> Wordings:
    """The wordings of a block, one a line."""
    return tuple(line.strip() for line in text.strip().splitlines() if line.strip())


def _table(raw: Mapping[str, Any], name: str) -> dict[str, Wordings]:
    return {slot: lines(text) for slot, text in raw.get(name, {}).items()}


def _family(name: str, theme: str, raw: Mapping[str, Any]) -> Family:
    slots = raw["slots"]
    asks = {
        status: _table(raw, "ask" if status == "fact" else f"ask_{status}") for status in STATUSES
    }
    more = _table(raw, "more")
    if did := raw.get("did", ""):
        for slot, starts in {
            "when": ("when {}", "on (what|which) day {}", "when exactly {}", "on what date {}"),
            "why": ("why {}", "for what reason {}", "what was the reason: why {}"),
            "where": ("where {}", "in (what|which) place {}"),
        }.items():
            if slot in slots and slot not in holes(did):
                asks["fact"][slot] = asks["fact"].get(slot, ()) + tuple(
                    start.format(did) for start in starts
                )
    if "why" in slots:
        more["why"] = more.get("why", ()) + WHY
    if "when" in slots:
        more["when"] = more.get("when", ()) + WHEN
    every = [*more.values(), *asks["fact"].values(), *asks["not"].values(), *asks["may"].values()]
    every += [lines(raw[status]) for status in STATUSES if status in raw]
    for wording in (line for block in every for line in block):
        if unknown := holes(wording) - slots.keys():
            raise ValueError(f"{name} has no slot {sorted(unknown)}: {wording}")
    return Family(
        name=name,
        theme=theme,
        group=raw.get("group", name),
        topic=raw.get("topic", f"the {name.replace('_', ' ')}"),
        did=did,
        weight=raw.get("weight", 1.0),
        slots=slots,
        claims={status: lines(raw[status]) for status in STATUSES if status in raw},
        asks=asks,
        more=more,
        many={"fact": _table(raw, "many"), "not": _table(raw, "many_not"), "may": {}},
    )


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """All families, in the order of their files and tables."""
    found = []
    folder = files(__package__).joinpath("families")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".toml"):
            continue
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, raw in tables.items():
            whole = {**tables[raw["like"]], **raw} if "like" in raw else raw
            found.append(_family(name, path.name.removesuffix(".toml"), whole))
    return tuple(found)
