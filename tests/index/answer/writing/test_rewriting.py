"""Questions that lean on the ones before them, rewritten by a model in nothing but their words."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio
from model_server import (
    HASTY,
    PATIENT,
    Claim,
    ModelServer,
    breaks_off,
    claims,
    falls_silent,
    goes_on,
    hangs_up,
    model_server,
    refuses,
    says,
)
from model_server import Reply as Said
from newsroom import PIER
from support import quotes

from index.answer.writing.rewriting import Rewriter, Rewritten
from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.following import standalone
from index.generation.configured import ConfiguredModel
from index.generation.model import Limits, counted_tokens
from index.generation.prompting import load_answer_prompts
from index.limits import LONGEST_QUESTION
from index.stores.spending import DailyLimits, Spending
from index.values import Answered, Question, Reply, Turn

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHY = "Why did she close it?"
BEFORE = (
    Turn(PIER.question, PIER.quote),
    Turn("Is it of oak?", "New posts are of oak, 3 of them."),
)
MEANT = "Why did harbour master Ada Morrow close the pier at Quill Bay on Monday?"
GOOD = says(claims(Claim("Ada Morrow closed the pier at Quill Bay on Monday.", [PIER.quote])))
REWRITES = says(MEANT)


@dataclass(frozen=True)
class Desk:
    """A folder whose answers a scripted model writes, with every story in its library."""

    folder: Folder
    server: ModelServer

    async def ask(self, text: str = WHY, history: tuple[Turn, ...] = BEFORE) -> Reply:
        library = self.folder.library("default")
        return await library.ask(Question(text, "default", history=history))

    async def rewrite(
        self,
        *replies: Said,
        text: str = WHY,
        history: tuple[Turn, ...] = BEFORE,
        limits: Limits = PATIENT,
    ) -> Rewritten:
        """What is made of a model's saying this, in no more time than it may take."""
        self.server.script(*replies)
        model = ConfiguredModel(self.server.spec, PATIENT)
        await model.ready()
        started = time.monotonic()
        rewriter = Rewriter(model, load_answer_prompts().following, limits)
        told = await rewriter.rewrite(Question(text, "default", history=history))
        assert time.monotonic() - started < limits.seconds / 2 + 5
        await model.close()
        return told

    def spent(self) -> Spending:
        return self.folder.records.chat.insights.of("default", 1).written


@asynccontextmanager
async def writing(data: Path, daily: DailyLimits, kept: int = 0) -> AsyncIterator[Desk]:
    async with model_server(REWRITES, GOOD) as server:
        options = Options(
            data,
            EmbeddingSpec(),
            model=server.spec,
            limits=PATIENT,
            daily=daily,
            kept_answers=kept,
        )
        async with open_folder(options) as folder:
            yield Desk(folder, server)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def open_desk(
    stories_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    data = shutil.copytree(stories_dir, tmp_path_factory.mktemp("rewriting") / "data")
    async with writing(data, DailyLimits(), kept=3) as desk:
        # What the first request imports takes longer than the hasty wait.
        await desk.rewrite(REWRITES)
        yield desk


@pytest.fixture
def desk(open_desk: Desk) -> Desk:
    """The same, with nothing kept yet, and asked for a rewriting first."""
    open_desk.folder.kept.forget()
    open_desk.server.script(REWRITES, GOOD)
    return open_desk


async def test_a_follow_up_is_answered_as_the_model_rewrites_it(desk: Desk) -> None:
    """What it means is searched for and answered, and what it took is told and counted."""
    before = desk.spent()
    reply = await desk.ask()
    rewriting, answering = desk.server.asked
    assert WHY in rewriting.prompt
    assert PIER.quote in rewriting.prompt
    assert f"Question: {MEANT}\n" in answering.prompt
    assert isinstance(reply.answer, Answered)
    assert (reply.answer.mode, reply.warnings, reply.question.text) == ("generated", (), WHY)
    spent = desk.spent()
    took = len(rewriting.prompt) // 4 + len(answering.prompt) // 4
    assert spent.prompt_tokens - before.prompt_tokens == took
    assert reply.spent is not None
    assert reply.spent.prompt_tokens == took
    assert spent.answers - before.answers == 1


async def test_what_strays_is_rewritten_by_the_rules(desk: Desk) -> None:
    """The reader is told nothing of it, and gets the answer that the rules lead to."""
    desk.server.script(says("Why did the pirates close the pier?"), GOOD)
    reply = await desk.ask()
    assert f"Question: {standalone(WHY, BEFORE)}\n" in desk.server.asked[1].prompt
    assert reply.warnings == ()
    assert quotes(reply) == [PIER.quote]


@pytest.mark.parametrize(
    "history", [(), BEFORE], ids=["nothing was asked before", "it leans on nothing"]
)
async def test_what_stands_by_itself_asks_nothing(desk: Desk, history: tuple[Turn, ...]) -> None:
    """The model is asked for the answer alone."""
    desk.server.script(GOOD)
    await desk.ask(PIER.question, history)
    assert len(desk.server.asked) == 1
    assert f"Question: {PIER.question}" in desk.server.asked[0].prompt


async def test_what_is_only_to_be_quoted_is_rewritten_by_the_rules(desk: Desk) -> None:
    """Whoever wants no model has none asked for this either."""
    question = Question(WHY, "default", history=BEFORE)
    reply = await desk.folder.library("default").ask(question, quoted=True)
    assert (desk.server.asked, reply.spent) == ([], None)


@pytest.mark.parametrize(
    "said",
    [
        MEANT,
        f"  {MEANT}\n",
        f'"{MEANT}"',
        "Why did Ada Morrow close the pier?",
        "Why did Morrow close the eleven posts of Quill Bay’s pier?",
    ],
)
async def test_a_question_of_known_words_is_taken(desk: Desk, said: str) -> None:
    """In whichever order and form they stand, with a pair of quotation marks or without."""
    assert (await desk.rewrite(says(said))).text == said.strip().strip('"')


@pytest.mark.parametrize(
    "reply",
    [
        says("Why did Ada Morrow close the casino?"),
        says("Why did Ada Morrow close 12 posts of the pier?"),
        says("Why did Ada Morrow not close the pier?"),
        says("Who closed the old pier, and why did she close it? Who is Ada Morrow?"),
        says("She closed the pier at Quill Bay on Monday."),
        says("Where did Ada Morrow close the pier?"),
        says("Why is the pier at Quill Bay of oak?"),
        says(f"{MEANT}\n{MEANT}"),
        says("Why did she close\u200b the pier at Quill Bay?"),
        says('{"question": "Why did she close the pier?"}'),
        says("<Why did she close the pier?"),
        says("I cannot help with that."),
        says("?"),
        says(""),
        refuses(401),
        refuses(429),
        refuses(500),
        breaks_off("Why did she close the pier?"),
        hangs_up(begins=False),
    ],
)
async def test_whatever_else_is_said_is_left(desk: Desk, reply: Said) -> None:
    """Other words, numbers, signs, lines, questions and failures; what they took counts."""
    told = await desk.rewrite(reply)
    assert told.text is None
    assert told.spent is not None
    assert told.spent.prompt_tokens > 0


@pytest.mark.parametrize(
    "reply",
    [falls_silent(), falls_silent("Why did"), goes_on("Why did "), goes_on("y", pause=0.05)],
)
async def test_what_never_ends_costs_its_time_alone(desk: Desk, reply: Said) -> None:
    """Half of what an answer may take at most, and then the rules rewrite."""
    assert (await desk.rewrite(reply, limits=HASTY)).text is None


async def test_a_day_that_is_used_up_rewrites_nothing(stories_dir: Path, tmp_path: Path) -> None:
    """Once no answer is written any more, no question is rewritten either."""
    data = shutil.copytree(stories_dir, tmp_path / "data")
    async with writing(data, DailyLimits(answers=1)) as desk:
        await desk.ask()
        assert len(desk.server.asked) == 2
        reply = await desk.ask()
        assert len(desk.server.asked) == 2
        assert reply.spent is None
        assert "written answers here (1)" in reply.warnings[0]


async def test_the_same_meaning_is_answered_again(desk: Desk) -> None:
    """However it was come by: as a follow-up or asked in full, the answer is written once."""
    first = await desk.ask()
    desk.server.script(REWRITES)
    again = await desk.ask()
    assert again.answer == first.answer
    assert len(desk.server.asked) == 1
    assert again.spent is not None
    whole = await desk.ask(MEANT, ())
    assert (whole.answer, whole.spent, len(desk.server.asked)) == (first.answer, None, 1)


async def test_only_the_latest_turns_are_shown(desk: Desk) -> None:
    """However much was said, in a prompt of a bounded size; the latest turn is in it."""
    long = tuple(Turn(f"Who closed the pier {'so ' * 300}?", "So. " * 400) for _ in range(8))
    await desk.rewrite(REWRITES, history=(*long, *BEFORE))
    (asked,) = desk.server.asked
    assert counted_tokens(asked.prompt) <= 1_000
    assert BEFORE[-1].question in asked.prompt


async def test_what_has_no_room_is_not_asked(desk: Desk) -> None:
    """Turns of which not even the last may be shown are left to the rules."""
    history = (Turn("é" * LONGEST_QUESTION),)
    assert await desk.rewrite(REWRITES, history=history) == Rewritten(None)
    tight = replace(PATIENT, prompt_tokens=5)
    assert await desk.rewrite(REWRITES, limits=tight) == Rewritten(None)
    assert desk.server.asked == []
