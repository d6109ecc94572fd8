"""Which embedding a library uses: named in the settings, stored in the catalogue, loaded here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.minilm import SPACE, MiniLM, Weights
from index.errors import SettingsError
from index.plugins import is_class_path, read_arguments

MINILM = "minilm"
_KIND = "embedding"


@dataclass(frozen=True, slots=True)
class EmbeddingSpec:
    """An embedding model and what to make it with; safe to store, since it holds no secret.

    ``name`` is ``minilm``, the model that ships, or ``package.module:Class``, any LlamaIndex
    embedding. ``args`` is the JSON object of the arguments that make it. ``languages`` are the
    language codes it understands, empty for any; for ``minilm`` they are ``("en",)``. Raises
    SettingsError where the name or the arguments are malformed, or an argument looks like a secret.
    """

    name: str = MINILM
    args: str = "{}"
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.name != MINILM and not is_class_path(self.name):
            raise SettingsError(
                f"The embedding {self.name!r} is neither {MINILM!r} nor of the form "
                "'package.module:Class'."
            )
        arguments = read_arguments(_KIND, self.args)
        if self.name == MINILM and not arguments.keys() <= {"threads"}:
            raise SettingsError(f"The embedding {MINILM!r} takes no argument but 'threads'.")
        languages = ("en",) if self.name == MINILM else tuple(map(str.lower, self.languages))
        object.__setattr__(self, "args", _canonical(arguments))
        object.__setattr__(self, "languages", languages)

    @property
    def key(self) -> str:
        """The space of its vectors: two specs compare vectors only if their keys are equal."""
        if self.name == MINILM:
            return SPACE
        return f"{self.name}-{sha256(self.args.encode()).hexdigest()[:12]}"

    def to_json(self) -> str:
        """One line of JSON that ``from_json`` reads; the same for equal specs."""
        fields = {"name": self.name, "args": json.loads(self.args), "languages": self.languages}
        return _canonical(fields)

    @classmethod
    def from_json(cls, text: str) -> EmbeddingSpec:
        """The spec that ``to_json`` wrote. Raises SettingsError where the text is none."""
        try:
            fields = json.loads(text)
            return cls(fields["name"], _canonical(fields["args"]), tuple(fields["languages"]))
        except (ValueError, KeyError, TypeError) as error:
            raise SettingsError(f"This is no stored embedding: {text!r}.") from error


class TextEncoder(Protocol):
    """A model that is loaded. Its methods block, and are called from any thread."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order: shape (len(texts), dimensions)."""

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question: shape (dimensions,)."""


def load_encoder(spec: EmbeddingSpec, weights: Weights | None = None) -> TextEncoder:
    """Make the encoder that the spec names, without embedding anything yet.

    The model that ships uses ``weights`` where they are given. Raises SettingsError, which says
    what to install or to change, where it cannot be made.
    """
    arguments = read_arguments(_KIND, spec.args)
    if spec.name == MINILM:
        return MiniLM(_threads(arguments.get("threads")), weights)
    # LlamaIndex takes 2 s to import, which those who use the model that ships should not pay.
    from index.llama.embedding import load_llama_encoder

    return load_llama_encoder(spec.name, arguments)


def _threads(value: object) -> int | None:
    if value is None or (type(value) is int and value > 0):
        return value
    raise SettingsError(f"The embedding {MINILM!r} takes a whole number of 'threads' from 1 on.")


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
