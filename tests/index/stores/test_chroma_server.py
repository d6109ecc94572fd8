"""Vectors may live on a Chroma server instead of in the data folder."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from newsroom import ORCHARD, PIER
from support import Console, complaint


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chroma server on the loopback interface."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    folder = tmp_path_factory.mktemp("chroma")
    command = [program, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            urlopen(f"{address}/api/v2/heartbeat", timeout=2).close()
            break
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    yield address
    process.kill()
    process.wait()


@pytest.fixture
def remote(console: Console, server: str, monkeypatch: pytest.MonkeyPatch) -> Console:
    """The console with its vectors on the server."""
    monkeypatch.setenv("CHROMA_URL", server)
    return console


def test_the_whole_line_works_with_a_server(remote: Console, data_dir: Path) -> None:
    """Adding, asking, removing, re-indexing and the doctor work as they do without."""
    added = remote("add", "-", "--library", "far", "--json", stdin=PIER.text).json
    assert added["indexed"] is True
    assert not (data_dir / "vectors").exists()
    article = added["article"]["id"]
    assert PIER.quote in remote("ask", PIER.question, "--library", "far").out
    assert remote("remove", article, "--yes", "--library", "far").code == 0
    assert PIER.quote not in remote("ask", PIER.question, "--library", "far").out
    assert remote("restore", article, "--library", "far").code == 0
    assert remote("reindex", "--library", "far").code == 0
    hits = remote("search", "pier", "--library", "far", "--json").json["hits"]
    assert hits[0]["dense_rank"] == 1
    assert remote("doctor").code == 0


def test_moving_to_a_server_and_back(
    console: Console, stocked: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors that are not where the settings say are made there from the catalogue."""
    assert PIER.quote in console("ask", PIER.question, env={"CHROMA_URL": server}).out
    assert console("doctor", env={"CHROMA_URL": server}).code == 0
    assert ORCHARD.quote in console("ask", ORCHARD.question).out
    assert console("doctor").code == 0


def test_a_server_that_is_not_there_gets_one_sentence(console: Console) -> None:
    """Nothing answers: the address is named, and what was stored is indexed later."""
    gone = {"CHROMA_URL": "http://127.0.0.1:9"}
    ran = console("add", "-", stdin=PIER.text, env=gone)
    assert "127.0.0.1:9" in complaint(ran, 1)
    assert "127.0.0.1:9" in complaint(console("ask", PIER.question, env=gone), 1)
    assert PIER.quote in console("ask", PIER.question).out


def test_two_folders_may_share_a_server(remote: Console, tmp_path: Path) -> None:
    """What one data folder keeps on a server is no other's."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder, story in zip(folders, (PIER, ORCHARD), strict=True):
        assert remote("add", "-", "--data", str(folder), stdin=story.text).code == 0
    hits = remote("search", "pier", "--data", str(folders[1]), "--json").json["hits"]
    assert [hit["article"]["title"] for hit in hits] == [ORCHARD.title]
    for folder in folders:
        ran = remote("doctor", "--data", str(folder))
        assert ran.code == 0
        assert "repaired" not in ran.err
