"""Which reader is used: the one that ships, or a cross-encoder that the settings name."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.errors import ReaderError, SettingsError
from index.plugins import import_class, in_one_line, is_class_path, make, read_arguments
from index.reader.reader import PassageReader, Read, Reader, Shown

SHIPPED = "footnote"
_KIND = "reader"


@dataclass(frozen=True, slots=True)
class ReaderSpec:
    """A reader and, as a JSON object, the arguments to make it with.

    ``name`` is ``footnote``, which takes none, or ``package.module:Class``. Raises
    ``SettingsError`` where the name or the arguments are malformed.
    """

    name: str = SHIPPED
    args: str = "{}"

    def __post_init__(self) -> None:
        if self.name != SHIPPED and not is_class_path(self.name):
            raise SettingsError(
                f"The reader {self.name!r} is neither {SHIPPED!r} nor of the form "
                "'package.module:Class'."
            )
        if read_arguments(_KIND, self.args) and self.name == SHIPPED:
            raise SettingsError(f"The reader {SHIPPED!r} takes no arguments.")


SHIPPED_READER = ReaderSpec()


class CrossEncoder(Protocol):
    """What scores pairs of question and sentence, as sentence-transformers' CrossEncoder does."""

    def predict(self, pairs: list[tuple[str, str]]) -> Sequence[float]:
        """A score a pair, higher for better."""


class CrossEncoderReader:
    """Reads sentence by sentence with a cross-encoder; it marks no words.

    Scores that all lie in [0, 1] are taken for probabilities, others for log-odds.
    """

    minds_head = False

    def __init__(self, name: str, model: CrossEncoder) -> None:
        self._name = name
        self._model = model

    def read(self, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
        """For each text, in order, what is thought of each of its sentences."""
        pairs = [(question, shown.text[a:b]) for shown in texts for a, b in shown.sentences]
        try:
            scores = [float(score) for score in self._model.predict(pairs)] if pairs else []
        except Exception as error:  # any model may raise anything
            raise ReaderError(f"The reader {self._name!r} failed: {in_one_line(error)}") from error
        if len(scores) != len(pairs) or not all(map(math.isfinite, scores)):
            raise ReaderError(f"The reader {self._name!r} did not give one number a pair.")
        told = iter(_log_odds(scores))
        return [tuple(Read(next(told), span, 0.0) for span in s.sentences) for s in texts]


class ConfiguredReader:
    """The reader of a specification, made when it first reads, by whichever thread that is.

    Raises as ``load_reader`` does, and as the reader itself.
    """

    def __init__(self, spec: ReaderSpec) -> None:
        self.minds_head = spec.name == SHIPPED
        self._spec = spec
        self._making = threading.Lock()
        self._made: PassageReader | None = None

    def read(self, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
        """For each text, in order, what is thought of each of its sentences."""
        with self._making:
            self._made = self._made or load_reader(self._spec)
        return self._made.read(question, texts)


def load_reader(spec: ReaderSpec) -> PassageReader:
    """The reader of a specification. Raises ``SettingsError`` where it cannot be made."""
    if spec.name == SHIPPED:
        return Reader()
    made = make(_KIND, spec.name, import_class(_KIND, spec.name), read_arguments(_KIND, spec.args))
    if not callable(getattr(made, "predict", None)):
        raise SettingsError(f"{spec.name!r} is not a cross-encoder: it has no predict(pairs).")
    return CrossEncoderReader(spec.name, made)


def _log_odds(scores: Sequence[float]) -> list[float]:
    if not all(0 <= score <= 1 for score in scores):
        return list(scores)
    kept = (min(max(score, 1e-6), 1 - 1e-6) for score in scores)
    return [math.log(score / (1 - score)) for score in kept]
