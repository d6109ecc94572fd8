"""What several test modules share: running the console, asking a library, checking an answer."""

from __future__ import annotations

import json
import re
import subprocess
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from newsroom import Story
from typer.testing import CliRunner

from bot.console.app import app
from index.folder import Folder
from index.ingest.reading import read_document
from index.library import Library
from index.values import Answered, Draft, Filters, Question, Receipt, Refusal, Reply


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON value that it must be."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.split("\n") if line]


Console = Callable[..., Ran]
Start = Callable[..., "subprocess.Popen[str]"]


def run_in_process(
    *arguments: str, stdin: str | bytes = "", env: Mapping[str, str] | None = None
) -> Ran:
    """Run a command of the console here; an error that escapes it ends as Python would end it."""
    result = CliRunner().invoke(app, list(arguments), input=stdin, env=env)
    error = result.exception
    if error is None or isinstance(error, SystemExit):
        return Ran(result.exit_code, result.stdout, result.stderr)
    trace = "".join(traceback.format_exception(error))
    return Ran(1, result.stdout, result.stderr + trace)


def complaint(ran: Ran, code: int) -> str:
    """The one sentence on standard error of a command that could not, and printed no data."""
    assert "Traceback" not in ran.err
    assert "unexpected" not in ran.err
    lines = ran.err.strip().split("\n")
    assert len(lines) == 1, ran.err
    assert lines[0].endswith(".")
    assert ran.out == ""
    assert ran.code == code
    return lines[0]


def drafted(text: str | Story, identity: str | None = None) -> Draft:
    """What is read from a plain text file."""
    content = text.text if isinstance(text, Story) else text
    return read_document(content.encode(), "plain", identity=identity)


async def added(
    library: Library, *articles: str | Story | Draft, tags: Iterable[str] = ()
) -> list[Receipt]:
    """The receipts of articles that were added, none of which may be refused."""
    drafts = iter([a if isinstance(a, Draft) else drafted(a) for a in articles])
    receipts = [receipt async for receipt in library.add(drafts, tuple(tags))]
    assert not any(isinstance(receipt, Refusal) for receipt in receipts)
    return [receipt for receipt in receipts if isinstance(receipt, Receipt)]


async def asked(library: Library, text: str, **filters: Any) -> Reply:
    """A library's reply to a question limited by these filters."""
    return await library.ask(Question(text, library.name, filters=Filters(**filters)))


def quotes(reply: Reply) -> list[str]:
    """What a reply quotes, nothing where nothing was found."""
    if not isinstance(reply.answer, Answered):
        return []
    return [citation.quote for citation in reply.answer.citations]


def cited(reply: Reply) -> set[str]:
    """The ids of the articles that a reply names in any way."""
    if not isinstance(reply.answer, Answered):
        return {nearest.article.id for nearest in reply.answer.nearest}
    citations = reply.answer.citations
    copies = {copy.id for citation in citations for copy in citation.copies}
    return {citation.article.id for citation in citations} | copies


async def assert_consistent(folder: Folder, name: str) -> None:
    """Vectors and lexicon hold exactly what the catalogue wants, and nothing waits."""
    shelf = await folder.shelves.shelf(name)
    assert shelf is not None
    assert folder.records.ledger.pending(name) == []
    expected = folder.records.ledger.expected(name)
    assert shelf.derived.vectors.names() == expected
    assert shelf.derived.lexicon.names() == expected


ARTICLE_KEYS = {"id", "title", "url", "source", "authors", "published", "revision"}
CITATION_KEYS = {
    *("number", "quote", "start", "end", "highlights", "context", "context_start", "page"),
    *("article", "copies", "notices", "corrected_by"),
}
ANSWER_KEYS = {
    *("version", "question", "status", "mode", "text", "claims", "citations", "nearest"),
    "timings_ms",
}

ShownText = Callable[[str, int], str]
"""The text that ``show ID --revision N`` gives of an article."""


def assert_contract(answer: dict[str, Any], shown_text: ShownText) -> None:
    """Everything that the public contract says of one JSON answer."""
    assert answer.keys() >= ANSWER_KEYS
    assert answer["version"] == 1
    assert isinstance(answer["question"], str)
    timings = answer["timings_ms"]
    assert timings.keys() >= {"retrieve", "answer", "total"}
    assert all(isinstance(value, float) and value >= 0 for value in timings.values())
    assert timings["total"] + 0.01 >= timings["retrieve"] + timings["answer"]
    if answer["status"] == "answered":
        _assert_answered(answer, shown_text)
    else:
        _assert_not_found(answer, shown_text)


def _assert_answered(answer: dict[str, Any], shown_text: ShownText) -> None:
    assert answer["mode"] in ("extractive", "generated")
    assert answer["nearest"] == []
    citations = {citation["number"]: citation for citation in answer["citations"]}
    assert [c["number"] for c in answer["citations"]] == list(range(1, len(citations) + 1))
    in_claims = [number for claim in answer["claims"] for number in claim["citations"]]
    assert list(dict.fromkeys(in_claims)) == list(citations)
    in_text = [int(number) for number in re.findall(r"\[(\d+)\]", answer["text"])]
    assert list(dict.fromkeys(in_text)) == list(citations)
    for claim in answer["claims"]:
        assert claim.keys() >= {"text", "citations"}
        assert claim["citations"]
        if answer["mode"] == "extractive":
            quote = re.escape(citations[claim["citations"][0]]["quote"])
            assert re.fullmatch(rf"(?:[^“”\n]{{1,80}}: )?…?{quote}…?", claim["text"])
    for citation in answer["citations"]:
        _assert_citation(citation, shown_text)


def _assert_citation(citation: dict[str, Any], shown_text: ShownText) -> None:
    assert citation.keys() >= CITATION_KEYS
    assert citation["page"] is None or citation["page"] >= 1
    _assert_article(citation["article"])
    for other in (*citation["copies"], *citation["corrected_by"]):
        _assert_article(other)
    text = shown_text(citation["article"]["id"], citation["article"]["revision"])
    start, end, quote = citation["start"], citation["end"], citation["quote"]
    assert 0 <= start < end
    assert text[start:end] == quote
    context, at = citation["context"], citation["context_start"]
    assert text[at : at + len(context)] == context
    assert at <= start
    assert end <= at + len(context)
    assert all(0 <= first < last <= len(quote) for first, last in citation["highlights"])
    for notice in citation["notices"]:
        assert notice["kind"] in ("correction", "clarification", "update")
        assert text[notice["start"] : notice["end"]] == notice["quote"] != ""


def _assert_not_found(answer: dict[str, Any], shown_text: ShownText) -> None:
    assert answer["status"] == "not_found"
    assert answer["mode"] is None
    assert answer["claims"] == []
    assert answer["citations"] == []
    assert answer["text"].strip()
    assert len(answer["nearest"]) <= 3
    for nearest in answer["nearest"]:
        assert nearest.keys() >= {"article", "start", "end", "quote", "score"}
        _assert_article(nearest["article"])
        assert 0 <= nearest["score"] <= 1
        text = shown_text(nearest["article"]["id"], nearest["article"]["revision"])
        assert text[nearest["start"] : nearest["end"]] == nearest["quote"]


def _assert_article(article: dict[str, Any]) -> None:
    assert article.keys() >= ARTICLE_KEYS
    assert isinstance(article["id"], str)
    assert article["title"]
    assert isinstance(article["authors"], list)
    assert isinstance(article["revision"], int)
    for name in ("url", "source", "published"):
        assert article[name] is None or isinstance(article[name], str)
