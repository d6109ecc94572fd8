"""Which day it is for a question in Discord, and what the answer tells of it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from chatting import Chat, plain
from support import added, drafted

TEXT = "Slipway closed\n\nHarbour master Ada Morrow closed the slipway at Quill Bay after a storm."
DAYS_AGO = 5


async def test_a_message_means_the_day_it_was_written(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“Yesterday” is the day before a message was sent, or before a command is given."""
    before = datetime.now(UTC) - timedelta(DAYS_AGO)
    published = (before - timedelta(1)).date()
    await added(chat.library, replace(drafted(TEXT), published=published.isoformat()))
    question = "Who closed the slipway at Quill Bay yesterday?"
    told = f"I looked at articles of {published.day} {published:%B %Y} first"
    with monkeypatch.context() as patched:
        clock = SimpleNamespace(time=lambda: time.time() - DAYS_AGO * 86_400)
        patched.setattr("loopback.people.time", clock)
        reply = await chat.mention(question)
    assert f"{told}." in plain(reply.text)
    answer = plain((await chat.answer(question)).text)
    assert told not in answer
    assert "first, and found this in others." in answer
