"""Passages as LlamaIndex nodes stand where the splitter found them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import Document, TextNode

from index.ingest.splitting import PassageSplitter
from index.llama.node_parser import PassageNodeParser


def words(texts: Sequence[str]) -> list[int]:
    """A tokenizer of a word a token."""
    return [len(text.split()) for text in texts]


SPLITTER = PassageSplitter(words, max_characters=100)


def test_repeated_passages_keep_their_own_offsets() -> None:
    """As a LlamaIndex transformation it gives repeated text the offsets at which it stands."""
    text = "He said no. " * 200
    document = Document(text=text, id_="quay", metadata={"source": "Quay News"})
    nodes = IngestionPipeline(transformations=[PassageNodeParser(splitter=SPLITTER)]).run(
        documents=[document]
    )
    spans = []
    for node in nodes:
        assert isinstance(node, TextNode)
        assert node.start_char_idx is not None
        assert node.end_char_idx is not None
        assert node.text == text[node.start_char_idx : node.end_char_idx]
        assert node.source_node is not None
        assert node.source_node.node_id == "quay"
        assert node.metadata == {"source": "Quay News"}
        spans.append((node.start_char_idx, node.end_char_idx))
    assert spans == SPLITTER.split(text)


async def test_parsing_leaves_the_event_loop_free() -> None:
    """The asynchronous transformation counts tokens in a thread of its own."""
    meanwhile = asyncio.Event()
    loop = asyncio.get_running_loop()

    def waiting(texts: Sequence[str]) -> list[int]:
        asyncio.run_coroutine_threadsafe(_set(meanwhile), loop).result(timeout=10)
        return words(texts)

    parser = PassageNodeParser(splitter=PassageSplitter(waiting))
    nodes = await parser.acall([Document(text="He said no.")])
    assert meanwhile.is_set()
    assert [node.get_content() for node in nodes] == ["He said no."]


async def _set(event: asyncio.Event) -> None:
    event.set()
