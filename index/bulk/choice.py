"""What is wanted of the pages that lists name, and what became of the others."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the pages that lists name are wanted.

    ``since`` is a day: what a sitemap or feed dates earlier, or not at all, is left out; lists of
    another kind give no dates and are not limited. ``match`` must stand in the address, in
    whatever case. ``most`` pages are fetched at a time. What is stored already is not fetched,
    except ``again``.
    """

    since: str | None = None
    match: str | None = None
    most: int | None = None
    again: bool = False


@dataclass(slots=True)
class Tally:
    """What became of listed addresses that have neither receipt nor refusal.

    Of ``known`` to look at ``done`` are. ``skipped`` are stored already, ``removed`` of them were
    removed by somebody since; ``left_out`` are not wanted, ``undated`` of them for want of a date;
    ``postponed`` are more than are wanted at a time. ``feeds`` are those that were read.
    """

    known: int = 0
    done: int = 0
    skipped: int = 0
    removed: int = 0
    left_out: int = 0
    undated: int = 0
    postponed: int = 0
    feeds: list[str] = field(default_factory=list)
