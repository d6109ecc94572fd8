"""Claims that the support check learns from are made as they are labelled."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from training.support import rewording as by
from training.support.changed import SETS, changed
from training.support.composed import composed

TEXT = (
    "In 1999, Ada Morrow took office in Quill Bay (a small town), and she is still there. "
    "The harbour of Fernmouth has 14 quays, which were built by Olaf Brandt after the flood. "
    "Two ferries, including the old Nightingale, may return from Almora before the end of June. "
    "Some fishermen of the county did not sell their catch to the market in Hobb Street."
)


KEEP = (by.shortened, by.moved)


@pytest.fixture
def reading(tmp_path: Path) -> Path:
    """Invented passages in the files that SquadShifts comes in."""
    for name in SETS:
        with gzip.open(tmp_path / f"squadshifts_{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
            for n in range(4):
                text = TEXT.replace("Ada", f"Ada{n}").replace("14", str(30 + n))
                lines.write(json.dumps({"context": text}) + "\n")
    return tmp_path


def test_a_seed_makes_the_same_claims(reading: Path) -> None:
    """Every second one is supported, and both sorts are of several kinds."""
    cases = list(changed(reading, 60, 3))
    assert cases == list(changed(reading, 60, 3)) != list(changed(reading, 60, 4))
    assert [case.supported for case in cases] == [False, True] * 30
    for supported in (True, False):
        assert len({case.kind for case in cases if case.supported is supported}) >= 3
    assert all(case.quotes for case in cases)
    assert all(case.claim not in case.passage for case in cases if not case.supported)


def test_what_follows_is_made_of_words_that_were_there() -> None:
    """Shortening and moving add nothing."""
    sentence = TEXT.split(". ")[0]
    there = set(re.findall(r"\w+", sentence.casefold()))
    made = [change(Random(seed), sentence) for seed in range(9) for change in KEEP]
    assert len(set(made)) > 2
    for told in made:
        assert told is not None
        assert set(re.findall(r"\w+", told.casefold())) <= there


@pytest.mark.parametrize("change", by.BREAKING.values(), ids=list(by.BREAKING))
def test_what_does_not_follow_is_another_sentence(change: Callable[..., str | None]) -> None:
    """Each rule changes a sentence that has what it changes, and leaves others alone."""
    sentences = [f"{line.rstrip('.')}." for line in TEXT.split(". ")]
    made = [(line, change(Random(seed), line)) for line in sentences for seed in range(5)]
    assert any(told is not None for _, told in made)
    assert all(told != line for line, told in made if told is not None)
    assert change(Random(1), "Rain fell.") is None


def test_composed_claims_are_half_supported_and_never_quoted_as_they_are() -> None:
    """The same for the same seed, of every kind."""
    cases = list(composed(80, 5))
    assert cases == list(composed(80, 5))
    assert {case.kind for case in cases if case.supported} == {"other words"}
    assert {case.kind for case in cases if not case.supported} == {"swapped", "unsaid", "denied"}
    assert not any(case.claim in case.quotes for case in cases)
