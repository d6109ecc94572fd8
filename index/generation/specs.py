"""Which language model is asked: named in the settings, made when it is first needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from index.errors import SettingsError
from index.plugins import is_class_path, read_arguments

PROVIDERS: Mapping[str, str] = {
    "openai": "llama_index.llms.openai:OpenAI",
    "anthropic": "llama_index.llms.anthropic:Anthropic",
    "ollama": "llama_index.llms.ollama:Ollama",
    "openai-like": "llama_index.llms.openai_like:OpenAILike",
}
"""The class of each provider that is known by name; its extra has the same name."""

KIND = "language model"
_PROVIDED = re.compile(
    rf"(?P<provider>{'|'.join(PROVIDERS)}):(?P<model>[^\s@]\S*?)(?:@(?P<url>https?://\S+))?"
)
_WITH_ADDRESS = frozenset({"openai-like", "ollama"})


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A language model and, as a JSON object, the arguments to make it with.

    ``name`` is ``openai:MODEL``, ``anthropic:MODEL``, ``ollama:MODEL`` with ``@URL`` where it is
    not on this machine, ``openai-like:MODEL@URL``, or ``package.module:Class``, any LlamaIndex
    LLM. Without ``key`` the provider's own package looks for one in the environment. Raises
    ``SettingsError`` where the name or the arguments are malformed.
    """

    name: str
    args: str = "{}"
    key: SecretStr | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        read_arguments(KIND, self.args)
        if _LOGIN.search(self.name):
            raise SettingsError(
                "LLM has a user name or password in its address; put what the server asks for "
                "into LLM_API_KEY."
            )
        found = _PROVIDED.fullmatch(self.name)
        if found is None and not is_class_path(self.name):
            raise SettingsError(
                f"The language model {self.name!r} is none of openai:MODEL, anthropic:MODEL, "
                "ollama:MODEL, openai-like:MODEL@URL and package.module:Class."
            )
        if found and found["provider"] == "openai-like" and not found["url"]:
            raise SettingsError(
                f"The language model {self.name!r} lacks its address; write "
                "openai-like:MODEL@http://localhost:8080/v1."
            )
        if found and found["url"] and found["provider"] not in _WITH_ADDRESS:
            raise SettingsError(
                f"The language model {self.name!r} takes no address; write openai-like:MODEL@URL."
            )

    @property
    def provider(self) -> str | None:
        """Its provider, None where it is a class."""
        found = _PROVIDED.fullmatch(self.name)
        return found["provider"] if found else None

    @property
    def model(self) -> str:
        """What its provider calls it; of a class, its name."""
        found = _PROVIDED.fullmatch(self.name)
        return found["model"] if found else self.name.partition(":")[2]

    @property
    def url(self) -> str | None:
        """The address of its server, None where that goes without saying."""
        found = _PROVIDED.fullmatch(self.name)
        return found["url"] if found else None

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of ``args``."""
        return read_arguments(KIND, self.args)


_LOGIN = re.compile(r"@https?://[^/\s]*@")
