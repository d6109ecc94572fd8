"""An article whose text changed: what is embedded again, and what answers."""

from __future__ import annotations

from dataclasses import replace

from newsroom import TRAM
from support import added, asked, drafted, quotes
from word_hash_embedding import NAME, WordHashEmbedding

from index.embedding.configured import EmbeddingSpec
from index.folder import Options, open_folder
from index.values import Question

FILLER = " ".join(f"Keeper Una counted {number} herons at the weir." for number in range(60))
FIRST = f"Herons of the weir\n\n{FILLER}\n\nBo Tarn sold the old mill in May for ninety crowns."
LATER = FIRST.replace("ninety", "seventy")


async def test_only_changed_passages_are_embedded_again(options: Options) -> None:
    """The receipt counts them, the others keep their vectors, and all of the new text answers."""
    WordHashEmbedding.embedded.clear()
    async with open_folder(replace(options, embedding=EmbeddingSpec(NAME))) as folder:
        library = folder.library("paper")
        (first,) = await added(library, drafted(FIRST, "herons"))
        assert first.fresh == first.passages > 2
        before = len(WordHashEmbedding.embedded)
        (later,) = await added(library, drafted(LATER, "herons"))
        assert (later.outcome, later.passages, later.fresh) == ("new revision", first.passages, 1)
        assert len(WordHashEmbedding.embedded) == before + 1
        found = {hit.passage.text for hit in await library.search(_question(), 20)}
        assert {"seventy" in text for text in found} == {True, False}
        assert not any("ninety" in text for text in found)


async def test_another_title_changes_every_passage(options: Options) -> None:
    """The title stands in front of every vector, so that none can be kept."""
    async with open_folder(options) as folder:
        library = folder.library("paper")
        await added(library, drafted(TRAM, "tram"))
        renamed = TRAM.text.replace(TRAM.title, "A tram for Hobb Street")
        (receipt,) = await added(library, drafted(renamed, "tram"))
        assert receipt.fresh == receipt.passages
        assert TRAM.quote in quotes(await asked(library, TRAM.question))


def _question() -> Question:
    return Question("Who sold the old mill for seventy crowns?", "paper")
