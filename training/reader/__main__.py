"""Train the reader, export it, measure it and write its card; see ``make reader``.

    mined + composed ─ runs of sentences ─> runs.pt ─ single sentences ─> alone.pt
    first weights with those heads ─ single sentences at a low rate ─> gently.pt
    first weights, alone.pt and gently.pt ─ weighted mean ─ int8 ─> ONNX and card

A stage whose weights are in the folder of ``--keep`` already is not trained again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from string import Template
from typing import TypeAlias

import torch
from torch import Tensor

from training.export_minilm import SOURCE_SHA256, check_source, find_source
from training.reader.examples import SETS, Asked, Rivals, composed, read_squadshifts
from training.reader.export import export, onnx_reads
from training.reader.files import CARD_TEMPLATE, SHIPPED
from training.reader.losses import Shares
from training.reader.measure import SELECTIONS, measure
from training.reader.model import Reader, reads
from training.reader.train import Stage, train

Weights: TypeAlias = dict[str, Tensor]

_BODY = "bert."
_LOG = logging.getLogger("training.reader")

STAGES = (
    Stage("runs", None, 3_700, 0, 1e-4, 5.0, 1, Shares(1.0, 0.5), afresh=False, seed=0),
    Stage("alone", Rivals(3, 2, 5), 3_000, 7_000, 8e-5, 5.0, 1, Shares(1.0, 0.5), False, seed=2),
    Stage("gently", Rivals(3, 1, 3), 5_000, 1_500, 5e-5, 2.0, 0, Shares(0.5, 0.3), True, seed=5),
)
FIRST = "first"
MIXED = {FIRST: 0.2, "alone": 0.55, "gently": 0.25}
"""What each counts in the mean that ships; ``first`` are the weights that training began with.

Training forgets what the first weights knew of texts that it never saw, and every training forgets
other things; the mean does all of them better (Wortsman et al., "Model soups", ICML 2022, and
"Robust fine-tuning of zero-shot models", CVPR 2022).
"""
COSTLIEST_INT8 = 0.005
"""So much mean average precision may int8 cost; what costs more is not shipped."""


def main() -> None:
    """The whole way. Nothing that ships changes before int8 has passed its check."""
    given = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    check_source(find_source())
    model = _model()
    first = _copied(model)
    for stage in STAGES:
        kept = given.keep / f"{stage.name}.pt"
        if not kept.exists():
            asked = _asked(stage, given.reading, given.mined, given.composed)
            _LOG.info("%s: %d questions", stage.name, len(asked))
            if stage.afresh:
                model.bert.load_state_dict(_body(first))
            part = kept.with_suffix(".part")
            train(model, asked, stage, lambda model, part=part: _save(model, part))
            part.rename(kept)
        model.load_state_dict(torch.load(kept, weights_only=True))
    _ship(first, given.keep, given.reading)


def _ship(first: Weights, keep: Path, reading: Path) -> None:
    names = [name for name in MIXED if name != FIRST]
    parts = {
        name: torch.load(keep / f"{name}.pt", weights_only=True, map_location="cpu")
        for name in names
    }
    model = Reader(find_source(), "eager")
    model.load_state_dict(mixed({FIRST: first, **parts}))
    made = keep / "model.onnx"
    export(model.eval(), made)
    exact, small = measure(reads(model), reading), measure(onnx_reads(made), reading)
    for name in exact:
        _LOG.info("%s: fp32 %.4f, int8 %.4f", name, exact[name], small[name])
    for name in SELECTIONS:
        if exact[name] - small[name] > COSTLIEST_INT8:
            raise SystemExit(f"Int8 costs {name} more than {COSTLIEST_INT8}, so it is not shipped.")
    SHIPPED.mkdir(parents=True, exist_ok=True)
    (SHIPPED / "model.onnx").write_bytes(made.read_bytes())
    card = Template(CARD_TEMPLATE.read_text(encoding="utf-8")).substitute(
        sha256=hashlib.sha256(made.read_bytes()).hexdigest(),
        source_sha256=SOURCE_SHA256,
        megabytes=f"{made.stat().st_size / 1e6:.1f}",
        measurements=_rows(exact, small),
    )
    (SHIPPED / "MODEL_CARD.md").write_text(card, encoding="utf-8")


def mixed(parts: Mapping[str, Weights]) -> Weights:
    """The weighted mean; of the heads, which training makes, over all but the first weights."""

    def mean(name: str) -> Tensor:
        among = [part for part in MIXED if name.startswith(_BODY) or part != FIRST]
        total = sum(MIXED[part] for part in among)
        return torch.stack([MIXED[part] / total * parts[part][name] for part in among]).sum(dim=0)

    known = parts[FIRST]
    return {n: mean(n) if known[n].is_floating_point() else known[n] for n in known}


def _copied(model: Reader) -> Weights:
    return {name: part.detach().cpu().clone() for name, part in model.state_dict().items()}


def _body(weights: Weights) -> Weights:
    return {n.removeprefix(_BODY): part for n, part in weights.items() if n.startswith(_BODY)}


def _save(model: Reader, path: Path) -> None:
    torch.save(model.state_dict(), path)


def _rows(exact: Mapping[str, float], small: Mapping[str, float]) -> str:
    return "\n".join(f"| {name} | {exact[name]:.4f} | {small[name]:.4f} |" for name in exact)


def _model() -> Reader:
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return Reader(find_source(), "sdpa").to(device)


def _asked(stage: Stage, reading: Path, mined: Path, made: Path) -> list[Asked]:
    """All of the encyclopedia's questions, the nearest to news, and some of the others."""
    near: Mapping[str, Sequence[str]] = json.loads(mined.read_text(encoding="utf-8"))
    random = Random(stage.seed)
    wiki, *others = (
        list(read_squadshifts(reading, near, held_out=False, names=[name])) for name in SETS
    )
    asked = wiki + [one for other in others for one in random.sample(other, stage.others)]
    if stage.composed:
        with made.open(encoding="utf-8") as lines:
            ours = list(composed(iter(lines)))
        asked += random.sample(ours, min(len(ours), stage.composed))
    return asked


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.reader", description=__doc__)
    parser.add_argument("--reading", type=Path, required=True, help="the folder of squadshifts")
    parser.add_argument("--mined", type=Path, required=True, help="what training.reader.mine made")
    parser.add_argument("--composed", type=Path, required=True, help="what composing printed")
    parser.add_argument("--keep", type=Path, required=True, help="the folder of what is between")
    return parser.parse_args()


if __name__ == "__main__":
    main()
