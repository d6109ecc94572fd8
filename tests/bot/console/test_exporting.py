"""``export`` and ``import``: a library in one file, whoever has the folder open."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import time
from pathlib import Path

import pytest
from newsroom import PIER, STORIES
from portables import exported, header, imported, records, sealed
from support import Console, Start, complaint

from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.ownership import Ownership
from index.values import Draft


@pytest.fixture
def file(console: Console, stocked: Path, tmp_path: Path) -> Path:
    """The default library with every story, in a file."""
    path = tmp_path / "library.footnote"
    assert console("export", str(path)).code == 0
    return path


def test_a_library_moves_to_another_folder(console: Console, file: Path, tmp_path: Path) -> None:
    """It is listed, shown and asked there as it was here."""
    before = console("list", "--json").json["articles"]
    there = ("--data", str(tmp_path / "other"))
    ran = console("import", str(file), *there, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["library"] == "default"
    assert (ran.json["articles"], ran.json["indexed"]) == (len(STORIES), True)
    assert console("list", "--json", *there).json["articles"] == before
    asked = console("ask", PIER.question, "--json", *there).json
    assert asked["citations"][0]["quote"] == PIER.quote
    assert console("doctor", *there).code == 0
    again = tmp_path / "again"
    told = console("export", str(again), "--json", *there).json
    assert (told["articles"], told["revisions"], told["left_out"]) == (len(STORIES),) * 2 + (0,)
    assert records(again.read_bytes()) == records(file.read_bytes())


def test_a_file_is_for_its_owner_and_replaced_only_on_demand(console: Console, file: Path) -> None:
    """It holds what people asked; a second export does not take its place unasked."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    assert "--force" in complaint(console("export", str(file)), 2)
    assert file.read_bytes() == before
    assert console("export", str(file), "--force").code == 0
    assert records(file.read_bytes()) == records(before)
    assert [path.name for path in file.parent.iterdir() if "part" in path.name] == []


def test_what_cannot_be_exported(console: Console, stocked: Path, tmp_path: Path) -> None:
    """An unknown library and a folder that is not there are told, and leave nothing behind."""
    path = tmp_path / "file"
    assert "'nowhere'" in complaint(console("export", str(path), "--library", "nowhere"), 2)
    assert not path.exists()
    complaint(console("export", str(tmp_path / "no" / "file")), 1)
    complaint(console("export", str(tmp_path), "--force"), 1)
    assert console("export", "-", "--json").code == 2


def test_through_a_pipe_under_another_name(start: Start, stocked: Path) -> None:
    """``export - | import -`` makes a second library of the first."""
    exporting = start("export", "-", encoding=None)
    packed, said = exporting.communicate(timeout=60)
    assert exporting.returncode == 0
    assert b"Exported" in said
    importing = start("import", "-", "--library", "copy", encoding=None)
    told, said = importing.communicate(packed, timeout=90)
    assert (importing.returncode, said) == (0, b"")
    assert f"{len(STORIES)} articles" in told.decode()


def test_an_import_beside_the_owner(console: Console, file: Path, data_dir: Path) -> None:
    """Where another process has the folder open, that one indexes, and the import says so."""
    owner = Ownership(data_dir)
    assert owner.take()
    try:
        ran = console("import", str(file), "--library", "copy")
    finally:
        owner.release()
    assert ran.code == 0
    assert "has the data folder open" in ran.err
    copies = {"name": "copy", "articles": len(STORIES)}
    assert copies in console("libraries", "--json").json["libraries"]


def test_a_library_with_other_articles(console: Console, file: Path) -> None:
    """It takes the file only to merge; the same one again does no harm."""
    assert console("import", str(file)).code == 0
    console("add", "-", stdin="A story of my own.")
    assert "--merge" in complaint(console("import", str(file)), 2)
    merged = console("import", str(file), "--merge", "--json").json
    assert (merged["articles"], merged["changed"]) == (0, 0)
    assert len(console("list", "--json").json["articles"]) == len(STORIES) + 1


def test_what_cannot_be_imported(console: Console, file: Path, tmp_path: Path) -> None:
    """Each gets its sentence, and nothing is changed."""
    before = console("libraries", "--json").json
    cut, text = tmp_path / "cut", tmp_path / "text"
    cut.write_bytes(file.read_bytes()[:-40])
    text.write_text("No export.", encoding="utf-8")
    for path in (cut, text, tmp_path, tmp_path / "nowhere"):
        complaint(console("import", str(path), "--library", "copy"), 1)
    assert "damaged" in complaint(console("import", "-", stdin=cut.read_bytes()), 1)
    assert console("libraries", "--json").json == before


def test_what_is_left_out_is_told(console: Console, file: Path, tmp_path: Path) -> None:
    """An import that could only partly says what it left out, and ends with 1."""
    odd, packed = tmp_path / "odd", file.read_bytes()
    odd.write_bytes(sealed(header(packed), [*records(packed), {"kind": "article", "id": 7}]))
    ran = console("import", str(odd), "--library", "copy")
    assert ran.code == 1
    assert "1 record left out" in ran.err


MANY = 200


async def test_a_killed_import_is_completed_by_the_next(
    start: Start, data_dir: Path, tmp_path: Path
) -> None:
    """Whenever it is killed, what is there is whole articles, and running it again is enough."""
    options = Options(tmp_path / "from", EmbeddingSpec())
    async with open_folder(options, "look") as folder:
        folder.records.ledger.open_library("paper", options.embedding.to_json())
        for number in range(MANY):
            draft = Draft(f"n{number}", f"Story number {number}.", f"Story {number}")
            folder.records.catalogue.write("paper", draft, [(0, 10)], [f"t{number % 7}"])
        packed = await exported(folder, "paper")
    (tmp_path / "file").write_bytes(packed)
    importing = start("import", str(tmp_path / "file"))
    async with open_folder(Options(data_dir, EmbeddingSpec()), "look") as folder:
        deadline = time.monotonic() + 60
        while not folder.records.catalogue.extent("paper").articles:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.01)
        os.kill(importing.pid, signal.SIGKILL)
        importing.wait()
        assert 0 < folder.records.catalogue.extent("paper").articles < MANY
        assert (await imported(folder, packed)).refused == 0
        assert records(await exported(folder, "paper")) == records(packed)
