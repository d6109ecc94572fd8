"""The files of a data folder: made, checked, and set aside where they are damaged."""

from __future__ import annotations

import logging
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from index.errors import FolderUnwritable, StoreDamaged
from index.stores.vectors import VectorStore, digest, open_vectors

_VECTORS = "vectors"
_LOG = logging.getLogger(__name__)


def prepare(path: Path) -> None:
    """Make the folder where it is new. Raises ``FolderUnwritable``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise FolderUnwritable(
            f"The data folder {path} cannot be created ({exc.strerror}); "
            "choose another with --data."
        ) from exc
    if not os.access(path, os.W_OK | os.X_OK):
        raise FolderUnwritable(
            f"The data folder {path} cannot be written; change its permissions or choose another "
            "with --data."
        )


def folder_vectors(data_dir: Path, installation: str, chroma_url: str | None) -> VectorStore:
    """The vectors of a folder; those that Chroma cannot read are set aside and made again.

    Raises as ``open_vectors`` does.
    """
    try:
        return open_vectors(data_dir / _VECTORS, installation, chroma_url)
    except StoreDamaged:
        if chroma_url is not None:
            raise
        set_vectors_aside(data_dir)
    return open_vectors(data_dir / _VECTORS, installation)


def set_vectors_aside(data_dir: Path) -> None:
    """Vectors are derived, so that nothing is lost with damaged ones."""
    path = data_dir / _VECTORS
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%d%H%M%S}")
    path.rename(aside)
    _LOG.warning("The vector index is damaged; it is set aside as %s and made anew.", aside)


def lexicons(data_dir: Path) -> Path:
    """Where the word indexes are."""
    return data_dir / "lexicon"


def delete_lexicon(data_dir: Path, library: str) -> None:
    """Delete the files of a library's word index, which must be closed."""
    shutil.rmtree(lexicons(data_dir) / digest(library), ignore_errors=True)
