"""DOCX and EPUB are read as their readers see them, with what they say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from apart import apart
from documents import docx, epub, libreoffice, pandoc, zipped

from index.ingest.reading import read_upload
from index.values import Draft, Refusal

SOURCE = """---
title: The lantern festival
author: [Mia Holt, Jan Berg]
date: 2021-05-04
lang: en
---

# Before the evening

The volunteers assembled on the waterfront.[^1] There were *two hundred* lanterns.

[^1]: The first festival took place in 1902.

## After

- One lantern burned.
- Two lanterns sank.

| Year | Lanterns |
|------|----------|
| 2030 | 150      |
| 2031 | 200      |

“We counted twice,” said Mia Holt.
"""
BODY = """Before the evening

The volunteers assembled on the waterfront. There were two hundred lanterns.

After

One lantern burned.
Two lanterns sank."""
TABLE = "Year | Lanterns\n2030 | 150\n2031 | 200"
NOTE = "The first festival took place in 1902."


def read(name: str, data: bytes) -> Draft:
    (draft,) = read_upload(name, data, 10**8, apart())
    assert isinstance(draft, Draft), draft
    return draft


def refused(name: str, data: bytes) -> str:
    (refusal,) = read_upload(name, data, 10**8, apart())
    assert isinstance(refusal, Refusal), refusal
    return refusal.reason


@pytest.mark.parametrize("suffix", ["docx", "epub"])
@pytest.mark.parametrize("maker", ["pandoc", "libreoffice"])
def test_a_real_file_is_read_whole(tmp_path: Path, suffix: str, maker: str) -> None:
    """Headings, items, rows and notes, without marks; title, authors, date and language."""
    path = pandoc(tmp_path, SOURCE, suffix if maker == "pandoc" else "odt")
    if maker == "libreoffice":
        path = libreoffice(tmp_path, path, suffix)
    draft = read(path.name, path.read_bytes())
    assert draft.title == "The lantern festival"
    assert draft.text.startswith("The lantern festival\n")
    assert draft.authors == ("Mia Holt", "Jan Berg")
    assert (draft.published, draft.language) == ("2021-05-04", "en")
    if (suffix, maker) == ("epub", "libreoffice"):
        # It writes items as paragraphs and leaves the heads of tables out.
        assert set(BODY.split("\n")) < set(draft.text.split("\n"))
        return
    assert BODY in draft.text
    assert TABLE in draft.text
    assert "“We counted twice,” said Mia Holt." in draft.text
    assert NOTE in draft.text.split("“We counted")[1]


def test_what_nobody_sees_of_a_document_is_left_out() -> None:
    """Deleted and hidden words, tables of contents, and what is there twice for old programs."""
    body = """
        <w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>
        </w:sdtPr><w:sdtContent><w:p><w:r><w:t>Contents 1</w:t></w:r></w:p></w:sdtContent></w:sdt>
        <w:p><w:r><w:t>One </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>
        <w:ins><w:r><w:t>two</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r>
        <w:r><w:tab/><w:t>three</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Choice>
        <mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r>
        </w:p>"""
    assert read("a.docx", docx(body)).text == "One two three\n\nbox"


def test_chapters_are_read_in_the_order_of_the_book() -> None:
    """Not in that of their names; what is named and missing is passed over."""
    book = epub({"b.xhtml": "<h1>First</h1><p>Words.", "a.xhtml": "<h1>Second</h1><p>More."})
    assert read("a.epub", book).text == "First\n\nWords.\n\nSecond\n\nMore."


@pytest.mark.parametrize("name", ["a.docx", "a.epub"])
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"Just words.", "damaged or no"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "protected by a password"),
        (zipped({"a": "b"}), "damaged or no"),
        (docx("<w:p><w:r><w:t>Words")[:-40], "damaged or no"),
        (zipped({str(n): "" for n in range(20_001)}), "over 20,000 files"),
        (docx("<w:p>", _rels__nothing="x"), "damaged or no"),
    ],
)
def test_what_cannot_be_read_is_told_apart(name: str, data: bytes, told: str) -> None:
    """Damaged, encrypted and enormous archives each get a sentence of their own."""
    assert told in refused(name, data)


def test_an_encrypted_archive_is_named_as_such() -> None:
    """The mark of encryption on an entry, and that of a protected book."""
    marked = bytearray(docx("<w:p/>"))
    at = marked.index(b"PK\x01\x02")
    marked[at + 8] |= 1
    assert "asks for a password" in refused("a.docx", bytes(marked))
    protection = '<encryption><EncryptionMethod Algorithm="http://www.w3.org/aes256"/></encryption>'
    book = epub({"a.xhtml": "<p>Words"}, META_INF__x="")
    assert read("a.epub", book).text == "Words"
    protected = epub({"a.xhtml": "<p>Words"}, **{"META-INF__encryption.xml": protection})
    assert "as protected books are" in refused("a.epub", protected)


def test_a_bomb_is_not_unpacked() -> None:
    """Neither a large part nor many that are large together."""
    body = "<w:p><w:r><w:t>" + "words " * 20_000_000 + "</w:t></w:r></w:p>"
    assert "100,000,000 bytes" in refused("a.docx", docx(body))
    chapter = "<p>" + " " * 12_000_000
    book = epub({f"{n}.xhtml": chapter for n in range(9)})
    assert "100,000,000 bytes" in refused("a.epub", book)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY e "&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>',
    ],
)
def test_an_entity_is_neither_grown_nor_fetched(head: str) -> None:
    """Words around it are read; it is nothing."""
    body = "<w:p><w:r><w:t>Some words.</w:t></w:r><w:r>&e;</w:r></w:p>"
    assert read("a.docx", docx(body, head)).text == "Some words."


def test_names_lead_nowhere(tmp_path: Path) -> None:
    """A part outside the archive is no part of the document, and nothing is written."""
    secret = tmp_path / "secret.xhtml"
    secret.write_text("<p>Secret")
    book = epub({"a.xhtml": "<p>Words", f"../../../../../..{secret}": "<p>Inside"})
    assert read("a.epub", book).text == "Words"
    assert secret.read_text() == "<p>Secret"
