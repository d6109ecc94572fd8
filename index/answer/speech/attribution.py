"""Who a sentence itself says is speaking: the subjects of its verbs of speech, told by pattern.

Only what an English newsroom writes is known. What is not understood is ``other``, so that whoever
asks can leave it away rather than guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

import regex

from index.answer.speech.quotations import BLANK

Kind: TypeAlias = Literal["name", "he", "she", "role", "other"]


@dataclass(frozen=True, slots=True)
class Voice:
    """A subject of a verb of speech; ``words`` are the name or the role's noun phrase."""

    kind: Kind
    words: str = ""


_SPEECH = re.compile(
    r"\b(?:say|said|says|told|tells|added|adds|wrote|writes|tweeted|posted|asked|asks|replied|recalled|"
    r"recalls|explained|explains|noted|notes|insisted|insists|argued|argues|warned|warns|stressed|"
    r"acknowledged|announced|declared|continued|claimed|claims|stated|testified|suggested|joked|"
    r"responded|admitted|conceded|concluded|remarked|shouted|yelled|countered|quipped|vowed)\b"
)
_BETWEEN = re.compile(
    r"(?:\s+(?:also|later|then|has|had|have|once|recently|previously|earlier|since|again|further|"
    r"first|repeatedly|often|never|publicly|\w{3,}ly|himself|herself))+$"
)
_CAPITALISED = r"\p{Lu}[\p{L}’'-]*(?:(?<=\b\p{Lu})\.(?:\p{Lu}\.)*|(?<=\b(?:Jr|Sr|St))\.)?"
_ABBREVIATED = (
    r"(?:Gov|Sen|Rep|Lt|Col|Gen|Maj|Capt|Cmdr|Cpl|Sgt|Adm|Rev|Del|Supt|Det|Atty|Mr|Mrs|Ms|"
    r"Dr|Prof|Asst|Dist|Sgt)\.(?:\s\p{Lu}\.)?"
)
_PARTICLE = r"(?:(?:de|da|del|della|di|van|von|der|den|bin|al|el|la|le|dos|ter)\s+){0,2}"
NAME = rf"(?:(?:{_ABBREVIATED}|{_CAPITALISED})\s+{_PARTICLE}){{0,6}}{_CAPITALISED}"
"""A run of capitalised words, titles included."""
ROLES = (
    r"president|minister|premier|chancellor|governor|senator|congressman|congresswoman|lawmaker|"
    r"representative|mayor|coach|manager|spokesman|spokeswoman|spokesperson|secretary|ambassador|"
    r"judge|justice|sheriff|prosecutor|attorney|lawyer|director|chairman|chairwoman|chair|chief|"
    r"commissioner|king|queen|prince|princess|pope|archbishop|bishop|pastor|professor|researcher|"
    r"doctor|general|captain|commander|candidate|actor|actress|singer|author|superintendent|"
    r"principal|speaker|envoy|economist|analyst|activist|councilman|councilwoman|official|CEO|"
    r"executive|detective|sergeant|lieutenant|quarterback|goalkeeper|forward|midfielder|defender"
)
_THE_ROLE = rf"[Tt]he\s+((?:[\w-]+\s+){{0,2}}(?:{ROLES}))"
_ENDS_IN_ROLE = re.compile(rf"(?:^|[\"“,;—]\s*|\b(?:but|and|that|But|And)\s+){_THE_ROLE}$")
_STARTS_WITH_ROLE = re.compile(rf"\s*{_THE_ROLE}(?=\s*(?:[.,;\"]|$))")
_ENDS_IN_NAME = regex.compile(rf"(?<![\w’'.-])({NAME})$")
_STARTS_WITH_NAME = regex.compile(
    rf"\s*(?:[a-z][\w’'-]*\s+){{0,4}}({NAME})(?<![’']s)"
    rf"(?=[,.;\"]|\s*$|\s(?:of|in|at|with|from|on|to|who|whose|during|after|before|and|last)\b)"
)
_PRONOUN = re.compile(r"(?:^|\W)(he|she|they|we|you|it|I|who|that|which)$", re.IGNORECASE)
_FIRST_PRONOUN = re.compile(r"\s*(he|she|they|we|I)\b", re.IGNORECASE)
# In front of a name these make it no subject, or one of several.
_NOT_SUBJECT = re.compile(
    r"\b(?:and|or|of|for|by|in|from|at|with|to|the|about|on|against|between|than|like|as|a|an|"
    r"[\w.]+[’']s?)\s*$",
    re.IGNORECASE,
)
# Between the beginning of a clause and its subject's name stand only the words of a role.
_NOT_LEAD = re.compile(
    r"\b(?!but\b|former\b)\w+(?:ed|ing)\b|\b(?:he|she|they|it|met|told|said)\b|(?:\S+\s+){6}"
)
_CONDITIONAL = re.compile(
    r"\W*(?:when|after|as|if|while|although|though|because|before|since|once|until|unless)\s",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(r"[\",;:—–]|\s(?:and|but|while|as|after|when|because)\s")
_LONGEST = 2_000
"""What is longer is no sentence of a newsroom, and is not looked into."""
_LEAD = re.compile(r"^.{0,60}?\)\s*(?:—|--)\s*")


def voices(own: str) -> list[Voice]:
    """The speakers of a sentence whose quotations are blanked, in its order; empty without any."""
    if len(own) > _LONGEST:
        return [Voice("other")]
    own = _LEAD.sub(lambda lead: BLANK * len(lead[0]), own, count=1)
    if _CONDITIONAL.match(own):
        return [Voice("other")] if _SPEECH.search(own) else []
    found: list[Voice] = []
    after = 0
    for verb in _SPEECH.finditer(own):
        # What is told within a report is the report's: ``She said that he told her …``.
        if found and not _NEW_CLAUSE.search(own, after, verb.start()):
            continue
        voice = _voice(own, verb)
        if voice:
            found.append(voice)
            after = verb.end()
    return found


def _voice(own: str, verb: re.Match[str]) -> Voice | None:
    left = _BETWEEN.sub("", own[: verb.start()].rstrip()).rstrip()
    if not left.strip(BLANK + " ,"):
        return _after(own[verb.end() :])
    if not left.endswith((BLANK, ",")):
        return _before(left)
    apposed, inverted = _apposed(left), _after(own[verb.end() :])
    if apposed and apposed.kind != "other":
        return apposed
    # ``Ada Morrow of Quill Bay, Maine, said she …``: only after a quotation does *she* follow.
    pronoun = inverted is not None and inverted.kind in ("he", "she")
    return Voice("other") if pronoun and not left.rstrip(",").endswith(BLANK) else inverted


def _before(left: str) -> Voice | None:
    pronoun = _PRONOUN.search(left)
    if pronoun:
        word = pronoun[1].lower()
        if word in {"who", "that", "which", "i"}:
            return None
        return Voice("he") if word == "he" else Voice("she") if word == "she" else Voice("other")
    role = _ENDS_IN_ROLE.search(left)
    if role:
        return Voice("role", role[1])
    name = _ENDS_IN_NAME.search(left)
    if name and not _NOT_SUBJECT.search(left[: name.start()]):
        return Voice("name", name[1])
    return Voice("other")


def _apposed(left: str) -> Voice | None:
    """``Ada Morrow, who keeps the pier, said``: the subject ends at the first comma."""
    if not left.endswith(","):
        return None
    clause = left[left.rfind(BLANK) + 1 :].lstrip(" ,")
    first, comma, rest = clause.partition(",")
    if not comma or not rest.strip(" ,") or " and " in first:
        return Voice("other")
    name = _ENDS_IN_NAME.search(first)
    if name is None or _NOT_LEAD.search(first[: name.start()]):
        return Voice("other")
    return Voice("name", name[1])


def _after(right: str) -> Voice | None:
    pronoun = _FIRST_PRONOUN.match(right)
    if pronoun:
        word = pronoun[1].lower()
        return Voice("he") if word == "he" else Voice("she") if word == "she" else Voice("other")
    role = _STARTS_WITH_ROLE.match(right)
    if role:
        return Voice("role", role[1])
    name = _STARTS_WITH_NAME.match(right)
    if name and not _NOT_SUBJECT.search(right[: name.start(1)]) and " and " not in name[0]:
        following = right[name.end(1) :]
        return Voice("other") if following.startswith(" and ") else Voice("name", name[1])
    return Voice("other")
