"""The people whom an article names: their full names, their roles, and whether he or she.

Told from the article alone, by pattern; two people who fit are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import regex

from index.answer.speech.attribution import NAME

_NEAR = 120
"""A name with its titles is at most so long."""
_RUN = regex.compile(rf"(?<![\w’'.-]){NAME}")
_RUN_AT_END = regex.compile(rf"(?<![\w’'.-]){NAME}$")
_TITLES = frozenset(
    """President Vice Prime Minister Chancellor Premier Governor Gov Senator Sen Sens Rep Reps
    Representative Congressman Congresswoman Mayor Coach Manager Secretary Ambassador Judge
    Justice Justices Sheriff Prosecutor Public Defender Attorney Attorneys Director Chairman
    Chairwoman Chair Chief Commissioner Lt Col Gen General Maj Major Capt Captain Cmdr Cpl Sgt
    Sergeant Adm Admiral Rev Reverend Del Supt Superintendent Det Detective Atty Mr Mrs Ms Miss
    Dr Doctor Prof Professor Asst Dist Speaker Leader Majority Minority House Senate State
    Defense Defence Foreign Interior Finance Treasury Police Republican Democratic Democrat
    District County City Former Assistant Deputy Executive Officer CEO U.S US Commander Colonel
    Lieutenant Archbishop Bishop Cardinal Father Pastor Sir Council Councilman Councilwoman
    Councilmember Councilor Alderman Assemblyman Assemblywoman Spokesman Spokeswoman
    Spokesperson Economy Health Education Energy Transport Labor Environment Administrator
    Englishman Frenchman Member Founder Coordinator Treasurer Actor Actress Singer Author Rapper
    Tempore Pro GOP German French British Russian Ukrainian Israeli Palestinian Chinese Japanese
    Italian Spanish Polish Turkish Indian Canadian Australian Mexican Brazilian American
    European Hungarian Dutch Swedish Finnish Norwegian Danish Greek Irish Iranian Egyptian
    Argentine Korean Pakistani""".split()
)
# Words of organisations, places and days, and those that begin a sentence rather than a name.
_NOT_PEOPLE = frozenset(
    """University College School Schools Department Committee Court Group Inc Corp Co Company Press
    Agency Association Union Party Congress Parliament Church Bank Institute Center Centre
    Foundation Hospital Service Services Office Ministry Bureau Board Commission Federation League
    Club News Times Post Journal Nations States Kingdom House Pentagon Kremlin Army Navy Force
    Forces Air Airlines Motors Police Fund Society Network Alliance Coalition Airport Authority
    Museum Street Avenue Council Government Administration Republic City County Island River Lake
    South North East West New San Los Saint Monday Tuesday Wednesday Thursday Friday Saturday
    Sunday January February March April May June July August September October November December
    Republicans Democrats Republican Democrat International National Associated Global World
    Security Hamas""".split()
)
_NOT_FIRST = frozenset(
    """A An And As At But By For From He Her His If In It Its Of On Or She So That The Their
    They This To We When While With Under After Before Since Like Also Asked Both Then Now Still
    Meanwhile Even What Why How Who Yet Among Because Although Though During I""".split()
)
_INITIALS = re.compile(r"[A-Z]{3,}")
_MALE = r"(?:Mr\.?|King|Prince|Sir|Pope|Lord|[Ss]pokesman|[Cc]ongressman|[Cc]hairman|[Aa]ctor)"
_FEMALE = (
    r"(?:Mrs\.?|Ms\.?|Miss|Queen|Princess|Lady|Dame|[Ss]pokeswoman|[Cc]ongresswoman|[Aa]ctress|"
    r"[Cc]hairwoman)"
)
_SHORT = {"governor": "Gov", "senator": "Sen", "representative": "Rep", "general": "Gen"}
_OTHER_ROLE = re.compile(r"\b(?:[Ff]ormer|[Vv]ice|[Dd]eputy|[Aa]ssistant|[Ee]x)[\s-]")


def full_name(run: str, body: str) -> str | None:
    """The fullest name in ``body`` of whom a run of capitalised words means, if only one fits.

    Without titles, of two words or more, and verbatim in ``body``. None for what is known to be
    no person.
    """
    bare = _bare(run)
    if not bare or set(bare) & _NOT_PEOPLE:
        return None
    names = {words for words in _ending_in(bare[-1], body) if not set(words) & _NOT_PEOPLE}
    if len(bare) > 1:
        names = {words for words in names if _is_end(bare, words)}
    fullest = [words for words in names if not any(_is_end(words, w) for w in names - {words})]
    name = " ".join(fullest[0]) if len(fullest) == 1 else None
    return name if name and name in body else None


def people(words: str, body: str) -> list[str]:
    """The full names of the people that ``words`` speak of."""
    found = (full_name(run[0], body) for run in _RUN.finditer(words))
    return [name for name in found if name]


def holder(role: str, body: str) -> str | None:
    """The one person to whom ``body`` gives this role, in front of the name or after it."""
    short = _SHORT.get(role.lower())
    words = rf"(?:(?i:{regex.escape(role)}){rf'|{short}[.]' if short else ''})"
    beside = regex.compile(
        rf"{words},?\s+({NAME})|(?<![\w’'.-])({NAME}),\s[^,.;“”\"]{{0,60}}?\b{words}\b"
    )
    found = set()
    for match in beside.finditer(body):
        before = body[max(0, match.start() - 12) : match.start()]
        if not _OTHER_ROLE.search(before + match[0]):
            found.add(full_name(match[1] or match[2], body))
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def pronoun_of(name: str, body: str) -> Literal["he", "she"] | None:
    """What ``body`` calls a person: by a title, else by the pronouns that follow the name."""
    last = re.escape(name.split()[-1])
    titled = rf"(?:[A-Z]\w+ ){{0,2}}{last}\b"
    if re.search(rf"\b{_MALE} {titled}", body):
        return "he"
    if re.search(rf"\b{_FEMALE} {titled}", body):
        return "she"
    found = re.findall(rf"\b{last}[ ,][^A-Z“”\"]{{0,100}}?\b(he|she|his|her|him)\b", body)
    male = sum(word in {"he", "his", "him"} for word in found)
    if 2 * male == len(found):
        return None
    return "he" if 2 * male > len(found) else "she"


def _ending_in(last: str, body: str) -> set[tuple[str, ...]]:
    """The names of two words or more in ``body`` whose last word is this."""
    names = set()
    for found in re.finditer(rf"(?<![\w’'-]){re.escape(last)}(?![\w-])", body):
        first = max(0, found.start() - _NEAR)
        run = _RUN_AT_END.search(body[first : found.end()])
        if run:
            words = _bare(run[0])
            before = body[: first + run.start()][-_NEAR:]
            if len(words) > 2 and _is_of_title(words[0], before, body):
                words = words[1:]
            names.add(tuple(words))
    return {words for words in names if len(words) > 1}


def _is_of_title(word: str, before: str, body: str) -> bool:
    """``Commissioner for Refugees Ada Morrow``, and ``Parent Ada Morrow`` to begin a sentence."""
    if before.endswith((" for ", " of ")):
        return True
    begins = not before.strip() or before.endswith("\n") or before.rstrip()[-1:] in '.!?”"'
    return begins and re.search(rf"\b{re.escape(word.lower())}s?\b", body) is not None


def _bare(run: str) -> list[str]:
    """The words of a name after its titles."""
    words = re.sub(r"[’']s?$", "", run).split()
    # The last word is kept: there are people named Bishop and Judge.
    last = max((i for i, word in enumerate(words[:-1]) if _is_title(word)), default=-1)
    words = words[last + 1 :]
    while words and words[0] in _NOT_FIRST:
        words = words[1:]
    return words


def _is_title(word: str) -> bool:
    return bool(
        word.rstrip(".") in _TITLES or word.endswith(("’s", "'s")) or _INITIALS.fullmatch(word)
    )


def _is_end(end: Sequence[str], words: Sequence[str]) -> bool:
    return tuple(words[-len(end) :]) == tuple(end)
