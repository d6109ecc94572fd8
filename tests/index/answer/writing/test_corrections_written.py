"""An answer that a model writes names what corrects its quotations, and quotes notices whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from corrected import FORTY, FOURTEEN, HOW_MANY, NOTICE, RIGHT, SAID, TITLE, WRONG, article
from model_server import PATIENT, Claim, ModelServer, claims, model_server, says
from support import added, asked

from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.library import Library
from index.values import Answered, Citation

pytestmark = pytest.mark.asyncio(loop_scope="module")

SILENT = "Correction: An earlier version of this story said that the ferry sank with 90 goats."


@dataclass(frozen=True)
class Desk:
    """A library with a mistake and its correction, whose answers a scripted model writes."""

    library: Library
    server: ModelServer
    corrected: str

    async def written(self, claim: str, words: str) -> tuple[Citation, ...]:
        """What is cited for a claim with a quote, nothing where the model proved nothing."""
        return (await self.answered(claim, words))[1]

    async def answered(
        self, claim: str, words: str
    ) -> tuple[tuple[str, ...], tuple[Citation, ...]]:
        """The same, after the claims that it is cited for."""
        self.server.script(says(claims(Claim(claim, [words]))))
        answer = (await asked(self.library, HOW_MANY)).answer
        assert isinstance(answer, Answered)
        if answer.mode != "generated":
            return (), ()
        return tuple(one.text for one in answer.claims), answer.citations


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    data: Path = tmp_path_factory.mktemp("desk") / "data"
    async with model_server() as server:
        options = Options(data, EmbeddingSpec(), model=server.spec, limits=PATIENT)
        async with open_folder(options) as folder:
            library = folder.library("paper")
            _, right = await added(
                library,
                article(WRONG, "wrong", "2031-05-04"),
                article(f"{RIGHT}\n\n{NOTICE}\n\n{SILENT}", "right", "2031-05-05"),
            )
            yield Desk(library, server, right.article.id)


async def test_a_wrong_figure_gives_way_to_the_right_one(desk: Desk) -> None:
    """Instead of a claim that rests on it, what corrects it is quoted, and said to correct."""
    (claim,), (cited,) = await desk.answered("The storm injured 40 people.", FORTY)
    assert cited.article.id == desk.corrected
    assert FOURTEEN in cited.quote
    assert claim == f"Corrected: {TITLE}, 5 May 2031: “{cited.quote}”"


async def test_a_claim_of_something_else_in_a_corrected_sentence_is_marked(desk: Desk) -> None:
    """It stays, and its quotation is shown with the name of what corrects that."""
    claim = "A storm tore the roof off the market hall of Varnholm on Sunday night."
    (told,), (cited,) = await desk.answered(claim, claim.rstrip("."))
    assert (told, FORTY in cited.quote) == (claim, True)
    assert [one.id for one in cited.corrected_by] == [desk.corrected]


async def test_what_is_right_is_not_marked(desk: Desk) -> None:
    """The corrected version's own figure stands by itself."""
    (cited,) = await desk.written("The storm injured 14 people.", "injured 14 people")
    assert cited.corrected_by == ()


async def test_a_notice_is_quoted_whole(desk: Desk) -> None:
    """Whichever part of it is copied."""
    (cited,) = await desk.written("An earlier version of this story said 40 people.", SAID)
    assert cited.quote == NOTICE


async def test_what_only_was_wrong_proves_nothing(desk: Desk) -> None:
    """A notice that does not say what is right is no proof."""
    assert await desk.written("The ferry sank with 90 goats.", "sank with 90 goats") == ()
