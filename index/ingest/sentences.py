"""Where sentences end: at line breaks and full stops, but not at those of abbreviations.

English abbreviations are known; other languages are split at their marks alone. LlamaIndex's own
sentence tokenizer is not used: it is an untrained Punkt that takes "Sen." and "U.S." for sentences,
needs 5 to 25 seconds for a megabyte of short ones, and tries a download where its data is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from index.values import Span

LINE_BREAK = re.compile(r"[\n\v\f\r\x85\u2028\u2029]")
"""What ends a paragraph, and with it a sentence."""

_LINE = re.compile(r"[^\n\v\f\r\x85\u2028\u2029]+")
_VISIBLE = re.compile(r"\S")
_WORD = re.compile(r"[^\W_]")
_NEXT_WORD = re.compile(r"[\W_]*(?P<word>[^\W_]\w*)")
_BEFORE_WORD = re.compile(r"""[\s"'“‘«(\[{/:–—-]""")
_NUMERAL = re.compile(r"\W*\d{1,3}\.")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_ATTRIBUTION = re.compile(
    r"(?:[\w’'.-]+\s+){1,3}"
    r"(?:added|asked|asks|exclaimed|recalled|replied|said|says|shouted|told|wrote|yelled)\b"
)

# A run of marks is tried at its first mark only and never backtracked into: linear on any text.
_STOP = regex.compile(
    r"""(?<![.!?…؟۔।॥։።]) (?P<mark>[.!?…؟۔।॥։።]++) (?P<close>["'”’»›)\]}*_]*+) (?=\s)
    | (?<![。！？｡]) (?P<wide>[。！？｡][.!?。！？｡]*+) ["'”’»)」』）〉》】]*+
      (?![\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}])""",
    regex.VERBOSE,
)

# How far a rule looks to either side, so that no text makes a rule slow.
_NEAR = 60

_TITLES = frozenset(
    """Mr Mrs Ms Mx Dr Drs Prof Sen Sens Rep Reps Gov Govs Lt Col Gen Maj Capt Cmdr Cpl Sgt
    Pfc Spc Adm Rev Revs Hon Pres Supt Det Atty Messrs Mme Mlle Mons Msgr St Ste Mt Ft Fr Fig
    Figs Vol Nos vs cf""".split()
)
_ABBREVIATIONS = frozenset(
    """Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ala Ariz Ark Calif Colo Conn Del Fla
    Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Vt Va
    Wash Wis Wisc Wyo Ont Que Alta Sask Inc Corp Co Cos Ltd LLC Jr Sr Esq Org Bros Assn Dept
    Univ Ave Blvd Rd etc al approx avg def est ext pct""".split()
)
# Words that begin a sentence after an abbreviation rather than continue a name.
_STARTERS = frozenset(
    """A After All Also Although Among An And Another Any Are As At Because Before Both But
    By Can Could Despite Did Do Does During Each Even Every First For From Had Has Have He
    Her Here Hers His How However I If In Instead Is It Its Just Last Later Many Meanwhile
    More Most My Neither No Nor Not Now Of On Once One Only Or Other Others Our Out Over
    People Police Prosecutors She Should Since So Some Still Such That The Their Then There
    These They This Those Though Through To Today Two Under Until We Were What When Where
    Whether Which While Who Why Will With Without Would Yet You Your""".split()
)


def sentences(text: str) -> list[Span]:
    """The sentences in order, without white space at their edges.

    Every visible character is in exactly one. A closing quotation mark belongs to the sentence it
    closes. A line break always ends a sentence; where no line break and no full stop comes, a
    sentence may be as long as the text. Takes time in proportion to the text.
    """
    return list(each_sentence(text))


def each_sentence(text: str) -> Iterator[Span]:
    """The same one by one, for who needs only the first of them."""
    for line in _LINE.finditer(text):
        yield from _of_line(text, line.start(), line.end())


def _of_line(text: str, start: int, end: int) -> Iterator[Span]:
    visible = _VISIBLE.search(text, start, end)
    if visible is None:
        return
    begin = visible.start()
    for stop in _STOP.finditer(text, begin, end):
        if _ends(text, begin, stop, end):
            yield begin, stop.end()
            following = _VISIBLE.search(text, stop.end(), end)
            if following is None:
                return
            begin = following.start()
    yield begin, begin + len(text[begin:end].rstrip())


def _ends(text: str, begin: int, stop: regex.Match[str], end: int) -> bool:
    """Whether the sentence from ``begin``, on a line until ``end``, ends at these marks."""
    after = _NEXT_WORD.match(text, stop.end(), min(end, stop.end() + _NEAR))
    if after is None:
        only_marks_follow = stop.end() + _NEAR >= end
        return not only_marks_follow
    if stop.start() - begin < _NEAR and not _WORD.search(text, begin, stop.start()):
        return False
    if stop["wide"]:
        return True
    continues = after["word"][0].islower()
    if stop["mark"] != ".":
        return not continues and _ends_at_emphasis(text, stop, after)
    if stop["close"].strip(")]}"):
        return not continues
    return _ends_at_period(text, begin, stop.start(), after)


def _ends_at_emphasis(text: str, stop: regex.Match[str], after: re.Match[str]) -> bool:
    """``"Really?" Ann Lee said.`` is one sentence, and `` ... `` marks words left out of one."""
    if stop["mark"][0] in ".…":
        return not text[stop.start() - 1].isspace()
    attributed = _ATTRIBUTION.match(text, after.start("word"), after.start("word") + _NEAR)
    return not (stop["close"] and attributed and after["word"] not in _STARTERS)


def _ends_at_period(text: str, begin: int, period: int, after: re.Match[str]) -> bool:
    if _NUMERAL.fullmatch(text, max(begin, period - _NEAR), period + 1):
        return False
    word = _BEFORE_WORD.split(text[max(begin, period - _NEAR) : period])[-1]
    if len(word) > 1 and word.isupper():
        word = word.capitalize()
    if word == "No":
        return not after["word"][0].isdigit()
    if word in _TITLES:
        return False
    if word in _ABBREVIATIONS or _DOTTED.fullmatch(word) or (len(word) == 1 and word.isalpha()):
        initial = text[after.end() : after.end() + 1] == "."
        dateline = "—" in after[0] or "--" in after[0]
        return after["word"] in _STARTERS and not initial and not dateline
    return True
