"""``footnote add`` gives a receipt for every article, and names what it could not add."""

from __future__ import annotations

import json
from pathlib import Path

from newsroom import ORCHARD, PIER, SPANISH, SPANISH_QUESTION, STORIES, TRAM
from support import Console


def written(folder: Path, name: str, text: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_each_article_gets_a_receipt(console: Console, tmp_path: Path) -> None:
    """A receipt tells the outcome: new, unchanged, new revision, copy or restored."""
    path = written(tmp_path, "pier.txt", PIER.text)
    first = console("add", path, "--json").json
    assert (first["outcome"], first["indexed"], first["copy_of"]) == ("new", True, None)
    assert first["article"]["title"] == PIER.title
    assert first["passages"] == 1
    assert console("add", path, "--json").json["outcome"] == "unchanged"
    written(tmp_path, "pier.txt", ORCHARD.text)
    changed = console("add", path, "--json").json
    assert (changed["outcome"], changed["article"]["revision"]) == ("new revision", 2)
    assert changed["article"]["id"] == first["article"]["id"]
    assert console("remove", first["article"]["id"], "--yes").code == 0
    assert console("add", path, "--json").json["outcome"] == "restored"
    copy = console("add", written(tmp_path, "again.txt", ORCHARD.text), "--json").json
    assert (copy["outcome"], copy["copy_of"]) == ("copy", first["article"]["id"])


def test_a_receipt_is_a_line_for_a_person(console: Console, tmp_path: Path) -> None:
    """Without --json a receipt is one line with outcome, title, passages and id."""
    ran = console("add", written(tmp_path, "pier.txt", PIER.text))
    assert ran.code == 0
    (line,) = ran.out.splitlines()
    assert line.startswith("new")
    assert PIER.title in line
    assert "1 passage" in line


def test_a_tag_is_of_one_line(console: Console, tmp_path: Path) -> None:
    """Nothing in it can stand for a line of its own or command a terminal."""
    path = written(tmp_path, "pier.txt", PIER.text)
    console("add", path, "--tag", " sea\x1b[2J\n  side", "--tag", "\n", "--json")
    (entry,) = console("list", "--json").json["articles"]
    assert entry["tags"] == ["sea[2J side"]


def test_files_of_other_kinds_are_counted(console: Console, tmp_path: Path) -> None:
    """What a folder has beside articles is not passed over in silence."""
    folder = tmp_path / "news"
    written(folder, "pier.txt", PIER.text)
    assert "passed over" not in console("add", str(folder)).err
    written(folder, "pier.odt", "x")
    assert "1 file of another kind was passed over." in console("add", str(folder)).err
    written(folder / "old", "pier.doc", "x")
    ran = console("add", str(folder))
    assert (ran.code, "2 files of other kinds were passed over." in ran.err) == (0, True)


def test_files_of_every_kind_bring_their_fields(console: Console, tmp_path: Path) -> None:
    """Front matter, HTML metadata and JSON keys give title, day, author, source and address."""
    head = f"title: {PIER.title}\nsource: Gazette\nauthor: Nell Harrow\ndate: 2021-03-01\n"
    written(tmp_path / "news", "a.md", f"---\n{head}url: https://q.example/a\n---\n{PIER.body}\n")
    written(
        tmp_path / "news",
        "b.html",
        f"<html><head><title>{TRAM.title}</title><meta name=author content='Nell Harrow'>"
        "<meta property='og:site_name' content='Gazette'>"
        "<meta property='article:published_time' content='2021-03-01'>"
        "<link rel=canonical href='https://q.example/b'></head>"
        f"<body><article><h1>{TRAM.title}</h1><p>{TRAM.body}</p></article></body></html>",
    )
    record = {
        "text": ORCHARD.body,
        "title": ORCHARD.title,
        "url": "https://q.example/c",
        "source": "Gazette",
        "authors": ["Nell Harrow"],
        "published": "2021-03-01",
    }
    written(tmp_path / "news", "c.jsonl", json.dumps(record))
    receipts = console("add", str(tmp_path / "news"), "--json").lines
    titles = [receipt["article"]["title"] for receipt in receipts]
    assert titles == [PIER.title, TRAM.title, ORCHARD.title]
    for letter, receipt in zip("abc", receipts, strict=True):
        told = {
            "url": f"https://q.example/{letter}",
            "source": "Gazette",
            "authors": ["Nell Harrow"],
            "published": "2021-03-01",
        }
        assert receipt["article"] | told == receipt["article"]


def test_one_bad_file_in_a_folder_is_named_and_the_others_are_added(
    console: Console, tmp_path: Path
) -> None:
    """A folder is added as far as it can be, which ends with 1."""
    folder = tmp_path / "news"
    for story in STORIES:
        written(folder, f"{story.name}.txt", story.text)
    (folder / "middle.txt").write_bytes(bytes(range(256)) * 40)
    ran = console("add", str(folder))
    assert ran.code == 1
    assert len(ran.out.splitlines()) == len(STORIES)
    complaint, summary = ran.err.strip().splitlines()
    assert "middle.txt" in complaint
    assert summary == f"{len(STORIES)} added, 1 failed."
    assert len(console("list", "--json").json["articles"]) == len(STORIES)


def test_standard_input_is_an_article(console: Console) -> None:
    """``-`` reads an article, known again by its text."""
    first = console("add", "-", "--json", stdin=PIER.text).json
    assert first["outcome"] == "new"
    again = console("add", "-", "--json", stdin=PIER.text).json
    assert (again["outcome"], again["article"]["id"]) == ("unchanged", first["article"]["id"])


def test_tags_group_articles(console: Console, tmp_path: Path) -> None:
    """Tags are given while adding, grow when given again, and limit questions."""
    path = written(tmp_path, "pier.txt", PIER.text)
    console("add", path, "--tag", "coast", "--tag", "news")
    console("add", written(tmp_path, "tram.txt", TRAM.text), "--tag", "news")
    console("add", path, "--tag", "autumn")
    tags = {a["title"]: a["tags"] for a in console("list", "--json").json["articles"]}
    assert tags == {PIER.title: ["autumn", "coast", "news"], TRAM.title: ["news"]}
    assert console("ask", PIER.question, "--tag", "coast", "--json").json["status"] == "answered"
    hits = console("search", "the", "--tag", "autumn", "--json").json["hits"]
    assert {hit["article"]["title"] for hit in hits} == {PIER.title}
    assert "#coast" in console("list").out


def test_a_language_that_is_not_covered_is_warned_of(console: Console) -> None:
    """A Spanish article or question is accepted with a warning that names the language."""
    ran = console("add", "-", stdin=SPANISH)
    assert ran.code == 0
    assert "Spanish" in ran.err
    assert "Punta Clara" in ran.out
    ran = console("ask", SPANISH_QUESTION)
    assert ran.code == 0
    assert "Spanish" in ran.err
    assert any("Spanish" in w for w in console("ask", SPANISH_QUESTION, "--json").json["warnings"])


def test_a_covered_language_is_not_warned_of(console: Console) -> None:
    """English articles and questions get no warning."""
    assert "Warning" not in console("add", "-", stdin=PIER.text).err
    assert "Warning" not in console("ask", PIER.question).err


def test_a_date_that_cannot_be_read_is_told(console: Console, tmp_path: Path) -> None:
    """The receipt names the value, wherever it was written, and no date at all is no matter."""
    dates = ["the ides of March", 20240227, "", None, "2024-02-27"]
    lines = [json.dumps({"text": f"Gull {at} flew.", "published": d}) for at, d in enumerate(dates)]
    path = written(tmp_path / "news", "gulls.jsonl", "\n".join(lines))
    written(tmp_path / "news", "tern.md", "---\ndate: soon\n---\nA tern flew.\n")
    ran = console("add", path, str(tmp_path / "news" / "tern.md"), "--json")
    told = ["".join(receipt["warnings"]) for receipt in ran.lines]
    assert ran.code == 0
    assert [bool(warning) for warning in told] == [True, True, False, False, False, True]
    assert "“the ides of March” cannot be read" in told[0]
    assert "“20240227”" in told[1]
    assert "“soon”" in told[5]
