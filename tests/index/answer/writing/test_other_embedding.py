"""Claims of a model are checked whichever class embeds the passages, with weights opened once."""

from __future__ import annotations

from pathlib import Path

import pytest
from model_server import PATIENT, Claim, claims, model_server, says
from newsroom import PIER
from support import added, drafted
from word_hash_embedding import NAME

from index.embedding import minilm
from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.values import Answered, Question

GOOD = Claim("Ada Morrow closed the pier at Quill Bay on Monday.", [PIER.quote])
OTHER = Claim("Fishermen pay the county, all of them, for the old pier.", [PIER.quote])


@pytest.fixture(autouse=True)
def remembering() -> None:
    """Nothing is remembered: every folder embeds by itself."""


async def test_support_is_checked_whatever_embeds(tmp_path: Path) -> None:
    """A claim that is borne is shown and one that is not is dropped."""
    async with model_server(says(claims(OTHER, GOOD))) as server:
        options = Options(tmp_path, EmbeddingSpec(NAME), model=server.spec, limits=PATIENT)
        async with open_folder(options) as folder:
            library = folder.library("default")
            await added(library, drafted(PIER, "pier"))
            reply = await library.ask(Question(PIER.question, "default"))
    assert isinstance(reply.answer, Answered)
    assert [claim.text for claim in reply.answer.claims] == [GOOD.text]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is opened of the model that ships."""
    names: list[str] = []
    for name in ("_open_session", "_open_tokenizer"):
        real = getattr(minilm, name)
        monkeypatch.setattr(minilm, name, lambda name=name, real=real: names.append(name) or real())
    return names


async def test_the_weights_that_ship_are_opened_once(tmp_path: Path, opened: list[str]) -> None:
    """Splitting, embedding and the check of claims share them."""
    async with model_server(says(claims(GOOD))) as server:
        options = Options(tmp_path, EmbeddingSpec(), model=server.spec, limits=PATIENT)
        async with open_folder(options) as folder:
            library = folder.library("default")
            await added(library, drafted(PIER, "pier"))
            reply = await library.ask(Question(PIER.question, "default"))
    assert isinstance(reply.answer, Answered)
    assert reply.answer.mode == "generated"
    assert sorted(opened) == ["_open_session", "_open_tokenizer"]
