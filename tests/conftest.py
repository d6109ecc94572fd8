"""A data folder, the console in this process and in another, and a library to ask."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from newsroom import STORIES
from remembering import open_once, read_once
from support import Console, Ran, Start, added, drafted, run_in_process

from bot.settings import Settings
from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.ingest.isolated import IsolatedReader
from index.library import Library

TESTS = Path(__file__).parent
collect_ignore = ["llama"]
"""What needs a server that is compiled first, run by name: ``make test-llama``."""
SETTINGS = tuple(name.upper() for name in Settings.model_fields)

# A busy machine is no failure: pytest-timeout bounds what hangs.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test comes first, so that no process waits for another at the end."""
    items.sort(key=lambda item: "test_crash" not in item.nodeid)


@pytest.fixture(scope="session", autouse=True)
def opened_once() -> Iterator[None]:
    """The models that ship are opened once a process: a fifth of a second for each folder."""
    with pytest.MonkeyPatch.context() as patch:
        open_once(patch)
        yield


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests ask the same of the same texts: each is embedded and read once a process."""
    read_once(monkeypatch)


class _Lasting(IsolatedReader):
    def close(self) -> None:
        """Leave the worker to the next test."""


@pytest.fixture(scope="session")
def _lasting() -> Iterator[IsolatedReader]:
    reader = _Lasting()
    yield reader
    IsolatedReader.close(reader)


@pytest.fixture
def one_reader(_lasting: IsolatedReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """One reader of documents for many folders, since its worker takes a second to start."""
    monkeypatch.setattr("index.folder.IsolatedReader", lambda: _lasting)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where the data folder will be; nothing is there yet."""
    return tmp_path / "data"


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder without a .env and an environment without a setting."""
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def console(
    data_dir: Path, surroundings: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Console]:
    """The console on the data folder, run in this process, which another one's lock keeps out."""
    monkeypatch.setenv("FOOTNOTE_DATA_DIR", str(data_dir))
    loggers = [logging.getLogger(name) for name in (None, "bot", "index")]
    before = [(logger, logger.level, logger.handlers[:]) for logger in loggers]
    yield run_in_process
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


@pytest.fixture
def start(data_dir: Path, surroundings: None) -> Iterator[Start]:
    """Start the console on the data folder in a process of its own, ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, env: Mapping[str, str] | None = None, **options: Any) -> Any:
        surrounding = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS))),
            "PYTHONIOENCODING": "utf-8",
            "FOOTNOTE_DATA_DIR": str(data_dir),
            **(env or {}),
        }
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            **{"encoding": "utf-8", **pipes, **options},
            env=surrounding,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def footnote(start: Start) -> Console:
    """The console on the data folder, run in a process of its own: seconds, so use it sparingly."""

    def run(*arguments: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Ran:
        process = start(*arguments, env=env)
        out, err = process.communicate(stdin, timeout=90)
        return Ran(process.returncode, out, err)

    return run


@pytest.fixture
def options(data_dir: Path) -> Options:
    """How the data folder is opened where nothing is configured."""
    return Options(data_dir, EmbeddingSpec())


@pytest.fixture(scope="session")
def stories_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose default library holds every story and that nobody has open."""
    path = tmp_path_factory.mktemp("stories") / "data"

    async def fill() -> None:
        async with open_folder(Options(path, EmbeddingSpec())) as folder:
            drafts = [drafted(story, story.name) for story in STORIES]
            await added(folder.library("default"), *drafts)

    asyncio.run(fill())
    return path


@pytest.fixture
def stocked(data_dir: Path, stories_dir: Path) -> Path:
    """The data folder, with every story in its default library."""
    return Path(shutil.copytree(stories_dir, data_dir))


@pytest.fixture
async def folder(options: Options) -> AsyncIterator[Folder]:
    """The data folder, owned."""
    async with open_folder(options) as opened:
        yield opened


@pytest.fixture
def library(folder: Folder) -> Library:
    """An empty library of the folder."""
    return folder.library("paper")
