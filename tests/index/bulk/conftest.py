"""A folder for all tests of adding lists, each of which has a library of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from apart import apart
from listed import Adding

from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shelves(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Folder]:
    """The folder, owned; opening one takes longer than most of the tests."""
    async with open_folder(Options(tmp_path_factory.mktemp("bulk"), EmbeddingSpec())) as folder:
        own, folder.documents = folder.documents, apart()
        yield folder
        folder.documents = own


@pytest.fixture
def adding(shelves: Folder, request: pytest.FixtureRequest) -> Adding:
    """What adds to a library that is new."""
    return Adding(shelves, request.node.name[:100])
