"""How much of a long sentence to quote: a clause of it, where what is left out changes nothing.

A cut is made only at the end of a clause, and only where the part that falls away holds nothing
that could govern what stays. When in doubt the sentence stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.answer.speech.quotations import BLANK, own_words
from index.values import Span

LONGEST = 240
"""A sentence up to this many characters is quoted whole."""
_NO_SENTENCE = 2_000
"""What is longer was not written as one."""
_SHORTEST = 60
_SAVED = 25
"""Less is not worth an ellipsis."""

# What may govern the rest of its sentence, and so is never cut away.
_GOVERNS = re.compile(
    r"""\b(?:
    not|no|never|cannot|neither|nor|none|nobody|nothing|nowhere|without|unless|except\w*|hardly|
    barely|rarely|unlikely|false\w*|wrong\w*|den(?:y|ies|ied|ying|ial)|refus\w+|declin\w+|reject\w*|
    fail\w*|lack\w*|stop\w*|halt\w*|withdr[ae]w\w*|retract\w*|overturn\w*|
    may|might|could|would|should|reported\w*|alleg\w+|apparent\w*|likely|possib\w+|potential\w*|
    perhaps|maybe|probab\w+|suspect\w*|seem\w*|appear\w*|according|suppos\w+|purport\w*|believ\w+|
    claim\w*|expect\w*|estimat\w+|rumou?r\w*|unconfirmed|disput\w+|accus\w+|cit(?:ing|ed)|quot\w+|
    if|until|whether|provided|providing|depending|otherwise|once|only|instead|rather|even|still|
    but|yet|although|though|however|despite|whereas|because|so|than|
    sa(?:id|y|ys)|t(?:old|ells?)|wr(?:ote|ites)|add(?:ed|s)|not(?:ed|es)|announc\w+|warn\w*|
    argu\w+|acknowledg\w+|insist\w*|testif\w+|suggest\w*|think\w*|thought|hope[sd]?|show\w*|found
    )\b | n[’']t\b | \?""",
    re.IGNORECASE | re.VERBOSE,
)
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|[mb]illions?|trillions?|half|third|quarter|percent|today|yesterday|tomorrow|"
    r"(?:last|next|this|earlier|later)\s+(?:week|month|year|summer|fall|spring|winter)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|"
    r"September|October|November|December|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)",
    re.IGNORECASE,
)
_FINITE = (
    r"(?:is|are|was|were|has|have|had|will|does|did|do|can|must|remains?|became|began|went|"
    r"came|made|took|gave|won|lost|led|fell|rose|left|held|met|set|sent|put|ran|grew|says?|said|told|"
    r"wrote|plans|wants|calls|includes|makes|takes|gives|faces|[a-z]{2,}ed)"
)
_VERB = re.compile(rf"\b{_FINITE}\b")
# Not ``held`` or ``closed``: after a noun they may only describe it.
_SURELY_FINITE = (
    r"(?:is|are|was|were|has|have|had|will|does|did|can|must|became|began|went|came|took|gave|fell|"
    r"rose|ran|grew)"
)
# A subject of a few words with no comma or preposition in it, and its verb.
_NAMED = (
    r"(?:(?:[Tt]he|[Aa]n?)\s+(?!vast|majority|others|rest|latter|same)(?:[\w’'-]+\s+){1,3}"
    rf"|(?:[A-Z][\w.’'-]*\s+){{1,4}}){_SURELY_FINITE}\b"
)
_REFERRING = (
    r"(?:he|she|it|they|we|there|(?:its|their|his|her|all|other|some|many|most|several|the)\s+"
    r"(?:[\w’'-]+\s+){1,3})\s*"
    rf"\b{_SURELY_FINITE}\b"
)
_END = re.compile(
    rf"""(?P<clause> (?:;|,\s+and|,\s+while)\s+(?=(?:and\s+)?(?:{_NAMED}|{_REFERRING})) )
    | (?P<rest> ,\s+(?:which|who|whose|where|(?!during|following|according|being)\w+ing)\s )
    | (?P<dash> \s?—\s?|\s–\s )
    | (?P<role> (?<="\ssaid)\s+(?:[A-Z][\w.’'-]*\s+){{1,5}}[A-Z][\w’'-]*(?P<comma>,)\s )""",
    re.VERBOSE,
)
_BEGIN = re.compile(rf"(?:;\s+|,\s+and\s+)(?={_NAMED})")
_DATELINE = re.compile(r"[^a-z\d]*[A-Z][^\d—]{0,50}\(AP\)\s+—\s+|[A-Z]{3}[^\d—]{0,50}\)\s+—\s+")
_DEPENDENT = re.compile(
    r"\W*(?:after|although|as|at|because|before|by|during|for|from|if|in|of|on|once|since|though|"
    r"to|under|until|when|where|whether|while|with|\w+ing)\s",
    re.IGNORECASE,
)
_DEPENDENT_WITHIN = re.compile(
    r"\b(?:after|although|as|because|before|if|once|since|that|though|unless|until|when|where|"
    r"which|while|who|whose)\b",
    re.IGNORECASE,
)
# ``…, and when the sea rose``: what then happened comes after.
_LEFT_OPEN = re.compile(
    r"\W*(?:and|but)\s+(?:after|although|as|because|if|once|since|though|unless|until|when|while)\b"
)
_DASH = re.compile(r"—|\s–\s")
_QUOTATION = re.compile(r"[“”\"][^“”„\"]*[“”\"]")
_OTHER_MARKS = re.compile(r"[‘«»‹›„“”\"]|(?<!\w)'|[\[\]]")


def trimmed(text: str, start: int, end: int, needed: Span) -> Span:
    """The span of the sentence ``[start, end)`` to quote: it holds ``needed`` and is a clause.

    Shorter than the sentence only where that is longer than ``LONGEST``, and never by a part with a
    negation, a hedge, a condition, an attribution of what stays, or a figure or date that belongs
    to it; never from inside a quotation or a bracket. The sentence itself where there is no such
    span, and where ``needed`` is not in it.
    """
    whole = (start, end)
    first, last = needed[0] - start, needed[1] - start
    if not LONGEST < end - start <= _NO_SENTENCE or not 0 <= first <= last <= end - start:
        return whole
    own = _shown(text, start, end)
    if own is None:
        return whole
    sentence = text[start:end]
    begin = max((at for at in _beginnings(sentence, own) if at <= first), default=0)
    stops = (stop for stop in _ends(sentence, own, begin) if stop >= last)
    stop = min(stops, default=end - start)
    return (start + begin, start + stop) if end - start - (stop - begin) >= _SAVED else whole


def _shown(text: str, start: int, end: int) -> str | None:
    """The sentence with its quotations and brackets blanked; None where they do not close in it."""
    own = own_words(text, start, end)
    for quoted in re.finditer(f"{BLANK}+", own):
        # One mark at either end and none between: nothing is open or nested.
        if not _QUOTATION.fullmatch(text, start + quoted.start(), start + quoted.end()):
            return None
    own = re.sub(r"\([^()]*\)", lambda found: BLANK * len(found[0]), own)
    strange = _OTHER_MARKS.search(own.replace(BLANK, " "))
    return None if strange or "(" in own or ")" in own else own


def _beginnings(sentence: str, own: str) -> Iterator[int]:
    """Where a clause with its subject begins, before which nothing governs it."""
    dateline = _DATELINE.match(sentence)
    if dateline:
        yield dateline.end()
    base = dateline.end() if dateline else 0
    for found in _BEGIN.finditer(own, base):
        dropped = sentence[base : found.start()]
        if not (_GOVERNS.search(dropped) or _FIGURE.search(dropped) or _DEPENDENT.match(dropped)):
            yield found.end()


def _ends(sentence: str, own: str, begin: int) -> Iterator[int]:
    """Where the clause that begins there may end."""
    for found in _END.finditer(own, begin):
        # ``“…,” said Ada Morrow, who …``: the speaker stays, what she is may go.
        at = found.start("comma") if found["comma"] else found.start()
        kept, dropped = own[begin:at], sentence[at:]
        hangs_on = found["clause"] or found["role"] or not _resumes(own[found.end() :])
        if (
            len(kept) >= _SHORTEST
            and (found["role"] or _is_clause(kept))
            and hangs_on
            and not _GOVERNS.search(dropped)
            and (found["clause"] or not _FIGURE.search(dropped))
        ):
            yield at


def _is_clause(kept: str) -> bool:
    """Whether it has a verb of its own, and no aside or dependent clause is left open in it."""
    return (
        _VERB.search(_DEPENDENT_WITHIN.split(kept)[0]) is not None
        and _LEFT_OPEN.match(kept.rsplit(",", 1)[-1]) is None
        and len(_DASH.findall(kept)) % 2 == 0
    )


def _resumes(rest: str) -> bool:
    """Whether the clause may go on after an aside that begins here."""
    return "," in rest or _DASH.search(rest) is not None
