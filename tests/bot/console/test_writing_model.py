"""The console with a model configured: claims as they come, the contract, and what doctor says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_server import Claim, ModelServer, claims, refuses, says, served_apart
from newsroom import PIER
from support import Console, assert_contract, complaint

from bot.console.growing import GrowingAnswer
from index.values import Answered, Article, Citation, Question, Reply, Timings
from index.values import Claim as Told
from prompts import load_prompt

WRITTEN = load_prompt("written").fill()
GOOD = Claim("Ada Morrow closed the pier at Quill Bay.", [PIER.quote])
PAYS = Claim("The county pays for new posts.", ["The county pays for new posts of oak."])
PROBED = Claim(
    "The new boat carries forty passengers.",
    ["The new boat carries forty passengers and takes nine minutes."],
)


@pytest.fixture
def model(surroundings: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A scripted model that the settings name."""
    with served_apart(says(claims(GOOD, PAYS))) as server:
        monkeypatch.setenv("LLM", server.spec.name)
        monkeypatch.setenv("LLM_API_KEY", "sk-of-the-tests")
        yield server


def test_an_answer_is_written_with_its_proofs(
    console: Console, stocked: Path, model: ModelServer
) -> None:
    """Claims with their numbers, then each quotation with where it stands, and what wrote it."""
    ran = console("ask", PIER.question)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:2] == [f"{GOOD.text} [1]", f"{PAYS.text} [2]"]
    assert lines[3].startswith(f"[1] “{PIER.quote}” · {PIER.title} · ")
    assert lines[4].startswith(f"[2] “{PAYS.words[0]}” · ")
    assert lines[5] == WRITTEN
    assert model.asked[0].authorization == "Bearer sk-of-the-tests"


def test_a_day_has_so_many_written_answers(
    console: Console, stocked: Path, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings say how many; the next answer is of quotations and says why."""
    monkeypatch.setenv("LLM_DAILY_ANSWERS", "1")
    assert console("ask", PIER.question, "--json").json["mode"] == "generated"
    answer = console("ask", PIER.question, "--json").json
    assert answer["mode"] == "extractive"
    assert "Today's limit of written answers here (1) is reached" in " ".join(answer["warnings"])
    assert len(model.asked) == 1


def test_the_contract_holds_for_what_is_written(
    console: Console, stocked: Path, model: ModelServer
) -> None:
    """``--json`` prints one object of the same shape, in mode ``generated``."""
    answer = console("ask", PIER.question, "--json").json
    assert answer["mode"] == "generated"
    assert [claim["text"] for claim in answer["claims"]] == [GOOD.text, PAYS.text]

    def shown_text(article: str, revision: int) -> str:
        return str(console("show", article, "--revision", str(revision), "--json").json["text"])

    assert_contract(answer, shown_text)


def test_a_failure_is_a_warning(console: Console, stocked: Path, model: ModelServer) -> None:
    """Where the model refuses the key, there are quotations and one sentence on standard error."""
    model.script(refuses(401))
    ran = console("ask", PIER.question)
    assert ran.code == 0
    assert PIER.quote in ran.out
    assert WRITTEN not in ran.out
    assert ran.err.startswith("Warning: These are quotations alone, because the language model")


def test_claims_are_printed_once_and_as_they_come(capsys: pytest.CaptureFixture[str]) -> None:
    """Each state of an answer adds what is new; the end adds the sources."""
    text = "It rained. It poured."
    article = Article(id="a", library="l", revision=1, title="Rain", text=text)
    spans = ((0, 10), (11, 21))
    cited = [Citation(n, article, a, b, text[a:b], text, 0) for n, (a, b) in enumerate(spans, 1)]
    states = [
        Answered(
            tuple(Told(f"Claim {n}.", (n,)) for n in range(1, upto + 1)),
            (*cited[:upto],),
            "generated",
        )
        for upto in (1, 2)
    ]
    growing, printed = GrowingAnswer(), []

    async def grow() -> None:
        for state in states:
            await growing(state)
            printed.append(capsys.readouterr().out)

    asyncio.run(grow())
    assert printed == ["Claim 1. [1]\n", "Claim 2. [2]\n"]
    growing.finish(Reply(Question("?", "l"), states[-1], Timings(0, 0, 0)))
    rest = capsys.readouterr().out
    assert "Claim" not in rest
    assert "[2] “It poured.” · Rain" in rest


def test_doctor_asks_the_model(console: Console, stocked: Path, model: ModelServer) -> None:
    """It is told whether the model answers, how fast, and whether it keeps to the form."""
    model.script(says(claims(PROBED)))
    ran = console("doctor", "--json")
    (check,) = [one for one in ran.json["checks"] if one["check"] == "language model"]
    assert (ran.code, check["healthy"]) == (0, True)
    assert "keeps to the form" in check["detail"]
    assert " s, first claim after " in check["detail"]
    assert PIER.title not in model.asked[0].prompt


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (says("Forty passengers."), "do not keep to the form: no line in the form asked for"),
        (says(claims(Claim(PROBED.text, ["It carries a lot"]))), "do not keep to the form"),
        (says('{"not_found": true}'), "found no answer in a passage that has it"),
        (refuses(500), "it failed (status 500)"),
    ],
)
def test_doctor_tells_what_is_wrong_with_the_model(
    console: Console, data_dir: Path, model: ModelServer, reply: object, told: str
) -> None:
    """A model that fails, or writes in another form, is a failed check."""
    model.script(reply)  # type: ignore[arg-type]
    ran = console("doctor", "--json")
    (check,) = [one for one in ran.json["checks"] if one["check"] == "language model"]
    assert (ran.code, check["healthy"]) == (1, False)
    assert told in check["detail"]


def test_a_missing_extra_is_one_sentence(console: Console, stocked: Path) -> None:
    """A provider whose package is not installed is told with the command that installs it."""
    told = complaint(console("ask", PIER.question, env={"LLM": "ollama:llama3"}), 2)
    assert "pip install 'footnote[ollama]'" in told
    assert console("list", env={"LLM": "ollama:llama3"}).code == 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gpt", "none of openai:MODEL"),
        ("openai-like:m", "lacks its address"),
        ("openai:m@http://x.example/v1", "takes no address"),
        ("openai-like:m@http://ada:secret@x.example/v1", "LLM_API_KEY"),
    ],
)
def test_a_malformed_model_is_one_sentence(
    console: Console, data_dir: Path, name: str, told: str
) -> None:
    """What is no model is told, without what may be secret in it."""
    sentence = complaint(console("ask", "Who?", env={"LLM": name}), 2)
    assert told in sentence
    assert "secret@" not in sentence


def test_prompts_of_ones_own(
    console: Console, stocked: Path, model: ModelServer, tmp_path: Path
) -> None:
    """A file of PROMPTS_DIR takes the place of ours; one that does not fit is told at the start."""
    folder = tmp_path / "prompts"
    env = {"PROMPTS_DIR": str(folder)}
    assert "is not there" in complaint(console("list", env=env), 2)
    folder.mkdir()
    (folder / "answer.txt").write_text("Answer like a lighthouse keeper for $$5.", "utf-8")
    assert console("ask", PIER.question, env=env).code == 0
    assert (
        model.asked[-1].body["messages"][0]["content"] == "Answer like a lighthouse keeper for $5."
    )
    for name, text, told in (
        ("question.txt", "$passages $question", "has the variables passages, question"),
        ("follow_up.txt", "$turns $asked_on", "has the variables asked_on, turns"),
        ("repair.txt", "costs 5$", "names no variable"),
        ("repair.txt", "", "is empty"),
        ("anwser.txt", "", "takes the place of no prompt"),
    ):
        (folder / name).write_text(text, "utf-8")
        assert told in complaint(console("list", env=env), 2)
        (folder / name).unlink()
