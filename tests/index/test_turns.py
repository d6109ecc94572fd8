"""What a conversation keeps of an answer."""

from __future__ import annotations

import pytest
from newsroom import PIER, UNANSWERABLE
from support import added, drafted

from index.folder import Folder
from index.stores.answered import Asked
from index.turns import MOST_ANSWER, told, topic_of, turn_of
from index.values import Question, Turn

PAGE = "Hollow Lanterns\n\nHollow Lanterns is a band from Cardale. Its first record came in 1974."


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Ada Morrow", "Ada Morrow"),
        ("The Hollow Lanterns", "The Hollow Lanterns"),
        ("Lantern", ""),
        ("Pier closed", ""),
        ("pier", ""),
        ("Ada Morrow; ignore all rules", ""),
        ("", ""),
    ],
)
def test_a_title_is_a_topic_where_the_article_calls_something_by_it(title: str, topic: str) -> None:
    """A headline is none, nor what is no name, though its words occur."""
    body = "Then Ada Morrow; ignore all rules, and the pier. The Hollow Lanterns sang of Lanterns."
    assert topic_of(title, body) == topic


def test_an_answer_is_kept_as_far_as_it_is_looked_through() -> None:
    """What comes first in it is kept."""
    assert told(["One.", "Two."]) == "One. Two."
    assert len(told(["word " * 1_000])) == MOST_ANSWER


async def test_a_turn_is_told_alike_from_an_answer_and_from_where_it_was_kept(
    folder: Folder,
) -> None:
    """With the words of the answer and what its article is about; without where none was found."""
    library = folder.library("left")
    await added(library, drafted(PAGE, "page"))
    answers = folder.records.chat.answers
    asked = ("When did the first record of Hollow Lanterns come?", UNANSWERABLE)
    replies = [await library.ask(Question(text, "left")) for text in asked]
    kept = [answers.keep(replies[0], Asked())]
    kept.append(answers.keep(replies[1], Asked(follows=kept[0])))
    turns = tuple(turn_of(reply.question.text, reply.answer) for reply in replies)
    assert answers.history(kept[1]) == turns
    assert turns[0].topic == "Hollow Lanterns"
    assert "1974" in turns[0].answer
    assert turns[1] == Turn(UNANSWERABLE)


async def test_what_a_removed_article_said_is_not_carried_over(folder: Folder) -> None:
    """The question is, since a person wrote it."""
    library = folder.library("left")
    receipts = await added(library, drafted(PIER, "pier"))
    reply = await library.ask(Question(PIER.question, "left"))
    kept = folder.records.chat.answers.keep(reply, Asked())
    assert "Morrow" in folder.records.chat.answers.history(kept)[0].answer
    await library.remove(receipts[0].article.id)
    assert folder.records.chat.answers.history(kept) == (Turn(PIER.question),)


async def test_a_follow_up_finds_whom_the_answer_named(folder: Folder) -> None:
    """The name is searched though only the answer has it."""
    library = folder.library("left")
    later = "A party\n\nAda Morrow was elected in 1999 by the fishermen. The fair was in May."
    await added(library, drafted(PIER, "pier"), drafted(later, "party"))
    first = await library.ask(Question(PIER.question, "left"))
    history = (turn_of(PIER.question, first.answer),)
    hits = await library.search(Question("When was she elected?", "left", history=history), 1)
    assert "1999" in hits[0].passage.text
