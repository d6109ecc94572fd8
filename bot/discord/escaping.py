"""Text of articles and people as Discord shows it: literally, with nothing in it alive.

Where a backslash stands before a mark, Discord shows the mark and parses nothing by it: no
formatting, mention, timestamp, command, emoji, heading, list, quotation, link or address.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_MARKS = re.compile(r"[\\*_~`|<>@#:\[\]()]")
_LIST = re.compile(r"^(\d*)([-+.])")
_BREAK = re.compile("[ \\u3000-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20]")
"""Spaces, and the punctuation of scripts that are written without them."""
_LONG_FRAGMENT = 80
_FRAGMENT_END = 40
_FRAGMENT_WORDS = 5


def escaped(text: str) -> str:
    """The text on one line, every mark that Discord could parse behind a backslash."""
    line = " ".join(text.split())
    return _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))


def link(label: str, url: str) -> str:
    """A link in an embed; the label is escaped, and the address cannot end it early."""
    return f"[{escaped(label)}]({url.replace('(', '%28').replace(')', '%29')})"


def words_link(
    label: str, url: str, words: str, page: int | None = None, *, limit: int
) -> str | None:
    """A link to words of a page, else to the page, of at most ``limit`` characters; else None."""
    links = (link(label, address) for address in (fragment(url, words, page), url))
    return next((one for one in links if len(one) <= limit), None)


def fragment(url: str, words: str, page: int | None = None) -> str:
    """The address of a page with the words highlighted (WICG Scroll to Text Fragment).

    Long ones are told by their beginning and end. Of a paged document it is that of the page.
    """
    if page is not None:
        return f"{url}#page={page}"
    told = words.split()
    whole = " ".join(told)
    if len(whole) <= _LONG_FRAGMENT:
        return f"{url}#:~:text={_encoded(whole)}"
    first, last = " ".join(told[:_FRAGMENT_WORDS]), " ".join(told[-_FRAGMENT_WORDS:])
    ends = _beginning(first), _beginning(last[::-1])[::-1]
    return f"{url}#:~:text={','.join(map(_encoded, ends))}"


def _beginning(text: str) -> str:
    """As much of a text as fits one end of a fragment, cut where browsers see a word end."""
    if len(text) <= _FRAGMENT_END:
        return text
    breaks = [found.start() for found in _BREAK.finditer(text, 1, _FRAGMENT_END + 1)]
    return text[: breaks[-1] if breaks else _FRAGMENT_END]


def _encoded(words: str) -> str:
    # These three have a meaning of their own in a fragment.
    return quote(words, safe="").replace("-", "%2D")
