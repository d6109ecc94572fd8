"""What Footnote's indexing is measured against: Chroma's own embedding function, and LlamaIndex.

Chroma's ``ONNXMiniLM_L6_V2`` is run as it is, on the weights that ``make weights`` left; only its
download is taken away. LlamaIndex's Chroma integration is no dependency of ours, so the few lines
of it that adding needs are here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings
from chromadb.utils.embedding_functions import ONNXMiniLM_L6_V2
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import BaseNode, MetadataMode, TextNode
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from llama_index.core.vector_stores.utils import node_to_metadata_dict
from numpy.typing import NDArray
from pydantic import PrivateAttr


class ChromaFunction(ONNXMiniLM_L6_V2):
    """Chroma's function on the weights in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(preferred_providers=["CPUExecutionProvider"])
        self.DOWNLOAD_PATH, self.EXTRACTED_FOLDER_NAME = folder, "."

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of the texts: shape (len(texts), 384)."""
        return np.asarray(self(list(texts)), dtype=np.float32)

    def _download_model_if_not_exists(self) -> None:
        return


class ChromaEmbedding(BaseEmbedding):
    """Chroma's function as LlamaIndex takes an embedding."""

    _function: ChromaFunction = PrivateAttr()

    def __init__(self, folder: Path) -> None:
        super().__init__(model_name="chroma", embed_batch_size=32)
        self._function = ChromaFunction(folder)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._function.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class ChromaNodes(BasePydanticVectorStore):
    """As much of LlamaIndex's ``ChromaVectorStore`` as adding needs."""

    _collection: chromadb.Collection = PrivateAttr()

    def __init__(self, collection: chromadb.Collection) -> None:
        super().__init__(stores_text=True)
        self._collection = collection

    @property
    def client(self) -> chromadb.Collection:
        """What it adds to."""
        return self._collection

    def add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Add nodes with their vectors, texts and metadata."""
        ids = [node.node_id for node in nodes]
        self._collection.add(
            ids=ids,
            embeddings=np.asarray([node.get_embedding() for node in nodes], dtype=np.float32),
            metadatas=[
                node_to_metadata_dict(node, remove_text=True, flat_metadata=True) for node in nodes
            ],
            documents=[node.get_content(metadata_mode=MetadataMode.NONE) for node in nodes],
        )
        return ids

    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Not needed here."""
        raise NotImplementedError

    def query(self, query: VectorStoreQuery, **_: Any) -> VectorStoreQueryResult:
        """Not needed here."""
        raise NotImplementedError


def index_with_llama(folder: Path, texts: Sequence[str], embedding: BaseEmbedding) -> None:
    """What a LlamaIndex program does with these passages: a ``VectorStoreIndex`` over Chroma."""
    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection("passages", embedding_function=None)
    VectorStoreIndex(
        nodes=[TextNode(text=text) for text in texts],
        storage_context=StorageContext.from_defaults(vector_store=ChromaNodes(collection)),
        embed_model=embedding,
    )
