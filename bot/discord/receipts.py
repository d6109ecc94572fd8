"""What became of an article that was added, as an admin reads it."""

from __future__ import annotations

from bot.discord.escaping import escaped
from bot.discord.pages import shortened, titled
from index.values import Article, Receipt, Refusal

_FIRST_WORDS = 200
_OUTCOMES = {
    "new": "New",
    "unchanged": "Unchanged",
    "new revision": "New revision",
    "copy": "Copy",
    "restored": "Restored",
}


def receipt_lines(receipt: Receipt | Refusal, article: Article | None) -> list[str]:
    """What became of it, how its text begins as it was read, and what to look out for."""
    if isinstance(receipt, Refusal):
        return [f"❌ **{escaped(receipt.origin)}**: {escaped(receipt.reason)}"]
    count = receipt.passages
    told = [
        f"✅ **{titled(receipt.article)}**",
        _OUTCOMES.get(receipt.outcome, receipt.outcome),
        f"{count} passage{'' if count == 1 else 's'}",
        f"`{receipt.article.id}`",
    ]
    if receipt.copy_of is not None:
        told.append(f"same text as `{receipt.copy_of}`")
    lines = [" · ".join(told)]
    if article is not None:
        first = shortened(article.text[article.body_start :].strip(), _FIRST_WORDS)
        lines.append(f"-# {escaped(first)}")
    return [*lines, *(f"⚠️ {escaped(sentence)}" for sentence in receipt.warnings)]
