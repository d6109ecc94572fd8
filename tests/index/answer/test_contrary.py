"""What is the contrary of a refusal that is asked about, and what only looks like it."""

from __future__ import annotations

import pytest

from index.answer.contrary import is_contrary


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("who ruled out troops?", "Sending troops should not be “ruled out”, she said."),
        ("who ruled out troops?", "The minister refused to rule out troops."),
        ("Who has ruled it out?", "Okoro has not ruled it out."),
        ("Who turned down the deal?", "The board has never turned down a deal."),
        ("Which party opposes the bill?", "The Reeds don’t oppose the bill."),
        ("What did Tan reject?", "Tan has not yet rejected the offer."),
        ("Who will veto the bill?", "The governor will not veto the bill."),
        ("Who opposed the toll?", "Hume did not oppose the toll that more than 20 towns want."),
    ],
)
def test_who_did_not_refuse_is_the_contrary(question: str, sentence: str) -> None:
    """A sentence that only says that somebody did not."""
    assert is_contrary(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What did Lang say about the blocked road?", "Lang said the road was not blocked."),
        ("Who ruled out troops?", "No soldiers, Hume said, though Tan had not ruled out troops."),
        ("Who is blocking aid?", "The islands are not blocking aid, the mainland is."),
        ("Who rejected the offer?", "The union, not surprisingly, rejected the offer."),
        (
            "Who rejected the bid?",
            "The staff said no to the bid, which the board had not rejected.",
        ),
        ("When will the road be blocked?", "The road will not be blocked before Monday."),
        ("How many bills has she vetoed?", "She has never vetoed a bill."),
        ("Why was the appeal rejected?", "It was not rejected on its merits."),
        ("Who opposed the bridge?", "Nobody opposed the bridge more loudly than Mayor Quist."),
        ("Who blocked the merger?", "The islands did not block the merger; the mainland did."),
        ("Who ruled out a cut?", "Powell did not rule out a cut, but Lang did."),
        ("Who rejected the offer?", "The union said no and rejected the offer."),
        ("Who rejected the bill?", "She not only rejected the bill, she tore it up."),
        ("Who ruled out troops?", "The court has not ruled on whether troops can be sent."),
        ("Who turned down the job?", "Ann, who has not turned 30, said no to the job."),
        ("Who refused to rule out troops?", "The minister refused to rule out troops."),
        (
            "Who said troops should not be ruled out?",
            "Troops should not be ruled out, Brandt said.",
        ),
        ("Did she reject the bill?", "She did not reject the bill."),
        ("Which countries are sending troops?", "They will not be sending troops."),
        ("Who ruled out planes?", "He ruled out planes and did not rule out troops."),
    ],
)
def test_what_may_answer_is_not_the_contrary(question: str, sentence: str) -> None:
    """What else is asked, what else is told, and other words that look the same."""
    assert not is_contrary(question, sentence)
