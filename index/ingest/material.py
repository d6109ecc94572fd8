"""What a reader got out of one document, and the draft that is made of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from index.errors import UnreadableSource
from index.ingest.dating import date_in
from index.ingest.fields import author_names, canonical_url, iso_date, language_code, phrase
from index.ingest.language import detect_language
from index.ingest.text import has_words, normalise, one_line
from index.ingest.titling import TITLE_LIMIT, title_of
from index.values import Draft

_SHORT_DATE = 60


@dataclass(frozen=True, slots=True)
class Material:
    """A document as its format gave it: text and fields as they were written, nothing trusted.

    ``heading`` is the first heading of the text, the title where none is given. ``pages`` are where
    each page begins in ``text``, which must be as ``normalise`` leaves it for them to be kept.
    """

    text: str
    title: object = None
    heading: str | None = None
    url: object = None
    source: object = None
    authors: object = None
    published: object = None
    language: object = None
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


def make_draft(material: Material, identity: str | None = None) -> Draft:
    """Return the draft of ``material``, named by its URL, else ``identity``, else its text's hash.

    Raises ``UnreadableSource`` where there is not a word in it.
    """
    text = normalise(material.text)
    if not has_words(text):
        raise UnreadableSource("It has no text in it that could be quoted; add one with words.")
    url = canonical_url(material.url)
    published, unread = _published(material.published, url)
    title, body_start = title_of(text, _given(material))
    return Draft(
        identity=url or identity or f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
        text=text,
        title=title,
        body_start=body_start,
        url=url,
        source=phrase(material.source, 100),
        authors=author_names(material.authors),
        published=published,
        language=language_code(material.language) or detect_language(text),
        warnings=material.warnings + unread,
        pages=material.pages if text == material.text else (),
    )


def _given(material: Material) -> list[str]:
    titles = (material.title, material.heading)
    return [title for title in titles if isinstance(title, str) and phrase(title, TITLE_LIMIT)]


def _published(written: object, url: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The day or moment, and what to be warned of: it would be the newest that has yet to come."""
    tomorrow = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()
    told = "" if written is None else one_line(str(written), _SHORT_DATE)
    published = iso_date(written)
    if published is not None and published[:10] <= tomorrow:
        return published, ()
    if published is not None:
        return None, (f"Its date “{told}” is yet to come and is left out; check it.",)
    named = date_in(url)
    if named is not None and named <= tomorrow:
        return named, ()
    warning = f"Its date “{told}” cannot be read and is left out; write it like 2024-02-27."
    return None, (warning,) if told else ()
