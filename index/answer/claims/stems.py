"""Words of English brought to one form, so that ``sent`` is found where ``sending`` is meant.

Coarse on purpose: regular endings are cut, the common irregular verbs are known, and small numbers
in words are figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.wording import FUNCTION_WORDS

_IRREGULAR = {
    past: plain
    for pair in """send sent,win won,go went gone,make made,take took taken,give gave given,
    say said,tell told,know knew known,find found,get got,leave left,hold held,lose lost,meet met,
    pay paid,buy bought,sell sold,come came,become became,see saw seen,run ran,
    begin began begun,break broke broken,build built,bring brought,catch caught,
    choose chose chosen,draw drew drawn,drive drove driven,eat ate eaten,fall fell fallen,
    feel felt,fight fought,fly flew flown,grow grew grown,hear heard,hide hid hidden,
    keep kept,lead led,lend lent,mean meant,ride rode ridden,rise rose risen,seek sought,
    shake shook,shoot shot,show shown,sing sang sung,sink sank sunk,sit sat,sleep slept,
    speak spoke spoken,spend spent,stand stood,steal stole stolen,strike struck,
    swear swore sworn,swim swam,teach taught,tear tore torn,think thought,throw threw thrown,
    understand understood,wake woke,wear wore worn,write wrote written,
    withdraw withdrew withdrawn,die dying,lie lay lain,man men,woman women,child children,
    person people,life lives,foot feet,tooth teeth,mouse mice,be is are was were been am,
    have has had,do does did done,bear born,overtake overtook,forget forgot,
    freeze froze frozen,arise arose,feed fed,bite bit,dig dug,hang hung,bind bound,
    wind wound,undergo underwent,overcome overcame,sweep swept,deal dealt,dream dreamt,
    burn burnt,learn learnt""".replace("\n", " ").split(",")
    for plain, *rest in [pair.split()]
    for past in rest
}
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ying", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""),
    ("ed", ""), ("es", ""), ("s", ""), ("e", ""), ("ly", ""),
)  # fmt: skip
_SMALL = {
    word: str(value)
    for value, word in enumerate(
        """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty""".split(),
        2,
    )
}
_VOWEL = re.compile(r"[aeiouy]")
WORD = re.compile(r"[^\W_]+(?:[.,’'][^\W_]+)*")
"""A word or figure of a text."""


def stem(word: str) -> str:
    """The form of a word in which it is compared."""
    plain = re.sub(r"[’']s?$", "", word.casefold())
    if plain in _SMALL:
        return _SMALL[plain]
    plain = _IRREGULAR.get(plain, plain)
    if plain.endswith("ss"):
        return plain
    for ending, instead in _ENDINGS:
        rest = plain.removesuffix(ending)
        if rest != plain and len(rest) >= 2 and _VOWEL.search(rest):
            plain = rest + instead
            break
    doubled = len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "aeilosz"
    plain = plain[:-1] if doubled else plain
    return plain[:-1] if len(plain) > 3 and plain.endswith("e") else plain


def words(text: str) -> list[str]:
    """The words and figures of a text as they are written, in order."""
    return WORD.findall(text)


def stems(text: str) -> list[str]:
    """The words of a text in the form in which they are compared, in order."""
    return [stem(word) for word in words(text)]


def telling(found: Iterable[str]) -> list[str]:
    """Those of some words that carry what a text is about."""
    return [word for word in found if word.casefold() not in FUNCTION_WORDS]
