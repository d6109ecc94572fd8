"""``footnote run`` with nothing but environment variables: from its start to its end."""

from __future__ import annotations

import asyncio
import re
import signal
from importlib.resources import files

from chatting import Bot, plain
from loopback import MANAGE, Channel, LoopbackDiscord, Member, Message, pointed_at
from support import Console, Ran, complaint

from bot.console.demo import QUESTIONS
from bot.discord.queueing import RESTARTING
from prompts import load_prompt

CROWD = 40
SAMPLES = {path.name: path.read_bytes() for path in (files("bot") / "samples").iterdir()}
BRIDGE, _, TERNS, HOSPITAL = QUESTIONS


async def test_the_samples_are_added_and_asked_about_until_the_bot_is_ended(
    bot: Bot, discord: LoopbackDiscord
) -> None:
    """What is quoted stands in a sample, and at the end everybody has an answer or a sentence."""
    guild = discord.add_guild("Newsroom")
    general, admin = guild.add_channel("general"), Member("admin", permissions=MANAGE)
    process = await bot.run()
    await add_samples(discord, admin, general)
    answers = {}
    for question in (BRIDGE, TERNS, HOSPITAL):
        asked = await discord.command(admin, general, "ask", question=question)
        answers[question] = await discord.seen(asked)
    assert "Tomas Brandt and Adaeze Okoro voted against" in quoted(answers[BRIDGE])
    assert "2,312 pairs of Arctic terns on Gull Rock" in quoted(answers[TERNS])
    assert load_prompt("not_found").fill() in answers[HOSPITAL].text
    crowd = [
        await discord.say(Member(f"member{n}"), general, f"<@{discord.world.bot.id}> {BRIDGE}")
        for n in range(CROWD)
    ]
    await discord.reply(crowd[0])
    used = [
        await discord.command(Member("late"), general, "ask", question=BRIDGE),
        await discord.press(Member("late"), answers[BRIDGE], "More"),
        await discord.command(admin, general, "article list"),
    ]
    await asyncio.gather(*map(discord.answered, used))
    process.send_signal(signal.SIGTERM)
    replies = await asyncio.gather(*map(discord.reply, crowd), *map(discord.seen, used))
    assert await asyncio.to_thread(process.wait, 20) == 0
    answers_or_lists = re.compile("voted against|Further passages|Page 1")
    done = [bool(answers_or_lists.search(plain(reply.text))) for reply in replies]
    told = [reply.content == RESTARTING for reply in replies]
    assert all(d != t for d, t in zip(done, told, strict=True))
    assert any(told)


async def add_samples(discord: LoopbackDiscord, who: Member, channel: Channel) -> None:
    """Upload every sample, three at a time."""
    named = sorted(SAMPLES.items())
    for start in range(0, len(named), 3):
        given = dict(zip(("file", "file2", "file3"), named[start:], strict=False))
        adding = await discord.command(who, channel, "article add", **given)
        await discord.seen(adding, lambda text: "3 articles added." in text)


def quoted(answer: Message) -> str:
    """The quotation of an answer, which must stand in a sample word for word."""
    (quote, *_) = re.findall("“(.+?)” \\[1\\]", plain(answer.text))
    assert any(quote in text.decode() for text in SAMPLES.values())
    return quote


def sentence(ran: Ran, code: int) -> str:
    """The one sentence with which a bot that cannot begin ends."""
    assert ran.code == code, ran.err
    connecting, last = ran.err.strip().splitlines()
    assert connecting.startswith("Connecting to Discord")
    assert last.startswith("Error: ")
    assert last.endswith(".")
    return last


def test_a_token_that_discord_does_not_know_is_told(
    console: Console, elsewhere: LoopbackDiscord
) -> None:
    """One sentence says what to do, and shows nothing of the token."""
    ran = console("run", env={"DISCORD_TOKEN": "MTA0MjQyNDI0.wrong.token"})
    assert "DISCORD_TOKEN" in sentence(ran, 2)
    assert "wrong.token" not in ran.err


def test_an_intent_that_is_off_is_told(console: Console, elsewhere: LoopbackDiscord) -> None:
    """Where Discord does not grant the message content, what to do is said."""
    env = {"DISCORD_TOKEN": elsewhere.token, "DISCORD_MESSAGE_CONTENT": "true"}
    last = sentence(console("run", env=env), 2)
    assert "DISCORD_MESSAGE_CONTENT" in last
    assert "https://discord.com/developers/applications" in last


def test_a_discord_that_does_not_answer_is_told(console: Console) -> None:
    """Without a network the bot says so and ends."""
    nowhere = LoopbackDiscord()
    nowhere.url = "http://127.0.0.1:9"
    with pointed_at(nowhere):
        ran = console("run", env={"DISCORD_TOKEN": nowhere.token})
    assert "Discord cannot be reached" in sentence(ran, 1)


def test_what_is_no_token_is_told(console: Console) -> None:
    """Without asking Discord, and in one sentence that does not show it."""
    told = complaint(console("run", env={"DISCORD_TOKEN": "nonsense"}), 2)
    assert "no token" in told
    assert "nonsense" not in told


def test_no_token_is_told(console: Console) -> None:
    """Without DISCORD_TOKEN there is nothing to run, and where to get one is said."""
    assert "DISCORD_TOKEN" in complaint(console("run"), 2)
