"""What an article without a title is called, and where its body begins."""

from __future__ import annotations

from support import drafted

from index.ingest.material import Material, make_draft

LEAD = "The lake at Tansy Hill froze on Monday for the first time in nine years."


def test_a_dateline_is_no_title() -> None:
    """The first sentence stands for the title after a dateline, which is never quoted."""
    for dateline in ("PORT ELLERY (Crown Wire) —", "Tansy Hill, Kell Wire –", "Wire -"):
        draft = drafted(f"{dateline}\n\n{LEAD} Skaters came from far away.")
        assert draft.title == LEAD
        assert draft.text[draft.body_start :].startswith(LEAD)


def test_a_dateline_under_a_title_is_never_quoted() -> None:
    """The title that is given stays, and the body begins after the dateline."""
    draft = make_draft(Material(f"TANSY HILL —\n\n{LEAD}", title="A cold Monday"))
    assert draft.title == "A cold Monday"
    assert draft.text[draft.body_start :] == LEAD


def test_a_title_that_ends_in_words_is_one() -> None:
    """A dash within a first line makes no dateline of it."""
    draft = drafted(f"Lake frozen — at last\n\n{LEAD}")
    assert draft.title == "Lake frozen — at last"
    assert draft.text[draft.body_start :] == LEAD


def test_a_dateline_and_nothing_more_is_quotable() -> None:
    """Where nothing follows, the line is all that there is."""
    draft = drafted("Tansy Hill —")
    assert (draft.title, draft.body_start) == ("Tansy Hill —", 0)


def test_a_long_first_sentence_is_shortened() -> None:
    """A title stays one line that fits in a list."""
    draft = drafted(f"Wire —\n\n{LEAD.removesuffix('.')}, {'and so on, ' * 40}said many.")
    assert draft.title.endswith("…")
    assert len(draft.title) <= 120
