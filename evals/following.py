"""Whether follow-up questions are made to stand by themselves.

CANARD (Elgohary et al., EMNLP 2019): questions of a conversation about a page of Wikipedia, and
what people rewrote them to. They are compared with the question as it was asked, and as the rules
make it of what Footnote may know: the questions before; their answers too; and the page's title,
which is what an article that answered is about. ``brought back`` is how many of the telling words
that a question leaves out, its rewrite has and the conversation names, are there again.

The conversations of ``sets/conversations.jsonl`` are our own. There, a question that leans on what
was said must have what it leans on and nothing wrong, and one that stands by itself must be left
as it is, to the letter, so that nothing else is found for it than without a conversation.

The rules were chosen on the one half of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.data import folder_of, read_lines
from evals.metrics import Part, difference, holds, mean, part_of
from evals.report import Goal, Limits, Result, Table
from evals.sets import Conversation, conversations
from index.following import standalone
from index.values import Turn
from index.wording import FUNCTION_WORDS

_PARTS = ("choose", "confirm", "all")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question of a conversation, what was said before it, and its rewrite by a person."""

    part: Part
    topic: str
    turns: tuple[Turn, ...]
    question: str
    rewrite: str


Rewrites = Callable[[FollowUp], str]


def run(limits: Limits) -> Result:
    """Rewrite every question."""
    asked = _follow_ups(limits.questions)
    figures = {
        part: {name: _figures(_of(part, asked), way) for name, way in _WAYS.items()}
        for part in _PARTS
    }
    own = {part: _own(part) for part in _PARTS}
    best = figures["all"]["questions, answers, title"]
    return Result(
        suite="following",
        settings={"canard": len(asked), "conversations": len(conversations())},
        figures={"canard": figures, "conversations": own},
        tables=[_table(figures), _own_table(own)],
        goals=[
            Goal("token F1 above no rewrite, low end", best["f1_gain"][1], least=0.05),
            Goal("words brought back", best["brought back"], least=0.4),
            Goal("standing questions left alone", own["all"]["left alone"], least=1.0),
            Goal("leaning questions made whole", own["all"]["made whole"], least=0.9),
        ],
        notes=[
            "Gains in token F1 are over the question as it was asked, 95 % by paired bootstrap."
        ],
    )


def _follow_ups(limit: int | None) -> list[FollowUp]:
    lines = read_lines(folder_of("canard") / "dev_first_half.jsonl.gz", limit)
    return [_follow_up(record) for record in lines]


def _follow_up(record: Mapping[str, Any]) -> FollowUp:
    title, _, *said = record["History"]
    return FollowUp(
        part=part_of(record["QuAC_dialog_id"]),
        topic=re.sub(r"\s*\([^)]*\)$", "", title),
        turns=tuple(Turn(*said[at : at + 2]) for at in range(0, len(said), 2)),
        question=record["Question"],
        rewrite=record["Rewrite"],
    )


def _with_topic(one: FollowUp) -> str:
    # Who asks the first question has seen the title.
    turns = [Turn("", "", one.topic)]
    turns += [Turn(turn.question, turn.answer, one.topic) for turn in one.turns]
    return standalone(one.question, turns)


_WAYS: Mapping[str, Rewrites] = {
    "as asked": lambda one: one.question,
    "questions": lambda one: standalone(one.question, [Turn(turn.question) for turn in one.turns]),
    "questions, answers": lambda one: standalone(one.question, one.turns),
    "questions, answers, title": _with_topic,
}


def _of(part: str, asked: Sequence[FollowUp]) -> list[FollowUp]:
    return [one for one in asked if part in ("all", one.part)]


def _figures(asked: Sequence[FollowUp], way: Rewrites) -> dict[str, Any]:
    made = [(way(one), one) for one in asked]
    scores = [_f1(text, one.rewrite) for text, one in made]
    plain = [_f1(one.question, one.rewrite) for one in asked]
    known = [share for text, one in made if (share := _brought_back(text, one)) is not None]
    return {
        "f1": mean(scores),
        "f1_gain": difference(scores, plain),
        "brought back": mean(known),
        "brought back, interval": difference(known, [0.0] * len(known)),
        "changed": mean([float(text != one.question) for text, one in made]),
    }


def _f1(text: str, wanted: str) -> float:
    """The harmonic mean of how many words of each the other has."""
    ours, theirs = Counter(_words(text)), Counter(_words(wanted))
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def _brought_back(text: str, one: FollowUp) -> float | None:
    """The share of the words to bring back that are there; None where there are none."""
    said = " ".join((one.topic, *(f"{turn.question} {turn.answer}" for turn in one.turns)))
    left_out = set(_words(one.rewrite)) - set(_words(one.question)) - FUNCTION_WORDS
    wanted = left_out & set(_words(said))
    return len(wanted & set(_words(text))) / len(wanted) if wanted else None


def _words(text: str) -> list[str]:
    found = re.findall(r"\w+(?:[’'-]\w+)*[’']?", text.casefold())
    return [re.sub(r"[’']s?$", "", word) for word in found]


def _own(part: str) -> dict[str, float]:
    told = [one for one in conversations() if part in ("all", one.part)]
    right = [(one.stands, _is_right(one)) for one in told]
    leaning = [float(is_right) for stands, is_right in right if not stands]
    standing = [float(is_right) for stands, is_right in right if stands]
    return {
        "made whole": mean(leaning),
        "left alone": mean(standing),
        "leaning": len(leaning),
        "standing": len(standing),
    }


def _is_right(one: Conversation) -> bool:
    text = standalone(one.question, one.turns)
    if one.stands:
        return text == one.question
    return all(holds(text, word) for word in one.wanted) and not any(
        holds(text, word) for word in one.unwanted
    )


def _table(figures: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Table:
    rows = [
        (
            name,
            part,
            f"{told['f1']:.3f}",
            "{:+.3f} [{:+.3f}, {:+.3f}]".format(*told["f1_gain"]),
            "{:.3f} [{:.3f}, {:.3f}]".format(*told["brought back, interval"]),
            f"{told['changed']:.2f}",
        )
        for name in _WAYS
        for part, group in figures.items()
        for told in (group[name],)
    ]
    columns = ("rewritten from", "part", "token F1", "gain", "brought back", "changed")
    return Table("CANARD", columns, tuple(rows))


def _own_table(own: Mapping[str, Mapping[str, float]]) -> Table:
    rows = [
        (
            part,
            f"{told['made whole']:.3f} of {told['leaning']:.0f}",
            f"{told['left alone']:.3f} of {told['standing']:.0f}",
        )
        for part, told in own.items()
    ]
    columns = ("part", "leaning, made whole", "standing, left alone")
    return Table("conversations of our own", columns, tuple(rows))
