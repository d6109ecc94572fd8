"""What people say to the bot out of courtesy, which asks nothing and is no question to keep."""

from __future__ import annotations

import re

GREETED = "Hello! Ask me something about the articles here; `/help` says how."
THANKED = "You are welcome."

_TO_WHOM = r"(?:\W+(?:there|all|everyone|everybody|folks|bot|footnote))?\W*"
_GREETS = re.compile(
    r"\W*(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))" + _TO_WHOM,
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\W*(?:(?:ok|okay|great|nice|cool|perfect)\W+)?"
    r"(?:thanks|thank (?:you|u)|thx|ty|tysm|cheers|good bot)"
    r"(?:\W+(?:a lot|a ton|again|so much|very much|"
    r"for (?:that|this|(?:the|your) (?:help|answer)))){0,2}" + _TO_WHOM,
    re.IGNORECASE,
)


def said_back(text: str) -> str | None:
    """What is said to a greeting or to thanks; None to all that says anything else."""
    if _GREETS.fullmatch(text):
        return GREETED
    return THANKED if _THANKS.fullmatch(text) else None
