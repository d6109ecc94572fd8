"""Make a language model that has learnt nothing: the llama architecture with random weights.

It is run in the environment of the server, which has ``gguf``: ``python tiny_model.py FILE``. The
weights are drawn with a seed, so each run writes the same file, of less than a megabyte. What such
a model writes is babble without an end: no token but those of ``SPOKEN`` ever comes, least of all
the one that ends a reply. Some of these are pieces of the form in which claims are asked for, so
that the babble looks like an answer here and there.
"""

from __future__ import annotations

import sys
from itertools import product
from string import ascii_lowercase

import numpy as np
from gguf import GGUFWriter, TokenType

LAYERS, WIDTH, HEADS, INNER, CONTEXT = 2, 64, 2, 128, 16_384
SEED = 6
SPACE = "\u2581"
"""How the tokenizer writes a space."""
SPOKEN = (
    '{"claim":', SPACE + '"', '", "quotes":', '[{"key":', '"words":', '"}]}', "not_found", "true",
    SPACE + "the", SPACE + "bridge", SPACE + "said", SPACE + "ferry", SPACE + "not", SPACE + "12",
    SPACE, ".", "\n", *"aeinrst",
)  # fmt: skip
READ = tuple(map("".join, product(ascii_lowercase + SPACE, repeat=2)))
"""Pairs of letters, which make a prompt half as long."""
TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "assistant:"
)


def write_model(path: str) -> None:
    """Write the model to a file."""
    tokens, kinds = _vocabulary()
    writer = GGUFWriter(path, "llama")
    writer.add_name("babble")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_chat_template(TEMPLATE)
    for name, weights in _weights(tokens).items():
        writer.add_tensor(name, weights.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _vocabulary() -> tuple[list[str], list[TokenType]]:
    """Marks, every byte, so that any text can be read, pairs of letters, and what it says."""
    marks, every = ["<unk>", "<s>", "</s>"], [f"<0x{byte:02X}>" for byte in range(256)]
    kinds = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL]
    kinds += [TokenType.BYTE] * len(every) + [TokenType.NORMAL] * len(READ + SPOKEN)
    return [*marks, *every, *READ, *SPOKEN], kinds


def _weights(tokens: list[str]) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(SEED)

    def drawn(rows: int, columns: int) -> np.ndarray:
        return draw.normal(0.0, columns**-0.5, (rows, columns))

    said = drawn(len(tokens), WIDTH) * 4
    said[: len(tokens) - len(SPOKEN)] = 0.0
    found = {"token_embd.weight": drawn(len(tokens), WIDTH), "output.weight": said}
    found["output_norm.weight"] = np.ones(WIDTH)
    for layer in range(LAYERS):
        sizes = {
            **dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (WIDTH, WIDTH)),
            **dict.fromkeys(("ffn_gate", "ffn_up"), (INNER, WIDTH)),
            "ffn_down": (WIDTH, INNER),
        }
        for name, (rows, columns) in sizes.items():
            found[f"blk.{layer}.{name}.weight"] = drawn(rows, columns)
        for name in ("attn_norm", "ffn_norm"):
            found[f"blk.{layer}.{name}.weight"] = np.ones(WIDTH)
    return found


if __name__ == "__main__":
    write_model(sys.argv[1])
