"""Which embedding a library uses: named in the settings, stored in the catalogue, loaded here."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding

from index.embedding.minilm import SPACE, MiniLMEmbedding
from index.errors import SettingsError

MINILM = "minilm"

_CLASS_PATH = re.compile(r"(?P<module>[^\W\d]\w*(?:\.[^\W\d]\w*)*):(?P<name>[^\W\d]\w*)")
_INTEGRATION = re.compile(r"llama_index\.embeddings\.(?P<name>\w+)")
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


def load_embedding(spec: EmbeddingSpec) -> BaseEmbedding:
    """Make the embedding that the spec names, without embedding anything yet.

    Raises SettingsError, which says what to install or to change, where its module, its class or
    its construction fails. What its module and constructor read from the environment is theirs.
    """
    arguments = _arguments(spec.args)
    made = MiniLMEmbedding if spec.name == MINILM else _embedding_class(spec.name)
    try:
        return made(**arguments)
    except Exception as error:  # any integration may raise anything here
        raise SettingsError(
            f"The embedding {spec.name!r} could not be made with the arguments "
            f"{', '.join(arguments) or 'none'}: {_line(error)}"
        ) from error


def _embedding_class(path: str) -> type[BaseEmbedding]:
    module_name, class_name = path.split(":")
    try:
        found = getattr(importlib.import_module(module_name), class_name)
    except ModuleNotFoundError as error:
        raise SettingsError(_not_installed(path, module_name, error)) from error
    except AttributeError as error:
        raise SettingsError(f"The module {module_name!r} has no class {class_name!r}.") from error
    except Exception as error:  # a module may raise anything while it is imported
        raise SettingsError(
            f"The module {module_name!r} cannot be imported: {_line(error)}"
        ) from error
    if not (isinstance(found, type) and issubclass(found, BaseEmbedding)):
        raise SettingsError(f"{path!r} is not a LlamaIndex embedding (a BaseEmbedding).")
    return found


def _not_installed(path: str, module_name: str, error: ModuleNotFoundError) -> str:
    missing = error.name or module_name
    if not f"{module_name}.".startswith(f"{missing}."):
        return f"The embedding {path!r} needs the module {missing!r}, which is not installed."
    integration = _INTEGRATION.match(module_name)
    package = (
        f"llama-index-embeddings-{integration['name'].replace('_', '-')}"
        if integration
        else f"the package that holds {missing!r}"
    )
    return f"The embedding {path!r} is not installed: pip install {package}."


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


def _line(error: Exception) -> str:
    """Its message on one line, or its kind where it has none, ended like a sentence."""
    message = " ".join(str(error).split())[:300] or type(error).__name__
    return message if message.endswith((".", "!", "?")) else f"{message}."
