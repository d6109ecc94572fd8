"""Documents for the tests: made by the programs that people use, and tiny ones made by hand."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

WORD = "application/vnd.openxmlformats-officedocument"


def tool(*names: str) -> str:
    """The first of these programs that is here; the test is skipped where none is."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"{' or '.join(names)} is not here to make the file")
    return found


def latex(folder: Path, source: str, name: str = "paper") -> Path:
    """A PDF that LaTeX made."""
    program = tool("pdflatex")
    (folder / f"{name}.tex").write_text(source, encoding="utf-8")
    _run(folder, program, "-interaction=batchmode", f"{name}.tex")
    return folder / f"{name}.pdf"


def pandoc(folder: Path, markdown: str, suffix: str) -> Path:
    """A file of this kind that pandoc made of Markdown."""
    program = tool("pandoc")
    if suffix == "pdf":
        tool("pdflatex")
    (folder / "source.md").write_text(markdown, encoding="utf-8")
    _run(folder, program, "-s", "source.md", "-o", f"by-pandoc.{suffix}")
    return folder / f"by-pandoc.{suffix}"


def libreoffice(folder: Path, source: Path, suffix: str) -> Path:
    """A file of this kind that LibreOffice made of another."""
    program = tool("soffice", "libreoffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = folder / "by-libreoffice"
    options = ("--headless", "--convert-to", suffix, "--outdir", str(made))
    _run(folder, program, profile, *options, str(source))
    return made / f"{source.stem}.{suffix}"


def _run(folder: Path, *command: str) -> None:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def pdf(
    pages: Sequence[Sequence[tuple[float, float, float, str]] | str],
    trailer: str = "",
    info: str = "",
) -> bytes:
    """A PDF of lines of text, each at a place and in a size: x, y, size, words.

    A page may be what shows it instead.
    """
    streams = [
        page
        if isinstance(page, str)
        else "".join(f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, size, text in page)
        for page in pages
    ]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, stream in enumerate(streams):
        objects += (_page(5 + 2 * n), _stream(stream))
    objects.append(f"<<{info}>>")
    return _file(objects, f"/Info {len(objects)} 0 R{trailer}")


def endless_pdf(pages: int) -> bytes:
    """A small PDF with this many pages, each of which shows the same long text."""
    lines = "(words and words and words of a page) Tj T*\n" * 150
    stream = f"BT /F 4 Tf 9 790 Td 5 TL\n{lines}ET\n"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{'4 0 R ' * pages}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        _page(5),
        _stream(stream),
    ]
    return _file(objects, "")


def _page(contents: int) -> str:
    looks = "/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
    return f"<</Type/Page/Parent 2 0 R{looks}/Contents {contents} 0 R>>"


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}endstream"


def _file(objects: Sequence[str], trailer: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj{content}endobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, head: str = "", **others: str | bytes) -> bytes:
    """A DOCX with this in its body; ``others`` are further parts, ``/`` written as ``__``."""
    document = (
        f"""{head}<w:document xmlns:w="w" xmlns:mc="mc"><w:body>{body}</w:body></w:document>"""
    )
    main = f'<Relationship Type="{WORD}/officeDocument" Target="word/document.xml"/>'
    relation = f"<Relationships>{main}</Relationships>"
    parts = {name.replace("__", "/"): content for name, content in others.items()}
    return zipped({"_rels/.rels": relation, "word/document.xml": document, **parts})


def epub(chapters: Mapping[str, str], about: str = "", **others: str | bytes) -> bytes:
    """An EPUB of these documents in this order."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    package = (
        f'<package><metadata xmlns:dc="dc">{about}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="book/a.opf"/></rootfiles></container>'
    parts = {name.replace("__", "/"): content for name, content in others.items()}
    entries = {"META-INF/container.xml": container, "book/a.opf": package}
    return zipped({**entries, **{f"book/{name}": text for name, text in chapters.items()}, **parts})
