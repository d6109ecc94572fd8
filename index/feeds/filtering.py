"""Which entries of a feed are wanted, told by words before anything is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.errors import InvalidInput
from index.feeds.feed import FeedEntry

_MOST_WORDS = 20
_LONGEST_WORD = 60
# Han, kana, Thai, Lao, Khmer and Burmese put no spaces between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def filter_words(given: Iterable[str]) -> tuple[str, ...]:
    """The words or phrases that a person gives, each on one line, none twice.

    Raises ``InvalidInput`` where one has no letter or digit, is too long, or there are too many.
    """
    words = tuple(dict.fromkeys(" ".join(word.split()) for word in given))
    if len(words) > _MOST_WORDS:
        raise InvalidInput(f"A feed is filtered by at most {_MOST_WORDS} words; give fewer.")
    for word in words:
        if not re.search(r"\w", word) or len(word) > _LONGEST_WORD:
            raise InvalidInput(
                f"{word[:_LONGEST_WORD]!r} is no word to filter by; give one of letters or "
                f"digits with at most {_LONGEST_WORD} characters."
            )
    return words


def wanted_entries(
    entries: Iterable[FeedEntry], include: Sequence[str], exclude: Sequence[str]
) -> tuple[FeedEntry, ...]:
    """Those of which a feed tells any word of ``include`` and none of ``exclude``, in order.

    It tells title, summary and categories; the article itself is fetched only if it is wanted.
    Whole words are compared, without regard to case; no words of a kind mean no limit.
    """
    named, unwanted = tuple(map(_pattern, include)), tuple(map(_pattern, exclude))
    found = []
    for entry in entries:
        told = f"{entry.title or ''}\n{entry.text}".casefold()
        chosen = not named or any(pattern.search(told) for pattern in named)
        if chosen and not any(pattern.search(told) for pattern in unwanted):
            found.append(entry)
    return tuple(found)


def _pattern(word: str) -> re.Pattern[str]:
    folded = word.casefold()
    parts = r"\s+".join(map(re.escape, folded.split()))
    if _UNSPACED.search(folded):
        return re.compile(parts)
    # Edges only where there are letters: “c++” and “.net” are whole words too.
    before = r"(?<!\w)" if re.match(r"\w", folded) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", folded) else ""
    return re.compile(f"{before}{parts}{after}")
