"""One library never sees another's articles, and filters leave exactly what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from newsroom import ALMANAC, OBSERVATORY, PIER, TRAM, Story
from support import added, asked, cited, drafted, quotes

from index.errors import InvalidInput, UnknownArticle
from index.folder import Folder
from index.library import Library
from index.values import Answered, Draft, Filters, Question


async def test_the_same_article_in_two_libraries_is_two_articles(folder: Folder) -> None:
    """Each library answers from its own article, and neither lists the other's as a copy."""
    left, right = folder.library("left"), folder.library("right")
    (mine,) = await added(left, drafted(PIER, "/pier.txt"))
    (theirs,) = await added(right, drafted(PIER, "/pier.txt"))
    assert mine.article.id != theirs.article.id
    assert (mine.outcome, theirs.outcome) == ("new", "new")
    assert cited(await asked(left, PIER.question)) == {mine.article.id}
    assert cited(await asked(right, PIER.question)) == {theirs.article.id}


async def test_passages_are_read_for_their_own_library_alone(folder: Folder) -> None:
    """Whoever has the name of another library's passage gets nothing for it."""
    await added(folder.library("left"), PIER)
    await added(folder.library("right"), TRAM)
    left = await folder.shelves.shelf("left")
    assert left is not None
    names = [hit.passage.id for hit in await left.search.hits(Question(PIER.question, "left"), 5)]
    lookup = folder.records.lookup
    assert lookup.passages("left", names).keys() == set(names)
    assert lookup.passages("right", names) == lookup.passages("left", []) == {}


async def test_an_id_of_another_library_is_unknown(folder: Folder) -> None:
    """Nothing can be read, removed, restored or asked by the id of another library's article."""
    left, right = folder.library("left"), folder.library("right")
    (receipt,) = await added(left, PIER)
    await added(right, TRAM)
    foreign = receipt.article.id
    for reach in (right.article, right.entry, right.revisions, right.remove, right.restore):
        with pytest.raises(UnknownArticle):
            await reach(foreign)
    with pytest.raises(UnknownArticle):
        await asked(right, PIER.question, articles=(foreign,))
    assert quotes(await asked(left, PIER.question))[0] == PIER.quote


async def test_a_removal_in_one_library_leaves_the_other(folder: Folder) -> None:
    """Removing an article here takes nothing away there."""
    left, right = folder.library("left"), folder.library("right")
    (receipt,) = await added(left, PIER)
    await added(right, PIER)
    await left.remove(receipt.article.id)
    assert quotes(await asked(left, PIER.question)) == []
    assert quotes(await asked(right, PIER.question))[0] == PIER.quote


async def test_a_search_finds_this_librarys_passages_alone(folder: Folder) -> None:
    """However many are wanted, no passage of another library is among the found."""
    left, right = folder.library("left"), folder.library("right")
    (receipt,) = await added(left, OBSERVATORY)
    await added(right, PIER, TRAM, ALMANAC)
    hits = await left.search(Question(ALMANAC.question, "left"), 50)
    assert {hit.article.id for hit in hits} == {receipt.article.id}
    assert {hit.article.library for hit in hits} == {"left"}


async def test_a_library_needs_a_printable_name(folder: Folder) -> None:
    """Names that could not be shown or told apart are refused."""
    for name in ("", "  ", "a" * 101, "two\nlines"):
        with pytest.raises(InvalidInput):
            folder.library(name)


async def test_any_printable_name_makes_a_library(folder: Folder) -> None:
    """What a store or file system would not take as a name does no harm."""
    names = ("Ÿ/..\\ 日本", "a" * 100, "'; DROP TABLE libraries; --", ".")
    for name in names:
        await added(folder.library(name), PIER)
        assert quotes(await asked(folder.library(name), PIER.question))[0] == PIER.quote
    assert await folder.libraries() == dict.fromkeys(names, 1)


def dated(story: Story, published: str | None, source: str | None) -> Draft:
    return replace(drafted(story, story.name), published=published, source=source)


@pytest.fixture
async def ids(library: Library) -> dict[str, str]:
    """Ids by name: three articles of different days, sources and tags, one without any."""
    told = {
        "pier": (dated(PIER, "2031-03-01", "Quill Bay Gazette"), ("coast", "news")),
        "tram": (dated(TRAM, "2031-03-02T23:30:00Z", "Étoile du Nord"), ("news",)),
        "observatory": (dated(OBSERVATORY, "2031-03-03", "Quill Bay Gazette"), ()),
        "almanac": (dated(ALMANAC, None, None), ()),
    }
    found = {}
    for name, (draft, tags) in told.items():
        (receipt,) = await added(library, draft, tags=tags)
        found[name] = receipt.article.id
    return found


async def test_filters_leave_exactly_the_articles_that_fit(
    library: Library, ids: dict[str, str]
) -> None:
    """Days are both included, sources compare without case, and each field narrows."""
    cases: list[tuple[Filters, str]] = [
        (Filters(), "pier tram observatory almanac"),
        (Filters(since="2031-03-02"), "tram observatory"),
        (Filters(until="2031-03-02"), "pier tram"),
        (Filters(since="2031-03-02", until="2031-03-02"), "tram"),
        (Filters(since="2031-03-04"), ""),
        (Filters(sources=("quill bay GAZETTE",)), "pier observatory"),
        (Filters(sources=("éTOILE DU NORD",)), "tram"),
        (Filters(sources=("Quill Bay",)), ""),
        (Filters(tags=("coast",)), "pier"),
        (Filters(tags=("news", "coast")), "pier tram"),
        (Filters(tags=("nothing",)), ""),
        (Filters(tags=("news",), until="2031-03-01"), "pier"),
        (Filters(tags=("news",), sources=("Étoile du Nord",)), "tram"),
        (Filters(articles=(ids["pier"], ids["almanac"][:11])), "pier almanac"),
        (Filters(articles=(ids["pier"],), since="2031-03-02"), ""),
    ]
    for filters, left in cases:
        hits = await library.search(Question("the", "paper", filters=filters), 50)
        assert {hit.article.id for hit in hits} == {ids[name] for name in left.split()}, filters


async def test_a_question_is_not_answered_from_what_is_filtered_out(
    library: Library, ids: dict[str, str]
) -> None:
    """With the answering article filtered out, neither it nor its nearest sentence is shown."""
    reply = await asked(library, PIER.question, since="2031-03-02")
    assert ids["pier"] not in cited(reply)


async def test_a_day_that_is_none_is_refused(library: Library) -> None:
    """Filters by date take days of the calendar, written one way."""
    await added(library, PIER)
    for day in ("yesterday", "2031-02-30", "20310301", "2031-3-1", ""):
        with pytest.raises(InvalidInput):
            await asked(library, PIER.question, since=day)


async def test_a_filter_on_a_copy_cites_the_copy(library: Library) -> None:
    """Where the original is filtered out its copy answers, under its own name."""
    original = dated(PIER, "2031-03-01", "Quill Bay Gazette")
    copy = replace(original, identity="copy", source="Fernmouth Echo", published="2031-03-05")
    first, second = await added(library, original, copy)
    assert (first.outcome, second.outcome) == ("new", "copy")
    assert second.copy_of == first.article.id
    for filters in (
        {"sources": ("fernmouth echo",)},
        {"since": "2031-03-02"},
        {"articles": (second.article.id,)},
    ):
        reply = await asked(library, PIER.question, **filters)
        assert isinstance(reply.answer, Answered)
        citation = reply.answer.citations[0]
        assert citation.article.id == second.article.id
        assert citation.article.source == "Fernmouth Echo"
        said = await library.article(second.article.id, citation.article.revision)
        assert said.text[citation.start : citation.end] == citation.quote == PIER.quote


async def test_without_a_filter_the_original_is_cited_with_its_copies(library: Library) -> None:
    """The same story is quoted once, and says where else it stands."""
    first, second, third = await added(
        library, drafted(PIER, "one"), drafted(PIER, "two"), drafted(PIER, "three")
    )
    reply = await asked(library, PIER.question)
    assert isinstance(reply.answer, Answered)
    assert [c.article.id for c in reply.answer.citations] == [first.article.id]
    copies = [copy.id for copy in reply.answer.citations[0].copies]
    assert copies == [second.article.id, third.article.id]


async def test_the_title_line_of_a_copy_is_not_quoted(library: Library) -> None:
    """A line that is the copy's title is no quotation of it, whatever it is in the original."""
    line = "Harbour master Ada Morrow closed the pier at Quill Bay on Monday"
    text = f"{line}\n\nFishermen must land their catch at the old quay meanwhile."
    original = Draft("one", text, "A notice", body_start=0)
    _, copy = await added(library, original, drafted(text, "two"))
    reply = await asked(library, PIER.question, articles=(copy.article.id,))
    assert line not in quotes(reply)
