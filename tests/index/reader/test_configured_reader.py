"""A cross-encoder named in the settings instead of the reader that ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsroom import PIER, STORIES, TRAM
from support import Console, added, asked, complaint, quotes

from index.embedding.configured import EmbeddingSpec
from index.errors import ReaderError, SettingsError
from index.folder import Options, open_folder
from index.reader.configured import ReaderSpec, load_reader
from index.reader.reader import Reader, Shown

MODULE = """
class Loves:
    def __init__(self, word="", most=1.0):
        self.word, self.most = word, most

    def predict(self, pairs):
        return [self.most if self.word in text else 0.0 for _, text in pairs]

class Logits(Loves):
    def predict(self, pairs):
        return [9.0 if self.word in text else -9.0 for _, text in pairs]

class Failing(Loves):
    def predict(self, pairs):
        raise RuntimeError("no\\nwind")

class Short(Loves):
    def predict(self, pairs):
        return [0.5]

class Nothing(Loves):
    def predict(self, pairs):
        return [float("nan")] * len(pairs)

class Tideless:
    def __init__(self):
        raise ValueError("no tide")

class Plain:
    pass
"""
TEXT = "The mill closed. The quay opened."
SHOWN = Shown("A title", TEXT, ((0, 16), (17, 33)))


@pytest.fixture(autouse=True)
def quay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of cross-encoders beside the test."""
    (tmp_path / "quay_readers.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)


def test_the_reader_that_ships_is_the_default() -> None:
    """A spec without a name is Footnote's own reader."""
    assert isinstance(load_reader(ReaderSpec()), Reader)


@pytest.mark.parametrize("name", ["Loves", "Logits"])
def test_a_cross_encoder_reads_each_sentence(name: str) -> None:
    """Probabilities and log-odds both become log-odds, one a sentence, and no word is marked."""
    reader = load_reader(ReaderSpec(f"quay_readers:{name}", '{"word": "quay"}'))
    ((mill, at_quay),) = reader.read("What opened?", [SHOWN])
    assert mill.score < -5
    assert at_quay.score > 5
    assert (mill.sureness, at_quay.words) == (0.0, (17, 33))
    assert reader.read("What opened?", []) == []


async def test_it_chooses_the_quotation(tmp_path: Path) -> None:
    """What the settings name decides which sentence of the passages is quoted."""
    reader = ReaderSpec("quay_readers:Loves", '{"word": "old quay"}')
    async with open_folder(Options(tmp_path / "data", EmbeddingSpec(), reader=reader)) as folder:
        library = folder.library("paper")
        await added(library, PIER, TRAM)
        (quote,) = quotes(await asked(library, "What happens at the pier of Quill Bay?"))
    assert "old quay" in quote


@pytest.mark.parametrize(
    ("name", "message"),
    [("Failing", "failed: no wind"), ("Short", "one number a pair"), ("Nothing", "one number")],
)
def test_a_cross_encoder_that_fails_is_named(name: str, message: str) -> None:
    """Whatever it raises or returns amiss is a sentence on one line with its name."""
    with pytest.raises(ReaderError, match=message) as caught:
        load_reader(ReaderSpec(f"quay_readers:{name}")).read("What opened?", [SHOWN])
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("quay readers", "{}", "package.module:Class"),
        ("footnote", '{"word": "quay"}', "takes no arguments"),
        ("quay_readers:Loves", "{", "not JSON"),
        ("quay_readers:Loves", '{"api_key": "x"}', "looks like a secret"),
        ("quay_readers:Loves", '{"wrod": "quay"}', "could not be made"),
        ("quay_readers:Absent", "{}", "has no class"),
        ("quay_readers:Plain", "{}", "has no predict"),
        ("moor_missing.reading:Reader", "{}", "pip install"),
    ],
)
def test_what_cannot_be_made_is_told(name: str, args: str, message: str) -> None:
    """Form, arguments, module, class and construction each have their sentence."""
    with pytest.raises(SettingsError, match=message) as caught:
        load_reader(ReaderSpec(name, args))
    assert str(caught.value).endswith(".")


def test_the_console_names_a_reader_that_is_missing(console: Console) -> None:
    """A reader that cannot be made is wrong usage, told in a sentence, where one is needed."""
    console("add", "-", stdin=STORIES[0].text)
    assert console("list", env={"READER": "moor_missing.reading:Reader"}).code == 0
    missing = console("ask", "Who?", env={"READER": "moor_missing.reading:Reader"})
    assert "moor_missing" in complaint(missing, 2)
    wrong = console("ask", "Who?", env={"READER": "quay_readers:Tideless"})
    assert "no tide" in complaint(wrong, 2)
