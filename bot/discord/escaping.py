"""Text of articles and people as Discord shows it: literally, with nothing in it alive.

Where a backslash stands before a mark, Discord shows the mark and parses nothing by it: no
formatting, mention, timestamp, command, emoji, heading, list, quotation, link or address.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_MARKS = re.compile(r"[\\*_~`|<>@#:\[\]()]")
_LIST = re.compile(r"^(\d*)([-+.])")
_LONG_FRAGMENT = 80
_FRAGMENT_WORDS = 5


def escaped(text: str) -> str:
    """The text on one line, every mark that Discord could parse behind a backslash."""
    line = " ".join(text.split())
    return _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", line))


def link(label: str, url: str) -> str:
    """A link in an embed; the label is escaped, and the address cannot end it early."""
    return f"[{escaped(label)}]({url.replace('(', '%28').replace(')', '%29')})"


def fragment(url: str, words: str, page: int | None = None) -> str:
    """The address of a page with the words highlighted (WICG Scroll to Text Fragment).

    Long ones are told by their beginning and end. Of a paged document it is that of the page.
    """
    if page is not None:
        return f"{url}#page={page}"
    told = words.split()
    if len(words) <= _LONG_FRAGMENT or len(told) <= 2 * _FRAGMENT_WORDS:
        return f"{url}#:~:text={_encoded(told)}"
    first, last = told[:_FRAGMENT_WORDS], told[-_FRAGMENT_WORDS:]
    return f"{url}#:~:text={_encoded(first)},{_encoded(last)}"


def _encoded(words: list[str]) -> str:
    # These three have a meaning of their own in a fragment.
    return quote(" ".join(words), safe="").replace("-", "%2D")
