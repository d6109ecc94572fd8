"""``doctor`` tells what is wrong, and ``reindex`` makes it right."""

from __future__ import annotations

import asyncio
from pathlib import Path

from newsroom import STORIES, TRAM
from support import Console

from index.folder import Options, open_folder


def test_a_healthy_folder(console: Console, stocked: Path) -> None:
    """Every check of a whole folder passes, which ends with 0."""
    ran = console("doctor", "--json")
    assert ran.code == 0
    assert ran.json["healthy"] is True
    assert [check["check"] for check in ran.json["checks"]] == [
        "disk",
        "catalogue",
        "library default",
    ]
    assert all(check["healthy"] for check in ran.json["checks"])
    assert console("doctor").out.splitlines()[-1] == "Healthy."


def test_an_empty_folder_is_healthy(console: Console) -> None:
    """A folder without an article has nothing wrong with it."""
    assert console("doctor").code == 0


def test_what_is_wrong_is_told_and_reindexing_mends_it(
    console: Console, stocked: Path, options: Options
) -> None:
    """A lost and a stray vector, which no count betrays, are found and mended."""
    asyncio.run(_swap_a_vector(options))
    ran = console("doctor", "--json")
    assert ran.code == 1
    assert ran.json["healthy"] is False
    (failed,) = [check for check in ran.json["checks"] if not check["healthy"]]
    assert failed["check"] == "library default"
    assert "reindex" in failed["detail"]
    assert "FAILED" in console("doctor").out
    assert console("reindex").code == 0
    assert console("doctor").code == 0


def test_reindexing_keeps_everything(console: Console, stocked: Path) -> None:
    """Making the search indexes anew changes no article and no answer."""
    before = console("list", "--json").json
    ran = console("reindex", "--json")
    assert ran.code == 0
    assert ran.json["articles"] == len(STORIES)
    assert console("list", "--json").json == before
    assert TRAM.quote in console("ask", TRAM.question).out
    assert "anew" in console("reindex").out


def test_reindexing_an_empty_library(console: Console) -> None:
    """There is nothing to do, which is no error."""
    assert console("reindex").code == 0


async def _swap_a_vector(options: Options) -> None:
    async with open_folder(options) as folder:
        shelf = await folder.shelves.shelf("default")
        assert shelf is not None
        vectors = shelf.derived.vectors
        name = sorted(vectors.names())[0]
        vector = vectors.get([name])[name]
        vectors.upsert(["000000000000.1.0"], vector.reshape(1, -1))
        vectors.delete([name])


def test_doctor_prints_the_invitation(console: Console) -> None:
    """The link has the application's id, both scopes and exactly the permissions needed."""
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y"
    told = console("doctor", env={"DISCORD_TOKEN": token}).out
    assert "client_id=123456789012345678" in told
    assert "scope=bot+applications.commands" in told
    assert "permissions=274877991936" in told
    assert token not in told
    assert "is no token" in console("doctor", env={"DISCORD_TOKEN": "nonsense"}).out
