"""Whatever is wrong gets one sentence on standard error, and nothing stored is harmed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import PIER, UNANSWERABLE
from rich.table import Table
from rich.text import Text
from support import Console, complaint

from bot.console.running import complain, output


@pytest.fixture
def unharmed(console: Console, stocked: Path) -> Iterator[Console]:
    """A console on a folder with articles, which must be the same and whole afterwards."""
    before = console("list", "--json").json
    yield console
    assert console("doctor").code == 0
    assert console("list", "--json").json == before


def test_a_missing_file(unharmed: Console) -> None:
    """A file that is not there is named."""
    assert "nowhere.txt" in complaint(unharmed("add", "nowhere.txt"), 1)


def test_an_empty_file(unharmed: Console, tmp_path: Path) -> None:
    """An empty file is no article, nor is one of white space and dashes."""
    for name, content in (("empty.txt", ""), ("blank.txt", " \n\n\t\n"), ("dashes.md", "---\n—\n")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert name in complaint(unharmed("add", str(tmp_path / name)), 1)


def test_no_text_commands_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is printed, no control character reaches it but tabs, line ends and own colours."""
    every = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x202E]))
    table = Table("title")
    table.add_row(Text(every))
    for shown in (every, Text(every), table):
        output().print(shown)
    complain(every)
    told = "".join(capsys.readouterr())
    assert not set(told) & set(every) - set("\n\t")
    assert "\ufffd" in told
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    output().print("\x1b[2J", style="red")
    assert capsys.readouterr().out == "\x1b[31m\ufffd[2J\x1b[0m\n"


@pytest.mark.parametrize("name", ["example.com/story", "ftp://example.com/story"])
def test_an_address_without_https(unharmed: Console, name: str) -> None:
    """What may be an address gets told how one begins."""
    assert "put https:// before an address" in complaint(unharmed("add", name), 1)


def test_empty_standard_input(unharmed: Console) -> None:
    """Nothing on standard input is no article."""
    assert "standard input" in complaint(unharmed("add", "-"), 1)


def test_binary_rubbish(unharmed: Console, tmp_path: Path) -> None:
    """A file that is no text is not made one."""
    path = tmp_path / "rubbish.txt"
    path.write_bytes(bytes(range(256)) * 500)
    assert "rubbish.txt" in complaint(unharmed("add", str(path)), 1)
    assert "standard input" in complaint(unharmed("add", "-", stdin=bytes(range(256)) * 500), 1)


def test_a_text_of_200_megabytes(unharmed: Console, tmp_path: Path) -> None:
    """A text over the limit is refused before it is read."""
    path = tmp_path / "endless.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    assert "larger than the limit" in complaint(unharmed("add", str(path)), 1)


def test_an_empty_folder_of_articles(unharmed: Console, tmp_path: Path) -> None:
    """A folder without an article says so."""
    (tmp_path / "empty").mkdir()
    assert "no article" in complaint(unharmed("add", str(tmp_path / "empty")), 1)


def test_an_unknown_id(unharmed: Console) -> None:
    """An id that no article has is wrong usage, in every command that takes one."""
    for command in ("show", "remove", "restore"):
        assert "'feedfacecafe'" in complaint(unharmed(command, "feedfacecafe"), 2)
        assert "No article" in complaint(unharmed(command, ""), 2)


def test_an_unknown_id_in_a_filter(unharmed: Console) -> None:
    """A question cannot be limited to an article that is not there."""
    assert "No article" in complaint(unharmed("ask", PIER.question, "--article", "feedface"), 2)


def test_an_unknown_revision(unharmed: Console) -> None:
    """A revision that an article does not have is wrong usage."""
    article = unharmed("list", "--json").json["articles"][0]["id"]
    assert "no revision 9" in complaint(unharmed("show", article, "--revision", "9"), 2)


def test_an_article_that_is_not_removed_cannot_be_restored(unharmed: Console) -> None:
    """Restoring what is there is wrong usage."""
    article = unharmed("list", "--json").json["articles"][0]["id"]
    assert "not removed" in complaint(unharmed("restore", article), 2)


def test_an_empty_question(unharmed: Console) -> None:
    """A question without a word is wrong usage."""
    for question in ("", "   ", "?!…", "\n"):
        assert "no words" in complaint(unharmed("ask", question), 2)
        assert "no words" in complaint(unharmed("search", question), 2)


def test_an_endless_question(unharmed: Console) -> None:
    """A question longer than a page is wrong usage."""
    assert "at most" in complaint(unharmed("ask", "why " * 10_000), 2)


def test_any_wording_is_a_question(unharmed: Console) -> None:
    """No text is mistaken for a query language, a template or markup."""
    wordings = (
        *('what about: "unclosed', "AND OR NOT", "a^b (c", "quay~2 title:*", "pier\0pier"),
        *("pier\\", "the " * 400, "¿?¿ pier", "pier' OR 1=1 --", "[3]", "<#1> @everyone"),
        *("{{pier}}", "%s %(x)s", "[bold]pier[/]", "-pier", "$pier ${pier}", "他说", "x" * 1_999),
    )
    batch = "\n".join(json.dumps({"question": wording}) for wording in wordings)
    ran = unharmed("ask", "--batch", "-", stdin=batch)
    assert ran.code == 0
    assert [answer["question"] for answer in ran.lines] == list(wordings)
    assert unharmed("search", "--json", "--", wordings[0]).code == 0


def test_a_day_that_is_none(unharmed: Console) -> None:
    """A filter by date needs a day of the calendar."""
    for option in ("--since", "--until"):
        assert "not a day" in complaint(unharmed("ask", PIER.question, option, "spring"), 2)


def test_wrong_usage(unharmed: Console) -> None:
    """An unknown command or option, a missing argument and contradictions end with 2."""
    for arguments in (
        ["answer"],
        ["ask"],
        ["ask", "why", "--batch", "file"],
        ["ask", "why", "--colour"],
        ["add"],
        ["show"],
        ["show", "x", "--revision", "0"],
        ["search", "pier", "-k", "0"],
        ["search", "pier", "-k", "many"],
        ["list", "--library", " "],
    ):
        ran = unharmed(*arguments)
        assert ran.code == 2, arguments
        assert ran.out == ""
        assert "Traceback" not in ran.err


def test_a_batch_that_cannot_be_read(unharmed: Console, tmp_path: Path) -> None:
    """A batch must be a file of UTF-8 text."""
    (tmp_path / "batch.txt").write_bytes(b"\xff\xfe\x00who")
    assert "UTF-8" in complaint(unharmed("ask", "--batch", str(tmp_path / "batch.txt")), 2)
    assert "nowhere" in complaint(unharmed("ask", "--batch", "nowhere"), 2)
    assert "cannot be read" in complaint(unharmed("ask", "--batch", str(tmp_path)), 2)


def test_a_folder_that_cannot_be_written(console: Console, tmp_path: Path) -> None:
    """A file, or what the system forbids, in the place of the data folder is told."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    for place in (tmp_path / "taken", tmp_path / "taken" / "below", Path("/proc/footnote")):
        for command in (["list"], ["add", "-"], ["ask", "Who?"], ["doctor"]):
            ran = console(*command, "--data", str(place), stdin=PIER.text)
            assert str(place) in complaint(ran, 1)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_the_error_is_the_only_line(unharmed: Console) -> None:
    """Standard error holds the sentence and nothing else, not even an empty line."""
    assert unharmed("ask", "").err.startswith("Error: The question has no words")


def test_standard_output_holds_data_alone(unharmed: Console) -> None:
    """What is told to a person, warnings included, goes to standard error."""
    for arguments in (
        ["list", "--json"],
        ["libraries", "--json"],
        ["doctor", "--json"],
        ["reindex", "--json"],
        ["ask", UNANSWERABLE, "--json"],
        ["search", "pier", "--json"],
    ):
        assert unharmed(*arguments).json["version"] == 1


def test_an_argument_that_is_no_text(unharmed: Console) -> None:
    """A question of undecodable bytes, as Python hands them over, is wrong usage or answered."""
    ran = unharmed("ask", "Who closed the pier at Quill Bay \udcff?")
    assert "unexpected" not in ran.err
