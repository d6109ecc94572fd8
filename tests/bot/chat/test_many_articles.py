"""Many articles at once in Discord: files of many, limits, and pages of the list."""

from __future__ import annotations

import json
import time
from dataclasses import replace

from chatting import CHAT, Chat, plain, restarted, stocked_chat
from loopback import LoopbackDiscord, Message
from newsroom import PIER, STORIES
from support import added

from index.folder import Options


def many(count: int) -> bytes:
    """A JSON Lines file of articles."""
    articles = (
        {"title": f"Gull report {n:02}", "text": f"Gull number {n} sat on the quay at noon."}
        for n in range(count)
    )
    return "\n".join(map(json.dumps, articles)).encode()


async def added_as(chat: Chat, name: str, content: bytes) -> str:
    """What the receipt of a file says in the end."""
    adding = await chat.discord.command(
        chat.alice, chat.general, "article add", file=(name, content)
    )
    receipt = await chat.discord.seen(adding, lambda text: "added" in text)
    return plain(receipt.text)


async def test_many_articles_are_added_with_few_edits(chat: Chat) -> None:
    """The message is edited every other second at most, and says what was added in the end."""
    discord, began = chat.discord, time.monotonic()
    content = many(60) + b'\n{"title": "no text"}\nnot JSON\n'
    told = await added_as(chat, "gulls.jsonl", content)
    edits = [path for method, path, _ in discord.world.requests if method == "PATCH"]
    assert len(edits) <= 2 + (time.monotonic() - began) / 1.5
    assert "60 articles added, 2 refused." in told
    assert told.count("❌") == 2
    assert len(await chat.library.entries()) == len(STORIES) + 60


async def test_a_full_server_refuses_the_next_article(
    discord: LoopbackDiscord, options: Options
) -> None:
    """What still has room is added; the rest is refused, and why is said."""
    limited = replace(CHAT, server_articles=3)
    async with stocked_chat(discord, options, limited, [PIER]) as chat:
        told = await added_as(chat, "gulls.jsonl", many(4))
        assert "2 articles added, 2 refused." in told
        assert "This server has 3 articles, which is the most; remove some." in told
        assert len(await chat.library.entries()) == 3
        assert PIER.quote in plain((await chat.answer()).text)


async def test_too_much_text_for_a_server_is_refused(
    discord: LoopbackDiscord, options: Options
) -> None:
    """The characters of all articles together are limited."""
    limited = replace(CHAT, server_characters=1_000_000, max_bytes=2_000_000)
    async with stocked_chat(discord, options, limited, [PIER]) as chat:
        told = await added_as(chat, "long.txt", b"Gulls sat on the quay.\n\n" * 42_000)
        assert "This server may keep 1 million characters in all; remove some" in told
        assert "0 articles added, 1 refused." in told
        assert "1 article added." in await added_as(chat, "short.txt", b"Gulls.\n\nA gull sat.")


def titles(message: Message) -> list[str]:
    """The titles on a page of the list, as they are shown."""
    lines = plain(message.text).splitlines()
    return [line.partition("` ")[2] for line in lines if line.startswith("`")]


async def test_the_list_is_paged_by_buttons(discord: LoopbackDiscord, options: Options) -> None:
    """◀ and ▶ turn the pages in place and keep the search, also after a restart."""
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        await added_as(chat, "gulls.jsonl", many(23))
        listing = await discord.command(chat.alice, chat.general, "article list", search="GULL")
        first = await discord.seen(listing)
        assert first.ephemeral
        assert set(first.buttons) == {"▶"}
        seen = titles(first)
        assert "Page 1 of 3 · 23 articles" in first.text
        second = await discord.seen(await discord.press(chat.alice, first, "▶"))
        assert set(second.buttons) == {"◀", "▶"}
        seen += titles(second)
    async with restarted(chat, options) as chat:
        third = await discord.seen(await discord.press(chat.alice, second, "▶"))
        assert "Page 3 of 3 · 23 articles" in third.text
        assert set(third.buttons) == {"◀"}
        seen += titles(third)
        assert sorted(seen) == [f"Gull report {n:02}" for n in range(23)]
        back = await discord.seen(await discord.press(chat.alice, third, "◀"))
        assert "Page 2 of 3" in back.text


async def test_a_list_that_became_shorter_shows_its_last_page(chat: Chat) -> None:
    """A button to a page that is no more leads to the last one."""
    discord, library = chat.discord, chat.library
    receipts = await added(library, *(f"Gull {n}\n\nGull {n} sat there." for n in range(8)))
    first = await discord.seen(await discord.command(chat.alice, chat.general, "article list"))
    for receipt in receipts:
        await library.remove(receipt.article.id)
    last = await discord.seen(await discord.press(chat.alice, first, "▶"))
    assert f"Page 1 of 1 · {len(STORIES)} articles" in last.text
    assert last.buttons == {}
