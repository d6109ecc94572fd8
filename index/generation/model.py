"""What is said to a language model and what comes back, whoever made it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Role: TypeAlias = Literal["system", "user", "assistant"]

_BYTES_A_TOKEN = 3
"""English has over four, Chinese three: what is counted is rather too much than too little."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation with a model."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take, a repair included.

    ``prompt_tokens`` are of one request, ``completion_tokens`` of one reply. ``seconds`` are for
    the whole answer, ``silence_seconds`` the longest wait for the next piece of it. ``passages``
    are shown to the model at most. To have the question rewritten first, where it leans on others,
    takes at most half of ``seconds`` beside them.
    """

    prompt_tokens: int = 6_000
    completion_tokens: int = 1_000
    seconds: float = 60.0
    silence_seconds: float = 20.0
    passages: int = 10


USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the model's server counts them; ``counted_tokens`` where it does not."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a reply. ``usage`` is that of the whole reply so far, None where not told."""

    text: str
    usage: Usage | None = None


class LanguageModel(Protocol):
    """A model that writes a reply piece by piece."""

    async def ready(self) -> None:
        """Make what it needs, once; raises ``SettingsError`` where that cannot be done."""

    def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Chunk]:
        """The pieces of a reply in order, at temperature 0, as they come.

        Raises ``ModelError``, before the first piece or after any, and as ``ready`` does.
        """

    async def close(self) -> None:
        """Release what it holds."""


def counted_tokens(text: str) -> int:
    """About as many tokens as any model's tokenizer makes of a text, rather more than fewer."""
    return -(-len(text.encode(errors="replace")) // _BYTES_A_TOKEN)


def estimated(messages: Sequence[Message], said: str) -> Usage:
    """About what a request and its reply took, where the model does not tell."""
    return Usage(sum(counted_tokens(one.text) for one in messages), counted_tokens(said))
