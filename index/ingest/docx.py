"""A Word document as the text that its reader sees, with its notes and what it says of itself."""

from __future__ import annotations

import posixpath

from lxml.etree import _Element

from index.ingest.archive import Archive, described
from index.ingest.dating import date_of
from index.ingest.docx_text import Styles, Told, notes_of, tell
from index.ingest.material import Material

_MAIN = "/officeDocument"
_CORE = "/core-properties"
_STYLES = "/styles"
_NOTES = ("/footnotes", "/endnotes")


def read_docx(data: bytes) -> Material:
    """Return the text of a DOCX: paragraphs, items and rows of tables as lines, notes at the end.

    What is deleted or hidden is left out, as are heads, feet and tables of contents. Raises
    ``UnreadableSource`` where it is damaged, encrypted, or unpacks to too much.
    """
    with Archive(data, "DOCX") as archive:
        parts = _related(archive, "")
        main = next((target for kind, target in parts if kind.endswith(_MAIN)), None)
        if main is None:
            raise archive.damaged()
        told = Told()
        others = _related(archive, main)
        styles = _part(archive, others, _STYLES)
        tell(archive.xml(main), Styles(styles), told)
        for kind in _NOTES:
            notes_of(_part(archive, others, kind), told)
        about = _part(archive, parts, _CORE)
    return _material(told, about)


def _material(told: Told, about: _Element | None) -> Material:
    text = told.text()
    fields = {
        name: described(about, name) if about is not None else []
        for name in ("title", "creator", "language", "modified", "created")
    }
    saved = next(iter(fields["modified"] + fields["created"]), "")
    return Material(
        text=text,
        title=next(iter(fields["title"]), None),
        heading=told.title or told.heading,
        authors="; ".join(fields["creator"]),
        published=date_of(text, saved[:10]),
        language=next(iter(fields["language"]), None),
    )


def _related(archive: Archive, part: str) -> list[tuple[str, str]]:
    """What a part names as belonging to it: of which kind, and where in the archive."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in archive:
        return []
    found = []
    for element in archive.xml(relations):
        kind, target = element.get("Type"), element.get("Target")
        if kind and target and element.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append((kind, path))
    return found


def _part(archive: Archive, related: list[tuple[str, str]], kind: str) -> _Element | None:
    path = next((target for told, target in related if told.endswith(kind)), None)
    return archive.xml(path) if path and path in archive else None
