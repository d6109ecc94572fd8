"""The embedding model that ships: its vectors, its order, its threads and its errors."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.embedding import minilm
from index.embedding.minilm import DIMENSIONS, MAX_TOKENS, SPACE, MiniLM
from index.errors import EmbeddingError

ROOT = Path(__file__).parents[3]
TEXTS = [
    "The ferry to Quay Island was cancelled because of the storm.",
    "Mayor Ada Quill opened the new library on Monday. " * 12,
    "Gulls.",
    "The bakery on Moor Street sells rye bread, plum cake and, on Fridays, fish pies. " * 4,
    "",
    "A court in Brandt ruled that the mill may not drain the marsh.",
]


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def test_vectors_have_the_promised_shape_and_length(model: MiniLM) -> None:
    """Each text, the empty one too, gets 384 numbers of length 1."""
    vectors = model.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(model: MiniLM) -> None:
    """An empty list gives an empty matrix and no counts."""
    assert model.embed([]).shape == (0, DIMENSIONS)
    assert model.count_tokens([]) == []


def test_a_question_is_embedded_as_a_text_is(model: MiniLM) -> None:
    """A question's vector is that of the same text, without its row."""
    np.testing.assert_array_equal(model.embed_question(TEXTS[0]), model.embed(TEXTS[:1])[0])


def test_vectors_come_in_the_order_of_the_texts(model: MiniLM) -> None:
    """Running side by side leaves each vector with its own text."""
    texts = [f"Boat number {at} carried {'salt ' * (at * 7 % 30)}to the quay." for at in range(40)]
    together = model.embed(texts)
    alone = np.concatenate([model.embed([text]) for text in texts])
    nearest = (together @ alone.T).argmax(axis=1)
    assert nearest.tolist() == list(range(len(texts)))


def test_a_vector_does_not_depend_on_its_neighbours(model: MiniLM) -> None:
    """A text embeds to the same numbers each time, alone and among others."""
    alone = np.concatenate([model.embed([text]) for text in TEXTS])
    np.testing.assert_array_equal(model.embed(TEXTS), alone)
    np.testing.assert_array_equal(model.embed(TEXTS[::-1]), alone[::-1])


def test_a_synonym_is_closer_than_a_stranger(model: MiniLM) -> None:
    """Meaning decides, not wording."""
    physician, doctor, violin = model.embed(
        ["The physician examined the child.", "A doctor looked at the kid.", "The violin is old."]
    )
    assert physician @ doctor > 0.5 > physician @ violin


def test_only_the_first_tokens_count(model: MiniLM) -> None:
    """What follows the 256th token leaves the vector as it is."""
    long = "salt and rye " * 200
    np.testing.assert_array_equal(model.embed([long]), model.embed([long + "violin " * 50]))


def test_truncation_is_the_tokenizers_own(model: MiniLM) -> None:
    """A text is cut where the tokenizer would cut it, [SEP] included."""
    tokenizer = Tokenizer.from_file(str(files("index") / "models" / "minilm" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    expected = tokenizer.encode("salt and rye " * 200)
    cut = tokenizer.decode(expected.ids)
    np.testing.assert_array_equal(model.embed(["salt and rye " * 200]), model.embed([cut]))


def test_counts_are_neither_truncated_nor_padded(model: MiniLM) -> None:
    """Tokens are counted to the text's end, without padding, [CLS] and [SEP]."""
    assert model.count_tokens(["", "Gulls.", "rye " * 5000]) == [0, 3, 5000]


def test_counts_add_up_over_white_space(model: MiniLM) -> None:
    """A text's tokens are those of its parts at white space, as the splitter relies on."""
    words = (
        "Mayor Ada Quill, unbelievably, re-opened Moor-Brandt's 2,000 café tables; 他说不。".split()
    )
    assert sum(model.count_tokens(words)) == model.count_tokens([" ".join(words)])[0]


def test_many_threads_share_one_instance() -> None:
    """Threads that race to open the weights get the vectors of a single one."""
    model = MiniLM()
    barrier = threading.Barrier(4)

    def embed(text: str) -> np.ndarray:
        barrier.wait()
        return model.embed_question(text)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(embed, TEXTS[:4]))
    np.testing.assert_array_equal(found, [model.embed_question(text) for text in TEXTS[:4]])


def test_the_weights_open_once_and_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making an instance opens nothing; embedding twice opens the session once."""
    opened: list[str] = []
    real = minilm._open_session

    def counting() -> object:
        opened.append("session")
        return real()

    monkeypatch.setattr(minilm, "_open_session", counting)
    model = MiniLM(threads=1)
    assert opened == []
    model.embed(["one"])
    model.embed(["two"])
    assert opened == ["session"]


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"not a model"])
def test_broken_weights_say_so(
    name: str, content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing, empty and malformed files raise an EmbeddingError that names the file."""
    whole = minilm._weights

    def weights(asked: str) -> object:
        return tmp_path / asked if asked == name else whole(asked)

    if content is not None:
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(minilm, "_weights", weights)
    with pytest.raises(EmbeddingError, match=name):
        MiniLM().embed(["Gulls."])


def test_invalid_unicode_says_so(model: MiniLM) -> None:
    """A lone surrogate raises an EmbeddingError."""
    with pytest.raises(EmbeddingError, match="Unicode"):
        model.embed(["a\ud800b"])


def test_new_weights_have_a_new_space() -> None:
    """Whoever replaces the weights renames SPACE, or stored vectors meet those of another model."""
    spaces = {"c552d2bd769d9175": "minilm-l6-v2-int8-1"}
    digest = sha256((files("index") / "models" / "minilm" / "model.onnx").read_bytes()).hexdigest()
    assert spaces[digest[:16]] == SPACE


def test_nobody_is_told_that_a_model_runs(tmp_path: Path) -> None:
    """ONNX Runtime, which would note a device id and report, leaves nothing in the home folder."""
    code = "from index.embedding.minilm import MiniLM; MiniLM().embed(['Gulls.'])"
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", code], env=home, cwd=ROOT, check=True, timeout=60)
    assert list(tmp_path.rglob("*")) == []
