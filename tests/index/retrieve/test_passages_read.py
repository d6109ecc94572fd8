"""Passages read for a question: what is quotable of them, and their order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from newsroom import PIER, STORIES
from support import added

from index.folder import Folder
from index.library import Library
from index.reader.reader import Read, Shown
from index.retrieve.reading import SENTENCES_READ, ReadPassage, read
from index.values import Hit, Question


class Recorder:
    """Likes what holds a word, and keeps what it was shown."""

    def __init__(self, liked: str) -> None:
        self.liked = liked
        self.shown: list[Shown] = []

    def read(self, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
        self.shown += texts
        return [
            tuple(
                Read(4.0 if self.liked in text.text[a:b] else -4.0, (a, min(b, a + 9)), 0.9)
                for a, b in text.sentences
            )
            for text in texts
        ]


@pytest.fixture
async def hits(folder: Folder, library: Library) -> tuple[Hit, ...]:
    """Every story as it was found for a question about one of them."""
    await added(library, *STORIES)
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    return await shelf.search.hits(Question(PIER.question, library.name), 10)


async def test_what_the_reader_likes_comes_first(hits: tuple[Hit, ...]) -> None:
    """A passage moves up where one of its sentences is thought to answer; none is lost."""
    passages = await read(Recorder("Conductor"), PIER.question, hits, str.split)
    before = [hit.article.title for hit in hits].index("Rails for Hobb Street")
    (place,) = (n for n, p in enumerate(passages) if p.hit.article.title == "Rails for Hobb Street")
    assert place < before
    assert {p.hit.passage.id for p in passages} == {hit.passage.id for hit in hits}
    scores = [passage.hit.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert passages[place].hit.ranks.reading == 4.0
    assert passages[place].hit.ranks.fused < passages[place].hit.score


async def test_each_sentence_is_read_alone_under_its_title(hits: tuple[Hit, ...]) -> None:
    """A neighbour has no say in a sentence's score; the article's title stands over it."""
    recorder = Recorder("pier")
    passages = await read(recorder, PIER.question, hits, str.split)
    for shown in recorder.shown:
        assert shown.sentences == ((0, len(shown.text)),)
    pairs = {(shown.head, shown.text) for shown in recorder.shown}
    assert pairs == {(p.hit.article.title, s.text) for p in passages for s in p.sentences}


async def test_titles_scraps_and_questions_are_not_quotable(
    folder: Folder, library: Library
) -> None:
    """Neither the title, nor two words, nor what only asks is shown to the reader."""
    text = "Who shut the mill?\n\nWho shut the mill? Nobody knows. Ada Morrow shut the mill."
    await added(library, text)
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    found = await shelf.search.hits(Question("Who shut the mill?", library.name), 10)
    (passage,) = await read(Recorder("mill"), "Who shut the mill?", found, str.split)
    assert [sentence.text for sentence in passage.sentences] == ["Ada Morrow shut the mill."]
    for one in passage.sentences:
        assert one.hit.article.text[one.start : one.end] == one.text


async def test_of_a_notice_the_whole_is_quotable(folder: Folder, library: Library) -> None:
    """And none of its words are told apart, since some are wrong; one that tells no more is not."""
    notice = "Correction: An earlier version of this story named the owner. Ada Morrow owns it."
    told = "Ada Morrow shut the mill in May."
    await added(library, f"The mill\n\n{told}\n\n{notice}\n\nThis story has been updated.")
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    found = await shelf.search.hits(Question("Who owns the mill?", library.name), 10)
    (passage,) = await read(Recorder("mill"), "Who owns the mill?", found, str.split)
    plain, whole = passage.sentences
    assert (plain.text, plain.notice, plain.sureness) == (told, False, 0.9)
    assert (whole.text, whole.notice, whole.sureness) == (notice, True, 0.0)
    assert whole.words == (whole.start, whole.end)


async def test_no_more_is_read_than_time_allows(folder: Folder, library: Library) -> None:
    """Of many sentences those of the best passages are read, and the rest are still found."""
    text = "The mill\n\n" + " ".join(
        f"The mill of {year} ground corn." for year in range(1700, 1900)
    )
    await added(library, text)
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    found = await shelf.search.hits(Question("What did the mill grind?", library.name), 10)
    recorder = Recorder("corn")
    passages: tuple[ReadPassage, ...] = await read(
        recorder, "What did the mill grind?", found, str.split
    )
    assert len(recorder.shown) == SENTENCES_READ
    assert len(passages) == len(found)
    unread = [passage for passage in passages if not passage.sentences]
    assert unread
    assert all(passage.hit.ranks.reading is None for passage in unread)


async def test_nothing_found_is_nothing_read() -> None:
    """No passages give none, and the reader is not troubled."""
    assert await read(Recorder("mill"), "What?", (), str.split) == ()
