"""Any LlamaIndex LLM as a model that writes answers."""

from __future__ import annotations

import json
import time

import pytest
from loop_watch import watched
from sync_llm import NAME

from index.errors import ModelError, ModelTimedOut, SettingsError
from index.generation.configured import ConfiguredModel, load_model
from index.generation.listening import listen
from index.generation.model import USUAL_LIMITS, Limits, Message
from index.generation.specs import ModelSpec

SAID = (Message("system", "Be brief."), Message("user", "What is it?"))


async def heard(limits: Limits = USUAL_LIMITS, name: str = NAME, **arguments: object) -> str:
    """What a model says, with a watch on the loop all the while."""
    model = ConfiguredModel(ModelSpec(name, json.dumps(arguments)), limits)
    try:
        await model.ready()
        async with watched() as stalls:
            deadline = time.monotonic() + limits.seconds
            text = "".join([c.text async for c in listen(model, SAID, limits, deadline)])
        assert stalls == []
    finally:
        await model.close()
    return text


async def test_a_synchronous_model_is_heard_piece_by_piece() -> None:
    """A model that sleeps between its pieces holds up nobody else."""
    assert await heard(pieces=["It ", "is ", "oak."], pause=0.15) == "It is oak."


async def test_a_model_that_hangs_is_left() -> None:
    """Nobody waits for a thread that says nothing."""
    started = time.monotonic()
    with pytest.raises(ModelTimedOut, match=r"silent for 0\.2 s"):
        await heard(Limits(silence_seconds=0.2), pieces=["late"], pause=60)
    assert time.monotonic() - started < 20


async def test_what_a_model_raises_is_told_by_its_kind_alone() -> None:
    """Its own words, which may hold anything, reach nobody."""
    with pytest.raises(ModelError, match=r"failed \(RuntimeError\)") as caught:
        await heard(fails="sk-secret at 10.1.2.3")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("word_hash_embedding:WordHashEmbedding", {}, "not a LlamaIndex language model"),
        (NAME, {"pieces": 7}, "could not be made with the arguments pieces"),
        ("openai:gpt-of-tomorrow", {}, "does not know the language model 'gpt-of-tomorrow'"),
        ("no_such_module:Model", {}, "not installed"),
        ("llama_index.llms.nosuch:Model", {}, "pip install llama-index-llms-nosuch"),
    ],
)
def test_what_is_no_model_is_told(name: str, arguments: dict[str, object], told: str) -> None:
    """A class that is none, or cannot be made so, is an error of the settings."""
    with pytest.raises(SettingsError, match=told.replace("(", r"\(")):
        load_model(ModelSpec(name, json.dumps(arguments)), Limits())


def test_a_key_is_never_shown() -> None:
    """Neither the spec nor what is made of it has the key in its representation."""
    from pydantic import SecretStr

    spec = ModelSpec("openai:gpt", key=SecretStr("sk-secret"))
    assert "sk-secret" not in repr(spec)
    with pytest.raises(SettingsError, match="looks like a secret"):
        ModelSpec("openai:gpt", '{"api_key": "sk-secret"}')


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("openai:gpt-x", ("openai", "gpt-x", None)),
        ("anthropic:claude-x", ("anthropic", "claude-x", None)),
        ("ollama:llama3:8b", ("ollama", "llama3:8b", None)),
        ("ollama:llama3:8b@http://gpu:11434", ("ollama", "llama3:8b", "http://gpu:11434")),
        (
            "openai-like:Org/Model-7B@https://x.example:8080/v1",
            ("openai-like", "Org/Model-7B", "https://x.example:8080/v1"),
        ),
        ("package.module:Class", (None, "Class", None)),
    ],
)
def test_a_name_tells_provider_model_and_address(
    name: str, told: tuple[str | None, str, str | None]
) -> None:
    """Names of models may have colons and slashes of their own."""
    spec = ModelSpec(name)
    assert (spec.provider, spec.model, spec.url) == told
