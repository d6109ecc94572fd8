"""Near and reworded copies are one story: found when added, shown once, cited where it began."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from support import added, asked, drafted, quotes

from index.folder import Folder, Options, open_folder
from index.library import Library
from index.values import Answered, Citation, Draft, Question, Reply

TITLE = "Storm tears the roof off the Varnholm market hall"
FIRST = """\
A storm tore the roof off the market hall of Varnholm on Sunday night and injured 14 people, the \
town's fire brigade said.

Fire chief Oda Brandvik said the beams gave way at about ten in the evening, when traders were \
packing up their stalls.

Nobody was killed, and most of the injured left the hospital of Varnholm by Monday morning.

The hall was built in 1887 and was last repaired after a flood in the spring of 1954.

Mayor Henrik Solberg promised traders that they could sell from tents on the square from Thursday.

Insurers put the damage at 3 million crowns, not counting the goods that were lost in the rain.

“We will build it again exactly as our grandparents knew it,” Solberg told reporters at the site.

The weather service had warned of gusts of 130 kilometres an hour along the whole coast."""
REWORDED = """\
In Varnholm, a storm on Sunday night ripped off the market hall's roof and left 14 people injured, \
according to the fire brigade of the town.

The beams collapsed around ten in the evening while traders were clearing their stalls, fire chief \
Oda Brandvik said.

There were no deaths, and by Monday morning most of the injured had left Varnholm hospital.

Built in 1887, the hall had its last repair following a flood in spring 1954.

From Thursday on, traders may sell out of tents on the square, mayor Henrik Solberg promised them.

The damage was estimated by insurers at 3 million crowns, without the goods lost in the rain.

“We are going to rebuild it just as our grandparents knew it,” Solberg told reporters there.

Along the whole coast, gusts of 130 kilometres an hour had been forecast by the weather service."""
OTHER = """\
Varnholm lost one of its oldest landmarks this weekend, and shopkeepers wonder who pays for it.

Cheese seller Tove Lindahl stood before the ruins on Monday and counted what was left of her stock.

“I have three wheels of cheese and a broken scale,” she said, wiping rain from her glasses.

Her family has sold at the hall since her great-grandmother came down from the hills with a cart.

The county wants engineers to look at every public roof of that age before the autumn.

An appeal for donations brought in 40,000 crowns within a day, most of it from neighbouring towns.

The choir of the parish sings for the traders next Saturday, and admission is free."""
HOW_MANY = "How many people did the storm in Varnholm injure?"


def story(text: str, identity: str, published: str | None = None, title: str = TITLE) -> Draft:
    """What is read of a story that stands under another name and day."""
    return replace(drafted(f"{title}\n\n{text}", identity), published=published)


def citations(reply: Reply) -> tuple[Citation, ...]:
    """What a reply cites; it must answer, and every quotation must stand where it says."""
    assert isinstance(reply.answer, Answered)
    for one in reply.answer.citations:
        assert one.article.text[one.start : one.end] == one.quote
    return reply.answer.citations


UPDATED = FIRST.replace(" and injured 14", " and injured 16").replace("3 million", "4 million")
SHORTENED = "\n\n".join(FIRST.split("\n\n")[:5])


@pytest.mark.parametrize("text", [REWORDED, UPDATED, SHORTENED], ids=["reworded", "new", "short"])
async def test_a_copy_in_other_words_is_the_same_story(library: Library, text: str) -> None:
    """The receipt names the article that was there, whatever is called its title and source."""
    (first,) = await added(library, story(FIRST, "first"))
    (copy,) = await added(library, story(text, "copy", title="Varnholm storm: roof torn off hall"))
    assert first.story == ()
    assert copy.story == (first.article.id,)
    assert (copy.outcome, copy.copy_of) == ("new", None)


async def test_copies_of_one_batch_are_the_same_story(library: Library) -> None:
    """What is added together is compared too."""
    first, copy = await added(library, story(FIRST, "first"), story(REWORDED, "copy"))
    assert (first.story, copy.story) == ((copy.article.id,), (first.article.id,))


async def test_another_report_on_the_same_event_is_another_story(library: Library) -> None:
    """A shared theme, and even a shared title, make no copy."""
    await added(library, story(FIRST, "first"))
    (other,) = await added(library, story(OTHER, "other"))
    assert other.story == ()


async def test_a_roundup_that_holds_a_story_is_no_copy_of_it(library: Library) -> None:
    """One of many items says nothing of the others."""
    brief = "\n\n".join(FIRST.split("\n\n")[:3])
    rest = "\n\n".join(
        f"Keeper Una of weir {n} counted {n * 7} herons in the reeds on day {n} of the {thing}."
        for n in range(1, 13)
        for thing in ("spring",)
    )
    (first,) = await added(library, story(brief, "first"))
    (roundup,) = await added(library, story(f"{brief}\n\n{rest}", "all", title="Around the county"))
    assert first.article.id not in roundup.story


async def test_stories_never_cross_libraries(folder: Folder) -> None:
    """A copy in another library is another library's."""
    await added(folder.library("paper"), story(FIRST, "first"))
    (copy,) = await added(folder.library("radio"), story(REWORDED, "copy"))
    assert copy.story == ()
    reply = await asked(folder.library("radio"), HOW_MANY)
    assert {len(one.copies) for one in citations(reply)} == {0}


async def test_a_story_takes_one_place_and_is_counted(library: Library) -> None:
    """A search finds each fact once, and an answer cites it once and counts who else has it."""
    first, copy, other = await added(
        library, story(FIRST, "first"), story(REWORDED, "copy"), story(OTHER, "other")
    )
    hits = await library.search(Question(HOW_MANY, library.name), 10)
    assert {hit.article.id for hit in hits} >= {other.article.id}
    told = [hit for hit in hits if hit.article.id != other.article.id]
    assert len(told) < first.passages + copy.passages
    (cited, *_) = citations(await asked(library, HOW_MANY))
    assert "14" in cited.quote
    assert cited.article.id == first.article.id
    assert len(cited.copies) == 1


async def test_the_earliest_wording_is_cited(library: Library) -> None:
    """The day of publication counts, not the order in which articles were added."""
    copy, first = await added(
        library,
        story(REWORDED, "copy", "2031-05-06"),
        story(FIRST, "first", "2031-05-05"),
    )
    (cited, *_) = citations(await asked(library, HOW_MANY))
    assert cited.article.id == first.article.id
    assert [one.id for one in cited.copies] == [copy.article.id]


async def test_filters_limit_what_is_cited(library: Library) -> None:
    """An article that the question leaves out is counted and not cited."""
    copy, _ = await added(
        library,
        story(REWORDED, "copy", "2031-05-06"),
        story(FIRST, "first", "2031-05-05"),
    )
    reply = await asked(library, HOW_MANY, articles=(copy.article.id,))
    assert {one.article.id for one in citations(reply)} == {copy.article.id}


async def test_a_copy_with_another_figure_keeps_its_place(library: Library) -> None:
    """What differs in substance is neither hidden nor counted as the same."""
    await added(library, story(FIRST, "first"), story(UPDATED, "update"))
    hits = await library.search(Question(HOW_MANY, library.name), 10)
    found = " ".join(hit.passage.text for hit in hits)
    assert "injured 14" in found
    assert "injured 16" in found
    for one in citations(await asked(library, HOW_MANY)):
        if "injured" in one.quote:
            assert one.copies == ()


async def test_a_removed_article_leaves_its_story(library: Library) -> None:
    """It is no longer counted or cited, and is again once it is restored."""
    first, copy = await added(library, story(FIRST, "first"), story(REWORDED, "copy"))
    await library.remove(first.article.id)
    (cited, *_) = citations(await asked(library, HOW_MANY))
    assert (cited.article.id, cited.copies) == (copy.article.id, ())
    await library.restore(first.article.id)
    (cited, *_) = citations(await asked(library, HOW_MANY))
    assert (cited.article.id, len(cited.copies)) == (first.article.id, 1)


async def test_a_revision_on_something_else_leaves_the_story(library: Library) -> None:
    """What an article is a copy of is told from its latest text."""
    await added(library, story(FIRST, "first"), story(REWORDED, "copy"))
    (revised,) = await added(library, story(OTHER, "copy"))
    assert (revised.outcome, revised.story) == ("new revision", ())
    assert {one.copies for one in citations(await asked(library, HOW_MANY))} == {()}


async def test_exact_copies_of_a_reworded_copy_are_counted(library: Library) -> None:
    """Exact and reworded copies are counted together."""
    await added(
        library, story(FIRST, "first"), story(REWORDED, "copy"), story(REWORDED, "copy again")
    )
    (cited, *_) = citations(await asked(library, HOW_MANY))
    assert len(cited.copies) == 2


@pytest.fixture
async def reopened(options: Options) -> AsyncIterator[Library]:
    """A library with two copies whose pairs were lost before they were marked as indexed."""
    async with open_folder(options) as folder:
        library = folder.library("paper")
        receipts = await added(library, story(FIRST, "first"), story(REWORDED, "copy"))
        folder.records.ledger.forget("paper", [receipt.article.id for receipt in receipts])
    async with open_folder(options) as folder:
        library = folder.library("paper")
        await library.reindex()
        yield library


async def test_stories_are_made_anew(reopened: Library) -> None:
    """They are derived, so indexing again finds them again."""
    (cited, *_) = citations(await asked(reopened, HOW_MANY))
    assert len(cited.copies) == 1
    assert len(quotes(await asked(reopened, HOW_MANY))) >= 1
