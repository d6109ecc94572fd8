"""What a reader got out of one document, and the draft that is made of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import UnreadableSource
from index.ingest.fields import author_names, canonical_url, iso_date, language_code, phrase
from index.ingest.language import detect_language
from index.ingest.text import has_words, normalise, one_line
from index.values import Draft

_TITLE_LIMIT = 300
_FIRST_LINE_LIMIT = 200
_SHORT_TITLE = 120
_SHORT_DATE = 60
_VISIBLE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Material:
    """A document as its format gave it: text and fields as they were written, nothing trusted.

    ``heading`` is the first heading of the text, the title where none is given.
    """

    text: str
    title: object = None
    heading: str | None = None
    url: object = None
    source: object = None
    authors: object = None
    published: object = None
    language: object = None


def make_draft(material: Material, identity: str | None = None) -> Draft:
    """Return the draft of ``material``, named by its URL, else ``identity``, else its text's hash.

    Raises ``UnreadableSource`` where there is not a word in it.
    """
    text = normalise(material.text)
    if not has_words(text):
        raise UnreadableSource("It has no text in it that could be quoted; add one with words.")
    url = canonical_url(material.url)
    published = iso_date(material.published)
    title, body_start = _title(text, _given(material))
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
        warnings=_unread_date(material.published) if published is None else (),
    )


def _given(material: Material) -> list[str]:
    titles = (material.title, material.heading)
    return [title for title in titles if isinstance(title, str) and phrase(title, _TITLE_LIMIT)]


def _unread_date(written: object) -> tuple[str, ...]:
    told = "" if written is None else one_line(str(written), _SHORT_DATE)
    if not told:
        return ()
    return (f"Its date “{told}” cannot be read and is left out; write it like 2024-02-27.",)


def _title(text: str, given: Sequence[str]) -> tuple[str, int]:
    first_line = text.partition("\n")[0]
    body = _VISIBLE.search(text, len(first_line)) if has_words(text[len(first_line) :]) else None
    body_start = body.start() if body else 0
    if given:
        begins = _folded(first_line) in map(_folded, given)
        return one_line(given[0], _TITLE_LIMIT), body_start if begins else 0
    if not has_words(first_line):
        wordy = next(line for line in text.split("\n") if has_words(line))
        return one_line(wordy, _SHORT_TITLE), 0
    if not body or len(first_line) > _FIRST_LINE_LIMIT:
        # A paste of one paragraph is all body: as a title line it could never be quoted.
        return one_line(first_line, _SHORT_TITLE), 0
    return one_line(first_line, _TITLE_LIMIT), body_start


def _folded(line: str) -> str:
    return "".join(normalise(line[:2_000]).casefold().split())
