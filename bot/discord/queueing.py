"""Who is answered when: in order, not too often, and to the end where the bot is to stop."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from math import ceil
from typing import Any

import discord
from discord.app_commands import Cooldown

from bot.discord.failing import Spoken, tell

RESTARTING = "I am being restarted and could not finish this; try again in a moment."
_MINUTE = 60.0
_REMEMBERED = 5_000
_LONGEST_PAUSE = 2.0


class TooFast(Spoken):
    """Somebody asks more often than they may."""


class Restarting(Spoken):
    """The bot is about to stop."""


class Queue:
    """Lines of questions: those of one line in order, those of a few lines at a time."""

    def __init__(self, at_once: int, per_person: int, per_server: int) -> None:
        self._people = _Cooldowns(per_person)
        self._servers = _Cooldowns(per_server)
        self._turns = asyncio.Semaphore(at_once)
        self._lines: defaultdict[int, deque[Place]] = defaultdict(deque)
        self._latest: dict[int, Place] = {}
        self._working: set[asyncio.Task[Any]] = set()
        self._held: dict[asyncio.Task[Any], _Held] = {}
        self.is_closed = False

    def admit(self, server: int, person: int) -> None:
        """Count a question. Raises ``TooFast`` where it is one too many."""
        _check(self._people.wait((server, person)), "You ask")
        _check(self._servers.wait(server), "This server asks")

    def admit_person(self, person: int) -> None:
        """Count what a person wants of no server yet. Raises ``TooFast`` as ``admit`` does."""
        _check(self._people.wait(person), "You ask")

    @contextmanager
    def work(self, line: int) -> Iterator[Place]:
        """Answering one person, up to the last word to them, which ``drain`` waits for.

        A place at the end of a line is taken at once, before anything is waited for. Raises
        ``Restarting`` where the bot took up nothing more when the running task was first held, and
        where it is cut off.
        """
        task = asyncio.current_task()
        assert task is not None
        if task not in self._held or not self._held[task].in_time:
            self.check_open()
        before = self._latest.get(line)
        place = Place(self, self._lines[line], self._turns, before.is_done if before else None)
        self._latest[line] = place
        self._working.add(task)
        try:
            yield place
        except asyncio.CancelledError:
            if not self.is_closed:
                raise
            task.uncancel()
            raise Restarting(RESTARTING) from None
        finally:
            self._working.discard(task)
            place.leave()
            place.is_done.set()
            if not self._lines[line]:
                del self._lines[line]
            if self._latest.get(line) is place:
                del self._latest[line]

    def hold(self, interaction: discord.Interaction[Any] | None = None) -> None:
        """Have ``drain`` wait for the running task; who used ``interaction`` learns of a cut."""
        task = asyncio.current_task()
        assert task is not None
        self._held[task] = _Held(interaction, in_time=not self.is_closed)
        task.add_done_callback(lambda done: self._held.pop(done, None))

    async def drain(self, seconds: float) -> None:
        """Take up nothing more; what is under way ends, or is cut off after so many seconds."""
        self.is_closed = True
        # What came by now has a task that has not begun yet.
        await asyncio.sleep(0)
        end = time.monotonic() + seconds
        while (tasks := {*self._working, *self._held}) and (left := end - time.monotonic()) > 0:
            await asyncio.wait(tasks, timeout=left)
        # Whoever works on a question tells its asker without help.
        idle = [held for task, held in self._held.items() if task not in self._working]
        cut = [held.interaction for held in idle if held.interaction is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
        await asyncio.gather(*(tell(interaction, RESTARTING) for interaction in cut))

    def check_open(self) -> None:
        """Raise ``Restarting`` where the bot takes up nothing more."""
        if self.is_closed:
            raise Restarting(RESTARTING)


@dataclass(frozen=True, slots=True)
class _Held:
    """Why a task is waited for: who used ``interaction``, and whether the bot was not ending."""

    interaction: discord.Interaction[Any] | None
    in_time: bool


class Place:
    """A place in a line, whose turn comes when those before it have had theirs."""

    def __init__(
        self,
        queue: Queue,
        line: deque[Place],
        turns: asyncio.Semaphore,
        before: asyncio.Event | None,
    ) -> None:
        self._queue, self._line, self._turns, self._before = queue, line, turns, before
        self.is_first, self.is_done = asyncio.Event(), asyncio.Event()
        line.append(self)
        line[0].is_first.set()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for it and have it. Raises ``Restarting`` where the bot takes up nothing more then.

        Whoever need not wait has it all the same: what was asked in time is under way.

        It ends when the one before has had the last word, so that answers come in order as well,
        unless that takes long, as where Discord does not take it.
        """
        waits = not self.is_first.is_set() or self._turns.locked()
        await self.is_first.wait()
        async with self._turns:
            if waits:
                self._queue.check_open()
            yield
        self.leave()
        if self._before is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._before.wait(), _LONGEST_PAUSE)

    def leave(self) -> None:
        """Let the next one be first."""
        if self in self._line:
            self._line.remove(self)
        if self._line:
            self._line[0].is_first.set()


def _check(wait: float | None, who: str) -> None:
    if wait:
        raise TooFast(f"{who} faster than I may answer; try again in {ceil(wait)} s.")


class _Cooldowns:
    """One cooldown a key, forgotten when there are many and it has run out."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._known: dict[Hashable, Cooldown] = {}

    def wait(self, key: Hashable) -> float | None:
        """Count one; the seconds to wait where it is one too many."""
        if len(self._known) > _REMEMBERED:
            self._known = {k: one for k, one in self._known.items() if one.get_retry_after()}
        cooldown = self._known.setdefault(key, Cooldown(self._rate, _MINUTE))
        return cooldown.update_rate_limit()
