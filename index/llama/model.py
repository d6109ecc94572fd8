"""Any LlamaIndex LLM as a language model of ours."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import threading
from collections.abc import AsyncGenerator, Mapping, Sequence
from functools import partial
from typing import Any

from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.llms import LLM, CustomLLM

from index.errors import SettingsError
from index.generation.model import Chunk, Limits, Message, Usage
from index.generation.specs import KIND, PROVIDERS, ModelSpec
from index.llama.failures import translated
from index.plugins import import_class, make

_ROLES = {
    "system": MessageRole.SYSTEM,
    "user": MessageRole.USER,
    "assistant": MessageRole.ASSISTANT,
}
_IMPORTED_LATE = dict.fromkeys(("openai", "openai-like"), "openai.resources.chat.completions")
_JOIN_SECONDS = 2.0
_COUNTS = (
    ("prompt_tokens", "completion_tokens"),
    ("input_tokens", "output_tokens"),
    ("prompt_eval_count", "eval_count"),
)
"""What OpenAI, Anthropic and Ollama call the tokens that they counted."""


class LlamaModel:
    """A LlamaIndex LLM, asked on an event loop of its own.

    Integrations import, open and read what they need at their first request, which would hold up
    everything else for seconds on the loop of whoever asks.
    """

    def __init__(self, model: LLM) -> None:
        self._model = model
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="language model", daemon=True)
        self._thread.start()

    async def ready(self) -> None:
        """It is."""

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Chunk]:
        """As ``LanguageModel.stream`` promises."""
        turns = [ChatMessage(role=_ROLES[one.role], content=one.text) for one in messages]
        told = _Told(asyncio.get_running_loop())
        work = asyncio.run_coroutine_threadsafe(self._tell(turns, told), self._loop)
        begun = False
        try:
            while (item := await told.next()) is not None:
                if isinstance(item, Exception):
                    raise translated(item, begun=begun) from item
                begun = True
                yield item
        finally:
            told.is_left.set()
            work.cancel()

    async def close(self) -> None:
        """End whatever it is asked, and its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join, _JOIN_SECONDS)

    async def _tell(self, turns: list[ChatMessage], told: _Told) -> None:
        # A ``CustomLLM`` does everything synchronously, on the loop where it is asked there.
        if isinstance(self._model, CustomLLM):
            listening = partial(_tell_synchronously, self._model, turns, told)
            # Not a pool's thread, which would keep the process alive where the model hangs.
            threading.Thread(target=listening, name="language model", daemon=True).start()
            return
        try:
            responses = await self._model.astream_chat(turns)
            async for response in responses:
                told.put(_chunk(response))
        except Exception as error:  # any integration may raise anything
            told.put(error)
        told.put(None)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


class _Told:
    """What one thread says to the loop of another."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.is_left = threading.Event()
        self._loop = loop
        self._items = asyncio.Queue[Chunk | Exception | None]()
        self.next = self._items.get

    def put(self, item: Chunk | Exception | None) -> None:
        """Say something; None is the end."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            self._loop.call_soon_threadsafe(self._items.put_nowait, item)


def _tell_synchronously(model: LLM, turns: list[ChatMessage], told: _Told) -> None:
    try:
        for response in model.stream_chat(turns):
            if told.is_left.is_set():
                return
            told.put(_chunk(response))
    except Exception as error:  # any model may raise anything
        told.put(error)
    told.put(None)


def _chunk(response: ChatResponse) -> Chunk:
    return Chunk(response.delta or "", _usage(response))


def load_llama_model(spec: ModelSpec, limits: Limits) -> LlamaModel:
    """The LlamaIndex LLM of a specification.

    Raises SettingsError, which says what to install or to change, where it cannot be made.
    """
    path = PROVIDERS[spec.provider] if spec.provider else spec.name
    found = import_class(KIND, path)
    if not (isinstance(found, type) and issubclass(found, LLM)):
        raise SettingsError(f"{path!r} is not a LlamaIndex language model (an LLM).")
    made = make(KIND, spec.name, found, _arguments(spec, limits))
    _check_known(spec, made)
    # Else its first request would import this, in seconds that count as the model's silence.
    with contextlib.suppress(ImportError):
        importlib.import_module(_IMPORTED_LATE.get(spec.provider or "", __name__))
    return LlamaModel(made)


def _check_known(spec: ModelSpec, made: LLM) -> None:
    """Integrations have lists of models, which are older than the newest model."""
    try:
        _ = made.metadata
    except ValueError as error:
        raise SettingsError(
            f"The package for {spec.provider or 'it'} does not know the language model "
            f"{spec.model!r}; correct the name, upgrade the package, or write "
            "openai-like:MODEL@URL."
        ) from error


def _arguments(spec: ModelSpec, limits: Limits) -> dict[str, Any]:
    """What a class is made with; what the settings give goes before what is usual."""
    key = {} if spec.key is None else {"api_key": spec.key.get_secret_value()}
    known: dict[str, Any] = {"model": spec.model, "temperature": 0.0}
    asked_once = {
        "max_tokens": limits.completion_tokens,
        "timeout": limits.seconds,
        "max_retries": 0,
    }
    counting = {"additional_kwargs": {"stream_options": {"include_usage": True}}}
    room = limits.prompt_tokens + limits.completion_tokens
    match spec.provider:
        case "openai":
            usual = known | asked_once | counting
        case "anthropic":
            usual = known | asked_once
        case "openai-like":
            usual = known | asked_once | counting
            usual |= {"api_base": spec.url, "is_chat_model": True, "context_window": room}
            # Servers of one's own mostly want none, but the client insists on some.
            key = key or {"api_key": "none"}
        case "ollama":
            usual = known | {"request_timeout": limits.seconds, "context_window": room}
            usual |= {"additional_kwargs": {"num_predict": limits.completion_tokens}}
            usual |= {"base_url": spec.url} if spec.url else {}
        case _:
            usual = {}
    return usual | key | spec.arguments


def _usage(response: ChatResponse) -> Usage | None:
    known = _fields(response.raw)
    for values in (response.additional_kwargs, known, _fields(known.get("usage"))):
        for prompt, completion in _COUNTS:
            asked, told = values.get(prompt), values.get(completion)
            if type(asked) is int and type(told) is int:
                return Usage(asked, told)
    return None


def _fields(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else getattr(value, "__dict__", {})
