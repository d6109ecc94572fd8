"""The models that ship, opened with ONNX Runtime, which is kept from reporting its use."""

from __future__ import annotations

import os
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime as ort


def open_session(model: Traversable) -> ort.InferenceSession:
    """A session of the model in a file of the package, which runs on one thread.

    Raises what ONNX Runtime raises, whose errors share no base narrower than ``Exception``.
    """
    # Read when the library is imported, which from 1.32 on would else note a device id under the
    # home folder and report to its makers.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime as ort

    options = ort.SessionOptions()
    # Texts run side by side, each on one thread: two threads for one text are slower than that.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps the longest run's memory for good.
    options.enable_cpu_mem_arena = False
    with as_file(model) as path:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
