"""Sentences changed by rule: so that they say less or the same, or so that they say another thing.

Each function gives None where a sentence has nothing that it changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TypeAlias

Change: TypeAlias = Callable[[Random, str], str | None]

_SAME = [
    tuple(pair.split("/"))
    for pair in """said/stated,began/started,big/large,but/yet,many/a lot of,often/frequently,
    nearly/almost,made/created,showed/revealed,children/kids,use/makeuse of,
    died/passed away,bought/purchased,got/received,help/aid,buy/purchase,begin/start,
    end/finish,ended/finished,live/reside,lived/resided,area/region,main/chief,
    important/major,quick/fast,film/movie,whole/entire,located/situated,built/constructed,
    called/named,known as/called,important/significant,show/reveal,shop/store,company/firm,
    job/position,attempt/try,allow/permit,allowed/permitted,get/receive,make/create,
    led/headed,within/inside,about/roughly,difficult/hard,over/more than,under/less than,
    more than/over,U.S./United States,work/labour,annual/yearly,due to/because of,
    because of/owing to""".replace("\n    ", "").split(",")
]
_SMALL = "two three four five six seven eight nine ten eleven twelve".split()
_PARENTHESIS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_ASIDE = re.compile(
    r",\s(?:who|which|where|whose|when|including|such as|after|as well as|while|although|with|from|"
    r"by|at|in|on|an?|the|but|and|so|because|for|to|or|like|especially|particularly)\s[^,;]{4,90}"
    r"(?=[,;.!]|$)"
)
_LEAD = re.compile(
    r"^(?:In|On|At|After|Before|During|By|As|While|Although|However|For|With|From|Since|According|"
    r"Also|Then|Later|Additionally|Furthermore|When|If|But|And|So|Overall|First|Finally)\b"
    r"[^,]{0,70},\s"
)
_ADVERB = re.compile(
    r"\s(?:also|however|later|then|already|still|recently|currently|eventually|soon|really|very|"
    r"quite|pretty|just|actually|mainly|largely|generally|widely|well|highly)(?=\s)"
)
_NAME = re.compile(r"(?<=[\w,] )[A-Z][\w’'.-]*\w(?: (?:of (?:the )?)?[A-Z][\w’'.-]*\w)*")
_NUMBER = re.compile(r"\b\d+(?:[.,]\d+)*\b")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|should|does|did)\b"
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|would|should|nearly|almost|reportedly|allegedly|possibly|probably|likely|"
    r"often|sometimes|usually|some|most|few|partly|mostly|tried to|wanted to|planned to|hoped to|"
    r"failed to|refused to|unable to|former|seems? to|claims? to|believed? to)\s"
)
_JOINT = re.compile(
    r"\s(?=(?:is|are|was|were|has|have|had|can|could|will|would|said|says|in|on|at|of|for|with|to|"
    r"from|by|that|which|who|and|but|because|after|before|when|where|while|as)\s)|,\s"
)


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def closed(text: str) -> str:
    """A text as a sentence, with one full stop."""
    return capital(re.sub(r"\s+", " ", text).strip(" ,;:-–—.!?") + ".")


# What follows from the sentence.


def shortened(rng: Random, sentence: str) -> str | None:
    """Without an aside, a parenthesis, what leads in, or an adverb."""
    cuts = [match.span() for match in _PARENTHESIS.finditer(sentence)]
    cuts += [match.span() for match in _ASIDE.finditer(sentence)]
    cuts += [match.span() for match in _ADVERB.finditer(sentence)]
    cuts += [match.span() for match in _LEAD.finditer(sentence)]
    if not cuts:
        return None
    start, end = rng.choice(cuts)
    rest = sentence[end:]
    if start and rest.startswith(",") and sentence[start] == ",":
        rest = rest[1:]
    return closed(sentence[:start] + rest)


def reworded(rng: Random, sentence: str) -> str | None:
    """With up to three words of the same meaning, or numbers in words for figures."""
    found = [
        (one, other)
        for pair in _SAME
        for one, other in (pair, pair[::-1])
        if re.search(rf"\b{re.escape(one)}\b", sentence)
    ]
    found += [(str(n), word) for n, word in enumerate(_SMALL, 2) if f" {n} " in sentence]
    found += [(word, str(n)) for n, word in enumerate(_SMALL, 2) if f" {word} " in sentence]
    if not found:
        return None
    for one, other in rng.sample(found, min(len(found), rng.randint(1, 3))):
        sentence = re.sub(rf"\b{re.escape(one)}\b", other, sentence, count=1)
    return closed(sentence)


def moved(_: Random, sentence: str) -> str | None:
    """With what leads in at the end, or the last aside in front."""
    lead = _LEAD.search(sentence)
    if lead is not None:
        first = lead[0].rstrip(", ")
        return closed(f"{sentence[lead.end() :].rstrip(' .')} {first[:1].lower()}{first[1:]}")
    last = re.search(r",?\s((?:in|on|after|before|during|since) [^,;]{3,50})\.$", sentence)
    if last is None:
        return None
    return closed(f"{capital(last[1])}, {sentence[: last.start()]}")


def joined(rng: Random, one: str, other: str) -> str:
    """Two sentences as one."""
    second = (
        other
        if re.match(r"[A-Z][\w’'-]*\s[A-Z]|[A-Z]{2}|I\b", other)
        else other[:1].lower() + other[1:]
    )
    glue = rng.choice((", and ", " and ", "; ", ", while "))
    return closed(one.rstrip(" .!?") + glue + second)


# What does not follow from it.


def renumbered(rng: Random, sentence: str) -> str | None:
    """With another number."""
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    one = rng.choice(found)
    digits = re.sub(r"\d", lambda _: str(rng.randint(1, 9)), one[0])
    digits = digits if digits != one[0] else str(rng.randint(11, 99))
    return sentence[: one.start()] + digits + sentence[one.end() :]


def denied(rng: Random, sentence: str) -> str | None:
    """With a denial more, or one less."""
    if " not " in sentence or "n't " in sentence:
        return re.sub(r"n't\b| not\b", "", sentence, count=1)
    found = list(_AUXILIARY.finditer(sentence))
    if not found:
        return None
    one = rng.choice(found)
    return f"{sentence[: one.end()]} {rng.choice(('not', 'never'))}{sentence[one.end() :]}"


def unhedged(rng: Random, sentence: str) -> str | None:
    """Without the word that limits it."""
    found = list(_HEDGE.finditer(sentence))
    if not found:
        return None
    one = rng.choice(found)
    return closed(sentence[: one.start()] + sentence[one.end() :])


def exchanged(rng: Random, sentence: str) -> str | None:
    """With two of its names in each other's place."""
    found = [match for match in _NAME.finditer(sentence) if len(match[0]) > 2]
    found = list({match[0]: match for match in found}.values())
    if len(found) < 2:
        return None
    first, second = sorted(rng.sample(found, 2), key=lambda match: match.start())
    between = sentence[first.end() : second.start()]
    told = sentence[: first.start()] + second[0] + between + first[0] + sentence[second.end() :]
    return told if not re.fullmatch(r",? (?:and|or) |, ", between) else None


def renamed(rng: Random, sentence: str, others: Sequence[str]) -> str | None:
    """With a name of other sentences for one of its own."""
    own = [match for match in _NAME.finditer(sentence) if len(match[0]) > 2]
    names = {match[0] for other in others for match in _NAME.finditer(other) if len(match[0]) > 2}
    names = {name for name in names if name not in sentence}
    if not own or not names:
        return None
    one = rng.choice(own)
    return sentence[: one.start()] + rng.choice(sorted(names)) + sentence[one.end() :]


def gapped(rng: Random, sentence: str) -> str | None:
    """Without some words in the middle of a clause."""
    words = sentence.split()
    if len(words) < 9:
        return None
    size = rng.randint(2, 5)
    start = rng.randint(1, len(words) - size - 1)
    return closed(" ".join(words[:start] + words[start + size :]))


def broken_off(rng: Random, sentence: str) -> str | None:
    """Its beginning alone, to the middle of a clause, or its end alone."""
    words = sentence.split()
    if len(words) < 12:
        return None
    cut = rng.randint(4, len(words) - 4)
    return closed(" ".join(words[:cut] if rng.random() < 0.7 else words[cut:]))


def spliced(rng: Random, one: str, other: str) -> str | None:
    """The beginning of one sentence and the end of another."""
    first = [match.start() for match in _JOINT.finditer(one)]
    second = [match.start() for match in _JOINT.finditer(other)]
    first = [at for at in first if at > 12]
    second = [at for at in second if len(other) - at > 12]
    if not first or not second:
        return None
    return closed(one[: rng.choice(first)] + " " + other[rng.choice(second) :].lstrip(", "))


def extended(rng: Random, sentence: str, other: str) -> str | None:
    """With a detail of another sentence."""
    details = re.findall(
        r"\s((?:in|on|with|for|from|by|after|because|to|of) [^,;.]{8,60})(?=[,;.])", other
    )
    details = [detail for detail in details if detail not in sentence]
    if not details:
        return None
    return closed(f"{sentence.rstrip(' .!?')} {rng.choice(details)}")


def replaced(rng: Random, sentence: str, others: Sequence[str]) -> str | None:
    """With one or two telling words of other sentences."""
    places = list(re.finditer(r"(?<=\s)[a-z]{5,}(?=[\s,.])", sentence))
    words = sorted({w for other in others for w in re.findall(r"\b[a-z]{5,}\b", other)})
    words = [word for word in words if word not in sentence]
    if len(places) < 3 or len(words) < 3:
        return None
    for one in sorted(rng.sample(places, rng.randint(1, 2)), key=lambda m: -m.start()):
        alike = [word for word in words if word[-2:] == one[0][-2:]] or words
        sentence = sentence[: one.start()] + rng.choice(alike) + sentence[one.end() :]
    return sentence


KEEPING: Mapping[str, Change] = {"shortened": shortened, "reworded": reworded, "moved": moved}
"""What leaves a claim that follows."""
BREAKING: Mapping[str, Change] = {
    "gapped": gapped,
    "broken_off": broken_off,
    "renumbered": renumbered,
    "exchanged": exchanged,
    "denied": denied,
    "unhedged": unhedged,
}
"""What leaves one that does not."""
