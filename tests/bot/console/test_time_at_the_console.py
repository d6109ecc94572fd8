"""Which day it is for a question at the console, and what it is told to mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support import Console
from word_hash_embedding import NAME

QUESTION = "What did Harbour master Ada Morrow close yesterday?"
SENTENCE = "Harbour master Ada Morrow closed the {} at Quill Bay after divers found rot in it."


@pytest.fixture
def dated(console: Console, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    """A console whose library has an article of yesterday's in UTC and one of March 2026."""
    monkeypatch.setenv("EMBEDDING", NAME)
    yesterday = (datetime.now(UTC) - timedelta(1)).date().isoformat()
    records = [
        {"text": SENTENCE.format(what), "title": what, "published": day}
        for what, day in (("pier", "2026-03-10"), ("slipway", yesterday))
    ]
    path = tmp_path / "dated.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert console("add", str(path)).code == 0
    return console


def test_a_question_means_the_day_it_is_asked(dated: Console) -> None:
    """Today by default, another day with ``--asked-on``, in every way of asking."""
    today = dated("ask", QUESTION, "--json").json
    assert today["citations"][0]["article"]["title"] == "slipway"
    on = ("--asked-on", "2026-03-11")
    then = dated("ask", QUESTION, "--json", *on).json
    assert then["citations"][0]["article"]["title"] == "pier"
    assert then["period"] == {
        "phrase": "yesterday",
        "since": "2026-03-10",
        "until": "2026-03-10",
        "latest": False,
        "reach": "first",
    }
    (line,) = dated("ask", "--batch", "-", *on, stdin=f"{QUESTION}\n").lines
    assert line["period"] == then["period"]
    hits = dated("search", "Quill Bay yesterday", "--json", *on).json["hits"]
    assert [hit["article"]["title"] for hit in hits] == ["pier", "slipway"]
    assert hits[0]["timely"] > hits[1]["timely"] >= 0


def test_the_time_is_told_beside_the_answer(dated: Console) -> None:
    """The sentence stands on standard error, so that standard output is the answer alone."""
    ran = dated("ask", QUESTION, "--asked-on", "2026-03-11")
    assert "I looked at articles of 10 March 2026 first." in ran.err
    assert "I looked at" not in ran.out
    assert dated("ask", "Who closed the pier?", "--json").json["period"] is None


def test_the_zone_says_which_day_it_is(dated: Console) -> None:
    """East and west of the date line it is never the same day."""
    told = [
        dated("ask", QUESTION, "--json", env={"TIMEZONE": zone}).json["period"]["since"]
        for zone in ("Pacific/Kiritimati", "Etc/GMT+12")
    ]
    assert told[0] > told[1]
