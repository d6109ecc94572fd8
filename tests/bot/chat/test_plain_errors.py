"""What people type, and what articles say, where the bot speaks in its own words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chatting import Chat, alive, plain
from loopback import Message
from newsroom import PIER
from support import added, drafted

from index.errors import StoreError
from index.library import Library

HOSTILE = (
    "Zed @everyone [click](http://x.example) ``` <@1> <#1> </ask:1> <t:0> **loud** "
    "http://y.example/_z_ || # discord.gg/x"
)


async def shown(chat: Chat, name: str, **options: Any) -> Message:
    """What a command shows."""
    return await chat.discord.seen(
        await chat.discord.command(chat.alice, chat.general, name, **options)
    )


def assert_inert(message: Message) -> None:
    """Nothing in a message is alive but what the bot means to be."""
    text = re.sub(r"`[0-9a-f]{12}`|\*\*|(?m:^-# )", "", alive(message.text))
    assert re.findall(r"[@<`|#\[(]|://", text) == [], message.text


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("ask", {"question": PIER.question, "since": "{}"}),
        ("ask", {"question": PIER.question, "article": "{}"}),
        ("article info", {"article": "{}"}),
        ("feed remove", {"feed": "{}"}),
    ],
    ids=["since", "article", "info", "feed"],
)
@pytest.mark.parametrize("typed", [HOSTILE, "x" * 3_000, "@" * 3_000], ids=["hostile", "long", "@"])
async def test_a_refusal_fits_and_is_inert(
    chat: Chat, command: str, given: dict[str, str], typed: str
) -> None:
    """Whatever somebody typed, they get a sentence, and nothing of it is alive for others."""
    told = await shown(chat, command, **{name: v.format(typed) for name, v in given.items()})
    assert 0 < len(told.content) <= 2_000
    assert_inert(told)


async def test_a_failure_has_a_reference_that_the_log_has_too(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Of what fails for no fault of who asks; what they typed wrong needs none."""

    async def fail(*_: object, **__: object) -> None:
        raise StoreError("The disk is full; make room.")

    monkeypatch.setattr(Library, "ask", fail)
    told = (await chat.mention(PIER.question)).content
    reference = re.fullmatch(r"The disk is full; .+ the reference (\w+)\.", told)
    assert reference is not None
    assert f"reference {reference[1]}" in caplog.text
    wrong = await shown(chat, "article info", article="nothing")
    assert "reference" not in wrong.content


async def test_nothing_that_an_article_says_is_alive_anywhere(chat: Chat) -> None:
    """In lists, cards, comparisons, receipts, removals, titles that people gave, and insights."""
    discord = chat.discord
    head = f"---\ntitle: 'Zed {{}} {HOSTILE}'\nsource: '{HOSTILE[:95]}'\n"
    said = f"Harbour clerk Bo Tarn hid {{}} of the old quay: {HOSTILE} ended it."
    for name, what in (("a", "the key"), ("b", "14 keys")):
        fields = f"{head.format(name)}authors: ['{HOSTILE[:90]}']\nlanguage: en\n---"
        text = f"{fields}\n\n{said.format(what)}"
        await added(chat.library, drafted(text, name))
    offered = await discord.autocomplete(chat.alice, chat.general, "article info", "article", "Zed")
    one, other = (choice["value"] for choice in offered)
    assert_inert(await shown(chat, "article list"))
    assert_inert(await shown(chat, "article info", article=one))
    assert_inert(await shown(chat, "article tag", article=one, add="<#1> @everyone"))
    assert_inert(await shown(chat, "article compare", article=one, other=other))
    asked = await shown(chat, "article remove", article=one)
    assert_inert(asked)
    await discord.press(chat.alice, asked, "Remove")
    await discord.changed(asked, lambda message: "Undo" in message.buttons)
    assert_inert(asked)
    file = ("message.txt", f"{HOSTILE}\n\n{HOSTILE} is in {HOSTILE}.".encode())
    receipt = await discord.command(chat.alice, chat.general, "article add", file=file)
    assert_inert(await discord.seen(receipt, lambda text: "added" in text))
    private = await shown(chat, "ask", question=HOSTILE, private=True)
    assert_inert(private)
    assert_inert(await discord.seen(await discord.press(chat.alice, private, "Share")))
    await shown(chat, "ask", question=f"Who sold the moon? {HOSTILE}")
    assert_inert(await shown(chat, "insights"))


async def test_an_answer_whose_message_is_gone_can_be_deleted(chat: Chat) -> None:
    """What is kept of it goes, and nothing went wrong."""
    message = await shown(chat, "ask", question=PIER.question)
    await chat.kept(message)
    message.deleted = True
    told = await chat.discord.seen(
        await chat.discord.menu(chat.alice, message, "Delete this answer")
    )
    assert plain(told.content) == "The answer is deleted."
    assert chat.folder.records.chat.answers.shown_in(str(message.id)) is None
    chat.discord.violations.clear()
