"""Which embedding a library uses: named in the settings, stored in the catalogue, loaded here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.minilm import SPACE, MiniLM
from index.errors import SettingsError

MINILM = "minilm"

_CLASS_PATH = re.compile(r"(?P<module>[^\W\d]\w*(?:\.[^\W\d]\w*)*):(?P<name>[^\W\d]\w*)")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SECRET_PARTS = frozenset(
    """key apikey token secret secrets password passwd passphrase credential credentials auth
    authorization""".split()
)
_LOGIN_IN_URL = re.compile(r"://[^/@\s]*:[^/@\s]*@")


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
        if self.name != MINILM and not _CLASS_PATH.fullmatch(self.name):
            raise SettingsError(
                f"The embedding {self.name!r} is neither {MINILM!r} nor of the form "
                "'package.module:Class'."
            )
        arguments = _arguments(self.args)
        _refuse_secrets(arguments)
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


def load_encoder(spec: EmbeddingSpec) -> TextEncoder:
    """Make the encoder that the spec names, without embedding anything yet.

    Raises SettingsError, which says what to install or to change, where it cannot be made.
    """
    arguments = _arguments(spec.args)
    if spec.name == MINILM:
        return MiniLM(_threads(arguments.get("threads")))
    # LlamaIndex takes 2 s to import, which those who use the model that ships should not pay.
    from index.llama.embedding import load_llama_encoder

    return load_llama_encoder(spec.name, arguments)


def _threads(value: object) -> int | None:
    if value is None or (type(value) is int and value > 0):
        return value
    raise SettingsError(f"The embedding {MINILM!r} takes a whole number of 'threads' from 1 on.")


def _arguments(text: str) -> dict[str, Any]:
    try:
        arguments = json.loads(text)
    except ValueError as error:
        raise SettingsError(f"The embedding's arguments are not JSON ({error}).") from error
    if not isinstance(arguments, dict):
        raise SettingsError('The embedding\'s arguments are not a JSON object, as {"a": 1} is.')
    return arguments


def _refuse_secrets(arguments: dict[str, Any]) -> None:
    for name, value in _named_values(arguments):
        parts = {part.lower() for part in _NAME_PARTS.findall(name)}
        if parts & _SECRET_PARTS or (isinstance(value, str) and _LOGIN_IN_URL.search(value)):
            raise SettingsError(
                f"The embedding's argument {name!r} looks like a secret: arguments are stored, so "
                "put it in the environment variable that its provider reads."
            )


def _named_values(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), inner
            yield from _named_values(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield name, inner
            yield from _named_values(inner, name)


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
