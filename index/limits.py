"""What may be asked and limited to, and what to warn of where nothing can meet a limit."""

from __future__ import annotations

import re
from datetime import date

from index.errors import EmptyQuestion, InvalidInput
from index.stores.lookup import Lookup
from index.values import Filters

LONGEST_QUESTION = 2_000


def check_question(text: str) -> None:
    """Raise ``EmptyQuestion`` where there is no word, ``InvalidInput`` where there are too many."""
    if not re.search(r"\w", text):
        raise EmptyQuestion("The question has no words; ask something.")
    if len(text) > LONGEST_QUESTION:
        raise InvalidInput(
            f"The question has {len(text):,} characters; ask in at most {LONGEST_QUESTION:,}."
        )


def check_days(filters: Filters) -> None:
    """Raise ``InvalidInput`` where a limit is no day, or the two exclude each other."""
    for day in (filters.since, filters.until):
        _check_day(day)
    if filters.since and filters.until and filters.since > filters.until:
        raise InvalidInput(
            f"No day is on or after {filters.since} and on or before {filters.until}; "
            "exchange the two."
        )


def absent_limits(lookup: Lookup, library: str, filters: Filters) -> tuple[str, ...]:
    """A sentence for each source and each tag of the filters that no article has at all.

    Such a name is mistyped more often than not, which would else look as if nothing were said.
    """
    sources, tags = lookup.absent(library, filters)
    named = [*(("source", name) for name in sources), *(("tag", name) for name in tags)]
    return tuple(
        f"No article here has the {kind} {name!r}; choose one of those that are listed."
        for kind, name in named
    )


def _check_day(day: str | None) -> None:
    try:
        if day is not None and date.fromisoformat(day).isoformat() != day:
            raise ValueError(day)
    except ValueError as exc:
        raise InvalidInput(f"{day!r} is not a day; write it like 2024-02-27.") from exc
