"""Passes over questions that make a reader of the weights that it starts from."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import torch

from training.reader.examples import Asked, Rivals, grouped
from training.reader.files import open_tokenizer
from training.reader.losses import Shares, loss_of, rows_of
from training.reader.model import Reader

_LOG = logging.getLogger("training.reader")

BATCH_GROUPS = 16
WARM_UP = 0.06
_TELL_STEPS, _SAVE_STEPS = 50, 200


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a training.

    Its windows are single sentences where there are ``rivals``, else runs of them. ``others`` is
    how many questions of each set but the encyclopedia's are drawn, ``composed`` how many of our
    own making. ``rate`` is the highest learning rate, of which the heads have ``faster`` times as
    much; the embeddings and the first ``frozen`` layers stay as they are. Where it begins
    ``afresh``, it takes only the heads from the stage before.
    """

    name: str
    rivals: Rivals | None
    others: int
    composed: int
    rate: float
    faster: float
    frozen: int
    shares: Shares
    afresh: bool
    seed: int


def train(
    model: Reader, asked: Sequence[Asked], stage: Stage, save: Callable[[Reader], None]
) -> None:
    """One pass over the questions in random order, on the model's device.

    ``save`` is called at times and at the end.
    """
    torch.manual_seed(stage.seed)
    random = Random(stage.seed)
    tokenizer = open_tokenizer()
    device = next(model.parameters()).device
    order = random.sample(range(len(asked)), len(asked))
    steps = len(order) // BATCH_GROUPS
    optimizer = _optimizer(model, stage)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, steps))
    told = _Telling(steps)
    model.train()
    for step in range(steps):
        batch = order[step * BATCH_GROUPS :][:BATCH_GROUPS]
        groups = [grouped(asked[n], random, stage.rivals) for n in batch]
        rows = rows_of(tokenizer, groups)
        loss = loss_of(model, rows, len(groups), stage.shares, device)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        told(step + 1, float(loss.detach()), sum(len(row.encoded.ids) for row in rows))
        if (step + 1) % _SAVE_STEPS == 0:
            save(model)
    model.eval()
    save(model)


def _optimizer(model: Reader, stage: Stage) -> torch.optim.Optimizer:
    model.requires_grad_(True)
    model.bert.embeddings.requires_grad_(False)
    for layer in model.bert.encoder.layer[: stage.frozen]:
        layer.requires_grad_(False)
    heads = [*model.mix.parameters(), *model.score.parameters(), *model.words.parameters()]
    body = [p for p in model.bert.parameters() if p.requires_grad]
    parts = [{"params": body, "lr": stage.rate}, {"params": heads, "lr": stage.rate * stage.faster}]
    return torch.optim.AdamW(parts, weight_decay=0.01)


def _pace(step: int, steps: int) -> float:
    warm = max(1, int(WARM_UP * steps))
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / (steps - warm))


class _Telling:
    """Logs how far it is, at times."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._started = time.perf_counter()
        self._tokens = 0
        self._losses: list[float] = []

    def __call__(self, step: int, loss: float, tokens: int) -> None:
        self._tokens += tokens
        self._losses.append(loss)
        if step % _TELL_STEPS == 0:
            spent = time.perf_counter() - self._started
            lately = self._losses[-_TELL_STEPS:]
            _LOG.info(
                "%d/%d loss %.3f, %.0f tokens/s, %.0f s left",
                step,
                self._steps,
                sum(lately) / len(lately),
                self._tokens / spent,
                spent / step * (self._steps - step),
            )
