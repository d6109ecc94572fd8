"""The JSON that the console prints is a public contract, and every quotation in it is true."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import ALMANAC, PIER, STORIES, UNANSWERABLE
from support import Console, added, asked, assert_contract

from bot.contract import article_json, reply_json, shown_json
from index.embedding.configured import EmbeddingSpec
from index.errors import FootnoteError
from index.folder import Folder, Options, open_folder
from index.ingest.material import Material, make_draft

ENTRY_KEYS = {"tags", "passages", "copy_of", "added_at", "removed_at", "gone_at", "indexed"}


@pytest.fixture
def shown(console: Console) -> Any:
    """The text that ``show`` gives of a revision."""

    def text(article: str, revision: int) -> str:
        value = console("show", article, "--revision", str(revision), "--json").json
        assert value["version"] == 1
        assert value["article"]["revision"] == revision
        assert revision in [known["number"] for known in value["revisions"]]
        assert isinstance(value["text"], str)
        return str(value["text"])

    return text


@pytest.fixture
def gazette(console: Console, tmp_path: Path) -> Console:
    """A console on a folder with every story, one of them twice, and their fields."""
    records = [
        {
            "text": story.body,
            "title": story.title,
            "url": f"https://quill.example/{story.name}",
            "published": f"2021-03-0{day}",
            "source": "Quill Bay Gazette",
            "authors": ["Nell Harrow", "Odo Finch"],
        }
        for day, story in enumerate(STORIES, 1)
    ]
    records.append({**records[0], "url": "https://echo.example/pier", "source": "Fernmouth Echo"})
    path = tmp_path / "stories.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert console("add", str(path)).code == 0
    return console


def test_every_answer_keeps_the_contract(gazette: Console, shown: Any, tmp_path: Path) -> None:
    """Keys, types, numbers and offsets of answered and unanswered questions are as documented."""
    batch = tmp_path / "questions.txt"
    batch.write_text("\n".join([*(s.question for s in STORIES), UNANSWERABLE]), encoding="utf-8")
    answers = gazette("ask", "--batch", str(batch)).lines
    for answer in answers:
        assert_contract(answer, shown)
    assert [answer["status"] for answer in answers] == ["answered"] * 5 + ["not_found"]
    for answer, story in zip(answers, STORIES, strict=False):
        assert answer["question"] == story.question
        assert answer["citations"][0]["quote"] == story.quote


def test_a_citation_tells_everything_of_its_article(gazette: Console) -> None:
    """An article is told with title, address, source, authors, day and revision; so is a copy."""
    citation = gazette("ask", PIER.question, "--json").json["citations"][0]
    told = {
        "title": PIER.title,
        "url": "https://quill.example/pier",
        "source": "Quill Bay Gazette",
        "authors": ["Nell Harrow", "Odo Finch"],
        "published": "2021-03-01",
        "revision": 1,
    }
    assert citation["article"] | told == citation["article"]
    (copy,) = citation["copies"]
    assert copy.keys() == citation["article"].keys()
    assert copy["source"] == "Fernmouth Echo"
    assert copy["id"] != citation["article"]["id"]


def test_brackets_of_the_article_are_no_citation_numbers(gazette: Console) -> None:
    """Numbers in the text are those of the citations although the quotation has [3] and [12]."""
    answer = gazette("ask", ALMANAC.question, "--json").json
    assert answer["claims"][0]["text"] == ALMANAC.quote
    assert "[3]" in answer["claims"][0]["text"]
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", answer["text"])]
    assert numbers == list(range(1, len(answer["citations"]) + 1))


def test_what_is_not_found_is_told_with_the_nearest(gazette: Console, shown: Any) -> None:
    """An unanswered question has a sentence to show and up to three of the closest quotations."""
    ran = gazette("ask", UNANSWERABLE, "--json")
    assert ran.code == 0
    answer = ran.json
    assert_contract(answer, shown)
    assert answer["status"] == "not_found"
    assert 1 <= len(answer["nearest"]) <= 3
    scores = [nearest["score"] for nearest in answer["nearest"]]
    assert scores == sorted(scores, reverse=True)


def test_a_question_to_an_empty_library_keeps_the_contract(console: Console, shown: Any) -> None:
    """Without an article nothing is found, which is no error."""
    ran = console("ask", PIER.question, "--json")
    assert ran.code == 0
    assert_contract(ran.json, shown)
    assert ran.json["status"] == "not_found"
    assert ran.json["nearest"] == []


def test_an_old_revision_is_shown_as_it_was_cited(console: Console, tmp_path: Path) -> None:
    """What was quoted of a revision stands at its offsets after the article has changed."""
    path = tmp_path / "pier.txt"
    path.write_text(PIER.text, encoding="utf-8")
    console("add", str(path))
    citation = console("ask", PIER.question, "--json").json["citations"][0]
    path.write_text(f"Corrected: {PIER.title}\n\nThe pier stays open.", encoding="utf-8")
    assert console("add", str(path), "--json").json["outcome"] == "new revision"
    article = citation["article"]["id"]
    old = console("show", article, "--revision", "1", "--json").json
    assert old["text"][citation["start"] : citation["end"]] == citation["quote"]
    new = console("show", article, "--json").json
    assert new["article"]["revision"] == 2
    assert [revision["number"] for revision in new["revisions"]] == [1, 2]
    assert console("show", article, "--revision", "3").code == 2


def test_lists_receipts_and_hits_have_the_same_article(gazette: Console) -> None:
    """Wherever an article is told, it has the keys it has in a citation."""
    cited = gazette("ask", PIER.question, "--json").json["citations"][0]["article"]
    listed = gazette("list", "--json").json
    assert listed["version"] == 1
    assert len(listed["articles"]) == 6
    (entry,) = [entry for entry in listed["articles"] if entry["id"] == cited["id"]]
    assert entry | cited == entry
    assert entry.keys() >= ENTRY_KEYS
    found = gazette("search", "pier posts", "-k", "3", "--json").json
    assert found["query"] == "pier posts"
    assert found["hits"][0]["article"] == cited
    assert 1 <= len(found["hits"]) <= 3
    receipt = gazette("add", "-", "--json", stdin=PIER.text).json
    assert receipt["article"].keys() == cited.keys()
    assert receipt["outcome"] == "new"


def test_search_says_why_each_passage_was_found(gazette: Console, shown: Any) -> None:
    """A hit has its ranks and scores in both searches, best fused score first, and its offsets."""
    hits = gazette("search", "telescope on Mount Sorrel", "--json").json["hits"]
    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    for hit in hits:
        assert hit["dense_rank"] or hit["lexical_rank"]
        assert (hit["dense_rank"] is None) == (hit["similarity"] is None)
        assert (hit["lexical_rank"] is None) == (hit["bm25"] is None)
        text = shown(hit["article"]["id"], hit["article"]["revision"])
        assert text[hit["start"] : hit["end"]] == hit["text"]


def test_a_batch_gives_a_line_for_a_line(gazette: Console, tmp_path: Path) -> None:
    """Answers come in order with the other keys of their lines, and a bad line is an error."""
    lines = [
        json.dumps({"question": PIER.question, "id": 7, "note": {"deep": [1, None]}}),
        ALMANAC.question,
        "",
        json.dumps({"query": "misnamed", "id": 8}),
        json.dumps({"question": 5, "id": 9}),
        json.dumps({"question": "?!", "id": 10}),
        '{"question": "cut off',
        json.dumps({"question": UNANSWERABLE, "id": 11}),
    ]
    path = tmp_path / "batch.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = gazette("ask", "--batch", str(path), "--json")
    assert ran.code == 1
    answers = ran.lines
    kinds = [answer["status"] for answer in answers]
    assert kinds == ["answered", "answered", *["error"] * 5, "not_found"]
    assert [answer.get("input") for answer in answers] == [
        {"id": 7, "note": {"deep": [1, None]}},
        None,
        None,
        {"query": "misnamed", "id": 8},
        {"id": 9},
        {"id": 10},
        None,
        {"id": 11},
    ]
    for answer in answers:
        assert answer["version"] == 1
        assert answer["status"] != "error" or answer["error"].endswith(".")


def test_a_batch_without_a_bad_line_ends_well(gazette: Console) -> None:
    """Not found is an answer, so such a batch ends with 0; it may come by standard input."""
    ran = gazette("ask", "--batch", "-", stdin=f"{PIER.question}\r\n{UNANSWERABLE}\r\n")
    assert ran.code == 0
    assert [answer["question"] for answer in ran.lines] == [PIER.question, UNANSWERABLE]


def test_a_line_of_a_batch_ends_at_its_newline_alone(gazette: Console) -> None:
    """A question may hold any character but a newline, as JSON Lines allows."""
    line = json.dumps({"question": f"{PIER.question}\u2028", "id": "a\x85b"}, ensure_ascii=False)
    ran = gazette("ask", "--batch", "-", stdin=f"{line}\n")
    assert len(ran.lines) == 1
    assert ran.lines[0]["input"] == {"id": "a\x85b"}


def test_no_line_ends_the_batch(gazette: Console) -> None:
    """A line that cannot be asked is an error of its own; those after it are answered."""
    bad = json.dumps({"question": "Who is \ud800?", "note": "\udfff"})
    ran = gazette("ask", "--batch", "-", stdin=f"{bad}\n{PIER.question}\n")
    assert [answer["status"] for answer in ran.lines] == ["error", "answered"]


SENTENCES = st.sampled_from(
    (
        *(story.quote for story in STORIES),
        "Sen. Ada Morrow of the U.S. said [7] no. [12] “Why?” asked she. [1]",
        "The pier, the pier, the pier. The pier, the pier, the pier.",
        "Zoë’s cafe\u0301 on the pier sells naïve 🦞 rolls at 4.50 a piece[2][3]!",
        "港長は月曜日に桟橋を閉鎖した。 桟橋は秋に開く。",
        "PIER — CLOSED (see p. [3]): pier; harbour master…",
        "أغلق مدير الميناء الرصيف يوم الاثنين.",
    )
)
BREAKS = st.sampled_from((" ", "\n", "\n\n", "\t", "  ", "\r\n", "\u2028", "\u00a0"))
BODIES = st.lists(st.tuples(SENTENCES, BREAKS), min_size=1, max_size=8).map(
    lambda parts: "".join(f"{sentence}{end}" for sentence, end in parts)
)
QUESTIONS = st.sampled_from(
    (
        *(story.question for story in STORIES),
        "Who closed the pier?",
        "What does Zoë’s café sell on the pier?",
        "pier",
        "Who said no?",
        "[3]",
    )
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, Folder]]:
    """A folder that a whole test of many examples shares, one library an example."""
    options = Options(tmp_path_factory.mktemp("contract") / "data", EmbeddingSpec())
    with asyncio.Runner() as runner:
        opening = open_folder(options)
        folder = runner.run(opening.__aenter__())
        yield runner, folder
        runner.run(opening.__aexit__(None, None, None))


@given(
    bodies=st.lists(st.tuples(BODIES, st.booleans()), min_size=1, max_size=3),
    questions=st.lists(QUESTIONS, min_size=1, max_size=3, unique=True),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_answered_is_verbatim(
    opened: tuple[asyncio.Runner, Folder], bodies: list[tuple[str, bool]], questions: list[str]
) -> None:
    """For any texts and questions an answer keeps the contract and never quotes a title line."""
    runner, folder = opened
    runner.run(_assert_verbatim(folder, bodies, questions))


_examples = iter(range(1_000_000))


async def _assert_verbatim(
    folder: Folder, bodies: list[tuple[str, bool]], questions: list[str]
) -> None:
    library = folder.library(f"example {next(_examples)}")
    drafts = [
        make_draft(Material(text, title="Given" if titled else None), f"identity {number}")
        for number, (text, titled) in enumerate(bodies)
    ]
    await added(library, *drafts)
    articles = {e.article.id: await library.article(e.article.id) for e in await library.entries()}
    for question in questions:
        reply = await asked(library, question)
        answer = json.loads(json.dumps(reply_json(reply)))
        assert_contract(answer, lambda article, _: articles[article].text)
        for citation in [*answer["citations"], *answer["nearest"]]:
            assert citation["start"] >= articles[citation["article"]["id"]].body_start
            assert citation["article"] == article_json(articles[citation["article"]["id"]])


async def test_a_shown_article_has_the_documented_keys(folder: Folder) -> None:
    """``show`` gives version, article, text and revisions."""
    library = folder.library("paper")
    (receipt,) = await added(library, PIER)
    article = await library.article(receipt.article.id)
    entry, revisions = await library.entry(article.id), await library.revisions(article.id)
    shown = shown_json(article, entry, revisions)
    assert shown.keys() >= {"version", "article", "text", "revisions"}
    assert shown["text"] == PIER.text
    with pytest.raises(FootnoteError):
        await library.article(article.id, 2)
