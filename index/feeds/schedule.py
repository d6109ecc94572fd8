"""When a feed is looked at next."""

from __future__ import annotations

from datetime import datetime, timedelta

from index.feeds.kept import KeptFeed


def next_look(kept: KeptFeed, every: timedelta) -> datetime | None:
    """The moment from which on a feed is due, None where that is never: ``every`` 0, or gone."""
    if not every or kept.gone_at is not None:
        return None
    asked = max(every, timedelta(minutes=kept.minutes or 0))
    due = datetime.fromisoformat(kept.checked_at) + asked
    if kept.rests_until is None:
        return due
    return max(due, datetime.fromisoformat(kept.rests_until))
