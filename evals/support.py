"""Whether the support check tells a claim that quotes bear from one that they do not.

QAGS (Wang et al., ACL 2020): sentences of generated summaries, each judged by three people against
its article; the majority counts, and every sentence of the article is quoted. WiCE (Kamoi et al.,
EMNLP 2023): claims of Wikipedia, judged against the page that they cite; ``cited`` quotes the
sentences that people found to bear a claim, or a part of it, ``page`` all of them. Claims without
such sentences are left out of the former. Only a claim that is borne whole is supported.

The signals, the rules that training claims are made by and three thresholds were chosen on the one
half of each set.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evals.data import folder_of, read_lines
from evals.metrics import Part, area_under_curve, mean, part_of, percentile, shingles
from evals.report import Goal, Limits, Result, Table, progress
from index.answer.claims.bearing import unborne
from index.answer.claims.overlap import likest, words_of
from index.answer.claims.support import (
    COPIED,
    ENOUGH,
    IN_OTHER_WORDS,
    Signals,
    SupportCheck,
    support_of,
)
from index.answer.writing.foreign import foreign
from index.answer.writing.unquoted import unquoted
from index.embedding.minilm import MiniLM
from index.ingest.sentences import sentences

_CITED = 3
"""So many of the likest sentences of a summary's article are quoted for the hard checks."""
_PARTS = ("choose", "confirm", "all")


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim that people judged, and the sets of sentences any of which may bear it."""

    setting: str
    part: Part
    claim: str
    quoted: tuple[tuple[str, ...], ...]
    around: str
    supported: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A judged claim with what each way of telling says of it; higher is likelier borne."""

    of: Judged
    scores: Mapping[str, float]
    bears: bool
    dropped: bool
    shown: bool
    ms: float


def run(limits: Limits) -> Result:
    """Score every claim."""
    cases = [*_qags(limits.questions), *_wice(limits.questions)]
    check, embedder = SupportCheck(MiniLM(threads=1)), MiniLM()
    with progress("Scoring", len(cases)) as told:
        scored = [_counted(_scored(case, check, embedder), told) for case in cases]
    settings = tuple(dict.fromkeys(case.setting for case in cases))
    groups = {name: [one for one in scored if one.of.setting == name] for name in settings}
    areas = {name: _areas(group) for name, group in groups.items()}
    at = {name: _at_threshold(group) for name, group in groups.items()}
    hard = {name: _hard(group) for name, group in groups.items()}
    chain = {name: _chain(group) for name, group in groups.items()}
    spent = [one.ms for one in groups["wice cited"]]
    return Result(
        suite="support",
        settings={
            "copied": COPIED,
            "in other words": IN_OTHER_WORDS,
            "enough": ENOUGH,
            "claims": {name: len(group) for name, group in groups.items()},
        },
        figures={
            "auc": areas,
            "at the threshold": at,
            "hard checks": hard,
            "all checks": chain,
            "ms": {"p50": percentile(spent, 50), "p95": percentile(spent, 95)},
        },
        tables=[_area_table(areas), _threshold_table(at, hard), _chain_table(chain)],
        goals=[
            Goal("AUC on QAGS", areas["qags"]["support check"]["all"], least=0.85),
            Goal(
                "AUC on QAGS, confirming half",
                areas["qags"]["support check"]["confirm"],
                least=0.85,
            ),
            Goal("ms a claim, median, one core", percentile(spent, 50), most=20),
        ],
    )


def _counted(one: Scored, told: Callable[[int], None]) -> Scored:
    told(1)
    return one


def _qags(limit: int | None) -> list[Judged]:
    found = []
    for number, record in enumerate(read_lines(folder_of("qags") / "mturk_cnndm.jsonl", limit)):
        article = _mended(record["article"])
        quoted = tuple(article[start:end] for start, end in sentences(article))
        part = part_of(f"qags-{number}")
        for one in record["summary_sentences"]:
            yes = sum(response["response"] == "yes" for response in one["responses"])
            found.append(Judged("qags", part, one["sentence"], (quoted,), article, yes >= 2))
    return found


def _mended(article: str) -> str:
    """Its articles were taken apart and badly put together: ``3, 500``, ``1. 5``."""
    return re.sub(r"(?<=\d)(, (?=\d{3}(?!\d))|\. (?=\d))", lambda found: found[0][0], article)


def _wice(limit: int | None) -> list[Judged]:
    found = []
    for record in read_lines(folder_of("wice") / "claim_dev.jsonl", limit):
        page, part = tuple(record["evidence"]), part_of(record["meta"]["id"])
        cited = tuple(tuple(page[n] for n in places) for places in record["supporting_sentences"])
        cited = tuple(one for one in cited if one)
        for name, quoted in (("wice cited", cited), ("wice page", (page,))):
            if quoted:
                supported = record["label"] == "supported"
                around = " ".join(page)
                found.append(Judged(name, part, record["claim"], quoted, around, supported))
    return found


def _scored(case: Judged, check: SupportCheck, embedder: MiniLM) -> Scored:
    started = time.process_time()
    told = [check.signals(case.claim, quoted, [case.around]) for quoted in case.quoted]
    ms = 1000 * (time.process_time() - started) / len(told)
    known = [signals for signals in told if signals is not None]
    supports = [support_of(signals) for signals in known]
    return Scored(
        of=case,
        scores={
            "support check": max((one.score for one in supports), default=0.0),
            **{name: max(map(get, known), default=0.0) for name, get in _SIGNALS.items()},
            **_baselines(case, embedder),
        },
        bears=any(one.bears for one in supports),
        dropped=all(_is_dropped(case, quoted) for quoted in case.quoted),
        shown=any(_is_shown(case, quoted, check) for quoted in case.quoted),
        ms=ms,
    )


_SIGNALS: Mapping[str, Callable[[Signals], float]] = {
    "followed alone": lambda signals: signals.followed,
    "met alone": lambda signals: signals.met,
    "meaning alone": lambda signals: signals.meaning,
    "hard checks alone": lambda signals: signals.borne,
}


def _baselines(case: Judged, embedder: MiniLM) -> dict[str, float]:
    runs = shingles(case.claim, 2)
    every = [shingles(text, 2) for text in dict.fromkeys(sum(case.quoted, ()))]
    wholes = [shingles(" ".join(quoted), 2) for quoted in case.quoted]
    return {
        "bigrams of all": max(len(runs & whole) / len(runs) for whole in wholes),
        "bigrams of a sentence": max(len(runs & one) / len(runs) for one in every),
        "cosine of a sentence": _cosine(case, embedder),
    }


def _cosine(case: Judged, embedder: MiniLM) -> float:
    """The cosine of a claim with the liker of the two sentences that share most with it."""
    texts = [text for quoted in case.quoted for text in _likest(case.claim, quoted, 2)]
    vectors = embedder.embed([case.claim, *dict.fromkeys(texts)])
    return float((vectors[1:] @ vectors[0]).max())


def _is_dropped(case: Judged, quoted: Sequence[str]) -> bool:
    cited = _likest(case.claim, quoted, _CITED) if case.setting == "qags" else quoted
    return unborne(case.claim, cited, [case.around]) is not None


def _is_shown(case: Judged, quoted: Sequence[str], check: SupportCheck) -> bool:
    """Whether a claim with these quotes passes all that a model's must pass."""
    cited = _likest(case.claim, quoted, _CITED) if case.setting == "qags" else quoted
    around = [case.around]
    return (
        unborne(case.claim, cited, around) is None
        and foreign(case.claim, [*cited, *around]) is None
        and unquoted(case.claim, cited, around) is None
        and check.support(case.claim, cited, around).bears
    )


def _likest(claim: str, quoted: Sequence[str], most: int) -> list[str]:
    order = likest(words_of(claim), [words_of(quote) for quote in quoted])
    return [quoted[place] for place in order[:most]]


def _areas(group: Sequence[Scored]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for name in group[0].scores:
        found[name] = {
            part: area_under_curve(
                [one.scores[name] for one in group if part in ("all", one.of.part)],
                [one.of.supported for one in group if part in ("all", one.of.part)],
            )
            for part in _PARTS
        }
    return found


def _at_threshold(group: Sequence[Scored]) -> dict[str, dict[str, float]]:
    found = {}
    for part in _PARTS:
        told = [one for one in group if part in ("all", one.of.part)]
        taken = [one for one in told if one.bears]
        right = sum(one.of.supported for one in taken)
        found[part] = {
            "precision": right / max(1, len(taken)),
            "recall": right / max(1, sum(one.of.supported for one in told)),
            "supported": mean([float(one.of.supported) for one in told]),
        }
    return found


def _hard(group: Sequence[Scored]) -> dict[str, float]:
    return {
        "supported and dropped": mean([float(one.dropped) for one in group if one.of.supported]),
        "unsupported and dropped": mean(
            [float(one.dropped) for one in group if not one.of.supported]
        ),
    }


def _chain(group: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """What is shown of claims that people found supported, and of the others."""
    found = {}
    for part in _PARTS:
        told = [one for one in group if part in ("all", one.of.part)]
        found[part] = {
            "supported and shown": mean([float(one.shown) for one in told if one.of.supported]),
            "unsupported and shown": mean(
                [float(one.shown) for one in told if not one.of.supported]
            ),
        }
    return found


def _area_table(areas: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Table:
    rows = [
        (setting, name, *(f"{told[part]:.3f}" for part in _PARTS))
        for setting, group in areas.items()
        for name, told in group.items()
    ]
    return Table("AUC", ("set", "told by", "choose", "confirm", "all"), tuple(rows))


def _threshold_table(
    at: Mapping[str, Mapping[str, Mapping[str, float]]], hard: Mapping[str, Mapping[str, float]]
) -> Table:
    rows = [
        (
            setting,
            part,
            *(f"{told[name]:.3f}" for name in ("precision", "recall", "supported")),
            *(f"{share:.3f}" if part == "all" else "" for share in hard[setting].values()),
        )
        for setting, parts in at.items()
        for part, told in parts.items()
    ]
    columns = ("set", "part", "precision", "recall", "share supported", *next(iter(hard.values())))
    title = "Taken to be borne, and dropped by the hard checks"
    return Table(title, columns, tuple(rows))


def _chain_table(chain: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Table:
    rows = [
        (setting, part, *(f"{share:.3f}" for share in told.values()))
        for setting, parts in chain.items()
        for part, told in parts.items()
    ]
    columns = ("set", "part", "supported and shown", "unsupported and shown")
    return Table("All checks of a model's claims together", columns, tuple(rows))
