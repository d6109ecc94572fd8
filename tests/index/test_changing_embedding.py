"""Another embedding is taken over in the background, while the old one goes on answering."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import chromadb
import pytest
from newsroom import PIER, STORIES, TRAM
from support import Console, added, asked, assert_consistent, drafted, quotes
from word_hash_embedding import NAME, WordHashEmbedding

from index.embedding.configured import EmbeddingSpec
from index.errors import SettingsError
from index.folder import Folder, Options, open_folder

FILLERS = [
    f"Herons of weir {number}\n\nKeeper Una Brask counted {number} herons at weir {number}."
    for number in range(60)
]


@pytest.fixture
async def filled(options: Options) -> Options:
    """A folder under the embedding that ships, with enough to re-index in several steps."""
    async with open_folder(options) as folder:
        await added(folder.library("paper"), *STORIES, *FILLERS)
    return options


def hashed(options: Options, **args: object) -> Options:
    return replace(options, embedding=EmbeddingSpec(NAME, json.dumps(args)))


async def until_changed(folder: Folder) -> int:
    """Ask until the new embedding answers; how often it was asked meanwhile."""
    library = folder.library("paper")
    shelf = await folder.shelves.shelf("paper")
    assert shelf is not None
    questions = 0
    while shelf.is_reembedding:
        assert quotes(await asked(library, PIER.question))[0] == PIER.quote
        questions += 1
    assert quotes(await asked(library, PIER.question))[0] == PIER.quote
    return questions


def collections(options: Options) -> list[int]:
    """How many vectors each collection of the folder holds."""
    client = chromadb.PersistentClient(str(options.data_dir / "vectors"))
    counts = [collection.count() for collection in client.list_collections()]
    client.close()
    return counts


async def test_questions_are_answered_while_it_changes(filled: Options) -> None:
    """Until the last vector is there the old embedding answers; then its collection goes."""
    options = hashed(filled, pause_ms=20)
    async with open_folder(options, maintain=True) as folder:
        async with asyncio.timeout(60):
            assert await until_changed(folder) >= 3
        await assert_consistent(folder, "paper")
        shelf = await folder.shelves.shelf("paper")
        assert shelf is not None
        assert shelf.derived.embedder.spec == options.embedding
    assert collections(options) == [len(STORIES) + len(FILLERS)]


async def test_an_interrupted_change_goes_on_where_it_stopped(filled: Options) -> None:
    """Closing the folder in between loses nothing: no text is embedded a second time."""
    options = hashed(filled, pause_ms=5)
    WordHashEmbedding.embedded.clear()
    async with open_folder(options) as folder:
        shelf = await folder.shelves.shelf("paper")
        assert shelf is not None
        await shelf.reembed()
        embedded = len(WordHashEmbedding.embedded)
    assert 0 < embedded < len(STORIES) + len(FILLERS)
    async with open_folder(options) as folder:
        shelf = await folder.shelves.shelf("paper")
        assert shelf is not None
        assert shelf.is_reembedding
        assert quotes(await asked(folder.library("paper"), TRAM.question))[0] == TRAM.quote
        while shelf.is_reembedding:
            await shelf.reembed()
        await assert_consistent(folder, "paper")
    texts = WordHashEmbedding.embedded
    passages = [text for text in texts if "\n" in text]
    assert len(passages) == len(set(passages)) == len(STORIES) + len(FILLERS)


async def test_what_is_changed_meanwhile_is_taken_over(filled: Options) -> None:
    """Articles that come, change and go during the change are as they should be after it."""
    async with open_folder(hashed(filled)) as folder:
        library, shelf = folder.library("paper"), await folder.shelves.shelf("paper")
        assert shelf is not None
        await shelf.reembed()
        (new,) = await added(library, drafted("Late\n\nMayor Oda Prill opened the late fair."))
        removed = (await library.entries())[-1].article
        await library.remove(removed.id)
        await shelf.reembed()
        changed = drafted("Herons\n\nKeeper Una Brask counted no heron at weir 3.")
        await added(library, replace(changed, identity=drafted(FILLERS[3]).identity))
        while shelf.is_reembedding:
            await shelf.reembed()
        await assert_consistent(folder, "paper")
        reply = await asked(library, "Who opened the late fair?")
        assert quotes(reply) == ["Mayor Oda Prill opened the late fair."]
        assert new.article.id != removed.id


async def test_going_back_works(filled: Options) -> None:
    """Half a change, and a whole one, can be turned back."""
    async with open_folder(hashed(filled)) as folder:
        shelf = await folder.shelves.shelf("paper")
        assert shelf is not None
        await shelf.reembed()
    for options in (filled, hashed(filled), filled):
        async with open_folder(options) as folder:
            await folder.library("paper").reindex()
            shelf = await folder.shelves.shelf("paper")
            assert shelf is not None
            assert not shelf.is_reembedding
            assert quotes(await asked(folder.library("paper"), PIER.question))[0] == PIER.quote
            await assert_consistent(folder, "paper")


async def test_two_spaces_of_one_class_are_two_embeddings(filled: Options) -> None:
    """Other arguments make other vectors, so they count as a change."""
    async with open_folder(hashed(filled, salt="a")) as folder:
        await folder.library("paper").reindex()
    async with open_folder(hashed(filled, salt="b")) as folder:
        shelf = await folder.shelves.shelf("paper")
        assert shelf is not None
        assert shelf.is_reembedding


async def test_an_embedding_that_is_gone_is_replaced(
    filled: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the old embedding can no longer be loaded, the articles are indexed with the new."""
    async with open_folder(hashed(filled)) as folder:
        await folder.library("paper").reindex()
    monkeypatch.delattr("word_hash_embedding.WordHashEmbedding")
    async with open_folder(filled) as folder:
        assert quotes(await asked(folder.library("paper"), PIER.question))[0] == PIER.quote
        await assert_consistent(folder, "paper")


@pytest.mark.parametrize(
    "args",
    ['{"api_key": "quay"}', '{"base": {"AuthToken": "quay"}}', '{"url": "https://me:quay@x.y"}'],
)
def test_secrets_in_the_arguments_are_refused(args: str) -> None:
    """What is stored must hold no secret, however deep, and no message repeats it."""
    with pytest.raises(SettingsError) as refused:
        EmbeddingSpec(NAME, args)
    assert "quay" not in str(refused.value)


def test_the_console_changes_the_embedding(stocked: Path, console: Console) -> None:
    """With another embedding set, ``reindex`` takes it over and questions use it."""
    env = {"EMBEDDING": NAME, "EMBEDDING_ARGS": '{"salt": "quay"}'}
    ran = console("reindex", "--json", env=env)
    assert ran.code == 0, ran.err
    assert ran.json["articles"] == len(STORIES)
    ran = console("ask", TRAM.question, "--json", env=env)
    assert ran.json["citations"][0]["quote"] == TRAM.quote
