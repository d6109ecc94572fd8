"""The passage splitter as a LlamaIndex transformation."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.node_parser.node_utils import build_nodes_from_splits
from llama_index.core.schema import BaseNode, Document, MetadataMode, TextNode
from pydantic import Field

from index.ingest.splitting import PassageSplitter


class PassageNodeParser(NodeParser):
    """One TextNode a passage of ``splitter``, in order.

    ``start_char_idx`` and ``end_char_idx`` are exact, also where passages repeat each other.
    Asynchronously it splits in a thread.
    """

    splitter: PassageSplitter = Field(exclude=True)

    @classmethod
    def class_name(cls) -> str:
        """The name under which LlamaIndex serialises this class."""
        return "PassageNodeParser"

    def _parse_nodes(
        self,
        nodes: Sequence[BaseNode],
        show_progress: bool = False,  # noqa: ARG002  # the signature is LlamaIndex's
        **kwargs: Any,  # noqa: ARG002  # as above
    ) -> list[BaseNode]:
        return [passage for node in nodes for passage in self._passages_of(node)]

    async def _aparse_nodes(
        self,
        nodes: Sequence[BaseNode],
        show_progress: bool = False,
        **kwargs: Any,  # noqa: ARG002  # the signature is LlamaIndex's
    ) -> list[BaseNode]:
        return await asyncio.to_thread(self._parse_nodes, nodes, show_progress)

    def _passages_of(self, node: BaseNode) -> Iterator[TextNode]:
        text = node.get_content(metadata_mode=MetadataMode.NONE)
        spans = self.splitter.split(text)
        texts = [text[start:end] for start, end in spans]
        passages = build_nodes_from_splits(texts, node, id_func=self.id_func)
        for passage, (start, end) in zip(passages, spans, strict=True):
            passage.start_char_idx, passage.end_char_idx = start, end
            yield passage

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]
    ) -> list[BaseNode]:
        # LlamaIndex searches each passage's text again here and finds repeated ones too early.
        passages = [node for node in nodes if isinstance(node, TextNode)]
        spans = [(passage.start_char_idx, passage.end_char_idx) for passage in passages]
        processed = super()._postprocess_parsed_nodes(nodes, parent_doc_map)
        for passage, (start, end) in zip(passages, spans, strict=True):
            passage.start_char_idx, passage.end_char_idx = start, end
        return processed
