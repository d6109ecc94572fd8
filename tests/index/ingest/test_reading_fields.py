"""Dates, authors, addresses and languages in the one form that is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from apart import apart
from hypothesis import given
from hypothesis import strategies as st

from index.ingest.fields import author_names, canonical_url, iso_date, language_code
from index.ingest.reading import read_sources
from index.values import Draft

ANYTHING = st.none() | st.integers() | st.text() | st.text(alphabet="0123456789-/:TZ+. abMyFe")


def read(tmp_path: Path, **fields: object) -> Draft:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "A title\n\nSome words.", **fields}))
    (draft,) = read_sources([str(path)], max_bytes=100_000, reader=apart())
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2022/05/23", "2022-05-23"),
        ("2022-5-3", "2022-05-03"),
        ("27 Feb 2024", "2024-02-27"),
        ("Tuesday, February 27th, 2024", "2024-02-27"),
        ("13/04/2024", "2024-04-13"),
        ("2023-11-21T05:07:16Z", "2023-11-21T05:07:16Z"),
        ("2023-11-21T05:07:16.789+02:00", "2023-11-21T03:07:16Z"),
        ("Tue, 27 Feb 2024 18:05:00 GMT", "2024-02-27T18:05:00Z"),
        ("2024-02-27 18:05:00", "2024-02-27"),
        ("Feb. 27, 2024 5:00 PM EST", "2024-02-27"),
        *(
            (rubbish, None)
            for rubbish in ("03/04/2024", "Feb 2024", "2024", "10:30", "today", "May")
        ),
        *(
            (rubbish, None)
            for rubbish in ("2024-02-30", "soon", "9" * 30, 20240227, ["2024-01-01"])
        ),
        ("0001-01-01T00:00:00+05:00", None),
    ],
)
def test_dates_are_iso_or_nothing(tmp_path: Path, written: object, stored: str | None) -> None:
    """A day, or a UTC moment where the offset is known; what is unclear is left out and told."""
    draft = read(tmp_path, published=written)
    assert draft.published == stored
    assert (draft.warnings == ()) == (stored is not None)


def test_a_date_that_is_yet_to_come_is_left_out(tmp_path: Path) -> None:
    """It would be the newest ever after; that of the address stands in for no such date."""
    draft = read(tmp_path, published="9999-12-31", url="https://paper.example/2024/02/27/pier")
    assert draft.published is None
    assert "yet to come" in draft.warnings[0]


@pytest.mark.parametrize(
    ("path", "stored"),
    [
        ("2024/02/27/world/pier", "2024-02-27"),
        ("world/2024/feb/27/pier", "2024-02-27"),
        ("2024-02-27-pier.html", "2024-02-27"),
        ("news/2024/2/7", "2024-02-07"),
        ("2024/02/30/pier", None),
        ("2024/13/01/pier", None),
        ("2024/02/pier", None),
        ("1024/02/27/pier", None),
        ("pier?on=/2024/02/27/", None),
        ("parts/12024/02/27", None),
    ],
)
def test_an_address_tells_the_date_that_nothing_else_tells(
    tmp_path: Path, path: str, stored: str | None
) -> None:
    """The day in the path of an address stands in for a missing date, and for no other."""
    address = f"https://paper.example/{path}"
    assert read(tmp_path, url=address).published == stored
    assert read(tmp_path, url=address, published="2023-01-05").published == "2023-01-05"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("By ANN LEE", ["ANN LEE"]),
        ("By Ann Lee, Bo Roe, and Cy Poe", ["Ann Lee", "Bo Roe", "Cy Poe"]),
        ("Ann Lee & Bo Roe", ["Ann Lee", "Bo Roe"]),
        ("Lee, Ann; Roe, Bo", ["Lee, Ann", "Roe, Bo"]),
        ("Ann Lee, Jr. and Sandy Band", ["Ann Lee, Jr.", "Sandy Band"]),
        (["By Ann Lee", " Bo\nRoe ", "Bo Roe", "", 5, "***"], ["By Ann Lee", "Bo Roe"]),
        *((nobody, []) for nobody in ("", "By", 5, {"name": "Ann"})),
    ],
)
def test_bylines_are_split_into_names(tmp_path: Path, written: object, stored: list[str]) -> None:
    """At commas, semicolons and "and"; never inside a name, never twice the same."""
    assert list(read(tmp_path, authors=written).authors) == stored


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (
            "HTTPS://News.Example:443/A//b?b=2&utm_source=x&a=1&FBCLID=3&e=#top",
            "https://news.example/A//b?b=2&a=1&e=",
        ),
        ("http://news.example", "http://news.example/"),
        ("http://news.example:8080/?gclid=1", "http://news.example:8080/"),
        ("http://ann:secret@news.example/x", "http://news.example/x"),
        ("https://bücher.example/straße?q=ö", "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%B6"),
        ("http://[::1]:8000/a b", "http://[::1]:8000/a%20b"),
        (
            "https://news.example/?gallery=1&source=rss&ref=2",
            "https://news.example/?gallery=1&source=rss&ref=2",
        ),
        *(
            (no, None)
            for no in ("javascript:alert(1)", "file:///etc/passwd", "news.example/a", "https://")
        ),
        *(
            (no, None)
            for no in (
                "http://two words.example/",
                "http://[::1/",
                "http://a..b/",
                "http://x:99999/",
            )
        ),
        *((no, None) for no in ("http://e.example/\ud800", "http://" + "a" * 3_000, 5)),
    ],
)
def test_addresses_are_canonical_or_nothing(
    tmp_path: Path, written: object, stored: str | None
) -> None:
    """One page, one address; what is no web address is dropped, and the hash names the article."""
    draft = read(tmp_path, url=written)
    assert draft.url == stored
    assert draft.identity == stored or draft.identity.startswith("sha256:")
    assert canonical_url(stored) == stored


@pytest.mark.parametrize(("written", "stored"), [("DE", "de"), ("pt-BR", "pt"), ("klingon", "en")])
def test_a_given_language_wins(tmp_path: Path, written: str, stored: str) -> None:
    """Where it is a code; else the text tells."""
    text = "A title\n\nThis is what was said of the bridge by those who were there."
    assert read(tmp_path, language=written, text=text).language == stored


@given(ANYTHING)
def test_no_field_makes_it_raise(value: object) -> None:
    """Whatever is written, it is stored in its form or not at all."""
    day = iso_date(value)
    assert day is None or iso_date(day) == day
    url = canonical_url(f"http://{value}")
    assert url is None or canonical_url(url) == url
    author_names(value)
    language_code(value)
