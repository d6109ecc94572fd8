"""Notices when something blocks the event loop."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LIMIT = 0.1
"""Seconds for which the loop may be kept from running anything else."""

_BEAT = 0.005


@asynccontextmanager
async def watched() -> AsyncIterator[list[str]]:
    """The stacks that the loop was found in when it had stood still for too long.

    A beat that comes late counts if the loop's thread was busy all the time (its own processor time
    says so), or was seen twice outside the selector: a busy machine alone does neither.
    """
    stalls: list[str] = []
    watch = _Watch(threading.get_ident(), stalls)
    thread = threading.Thread(target=watch.look, daemon=True)
    heart = asyncio.create_task(watch.beat())
    thread.start()
    try:
        yield stalls
    finally:
        watch.stopped.set()
        await heart
        await asyncio.to_thread(thread.join)


class _Watch:
    def __init__(self, loop_thread: int, stalls: list[str]) -> None:
        self.stopped = threading.Event()
        self._loop_thread = loop_thread
        self._stalls = stalls
        self._last = time.monotonic()

    async def beat(self) -> None:
        while not self.stopped.is_set():
            busy = time.thread_time()
            await asyncio.sleep(_BEAT)
            self._last = time.monotonic()
            spent = time.thread_time() - busy
            if spent > LIMIT:
                self._stalls.append(f"The loop's thread worked for {spent:.3f} s on end.")

    def look(self) -> None:
        seen: tuple[float, int] = (0.0, 0)
        while not self.stopped.wait(0.02):
            last = self._last
            if time.monotonic() - last < LIMIT:
                continue
            stack = traceback.extract_stack(sys._current_frames()[self._loop_thread])
            if stack[-1].name == "select":
                continue
            seen = (last, seen[1] + 1 if seen[0] == last else 1)
            if seen[1] == 2:
                self._stalls.append("".join(traceback.format_list(stack[-8:])))
