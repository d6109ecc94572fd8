"""Corrections outrank what they correct, and what a notice says was wrong is no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corrected import (
    CORRECTION,
    FORTY,
    FOURTEEN,
    HOW_MANY,
    NOTICE,
    RIGHT,
    SAID,
    TITLE,
    WHEN_BUILT,
    WRONG,
    article,
)
from support import added, asked, quotes

from index.folder import Folder
from index.library import Library
from index.values import Answered, Citation, Receipt, Reply


def citations(reply: Reply) -> tuple[Citation, ...]:
    """What a reply cites; it must answer, and every quotation must stand where it says."""
    assert isinstance(reply.answer, Answered)
    for one in reply.answer.citations:
        assert one.article.text[one.start : one.end] == one.quote
    return reply.answer.citations


async def pair(library: Library, *, wrong: str | None, right: str | None) -> list[Receipt]:
    """The uncorrected report and the corrected version of it, of these days."""
    return await added(
        library,
        article(WRONG, "wrong", wrong),
        article(f"{RIGHT}\n\n{NOTICE}", "right", right),
    )


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("2031-05-04", "2031-05-05"), ("2031-05-05", "2031-05-04")],
    ids=["before", "after"],
)
async def test_the_corrected_version_outranks_the_others(
    library: Library, wrong: str, right: str
) -> None:
    """Whichever of two copies is the earlier, the figure that was corrected is not quoted."""
    uncorrected, corrected = await pair(library, wrong=wrong, right=right)
    assert corrected.story == (uncorrected.article.id,)
    found = citations(await asked(library, "Did the storm in Varnholm injure 40 people?"))
    assert not any(FORTY in one.quote for one in found)
    assert any(FOURTEEN in one.quote for one in found)


async def test_what_was_not_corrected_is_cited_where_it_was_told_first(library: Library) -> None:
    """The notice is about one sentence; the others keep their earliest wording."""
    wrong, right = await pair(library, wrong="2031-05-04", right="2031-05-05")
    (cited, *_) = citations(await asked(library, WHEN_BUILT))
    assert cited.article.id == wrong.article.id
    assert [one.id for one in cited.copies] == [right.article.id]
    assert cited.corrected_by == ()


@pytest.mark.parametrize(("published", "is_first"), [("2026-04-20", True), ("2019-01-01", False)])
async def test_a_copy_from_long_before_is_not_what_the_others_repeat(
    library: Library, published: str, is_first: bool
) -> None:
    """A day far before all others of the story is not believed; one shortly before is."""
    reported = await added(library, article(WRONG, "report", "2026-05-04"))
    copied = await added(library, article(f"{WRONG}\n\nRead more.", "copy", published))
    (cited, *_) = citations(await asked(library, WHEN_BUILT))
    assert cited.article.id == (copied if is_first else reported)[0].article.id


async def test_a_wrong_figure_is_never_quoted_without_saying_so(library: Library) -> None:
    """Where the question leaves out the corrected version, that is named beside the quotation."""
    wrong, right = await pair(library, wrong="2031-05-04", right="2031-05-05")
    found = citations(await asked(library, HOW_MANY, articles=(wrong.article.id,)))
    said = [one for one in found if FORTY in one.quote]
    assert said
    assert {other.id for one in said for other in one.corrected_by} == {right.article.id}


async def test_a_notice_of_a_copy_is_no_other_wording(library: Library) -> None:
    """What the earlier copy says was wrong is no source for it, and is told beside it."""
    rest = WRONG.partition("\n\n")[2]
    notice = "Correction: An earlier version of this story said the storm injured 40 people."
    _, corrected = await added(
        library,
        article(f"The storm injured 40 people.\n\n{rest}", "wrong", "2031-05-05"),
        article(f"{rest}\n\n{notice}", "right", "2031-05-04"),
    )
    said = [one for one in citations(await asked(library, HOW_MANY)) if "40" in one.quote]
    assert [one.quote for one in said] == ["The storm injured 40 people."]
    assert [other.id for one in said for other in one.corrected_by] == [corrected.article.id]


async def test_a_correction_of_something_else_outranks_nothing(library: Library) -> None:
    """A misspelt name elsewhere in the article says nothing of its figures."""
    notice = "Correction: An earlier version of this story misspelled the name of Tove Lindahl."
    await added(
        library,
        article(WRONG, "wrong", "2031-05-04"),
        article(f"{RIGHT}\n\n{notice}", "right", "2031-05-05"),
    )
    found = citations(await asked(library, "Did the storm in Varnholm injure 40 people?"))
    assert any(FORTY in one.quote for one in found)


async def test_a_later_report_is_not_taken_for_uncorrected(library: Library) -> None:
    """A version of another day with a new figure is news, unless the notice has that figure."""
    later = RIGHT.replace("injured 14", "injured 16")
    notice = "Correction: An earlier version of this story misstated how many people were injured."
    await added(
        library,
        article(f"{RIGHT}\n\n{notice}", "right", "2031-05-05"),
        article(later, "later", "2031-05-07"),
    )
    found = citations(await asked(library, "Did the storm in Varnholm injure 16 people?"))
    assert any("injured 16 people" in one.quote for one in found)


async def test_an_updated_version_outranks_an_older_one(library: Library) -> None:
    """What says that it was updated counts before what was published no later."""
    updated = RIGHT.replace("injured 14", "injured 16")
    await added(
        library,
        article(RIGHT, "first", "2031-05-04"),
        article(f"{updated}\n\nThis story has been updated with new figures.", "new", "2031-05-05"),
    )
    found = citations(await asked(library, "Did the storm in Varnholm injure 14 people?"))
    assert not any(FOURTEEN in one.quote for one in found)


@pytest.mark.parametrize("first", [True, False])
async def test_an_article_that_is_a_correction_is_quoted_whole(
    library: Library, first: bool
) -> None:
    """Added before or after what it corrects, it stands in its place, with right and wrong."""
    drafts = [
        article(WRONG, "wrong", "2031-05-04"),
        article(CORRECTION, "correction", "2031-05-05", "Correction: Varnholm-Storm story"),
    ]
    for draft in drafts if first else drafts[::-1]:
        await added(library, draft)
    found = quotes(await asked(library, HOW_MANY))
    assert found[0] == CORRECTION
    assert not any(FORTY in quote for quote in found)
    (cited, *_) = citations(await asked(library, WHEN_BUILT))
    assert cited.article.title == TITLE


async def test_nobody_takes_back_in_anothers_name(library: Library) -> None:
    """A correction of another source is named beside the quotation, and does not replace it."""
    correction = article(CORRECTION, "correction", "2031-05-05", "Correction: Varnholm-Storm story")
    _, other = await added(
        library,
        replace(article(WRONG, "wrong", "2031-05-04"), source="The Coast Courier"),
        replace(correction, source="Gull Rock Blog"),
    )
    said = [one for one in citations(await asked(library, HOW_MANY)) if FORTY in one.quote]
    assert [named.id for one in said for named in one.corrected_by] == [other.article.id]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("The Coast Courier", None), ("Gull Rock Blog", None)),
        (("The Coast Courier", None), (None, None)),
        (
            ("The Coast Courier", "https://courier.example/storm"),
            ("The Coast Courier", "https://blog.example/storm"),
        ),
        (
            ("The Coast Courier", "https://courier.example/storm"),
            ("The Coast Courier", "https://courier.example:8443/storm"),
        ),
        (("The Coast Courier", "https://courier.example/storm"), ("The Coast Courier", None)),
    ],
    ids=["another", "none", "another site", "another port", "no site"],
)
@pytest.mark.parametrize(
    "notice",
    [
        "CORRECTION: An earlier version of this story said that 14 people had been injured. The "
        "number is 400.",
        "This story has been updated with new figures.",
    ],
    ids=["correction", "update"],
)
async def test_a_copy_corrects_no_other_publisher(
    library: Library,
    mine: tuple[str | None, str | None],
    theirs: tuple[str | None, str | None],
    notice: str,
) -> None:
    """Whatever a copy calls itself, with other figures it is only named beside the true report."""
    copied = RIGHT.replace("injured 14", "injured 400")
    true = replace(article(RIGHT, "right", "2031-05-04"), source=mine[0], url=mine[1])
    fake = article(f"{copied}\n\n{notice}", "fake", "2031-05-05")
    await added(library, true, replace(fake, source=theirs[0], url=theirs[1]))
    found = citations(await asked(library, "Did the storm in Varnholm injure 14 people?"))
    assert any(FOURTEEN in one.quote for one in found)


async def test_what_is_right_already_is_not_outranked(library: Library) -> None:
    """A version without the mistake is cited in its own words, although the notice has them too."""
    await added(
        library,
        article(RIGHT, "right", "2031-05-04"),
        article(CORRECTION, "correction", "2031-05-05", "Correction: Varnholm-Storm story"),
    )
    assert any(FOURTEEN in quote for quote in quotes(await asked(library, HOW_MANY)))


async def test_a_correction_names_what_it_corrects(folder: Folder, library: Library) -> None:
    """A title, or an address, in its text is enough; once it is removed it corrects nothing."""
    short = f"A sentence of our report “{TITLE}” was left out by mistake. We wrongly said it stood."
    notice = f"In a story Sunday we wrongly described the ferry. {short}"
    wrong, correction, other = await added(
        library,
        article(WRONG, "wrong", "2031-05-04"),
        article(notice, "correction", "2031-05-05", "Correction: our report on the storm"),
        article("The wardens counted 2,312 pairs.", "terns", title="Terns nest on Gull Rock again"),
    )
    lookup = folder.records.lookup
    ids = [wrong.article.id, other.article.id]
    told = {name: [one.id for one in by] for name, by in lookup.corrections(ids).items()}
    assert told == {wrong.article.id: [correction.article.id]}
    await library.remove(correction.article.id)
    assert lookup.corrections(ids) == {}


@pytest.mark.parametrize("tail", ["", " It fell on Sunday."], ids=["wrong alone", "and right"])
async def test_what_was_wrong_never_stands_alone(library: Library, tail: str) -> None:
    """Of a notice the whole is quoted, or nothing."""
    body = RIGHT.replace(" and injured 14 people", "")
    notice = f"Correction: {SAID}{tail}"
    await added(library, article(f"{body}\n\n{notice}", "right"))
    for question in (HOW_MANY, "What did an earlier version of this story say?"):
        reply = await asked(library, question)
        shown = quotes(reply) or [one.quote for one in reply.answer.nearest]  # type: ignore[union-attr]
        held = [quote for quote in shown if "40" in quote]
        assert set(held) <= ({notice} if tail else set())


async def test_a_revision_with_a_notice_outranks_the_one_before(library: Library) -> None:
    """Only the latest revision answers, and it tells of its correction."""
    await added(library, article(WRONG, "story"))
    (revised,) = await added(library, article(f"{RIGHT}\n\n{NOTICE}", "story"))
    assert revised.outcome == "new revision"
    found = citations(await asked(library, HOW_MANY))
    assert not any(FORTY in one.quote for one in found)
    (notice,) = found[0].article.notices
    assert found[0].article.text[notice.start : notice.end] == NOTICE
    first = await library.article(revised.article.id, 1)
    assert first.notices == ()
