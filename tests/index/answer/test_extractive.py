"""What is quoted as an answer, and how: each fact once, with its speaker, marked, trimmed."""

from __future__ import annotations

import re

import pytest
from newsroom import PIER, STORIES, UNANSWERABLE
from support import Console, added, asked, quotes

from bot.contract import reply_text
from index.answer.answering import MISSED
from index.answer.judging import Stance
from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.library import Library
from index.values import Answered, Reply

VOTE = (
    "Two councillors refuse the Marrow Bridge plan\n\n"
    "The council of Port Ellery approved the closing of Marrow Bridge on Monday. "
    "Councillor Tomas Brandt voted against the closing of Marrow Bridge. "
    "Councillor Adaeze Okoro also voted against the closing of the bridge. "
    "The works begin in May and cost 4.2 million crowns. "
    "Ferries will carry passengers free of charge meanwhile."
)
SAME = (
    "Bridge vote\n\n"
    "Councillor Tomas Brandt voted against the closing of Marrow Bridge on Monday. "
    "It was the longest session of the year."
)
MINISTER = (
    "No soldiers for the strait\n\n"
    "Defence Minister Ilse Marant said on Tuesday that the strait was calm. "
    "She said the country would send no soldiers to the Kell Strait. "
    "The opposition welcomed it."
)
DREDGING = (
    "Harbour talks in Quill Bay\n\n"
    "Harbour Master Sela Quist said on Friday that dredging the bay should not be “ruled out”. "
    "Mayor Ada Morrow ruled out dredging the bay. "
    "The talks go on in June."
)
LONG = (
    "The mill of Tansy Hill\n\n"
    "Grower Ivo Lantern bought the old water mill on Tansy Hill from the county on Friday, and "
    "the villagers were glad of it, since the building with its two great wheels and its long "
    "slate roof was falling to pieces and the children of the village liked to play in it, which "
    "worried many of the parents there."
)


def text_of(reply: Reply) -> str:
    """What a person reads."""
    return reply_text(reply)


def answered(reply: Reply) -> Answered:
    assert isinstance(reply.answer, Answered)
    return reply.answer


async def test_each_of_several_answers_is_quoted_once(library: Library) -> None:
    """Both who voted against are quoted, and the same fact in another article is not repeated."""
    await added(library, VOTE, SAME)
    found = quotes(await asked(library, "Who voted against the closing of Marrow Bridge?"))
    assert sum("Brandt" in quote for quote in found) == 1
    assert sum("Okoro" in quote for quote in found) == 1


async def test_the_speaker_stands_before_the_quotation(library: Library) -> None:
    """Who “she” is comes from the sentence before, outside the marks and outside the quote."""
    await added(library, MINISTER)
    reply = await asked(library, "Who said that no soldiers would be sent to the Kell Strait?")
    answer = answered(reply)
    place = next(n for n, c in enumerate(answer.citations) if c.quote.startswith("She said"))
    assert answer.claims[place].speaker == "Ilse Marant"
    assert "Ilse Marant: “She said the country" in text_of(reply)


async def test_who_does_not_refuse_is_no_answer_to_who_refused(library: Library) -> None:
    """Who said that something should not be ruled out is not quoted as one who ruled it out."""
    await added(library, DREDGING)
    found = quotes(await asked(library, "Who ruled out dredging the bay?"))
    assert found == ["Mayor Ada Morrow ruled out dredging the bay."]


async def test_who_does_not_refuse_answers_who_does_not(library: Library) -> None:
    """The same sentence is quoted where just that is asked."""
    await added(library, DREDGING)
    found = quotes(await asked(library, "Who said that dredging should not be ruled out?"))
    assert any("Sela Quist" in quote for quote in found)


async def test_a_name_in_the_sentence_needs_no_speaker(library: Library) -> None:
    """A sentence that names who acts is shown as it is."""
    await added(library, VOTE)
    answer = answered(await asked(library, "Who voted against the closing of Marrow Bridge?"))
    assert all(claim.speaker is None for claim in answer.claims)


async def test_a_long_sentence_is_trimmed_outside_the_quote(library: Library) -> None:
    """The ellipsis stands after the verbatim quote, which keeps the clause that answers."""
    await added(library, LONG)
    reply = await asked(library, "Who bought the old water mill on Tansy Hill?")
    (citation,) = answered(reply).citations
    assert citation.quote.startswith("Grower Ivo Lantern bought")
    assert "worried many" not in citation.quote
    assert "…" not in citation.quote
    assert f"“{citation.quote}…”" in text_of(reply)


async def test_the_telling_words_are_marked(library: Library) -> None:
    """The highlight of an answer to “who” is the name."""
    await added(library, *STORIES)
    citation = answered(await asked(library, PIER.question)).citations[0]
    marked = [citation.quote[start:end] for start, end in citation.highlights]
    assert len(marked) == 1
    assert "Ada Morrow" in marked[0]


async def test_a_yes_or_no_is_not_guessed(library: Library) -> None:
    """A yes/no question gets evidence with no word marked as if it were the answer."""
    await added(library, *STORIES)
    answer = answered(await asked(library, "Is the pier at Quill Bay closed?"))
    assert "closed the pier" in answer.citations[0].quote
    assert all(citation.highlights == () for citation in answer.citations)
    assert not re.match(r"(yes|no)\b", answer.claims[0].text, re.IGNORECASE)


async def test_what_nothing_answers_is_declined(library: Library) -> None:
    """Neither a strange question nor one that changes a name of the story gets a quotation."""
    await added(library, *STORIES)
    assert quotes(await asked(library, UNANSWERABLE)) == []
    assert quotes(await asked(library, "Who closed the casino at Fernmouth on Monday?")) == []


async def test_a_cautious_bot_answers_no_more_than_an_eager_one(options: Options) -> None:
    """Whatever is answered cautiously is answered with balance, and so on; they do differ.

    Who is too cautious to answer what an eager one does says that the closest may be the answer.
    """
    questions = [
        *(story.question for story in STORIES),
        UNANSWERABLE,
        "Why was the pier closed?",
        "How much does the county pay?",
        "How long had the family of Ivo Lantern seen nothing like it?",
        "Who built the telescope?",
        "What is the name of the old quay?",
        "Who drives the tram?",
        "Where does the tram go?",
    ]
    answers: dict[Stance, set[str]] = {}
    missed: dict[Stance, set[str]] = {}
    stances: tuple[Stance, ...] = ("cautious", "balanced", "eager")
    async with open_folder(options) as folder:
        await added(folder.library("paper"), *STORIES)
    for stance in stances:
        own = Options(options.data_dir, EmbeddingSpec(), stance=stance)
        async with open_folder(own) as folder:
            library = folder.library("paper")
            replies = {text: await asked(library, text) for text in questions}
        answers[stance] = {text for text, reply in replies.items() if quotes(reply)}
        missed[stance] = {text for text, reply in replies.items() if MISSED in reply.warnings}
    assert answers["cautious"] <= answers["balanced"] <= answers["eager"]
    assert answers["cautious"] < answers["eager"]
    assert answers["eager"] - answers["cautious"] <= missed["cautious"]
    assert not missed["cautious"] & answers["cautious"]
    assert UNANSWERABLE not in missed["cautious"]


@pytest.mark.parametrize("stance", ["bold", "", "Balanced"])
def test_the_console_knows_three_stances(console: Console, stance: str) -> None:
    """ANSWERS is cautious, balanced or eager; empty is the default."""
    console("add", "-", stdin=PIER.text)
    ran = console("ask", PIER.question, env={"ANSWERS": stance})
    assert (ran.code, "ANSWERS" in ran.err) == ((0, False) if not stance else (2, True))
