"""What a reader got out of one document, and the draft that is made of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

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
    published = iso_date(material.published) or date_in(url)
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
        warnings=material.warnings
        + (_unread_date(material.published) if published is None else ()),
        pages=material.pages if text == material.text else (),
    )


def _given(material: Material) -> list[str]:
    titles = (material.title, material.heading)
    return [title for title in titles if isinstance(title, str) and phrase(title, TITLE_LIMIT)]


def _unread_date(written: object) -> tuple[str, ...]:
    told = "" if written is None else one_line(str(written), _SHORT_DATE)
    if not told:
        return ()
    return (f"Its date “{told}” cannot be read and is left out; write it like 2024-02-27.",)
