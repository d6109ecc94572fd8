"""What those who manage a server see of what was asked there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from chatting import CHAT, Chat, plain, restarted, stocked_chat
from loopback import LoopbackDiscord, Member, Message
from model_server import PATIENT, Claim, claims, model_server, says
from newsroom import ORCHARD, PIER, STORIES, UNANSWERABLE
from PIL import Image
from support import added

from bot.chat_options import Prices
from bot.discord.chart import chart_png
from index.folder import Options, open_folder
from index.stores.insights import Insights

REWORDED = "What opera did Benedetta Vossi sing at Trieste?"
OTHERWISE = "How many lighthouses does the isle of Skarn have?"
SECRET = "Which plumber did the secretary of Oslo marry?"
SIZE = (900, 320)
ANSWERED, MISSED = (0x3B, 0x6E, 0xA5), (0xD9, 0x8C, 0x3F)


async def insights(chat: Chat, **options: int) -> Message:
    """What ``/insights`` shows."""
    used = await chat.discord.command(chat.alice, chat.general, "insights", **options)
    return await chat.discord.seen(used)


def colours(content: bytes) -> set[object]:
    """The colours of a PNG of the right size."""
    with Image.open(BytesIO(content)) as picture:
        assert picture.format == "PNG"
        assert picture.size == SIZE
        return {colour for _, colour in picture.getcolors(SIZE[0] * SIZE[1]) or []}


async def test_admins_see_what_was_asked(chat: Chat) -> None:
    """Counts, votes with reasons, the articles quoted most and a picture, for the asker alone."""
    discord, bob = chat.discord, Member("bob")
    first = await chat.answer(PIER.question)
    for question in (PIER.question, ORCHARD.question, UNANSWERABLE):
        await chat.answer(question)
    await discord.seen(await discord.press(bob, first, "👍"))
    sorry = await discord.seen(await discord.press(chat.alice, first, "👎"))
    await discord.seen(
        await discord.pick(chat.alice, sorry, "outdated"), lambda text: "helps" in text
    )
    shown = await insights(chat)
    assert shown.ephemeral
    told = plain(shown.text)
    for line in ("Asked: 4", "Answered: 3", "Not found: 1", "👍: 1", "👎: 1", "Why 👎: outdated 1"):
        assert line in told.splitlines()
    assert f"Quoted most: 2 × {PIER.title}\n1 × {ORCHARD.title}" in told
    (attached,) = shown.fields["attachments"]
    assert shown.fields["embeds"][0]["image"]["url"] == f"attachment://{attached['filename']}"
    assert colours(discord.world.attachments[int(attached["id"])]) >= {ANSWERED, MISSED}


async def test_what_was_not_answered_is_grouped(chat: Chat) -> None:
    """Two wordings of one question stand as one, and what was asked in private is not told."""
    for question in (UNANSWERABLE, OTHERWISE, REWORDED):
        await chat.answer(question)
    secret = await chat.discord.command(
        chat.alice, chat.general, "ask", question=SECRET, private=True
    )
    await chat.discord.seen(secret)
    told = plain((await insights(chat)).text)
    assert "Not found: 4" in told
    lines = told.partition("The articles did not answer\n")[2].splitlines()
    assert lines[:2] == [f"2 × {REWORDED}", f"1 × {OTHERWISE}"]
    assert "plumber" not in told


async def test_insights_tell_of_one_server_and_some_days(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Nothing of another server is counted, nor anything from before."""
    other = discord.add_guild("Other")
    there = other.add_channel("general")
    async with open_folder(options) as folder:
        await added(folder.library(str(other.id)), *STORIES)
    async with stocked_chat(discord, options) as chat:
        await chat.answer(UNANSWERABLE)
        for question in (ORCHARD.question, OTHERWISE):
            asked = await discord.command(chat.alice, there, "ask", question=question)
            await discord.seen(asked)
    async with restarted(chat, options) as chat:
        told = plain((await insights(chat, days=1)).text)
        assert told.startswith("The last day\n")
        assert "Asked: 1" in told
        assert UNANSWERABLE in told
        assert OTHERWISE not in told
        assert ORCHARD.title not in told


async def test_a_new_server_has_insights_too(discord: LoopbackDiscord, options: Options) -> None:
    """Where nothing was asked, that is shown."""
    async with stocked_chat(discord, options, articles=[]) as chat:
        told = await insights(chat)
        assert "Asked: 0" in told.text
        assert told.fields["attachments"]


async def test_admins_see_what_a_model_took(discord: LoopbackDiscord, options: Options) -> None:
    """Answers, tokens and what they cost; of a server that no model answered, nothing."""
    prices = Prices(Decimal("2000.5"), Decimal(4_000), "€")
    said = says(claims(Claim("Ada Morrow closed the pier.", [PIER.quote])))
    async with (
        model_server(said) as server,
        stocked_chat(
            discord,
            replace(options, model=server.spec, limits=PATIENT),
            replace(CHAT, prices=prices),
            [PIER],
        ) as chat,
    ):
        assert "Language model" not in (await insights(chat)).text
        for _ in range(2):
            await discord.changed(await chat.answer(), lambda m: "More" in m.buttons)
        spent = chat.folder.records.chat.insights.of(str(chat.guild.id), 1).written
        told = plain((await insights(chat)).text)
    cost = (2000.5 * spent.prompt_tokens + 4_000 * spent.completion_tokens) / 1e6
    tokens = f"{spent.prompt_tokens:,} tokens read and {spent.completion_tokens:,} written"
    assert f"Language model: 2 answers, {tokens}, about €{cost:.2f}" in told.splitlines()


def test_a_cost_is_told_to_the_cent() -> None:
    """Hundredths of the currency, less than one as such, nothing as nothing."""
    prices = Prices(Decimal("0.15"), Decimal("0.6"))
    assert prices.cost(1_000_000, 2_000_000) == "about $1.35"
    assert prices.cost(1_000, 0) == "less than $0.01"
    assert prices.cost(0, 0) == "about $0.00"


def test_every_number_of_days_makes_a_picture() -> None:
    """A day, a month and a year fit, with few questions, many, and none."""
    today = datetime.now(UTC).date()
    for days in (1, 30, 365):
        for found, missed in ((0, 0), (1, 0), (0, 1), (90_000, 12_345)):
            by_day = {(today - timedelta(days=n)).isoformat(): (found, missed) for n in range(days)}
            told = Insights(days, found, missed, 0, 0, {}, by_day, (), ())
            drawn = colours(chart_png(told).read())
            # The legend has both colours anyway.
            assert drawn >= {ANSWERED, MISSED}


def test_the_bars_stand_on_a_whole_line() -> None:
    """Days without a question leave the line as it is."""
    told = Insights(30, 0, 0, 0, 0, {}, {}, (), ())
    with Image.open(chart_png(told)) as picture:
        line = {picture.getpixel((x, 280)) for x in range(60, 880)}
    assert line == {(0xD5, 0xD9, 0xE0)}
