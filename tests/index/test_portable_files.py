"""A file from anywhere does no harm: what is damaged is refused, what cannot be is left out."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from portables import everything, exported, header, imported, records, sealed, small

from index.embedding.configured import EmbeddingSpec
from index.errors import UnreadableSource
from index.folder import Folder, Options, open_folder


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Folder]:
    """A data folder on another machine, whose articles another process indexes."""
    async with open_folder(Options(tmp_path / "other", EmbeddingSpec()), "look") as opened:
        yield opened


@pytest.fixture
async def file(other: Folder) -> bytes:
    """A library of two articles that answered once."""
    return await small(other, "1")


def _flipped(file: bytes, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 0xFF]) + file[at + 1 :]


async def test_a_damaged_file_changes_nothing(other: Folder, file: bytes) -> None:
    """Cut off anywhere, or with any byte wrong that matters, it is refused in one sentence."""
    before = await everything(other, "1")
    told = gzip.decompress(file).splitlines(keepends=True)
    damaged = [file[:at] for at in range(0, len(file) - 8, 29)]
    damaged += [_flipped(file, at) for at in range(10, len(file), 29)]
    damaged += [gzip.compress(b"".join(told[:-1])), gzip.compress(b"".join(told) + told[-1])]
    damaged += [gzip.compress(b"".join([*told[:2], *told[3:]])), b"", b"text", gzip.compress(b"[]")]
    for one in damaged:
        with pytest.raises(UnreadableSource) as raised:
            await imported(other, one, "2")
        assert str(raised.value).count(".") >= 1
        assert "\n" not in str(raised.value)
    assert "2" not in await other.libraries()
    assert await everything(other, "1") == before


async def test_a_newer_file_is_refused(other: Folder, file: bytes) -> None:
    """What this version cannot know is left to one that does."""
    newer = sealed(header(file) | {"version": 2}, records(file))
    with pytest.raises(UnreadableSource, match="update Footnote"):
        await imported(other, newer, "2")


async def test_what_is_far_too_large_is_refused(other: Folder, file: bytes) -> None:
    """Neither an endless line nor an endless file is read to its end."""
    line = json.dumps(records(file)[1] | {"text": "a" * 6_000_000}, separators=(",", ":")).encode()
    with pytest.raises(UnreadableSource, match="MAX_ARTICLE_MB"):
        await imported(other, sealed(header(file), [line]), "2")
    many = [line[:4_000_000] + b'"}'] * 8
    with pytest.raises(UnreadableSource, match="far more"):
        await imported(other, sealed(header(file), many), "2")


def _spoilt(told: list[dict[str, Any]], kind: str, **values: Any) -> list[dict[str, Any]]:
    return [one | values if one["kind"] == kind else one for one in told]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("article", {"added_at": "yesterday"}),
        ("article", {"added_at": "2026-13-45T00:00:00Z"}),
        ("article", {"tags": "town"}),
        ("article", {"id": "../../etc"}),
        ("article", {"identity": 7}),
        ("article", {"page": {"url": "file:///etc/passwd"}}),
        ("revision", {"text": "e\u0301"}),
        ("revision", {"text": "a\0b"}),
        ("revision", {"text": "a" + "\u0300" * 40}),
        ("revision", {"text": "a\x1b[2Jb"}),
        ("revision", {"text": "a\x9bb"}),
        ("revision", {"title": "a\n[9] b"}),
        ("revision", {"title": "a\u2028b"}),
        ("revision", {"source": "\x1b]0;b\x07"}),
        ("revision", {"authors": ["a\r\n"]}),
        ("revision", {"added_at": "9999-01-01T00:00:00.000000Z"}),
        ("article", {"added_at": "9999-01-01T00:00:00.000000Z"}),
        ("article", {"tags": ["a\nb"]}),
        ("revision", {"text": ["a"]}),
        ("revision", {"text": "\ud800"}),
        ("revision", {"number": True}),
        ("revision", {"number": 2**70}),
        ("revision", {"body_start": 99}),
        ("revision", {"pages": [0, 99]}),
        ("revision", {"pages": [5, 0]}),
        ("revision", {"published": "9999-99-99"}),
        ("revision", {"url": "javascript:alert(1)"}),
        ("revision", {"article": "000000000000"}),
    ],
    ids=str,
)
async def test_articles_that_cannot_be_are_left_out(
    other: Folder, file: bytes, kind: str, values: dict[str, Any]
) -> None:
    """What is not as it should be is counted, and never stored."""
    told = await imported(other, sealed(header(file), _spoilt(records(file), kind, **values)), "2")
    assert (told.articles, told.spans) == (0, 2)
    assert told.refused >= 2


async def test_what_adding_leaves_out_is_left_out(other: Folder, file: bytes) -> None:
    """Neither a day that is yet to come nor a control character is kept of what is taken in."""
    told = _spoilt(records(file), "revision", published="9999-12-31")
    told = _spoilt(told, "answer", question="Who\x1b]0;b\x07 sailed?\nAnd when?")
    assert (await imported(other, sealed(header(file), told), "2")).refused == 0
    kept = records(await exported(other, "2"))
    assert {one["published"] for one in kept if one["kind"] == "revision"} == {None}
    assert kept[-1]["question"] == "Who]0;b sailed?\nAnd when?"


@pytest.mark.parametrize(
    "values",
    [
        {"end": 99},
        {"start": 2, "end": 1},
        {"end": 2**31},
        {"article": "000000000000"},
        {"revision": 9},
        {"context_end": 99},
        {"highlights": [[0, 9]]},
        {"highlights": [[1, 1]]},
    ],
    ids=str,
)
async def test_quotations_that_fit_no_revision_are_dropped(
    other: Folder, file: bytes, values: dict[str, Any]
) -> None:
    """A quotation whose span is not there is counted, with what it was to prove."""
    told = records(file)
    told[-1]["citations"][0] |= values
    result = await imported(other, sealed(header(file), told), "2")
    assert (result.articles, result.answers, result.spans) == (2, 1, 2)
    (answer,) = [one for one in records(await exported(other, "2")) if one["kind"] == "answer"]
    assert (answer["citations"], answer["claims"]) == ([], [])


async def test_a_number_that_comes_twice_is_harmless(other: Folder, file: bytes) -> None:
    """Neither do two quotations of one number stop it, nor an article or answer told twice."""
    told = records(file)
    told[-1]["citations"] *= 2
    told = [*told[:-1], *told[:-1], told[-1], told[-1]]
    result = await imported(other, sealed(header(file), told), "2")
    assert (result.articles, result.answers, result.changed) == (2, 1, 0)


async def test_kinds_of_later_versions_are_passed_over(other: Folder, file: bytes) -> None:
    """They are counted, wherever they stand, and all else is taken in."""
    told: list[Any] = []
    for one in records(file):
        told += [one, {"kind": "survey", "url": "https://a.example/"}]
    result = await imported(other, sealed(header(file), told), "2")
    assert (result.articles, result.answers, result.unknown) == (2, 1, len(records(file)))
    assert result.refused == 0


async def test_another_librarys_answer_is_not_touched(other: Folder, file: bytes) -> None:
    """A file that claims an answer of another library for its own changes nothing there."""
    answer = records(file)[-1]["id"]
    before = await everything(other, "1")
    claims = sealed(header(file) | {"library": "2"}, records(file))
    result = await imported(other, claims)
    assert (result.articles, result.answers, result.foreign) == (2, 0, 1)
    assert before[answer] == (await everything(other, "1"))[answer]


async def test_settings_of_no_server_are_left(other: Folder, file: bytes) -> None:
    """A library that is no server's does not become one that the bot has left."""
    server = {"kind": "server", "channels": [], "forums": [], "handover": None, "private": True}
    told = [server | {"keep_days": 5}, *records(file)]
    result = await imported(other, sealed(header(file) | {"library": "paper"}, told))
    assert result.foreign >= 1
    other.records.chat.servers.present([])
    assert other.records.chat.servers.abandoned(timedelta(0)) == []


@pytest.mark.parametrize(
    "claim",
    [
        {"text": "What nobody wrote."},
        {"text": "…Fir… and more"},
        {"citations": []},
        {"citations": [1, 2]},
    ],
    ids=str,
)
async def test_what_no_article_says_is_not_told(
    other: Folder, file: bytes, claim: dict[str, Any]
) -> None:
    """A sentence of an answer stays only where it is what a quotation of it says."""
    told = records(file)
    assert len(told[-1]["claims"]) == 1
    told[-1]["claims"][0] |= claim
    result = await imported(other, sealed(header(file), told), "2")
    assert (result.answers, result.spans) == (1, 1)
    (answer,) = [one for one in records(await exported(other, "2")) if one["kind"] == "answer"]
    assert (len(answer["citations"]), answer["claims"]) == (1, [])
