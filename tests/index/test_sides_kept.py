"""What sets sources side by side survives a library's file, and cannot be forged there."""

from __future__ import annotations

from pathlib import Path

from corrected import FORTY, HOW_MANY, RIGHT, WRONG, article
from portables import exported, header, imported, records, sealed
from support import added, asked

from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.stores.answered import Asked


async def test_sides_are_taken_in_as_they_were_or_not_at_all(
    folder: Folder, tmp_path: Path
) -> None:
    """The words are held against the articles that they are said to be of."""
    library = folder.library("paper")
    await added(library, article(RIGHT, "right", "2026-05-09"), article(WRONG, "wrong"))
    folder.records.chat.answers.keep(await asked(library, HOW_MANY), Asked())
    file = await exported(folder, "paper")
    lines = records(file)
    (answer,) = [line for line in lines if line["kind"] == "answer"]
    (sides,) = [claim for claim in answer["claims"] if len(claim["citations"]) > 1]
    assert "9 May 2026" in sides["text"]
    told = dict(sides)
    options = Options(tmp_path / "other", EmbeddingSpec())
    async with open_folder(options, "look") as other:
        await imported(other, file, "same")
        (kept,) = [line for line in records(await exported(other, "same")) if "claims" in line]
        assert [one["text"] for one in kept["claims"]] == [one["text"] for one in answer["claims"]]
        for name, forged in (
            ("words", told["text"].replace(FORTY, "injured 90 people")),
            ("day", told["text"].replace("9 May", "1 May")),
        ):
            assert forged != told["text"]
            sides["text"] = forged
            await imported(other, sealed(header(file), lines), name)
            (kept,) = [line for line in records(await exported(other, name)) if "claims" in line]
            assert forged not in [one["text"] for one in kept["claims"]]
