"""A list that is given again goes on where it was left: what is stored is not fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from listed import Adding, list_file, page_about, rss, served, sitemap
from webservers import Site, answers, moved, site

from index.bulk.asked import Asked
from index.bulk.choice import Choice
from index.values import Refusal

on_one_loop = pytest.mark.asyncio(loop_scope="session")


def pages_asked(web_site: Site) -> list[str]:
    """The pages that were asked for since this was called last."""
    paths = [path for path in web_site.paths if path != "/robots.txt"]
    web_site.asked.clear()
    return sorted(paths)


@on_one_loop
async def test_what_is_stored_is_not_fetched_again(adding: Adding) -> None:
    """Found under its own address, the one that it calls its own, or the one it leads to."""
    async with site() as web_site:
        plain, own, other, ends = served(web_site, "plain", "own", "other", "ends")
        canonical = f'<link rel="canonical" href="{web_site.url("/called")}">'
        web_site.pages["/own"] = page_about("own", canonical)
        web_site.pages["/other"] = page_about("own", canonical)
        web_site.pages["/leads"] = moved("/on")
        web_site.pages["/on"] = moved("/ends")
        urls = [plain, own, other, web_site.url("/leads"), web_site.url("/missing")]
        await adding.add(files=[list_file(urls)])
        assert adding.titles == ["ends", "own", "own", "plain"]
        assert len(pages_asked(web_site)) == 7
        for again in range(2):
            web_site.pages["/map"] = answers(sitemap([*urls, ends]))
            lists = [list_file(urls)] if again else []
            await adding.add(*([] if again else [web_site.url("/map")]), files=lists)
            assert adding.told == [r for r in adding.told if r.origin == web_site.url("/missing")]
            assert pages_asked(web_site) == (["/missing"] if again else ["/map", "/missing"])
            assert adding.bulk.tally.skipped == (4 if again else 5)


@on_one_loop
async def test_it_is_fetched_again_where_that_is_asked_for(adding: Adding) -> None:
    """With ``again``, and where the address itself is given."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram")
        await adding.add(files=[list_file(urls)])
        pages_asked(web_site)
        await adding.add(files=[list_file(urls)], choice=Choice(again=True))
        assert adding.outcomes == {"unchanged"}
        assert pages_asked(web_site) == ["/ferry", "/tram"]
        await adding.add(urls[0], files=[list_file(urls)])
        assert adding.outcomes == {"unchanged"}
        assert pages_asked(web_site) == ["/ferry"]


@on_one_loop
async def test_what_somebody_removed_stays_removed(adding: Adding) -> None:
    """A list brings nothing back, and says so; asked for again, it does."""
    async with site() as web_site:
        urls = served(web_site, "ferry", "tram")
        await adding.add(files=[list_file(urls)])
        library = adding.library
        entry = next(one for one in await library.entries() if "ferry" in one.article.title)
        await library.remove(entry.article.id)
        await adding.add(files=[list_file(urls)])
        assert adding.told == []
        assert (adding.bulk.tally.skipped, adding.bulk.tally.removed) == (2, 1)
        assert len(await library.entries()) == 1
        await adding.add(files=[list_file(urls)], choice=Choice(again=True))
        assert adding.outcomes == {"restored", "unchanged"}


@on_one_loop
async def test_what_somebody_removed_stays_removed_by_any_name(adding: Adding) -> None:
    """Nor does another address bring it back that calls itself by the one that was removed."""
    async with site() as web_site:
        (urls,) = [served(web_site, "ferry")]
        await adding.add(files=[list_file(urls)])
        (entry,) = await adding.library.entries()
        await adding.library.remove(entry.article.id)
        canonical = f'<link rel="canonical" href="{urls[0]}">'
        web_site.pages["/ferry-amp"] = page_about("ferry", canonical)
        amp = [web_site.url("/ferry-amp")]
        await adding.add(files=[list_file(amp)])
        assert (adding.told, adding.bulk.tally.removed) == ([], 1)
        assert await adding.library.entries() == []
        await adding.add(*amp)
        assert len(await adding.library.entries()) == 1


@on_one_loop
async def test_lines_that_are_no_addresses_are_named(adding: Adding) -> None:
    """A heading and a slip cost no more than a refusal each, which tells the line."""
    async with site() as web_site:
        one, other = served(web_site, "ferry", "tram")
        await adding.add(files=[list_file(["Links", one, "not one", other])])
    assert adding.titles == ["ferry", "tram"]
    refused = [told for told in adding.told if isinstance(told, Refusal)]
    assert [told.origin.rpartition(", ")[2] for told in refused] == ["line 3", "line 5"]
    assert "not one" in refused[1].reason


@on_one_loop
async def test_what_is_skipped_gets_its_tags(adding: Adding) -> None:
    """A list that is given again with a tag groups what it names, fetched or not."""
    async with site() as web_site:
        urls = served(web_site, "ferry")
        await adding.add(files=[list_file(urls)])
        adding.options["tags"] = ["coast"]
        web_site.pages["/feed"] = answers(rss(urls))
        await adding.add(web_site.url("/feed"))
    assert adding.told == []
    assert [entry.tags for entry in await adding.library.entries()] == [("coast",)]


@on_one_loop
async def test_another_library_has_nothing_of_it(adding: Adding) -> None:
    """What one library holds is skipped there alone."""
    async with site(leads=moved("/ferry")) as web_site:
        served(web_site, "ferry")
        urls = [*served(web_site, "tram"), web_site.url("/leads")]
        await adding.add(files=[list_file(urls)])
        other = Adding(adding.folder, "other")
        await other.add(files=[list_file(urls)])
    assert other.titles == ["ferry", "tram"]


@on_one_loop
async def test_a_library_that_is_forgotten_forgets_its_addresses(adding: Adding) -> None:
    """Nothing of where they led is left in the data folder."""
    async with site(leads=moved("/ferry")) as web_site:
        served(web_site, "ferry")
        await adding.add(files=[list_file([web_site.url("/leads")])])
    kept = Asked(adding.folder.options.data_dir, adding.library.name)
    assert kept.read() != {}
    await adding.folder.forget(adding.library.name)
    assert kept.read() == {}


def test_addresses_survive_a_line_that_was_cut_off(tmp_path: Path) -> None:
    """Whatever a crash left of a line is passed over, and so is what is no line of ours."""
    asked = Asked(tmp_path, "paper")
    assert asked.read() == {}
    asked.note("http://a.example/ä", "http://a.example/1")
    asked.note("http://b.example/", "http://b.example/12")
    (path,) = (tmp_path / "asked").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    Asked(tmp_path, "paper").note("http://c.example/", "http://c.example/1")
    with path.open("ab") as stream:
        stream.write(b'\n5\n[1, 2]\n["a", "b", "c"]\n\xff\n{}')
    assert asked.read() == {
        "http://a.example/ä": "http://a.example/1",
        "http://c.example/": "http://c.example/1",
    }
