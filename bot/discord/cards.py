"""What a button of an answer opens: the passage of a quotation, or further passages."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.discord.escaping import escaped, fragment, link
from bot.discord.pages import COLOUR, day_of, fitting, shortened, titled
from index.stores.answered import Kept
from index.stores.quoted import Standing
from index.values import Citation, Hit

# Every character may come with a backslash, and a description takes 4,096.
_AROUND, _QUOTE = 350, 1_200
_PASSAGE = 500
_TITLE = 250
_FIELD = 1_000
_STANDINGS: dict[Standing, str] = {
    "updated": "The article has been updated since; this is the revision that was quoted.",
    "gone": "The page of the article is gone since.",
    "removed": "The article has been removed since.",
}


def card_embed(kept: Kept, number: int) -> discord.Embed | None:
    """The quotation in its surroundings and what is known of its article; None where it is gone."""
    citation = next((c for c in kept.citations if c.number == number), None)
    if citation is None:
        return None
    article = citation.article
    embed = discord.Embed(description=_surroundings(citation), colour=COLOUR)
    embed.title = escaped(shortened(article.title, _TITLE // 2))
    told = {
        "Author": ", ".join(article.authors),
        "Source": article.source,
        "Date": day_of(article.published),
        "Revision": str(article.revision),
        "Page": str(citation.page) if citation.page else None,
    }
    for name, value in told.items():
        if value:
            embed.add_field(name=name, value=escaped(shortened(value, _FIELD // 2)))
    if standing := _STANDINGS.get(kept.standing[number]):
        embed.add_field(name="Since then", value=standing, inline=False)
    if article.url:
        address = link("Open at these words", fragment(article.url, citation.quote, citation.page))
        if len(address) <= _FIELD:
            embed.add_field(name="Link", value=address, inline=False)
    return embed


def more_embed(kept: Kept, hits: Sequence[Hit]) -> discord.Embed:
    """Further passages for the question of an answer, without those that it quotes."""
    quoted = {(c.article.id, c.context_start) for c in kept.citations}
    further = [h for h in hits if (h.article.id, h.passage.start) not in quoted]
    if not further:
        return discord.Embed(description="There is nothing more about it.", colour=COLOUR)
    told = [
        f"**{titled(hit.article)}**\n{escaped(shortened(hit.passage.text, _PASSAGE))}"
        for hit in further[:5]
    ]
    text = fitting(told, "\n\n")
    return discord.Embed(title="Further passages", description=text, colour=COLOUR)


def _surroundings(citation: Citation) -> str:
    start = citation.start - citation.context_start
    before = citation.context[:start]
    after = citation.context[start + len(citation.quote) :]
    head = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    return (
        f"{escaped(head)} **{escaped(shortened(citation.quote, _QUOTE))}** "
        f"{escaped(shortened(after, _AROUND))}"
    ).strip()
