"""Pages that stand where an article should be: notices, walls, errors, lists of links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from index.errors import UnreadableSource
from index.ingest.markup import visible_text

_REMEDY = "open it in a browser until you see the article, save that page and add the file."

_WALL = 1_200
_NOTICE = 700
_STUB = 1_000
"""Characters of the longest text that may be a question, a notice, the beginning of an article."""
_MOSTLY = 0.6
_FEWEST_LINKS = 10
_PARAGRAPH = 200
_SENTENCE = 60
_CALL = 200
_LONGEST_HEAD = 80

_ROBOT = re.compile(
    r"\b(?:verify|confirm|prove|checking)\b.{0,30}\b(?:human|not a robot|your browser)\b"
    r"|\bcomplete the (?:captcha|security check)\b|\bare you a robot\b|\bautomated requests\b"
    r"|\bunusual (?:traffic|activity) from\b|\breview the security of your connection\b"
)
_JAVASCRIPT = re.compile(
    r"\b(?:enable|turn on|activate|allow|requires?|without|needs?)\b.{0,40}\bjavascript\b"
    r"|\bjavascript (?:is|must be|has been|seems to be)\b"
    r".{0,20}\b(?:disabled|enabled|required|off)\b"
    r"|\byour browser is (?:not supported|unsupported|out of date)\b"
)
_ERROR = re.compile(
    r"(?:error:? |http )*(?:40[0-9]|410|429|50[0-9])(?:$|\W{1,4}(?:error|not|page|forbidden|bad"
    r"|unauthori[sz]ed|gone|too many|internal|service|gateway|access|oops|sorry|\||-|–)).{0,60}"
    r"|(?:oops\W+|sorry\W+)?(?:this |the |that |your )?(?:requested )?(?:page|file|article|story"
    r"|content|url|document)?(?: you.{1,30})? ?(?:was |is |could |can)? ?(?:not|no longer|n't)"
    r" (?:be )?(?:found|available|exist)\W?(?:[|–-].{0,60})?"
    r"|(?:access|request|permission) (?:is |was )?(?:denied|blocked)\W?.{0,30}"
    r"|forbidden|bad gateway|(?:gateway|request) time-?out|too many requests|oops\W*"
    r"|(?:the )?service (?:is )?(?:temporarily )?unavailable|internal server error"
    r"|(?:this |the |our )?(?:web)?site is (?:down|under|undergoing|in) maintenance\W?"
    r"|(?:oops\W+|sorry\W+)?something (?:went|has gone) wrong\W?"
    r"|(?:this |the )?(?:page|article|story) (?:does not|doesn't) exist\W?"
)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|gdpr|tracking technologies|personali[sz]ed (?:ads|content)|legitimate"
    r" interests?|privacy (?:settings|choices|preferences|policy)|accept all|reject all|we and our"
    r" (?:\d+ )?partners|store and/or access|datenschutz|einwilligung|zustimmen|confidentialité)\b"
)
_BEFORE = re.compile(
    r"\b(?:accept|agree|manage|reject|choices|settings|preferences|withdraw|partners|continue)\b"
)
_PAYWALL = re.compile(
    r"\bto (?:read|view|see|unlock|access|finish|continue reading) (?:the |this )?(?:full|rest"
    r"|whole|entire|complete|story|article)\b|\b(?:to|and) (?:continue|keep) reading\b"
    r"|\b(?:article|story|content|page) is (?:only )?(?:for|available (?:only )?(?:to|for)|reserved"
    r" for|exclusive to|limited to)\b|\bsubscribers?[- ](?:only|exclusive)\b"
    r"|\b(?:reached|used|read) (?:all )?(?:of )?your (?:\w+ ){0,4}(?:limit|free articles?)\b"
    r"|\bfree articles? (?:remaining|left|this month)\b|\bcontinue reading (?:with|by|for)\b"
    r"|\bweiterlesen mit\b|\bnur für abonnenten\b|\bréservé aux abonnés\b|\bpara suscriptores\b"
)
_ACCOUNT = re.compile(
    r"subscri|\bsign(?:ing)? ?(?:in|up)\b|\blog(?:ging)? ?in\b|\bregister|\bmembers?\b|\baccount\b"
    r"|\btrial\b|\bfree articles?\b|\babonn"
)


_SIGN_IN = re.compile(
    r"(?:please )?(?:sign|log) ?in(?: (?:to|with|or|and)\b.{0,40})?\W?"
    r"|(?:account )?log-?in(?: page)?|forgot(?:ten)? (?:your )?password\W?"
    r"|(?:create|open) (?:an |your )?account\W?"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader sees of a page: its text, the words of its links, and without scripts."""

    text: str
    links: frozenset[str]
    scriptless: str


def look_at(root: HtmlElement) -> Seen:
    """Return what is seen of a page; a link inside a link is a part of it."""
    links: set[str] = set()
    walk = iterwalk(root, events=("start",), tag="a")
    for _, link in walk:
        links.add(_line("".join(link.itertext())))
        walk.skip_subtree()
    notice = next(root.iter("noscript"), None)
    scriptless = "" if notice is None else _line("".join(notice.itertext()))
    return Seen(visible_text(root), frozenset(links - {""}), scriptless)


def refuse_wall(text: str, seen: Seen, title: str | None) -> None:
    """Raise ``UnreadableSource`` where ``text`` is no article, and say what it is instead.

    ``text`` is what was taken for the article. Nothing that is long is refused, but for links.
    """
    lines = [_folded(line) for line in text.split("\n") if line.strip()]
    what = _notice(lines, _folded(title or "")) if len(text) <= _NOTICE else None
    if what is None and not lines and _JAVASCRIPT.search(_folded(seen.scriptless)):
        what = "a page that asks for JavaScript"
    if what is None and len(text) <= _WALL and _asks_consent(lines):
        what = "a question about cookies or consent"
    if what is None and len(text) <= _STUB and _is_stub(seen.text):
        what = "the beginning of an article for subscribers or members"
    if what is None and _is_list(text, seen):
        what = "a list of links to other pages"
    if what is not None:
        raise UnreadableSource(f"It is only {what}; {_REMEDY}")


def refuse_headline(text: str, title: str) -> None:
    """Raise ``UnreadableSource`` where no more than a title is left of a page, or a few words.

    For pages alone: what a person writes into a file may be as short as they wish.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    rest = [line for line in lines if _folded(line) != _folded(title)] or lines[:1]
    if len(rest) == 1 and not _tells(rest[0]):
        raise UnreadableSource(f"It is only a headline; {_REMEDY}")


def _tells(line: str) -> bool:
    return len(line) >= _SENTENCE or _line(line).rstrip("\"'”’ )")[-1:] in ".!?…"


def _notice(lines: list[str], title: str) -> str | None:
    whole = " ".join(lines)
    if _ROBOT.search(whole):
        return "a check for robots"
    if _JAVASCRIPT.search(whole):
        return "a page that asks for JavaScript"
    heads = [head for head in (title, *lines[:2]) if len(head) <= _LONGEST_HEAD]
    if any(map(_ERROR.fullmatch, heads)):
        return "an error page"
    if any(map(_SIGN_IN.fullmatch, heads)) and "password" in whole:
        return "a form to sign in"
    return None


def _asks_consent(lines: list[str]) -> bool:
    """Whether most is about consent, in several words of it, and asks for something."""
    whole = " ".join(lines)
    spoken = sum(len(line) for line in lines if _CONSENT.search(line))
    kinds = {found[0] for found in _CONSENT.finditer(whole)}
    return len(kinds) > 1 and bool(_BEFORE.search(whole)) and spoken >= _MOSTLY * len(whole)


def _is_stub(page: str) -> bool:
    """Whether a short line says what the rest takes, and it or the next how to get it."""
    lines = [_folded(line) for line in page.split("\n") if line.strip()]
    return any(
        len(line) <= _CALL and _PAYWALL.search(line) and _ACCOUNT.search(f"{line} {following}")
        for line, following in pairwise([*lines, ""])
    )


def _is_list(text: str, seen: Seen) -> bool:
    if len(seen.links) < _FEWEST_LINKS:
        return False
    lines = [_line(line).lstrip("-•* ") for line in text.split("\n") if line.strip()]
    if all(len(line) < _SENTENCE for line in lines) and len(text) < _PARAGRAPH:
        # The links were left out, and hardly anything is left.
        lines = [_line(line).lstrip("-•* ") for line in seen.text.split("\n") if line.strip()]
    pointing = sum(len(line) for line in lines if line in seen.links)
    told = any(len(line) >= _PARAGRAPH for line in lines if line not in seen.links)
    return not told and pointing >= _MOSTLY * sum(map(len, lines))


def _line(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _line(text.casefold().replace("’", "'"))
