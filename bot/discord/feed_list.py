"""What is told of a server's feeds: what each is, how it fares, when it is looked at next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import discord
from discord import app_commands

from bot.discord.escaping import escaped, link
from bot.discord.pages import COLOUR, shortened
from index.feeds.kept import KeptFeed
from index.feeds.schedule import next_look

_LONGEST_PAGE = 3_600
_TITLE, _WORDS, _REASON, _ADDRESS = 100, 120, 250, 400
_CHOICES, _CHOICE = 25, 100


def feed_choices(kept: Sequence[KeptFeed], typed: str) -> list[app_commands.Choice[str]]:
    """The feeds whose title or address has what was typed, as Discord offers them."""
    wanted = typed.casefold()
    found = [one for one in kept if wanted in f"{one.title} {one.url} {one.id}".casefold()]
    return [
        app_commands.Choice(name=shortened(one.title, _CHOICE) or "?", value=one.id)
        for one in found[:_CHOICES]
    ]


def feeds_embed(
    kept: Sequence[KeptFeed], troubles: Mapping[str, str | None], every: timedelta, page: int
) -> discord.Embed:
    """One page of the list, counted from 0; ``troubles`` are with announcing, by feed."""
    if not kept:
        none = "No feed is here yet; `/feed add` adds one."
        return discord.Embed(description=none, colour=COLOUR)
    pages = list(_pages([feed_line(one, troubles.get(one.id), every) for one in kept]))
    page = min(page, len(pages) - 1)
    embed = discord.Embed(description=pages[page], colour=COLOUR)
    count = f"{len(kept)} feed{'' if len(kept) == 1 else 's'}"
    embed.set_footer(text=f"Page {page + 1} of {len(pages)} · {count}")
    return embed


def feed_line(kept: KeptFeed, trouble: str | None, every: timedelta) -> str:
    """What a feed is and how it fares, in a few lines of at most some 2,500 characters."""
    told = [_named(kept), *_wishes(kept), _moments(kept, every)]
    return "\n".join([*told, *(f"⚠️ {one}" for one in _troubles(kept, trouble))])


def _named(kept: KeptFeed) -> str:
    title = shortened(kept.title, _TITLE)
    address = link(title, kept.url)
    named = address if len(address) <= _ADDRESS else escaped(title)
    tags = [escaped(f"#{tag}") for tag in kept.wishes.tags]
    return " · ".join([f"**{named}**", f"`{kept.id}`", *tags])


def _wishes(kept: KeptFeed) -> Iterator[str]:
    wishes = kept.wishes
    told = []
    for what, words in (("only", wishes.include), ("without", wishes.exclude)):
        if words:
            told.append(f"{what}: {escaped(shortened(', '.join(words), _WORDS))}")
    if wishes.channel:
        told.append(f"announced in <#{wishes.channel}>")
    if told:
        yield " · ".join(told)


def _moments(kept: KeptFeed, every: timedelta) -> str:
    checked = f"looked at {_ago(datetime.fromisoformat(kept.checked_at))}"
    following = next_look(kept, every)
    if following is None:
        return f"-# {checked} · not again by itself"
    return f"-# {checked} · again {_ago(following)}"


def _ago(moment: datetime) -> str:
    return discord.utils.format_dt(moment, "R")


def _troubles(kept: KeptFeed, trouble: str | None) -> Iterator[str]:
    if kept.gone_at is not None:
        yield "The feed is gone for good, says its server; remove it, or add its new address."
    elif kept.error is not None:
        times = f" ({kept.failures} times in a row)" if kept.failures > 1 else ""
        yield escaped(shortened(kept.error, _REASON)) + times
    for count, what in ((kept.waiting, "still to come"), (kept.failed, "given up")):
        if count:
            yield f"{count} article{'' if count == 1 else 's'} {what}."
    if trouble is not None:
        yield trouble


def _pages(lines: Sequence[str]) -> Iterator[str]:
    page = ""
    for line in lines:
        joined = f"{page}\n\n{line}" if page else line
        if len(joined) > _LONGEST_PAGE:
            yield page
            joined = line
        page = joined
    yield page
