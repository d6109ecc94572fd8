"""Two articles side by side: twins, what differs in them, and what only one has."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import Console, added, complaint, drafted

from index.comparing import Comparison, compare
from index.library import Library
from index.stories.substance import Difference

LEFT = """\
Council closes the Marrow Bridge

The council of Port Ellery approved the closing of Marrow Bridge with nine votes on Monday.

Councillor Tomas Brandt said that the ferries will not run in winter.

“The bridge is a danger to our children,” mayor Adaeze Okoro told the meeting.

The works begin in May and cost 4.2 million crowns in all.

A brass band from Fernmouth played on the quay while the vote was counted."""
RIGHT = """\
Port Ellery votes on its bridge

The council of Port Ellery approved the closing of Marrow Bridge with 9 votes on Monday.

Councillor Ivo Lantern said that the ferries will run in winter.

“The bridge is a danger to our horses,” mayor Adaeze Okoro told the meeting.

The works begin in May and cost 5.2 million crowns in all.

Schools in the valley stay open for the whole of the summer."""


async def compared(library: Library) -> Comparison:
    """The two articles as they are compared."""
    left, right = await added(library, drafted(LEFT, "left"), drafted(RIGHT, "right"))
    found = await compare(library, left.article.id, right.article.id)
    for twins in found.twins:
        assert LEFT[slice(*twins.left)].strip()
        assert found.left.text[slice(*twins.left)] in LEFT
        assert found.right.text[slice(*twins.right)] in RIGHT
    return found


async def test_what_differs_in_twins_is_named(library: Library) -> None:
    """Figures, names, denials and quoted words are; the same number spelt out is none."""
    told = {
        found.kind: found
        for twins in (await compared(library)).twins
        for found in twins.differences
    }
    assert told["number"] == Difference("number", ("4.2",), ("5.2",))
    assert told["name"] == Difference("name", ("Tomas", "Brandt"), ("Ivo", "Lantern"))
    assert told["negation"] == Difference("negation", ("not",), ())
    assert "children" in told["quotation"].left[0]
    assert "horses" in told["quotation"].right[0]


async def test_twins_come_in_order_and_the_rest_stands_alone(library: Library) -> None:
    """Every sentence of the bodies is in a pair or alone."""
    found = await compared(library)
    assert [twins.likeness for twins in found.twins] == ["reworded", *["different"] * 3]
    assert [found.left.text[slice(*span)] for span in found.left_only] == [LEFT.split("\n\n")[-1]]
    assert [found.right.text[slice(*span)] for span in found.right_only] == [
        RIGHT.split("\n\n")[-1]
    ]


async def test_an_article_compared_with_itself_has_no_difference(library: Library) -> None:
    """All its sentences are the same."""
    (left,) = await added(library, drafted(LEFT, "left"))
    found = await compare(library, left.article.id, left.article.id)
    assert {twins.likeness for twins in found.twins} == {"same"}
    assert (found.left_only, found.right_only) == ((), ())


async def test_the_open_embedding_compares(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder has the embedding that ships open, none is opened for a comparison."""
    left, right = await added(library, drafted(LEFT, "left"), drafted(RIGHT, "right"))
    monkeypatch.setattr("index.library.load_embedder", None)
    found = await compare(library, left.article.id, right.article.id)
    assert len(found.twins) == 4


@pytest.mark.parametrize("as_json", [True, False])
def test_the_console_compares(console: Console, as_json: bool) -> None:
    """As a table for people, and as JSON with spans of the texts."""
    receipts = [console("add", "-", "--json", stdin=text).lines[0] for text in (LEFT, RIGHT)]
    ids = [receipt["article"]["id"] for receipt in receipts]
    ran = console("compare", *ids, *(["--json"] if as_json else []))
    assert ran.code == 0
    if not as_json:
        assert "5.2" in ran.out
        assert "figures" in ran.out
        return
    assert [ran.json["left"]["id"], ran.json["right"]["id"]] == ids
    for twins in ran.json["twins"]:
        for side, text in (("left", LEFT), ("right", RIGHT)):
            assert text[twins[side]["start"] : twins[side]["end"]] == twins[side]["text"]


@pytest.mark.parametrize(("count", "cut"), [(120, False), (121, True)])
def test_how_much_is_compared_is_said(
    console: Console, tmp_path: Path, count: int, cut: bool
) -> None:
    """Of long articles only the beginning is, and nothing is said of the rest."""
    lines = [f"The gull number {number} sat on the quay." for number in range(count)]
    for name in ("one", "other"):
        (tmp_path / f"{name}.txt").write_text("\n".join([f"Gulls, {name}", "", *lines]))
    added = console("add", str(tmp_path / "one.txt"), str(tmp_path / "other.txt"), "--json").lines
    told = console("compare", *(one["article"]["id"] for one in added))
    assert ("Only the first 120 sentences" in told.out) == cut
    assert "Sentences: 120 the same, 0 reworded" in told.out


def test_an_unknown_article_gets_one_sentence(console: Console) -> None:
    """Nothing is compared with what is not there."""
    console("add", "-", stdin=LEFT)
    assert "No article" in complaint(console("compare", "abc", "def"), 2)
