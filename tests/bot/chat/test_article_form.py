"""Writing an article into a form in Discord, and giving the form files."""

from __future__ import annotations

import pytest
from chatting import Chat, alive, plain, restarted, stocked_chat
from loopback import LoopbackDiscord
from loopback.people import Json
from loopback.world import Interaction
from newsroom import ORCHARD, PIER

from bot.discord.adding import EMPTY_FORM
from bot.discord.article_form import ARTICLE_FORM
from index.folder import Options

TITLE = "The ferry to Fernmouth"
FACT = "The ferry to Fernmouth sails again from Friday, its owner Odo Brack said."
WRITTEN = f"{TITLE}\n{FACT}"
QUESTION = "Who said that the ferry to Fernmouth sails again from Friday?"
TRAM = b"The tram to Elmgate\n\nThe tram to Elmgate turns back at the mill, its driver said."
PART = 4_000
HOSTILE = "@everyone [click](http:x) <@1> discord.gg#x?.txt"


def filled(number: int) -> str:
    """A part as long as Discord takes, of few words, which are soon embedded."""
    return " ".join(f"Gull {number}{n} cried w{'a' * 200}." for n in range(20))[:PART]


async def opened(chat: Chat, **options: str) -> Interaction:
    """The command that opens a form."""
    return await chat.discord.command(chat.alice, chat.general, "article add", **options)


async def receipt_of(chat: Chat, form: Interaction, **values: str | list[tuple[str, bytes]]) -> str:
    """What is told at the end of what a form was filled in with, marks and all."""
    sent = await chat.discord.submit(chat.alice, form, **values)
    receipt = await chat.discord.seen(sent, lambda text: " added" in text)
    assert receipt.ephemeral
    return receipt.text


def former() -> Json:
    """The form as it was while it asked for the title by itself."""
    names = ("title", *(f"text{number}" for number in range(1, 5)))
    fields = [{"type": 4, "custom_id": name, "required": False} for name in names]
    labels = [{"type": 18, "label": one["custom_id"], "component": one} for one in fields]
    return {"custom_id": f"{ARTICLE_FORM}town", "title": "Add an article", "components": labels}


async def test_a_form_takes_what_no_file_has(chat: Chat) -> None:
    """Without a file a form opens; four parts of 4,000 characters become one article."""
    parts = {f"text{n}": filled(n) for n in (2, 3)}
    parts["text1"] = f"{TITLE}\n{filled(1)}"[:PART]
    parts["text4"] = f"{FACT} {filled(4)}"[:PART]
    told = await receipt_of(chat, await opened(chat), **parts)
    assert f"{TITLE} · New" in plain(told)
    assert "1 article added." in told
    assert FACT in plain((await chat.answer(QUESTION)).text)
    (entry,) = [e for e in await chat.library.entries() if e.article.title == TITLE]
    article = await chat.library.article(entry.article.id)
    assert all(part.strip() in article.text for part in parts.values())


async def test_a_form_takes_files_as_the_command_does(chat: Chat) -> None:
    """Each of three files gets its receipt, also one that cannot be read, and the tag counts."""
    form = await opened(chat, tag="sea: ferries")
    files = [("a.txt", WRITTEN.encode()), ("empty.txt", b""), ("message.txt", TRAM)]
    told = plain(await receipt_of(chat, form, files=files))
    assert f"{TITLE} · New" in told
    assert "❌ empty.txt: It is empty" in told
    assert "The tram to Elmgate · New" in told
    assert "2 articles added, 1 refused." in told
    assert FACT in plain((await chat.answer(QUESTION)).text)
    entries = [entry for entry in await chat.library.entries() if entry.tags == ("sea: ferries",)]
    assert len(entries) == 2


async def test_a_form_with_text_and_a_file_adds_both(chat: Chat) -> None:
    """What was written and what was uploaded are two articles."""
    told = await receipt_of(chat, await opened(chat), text1=WRITTEN, files=[("message.txt", TRAM)])
    assert f"{TITLE} · New" in plain(told)
    assert "The tram to Elmgate · New" in plain(told)
    assert "2 articles added." in told


async def test_what_was_written_is_kept_where_a_file_fails(chat: Chat) -> None:
    """A file that Discord does not hand over is refused, and the text is added all the same."""
    chat.discord.fail_next("GET", r"/attachments/", 404)
    told = await receipt_of(chat, await opened(chat), text1=WRITTEN, files=[("message.txt", TRAM)])
    assert f"{TITLE} · New" in plain(told)
    assert "❌ message.txt: Discord did not hand it over" in plain(told)


async def test_the_name_of_a_file_of_a_form_stays_words(chat: Chat) -> None:
    """Nothing of a file's name comes alive in its receipt, nor stands where Discord unfurls."""
    sent = await chat.discord.submit(chat.alice, await opened(chat), files=[(HOSTILE, b"")])
    told = await chat.discord.seen(sent, lambda text: "refused" in text)
    assert HOSTILE in plain(told.text)
    assert not any(mark in alive(told.text) for mark in ("@everyone", "](", "<@"))
    assert HOSTILE not in plain(told.content)


async def test_too_large_a_file_of_a_form_is_not_even_fetched(chat: Chat) -> None:
    """The limit is told."""
    told = await receipt_of(chat, await opened(chat), files=[("big.txt", b"a " * 600_000)])
    assert "larger than the limit" in told
    requests = chat.discord.world.requests
    assert not any(path.startswith("/attachments") for _, path, _ in requests)


async def test_a_form_takes_no_more_files_than_the_command(chat: Chat) -> None:
    """Discord itself lets nobody send a fourth, nor more text than fits."""
    form = await opened(chat)
    for given in ({"files": [("message.txt", TRAM)] * 4}, {"text1": "a" * (PART + 1)}):
        with pytest.raises(ValueError, match="would not let"):
            await chat.discord.submit(chat.alice, form, **given)
    options = chat.discord.world.find("article")["options"]
    (add,) = [option for option in options if option["name"] == "add"]
    assert len([one for one in add["options"] if one["type"] == 11]) == 3


@pytest.mark.parametrize("given", [{}, {"text1": " \n ", "text2": "\n"}], ids=["empty", "blank"])
async def test_a_form_of_nothing_gets_one_sentence(chat: Chat, given: dict[str, str]) -> None:
    """Neither text nor a file: nothing is added, and the person is told what to give."""
    before = len(await chat.library.entries())
    sent = await chat.discord.submit(chat.alice, await opened(chat), **given)
    told = await chat.discord.seen(sent)
    assert told.ephemeral
    assert told.text == EMPTY_FORM
    assert len(await chat.library.entries()) == before


async def test_a_form_without_words_is_refused(chat: Chat) -> None:
    """What has no words is told to be none, under no name of a file."""
    told = await receipt_of(chat, await opened(chat), text1="… !")
    assert "❌ **The form**: It has no text" in told
    assert "0 articles added, 1 refused." in told


async def test_a_form_outlives_the_bot_that_opened_it(
    discord: LoopbackDiscord, options: Options
) -> None:
    """What is sent after a restart is added all the same, files too."""
    async with stocked_chat(discord, options, articles=[PIER]) as chat:
        form = await opened(chat)
        await discord.answered(form)
    async with restarted(chat, options) as chat:
        told = await receipt_of(chat, form, text1=WRITTEN, files=[("message.txt", TRAM)])
        assert "2 articles added." in told
        assert FACT in plain((await chat.answer(QUESTION)).text)


async def test_a_form_that_asks_for_the_title_still_counts(chat: Chat) -> None:
    """Who has the form of an older version open loses neither title nor text nor tag."""
    form = await chat.discord.answered(await opened(chat))
    form.modal = former()
    told = await receipt_of(chat, form, title=TITLE, text1=FACT)
    assert f"{TITLE} · New" in plain(told)
    assert await chat.library.tags() == ["town"]
    assert FACT in plain((await chat.answer(QUESTION)).text)


async def test_what_a_form_says_twice_is_told(chat: Chat) -> None:
    """The same text again is told as unchanged, and makes no second article."""
    before = len(await chat.library.entries())
    written = f"A copy\n\n{ORCHARD.body.replace('April', 'March')}"
    for outcome in ("New", "Unchanged"):
        told = await receipt_of(chat, await opened(chat), text1=written)
        assert f"A copy · {outcome}" in plain(told)
    assert len(await chat.library.entries()) == before + 1
