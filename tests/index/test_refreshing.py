"""Pages of articles, looked at again, and what they call their own address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
import pytest_asyncio
from webservers import Site, answers, fetching, moved, site
from word_hash_embedding import NAME

from index.embedding.configured import EmbeddingSpec
from index.fetch.fetching import Fetcher
from index.folder import Options
from index.library import Library
from index.values import Question, Receipt, Refreshed, Refusal
from index.web import ANOTHER, CUT_OFF, REMOVED

FIRST = "The ferry to Fernmouth sails again from Friday, its owner Nell Tarn said on Monday."
SECOND = "Tickets cost nine crowns, and children travel free of charge with a parent."
THIRD = "No boat had left the old quay since the storm that broke the pier in two in January."


def page(*paragraphs: str, title: str = "The ferry to Fernmouth", head: str = "") -> Any:
    """An article as a page with an entity tag."""
    told = "".join(f"<p>{text}</p>" for text in paragraphs)
    text = (
        f"<html lang=en><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{told}</article></body></html>"
    )
    tag = f'"{abs(hash(text))}"'
    return answers(text, content_type="text/html", headers={"ETag": tag})


@dataclass
class Desk:
    """A library, a web server, and what fetches from it."""

    library: Library
    web: Site
    fetcher: Fetcher

    async def add(self, path: str, host: str = "news.example") -> Receipt | Refusal:
        """What becomes of an address."""
        (told,) = [
            one async for one in self.library.add_pages([self.web.url(path, host)], self.fetcher)
        ]
        return told

    async def stored(self, path: str = "/ferry") -> Receipt:
        """The article of an address that has one."""
        told = await self.add(path)
        assert isinstance(told, Receipt)
        return told

    async def refresh(self) -> list[Refreshed]:
        """Look at every page again."""
        return [one async for one in self.library.refresh(self.fetcher)]

    async def texts(self) -> list[str]:
        """The articles as they are now."""
        entries = await self.library.entries()
        return [(await self.library.article(one.article.id)).text for one in entries]


@pytest.fixture
def options(options: Options, one_reader: None) -> Options:
    """How a folder is opened that needs no model, over a reader that outlives each test."""
    return replace(options, embedding=EmbeddingSpec(NAME))


@pytest_asyncio.fixture
async def desk(library: Library) -> AsyncIterator[Desk]:
    async with site(ferry=page(FIRST, SECOND, THIRD)) as web, fetching() as fetcher:
        yield Desk(library, web, fetcher)


async def test_a_changed_page_stays_the_same_article(desk: Desk) -> None:
    """Whatever it calls its address now; what was added is a revision of what was there."""
    receipt = await desk.stored()
    renamed = f'<link rel="canonical" href="{desk.web.url("/ferry-is-back")}">'
    desk.web.pages["/ferry"] = page(FIRST, SECOND.replace("nine", "ten"), THIRD, head=renamed)
    (refreshed,) = await desk.refresh()
    assert (refreshed.outcome, refreshed.article_id) == ("new revision", receipt.article.id)
    (text,) = await desk.texts()
    assert "ten crowns" in text


async def test_an_unchanged_page_is_not_sent_again(desk: Desk) -> None:
    """The server is told which form of the page is here, and may say that it is the same."""
    await desk.stored()
    tag = desk.web.asked[-1].headers.get("If-None-Match")
    assert tag is None

    def unchanged(request: Any) -> Any:
        sent = request.headers.get("If-None-Match")
        return answers(status=304 if sent else 500, headers={"ETag": sent or ""})(request)

    desk.web.pages["/ferry"] = unchanged
    (refreshed,) = await desk.refresh()
    assert (refreshed.outcome, refreshed.receipt) == ("unchanged", None)


async def test_what_a_redirect_leads_to_is_not_told_what_another_said(desk: Desk) -> None:
    """The tag of the page that was reached belongs to its address, and is sent to no other."""
    await desk.stored()
    desk.web.pages["/moved"] = desk.web.pages["/ferry"]
    desk.web.pages["/ferry"] = moved("/moved")
    await desk.refresh()
    await desk.refresh()
    told = [one.headers.get("If-None-Match") for one in desk.web.asked[-2:]]
    assert [one.path for one in desk.web.asked[-2:]] == ["/ferry", "/moved"]
    assert told == [None, None]


@pytest.mark.parametrize(
    "removal", ["before", "meanwhile"], ids=["before it is asked", "while it is read"]
)
async def test_what_is_removed_meanwhile_stays_removed(desk: Desk, removal: str) -> None:
    """Looking at many pages takes long; what somebody removed does not come back by it."""
    receipt = await desk.stored()
    other = page(f"{FIRST} It is new.", SECOND, THIRD)
    looking = desk.library.refresh(desk.fetcher)
    if removal == "before":
        desk.web.pages["/second"] = page("Another ferry goes to Saltholm every day but Sunday.")
        await desk.stored("/second")
        first = await anext(looking)
        (left,) = {one.article.id for one in await desk.library.entries()} - {first.article_id}
        await desk.library.remove(left)
        (refreshed,) = [one async for one in looking]
    else:

        async def removing(request: Any) -> Any:
            await desk.library.remove(receipt.article.id)
            return other(request)

        desk.web.pages["/ferry"] = removing
        (refreshed,) = [one async for one in looking]
    assert (refreshed.outcome, refreshed.reason) == ("failed", REMOVED)
    assert len(await desk.library.entries()) == (1 if removal == "before" else 0)


async def test_an_answer_says_that_its_page_is_gone(desk: Desk) -> None:
    """It may hold no longer, and nobody looks at every card."""
    await desk.stored()
    asked = Question("What do tickets cost?", desk.library.name)
    assert (await desk.library.ask(asked)).warnings == ()
    del desk.web.pages["/ferry"]
    assert [one.outcome for one in await desk.refresh()] == ["gone"]
    (warning,) = (await desk.library.ask(asked)).warnings
    assert warning.startswith("The page of [1] is gone since 2")


SIGN_IN = page("Your password", "Forgot your password?", title="Sign in")
FRONT = page("Fernmouth news of the day: a fair opens on Saturday with forty stalls.", title="News")
Change = Callable[[Site], None]


def replaced_by(other: Any) -> Change:
    return lambda web: web.pages.update({"/ferry": other})


def leads_to(place: str, other: Any) -> Change:
    def change(web: Site) -> None:
        path = "/" + place.split("/", 3)[3] if "//" in place else place
        web.pages.update({path: other, "/ferry": moved(place.replace("PORT", str(web.port)))})

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (leads_to("/", FRONT), "It leads to "),
        (leads_to("http://other.example:PORT/ferry2", page(FIRST, SECOND)), "It leads to "),
        (leads_to("/login", SIGN_IN), "a form to sign in"),
        (replaced_by(FRONT), ANOTHER),
        (replaced_by(page(FIRST)), CUT_OFF),
        (replaced_by(page(f"{FIRST[:40]} …")), CUT_OFF),
        (replaced_by(answers("<h1>x</h1>", content_type="text/html")), "It is only a headline"),
    ],
    ids=[
        "front",
        "another site",
        "sign-in",
        "another article",
        "cut off",
        "cut inside",
        "headline",
    ],
)
async def test_what_is_not_the_article_any_more_does_not_replace_it(
    desk: Desk, change: Change, reason: str
) -> None:
    """It stays as it is, and the refusal says what stands there."""
    await desk.stored()
    before = await desk.texts()
    change(desk.web)
    (refreshed,) = await desk.refresh()
    assert refreshed.outcome == "failed"
    assert reason in str(refreshed.reason)
    assert await desk.texts() == before


@pytest.mark.parametrize(
    "change",
    [
        leads_to("/2026/ferry-sails-again", page(FIRST, SECOND, "It blew hard.", title="Sails")),
        replaced_by(page("All was written anew.", "Nobody knows when the ferry will sail.")),
        replaced_by(page(THIRD, SECOND, f"{FIRST} More will follow.", title="Ferry sails again")),
    ],
    ids=["another path", "another text", "another title"],
)
async def test_an_article_that_was_changed_much_is_still_one(desk: Desk, change: Change) -> None:
    """With its title or a sentence of it on its own site it is a revision."""
    await desk.stored()
    change(desk.web)
    assert [one.outcome for one in await desk.refresh()] == ["new revision"]


LONG = tuple(
    f"On day {n} of the strike {n + 3} boats of the harbour stayed ashore." for n in range(30)
)
TEASER = "Members of the harbour club read here why the boats of Fernmouth stay ashore."
CORRECTED = "Correction: An earlier version of this article misstated how many boats stayed ashore."


@pytest.mark.parametrize(
    ("text", "outcome"),
    [((TEASER,), "failed"), ((CORRECTED, TEASER), "new revision"), (LONG[:20], "new revision")],
    ids=["a teaser", "a correction", "a shorter form"],
)
async def test_of_a_long_article_more_than_a_teaser_must_be_left(
    desk: Desk, text: tuple[str, ...], outcome: str
) -> None:
    """Under the same title a few words of another kind are no new form of it."""
    desk.web.pages["/ferry"] = page(*LONG)
    await desk.stored()
    desk.web.pages["/ferry"] = page(*text)
    assert [one.outcome for one in await desk.refresh()] == [outcome]


NAMING = '<link rel="canonical" href="{}"><meta property="og:url" content="{}">'


@pytest.mark.parametrize(
    "named",
    [
        *("http://news.example:{port}/", "http://news.example:{port}", "http://news.example/x"),
        *("https://news.example:{port}/x", "http://other.example:{port}/x"),
    ],
)
async def test_what_is_no_name_of_a_page_counts_for_none(desk: Desk, named: str) -> None:
    """Neither the front page nor another server: two articles that claim it stay two."""
    name = named.format(port=desk.web.port)
    head = NAMING.format(name, name)
    fair = "A fair opens in Fernmouth on Saturday with forty stalls and a band from Saltholm."
    desk.web.pages["/ferry"] = page(FIRST, SECOND, head=head)
    desk.web.pages["/fair"] = page(fair, title="A fair opens", head=head)
    told = [await desk.stored("/ferry"), await desk.stored("/fair")]
    assert [one.article.url for one in told] == [desk.web.url("/ferry"), desk.web.url("/fair")]
    assert [one.outcome for one in told] == ["new", "new"]


async def test_the_name_of_another_article_is_no_name(desk: Desk) -> None:
    """Of pages that all call themselves by one address the first has it, and the like of it."""
    head = NAMING.format(*[desk.web.url("/news")] * 2)
    fair = "A fair opens in Fernmouth on Saturday with forty stalls and a band from Saltholm."
    desk.web.pages["/ferry"] = page(FIRST, SECOND, head=head)
    desk.web.pages["/fair"] = page(fair, title="A fair opens", head=head)
    desk.web.pages["/ferry2"] = page(FIRST, SECOND.replace("nine", "ten"), head=head)
    first, other, again = [await desk.stored(path) for path in ("/ferry", "/fair", "/ferry2")]
    assert first.article.url == desk.web.url("/news")
    assert other.article.url == desk.web.url("/fair")
    assert (again.article.id, again.outcome) == (first.article.id, "new revision")


async def test_the_second_page_of_an_article_does_not_replace_the_first(desk: Desk) -> None:
    """Both have its title and name the first: they stay two, and each keeps its own link."""
    head = NAMING.format(*[desk.web.url("/ferry")] * 2)
    desk.web.pages["/ferry"] = page(FIRST, head=head)
    desk.web.pages["/ferry2"] = page(SECOND, THIRD, head=head)
    told = [await desk.stored(path) for path in ("/ferry", "/ferry2")]
    assert [one.outcome for one in told] == ["new", "new"]
    desk.web.pages["/ferry2"] = page(SECOND, f"{THIRD} It was cold.", head=head)
    outcomes = {one.article_id: one.outcome for one in await desk.refresh()}
    assert outcomes[told[1].article.id] == "new revision"
    second = await desk.library.article(told[1].article.id)
    assert second.url == desk.web.url("/ferry2")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<h1>x</h1>", "a headline"),
        ("<title>Ferry</title><h1>Ferry</h1><p>Ferry</p>", "a headline"),
        (
            "<title>Sign in</title><h1>Sign in</h1><form><p>Your e-mail address and your password "
            "are needed.</p><p>Forgot your password?</p></form>",
            "a form to sign in",
        ),
    ],
)
async def test_a_page_without_an_article_is_refused(desk: Desk, text: str, what: str) -> None:
    """A headline by itself and a form are told for what they are."""
    desk.web.pages["/x"] = answers(f"<html><body>{text}</body></html>", content_type="text/html")
    refusal = await desk.add("/x")
    assert isinstance(refusal, Refusal)
    assert what in refusal.reason
