"""A citation of a paged document names the page that its quotation begins on."""

from __future__ import annotations

from pathlib import Path

from apart import apart
from documents import pdf
from hypothesis import given
from hypothesis import strategies as st
from newsroom import PIER
from support import Console, added, asked

from index.ingest.reading import read_upload
from index.library import Library
from index.pages import page_at
from index.values import Answered, Draft

QUESTION = "Who counted the lanterns on the waterfront?"
PAGES = [
    [(50, 700, 20, "The lantern festival"), (50, 650, 10, "The evening was cold and windy.")],
    [(50, 700, 10, "Mia Holt counted the lanterns on the waterfront.")],
    [(50, 700, 10, "The ferry left at noon.")],
]


async def test_a_citation_names_its_page(library: Library) -> None:
    """The article keeps where its pages begin, and the quotation is on one of them."""
    (draft,) = read_upload("a.pdf", pdf(PAGES), 10**6, apart())
    assert isinstance(draft, Draft)
    (receipt,) = await added(library, draft)
    assert (await library.article(receipt.article.id)).pages == draft.pages
    answer = (await asked(library, QUESTION)).answer
    assert isinstance(answer, Answered)
    assert (answer.citations[0].quote, answer.citations[0].page) == (PAGES[1][0][3], 2)


async def test_pages_that_were_not_known_make_a_revision(library: Library) -> None:
    """The same text with its pages is told apart from the text without."""
    (draft,) = read_upload("a.pdf", pdf(PAGES), 10**6, apart())
    assert isinstance(draft, Draft)
    plain = Draft(draft.identity, draft.text, draft.title, draft.body_start)
    assert [r.outcome for r in await added(library, plain, draft, draft)] == [
        *("new", "new revision", "unchanged")
    ]


def test_json_tells_the_page(console: Console, tmp_path: Path) -> None:
    """Null for an article without pages; ``show`` gives where pages begin."""
    path = tmp_path / "festival.pdf"
    path.write_bytes(pdf(PAGES))
    (receipt,) = console("add", str(path), "--json").lines
    shown = console("show", receipt["article"]["id"], "--json").json
    assert len(shown["pages"]) == 3
    assert console("ask", QUESTION, "--json").json["citations"][0]["page"] == 2
    assert " · page 2 · " in console("ask", QUESTION).out
    console("add", "-", stdin=PIER.text)
    cited = console("ask", PIER.question, "--json").json["citations"][0]
    assert cited["page"] is None


@given(pages=st.lists(st.integers(0, 50), min_size=1), offset=st.integers(0, 50))
def test_an_offset_is_on_the_last_page_that_begins_at_it_or_before(
    pages: list[int], offset: int
) -> None:
    """However many pages are empty."""
    pages = [0, *sorted(pages)]
    number = page_at(pages, offset)
    assert number is not None
    assert pages[number - 1] <= offset
    assert all(start > offset for start in pages[number:])
