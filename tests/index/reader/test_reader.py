"""The reader that ships: its scores, the words it marks, its threads and its errors."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReaderError
from index.reader import reader as module
from index.reader.reader import Read, Reader, Shown

QUESTION = "Who closed the pier?"
RIGHT = "Harbour master Ada Morrow closed the pier on Monday."
WRONG = (
    "Cider will be dear this winter.",
    "The pier is eighty metres long.",
    "Fishermen must land their catch at the old quay meanwhile.",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def shown(text: str, head: str = "") -> Shown:
    return Shown(head, text, ((0, len(text)),))


def one(reader: Reader, question: str, text: str) -> Read:
    """What is thought of a text that is one sentence."""
    ((read,),) = reader.read(question, [shown(text)])
    return read


def test_the_sentence_that_answers_scores_highest(reader: Reader) -> None:
    """A sentence with the answer is thought likelier than others of the same place."""
    right = one(reader, QUESTION, RIGHT).score
    assert all(right > one(reader, QUESTION, text).score for text in WRONG)


def test_the_same_fact_in_other_words_answers(reader: Reader) -> None:
    """A question that shares no telling word with the sentence still finds it."""
    asked = "Which official shut the jetty?"
    assert one(reader, asked, RIGHT).score > one(reader, asked, WRONG[0]).score


def test_the_words_that_answer_are_marked(reader: Reader) -> None:
    """The marked words are the name that was asked for."""
    read = one(reader, QUESTION, RIGHT)
    assert "Morrow" in RIGHT[slice(*read.words)]
    assert "pier" not in RIGHT[slice(*read.words)]


def test_what_else_is_read_changes_nothing(reader: Reader) -> None:
    """A text gets the same scores alone, among others, in any order and from many threads."""
    texts = [shown(RIGHT), *map(shown, WRONG), shown(RIGHT, "Quill Bay loses its pier")]
    alone = [reader.read(QUESTION, [text])[0] for text in texts]
    assert reader.read(QUESTION, texts) == alone
    assert reader.read(QUESTION, texts[::-1]) == alone[::-1]
    with ThreadPoolExecutor(4) as pool:
        assert all(got == alone for got in pool.map(lambda _: reader.read(QUESTION, texts), "abcd"))


def test_each_sentence_of_a_text_is_scored(reader: Reader) -> None:
    """A text of several sentences gives as many scores, and words within each."""
    text = f"{RIGHT} {WRONG[0]}"
    spans = ((0, len(RIGHT)), (len(RIGHT) + 1, len(text)))
    (first, second), none = reader.read(QUESTION, [Shown("", text, spans), Shown("", text, ())])
    assert first.score > second.score
    assert none == ()
    for read, (start, end) in zip((first, second), spans, strict=True):
        assert start <= read.words[0] < read.words[1] <= end


def test_nothing_to_read_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The weights are opened once, at the first text, whoever asks."""
    opened = []
    real = module.open_session

    def counting(*arguments: Any, **options: Any) -> Any:
        opened.append(threading.get_ident())
        return real(*arguments, **options)

    monkeypatch.setattr(module, "open_session", counting)
    fresh = Reader(threads=1)
    assert fresh.read(QUESTION, []) == []
    assert opened == []
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: one(fresh, QUESTION, RIGHT), range(4)))
    assert len(opened) == 1


@given(
    question=st.text(min_size=1, max_size=80),
    text=st.text(min_size=1, max_size=120)
    | st.text("ab 🦞é\u0301\u2028.", min_size=1, max_size=60),
    head=st.text(max_size=40),
)
def test_any_text_can_be_read(question: str, text: str, head: str) -> None:
    """Scores are finite and marked words lie in the sentence, whatever the characters."""
    ((read,),) = _SHARED.read(question, [shown(text, head)])
    assert -50 < read.score < 50
    assert 0 <= read.words[0] <= read.words[1] <= len(text)
    assert 0 <= read.sureness <= 1


_SHARED = Reader(threads=1)


def test_what_is_longer_than_the_model_reads_is_scored_low(reader: Reader) -> None:
    """A sentence beyond the cap is told as unread rather than guessed."""
    text = "word " * 400 + RIGHT
    spans = ((0, 2000), (2000, len(text)))
    ((_, beyond),) = reader.read(QUESTION, [Shown("", text, spans)])
    assert beyond == Read(-20.0, spans[1], 0.0)


def test_missing_weights_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its files, or with broken ones, the reader says what to do."""
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    with pytest.raises(ReaderError, match="install Footnote again"):
        one(Reader(), QUESTION, RIGHT)
    models = tmp_path / "models"
    (models / "minilm").mkdir(parents=True)
    (models / "reader").mkdir()
    real = Path(module.__file__).parents[1] / "models" / "minilm" / "tokenizer.json"
    (models / "minilm" / "tokenizer.json").write_bytes(real.read_bytes())
    (models / "reader" / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ReaderError, match="install Footnote again"):
        one(Reader(), QUESTION, RIGHT)
