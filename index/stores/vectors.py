"""The vectors of passages in Chroma: one collection a library and embedding, derived.

Only this module knows Chroma. Its own embedding functions are never used, and no text is stored in
it: a vector's name is the passage's, and the words are the catalogue's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeAlias
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings
from chromadb.errors import NotFoundError
from numpy.typing import NDArray

from index.errors import SettingsError, StoreDamaged, StoreError

Matrix: TypeAlias = NDArray[np.float32]
"""One unit vector a row: shape (n, dimensions)."""

_BATCH = 2_000
_PAGE = 10_000
_DAMAGE = ("malformed", "not a database", "corrupt", "no such table")
_HNSW: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_construction": 128, "ef_search": 128, "max_neighbors": 24}
}


class VectorCollection:
    """The vectors of one library under one embedding. Methods block."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name
        self._lock = Lock()
        self._collection = self._open()

    def upsert(self, names: Sequence[str], vectors: Matrix) -> None:
        """Add or replace vectors; ``vectors`` has a row for each name."""
        with self._lock, _translated():
            for start in range(0, len(names), _BATCH):
                stop = start + _BATCH
                self._collection.upsert(ids=list(names[start:stop]), embeddings=vectors[start:stop])

    def delete(self, names: Sequence[str]) -> None:
        """Drop vectors; unknown names are ignored."""
        with self._lock, _translated():
            for start in range(0, len(names), _BATCH):
                self._collection.delete(ids=list(names[start : start + _BATCH]))

    def query(
        self, vector: NDArray[np.float32], limit: int, names: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Names and cosine similarities of the nearest vectors, nearest first.

        ``vector`` has shape (dimensions,); ``names`` limits what may be found.
        """
        if limit < 1 or (names is not None and not names):
            return []
        with _translated():
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=limit if names is None else min(limit, len(names)),
                ids=None if names is None else list(names),
                include=["distances"],
            )
        return _rankings(found)[0]

    def nearest(self, vectors: Matrix, limit: int) -> list[list[tuple[str, float]]]:
        """For each row, in order, what ``query`` finds without names."""
        if limit < 1 or not len(vectors):
            return [[] for _ in vectors]
        with _translated():
            found = self._collection.query(
                query_embeddings=vectors, n_results=limit, include=["distances"]
            )
        return _rankings(found)

    def get(self, names: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors among ``names``."""
        with _translated():
            found = self._collection.get(ids=list(names), include=["embeddings"])
        vectors = found["embeddings"]
        if vectors is None:
            return {}
        return {
            name: np.asarray(vector, dtype=np.float32)
            for name, vector in zip(found["ids"], vectors, strict=True)
        }

    def count(self) -> int:
        """The number of vectors."""
        with _translated():
            return self._collection.count()

    def names(self) -> set[str]:
        """The names of all vectors."""
        found: set[str] = set()
        with _translated():
            for offset in range(0, self._collection.count(), _PAGE):
                page = self._collection.get(limit=_PAGE, offset=offset, include=[])
                found.update(page["ids"])
        return found

    def clear(self) -> None:
        """Drop everything, whatever state it is in."""
        with self._lock, _translated():
            self._drop()
            self._collection = self._open()

    def drop(self) -> None:
        """Delete the collection itself; nothing may be asked of it after."""
        with self._lock, _translated():
            self._drop()

    def _drop(self) -> None:
        try:
            self._client.delete_collection(self._name)
        except NotFoundError:
            return

    def _open(self) -> chromadb.Collection:
        with _translated():
            return self._client.get_or_create_collection(
                self._name, configuration=_HNSW, embedding_function=None
            )


def _rankings(found: chromadb.QueryResult) -> list[list[tuple[str, float]]]:
    """Names and cosines of each question of several, nearest first."""
    distances = found["distances"] or [[] for _ in found["ids"]]
    return [
        [(name, 1.0 - distance) for name, distance in zip(names, row, strict=True)]
        for names, row in zip(found["ids"], distances, strict=True)
    ]


class VectorStore:
    """All collections of one data folder, or of one Chroma server."""

    def __init__(self, client: Client, installation: str) -> None:
        self._client = client
        self._installation = installation

    def collection(self, library: str, embedding: str) -> VectorCollection:
        """The vectors of a library under the embedding of this key, empty where there are none."""
        return VectorCollection(
            self._client, f"footnote-{digest(self._installation, library, embedding)}"
        )

    def close(self) -> None:
        """Release the files and the connection."""
        with _translated():
            self._client.close()


def open_vectors(path: Path, installation: str, url: str | None = None) -> VectorStore:
    """The vectors in a folder that this process owns, or on the Chroma server at ``url``.

    ``installation`` tells the collections of one catalogue from others' on the same server. Raises
    ``SettingsError`` for a malformed address, ``StoreDamaged`` for files that cannot be read,
    ``StoreError`` where Chroma does not open.
    """
    settings = Settings(anonymized_telemetry=False)
    if url is not None:
        return VectorStore(_server(url, settings), installation)
    try:
        with _translated():
            client = _client(chromadb.PersistentClient(str(path), settings))
    except StoreError:
        # Chroma keeps what it failed to open and would hand it out again.
        Client.clear_system_cache()
        raise
    return VectorStore(client, installation)


def _server(url: str, settings: Settings) -> Client:
    malformed = SettingsError("CHROMA_URL must look like http://localhost:8000; correct it.")
    try:
        address = urlsplit(url)
        host, port = address.hostname, address.port
    except ValueError as exc:
        raise malformed from exc
    if address.scheme not in ("http", "https") or not host:
        raise malformed
    if address.username is not None:
        raise SettingsError("CHROMA_URL must not hold a name or password; remove it.")
    secure = address.scheme == "https"
    port = port or (443 if secure else 8000)
    with _translated(f"No Chroma server answers at {host}:{port}; start it or unset CHROMA_URL"):
        return _client(chromadb.HttpClient(host, port, ssl=secure, settings=settings))


def _client(client: object) -> Client:
    # Chroma declares an interface without ``close``; both kinds are this class.
    if not isinstance(client, Client):
        raise TypeError(f"chromadb opened a {type(client).__name__}")
    return client


def digest(*parts: str) -> str:
    """A name for these parts that every store and file system takes."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


@contextmanager
def _translated(sentence: str = "The vector index failed") -> Iterator[None]:
    try:
        yield
    except Exception as exc:
        # Chroma raises its own, httpx's, sqlite's and Rust's errors, which share no other base.
        damaged = any(word in str(exc) for word in _DAMAGE)
        kind = StoreDamaged if damaged else StoreError
        raise kind(f"{sentence} ({exc}).") from exc
