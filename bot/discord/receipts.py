"""What became of an article that was added, as an admin reads it."""

from __future__ import annotations

from bot.discord.escaping import escaped
from bot.discord.pages import shortened, titled
from index.values import Article, Receipt, Refreshed, Refusal

_FIRST_WORDS = 200
_OUTCOMES = {
    "new": "New",
    "unchanged": "Unchanged",
    "new revision": "New revision",
    "copy": "Copy",
    "restored": "Restored",
}
_REFRESHED = {
    "unchanged": ("✅", "unchanged"),
    "gone": ("⚠️", "the page is gone; the article is kept as it was"),
    "failed": ("❌", "could not be fetched"),
}


def refreshed_line(refreshed: Refreshed) -> str:
    """What became of an article whose page was looked at again."""
    mark, told = _REFRESHED.get(refreshed.outcome, ("✅", refreshed.outcome))
    changed = refreshed.receipt
    if refreshed.reason:
        told = refreshed.reason
    elif changed is not None and changed.outcome == "new revision":
        told = f"new revision, {changed.fresh} of {_passages(changed)} changed"
    address = escaped(shortened(refreshed.url, _FIRST_WORDS))
    return f"{mark} {address} · `{refreshed.article_id}` · {escaped(told)}"


def receipt_lines(receipt: Receipt | Refusal, article: Article | None) -> list[str]:
    """What became of it, how its text begins as it was read, and what to look out for."""
    if isinstance(receipt, Refusal):
        return [f"❌ **{escaped(receipt.origin)}**: {escaped(receipt.reason)}"]
    count = _passages(receipt)
    changed = receipt.outcome == "new revision"
    told = [
        f"✅ **{titled(receipt.article)}**",
        _OUTCOMES.get(receipt.outcome, receipt.outcome),
        f"{receipt.fresh} of {count} changed" if changed else count,
        f"`{receipt.article.id}`",
    ]
    if receipt.copy_of is not None:
        told.append(f"same text as `{receipt.copy_of}`")
    lines = [" · ".join(told)]
    if article is not None:
        first = shortened(article.text[article.body_start :].strip(), _FIRST_WORDS)
        lines.append(f"-# {escaped(first)}")
    return [*lines, *(f"⚠️ {escaped(sentence)}" for sentence in receipt.warnings)]


def _passages(receipt: Receipt) -> str:
    return f"{receipt.passages} passage{'' if receipt.passages == 1 else 's'}"
