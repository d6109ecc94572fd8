"""What written answers may take on a day, and which are given again without a model."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from model_server import (
    PATIENT,
    Claim,
    ModelServer,
    breaks_off,
    claims,
    model_server,
    refuses,
    says,
)
from model_server import Reply as Said
from newsroom import ORCHARD, PIER, TRAM
from support import added, asked, drafted, quotes

from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.library import Library
from index.stores.spending import DailyLimits, Spending
from index.values import Answered, Filters, Question, Reply

pytestmark = pytest.mark.asyncio(loop_scope="module")

FREE = DailyLimits()
GOOD = says(claims(Claim("Ada Morrow closed the pier at Quill Bay on Monday.", [PIER.quote])))


@dataclass(frozen=True)
class Desk:
    """A folder whose answers a scripted model writes, and a library of three stories in it."""

    folder: Folder
    library: Library
    server: ModelServer

    async def ask(self, text: str = PIER.question, **fields: object) -> Reply:
        question = Question(text, self.library.name, **fields)  # type: ignore[arg-type]
        return await self.library.ask(question)

    def spent(self) -> Spending:
        return self.folder.records.chat.insights.of(self.library.name, 1).written


@asynccontextmanager
async def writing(
    data: Path, said: Said, daily: DailyLimits = FREE, kept: int = 0
) -> AsyncIterator[Desk]:
    """A desk whose folder is opened like this."""
    async with model_server(said) as server:
        spec = EmbeddingSpec()
        options = Options(
            data, spec, model=server.spec, limits=PATIENT, daily=daily, kept_answers=kept
        )
        async with open_folder(options) as folder:
            yield Desk(folder, folder.library("default"), server)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def keeping(
    stories_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Desk]:
    """A desk that gives answers again and knows no limit."""
    data = shutil.copytree(stories_dir, tmp_path_factory.mktemp("keeping") / "data")
    async with writing(data, GOOD, kept=3) as desk:
        yield desk


@pytest.fixture
def desk(keeping: Desk) -> Desk:
    """The same, with nothing kept yet and nobody asked."""
    keeping.folder.kept.forget()
    keeping.server.script(GOOD)
    return keeping


@pytest.fixture
def stories(stories_dir: Path, tmp_path: Path) -> Path:
    """A data folder whose default library holds every story."""
    return shutil.copytree(stories_dir, tmp_path / "data")


def mode(reply: Reply) -> str:
    assert isinstance(reply.answer, Answered)
    return reply.answer.mode


async def test_a_day_has_so_many_answers(stories: Path) -> None:
    """However many ask at once, no more are written; the others are quotations and say why."""
    async with writing(stories, GOOD, DailyLimits(answers=2)) as desk:
        replies = await asyncio.gather(*(desk.ask() for _ in range(4)))
        assert sorted(map(mode, replies)) == ["extractive"] * 2 + ["generated"] * 2
        assert len(desk.server.asked) == 2
        told = {reply.warnings for reply in replies if mode(reply) == "extractive"}
        ((warning,),) = told
        assert warning.startswith("Today's limit of written answers here (2) is reached")
        assert "tomorrow (UTC)" in warning
        assert quotes(replies[-1])[0] == PIER.quote
        await added(desk.folder.library("another"), drafted(PIER, "pier"))
        assert mode(await asked(desk.folder.library("another"), PIER.question)) == "generated"
        with desk.folder.records.database.write() as connection:
            connection.exec_driver_sql("UPDATE spending SET day = date(day, '-1 day')")
        assert mode(await desk.ask()) == "generated"


async def test_a_day_has_so_many_tokens(stories: Path) -> None:
    """What a failure took counts too, and the answer after it is of quotations."""
    async with writing(stories, refuses(500), DailyLimits(tokens=50)) as desk:
        assert "failed" in (await desk.ask()).warnings[0]
        asked_before = len(desk.server.asked)
        assert "tokens of written answers here (50)" in (await desk.ask()).warnings[0]
        assert len(desk.server.asked) == asked_before
        assert desk.spent().answers == 1
        assert desk.spent().prompt_tokens > 50


async def test_what_is_only_to_be_quoted_asks_no_model(desk: Desk) -> None:
    """Nothing is spent, and a person is told nothing of it."""
    before = desk.spent()
    reply = await desk.library.ask(Question(PIER.question, "default"), quoted=True)
    assert (mode(reply), reply.warnings, desk.server.asked) == ("extractive", (), [])
    assert desk.spent() == before


async def test_the_same_question_is_answered_again(desk: Desk) -> None:
    """In whichever case and spacing, by whomever: without the model, the same, at no cost."""
    first, before = await desk.ask(asker="alice"), desk.spent()
    again = await desk.ask(f"  {PIER.question.upper().replace(' ', '  ')}", asker="bob")
    assert again.answer == first.answer
    assert (again.spent, len(desk.server.asked), desk.spent()) == (None, 1, before)


async def test_another_question_is_another(desk: Desk) -> None:
    """Other words, another day or other filters are asked anew."""
    (pier,) = [e for e in await desk.library.entries() if e.article.title == PIER.title]
    await desk.ask()
    await desk.ask(f"{PIER.question} Really?")
    await desk.ask(asked_on="2031-05-04")
    await desk.ask(filters=Filters(articles=(pier.article.id,)))
    assert len(desk.server.asked) == 4


async def test_libraries_share_no_answers(desk: Desk) -> None:
    """The same article and question in another library are asked there."""
    other = desk.folder.library("other")
    await added(other, drafted(PIER, "pier"))
    await desk.ask()
    reply = await asked(other, PIER.question)
    assert len(desk.server.asked) == 2
    assert isinstance(reply.answer, Answered)
    assert reply.answer.citations[0].article.library == "other"


async def _add(library: Library) -> None:
    await added(library, drafted("A heron came\n\nA heron came to Fernmouth.", "heron"))


async def _revise(library: Library) -> None:
    await added(library, drafted(f"{PIER.text} It is so.", PIER.name))


async def _remove(library: Library) -> None:
    (entry,) = [e for e in await library.entries() if e.article.title == TRAM.title]
    await library.remove(entry.article.id)


async def _restore(library: Library) -> None:
    (entry,) = await library.entries(removed=True)
    await library.restore(entry.article.id)


async def _swap_tags(library: Library) -> None:
    """As many tags as before, of other articles."""
    one, other = (e for e in await library.entries() if e.article.title != PIER.title)
    await library.tag(one.article.id, remove=["harbour"])
    await library.tag(other.article.id, add=["harbour"])


async def test_any_change_is_answered_anew(tmp_path: Path) -> None:
    """An article that came, was revised, went, came back or has other tags."""
    changes: list[Callable[[Library], Awaitable[None]]] = [_revise, _remove, _restore, _swap_tags]
    async with writing(tmp_path / "data", GOOD, kept=3) as desk:
        stories = [drafted(story, story.name) for story in (PIER, ORCHARD, TRAM)]
        receipts = await added(desk.library, *stories)
        await desk.library.tag(receipts[2].article.id, add=["harbour"])
        for number, change in enumerate([*changes, _add], 1):
            for _ in range(2):
                assert mode(await desk.ask()) == "generated"
                assert len(desk.server.asked) == number
            await change(desk.library)
        assert mode(await desk.ask()) == "generated"
        assert len(desk.server.asked) == 6


async def test_half_an_answer_is_not_kept(desk: Desk) -> None:
    """What broke off is asked for again, and so is what ended in quotations."""
    half = breaks_off(claims(Claim("Ada Morrow closed the pier.", [PIER.quote])))
    for said in (half, says("No idea.")):
        desk.server.script(said)
        await desk.ask()
        before = len(desk.server.asked)
        await desk.ask()
        assert len(desk.server.asked) == 2 * before


async def test_only_the_latest_are_kept(desk: Desk) -> None:
    """The answer that was wanted longest ago goes first."""
    for text in ("One? ", "Two? ", "One? ", "Three? ", "Four? ", "One? "):
        await desk.ask(f"{text}{PIER.question}")
    assert len(desk.server.asked) == 4
    await desk.ask(f"Two? {PIER.question}")
    assert len(desk.server.asked) == 5


async def test_a_kept_answer_is_proved_again(desk: Desk) -> None:
    """Where the catalogue does not say it any more, whatever befell it, the model is asked."""
    first = await desk.ask()
    change = "UPDATE revisions SET text = replace(text, ?, ?)"
    answers = []
    for pair in (("Ada Morrow", "Eda Morrow"), ("Eda Morrow", "Ada Morrow")):
        with desk.folder.records.database.write() as connection:
            connection.exec_driver_sql(change, pair)
        answers.append(await desk.ask())
    assert [mode(answer) for answer in answers] == ["extractive", "generated"]
    assert all("Ada" not in quote for quote in quotes(answers[0]))
    assert answers[1].answer == first.answer


async def test_a_forgotten_library_leaves_no_spending(desk: Desk) -> None:
    """Its answers are asked for anew, and nothing tells what the old ones cost."""
    gone = desk.folder.library("gone")
    await added(gone, drafted(PIER, "pier"))
    await asked(gone, PIER.question)
    assert desk.folder.records.chat.insights.of("gone", 1).written.answers == 1
    await desk.folder.forget("gone")
    assert desk.folder.records.chat.insights.of("gone", 1).written == Spending()
