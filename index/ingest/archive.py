"""Zip archives and the XML in them, read so that neither can do harm."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Self

from lxml import etree

from index.errors import UnreadableSource

_MOST_ENTRIES = 20_000
_MOST_UNPACKED = 100_000_000
_COMPOUND = b"\xd0\xcf\x11\xe0"
"""Begins the files of old programs, and those of new ones that are encrypted."""
_ENCRYPTED = "It is encrypted and asks for a password; save it without one and try again."
# What reading a damaged or unusual archive raises.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Archive:
    """The entries of a zip archive in memory; nothing is ever written, whatever their names.

    ``what`` is what a person calls such a file. Raises ``UnreadableSource`` where it is damaged,
    encrypted, or has more than 20,000 entries.
    """

    def __init__(self, data: bytes, what: str) -> None:
        self._what = what
        self._left = _MOST_UNPACKED
        if data.startswith(_COMPOUND):
            raise UnreadableSource(
                f"It is protected by a password, or of a program older than {what} files; save it "
                "anew without a password."
            )
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except _BROKEN as error:
            raise self.damaged() from error
        if len(entries) > _MOST_ENTRIES:
            raise UnreadableSource(
                f"It holds over {_MOST_ENTRIES:,} files; save it as plain text instead."
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableSource(_ENCRYPTED)
        self._names = {entry.filename for entry in entries}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """The bytes of an entry.

        Raises ``UnreadableSource`` where there is none, where it is damaged, and where all that was
        read unpacks to over 100 million bytes.
        """
        if name not in self._names:
            raise self.damaged()
        try:
            with self._zip.open(name) as entry:
                data = entry.read(self._left + 1)
        except _BROKEN as error:
            raise self.damaged() from error
        if len(data) > self._left:
            raise UnreadableSource(
                f"It unpacks to over {_MOST_UNPACKED:,} bytes; split it or save it as plain text."
            )
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of an entry of XML: no entity is resolved, and nothing is fetched.

        Raises as ``read`` does.
        """
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged() from error

    def damaged(self) -> UnreadableSource:
        """The error that says that it is not what it should be."""
        return UnreadableSource(
            f"It is damaged or no {self._what} file; open it where it was made and save it again."
        )


def local(element: etree._Element) -> str:
    """The name of an element whatever its namespace, empty for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """The value of an attribute whatever its namespace."""
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), None)


def described(root: etree._Element, name: str) -> list[str]:
    """The texts of the elements of this name below a root, in order, without blank ones."""
    told = ("".join(e.itertext()).strip() for e in root.iter() if local(e) == name)
    return [text for text in told if text]
