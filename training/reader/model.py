"""The reader as torch sees it: MiniLM, a score for each sentence and two for each token.

B windows, L tokens in the longest, S sentences in the longest, H = 384 hidden units.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import transformers
from torch import Tensor, nn

from index.reader.encoding import Encoded
from training.reader.measure import Reads, Scores

HIDDEN = 384
_AT_ONCE = 32


class Reader(nn.Module):
    """Sentence scores (B x S), and start and end scores of the answering words (B x L each)."""

    def __init__(self, source: Path, attention: str = "eager", dropout: float = 0.1) -> None:
        super().__init__()
        # One pass over the data does not overfit, and dropout in every layer costs a third.
        self.bert = transformers.BertModel.from_pretrained(
            source,
            attn_implementation=attention,
            add_pooling_layer=False,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.mix = nn.Linear(HIDDEN, HIDDEN)
        self.drop = nn.Dropout(dropout)
        self.score = nn.Linear(HIDDEN, 1)
        self.words = nn.Linear(HIDDEN, 2)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, sentences: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Ids, mask and types (int64, B x L), sentence rows (float, B x S x L)."""
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        pooled = torch.matmul(sentences, states)
        scores = self.score(self.drop(torch.tanh(self.mix(pooled)))).squeeze(-1)
        start, end = self.words(states).unbind(-1)
        return scores, start, end


def collate(rows: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Windows of different length as the arguments of ``Reader``, padded on the right."""
    length = max(len(row.ids) for row in rows)
    count = max(len(row.sentences) for row in rows)
    ids = np.zeros((len(rows), length), dtype=np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    pooled = np.zeros((len(rows), count, length), dtype=np.float32)
    for at, row in enumerate(rows):
        ids[at, : len(row.ids)] = row.ids
        mask[at, : len(row.ids)] = 1
        types[at, : len(row.ids)] = row.types
        pooled[at, : len(row.sentences), : len(row.ids)] = row.sentences
    return tuple(map(torch.from_numpy, (ids, mask, types, pooled)))  # type: ignore[return-value]


def reads(model: Reader) -> Reads:
    """The model as something that reads, thirty-two windows of like length at a time."""
    device = next(model.parameters()).device

    def read(rows: Sequence[Encoded]) -> list[Scores]:
        order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
        found: dict[int, Scores] = {}
        with torch.no_grad():
            for first in range(0, len(order), _AT_ONCE):
                chosen = order[first : first + _AT_ONCE]
                given = (part.to(device) for part in collate([rows[n] for n in chosen]))
                results = [part.cpu().numpy() for part in model(*given)]
                for at, n in enumerate(chosen):
                    scores, start, end = (part[at] for part in results)
                    length = len(rows[n].ids)
                    found[n] = (scores[: len(rows[n].sentences)], start[:length], end[:length])
        return [found[n] for n in range(len(rows))]

    return read
