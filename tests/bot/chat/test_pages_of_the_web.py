"""Articles from web pages in Discord: an address, the links of a message, and refreshing."""

from __future__ import annotations

from chatting import Chat, plain
from webservers import Site, answers, moved, site

FERRY = (
    "<html lang=en><head><title>The ferry to Fernmouth</title>"
    '<meta property="og:site_name" content="Coast Signal"></head><body><article>'
    "<h1>The ferry to Fernmouth</h1>"
    "<p>The ferry to Fernmouth sails again from Friday, its owner Nell Tarn said on Monday after "
    "a winter in which no boat had left the old quay at all.</p>"
    "<p>Tickets cost nine crowns, and children travel free of charge in the company of a parent, "
    "as they did before the storm broke the pier in two.</p></article></body></html>"
)
QUESTION = "From when does the ferry to Fernmouth sail again?"


def html(text: str) -> object:
    return answers(text, content_type="text/html", headers={"ETag": f'"{hash(text)}"'})


async def added(chat: Chat, web: Site, path: str = "/ferry") -> str:
    """The receipt of an address."""
    adding = await chat.discord.command(chat.alice, chat.general, "article add", url=web.url(path))
    return plain((await chat.discord.seen(adding, lambda text: "added" in text)).text)


async def told(chat: Chat, command: str, **options: str) -> str:
    """What a command shows."""
    used = await chat.discord.command(chat.alice, chat.general, command, **options)
    return plain((await chat.discord.seen(used)).text)


async def refreshed(chat: Chat, **options: str) -> str:
    refreshing = await chat.discord.command(chat.alice, chat.general, "article refresh", **options)
    return plain((await chat.discord.seen(refreshing, lambda text: "look" in text)).text)


async def test_an_address_is_fetched_and_answers(chat: Chat) -> None:
    """The receipt tells what was read of the page; a source line links to the words."""
    async with site(ferry=html(FERRY)) as web:
        told = await added(chat, web)
    assert "The ferry to Fernmouth · Coast Signal" in told
    assert "1 article added" in told
    message = await chat.answer(QUESTION)
    assert "sails again from Friday" in plain(message.text)
    assert "#:~:text=" in message.text


async def test_an_address_inside_is_refused(chat: Chat) -> None:
    """Nobody reads this machine or its network through the bot."""
    for url in ("http://127.0.0.2/", "http://169.254.169.254/latest", "file:///etc/passwd"):
        adding = await chat.discord.command(chat.alice, chat.general, "article add", url=url)
        told = (await chat.discord.seen(adding, lambda text: "refused" in text)).text
        assert "❌" in told
        assert "0 articles added, 1 refused" in told


async def test_what_is_no_page_is_told(chat: Chat) -> None:
    """A missing page and a picture are refused with their reasons."""
    picture = answers("x", content_type="image/png")
    async with site(picture=picture) as web:
        assert "no page at this address" in await added(chat, web, "/nowhere")
        assert "image/png" in await added(chat, web, "/picture")


async def test_a_page_cannot_pass_for_another_site(chat: Chat) -> None:
    """What a page calls its own address counts only on its own site."""
    claimed = FERRY.replace(
        "<head>", '<head><link rel="canonical" href="https://paper.example/scoop">'
    )
    async with site(ferry=html(claimed)) as web:
        await added(chat, web)
        entry = (await chat.library.entries())[0]
        assert entry.article.url == web.url("/ferry")


async def test_the_links_of_a_message_are_added(chat: Chat) -> None:
    """**Add article** fetches what a message links to."""
    async with site(ferry=html(FERRY), old=moved("/ferry")) as web:
        said = await chat.discord.say(chat.alice, chat.general, f"read <{web.url('/old')}>, all!")
        adding = await chat.discord.menu(chat.alice, said, "Add article")
        told = plain((await chat.discord.seen(adding, lambda text: "added" in text)).text)
    assert "The ferry to Fernmouth · Coast Signal" in told


async def test_refreshing_tells_what_changed(chat: Chat) -> None:
    """An unchanged page costs nothing, a changed one becomes a revision, a lost one is flagged."""
    async with site(ferry=html(FERRY)) as web:
        await added(chat, web)
        assert "1 page looked at: 1 unchanged." in await refreshed(chat)
        web.pages["/ferry"] = html(FERRY.replace("nine crowns", "ten crowns"))
        told_of = await refreshed(chat)
        assert "new revision, 1 of 1 passage changed" in told_of
        assert "1 page looked at: 1 new revision." in told_of
        assert "ten crowns" in plain((await chat.answer("What do ferry tickets cost?")).text)
        del web.pages["/ferry"]
        assert "the page is gone" in await refreshed(chat)
        entry = (await chat.library.entries())[0]
    message = await chat.answer("What do ferry tickets cost?")
    assert "ten crowns" in plain(message.text)
    card = await chat.discord.seen(await chat.discord.press(chat.alice, message, "1"))
    assert "The page of the article is gone since." in card.text
    listed = await told(chat, "article list", search="ferry")
    assert "The ferry to Fernmouth · Coast Signal · page gone" in listed
    assert "Page gone since" in await told(chat, "article info", article=entry.article.id)
    assert (await chat.library.entry(entry.article.id)).removed_at is None


async def test_refreshing_names_what_it_cannot(chat: Chat) -> None:
    """An article of a file has no page to look at."""
    offered = await chat.discord.autocomplete(
        chat.alice, chat.general, "article refresh", "article", "pier"
    )
    refreshing = await chat.discord.command(
        chat.alice, chat.general, "article refresh", article=offered[0]["value"]
    )
    told = await chat.discord.seen(refreshing, lambda text: "page" in text)
    assert told.text.endswith("add its file again.")


async def test_refreshing_without_a_page_is_told(chat: Chat) -> None:
    """Files and forms have no page, which a sentence says, and nothing counts as added."""
    assert await refreshed(chat) == (
        "No article here came from a web page, so there is nothing to look at."
    )
