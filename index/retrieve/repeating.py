"""Passages that only say again what another article of the same story said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.stories.lines import names_of, telling_words
from index.values import Passage

REPEATED = 0.75
"""A passage says nothing new where others have this share of its telling words."""


class Repeats:
    """Which of the passages that are taken in order repeat earlier ones of their story.

    The words of all earlier passages of the story's other articles count together, because two
    wordings of a text are seldom split at the same places. A passage with a figure or a name of its
    own is never a repetition: that is what copies differ in.
    """

    def __init__(self, stories: Mapping[str, Iterable[str]]) -> None:
        self._stories = stories
        self._words: dict[str, set[str]] = {}

    def take(self, passage: Passage) -> bool:
        """Whether the passage says something new; what it says counts from now on."""
        story = self._stories.get(passage.article_id)
        if story is None:
            return True
        words = telling_words(passage.text)
        others = (self._words.get(one, set()) for one in story if one != passage.article_id)
        missing = words - set[str]().union(*others)
        told = len(missing) <= (1 - REPEATED) * len(words)
        if told and not missing & names_of(passage.text):
            return False
        self._words.setdefault(passage.article_id, set()).update(words)
        return True
