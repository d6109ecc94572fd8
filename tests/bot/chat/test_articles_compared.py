"""Two wordings of one story set side by side in Discord."""

from __future__ import annotations

from chatting import Chat, plain
from newsroom import TRAM
from support import added, drafted

OTHER = (
    f"{TRAM.title} again\n\n"
    "Tram line seven returns to Hobb Street in September with nineteen cars from a works in "
    "Fernmouth.\n\nShopkeepers had asked for buses instead. Nobody was asked about the noise."
)


async def test_what_differs_is_shown_side_by_side(chat: Chat) -> None:
    """The sentence with another figure stands under its twin, and what only one has is told."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    (receipt,) = await added(chat.library, drafted(OTHER, "other"))
    offered = await discord.autocomplete(alice, general, "article compare", "article", "rails")
    first = next(one["value"] for one in offered if one["name"] == TRAM.title)
    compared = await discord.command(
        alice, general, "article compare", article=first, other=receipt.article.id
    )
    message = await discord.seen(compared)
    told = plain(message.text)
    assert message.ephemeral
    assert "Sentences: 1 the same, 0 reworded, 1 different in substance;" in told
    assert "Other figures" in told
    assert "A Tram line seven returns to Hobb Street in September with twelve cars" in told
    assert "B Tram line seven returns to Hobb Street in September with nineteen cars" in told
    assert "Only B: Nobody was asked about the noise." in told
