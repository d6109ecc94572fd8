"""An answer that is printed claim by claim as it is written."""

from __future__ import annotations

import sys

from bot.console.showing import print_claims, print_reply
from index.values import Answered, Reply


class GrowingAnswer:
    """Prints each claim once, as soon as it is proved, and in the end what is left."""

    def __init__(self) -> None:
        self._printed = 0

    async def __call__(self, answer: Answered) -> None:
        """Print the claims that were added."""
        print_claims(answer, self._printed)
        self._printed = len(answer.claims)
        sys.stdout.flush()

    def finish(self, reply: Reply) -> None:
        """Print the rest: all of it, where nothing was printed yet."""
        print_reply(reply, self._printed)
