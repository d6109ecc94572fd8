"""The feeds of a library: what new articles come, and what never does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from loop_watch import watched
from newspapers import HEADLINES, Paper, item, rss
from support import added, drafted
from webservers import INSIDE, Names, answers, fetching, moved

from index.errors import FetchError, InvalidInput, NotAFeed, PrivateAddress, UnknownFeed
from index.feeds.checking import FeedChecked
from index.feeds.feeds import FeedLimits
from index.feeds.kept import KeptFeed, Wishes
from index.fetch.pages import FetchOptions
from index.fetch.politeness import Politeness
from index.folder import Folder, Options, open_folder
from index.library import Library
from index.stores.arrivals import Arrivals
from index.stores.catalogue import Extent
from index.values import Receipt, Refusal

NOTHING = Wishes()


class Crash(BaseException):
    """The end of the process."""


async def kept(
    library: Library, signal: Paper, polite: Politeness, wishes: Wishes = NOTHING, **more: Any
) -> KeptFeed:
    """The newspaper's feed in a library, its first articles added."""
    feed = await library.feeds.add(signal.url, polite, wishes, **more)
    async for _ in library.feeds.take(feed, polite):
        pass
    return feed


async def checked(library: Library, polite: Politeness, **more: Any) -> FeedChecked:
    """What becomes of a look at the only feed."""
    steps = [step async for step in library.feeds.check(polite, **more)]
    (done,) = [step for step in steps if isinstance(step, FeedChecked)]
    told = [*done.receipts, *done.refused]
    assert sorted(map(str, told)) == sorted(str(one) for one in steps if one is not done)
    return done


async def titles(library: Library) -> list[str]:
    return sorted([entry.article.title for entry in await library.entries()])


def headlines(*numbers: int) -> list[str]:
    return sorted(HEADLINES[number] for number in numbers)


def change(options: Options, statement: str, *values: object) -> None:
    """Change the catalogue behind everybody's back."""
    with closing(sqlite3.connect(options.data_dir / "catalogue.sqlite3")) as file, file:
        file.execute(statement, values)


async def test_new_articles_come_and_known_ones_do_not(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """The first look brings what is there, the next ones what is new, with the feed's tag."""
    feed = await kept(library, signal, polite, Wishes(tags=("coast",)))
    assert (feed.title, feed.url) == ("Coast Signal", signal.url)
    assert await titles(library) == headlines(0, 1)
    signal.tells(2, 1, 0)
    done = await checked(library, polite)
    assert (done.outcome, [r.article.title for r in done.receipts]) == ("read", headlines(2))
    assert await titles(library) == headlines(0, 1, 2)
    assert await library.tags() == ["coast"]
    assert {entry.tags for entry in await library.entries()} == {("coast",)}
    assert signal.fetched.count("/0") == 1


async def test_an_unchanged_feed_costs_one_conditional_request(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """The server is asked with what it gave, and says that nothing changed."""
    await library.feeds.add(signal.url, polite, NOTHING, first=0)
    before = len(signal.fetched)
    done = await checked(library, polite)
    assert done.outcome == "unchanged"
    assert signal.fetched[before:] == ["/feed"]
    assert "If-None-Match" in signal.site.asked[-1].headers


async def test_a_feed_brings_its_newest_at_first_and_its_archive_never(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """Of five articles the two newest come, and the others not later either."""
    signal.tells(0, 1, 2, 3, 4)
    await kept(library, signal, polite, first=2)
    assert await titles(library) == headlines(3, 4)
    signal.tells(0, 1, 2, 3, 4, 5)
    await checked(library, polite)
    assert await titles(library) == headlines(3, 4, 5)


async def test_words_choose_what_comes(library: Library, signal: Paper, polite: Politeness) -> None:
    """Title, summary and categories are looked through; what is not wanted is never fetched."""
    signal.tells(
        item(0, title="Rope and TAR", description="Old."),
        item(1, title="Tariffs rise"),
        item(2, title="Nets", description="No &lt;b&gt;tar&lt;/b&gt; here."),
        item(3, title="Tar pits", category="Sport"),
        item(4, title="Oars", category="Tar"),
    )
    for number in range(5):
        signal.prints(number)
    await kept(library, signal, polite, Wishes(include=("tar", "pitch"), exclude=("sport",)))
    assert await titles(library) == headlines(0, 2, 4)
    assert not {"/1", "/3"} & set(signal.fetched)


@pytest.mark.parametrize("word", ["", " -- ", "x" * 61])
async def test_a_word_that_is_none_is_told(
    library: Library, signal: Paper, polite: Politeness, word: str
) -> None:
    """Before anything is asked of anybody."""
    with pytest.raises(InvalidInput, match="no word to filter by"):
        await library.feeds.add(signal.url, polite, Wishes(exclude=(word,)))
    assert signal.site.asked == []


async def test_a_removed_article_stays_removed(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """However the feed tells of it again: under another id, by another address, anew."""
    signal.site.pages["/moved"] = moved("/0")
    await kept(library, signal, polite)
    gone = next(e for e in await library.entries() if e.article.title == HEADLINES[0])
    await library.remove(gone.article.id)
    signal.tells(item(0, guid="another", link="/moved"), item(0, guid="third"), 1)
    done = await checked(library, polite)
    assert (done.outcome, done.receipts, done.refused) == ("read", (), ())
    await library.feeds.remove(done.feed.id)
    signal.tells(0, 1)
    await kept(library, signal, polite)
    assert await titles(library) == headlines(1)
    # Where it was by its own address, it is not even looked at.
    assert signal.fetched.count("/0") == 2


async def test_an_entry_is_known_by_its_id_and_by_its_address(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """A feed that makes new ids each time, or moves its pages, has nothing fetched again."""
    await kept(library, signal, polite)
    before = len(signal.fetched)
    signal.tells(item(0, guid="made-anew"), item(1, link="/elsewhere"))
    assert (await checked(library, polite)).receipts == ()
    assert signal.fetched[before:] == ["/feed"]


async def test_an_article_that_was_purged_stays_away(
    library: Library, signal: Paper, polite: Politeness, quick: Options
) -> None:
    """The feed remembers what the library has forgotten for good."""
    await kept(library, signal, polite)
    for entry in await library.entries():
        await library.remove(entry.article.id)
    change(quick, "DELETE FROM articles")
    signal.tells(0, 1, 2)
    await checked(library, polite)
    assert await titles(library) == headlines(2)


async def test_what_cannot_be_read_is_tried_again_and_given_up(
    library: Library, signal: Paper, polite: Politeness, quick: Options
) -> None:
    """A page that fails is told each time, five times in all, further and further apart."""
    await kept(library, signal, polite)
    signal.tells(0, 1, 2, 3)
    signal.answers("/2", 404)
    done = await checked(library, polite)
    assert [refusal.origin for refusal in done.refused] == [signal.site.url("/2")]
    assert await titles(library) == headlines(0, 1, 3)
    assert (done.feed.waiting, done.feed.failed) == (1, 0)
    assert (await checked(library, polite)).refused == ()
    for _ in range(4):
        change(quick, "UPDATE feed_entries SET try_at = '2020' WHERE try_at IS NOT NULL")
        done = await checked(library, polite)
        assert len(done.refused) == 1
    assert (done.feed.waiting, done.feed.failed) == (0, 1)
    assert signal.fetched.count("/2") == 5


@pytest.mark.parametrize("place", [f"http://{INSIDE}/2", "http://keeper@news.example/2"])
async def test_what_may_never_be_fetched_is_given_up_at_once(
    library: Library, signal: Paper, polite: Politeness, place: str
) -> None:
    """What leads inside, or to what is no address of a page, is told once and not asked again."""
    await kept(library, signal, polite)
    signal.site.pages["/2"] = moved(place)
    signal.tells(0, 1, item(2))
    done = await checked(library, polite)
    assert [refusal.origin for refusal in done.refused] == [signal.site.url("/2")]
    assert (done.feed.waiting, done.feed.failed) == (0, 1)


async def test_what_failed_once_comes_later(
    library: Library, signal: Paper, polite: Politeness, quick: Options
) -> None:
    """Although the feed is unchanged, and even where it does not tell of it any more."""
    await kept(library, signal, polite)
    signal.tells(2, 3)
    signal.answers("/2", 500)
    signal.answers("/3", 500)
    await checked(library, polite)
    signal.prints(2)
    change(quick, "UPDATE feed_entries SET try_at = '2020' WHERE url LIKE '%/2'")
    assert (await checked(library, polite)).outcome == "unchanged"
    signal.tells(1)
    signal.prints(3)
    change(quick, "UPDATE feed_entries SET try_at = '2020' WHERE url LIKE '%/3'")
    assert (await checked(library, polite)).outcome == "read"
    assert await titles(library) == headlines(0, 1, 2, 3)


async def test_a_site_in_trouble_is_not_asked_for_everything(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """After three pages that its server could not give, the others are left for later."""
    await kept(library, signal, polite)
    signal.tells(0, 1, 2, 3, 4, 5)
    for number in (2, 3, 4, 5):
        signal.answers(f"/{number}", 503)
    done = await checked(library, polite)
    assert len(done.refused) == 3
    assert done.feed.waiting == 4


@pytest.mark.parametrize("stage", ["before", "after"])
async def test_a_crash_loses_nothing_and_repeats_nothing(
    quick: Options, signal: Paper, polite: Politeness, stage: str
) -> None:
    """What ends a check in the middle of an article leaves it to the next check."""
    async with open_folder(quick) as folder:
        library = folder.library("paper")
        await kept(library, signal, polite)
        signal.tells(0, 1, 2, 3)
        arrivals = folder.records.arrivals

        def crash(*_: object) -> None:
            raise Crash

        # Before the article is stored, or after, and before that is noted.
        name = "is_removed" if stage == "before" else "arrived"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(arrivals), name, crash)
            with pytest.raises(Crash):
                await checked(library, polite)
    async with open_folder(quick) as folder:
        library = folder.library("paper")
        done = await checked(library, polite)
        assert done.outcome == "unchanged"
        assert await titles(library) == headlines(0, 1, 2, 3)
        for entry in await library.entries():
            assert len(await library.revisions(entry.article.id)) == 1
        assert len(done.receipts) == 2


async def test_an_article_that_breaks_us_stands_in_no_ones_way(
    library: Library, signal: Paper, polite: Politeness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again later, and the next look goes on behind it."""
    feed = await library.feeds.add(signal.url, polite, NOTHING)
    with monkeypatch.context() as patch:
        patch.setattr(Arrivals, "arrived", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            assert [step async for step in library.feeds.take(feed, polite)]
    done = await checked(library, polite)
    assert (done.feed.waiting, len(done.receipts)) == (1, 1)


async def test_a_failing_feed_is_left_alone_for_longer_and_longer(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """An hour, two, four, up to a day; a look that works ends it."""
    await library.feeds.add(signal.url, polite, NOTHING, first=0)
    signal.answers("/feed", 500)
    rests = []
    for _ in range(7):
        done = await checked(library, polite)
        assert (done.outcome, done.feed.error) == ("failed", done.reason)
        assert "trouble of its own" in str(done.reason)
        rests.append(rest(done.feed))
    assert rests == [1, 2, 4, 8, 16, 24, 24]
    signal.tells(0, 1)
    done = await checked(library, polite)
    feed = done.feed
    assert (feed.failures, feed.error, feed.rests_until) == (0, None, None)


def rest(feed: KeptFeed) -> float:
    """The hours for which a feed is left alone."""
    until = datetime.fromisoformat(str(feed.rests_until))
    left = until - datetime.fromisoformat(feed.checked_at)
    return round(left / timedelta(hours=1), 3)


async def test_a_server_says_how_long_to_leave_it_alone(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """``Retry-After`` counts where it is longer, and never for more than a day."""
    await library.feeds.add(signal.url, polite, NOTHING, first=0)
    for asked, hours in (("18000", 5), ("9999999", 24)):
        signal.answers("/feed", 429, Retry_After=asked)
        async with fetching() as fetcher:
            # Each time another guest, who need not wait a minute before it asks again.
            done = await checked(library, Politeness(fetcher, pause=0.0))
        assert rest(done.feed) == hours


async def test_a_feed_that_is_gone_is_never_asked_by_itself(
    library: Library, signal: Paper, polite: Politeness, folder: Folder, quick: Options
) -> None:
    """410 is for good until a person asks again; 404 may pass."""
    await library.feeds.add(signal.url, polite, NOTHING, first=0)
    for status, outcome, due in ((404, "failed", 1), (410, "gone", 0)):
        signal.answers("/feed", status)
        done = await checked(library, polite)
        assert (done.outcome, bool(done.feed.gone_at)) == (outcome, not due)
        assert folder.records.feeds.due(timedelta(0)) == []
        change(quick, "UPDATE feeds SET rests_until = '2020'")
        assert len(folder.records.feeds.due(timedelta(0))) == due
    signal.tells(2)
    assert (await checked(library, polite)).feed.gone_at is None
    assert await titles(library) == headlines(2)


async def test_a_feed_that_asks_for_it_is_looked_at_less_often(
    library: Library, signal: Paper, polite: Politeness, folder: Folder, quick: Options
) -> None:
    """Its ``ttl`` is a lower bound of the interval."""
    body = rss([0], "<title>Slow Signal</title><ttl>180</ttl>")
    signal.site.pages["/feed"] = answers(body, content_type="application/xml")
    await library.feeds.add(signal.url, polite, NOTHING, first=0)
    for hours, every, due in ((2, 1, 0), (4, 1, 1), (4, 5, 0)):
        ago = (datetime.now(UTC) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        change(quick, "UPDATE feeds SET checked_at = ?", ago)
        assert len(folder.records.feeds.due(timedelta(hours=every))) == due


async def test_one_feed_stops_no_other(library: Library, signal: Paper, polite: Politeness) -> None:
    """Each is told by itself."""
    signal.site.pages["/other"] = signal.site.pages["/feed"]
    for path in ("/feed", "/other"):
        await library.feeds.add(signal.site.url(path), polite, NOTHING, first=0)
    signal.answers("/feed", 500)
    steps = [step async for step in library.feeds.check(polite)]
    done = [step.outcome for step in steps if isinstance(step, FeedChecked)]
    assert done == ["failed", "unchanged"]


async def test_the_address_of_a_site_leads_to_its_feed(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """The page that links to it need not be known again."""
    links = '<!doctype html><link rel=alternate type="application/rss+xml" href="/feed">'
    signal.site.pages["/"] = answers(links, content_type="text/html")
    feed = await library.feeds.add(signal.site.url("/"), polite, NOTHING)
    assert feed.url == signal.url
    for url in (signal.url, signal.site.url("/")):
        with pytest.raises(InvalidInput, match=f"here already, as {feed.id}"):
            await library.feeds.add(url, polite, NOTHING)


async def test_what_is_no_feed_is_not_kept(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """A page without one, no page, a picture, and a page whose feed is none."""
    lost = '<!doctype html><link rel=alternate type="application/atom+xml" href="/lost">'
    signal.site.pages |= {
        "/": answers("<!doctype html><p>Hello", content_type="text/html"),
        "/lost": answers("no feed"),
        "/links": answers(lost, content_type="text/html"),
        "/picture": answers("\x89PNG", content_type="image/png"),
    }
    for path in ("/", "/nowhere", "/links", "/picture"):
        with pytest.raises(NotAFeed, match=r"\.$"):
            await library.feeds.add(signal.site.url(path), polite, NOTHING)
    with pytest.raises(FetchError):
        await library.feeds.add("news.example/feed", polite, NOTHING)
    assert await library.feeds.all() == []


async def test_nothing_inside_is_reached(library: Library, signal: Paper) -> None:
    """Neither as a feed, nor where a feed leads, nor by what it tells of or links to."""
    inside = f"http://{INSIDE}:{signal.site.port}"
    signal.site.pages["/away"] = moved(f"{inside}/feed")
    linked = f'<!doctype html><link rel=alternate type="application/rss+xml" href="{inside}/">'
    signal.site.pages["/links"] = answers(linked, content_type="text/html")
    async with fetching(Names(within_example=[[INSIDE]])) as fetcher:
        polite = Politeness(fetcher, pause=0.0)
        for url in (inside, signal.site.url("/away"), signal.site.url("/links")):
            with pytest.raises(PrivateAddress):
                await library.feeds.add(url, polite, NOTHING)
        named = f"http://within.example:{signal.site.port}/1"
        signal.tells(item(0, link=f"{inside}/0"), item(1, link=named))
        feed = await library.feeds.add(signal.url, polite, NOTHING)
        steps = [step async for step in library.feeds.take(feed, polite)]
    refusals = [step.reason for step in steps if isinstance(step, Refusal)]
    assert [reason.endswith("is inside.") for reason in refusals] == [True, True]
    assert await library.entries() == []
    assert set(signal.fetched) == {"/away", "/links", "/feed"}


async def test_the_rules_of_a_site_are_kept(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """What its robots.txt keeps programs from is not fetched by a feed either."""
    signal.site.pages["/robots.txt"] = answers("User-agent: *\nDisallow: /1\n")
    feed = await library.feeds.add(signal.url, polite, NOTHING)
    steps = [step async for step in library.feeds.take(feed, polite)]
    assert ["robots.txt" in one.reason for one in steps if isinstance(one, Refusal)] == [True]
    assert await titles(library) == headlines(0)


async def test_a_full_library_takes_no_more_until_there_is_room(
    library: Library, signal: Paper, polite: Politeness, quick: Options
) -> None:
    """What came meanwhile comes then; the feed says why it waits."""
    await added(library, drafted("A story of one's own."))

    def full(extent: Extent) -> str | None:
        return "There is no room." if extent.articles >= 2 else None

    limits = FeedLimits(full=full)
    feed = await library.feeds.add(signal.url, polite, NOTHING, limits=limits)
    steps = [step async for step in library.feeds.take(feed, polite, limits)]
    assert [type(step) for step in steps] == [Receipt, FeedChecked]
    done = steps[-1]
    assert isinstance(done, FeedChecked)
    assert (done.outcome, done.feed.error, done.feed.waiting) == ("full", "There is no room.", 1)
    assert (await checked(library, polite, limits=limits)).outcome == "full"
    done = await checked(library, polite)
    assert (done.outcome, done.feed.error, done.feed.waiting) == ("unchanged", None, 0)
    assert len(await library.entries()) == 3


async def test_a_library_has_so_many_feeds(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """One more is refused with what to do."""
    limits = FeedLimits(feeds=1)
    await library.feeds.add(signal.url, polite, NOTHING, limits=limits)
    signal.site.pages["/more"] = signal.site.pages["/feed"]
    with pytest.raises(InvalidInput, match="1 feed is here already, which is the most; remove"):
        await library.feeds.add(signal.site.url("/more"), polite, NOTHING, limits=limits)


async def test_feeds_of_one_library_are_not_anothers(
    folder: Folder, library: Library, signal: Paper, polite: Politeness
) -> None:
    """Neither listed, found, checked nor removed; each may have the same."""
    feed = await kept(library, signal, polite)
    other = folder.library("other")
    assert await other.feeds.all() == []
    for named in (feed.id, feed.url):
        with pytest.raises(UnknownFeed):
            await other.feeds.remove(named)
    assert [step async for step in other.feeds.check(polite)] == []
    same = await kept(other, signal, polite)
    assert same.id != feed.id
    await other.feeds.remove(same.id)
    assert [one.id for one in await library.feeds.all()] == [feed.id]
    assert await titles(other) == headlines(0, 1)


async def test_a_feed_that_is_removed_while_it_is_read_brings_no_more(
    library: Library, signal: Paper, polite: Politeness
) -> None:
    """The article under way comes, the others do not."""
    feed = await library.feeds.add(signal.url, polite, NOTHING)
    steps = []
    async for step in library.feeds.take(feed, polite):
        steps.append(step)
        if len(steps) == 1:
            await library.feeds.remove(feed.url)
    assert [type(step) for step in steps] == [Receipt, FeedChecked]


async def test_the_first_feed_of_each_library_comes_before_the_second_of_any(
    folder: Folder, signal: Paper, polite: Politeness
) -> None:
    """However long the many feeds of one library have waited."""
    for name in ("/a", "/b", "/c"):
        signal.site.pages[name] = signal.site.pages["/feed"]
        await folder.library("many").feeds.add(signal.site.url(name), polite, NOTHING)
    await folder.library("few").feeds.add(signal.url, polite, NOTHING)
    due = folder.records.feeds.due(timedelta(0))
    assert [feed.library for feed in due] == ["many", "few", "many", "many"]
    assert folder.records.feeds.due(timedelta(minutes=5)) == []


async def test_forgetting_a_library_forgets_its_feeds(
    folder: Folder, library: Library, signal: Paper, polite: Politeness, quick: Options
) -> None:
    """With all that they have told of; another's stay."""
    await kept(library, signal, polite)
    await kept(folder.library("other"), signal, polite)
    await folder.forget(library.name)
    with closing(sqlite3.connect(quick.data_dir / "catalogue.sqlite3")) as file:
        assert file.execute("SELECT DISTINCT library FROM feeds").fetchall() == [("other",)]
        assert file.execute("SELECT count(*) FROM feed_entries").fetchone() == (2,)


async def test_a_thousand_ids_a_day_are_not_kept_for_ever(
    library: Library, signal: Paper, polite: Politeness, monkeypatch: pytest.MonkeyPatch, quick: Any
) -> None:
    """What a feed does not tell of any more is forgotten beyond a number of entries."""
    monkeypatch.setattr("index.stores.noting._KEPT", 3)
    await kept(library, signal, polite, Wishes(include=("nothing like it",)))
    for start in range(2, 12, 2):
        signal.tells(start, start + 1)
        await checked(library, polite)
    with closing(sqlite3.connect(quick.data_dir / "catalogue.sqlite3")) as file:
        assert file.execute("SELECT count(*) FROM feed_entries").fetchone() == (5,)


async def test_a_large_feed_leaves_the_loop_free(library: Library, signal: Paper) -> None:
    """Parsing, choosing and noting are done beside it."""
    signal.tells(*(item(n, description="rope and tar " * 300) for n in range(300)))
    roomy = FetchOptions(max_bytes=2_000_000)
    async with watched() as stalls, fetching(options=roomy) as fetcher:
        polite = Politeness(fetcher, pause=0.0)
        await library.feeds.add(signal.url, polite, Wishes(include=("hawser", "keel")))
        signal.tells(*(item(n, description="rope and tar " * 300) for n in range(299)))
        assert (await checked(library, polite)).outcome == "read"
    assert stalls == []
