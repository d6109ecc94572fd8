"""A LlamaIndex LLM for the tests that does everything synchronously, as many local models do."""

from __future__ import annotations

import time
from typing import Any

from llama_index.core.base.llms.types import (
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.llms import CustomLLM

NAME = "sync_llm:SyncLLM"


class SyncLLM(CustomLLM):
    """Says its ``pieces``, each after ``pause`` seconds; ``fails`` with that word instead."""

    pieces: tuple[str, ...] = ()
    pause: float = 0.0
    fails: str = ""

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata()

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text="".join(self.pieces))

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        def told() -> CompletionResponseGen:
            if self.fails:
                raise RuntimeError(self.fails)
            for piece in self.pieces:
                time.sleep(self.pause)
                yield CompletionResponse(text=piece, delta=piece)

        return told()
