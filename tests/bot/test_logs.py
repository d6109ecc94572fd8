"""Logs tell ids and timings, never what people ask."""

from __future__ import annotations

import json
from pathlib import Path

from newsroom import PIER, UNANSWERABLE
from support import Console

QUIET = {"LOG_LEVEL": "INFO", "LOG_FORMAT": "json"}


def test_at_info_there_are_timings_and_no_questions(console: Console, stocked: Path) -> None:
    """An event is a JSON object with its time, level, library and milliseconds."""
    added = console("add", "-", stdin="One\n\nOne more article.", env=QUIET)
    asked = [console("ask", text, env=QUIET) for text in (PIER.question, UNANSWERABLE)]
    searched = console("search", PIER.question, env=QUIET)
    events = [json.loads(line) for ran in (added, *asked) for line in ran.err.splitlines()]
    for event in events:
        assert event["level"] == "INFO"
        assert event.keys() >= {"time", "logger", "message", "library", "ms"}
        assert event["ms"] >= 0
    assert {event["message"] for event in events} >= {"indexed", "asked"}
    statuses = [event["status"] for event in events if event["message"] == "asked"]
    assert statuses == ["answered", "not_found"]
    told = "".join(ran.err for ran in (added, *asked, searched))
    for word in ("Quill", "Vossi", "opera"):
        assert word not in told


def test_questions_are_logged_for_debugging_only(console: Console, stocked: Path) -> None:
    """At DEBUG the question is there, on standard error like every log."""
    ran = console("ask", PIER.question, env={"LOG_LEVEL": "DEBUG"})
    (line,) = [line for line in ran.err.splitlines() if PIER.question in line]
    assert " DEBUG " in line
    assert PIER.question not in ran.out


def test_a_plain_line_shows_its_fields(console: Console, stocked: Path) -> None:
    """For people an event is one line with its fields behind the message."""
    (line,) = console("ask", PIER.question, env={"LOG_LEVEL": "INFO"}).err.splitlines()
    assert " INFO index.asking: asked library=default status=answered ms=" in line


def test_without_a_setting_nothing_is_logged(console: Console, stocked: Path) -> None:
    """By default standard error is silent while all goes well."""
    assert console("ask", PIER.question).err == ""
