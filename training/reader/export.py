"""A trained reader as the int8 ONNX file that ships.

The graph takes ``input_ids``, ``attention_mask`` and ``token_type_ids`` (int64, B x L) and
``sentences`` (float32, B x S x L, each row the mean over a sentence's tokens), and gives ``scores``
(float32, B x S) and ``start`` and ``end`` (float32, B x L).
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from index.reader.encoding import Encoded
from training.export_minilm import OPSET, balance_values, fuse, quantise
from training.reader.measure import Reads, Scores
from training.reader.model import Reader

_INPUTS = ("input_ids", "attention_mask", "token_type_ids", "sentences")
_OUTPUTS = ("scores", "start", "end")


def export(model: Reader, target: Path) -> None:
    """Write the reader as int8 ONNX; its attention is eager, which the fusions know."""
    with tempfile.TemporaryDirectory() as folder:
        _export_fp32(model, Path(folder) / "fp32.onnx")
        fused = fuse(Path(folder) / "fp32.onnx")
        balance_values(fused)
        quantise(fused, Path(folder) / "int8.onnx")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((Path(folder) / "int8.onnx").read_bytes())


def onnx_reads(path: Path) -> Reads:
    """An exported reader, one window at a time as at work."""
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def one(row: Encoded) -> Scores:
        given = (row.ids, np.ones_like(row.ids), row.types, row.sentences)
        feed = {name: part[None] for name, part in zip(_INPUTS, given, strict=True)}
        scores, start, end = (np.asarray(part)[0] for part in session.run(list(_OUTPUTS), feed))
        return scores, start, end

    def read(rows: Sequence[Encoded]) -> list[Scores]:
        return [one(row) for row in rows]

    return read


def _export_fp32(model: Reader, target: Path) -> None:
    ids = torch.arange(1000, 1032).reshape(2, 16)
    mask = torch.ones_like(ids)
    mask[1, 10:] = 0
    pooled = torch.full((2, 3, 16), 1 / 16)
    axes = {name: {0: "batch", 1: "sequence"} for name in (*_INPUTS[:3], "start", "end")}
    axes["sentences"] = {0: "batch", 1: "sentence", 2: "sequence"}
    axes["scores"] = {0: "batch", 1: "sentence"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(),
            (ids, mask, torch.zeros_like(ids), pooled),
            str(target),
            input_names=list(_INPUTS),
            output_names=list(_OUTPUTS),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
