"""What is known of sentences before one is chosen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support import added

from index.answer.judging import Judged, ease, judge
from index.folder import Folder
from index.library import Library
from index.reader.reader import Reader
from index.retrieve.reading import read
from index.values import Question

MILL = (
    "Mill shut\n\n"
    "Ada Morrow shut the old mill on Friday. "
    "The old mill had ground corn for two hundred years. "
    "Ada Morrow shut the old mill at noon."
)


async def judged(folder: Folder, library: Library, question: str) -> list[Judged]:
    """The sentences that are judged for a question, the preferred first."""
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    hits = await shelf.search.hits(Question(question, library.name), 10)
    passages = await read(Reader(), question, hits, shelf.derived.lexicon.analyze)
    return await judge(question, passages, shelf.derived)


async def test_one_sentence_opens_an_article(folder: Folder, library: Library) -> None:
    """The first of its text, whatever stands in the title."""
    await added(library, MILL)
    found = await judged(folder, library, "When was the old mill shut?")
    opening = [one.sentence.text for one in found if one.signals.opening]
    assert opening == ["Ada Morrow shut the old mill on Friday."]
    assert len(found) == 3


async def test_a_heading_has_no_stop(folder: Folder, library: Library) -> None:
    """A line between paragraphs, and not a sentence that ends in quotation marks."""
    await added(
        library,
        "Mill shut\n\nAda Morrow shut the old mill.\n\nWhy the old mill was shut\n\n"
        "Ivo Lantern asked her “why the old mill was shut”\n\n"
        "The old mill was shut in May.[1]",
    )
    found = await judged(folder, library, "Why was the old mill shut?")
    headings = [one.sentence.text for one in found if one.signals.heading]
    assert headings == ["Why the old mill was shut"]
    assert len(found) == 4


async def test_what_is_no_answer_takes_no_other_place(folder: Folder, library: Library) -> None:
    """However many say the contrary of a refusal, the one who refused is judged too."""
    contrary = " ".join(
        f"Councillor {name} said on Friday that a new mill should not be “ruled out”."
        for name in ("Abel", "Brandt", "Cole", "Dahl", "Egan", "Fisk", "Gale", "Holm", "Ivers")
    )
    await added(library, f"Mill talks\n\n{contrary} Ada Morrow wants no mill in the town.")
    found = await judged(folder, library, "Who ruled out a new mill?")
    assert [one.sentence.text for one in found] == ["Ada Morrow wants no mill in the town."]


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_where_more_is_found_no_less_is_asked(some: int, more: int) -> None:
    """The same signals never mean more in a larger library, and in a large one nothing besides."""
    some, more = sorted((some, more))
    assert ease(some) >= ease(more) >= ease(10**7) == 0
    assert ease(8) > 0
