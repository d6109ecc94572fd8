"""The language model of the settings, made when it is first asked."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncGenerator, Sequence

from index.errors import SettingsError
from index.generation.model import Chunk, LanguageModel, Limits, Message
from index.generation.specs import PROVIDERS, ModelSpec


class ConfiguredModel:
    """The model of a specification, made at its first request in a thread of its own."""

    def __init__(self, spec: ModelSpec, limits: Limits) -> None:
        self.spec = spec
        self._limits = limits
        self._making = asyncio.Lock()
        self._made: LanguageModel | None = None

    async def ready(self) -> None:
        """Make it, once. Raises ``SettingsError`` where that cannot be done."""
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(load_model, self.spec, self._limits)

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Chunk]:
        """As ``LanguageModel.stream`` promises."""
        await self.ready()
        assert self._made is not None
        async for chunk in self._made.stream(messages):
            yield chunk

    async def close(self) -> None:
        """Release it, where it was made."""
        if self._made is not None:
            await self._made.close()


def load_model(spec: ModelSpec, limits: Limits) -> LanguageModel:
    """Make the model that a specification names, without asking it anything.

    Raises ``SettingsError``, which says what to install or to change, where it cannot be made.
    """
    check_installed(spec)
    # LlamaIndex takes 2 s to import, which those who have no model should not pay.
    from index.llama.model import load_llama_model

    return load_llama_model(spec, limits)


def check_installed(spec: ModelSpec) -> None:
    """Raise ``SettingsError`` where a provider's package is missing; nothing is imported of it."""
    if spec.provider is None:
        return
    module = PROVIDERS[spec.provider].partition(":")[0]
    try:
        found = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        found = None
    if found is None:
        raise SettingsError(
            f"The language model {spec.name!r} needs a package that is not installed: "
            f"pip install 'footnote[{spec.provider}]'."
        )
