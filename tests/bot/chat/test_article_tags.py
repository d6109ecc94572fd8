"""What is known of an article in Discord, and its tags."""

from __future__ import annotations

from chatting import Chat, plain
from newsroom import ORCHARD, PIER
from support import added

from index.ingest.reading import read_document
from prompts import load_prompt

NEW = "The ferry to Fernmouth\n\nThe ferry to Fernmouth sails again from Friday, its owner said."
NOT_FOUND = load_prompt("not_found").fill()


async def id_of(chat: Chat, title: str) -> str:
    """An article's id, as the completion of its title gives it."""
    (offered,) = await chat.discord.autocomplete(
        chat.alice, chat.general, "article info", "article", title
    )
    return str(offered["value"])


async def told(chat: Chat, name: str, **options: str) -> str:
    """What a command says."""
    used = await chat.discord.command(chat.alice, chat.general, name, **options)
    seen = await chat.discord.seen(used)
    assert seen.ephemeral
    return plain(seen.text)


async def test_info_says_what_is_known(chat: Chat) -> None:
    """Title, id, passages, tags and revisions are shown to the asker alone."""
    article = await id_of(chat, PIER.title)
    await chat.library.tag(article, ["coast", "news"])
    shown = await told(chat, "article info", article=article)
    assert shown.startswith(PIER.title)
    for line in (f"Id: {article}", "Tags: coast, news", "Passages: 1"):
        assert line in shown
    assert "Revisions: 1 (" in shown
    assert "No article here has the id" in await told(chat, "article info", article="nothing")


async def test_an_added_file_gets_the_tag(chat: Chat) -> None:
    """``tag:`` of ``add`` completes over known tags and is given to what is added."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    await chat.library.tag(await id_of(chat, PIER.title), ["coast", "news"])
    offered = await discord.autocomplete(alice, general, "article add", "tag", "COA")
    assert [choice["value"] for choice in offered] == ["coast"]
    adding = await discord.command(
        alice, general, "article add", file=("message.txt", NEW.encode()), tag="coast"
    )
    await discord.seen(adding, lambda text: "added" in text)
    assert "Tags: coast" in await told(
        chat, "article info", article=await id_of(chat, "The ferry to Fernmouth")
    )


async def test_tags_are_given_and_taken(chat: Chat) -> None:
    """``/article tag`` says the tags that an article has then, and completes over them."""
    discord, article = chat.discord, await id_of(chat, PIER.title)
    assert await told(chat, "article tag", article=article, add="coast") == f"{PIER.title}: coast"
    given = await told(chat, "article tag", article=article, add="old")
    assert given == f"{PIER.title}: coast, old"
    offered = await discord.autocomplete(chat.alice, chat.general, "article tag", "remove", "")
    assert [choice["value"] for choice in offered] == ["coast", "old"]
    taken = await told(chat, "article tag", article=article, remove="coast")
    assert taken == f"{PIER.title}: old"
    assert await told(chat, "article tag", article=article, remove="old") == f"{PIER.title}: no tag"
    assert "listed" in await told(chat, "article tag", article="nothing", add="coast")


async def test_a_question_is_limited_to_a_tag(chat: Chat) -> None:
    """``/ask tag:`` completes over the tags and leaves the other articles out."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    await chat.library.tag(await id_of(chat, PIER.title), ["coast"])
    await chat.library.tag(await id_of(chat, ORCHARD.title), ["hills"])
    offered = await discord.autocomplete(alice, general, "ask", "tag", "coa")
    assert [choice["value"] for choice in offered] == ["coast"]
    for tag, said in (("coast", PIER.quote), ("hills", NOT_FOUND), ("nothing", "tag")):
        asked = await discord.command(alice, general, "ask", question=PIER.question, tag=tag)
        assert said in plain((await discord.seen(asked)).text)


async def test_sources_complete_as_they_are_written(chat: Chat) -> None:
    """``/ask source:`` offers those that articles have, the most frequent first, and no others'."""
    discord = chat.discord
    texts = (("Coast Signal", "Gulls"), ("The Courier", "Boats"), ("The Courier", "Nets"))
    heads = [
        f"---\ntitle: {title}\nsource: {source}\n---\n{title} came." for source, title in texts
    ]
    receipts = await added(chat.library, *(read_document(t.encode(), "markdown") for t in heads))
    await added(chat.folder.library("2"), read_document(b"---\nsource: Other\n---\nA.", "markdown"))

    async def offered(typed: str) -> list[str]:
        found = await discord.autocomplete(chat.alice, chat.general, "ask", "source", typed)
        return [choice["value"] for choice in found]

    assert await offered("") == ["The Courier", "Coast Signal"]
    assert await offered("SIGN") == ["Coast Signal"]
    await chat.library.remove(receipts[0].article.id)
    assert await offered("sign") == []
