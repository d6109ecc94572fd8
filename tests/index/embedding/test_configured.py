"""An embedding named in the settings: stored as text, loaded by name, refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedding.configured import EmbeddingSpec, load_encoder
from index.embedding.minilm import SPACE, MiniLM
from index.errors import SettingsError

MODULE = """
from llama_index.core.base.embeddings.base import BaseEmbedding

class Letters(BaseEmbedding):
    width: int = 2

    def _get_text_embedding(self, text):
        return [float(len(text))] * self.width

    def _get_query_embedding(self, query):
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query):
        return self._get_text_embedding(query)

class Keyless(Letters):
    def __init__(self, **kwargs):
        raise ValueError("no key in\\nQUAY_API_KEY")

class Plain:
    pass

function = len
"""


@pytest.fixture(autouse=True)
def quay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules beside the test: one whole, one that breaks, one that lacks a dependency."""
    (tmp_path / "quay_vectors.py").write_text(MODULE)
    (tmp_path / "quay_broken.py").write_text("raise RuntimeError('no sea')")
    (tmp_path / "quay_needy.py").write_text("import moor_missing")
    monkeypatch.syspath_prepend(tmp_path)


def test_minilm_is_the_default() -> None:
    """A spec without a name is the model that ships, which understands English."""
    spec = EmbeddingSpec()
    assert (spec.name, spec.languages, spec.key) == ("minilm", ("en",), SPACE)
    assert isinstance(load_encoder(spec), MiniLM)


def test_minilm_takes_threads() -> None:
    """The number of threads is handed on and leaves the space as it is."""
    spec = EmbeddingSpec(args='{"threads": 1}')
    model = load_encoder(spec)
    assert isinstance(model, MiniLM)
    assert model.threads == 1
    assert spec.key == SPACE


@pytest.mark.parametrize("threads", ["0", "-1", "1.5", "true", '"two"'])
def test_threads_are_a_number_from_one(threads: str) -> None:
    """Any other value is refused when the model is made."""
    with pytest.raises(SettingsError, match="'threads' from 1 on"):
        load_encoder(EmbeddingSpec(args=f'{{"threads": {threads}}}'))


def test_any_llamaindex_embedding_loads() -> None:
    """A class path and its arguments make that embedding, its vectors brought to length 1."""
    model = load_encoder(EmbeddingSpec("quay_vectors:Letters", '{"width": 3}'))
    np.testing.assert_allclose(model.embed(["abcd", "a"]), np.full((2, 3), 3**-0.5), rtol=1e-6)
    np.testing.assert_allclose(model.embed_question("abcd"), np.full(3, 3**-0.5), rtol=1e-6)


def test_json_returns_the_same_spec() -> None:
    """What is stored is read back equal, however its arguments were written."""
    spec = EmbeddingSpec("quay_vectors:Letters", ' {"b": [1, "é"], "a": {}}', ("EN", "de"))
    assert EmbeddingSpec.from_json(spec.to_json()) == spec
    assert spec.languages == ("en", "de")
    assert spec == EmbeddingSpec("quay_vectors:Letters", '{"a":{},"b":[1,"é"]}', ("en", "de"))
    assert EmbeddingSpec.from_json(EmbeddingSpec().to_json()) == EmbeddingSpec()


def test_the_key_changes_with_the_model() -> None:
    """Class and arguments make the key; their order and the languages do not."""
    one = EmbeddingSpec("quay_vectors:Letters", '{"a": 1, "b": 2}')
    assert one.key == EmbeddingSpec("quay_vectors:Letters", '{"b": 2, "a": 1}', ("en",)).key
    assert one.key != EmbeddingSpec("quay_vectors:Letters", '{"a": 1, "b": 3}').key
    assert one.key != EmbeddingSpec("quay_vectors:Other", '{"a": 1, "b": 2}').key
    assert one.key != EmbeddingSpec().key


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("quay vectors", "{}", "package.module:Class"),
        ("quay_vectors", "{}", "package.module:Class"),
        (":Letters", "{}", "package.module:Class"),
        ("", "{}", "package.module:Class"),
        ("minilm", '{"model": "large"}', "no argument but 'threads'"),
        ("minilm", "{", "not JSON"),
        ("minilm", "[1]", "not a JSON object"),
    ],
)
def test_malformed_specs_are_refused(name: str, args: str, message: str) -> None:
    """A name or arguments of another form raise a SettingsError when the spec is made."""
    with pytest.raises(SettingsError, match=message):
        EmbeddingSpec(name, args)


@pytest.mark.parametrize(
    "args",
    [
        '{"api_key": "x"}',
        '{"apiKey": "x"}',
        '{"OPENAI_API_KEY": "x"}',
        '{"token": "x"}',
        '{"client_secret": "x"}',
        '{"Password": "x"}',
        '{"options": [{"hf_token": "x"}]}',
        '{"default_headers": {"Authorization": "x"}}',
        '{"base_url": "https://ada:pw@quay.example.com"}',
    ],
)
def test_secrets_are_refused(args: str) -> None:
    """An argument that looks like a secret, at any depth, is refused without repeating it."""
    with pytest.raises(SettingsError, match="environment variable") as caught:
        EmbeddingSpec("quay_vectors:Letters", args)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    "args", ['{"max_tokens": 8}', '{"tokenizer": "a"}', '{"base_url": "http://quay:11434/a@b"}']
)
def test_harmless_arguments_are_not_secrets(args: str) -> None:
    """Names that only contain such a word are accepted."""
    assert EmbeddingSpec("quay_vectors:Letters", args).args


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("llama_index.embeddings.quay_moor:Quay", "pip install llama-index-embeddings-quay-moor"),
        ("moor_missing.vectors:Quay", "pip install the package that holds 'moor_missing'"),
        ("quay_needy:Quay", "needs the module 'moor_missing'"),
        ("quay_broken:Quay", "cannot be imported: no sea"),
        ("quay_vectors:Absent", "has no class 'Absent'"),
        ("quay_vectors:Plain", "not a LlamaIndex embedding"),
        ("quay_vectors:function", "not a LlamaIndex embedding"),
        ("quay_vectors:Keyless", "could not be made .* no key in QUAY_API_KEY"),
        ("llama_index.core.base.embeddings.base:BaseEmbedding", "could not be made"),
    ],
)
def test_failures_say_what_to_do_in_one_line(name: str, message: str) -> None:
    """Whatever goes wrong while loading is a SettingsError of one line."""
    with pytest.raises(SettingsError, match=message) as caught:
        load_encoder(EmbeddingSpec(name))
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"name": 1, "args": {}, "languages": []}', "null"]
)
def test_unreadable_stored_specs_are_refused(text: str) -> None:
    """Text that is no stored spec raises a SettingsError."""
    with pytest.raises(SettingsError):
        EmbeddingSpec.from_json(text)
