"""``/article compare``: where two articles say the same and where they differ."""

from __future__ import annotations

import discord

from bot.discord.escaping import escaped
from bot.discord.pages import COLOUR, fitting, shortened, titled
from index.comparing import CUT, Comparison, Twins
from index.values import Article, Span

_SENTENCE = 300
_ONLY = 5
_KINDS = {"number": "figures", "name": "names", "negation": "denials", "quotation": "quoted words"}


def comparison_embed(found: Comparison) -> discord.Embed:
    """The counts, the twins that differ in substance, and some of what only one has."""
    changed = [twins for twins in found.twins if twins.likeness == "different"]
    same = sum(twins.likeness == "same" for twins in found.twins)
    reworded = len(found.twins) - same - len(changed)
    told = [
        f"**A** {titled(found.left)}\n**B** {titled(found.right)}",
        f"Sentences: {same} the same, {reworded} reworded, {len(changed)} different in substance; "
        f"{len(found.left_only)} only in A, {len(found.right_only)} only in B.",
        *([CUT] if found.cut else []),
        *(_differing(found, twins) for twins in changed),
        *(f"Only **A**: {_words(found.left, span)}" for span in found.left_only[:_ONLY]),
        *(f"Only **B**: {_words(found.right, span)}" for span in found.right_only[:_ONLY]),
    ]
    return discord.Embed(description=fitting(told, "\n\n"), colour=COLOUR)


def _differing(found: Comparison, twins: Twins) -> str:
    kinds = ", ".join(dict.fromkeys(_KINDS[one.kind] for one in twins.differences))
    return (
        f"Other {kinds}\n**A** {_words(found.left, twins.left)}\n"
        f"**B** {_words(found.right, twins.right)}"
    )


def _words(article: Article, span: Span) -> str:
    return escaped(shortened(article.text[span[0] : span[1]], _SENTENCE))
