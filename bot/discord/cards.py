"""What a button of an answer opens: the passage of a quotation, or further passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import discord

from bot.discord.escaping import escaped, words_link
from bot.discord.pages import COLOUR, day_of, fitting, shortened, titled
from bot.notices import noticed
from index.stores.answered import Kept
from index.stores.quoted import Standing
from index.values import ArticleInfo, Citation, Hit

# Every character may come with a backslash, and a description takes 4,096.
_AROUND, _QUOTE = 350, 1_200
_PASSAGE = 500
_TITLE = 250
_FIELD = 1_000
_NOTICE = 350
_MOST_NOTICES = 3
_LONGEST = 6_000
"""Characters of all that an embed holds."""
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
    embed.title = _title(article)
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
        words, page = citation.quote, citation.page
        address = words_link("Open at these words", article.url, words, page, limit=_FIELD)
        if address is not None:
            embed.add_field(name="Link", value=address, inline=False)
    for name, words in _corrections(kept, citation):
        if len(embed) + len(name) + len(words) <= _LONGEST:
            embed.add_field(name=name, value=words, inline=False)
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


def _corrections(kept: Kept, citation: Citation) -> Iterator[tuple[str, str]]:
    """What the article says of its own corrections, and what corrects it, in their words."""
    for name, words in list(noticed(citation.article))[:_MOST_NOTICES]:
        yield name, _notice(words)
    others = kept.corrections[citation.number]
    for other in others[:_MOST_NOTICES]:
        words = next((words for _, words in noticed(other)), "")
        yield "Corrected by", f"{_title(other)}\n{_notice(words)}"
    known = {other.id for other in others}
    for info in [one for one in citation.corrected_by if one.id not in known][:_MOST_NOTICES]:
        yield "Corrected by", _title(info)


def _title(article: ArticleInfo) -> str:
    return escaped(shortened(article.title, _TITLE // 2))


def _notice(words: str) -> str:
    return f"“{escaped(shortened(words, _NOTICE))}”"


def _surroundings(citation: Citation) -> str:
    start = citation.start - citation.context_start
    before = citation.context[:start]
    after = citation.context[start + len(citation.quote) :]
    head = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    return (
        f"{escaped(head)} **{escaped(shortened(citation.quote, _QUOTE))}** "
        f"{escaped(shortened(after, _AROUND))}"
    ).strip()
