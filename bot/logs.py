"""Logging to standard error, plain for people or JSON for machines."""

from __future__ import annotations

import logging
from typing import Literal

_FIELDS = ("library", "articles", "passages", "status", "embedding", "ms")


def set_up_logging(level: str, form: Literal["plain", "json"]) -> None:
    """Send Footnote's own logs at ``level``, and others' warnings, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(_json() if form == "json" else _Plain())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("bot", "index"):
        logging.getLogger(name).setLevel(level)


class _Plain(logging.Formatter):
    """A line for a person, with the fields of the event behind it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the library's name
        told = [f"{name}={getattr(record, name)}" for name in _FIELDS if hasattr(record, name)]
        return " ".join([super().formatMessage(record), *told])


def _json() -> logging.Formatter:
    # Imported where it is chosen: the plain console should not pay for it.
    from pythonjsonlogger.json import JsonFormatter

    return JsonFormatter(
        "%(asctime)s %(levelname)s %(name)s %(message)s",
        rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
    )
