"""What a conversation keeps of an answer, so that the next question can lean on it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.values import Answer, Answered, Turn

MOST_ANSWER = 1_500
"""Characters of an answer that are kept; what is named first is what is meant."""
TITLE_IN = 20_000
"""Characters of an article in which its title is looked for."""

_MOST_TOPIC_WORDS = 5
_LONGEST_TOPIC = 60
_TOPIC = re.compile(r"[\w’'.&-]+(?: [\w’'.&-]+)*")


def turn_of(question: str, answer: Answer) -> Turn:
    """A question with what was answered."""
    if not isinstance(answer, Answered):
        return Turn(question)
    articles = (citation.article for citation in answer.citations)
    topics = (topic_of(one.title, one.text[one.body_start : TITLE_IN]) for one in articles)
    return Turn(question, told(claim.text for claim in answer.claims), first(topics))


def told(claims: Iterable[str]) -> str:
    """The text of an answer, as far as it is kept."""
    return " ".join(claims)[:MOST_ANSWER]


def first(topics: Iterable[str]) -> str:
    """The topic of the article that is cited first and has one."""
    return next(filter(None, topics), "")


def topic_of(title: str, body: str) -> str:
    """What an article is about, where its title is nothing but a name for it; empty elsewhere.

    ``Frank Zappa`` is such a title, if the article's own sentences have it; a headline is not.
    """
    words = title.split()
    named = 0 < len(words) <= _MOST_TOPIC_WORDS and len(title) <= _LONGEST_TOPIC
    if not named or not _TOPIC.fullmatch(title) or not title[0].isupper():
        return ""
    return title if re.search(rf"(?<![\w-]){re.escape(title)}(?![\w-])", body) else ""
