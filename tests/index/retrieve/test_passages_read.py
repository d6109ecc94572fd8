"""Passages read for a question: what is quotable of them, and their order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from newsroom import PIER, STORIES
from support import added

from index.folder import Folder
from index.library import Library
from index.reader.reader import Read, Shown
from index.retrieve.opinions import READ_AGAIN
from index.retrieve.reading import ALWAYS_READ, SENTENCES_READ, ReadPassage, read
from index.values import Hit, Question


class Recorder:
    """Likes what holds a word, the better the longer it reads, and keeps what it was shown."""

    def __init__(self, liked: str, *, minds_head: bool = True) -> None:
        self.minds_head = minds_head
        self.liked = liked
        self.asked: list[list[Shown]] = []

    def read(self, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
        self.asked.append(list(texts))
        return [
            tuple(
                Read(self._score(text.text[a:b]), (a, min(b, a + 8 + len(self.asked))), 0.9)
                for a, b in text.sentences
            )
            for text in texts
        ]

    def _score(self, text: str) -> float:
        return (4.0 if self.liked in text else -4.0) + 2.0 * (len(self.asked) - 1)


async def hits_of(folder: Folder, library: Library, question: str) -> tuple[Hit, ...]:
    """What is found for a question."""
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    return await shelf.search.hits(Question(question, library.name), 10)


@pytest.fixture
async def hits(folder: Folder, library: Library) -> tuple[Hit, ...]:
    """Every story as it was found for a question about one of them."""
    await added(library, *STORIES)
    return await hits_of(folder, library, PIER.question)


async def test_what_the_reader_likes_comes_first(hits: tuple[Hit, ...]) -> None:
    """A passage moves up where one of its sentences is thought to answer; none is lost."""
    recorder = Recorder("Conductor", minds_head=False)
    passages = await read(recorder, "Conductor Wim Ostrey?", hits, str.split)
    before = [hit.article.title for hit in hits].index("Rails for Hobb Street")
    (place,) = (n for n, p in enumerate(passages) if p.hit.article.title == "Rails for Hobb Street")
    assert place < before
    assert {p.hit.passage.id for p in passages} == {hit.passage.id for hit in hits}
    scores = [passage.hit.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert passages[place].hit.ranks.reading == 4.0
    assert passages[place].hit.ranks.fused < passages[place].hit.score


async def test_each_sentence_is_read_alone_under_its_title(hits: tuple[Hit, ...]) -> None:
    """A neighbour is never scored along with a sentence, and the article's title stands over it."""
    recorder = Recorder("pier")
    passages = await read(recorder, PIER.question, hits, str.split)
    first, _ = recorder.asked
    for shown in first:
        assert shown.sentences == ((0, len(shown.text)),)
    pairs = {(shown.head, shown.text) for shown in first}
    assert pairs == {(p.hit.article.title, s.text) for p in passages for s in p.sentences}


async def test_the_best_are_read_again_under_the_sentence_before(
    folder: Folder, library: Library
) -> None:
    """What stands before has a say in what ``she said``, half and half with the title."""
    await added(library, "Mill shut\n\nAda Morrow owns the mill. She shut it. Rain fell on Sunday.")
    recorder = Recorder("shut it")
    found = await hits_of(folder, library, "Who shut the mill?")
    (passage,) = await read(recorder, "Who shut the mill?", found, str.split)
    _, again = recorder.asked
    # What the reader likes far less is not worth its time.
    assert {shown.text: shown.head for shown in again} == {
        "She shut it.": "Ada Morrow owns the mill.",
    }
    assert [one.score for one in passage.sentences] == [-4.0, 5.0, -4.0]
    # The words are those of the reading that liked the sentence better, here the second.
    assert [one.words[1] - one.words[0] for one in passage.sentences] == [9, 10, 9]


async def test_a_reader_that_minds_no_head_reads_once(hits: tuple[Hit, ...]) -> None:
    """A cross-encoder would think the same again, at half the speed."""
    recorder = Recorder("pier", minds_head=False)
    await read(recorder, PIER.question, hits, str.split)
    assert len(recorder.asked) == 1


async def test_titles_scraps_and_questions_are_not_quotable(
    folder: Folder, library: Library
) -> None:
    """Neither the title, nor two words, nor what only asks is shown to the reader."""
    text = "Who shut the mill?\n\nWho shut the mill? Nobody knows. Ada Morrow shut the mill."
    await added(library, text)
    found = await hits_of(folder, library, "Who shut the mill?")
    (passage,) = await read(Recorder("mill"), "Who shut the mill?", found, str.split)
    assert [sentence.text for sentence in passage.sentences] == ["Ada Morrow shut the mill."]
    for one in passage.sentences:
        assert one.hit.article.text[one.start : one.end] == one.text


async def test_of_a_notice_the_whole_is_quotable(folder: Folder, library: Library) -> None:
    """And none of its words are told apart, since some are wrong; one that tells no more is not."""
    notice = "Correction: An earlier version of this story named the owner. Ada Morrow owns it."
    told = "Ada Morrow shut the mill in May."
    await added(library, f"The mill\n\n{told}\n\n{notice}\n\nThis story has been updated.")
    found = await hits_of(folder, library, "Who owns the mill?")
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
    found = await hits_of(folder, library, "What did the mill grind?")
    recorder = Recorder("corn")
    passages: tuple[ReadPassage, ...] = await read(
        recorder, "What did the mill grind?", found, str.split
    )
    first, again = recorder.asked
    assert (len(first), len(again)) == (SENTENCES_READ, READ_AGAIN)
    assert len(passages) == len(found)
    unread = [passage for passage in passages if not passage.sentences]
    assert unread
    assert all(passage.hit.ranks.reading is None for passage in unread)


async def test_what_promises_little_is_not_read(folder: Folder, library: Library) -> None:
    """Beside sentences with all words of the question, one with none costs time for nothing."""
    days = [f"Ada Morrow shut the old mill on June {day}." for day in range(1, ALWAYS_READ + 1)]
    await added(library, " ".join(["Mill shut\n\nRain fell on Sunday.", *days]))
    found = await hits_of(folder, library, "Was the old mill shut?")
    (passage,) = await read(Recorder("mill"), "Was the old mill shut?", found, str.split)
    assert [one.text for one in passage.sentences] == days


async def test_what_an_idiom_says_in_other_words_is_read(folder: Folder, library: Library) -> None:
    """Who ruled something out is sought by the thing, not by what else has the word *ruled*."""
    rulings = " ".join(f"The judge ruled in case {n}." for n in range(100, 100 + SENTENCES_READ))
    told = "Ada Morrow will have no mills in the town."
    await added(library, f"Town news\n\n{rulings} {told}")
    question = "Who ruled out mills?"
    found = await hits_of(folder, library, question)
    shelf = await folder.shelves.shelf(library.name)
    assert shelf is not None
    passages = await read(Recorder("mills"), question, found, shelf.derived.lexicon.analyze)
    assert told in [one.text for passage in passages for one in passage.sentences]


async def test_where_there_is_little_all_of_it_is_read(folder: Folder, library: Library) -> None:
    """In a small library, a sentence without a word of the question may be the one that answers."""
    await added(library, "Mill shut\n\nAda Morrow shut the old mill in May. Rain fell on Sunday.")
    found = await hits_of(folder, library, "Was the old mill shut?")
    (passage,) = await read(Recorder("mill"), "Was the old mill shut?", found, str.split)
    assert len(passage.sentences) == 2


async def test_nothing_found_is_nothing_read() -> None:
    """No passages give none, and the reader is not troubled."""
    assert await read(Recorder("mill"), "What?", (), str.split) == ()
