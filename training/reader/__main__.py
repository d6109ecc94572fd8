"""Train the reader, export it, measure it and write its card; see ``make reader``.

    mined + composed ─ runs of sentences ─> runs.pt ─ single sentences ─> alone.pt
    alone.pt ─ a part of the weights that it all began with ─ int8 ─> ONNX and card

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

import torch
from torch import Tensor

from training.export_minilm import SOURCE_SHA256, check_source, find_source
from training.reader.examples import SETS, Asked, composed, read_squadshifts
from training.reader.export import export, onnx_reads
from training.reader.files import CARD_TEMPLATE, SHIPPED
from training.reader.measure import SELECTIONS, measure
from training.reader.model import Reader, reads
from training.reader.train import Stage, train

_LOG = logging.getLogger("training.reader")

STAGES = (
    Stage("runs", alone=False, composed=False, others=3_700, rate=1e-4, seed=0),
    Stage("alone", alone=True, composed=True, others=3_000, rate=8e-5, seed=2),
)
TRAINED_SHARE = 0.8
"""What the trained weights count beside those that training began with.

Training forgets what the first weights knew of texts that it never saw; their mean does both better
(Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022).
"""
COSTLIEST_INT8 = 0.005
"""So much mean average precision may int8 cost; what costs more is not shipped."""


def main() -> None:
    """The whole way. Nothing that ships changes before int8 has passed its check."""
    given = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    check_source(find_source())
    model = _model()
    for stage in STAGES:
        kept = given.keep / f"{stage.name}.pt"
        if kept.exists():
            model.load_state_dict(torch.load(kept, weights_only=True))
            continue
        asked = _asked(stage, given.reading, given.mined, given.composed)
        _LOG.info("%s: %d questions", stage.name, len(asked))
        part = kept.with_suffix(".part")
        train(model, asked, stage, lambda model, part=part: torch.save(model.state_dict(), part))
        part.rename(kept)
    _ship(kept, given.keep, given.reading)


def _ship(weights: Path, keep: Path, reading: Path) -> None:
    model = Reader(find_source(), "eager")
    first = model.state_dict()
    trained = torch.load(weights, weights_only=True, map_location="cpu")
    model.load_state_dict({name: _mixed(name, trained[name], first[name]) for name in first})
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


def _mixed(name: str, trained: Tensor, first: Tensor) -> Tensor:
    if not (name.startswith("bert.") and trained.is_floating_point()):
        return trained
    return TRAINED_SHARE * trained + (1 - TRAINED_SHARE) * first


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
            asked += composed(iter(lines))
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
