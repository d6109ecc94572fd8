"""Whether what stands at an article's address is still that article."""

from __future__ import annotations

from urllib.parse import urlsplit

from index.ingest.fields import canonical_url, site_of
from index.ingest.notices import notices_of
from index.ingest.sentences import sentences
from index.values import Article, Draft

_END = ".…!?[] "
_TELLING = 20
"""Characters of a sentence that two texts do not share by chance."""
_CUT = 0.5
"""With less than this share of its text, and nothing else, an article was cut off."""
_LONG = 1_000
_LITTLE = 0.2
"""Of an article of so many characters less than this share is no new form of it."""


def moved_away(kept: str, found: str) -> str | None:
    """Where an address of an article leads that it should not lead to: another site, a front page.

    ``found`` is where the page is after all redirects.
    """
    before, after = canonical_url(kept) or kept, canonical_url(found) or found
    to_front = is_front(after) and not is_front(before)
    return found if to_front or site_of(before) != site_of(after) else None


def is_front(url: str) -> bool:
    """Whether an address is that of a whole site."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def is_another(before: Article, now: Draft) -> bool:
    """Whether two texts share neither their title nor a sentence."""
    return _words(before.title) != _words(now.title) and is_unlike(before, now)


def is_unlike(before: Article, now: Draft) -> bool:
    """Whether two texts share no sentence, whatever their titles are."""
    if _words(before.text[before.body_start :]) == _words(now.text[now.body_start :]):
        return False
    return not _told(before.text[before.body_start :]) & _told(now.text[now.body_start :])


def is_cut_off(before: Article, now: Draft) -> bool:
    """Whether of an article no more is left than a part of what it was, or hardly anything.

    A long one may become as short as it wishes where it says that it was corrected.
    """
    if len(now.text) >= _CUT * len(before.text):
        return False
    if len(before.text) >= _LONG and len(now.text) < _LITTLE * len(before.text):
        return not notices_of(now.text, now.body_start)
    whole = _words(before.text)
    return all(words.rstrip(_END) in whole for words in _told(now.text))


def _told(text: str) -> frozenset[str]:
    found = (_words(text[start:end]) for start, end in sentences(text))
    return frozenset(words for words in found if len(words) >= _TELLING)


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
