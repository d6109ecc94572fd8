"""Measure an int8 MiniLM against the fp32 one: how close its vectors are, and how fast it is.

Vectors are means of the hidden states over the unmasked tokens, normalised (float32, N x 384).
Speeds are passages a second on two threads, the best of three rounds, tokenising left out.
"""

import gzip
import json
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

Vectors: TypeAlias = NDArray[np.float32]
Tokens: TypeAlias = list[int]

MAX_TOKENS = 256
PASSAGE_CHARACTERS = 900
SAMPLE_SIZE = 256
TIMED_SIZE = 64
THREADS = 2
ROUNDS = 3


@dataclass(frozen=True)
class Measured:
    """One comparison of the int8 model with the fp32 one."""

    passages: int
    mean_tokens: float
    cosine_mean: float
    cosine_min: float
    padded_fp32_speed: float  # passages/s, batches of 32 padded to 256 tokens: chromadb's own way
    fp32_speed: float  # passages/s, unpadded, one passage at a time on each thread
    int8_speed: float  # passages/s, the same way

    def words(self) -> dict[str, str]:
        """The figures as the card prints them."""
        return {
            "passages": str(self.passages),
            "mean_tokens": f"{self.mean_tokens:.0f}",
            "cosine_mean": f"{self.cosine_mean:.4f}",
            "cosine_min": f"{self.cosine_min:.4f}",
            "padded_fp32_speed": f"{self.padded_fp32_speed:.1f}",
            "fp32_speed": f"{self.fp32_speed:.1f}",
            "int8_speed": f"{self.int8_speed:.1f}",
            "speedup": f"{self.int8_speed / self.padded_fp32_speed:.1f}",
        }


def read_passages(path: Path) -> list[str]:
    """Paragraphs of a text file, or one passage out of each of a sample of articles."""
    if path.suffix == ".txt":
        paragraphs = path.read_text(encoding="utf-8").split("\n\n")
        return [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    articles = [json.loads(line)["text"] for line in content.splitlines()]
    long_enough = [text for text in articles if len(text) > 2 * PASSAGE_CHARACTERS]
    chance = random.Random(1)
    chosen = chance.sample(long_enough, min(SAMPLE_SIZE, len(long_enough)))
    starts = [chance.randrange(len(text) - PASSAGE_CHARACTERS) for text in chosen]
    return [
        text[start : start + PASSAGE_CHARACTERS] for text, start in zip(chosen, starts, strict=True)
    ]


def tokenise(tokenizer_file: Path, passages: Sequence[str]) -> list[Tokens]:
    """Each passage's token ids, at most 256, unpadded (the file as shipped pads to 128)."""
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return [encoding.ids for encoding in tokenizer.encode_batch(list(passages))]


def open_session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    """A CPU session whose operators share `threads` threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def embed(
    session: onnxruntime.InferenceSession, batch: Sequence[Tokens], length: int | None = None
) -> Vectors:
    """Vectors of a batch (B x 384), padded on the right to its longest text or to `length`."""
    width = length or max(len(ids) for ids in batch)
    input_ids = np.zeros((len(batch), width), dtype=np.int64)
    mask = np.zeros_like(input_ids)
    for row, ids in enumerate(batch):
        input_ids[row, : len(ids)] = ids
        mask[row, : len(ids)] = 1
    feed = {
        "input_ids": input_ids,
        "attention_mask": mask,
        "token_type_ids": np.zeros_like(input_ids),
    }
    hidden = session.run(["last_hidden_state"], feed)[0]
    sums = (hidden * mask[..., None]).sum(axis=1)  # the mean's divisor cancels in normalising
    vectors: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return vectors.astype(np.float32)


def embed_each(model: Path, texts: Sequence[Tokens]) -> Callable[[], Vectors]:
    """Embeds texts one by one on as many workers as there are threads (N x 384).

    Alone in its batch, a text needs no padding, and its int8 vector does not depend on neighbours:
    activations are scaled by the largest value in the batch.
    """
    session = open_session(model, threads=1)

    def run() -> Vectors:
        with ThreadPoolExecutor(THREADS) as workers:
            return np.concatenate(list(workers.map(lambda ids: embed(session, [ids]), texts)))

    return run


def embed_padded(model: Path, texts: Sequence[Tokens]) -> Callable[[], Vectors]:
    """Embeds texts the way chromadb's function does: batches of 32, all padded to 256 (N x 384)."""
    session = open_session(model, threads=THREADS)

    def run() -> Vectors:
        batches = [texts[start : start + 32] for start in range(0, len(texts), 32)]
        return np.concatenate([embed(session, batch, MAX_TOKENS) for batch in batches])

    return run


def best_speeds(runs: Sequence[Callable[[], Vectors]], passages: int) -> list[float]:
    """Passages a second of each run, the best of some rounds taken in turns."""
    shortest = [float("inf")] * len(runs)
    for _ in range(ROUNDS):
        for place, run in enumerate(runs):
            started = time.perf_counter()
            run()
            shortest[place] = min(shortest[place], time.perf_counter() - started)
    return [passages / seconds for seconds in shortest]


def measure(fp32: Path, int8: Path, tokenizer_file: Path, passages: Sequence[str]) -> Measured:
    """Compare the two models on the given passages."""
    texts = tokenise(tokenizer_file, passages)
    cosines = (embed_each(fp32, texts)() * embed_each(int8, texts)()).sum(axis=1)
    timed = texts[:TIMED_SIZE]
    padded, each, quantised = best_speeds(
        [embed_padded(fp32, timed), embed_each(fp32, timed), embed_each(int8, timed)], len(timed)
    )
    return Measured(
        passages=len(texts),
        mean_tokens=float(np.mean([len(ids) for ids in texts])),
        cosine_mean=float(cosines.mean()),
        cosine_min=float(cosines.min()),
        padded_fp32_speed=padded,
        fp32_speed=each,
        int8_speed=quantised,
    )
