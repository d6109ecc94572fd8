"""What became of many articles: the summary, and the report of what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.console.running import messages
from bot.console.showing import print_json, print_receipt
from bot.contract import receipt_json
from index.bulk.choice import Tally
from index.errors import InvalidInput
from index.values import Receipt, Refusal

_TOLD = {
    "new": "added",
    "new revision": "changed",
    "restored": "restored",
    "copy": "copies",
    "unchanged": "unchanged",
}
_TRY_AGAIN = "Give the same again to go on: what is stored is not fetched again."


class Outcomes:
    """The receipts of one command, told as they come."""

    def __init__(self, *, as_json: bool) -> None:
        self.refusals: list[Refusal] = []
        self._counts: Counter[str] = Counter()
        self._as_json = as_json

    @property
    def done(self) -> int:
        """How many have come."""
        return self._counts.total() + len(self.refusals)

    def take(self, receipt: Receipt | Refusal) -> None:
        """Tell a person, or a program, what became of one input."""
        if isinstance(receipt, Refusal):
            self.refusals.append(receipt)
        else:
            self._counts[receipt.outcome] += 1
        if self._as_json:
            print_json(receipt_json(receipt))
        else:
            print_receipt(receipt)

    @contextmanager
    def summed_up(self, tally: Tally) -> Iterator[None]:
        """Tell a person in the end what became of it all, where that is more than one receipt."""
        ended = False
        try:
            yield
            ended = True
        finally:
            nothing = ended and not self.done
            if nothing or self.done > 1 or tally.skipped or tally.left_out or tally.feeds:
                for line in self._lines(tally):
                    messages().print(line)
            if tally.known and not ended:
                messages().print(_TRY_AGAIN)

    def _lines(self, tally: Tally) -> Iterator[str]:
        counts = {told: self._counts[outcome] for outcome, told in _TOLD.items()}
        counts |= {"skipped": tally.skipped, "failed": len(self.refusals)}
        told = [f"{count:,} {name}" for name, count in counts.items() if count or name == "added"]
        yield f"{', '.join(told)}."
        if tally.skipped:
            removed = f", {tally.removed:,} of them removed since" if tally.removed else ""
            yield f"Skipped is what is stored already{removed}; --again fetches it."
        if tally.left_out:
            undated = f", {tally.undated:,} for want of a date" if tally.undated else ""
            yield f"{tally.left_out:,} were left out by --since or --match{undated}."
        if tally.postponed:
            yield "There is more than --most; give the same again for the next."
        if tally.feeds:
            more = f" and {len(tally.feeds) - 1:,} more" if len(tally.feeds) > 1 else ""
            yield f"`footnote feed add {tally.feeds[0]}` keeps following that feed{more}."


@contextmanager
def failure_report(path: Path | None, sources: Sequence[str], outcomes: Outcomes) -> Iterator[None]:
    """Write what failed into a file, however the command ends: a comment each, then its address.

    ``footnote add`` takes such a file for a list. Raises ``InvalidInput`` where it cannot be
    written, or is to be read itself.
    """
    if path is None:
        yield
        return
    if any(_is_same(path, source) for source in sources):
        raise InvalidInput(f"{path} is to be read; name another file for the report.")
    try:
        # Said before an hour of work, not after.
        path.open("ab").close()
    except OSError as exc:
        raise InvalidInput(
            f"The report {path} cannot be written ({exc.strerror}); name another file."
        ) from exc
    ended = False
    try:
        yield
        ended = True
    finally:
        # What was written before is not replaced by nothing where nothing was found out.
        if ended or outcomes.refusals:
            lines = map(_record, outcomes.refusals)
            path.write_text("".join(lines), encoding="utf-8", errors="backslashreplace")


def _is_same(path: Path, source: str) -> bool:
    try:
        return path.samefile(source)
    except (OSError, ValueError):
        return False


def _record(refusal: Refusal) -> str:
    origin, reason = " ".join(refusal.origin.split()), " ".join(refusal.reason.split())
    if origin.lower().startswith(("http://", "https://")):
        return f"# {reason}\n{origin}\n"
    return f"# {origin}: {reason}\n"
