"""Sources that disagree are not blended by a model: they are set side by side, in their words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio
from corrected import FORTY, FOURTEEN, HOW_MANY, RIGHT, WRONG, article
from model_server import PATIENT, Claim, ModelServer, claims, model_server, says
from support import added, asked

from index.answer.verify import verified
from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.library import Library
from index.values import Answered

pytestmark = pytest.mark.asyncio(loop_scope="module")

COURIER = WRONG.partition("\n\n")[0]
GULL = RIGHT.partition("\n\n")[0]
SIDES = f"The Courier, 4 May 2031: “{COURIER}”; The Gull, 9 May 2031: “{GULL}”"
HEIGHT = "Surveyors of the county measured the new mast on Gull Rock at 90 metres."
ELSEWHERE = "The county's surveyors put the mast on Gull Rock at 75 metres."
BUILT = "The hall was built in 1887."


@dataclass(frozen=True)
class Desk:
    """A library of two papers that disagree, whose answers a scripted model writes."""

    library: Library
    server: ModelServer

    async def written(self, *told: Claim, sources: Sequence[str] = ()) -> list[str]:
        """The claims that are shown, whose every citation is proved."""
        self.server.script(says(claims(*told)))
        answer = (await asked(self.library, HOW_MANY, sources=tuple(sources))).answer
        assert isinstance(answer, Answered)
        assert answer.mode == "generated"
        assert verified(answer) == answer
        return [f"{one.text} {list(one.citations)}" for one in answer.claims]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    data: Path = tmp_path_factory.mktemp("desk") / "data"
    async with model_server() as server:
        options = Options(data, EmbeddingSpec(), model=server.spec, limits=PATIENT)
        async with open_folder(options) as folder:
            library = folder.library("paper")
            courier = article(f"{WRONG}\n\n{HEIGHT}", "courier", "2031-05-04")
            gull = article(f"{RIGHT}\n\n{ELSEWHERE}", "gull", "2031-05-09")
            await added(
                library, replace(courier, source="The Courier"), replace(gull, source="The Gull")
            )
            yield Desk(library, server)


@pytest.mark.parametrize(
    "claim",
    [
        Claim("The storm injured 40 people.", [FORTY]),
        Claim("The storm injured 14 people.", [FOURTEEN]),
        Claim("The storm injured 40 people.", [FORTY, FOURTEEN]),
    ],
    ids=["one", "the other", "both"],
)
async def test_a_contested_figure_is_told_with_both_sources(desk: Desk, claim: Claim) -> None:
    """Whichever of them the model chose, or blended, the reader sees both, each cited."""
    assert await desk.written(claim) == [f"{SIDES} [1, 2]"]


async def test_both_are_told_once(desk: Desk) -> None:
    """A claim of each side is one claim."""
    both = Claim("The storm injured 40 people.", [FORTY]), Claim("It injured 14.", [FOURTEEN])
    assert await desk.written(*both) == [f"{SIDES} [1, 2]"]


async def test_what_is_not_contested_stays_as_it_was_written(desk: Desk) -> None:
    """A claim that does not say the figure is the model's, though its quotation has it."""
    roof = Claim("A storm tore the roof off the market hall of Varnholm.", [FORTY])
    built = Claim(BUILT, [BUILT.rstrip(".")])
    assert await desk.written(roof, built) == [f"{roof.text} [1]", f"{BUILT} [2]"]


async def test_two_proofs_that_disagree_prove_nothing_together(desk: Desk) -> None:
    """Said in other words, they are told apart where one claim rests on both."""
    blended = Claim("The mast on Gull Rock is 90 metres.", [HEIGHT, ELSEWHERE])
    told = f"The Courier, 4 May 2031: “{HEIGHT}”; The Gull, 9 May 2031: “{ELSEWHERE}” [1, 2]"
    assert await desk.written(blended) == [told]


async def test_a_filter_leaves_out_the_other_side_of_a_claim(desk: Desk) -> None:
    """What the question leaves out is not quoted against what it is limited to."""
    claim = Claim("The storm injured 14 people.", [FOURTEEN])
    assert await desk.written(claim, sources=["The Gull"]) == [f"{claim.text} [1]"]
