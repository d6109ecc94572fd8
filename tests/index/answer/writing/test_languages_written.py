"""What a model writes in other languages: shown where it is copied, else a person is told why."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from model_server import PATIENT, Claim, ModelServer, claims, model_server, says
from newsroom import PIER
from support import added, asked, drafted, quotes
from word_hash_embedding import NAME

from index.answer.answering import INSTEAD
from index.answer.writing.generated import OTHER_LANGUAGE
from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.library import Library
from index.values import Answered, Reply

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHUT = (
    "Hafenmeisterin Ada Morrow sperrte den Steg in der Quellbucht am Montag, nachdem Taucher in "
    "elf seiner Pfosten Fäulnis gefunden hatten."
)
CHILDREN = "Kinder dürfen den Steg bis zum Herbst nicht betreten."
COST = "Bürgermeister Ivo Lantern sagte, die Pfosten aus Eiche würden 1,2 Millionen Kronen kosten."
FALSE = "Der Kämmerer hält es für Unsinn, dass die Fischer einen Teil davon zahlen."
GERMAN = f"Die Quellbucht verliert ihren Steg\n\n{SHUT} {CHILDREN}\n\n{COST} {FALSE}"
QUESTION = "Wer sperrte den Steg in der Quellbucht?"

KEEPER = "Fyrvaktaren Tomas Lund tände lampan på Klippön i fredags efter nio år."
SWEDISH = f"Fyren på Klippön lyser igen\n\n{KEEPER} Fiskarna jublade länge nere vid kajen."


@dataclass(frozen=True)
class Desk:
    """A library of a German, a Swedish and an English article, and a model that writes from it."""

    library: Library
    server: ModelServer

    async def ask(self, question: str, *told: Claim) -> Reply:
        self.server.script(says(claims(*told)))
        return await asked(self.library, question)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    data = tmp_path_factory.mktemp("languages") / "data"
    async with model_server() as server:
        options = Options(data, EmbeddingSpec(NAME), model=server.spec, limits=PATIENT)
        async with open_folder(options) as folder:
            library = folder.library("default")
            await added(library, *map(drafted, (GERMAN, SWEDISH, PIER.text)))
            yield Desk(library, server)


def shown(reply: Reply) -> list[str]:
    """The claims that a model wrote, none where the answer is quotations."""
    assert isinstance(reply.answer, Answered)
    return [one.text for one in reply.answer.claims if reply.answer.mode == "generated"]


async def test_what_is_copied_is_shown(desk: Desk) -> None:
    """A question in German about a German article is answered in the article's own words."""
    good = [
        Claim("Ada Morrow sperrte den Steg in der Quellbucht am Montag.", [SHUT]),
        Claim("Hafenmeisterin Ada Morrow sperrte den Steg.", [SHUT]),
        Claim(CHILDREN, [CHILDREN]),
        Claim("Kinder dürfen den Steg nicht betreten.", [CHILDREN]),
        Claim("Ivo Lantern sagte, die Pfosten würden 1,2 Millionen Kronen kosten.", [COST]),
    ]
    reply = await desk.ask(QUESTION, *good)
    assert shown(reply) == [one.text for one in good]
    assert set(quotes(reply)) == {SHUT, CHILDREN, COST}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ivo Lantern sperrte den Steg in der Quellbucht am Montag.", SHUT),
        ("Ada Morrow sperrte den Steg in der Quellbucht nicht.", SHUT),
        ("Taucher hatten in zwölf seiner Pfosten Fäulnis gefunden.", SHUT),
        ("Ada Morrow sperrte den Steg am Herbst in der Quellbucht.", SHUT),
        ("Kinder dürfen den Steg bis zum Herbst betreten.", CHILDREN),
        ("Die Pfosten aus Eiche würden 1,2 Milliarden Kronen kosten.", COST),
        ("Die Fischer einen Teil davon zahlen.", FALSE),
    ],
)
async def test_what_is_not_copied_is_not_shown(desk: Desk, text: str, words: str) -> None:
    """Another name, number or denial is seen in German too, where no rule knows what it means."""
    reply = await desk.ask(QUESTION, Claim(text, [words]))
    assert shown(reply) == []
    assert len(desk.server.asked) == 2


async def test_a_language_without_known_denials_is_quoted_whole(desk: Desk) -> None:
    """Where nobody can tell what may be left out, a claim is a sentence of the article."""
    part = Claim("Tomas Lund tände lampan.", [KEEPER])
    reply = await desk.ask("Vem tände lampan på Klippön?", part, Claim(KEEPER, [KEEPER]))
    assert shown(reply) == [KEEPER]
    assert quotes(reply) == [KEEPER]


async def test_another_language_than_the_articles_is_told(desk: Desk) -> None:
    """German about an English article is not shown: a person has quotations and is told why."""
    told = Claim("Ada Morrow sperrte den Pier am Montag, weil Taucher Fäule fanden.", [PIER.quote])
    reply = await asked_of(desk, PIER.question, told)
    assert shown(reply) == []
    assert quotes(reply)[0] == PIER.quote
    assert INSTEAD.format(reason=OTHER_LANGUAGE) in reply.warnings
    assert "another language than the passages" in desk.server.asked[-1].prompt


async def asked_of(desk: Desk, question: str, told: Claim) -> Reply:
    """A reply from the English article alone."""
    (english,) = [one for one in await desk.library.entries() if one.article.title == PIER.title]
    desk.server.script(says(claims(told)))
    return await asked(desk.library, question, articles=(english.article.id,))
