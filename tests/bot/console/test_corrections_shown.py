"""Corrections and pages that are gone, as the console tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import Console, assert_contract

from index.stores.records import open_records

NOTICE = (
    "CORRECTION: An earlier version of this story named another day. The pier was closed on Monday."
)
BODY = (
    "Quill Bay loses its pier\n\nHarbour master Ada Morrow closed the pier at Quill Bay on Monday."
    "\n\nFishermen must land their catch at the old quay.\n\nThe county pays for posts of oak."
)
QUESTION = "Who closed the pier at Quill Bay?"


@pytest.fixture
def corrected(console: Console) -> str:
    """The id of an article with a notice."""
    return str(console("add", "-", "--json", stdin=f"{BODY}\n\n{NOTICE}").lines[0]["article"]["id"])


def test_an_answer_and_its_article_tell_of_the_correction(console: Console, corrected: str) -> None:
    """In the article's own words, under the source and above the text."""
    line = f"Corrected: “{NOTICE}”"
    for command in (["ask", QUESTION], ["show", corrected]):
        shown = " ".join(console(*command).out.split())
        assert line in shown


def test_the_contract_has_the_correction_as_a_quotation(console: Console, corrected: str) -> None:
    """Its kind, its span and its words, which stand there in the text."""
    shown = console("show", corrected, "--json").json
    (notice,) = shown["notices"]
    assert notice["kind"] == "correction"
    assert shown["text"][notice["start"] : notice["end"]] == notice["quote"] == NOTICE
    answer = console("ask", QUESTION, "--json").json
    assert_contract(answer, lambda article, revision: str(shown["text"]))
    assert answer["citations"][0]["notices"] == [notice]
    assert answer["citations"][0]["corrected_by"] == []


def test_what_corrects_an_answer_from_without_is_named(console: Console, corrected: str) -> None:
    """Where the question leaves the corrected version out."""
    wrong = BODY.replace("on Monday", "on Sunday")
    other = console("add", "-", "--json", stdin=wrong).lines[0]["article"]["id"]
    question = ("ask", "Who closed the pier on Sunday?", "--article", other)
    shown = console(*question)
    assert f"Corrected by: Quill Bay loses its pier · {corrected}" in shown.out
    (cited,) = console(*question, "--json").json["citations"]
    assert [one["id"] for one in cited["corrected_by"]] == [corrected]


def test_a_page_that_is_gone_is_told_in_lists(
    console: Console, corrected: str, data_dir: Path
) -> None:
    """In the list and above the article, for people and programs."""
    records = open_records(data_dir / "catalogue.sqlite3")
    records.pages.fetched(corrected, "https://quill.example/pier", None)
    records.pages.missed(corrected, gone=True)
    page = records.pages.page(corrected)
    records.close()
    assert page is not None
    told = f"page gone since {str(page.gone_at)[:10]}"
    for command in (["list"], ["show", corrected]):
        assert told in " ".join(console(*command).out.split())
    assert console("list", "--json").json["articles"][0]["gone_at"] == page.gone_at
    assert console("show", corrected, "--json").json["gone_at"] == page.gone_at
