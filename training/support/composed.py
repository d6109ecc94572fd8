"""Claims of our own: an event quoted in one wording and claimed in another."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from training.composing.families import families
from training.composing.sentences import Event, Scene, Sentence
from training.support.cases import Case

_MOST_OTHERS = 3
_KINDS = ("swapped", "swapped", "unsaid", "denied")


def composed(count: int, seed: int) -> Iterator[Case]:
    """So many cases, the same for the same seed, every second one supported."""
    made = number = 0
    while made < count:
        number += 1
        case = _case(Random(f"{seed}:{number}"), made % 2 == 1)
        if case is not None:
            made += 1
            yield case


def _case(rng: Random, supported: bool) -> Case | None:
    every = families()
    (family,) = rng.choices(every, [one.weight for one in every])
    scene = Scene(rng)
    event = scene.event(family, "fact")
    quoted = scene.fact(event, source=False)
    if quoted is None:
        return None
    kind = "other words" if supported else rng.choice(_KINDS)
    told = _other_words(scene, event, quoted) if supported else _wrong(scene, event, quoted, kind)
    if told is None or told.text == quoted.text:
        return None
    lines = [quoted.text, *(scene.filler().text for _ in range(rng.randint(0, _MOST_OTHERS)))]
    rng.shuffle(lines)
    return Case(told.text, tuple(lines), " ".join(lines), supported, kind)


def _other_words(scene: Scene, event: Event, quoted: Sentence) -> Sentence | None:
    """A sentence that tells of the event no more than is quoted."""
    told = scene.fact(event, avoid=frozenset(event.values) - quoted.keys, source=False)
    return told if told is not None and told.keys <= quoted.keys else None


def _wrong(scene: Scene, event: Event, quoted: Sentence, kind: str) -> Sentence | None:
    """A sentence that tells more than is quoted, of another event, or that it was not so."""
    if kind == "unsaid":
        told = scene.fact(event, source=False)
        return None if told is None or told.keys <= quoted.keys else told
    if kind == "denied":
        known = event.family.claims.get("not")
        return scene.fact(Event(event.family, "not", event.values), source=False) if known else None
    slots = sorted(slot for slot in quoted.keys if slot in event.values)
    slot = scene.rng.choice(slots) if slots else ""
    other = scene.variant(event, "fact", frozenset({slot})) if slot else None
    told = scene.fact(other, source=False) if other is not None else None
    return told if told is not None and slot in told.keys else None
