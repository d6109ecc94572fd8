"""What corrects a quotation is kept with the answer, and goes along into a back-up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from portables import exported, imported, records, reply
from support import added, drafted

from index.folder import Folder
from index.library import Library
from index.stores.answered import Asked
from index.stores.records import open_records
from index.values import Answered

NOTICE = "Correction: An earlier version of this story misspelled the name of the bay."
TEXT = f"Quill Bay\n\nThe pier was closed on Monday.\n\n{NOTICE}"


async def test_what_corrects_a_quotation_is_kept(folder: Folder, library: Library) -> None:
    """Under another name too, where the article has another id."""
    receipts = await added(library, drafted("Wrong words.", "wrong"), drafted(TEXT, "right"))
    wrong, right = [await library.article(receipt.article.id) for receipt in receipts]
    told = reply(wrong)
    assert isinstance(told.answer, Answered)
    cited = replace(told.answer.citations[0], corrected_by=(right,))
    given = replace(told, answer=replace(told.answer, citations=(cited,)))
    answers = folder.records.chat.answers
    kept = answers.find(answers.keep(given, Asked()))
    assert kept is not None
    assert [one.id for one in kept.citations[0].corrected_by] == [right.id]
    file = await exported(folder, library.name)
    await imported(folder, file, "other")
    (record,) = [one for one in records(await exported(folder, "other")) if one["kind"] == "answer"]
    (name,) = record["citations"][0]["corrected_by"]
    assert name != right.id
    copy = await folder.library("other").article(name)
    assert (copy.text, copy.notices) == (right.text, right.notices)
    assert [copy.text[one.start : one.end] for one in copy.notices] == [NOTICE]


async def test_revisions_from_before_notices_have_theirs(library: Library, data_dir: Path) -> None:
    """They are looked for when such a revision is read, and spans that fit no text are left out."""
    (receipt,) = await added(library, drafted(TEXT, "right"))
    expected = (await library.article(receipt.article.id)).notices
    path = data_dir / "catalogue.sqlite3"
    for stored, found in (("NULL", expected), ("'[[\"update\", 5, 9999]]'", ()), ("'[]'", ())):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"UPDATE revisions SET notices = {stored}")
        reopened = open_records(path)
        article = reopened.catalogue.article(library.name, receipt.article.id)
        reopened.close()
        assert article.notices == found
