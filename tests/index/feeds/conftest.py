"""A library whose feeds are looked at, over a reader that outlives each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from newspapers import Paper, paper
from webservers import fetching
from word_hash_embedding import NAME

from index.embedding.configured import EmbeddingSpec
from index.fetch.politeness import Politeness
from index.folder import Folder, Options, open_folder


@pytest.fixture
def quick(options: Options, one_reader: None) -> Options:
    """How a folder is opened that needs no model."""
    return replace(options, embedding=EmbeddingSpec(NAME))


@pytest.fixture
async def folder(quick: Options) -> AsyncIterator[Folder]:
    """The data folder, owned."""
    async with open_folder(quick) as opened:
        yield opened


@pytest.fixture
async def polite() -> AsyncIterator[Politeness]:
    """A guest that does not rest between two requests, or tests would take minutes."""
    async with fetching() as fetcher:
        yield Politeness(fetcher, pause=0.0)


@pytest.fixture
async def signal() -> AsyncIterator[Paper]:
    """A newspaper with a feed."""
    async with paper() as served:
        yield served
