"""The files that a person means by naming a file or a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal, TypeAlias

from index.values import Refusal

Kind: TypeAlias = Literal["plain", "markdown", "html", "jsonl", "pdf", "docx", "epub"]

APART: frozenset[Kind] = frozenset({"html", "pdf", "docx", "epub"})
"""The kinds whose parsers a file can hang, crash or fill: they are read in a process apart."""

_KINDS: dict[str, Kind] = {
    **dict.fromkeys((".txt", ".text", ".opml"), "plain"),
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    **dict.fromkeys((".html", ".htm"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"), "jsonl"),
    ".pdf": "pdf",
    ".docx": "docx",
    ".epub": "epub",
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file to read; ``origin`` is its name as a person may be shown it."""

    path: Path
    origin: str
    kind: Kind
    size: int

    @property
    def compressed(self) -> bool:
        """Whether it is to be unpacked."""
        return self.path.name.lower().endswith(".gz") and self.kind == "jsonl"


def files_of(source: str) -> Iterator[SourceFile | Refusal]:
    """Yield the file ``source``, or the articles in the folder ``source``, in order of name.

    A folder's hidden entries, files of other kinds and second visits by symbolic links are left
    out; a file named by itself is plain text where its name does not say better.
    """
    try:
        # An empty name would be the current folder, which nobody means by it.
        if not source:
            yield Refusal("(no name)", "The name is empty; name a file or a folder.")
        elif Path(source).is_dir():
            yield from _files_in(Path(source))
        else:
            yield _file(Path(source), kind_of(Path(source)) or "plain")
    except OSError as error:
        yield Refusal(shown(source), why(error))
    except ValueError:
        yield Refusal(shown(source), "No file can have this name; check it.")


def shown(name: str) -> str:
    """Return ``name`` as it may be printed: what would not print is escaped."""
    escaped = (c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)
    return "".join(escaped)


def why(error: OSError) -> str:
    """Return the sentence that tells a person what the system had against a file."""
    if isinstance(error, FileNotFoundError):
        return "There is no such file or folder; check the name, or put https:// before an address."
    if isinstance(error, PermissionError):
        return "It may not be read; change its permissions and try again."
    return f"The system cannot read it ({error.strerror or 'no reason given'}); check it there."


def passed_over(source: str) -> int:
    """How many files of a folder are no articles by their names; none of what is no folder."""
    if not source:
        return 0
    return sum(kind_of(path) is None for path in _paths_in(Path(source), []))


def _files_in(folder: Path) -> Iterator[SourceFile | Refusal]:
    troubles: list[OSError] = []
    empty = True
    for path in _paths_in(folder, troubles):
        if kind := kind_of(path):
            empty = False
            yield _file(path, kind)
    yield from (Refusal(shown(str(e.filename)), why(e)) for e in troubles)
    if empty and not troubles:
        yield Refusal(
            shown(str(folder)),
            "The folder holds no article; articles end in .txt, .md, .html, .pdf, .docx, .epub "
            "or .jsonl.",
        )


def _paths_in(folder: Path, troubles: list[OSError]) -> Iterator[Path]:
    """What is in a folder and the folders in it, in order; ``troubles`` gains what is in the way.

    Hidden entries are left out, and folders that were seen already.
    """
    seen: set[str] = set()
    for parent, folders, names in os.walk(folder, onerror=troubles.append, followlinks=True):
        real = os.path.realpath(parent)
        folders[:] = sorted(n for n in folders if n[0] != "." and real not in seen)
        if real in seen:
            continue
        seen.add(real)
        yield from (Path(parent, name) for name in sorted(names) if name[0] != ".")


def _file(path: Path, kind: Kind) -> SourceFile | Refusal:
    origin = shown(str(path))
    try:
        status = path.stat()
    except OSError as error:
        return Refusal(origin, why(error))
    # A pipe or a device would block, or never end.
    if not stat.S_ISREG(status.st_mode):
        return Refusal(origin, "It is neither a file nor a folder; name one of these.")
    return SourceFile(path, origin, kind, status.st_size)


def kind_of(path: PurePath) -> Kind | None:
    """How a file of this name is read, None where the name does not say."""
    suffix = "".join(path.suffixes[-2:]) if path.suffix.lower() == ".gz" else path.suffix
    return _KINDS.get(suffix.lower())
