"""``python -m evals.fresh DIR LIBRARY``: a process that only asks, to see what memory that takes.

Questions come as JSON strings on standard input, a line each; memory leaves as JSON.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.data import REPOSITORY
from evals.libraries import CACHED
from evals.vector_cache import uncached
from index.folder import Options, open_folder
from index.values import Question


def memory_of_asking(folder: Path, library: str, questions: Sequence[str]) -> dict[str, Any]:
    """MiB resident in a new process after it opened a folder and after it asked, and its peak."""
    done = subprocess.run(
        [sys.executable, "-m", "evals.fresh", str(folder), library],
        input="\n".join(json.dumps(question) for question in questions),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def seconds_to_ask(data: Path, question: str) -> float:
    """The wall clock of one ``footnote ask`` from its start to its end."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bot", "ask", question, "--data", str(data), "--json"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - started


async def _ask(folder: Path, name: str, questions: Sequence[str]) -> dict[str, float]:
    async with open_folder(Options(folder, CACHED)) as opened:
        with uncached():
            library = opened.library(name)
            await library.search(Question(questions[0], name), 8)
            at_first = _resident("VmRSS")
            for question in questions:
                await library.ask(Question(question, name))
        return {
            "after_opening": at_first,
            "after_asking": _resident("VmRSS"),
            "peak": _resident("VmHWM"),
        }


def _resident(field: str) -> float:
    """MiB, as Linux tells."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    found = re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    given = [json.loads(line) for line in sys.stdin]
    print(json.dumps(asyncio.run(_ask(Path(sys.argv[1]), sys.argv[2], given))))
