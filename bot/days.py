"""On which day something is said, where the person is."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def day_in(zone: tzinfo, moment: datetime | None = None) -> str:
    """The day of a moment, which knows its zone, or of now, in another zone, as ISO 8601."""
    return (moment or datetime.now(UTC)).astimezone(zone).date().isoformat()
