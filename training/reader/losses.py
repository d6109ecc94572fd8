"""What a batch of groups costs.

The loss of a group is a cross-entropy over all its sentences, which lets the windows of a question
compete, a binary loss a sentence, which gives the scores a zero that means the same for every
question, and a cross-entropy over tokens for where the answering words start and end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from index.reader.encoding import Encoded, encode
from training.reader.examples import Group, Window
from training.reader.model import Reader, collate

_PART_TOKENS = 4_000
_IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class Shares:
    """What the losses of single sentences and of words weigh beside that of a group."""

    binary: float
    words: float


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A window, encoded, the group of the batch that it is of, and the tokens of the words."""

    group: int
    encoded: Encoded
    answers: frozenset[int]
    words: tuple[int, int] | None


def rows_of(tokenizer: Tokenizer, groups: Sequence[Group]) -> list[Row]:
    """The windows of all groups, encoded."""
    rows = []
    for number, group in enumerate(groups):
        for window in group.windows:
            encoded = encode(tokenizer, group.question, window.head, window.text, window.sentences)
            rows.append(Row(number, encoded, window.answers, _tokens_of(encoded, window)))
    return rows


def loss_of(
    model: Reader, rows: Sequence[Row], groups: int, shares: Shares, device: torch.device
) -> Tensor:
    """The mean loss of a batch."""
    scores: list[Tensor] = []
    truths: list[float] = []
    owners: list[int] = []
    words: list[Tensor] = []
    for part in _parts(rows):
        ids, mask, types, pooled = (t.to(device) for t in collate([row.encoded for row in part]))
        found, start, end = model(ids, mask, types, pooled)
        outside = torch.where((mask == 1) & (types == 1), 0.0, _IMPOSSIBLE)
        for at, row in enumerate(part):
            kept = row.encoded.sentences.any(axis=1).nonzero()[0]
            scores.append(found[at, torch.from_numpy(kept).to(device)])
            truths += [float(n in row.answers) for n in kept]
            owners += [row.group] * len(kept)
            if row.words is not None:
                for logits, target in zip((start, end), row.words, strict=True):
                    one = (logits[at] + outside[at]).unsqueeze(0)
                    wanted = torch.tensor([target], device=device)
                    words.append(functional.cross_entropy(one, wanted))
    score = torch.cat(scores)
    truth, owner = torch.tensor(truths, device=device), torch.tensor(owners, device=device)
    binary = functional.binary_cross_entropy_with_logits(score, truth)
    listed = _listwise(score, truth, owner, groups)
    told = torch.stack(words).mean() if words else torch.zeros((), device=device)
    return listed + shares.binary * binary + shares.words * told


def _tokens_of(encoded: Encoded, window: Window) -> tuple[int, int] | None:
    """First and last token of the answering words."""
    if window.words is None:
        return None
    start, end = window.words
    inside = [n for n, (a, b) in enumerate(encoded.places) if a < end and b > start]
    return (encoded.first + inside[0], encoded.first + inside[-1]) if inside else None


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The windows by length, so many at a time that padding costs little."""
    part: list[Row] = []
    for row in sorted(rows, key=lambda row: len(row.encoded.ids)):
        longest = len(row.encoded.ids)
        full = longest * (len(part) + 1) > _PART_TOKENS
        if part and (full or longest > 1.3 * len(part[0].encoded.ids) + 8):
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _listwise(score: Tensor, truth: Tensor, owner: Tensor, groups: int) -> Tensor:
    losses = []
    for group in range(groups):
        mine = owner == group
        if truth[mine].any() and not truth[mine].all():
            every, right = score[mine], score[mine][truth[mine] > 0]
            losses.append(torch.logsumexp(every, 0) - torch.logsumexp(right, 0))
    return torch.stack(losses).mean() if losses else torch.zeros((), device=score.device)
