"""Managing articles in Discord."""

from __future__ import annotations

from chatting import Chat, plain
from newsroom import PIER, STORIES
from support import added, drafted

from bot.discord.articles import REMOVED_ALREADY
from bot.discord.menus import NO_FILES

NEW = "The ferry to Fernmouth\n\nThe ferry to Fernmouth sails again from Friday, its owner said."


async def test_an_uploaded_file_is_added_and_answers(chat: Chat) -> None:
    """The receipt tells what was read; the article answers at once."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    adding = await discord.command(
        alice, general, "article add", file=("message.txt", NEW.encode())
    )
    receipt = await discord.seen(adding)
    assert receipt.ephemeral
    told = plain(receipt.text)
    assert "The ferry to Fernmouth · New · 1 passage" in told
    assert "The ferry to Fernmouth sails again from Friday" in told
    asked = await discord.command(
        alice, general, "ask", question="When does the ferry to Fernmouth sail again?"
    )
    assert "sails again from Friday" in plain((await discord.seen(asked)).text)


async def test_every_file_gets_its_receipt(chat: Chat) -> None:
    """What cannot be read is refused with its reason, and the others are added."""
    discord = chat.discord
    adding = await discord.command(
        chat.alice,
        chat.general,
        "article add",
        file=("empty.txt", b""),
        file2=("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
        file3=("message.txt", NEW.encode()),
    )
    told = plain((await discord.seen(adding, lambda text: "ferry" in text)).text)
    assert "❌ empty.txt: It is empty" in told
    assert "❌ picture.png: It looks like a binary file" in told
    assert "✅ The ferry to Fernmouth" in told


async def test_two_files_of_one_name_are_two_articles(chat: Chat) -> None:
    """Discord calls pasted text message.txt, so a name tells nothing."""
    discord, library = chat.discord, chat.library
    for text in (NEW, NEW.replace("ferry", "tram")):
        adding = await discord.command(
            chat.alice, chat.general, "article add", file=("message.txt", text.encode())
        )
        await discord.seen(adding)
    assert len(await library.entries()) == len(STORIES) + 2


async def test_too_large_a_file_is_not_even_fetched(chat: Chat) -> None:
    """The limit is told."""
    discord = chat.discord
    adding = await discord.command(
        chat.alice, chat.general, "article add", file=("big.txt", b"a " * 600_000)
    )
    assert "larger than the limit" in (await discord.seen(adding)).text
    assert not any(path.startswith("/attachments") for _, path, _ in discord.world.requests)


async def test_the_list_is_searched_and_paged(chat: Chat) -> None:
    """Every title is listed, and words of a title narrow the list."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    whole = plain((await discord.seen(await discord.command(alice, general, "article list"))).text)
    assert all(story.title in whole for story in STORIES[:10])
    listed = await discord.command(alice, general, "article list", search="PIER", page=9)
    told = plain((await discord.seen(listed)).text)
    assert PIER.title in told
    assert "Page 1 of 1 · 1 article" in told


async def test_removing_asks_first_and_can_be_undone(chat: Chat) -> None:
    """Only the confirmed removal removes, and undoing brings the article back."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    library = chat.library
    (offered,) = await discord.autocomplete(alice, general, "article remove", "article", "pier")
    asking = await discord.seen(
        await discord.command(alice, general, "article remove", article=offered["value"])
    )
    assert PIER.title in plain(asking.text)
    assert len(await library.entries()) == len(STORIES)
    pressed = await discord.press(alice, asking, "Remove")
    removed = await discord.seen(pressed, lambda text: "Removed" in text)
    assert len(await library.entries()) == len(STORIES) - 1
    pressed = await discord.press(alice, removed, "Undo")
    assert await discord.seen(pressed, lambda text: "Restored" in text)
    assert len(await library.entries()) == len(STORIES)


async def test_what_is_removed_already_is_not_asked_about(chat: Chat) -> None:
    """Its id is still known, and a sentence says what brings it back."""
    (entry,) = [e for e in await chat.library.entries() if e.article.title == PIER.title]
    await chat.library.remove(entry.article.id)
    asking = await chat.discord.command(
        chat.alice, chat.general, "article remove", article=entry.article.id
    )
    told = await chat.discord.seen(asking)
    assert (told.content, told.buttons) == (REMOVED_ALREADY, {})


async def test_a_removed_article_is_restored_by_its_title(chat: Chat) -> None:
    """``restore`` completes over what was removed."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    library = chat.library
    entry = next(e for e in await library.entries() if e.article.title == PIER.title)
    await library.remove(entry.article.id)
    (offered,) = await discord.autocomplete(alice, general, "article restore", "article", "")
    told = await discord.seen(
        await discord.command(alice, general, "article restore", article=offered["value"])
    )
    assert PIER.title in plain(told.text)


async def test_titles_complete_over_words_in_any_case(chat: Chat) -> None:
    """Every word must be in the title, also letters that ASCII has not; the newest comes first."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    first, second = "Ärger um Øster Pier", "Neuer ÄRGER um Øster Pier"
    await added(chat.library, *(drafted(f"{title}\n\n{title} today.") for title in (first, second)))

    async def offered(typed: str) -> list[str]:
        found = await discord.autocomplete(alice, general, "article info", "article", typed)
        return [choice["name"] for choice in found]

    assert await offered("øSTER ärg") == [second, first]
    assert await offered("neuer øster") == [second]
    assert await offered("øster %") == []


async def test_a_title_that_is_typed_names_an_article(chat: Chat) -> None:
    """As the option says, in any case; one that two articles have is told, and so is a part."""
    discord, alice, general = chat.discord, chat.alice, chat.general

    async def told(**options: str) -> str:
        used = await discord.command(alice, general, "article info", **options)
        return plain((await discord.seen(used)).text)

    (entry,) = [e for e in await chat.library.entries() if e.article.title == PIER.title]
    assert entry.article.id in await told(article=f" {PIER.title.upper()} ")
    asked = await discord.command(alice, general, "ask", question=PIER.question, article=PIER.title)
    assert PIER.quote in plain((await discord.seen(asked)).text)
    assert "No article here" in await told(article=PIER.title[:-1])
    await added(chat.library, f"{PIER.title}\n\nIt opens again at Easter.")
    assert "Several articles have the title" in await told(article=PIER.title)


async def test_an_article_that_is_not_there_is_told(chat: Chat) -> None:
    """What is neither an id nor a title gets a sentence."""
    told = await chat.discord.seen(
        await chat.discord.command(chat.alice, chat.general, "article remove", article="nothing")
    )
    assert told.ephemeral
    assert told.content.endswith(".")


async def test_the_menu_of_a_message_adds_its_files(chat: Chat) -> None:
    """**Add article** takes the files of a message; one without files is told."""
    discord, alice, general = chat.discord, chat.alice, chat.general
    said = await discord.say(alice, general, "read this")
    told = await discord.seen(await discord.menu(alice, said, "Add article"))
    assert told.content == NO_FILES
    said.fields["attachments"] = [discord.upload("message.txt", NEW.encode())]
    told = await discord.seen(await discord.menu(alice, said, "Add article"))
    assert "The ferry to Fernmouth · New" in plain(told.text)
