"""What a person names becomes drafts, or refusals that say what is wrong."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import pytest
from apart import apart
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.ingest.reading import count_sources, read_sources
from index.values import Draft, Refusal

LIMIT = 100_000
SUFFIXES = ("txt", "text", "md", "markdown", "html", "htm", "jsonl", "ndjson", "jsonl.gz", "xyz")


def read(*sources: str | Path, limit: int = LIMIT) -> list[Draft | Refusal]:
    return list(read_sources([str(s) for s in sources], max_bytes=limit, reader=apart()))


def read_draft(path: Path) -> Draft:
    (draft,) = read(path)
    assert isinstance(draft, Draft), draft
    return draft


def read_refusal(path: Path, limit: int = LIMIT) -> str:
    (refusal,) = read(path, limit=limit)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.origin == str(path)
    assert refusal.reason[0].isupper()
    assert refusal.reason.endswith(".")
    return refusal.reason


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_a_text_file_is_a_draft_named_by_its_resolved_path(tmp_path: Path) -> None:
    """The first line is the title; the file's path, without links, is the identity."""
    real = write(tmp_path / "lake.txt", "The lake froze\n\nIt froze on Monday.\n")
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    assert read_draft(link) == Draft(
        identity=str(real.resolve()),
        text="The lake froze\n\nIt froze on Monday.",
        title="The lake froze",
        body_start=16,
        language="en",
    )


def test_a_folder_is_read_in_order_without_what_is_hidden_or_no_article(tmp_path: Path) -> None:
    """Files come in order of name, then folders; hidden entries and other kinds are left out."""
    for name in ("b.txt", "a.md", "c.xyz", ".hidden.txt", ".git/x.txt", "sub/d.html", "data.csv"):
        write(tmp_path / name, f"About {Path(name).stem}\n\nSome words.")
    drafts = read(tmp_path)
    assert [d.title for d in drafts if isinstance(d, Draft)] == ["About a", "About b", "About d"]
    assert len(drafts) == 3


def test_a_loop_of_links_is_walked_once(tmp_path: Path) -> None:
    """A folder that is reached twice by links is read once."""
    write(tmp_path / "in" / "a.txt", "Words\n\nand more words")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "twice").symlink_to(tmp_path / "in")
    assert len(read(tmp_path)) == 1


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """A refusal stands among the drafts, in its place."""
    write(tmp_path / "a.txt", "First\n\nwords")
    write(tmp_path / "b.txt", b"\x00\x01\x02")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere")
    write(tmp_path / "d.txt", "Last\n\nwords")
    kinds = [type(result) for result in read(tmp_path)]
    assert kinds == [Draft, Refusal, Refusal, Draft]


def test_sources_are_read_only_when_their_turn_comes(tmp_path: Path) -> None:
    """A file that appears before its turn is read."""
    write(tmp_path / "a.txt", "First\n\nwords")
    results = read_sources([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], max_bytes=LIMIT)
    assert isinstance(next(results), Draft)
    write(tmp_path / "b.txt", "Second\n\nwords")
    assert isinstance(next(results), Draft)


def test_a_source_named_twice_is_read_once(tmp_path: Path) -> None:
    """The second mention of a source adds nothing."""
    path = write(tmp_path / "a.txt", "Words\n\nand more")
    assert len(read(path, path)) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b" \n\t \n", "no text"),
        ("*** --- ***", "no text"),
        ("\ufeff", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary"),
        (b"\x01\x02\x03 words \x04\x05", "binary"),
        (bytes(range(128, 256)) * 20 + bytes(range(32)), "binary"),
    ],
)
@pytest.mark.parametrize("suffix", ["txt", "md", "html", "unknown"])
def test_what_holds_no_text_is_refused(
    tmp_path: Path, suffix: str, content: str | bytes, told: str
) -> None:
    """Empty, blank, wordless and binary files each get a sentence of their own."""
    assert told in read_refusal(write(tmp_path / f"x.{suffix}", content))


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file, an empty folder, a pipe and an empty name are told apart."""
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no such file" in read_refusal(tmp_path / "missing.txt")
    assert "holds no article" in read_refusal(tmp_path / "empty")
    assert "neither a file nor a folder" in read_refusal(tmp_path / "pipe.txt")
    (nameless,) = read("")
    assert isinstance(nameless, Refusal)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the superuser")
@pytest.mark.parametrize("name", ["a.txt", "folder"])
def test_what_may_not_be_read_is_refused(tmp_path: Path, name: str) -> None:
    """Permissions are named as the reason, for a file and for a folder."""
    path = tmp_path / name
    path.mkdir() if name == "folder" else write(path, "words")
    path.chmod(0)
    assert "permissions" in read_refusal(path)
    path.chmod(0o700)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    """The limit is told; a file of just that size is read."""
    path = write(tmp_path / "a.txt", "word " * 20)
    assert "99 bytes" in read_refusal(path, limit=99)
    assert isinstance(read(path, limit=100)[0], Draft)


def test_names_are_shown_safely(tmp_path: Path) -> None:
    """What would not print, or would turn the line around, is escaped in a refusal."""
    (refusal,) = read(f"{tmp_path}/a\n\x1b[31m\u202eb\udcff.txt")
    assert isinstance(refusal, Refusal)
    assert refusal.origin == f"{tmp_path}/a\\n\\x1b[31m\\u202eb\\udcff.txt"
    assert isinstance(read("a\0b")[0], Refusal)


def test_an_identity_can_be_stored_whatever_the_name(tmp_path: Path) -> None:
    """A name that is not UTF-8 gives an identity that is."""
    folder = os.fsencode(tmp_path)
    try:
        with open(folder + b"/\xff.txt", "wb") as file:  # noqa: PTH123 - no Path is made of bytes
            file.write(b"Some\n\nwords")
    except OSError:
        pytest.skip("this file system has UTF-8 names only")
    (draft,) = read(tmp_path)
    assert isinstance(draft, Draft)
    assert draft.identity.encode().endswith(b"\\xff.txt")


def test_standard_input_is_plain_text_named_by_its_hash() -> None:
    """The same paste has the same identity; nothing, or too much, is refused."""

    def paste(content: bytes, limit: int = LIMIT) -> Draft | Refusal:
        (result,) = read_sources(["-"], stdin=io.BytesIO(content), max_bytes=limit)
        return result

    first, again = paste(b"A heading\n\nSome words."), paste(b"A heading\r\n\r\nSome words.  \n")
    assert isinstance(first, Draft)
    assert isinstance(again, Draft)
    assert first.identity == again.identity
    assert first.identity.startswith("sha256:")
    assert isinstance(paste(b""), Refusal)
    assert isinstance(paste(b"word " * 10, limit=49), Refusal)
    (refusal,) = read_sources(["-"], stdin=None, max_bytes=LIMIT)
    assert refusal == Refusal("standard input", "There is no standard input; name a file instead.")


def test_sources_are_counted_where_that_is_cheap(tmp_path: Path) -> None:
    """The count is what will come; with JSON Lines it is not known."""
    for name in ("a.txt", "b/c.html", "b/d.csv"):
        write(tmp_path / name, "words")
    sources = [str(tmp_path), str(tmp_path / "a.txt"), "missing", "-"]
    assert count_sources(sources) == 5
    results = read_sources(sources, stdin=io.BytesIO(b"words"), max_bytes=LIMIT, reader=apart())
    assert len(list(results)) == 5
    write(tmp_path / "e.jsonl.gz", "")
    assert count_sources(sources) is None


def test_front_matter_gives_the_fields(tmp_path: Path) -> None:
    """Title, date, author, source, URL and language are read, and left out of the text."""
    head = (
        "---\nTitle: 'No: a story'\ndate: 2024-02-27 18:05:00+02:00\nauthor: By Ann Lee and Bo Roe"
        "\nsource: The Daily\nurl: HTTPS://News.Example:443/a?utm_source=x&id=7#top\nlang: fr-CA\n"
        "draft: yes\n---\n"
    )
    for name in ("a.txt", "a.md"):
        draft = read_draft(write(tmp_path / name, "\ufeff" + head + "\nOnly this is the text.\n"))
        assert draft == Draft(
            identity="https://news.example/a?id=7",
            text="Only this is the text.",
            title="No: a story",
            url="https://news.example/a?id=7",
            source="The Daily",
            authors=("Ann Lee", "Bo Roe"),
            published="2024-02-27T16:05:00Z",
            language="fr",
        )


@pytest.mark.parametrize(
    "head",
    [
        "title: [unclosed",
        "just a line of prose",
        "- a\n- list",
        "a: &a [x, x]\nb: &b [*a, *a]\ntitle: *b",
        "title: " + "[" * 9_000,
        "title: x\npadding: " + "x" * 10_000,
        "? [a]\n: b",
    ],
)
def test_what_only_looks_like_front_matter_is_text(tmp_path: Path, head: str) -> None:
    """Malformed, aliased, endless or no mapping at all: nothing is lost of it."""
    draft = read_draft(write(tmp_path / "a.txt", f"---\n{head}\n---\nThe body of it."))
    assert head.split("\n")[0] in draft.text
    assert "The body of it." in draft.text


def test_json_lines_are_an_article_each(tmp_path: Path) -> None:
    """Text or HTML with fields; other keys are ignored, the hash names what has no URL."""
    records = lines(
        {"text": "Body one.", "title": "One", "url": "https://x.example/1", "authors": ["Ann Lee"]},
        {"html": "<h1>Two</h1><p>Body two.</p>", "published": "2023-11-21T05:07:16Z", "id": 7},
        {"text": "Three\nBody \ud800three.", "language": "de", "title": 3, "url": "javascript:x"},
    )
    path = write(tmp_path / "a.jsonl", "\ufeff" + records.replace("\n", "\r\n\n"))
    packed = write(tmp_path / "a.ndjson.gz", gzip.compress(records.encode()))
    one, two, three = (d for d in read(path) if isinstance(d, Draft))
    assert (one.identity, one.title, one.authors) == ("https://x.example/1", "One", ("Ann Lee",))
    assert (two.title, two.published) == ("Two", "2023-11-21T05:07:16Z")
    assert (three.text, three.title, three.language) == ("Three\nBody three.", "Three", "de")
    assert three.identity.startswith("sha256:")
    assert three.url is None
    assert read(packed) == [one, two, three]


def test_bad_lines_are_refused_one_by_one(tmp_path: Path) -> None:
    """Each names its line, once there is an article; they stand in order."""
    good = json.dumps({"text": "Words in a line."})
    long = json.dumps({"text": "x" * 200})
    bad = ["not json", "[1]", '{"text": 5}', '{"text": " "}', "[" * 90, '{"text": "\xff"}', long]
    content = "\n".join(["{}", good, *bad, good]).encode("latin-1")
    path = write(tmp_path / "a.jsonl", content)
    results = read(path, limit=100)
    assert [r.origin for r in results if isinstance(r, Refusal)] == [
        f"{path}:{number}" for number in (1, 3, 4, 5, 6, 7, 8, 9)
    ]
    assert [isinstance(r, Draft) for r in results] == [False, True] + [False] * 7 + [True]


@pytest.mark.parametrize("content", ["", "\n\n", "hello\n", "{}\n" * 1_500, "x\n" * 3, "x" * 5_000])
def test_json_lines_without_an_article_are_one_refusal(tmp_path: Path, content: str) -> None:
    """However many lines are bad, the file is refused once."""
    assert "No line in it is an article" in read_refusal(
        write(tmp_path / "a.jsonl", content), limit=1_000
    )


def test_a_file_of_mostly_bad_lines_is_given_up(tmp_path: Path) -> None:
    """After a thousand refusals the last one says that the rest was not read."""
    path = write(tmp_path / "a.jsonl", lines({"text": "Words."}) + "x\n" * 1_500)
    results = read(path)
    assert len(results) == 1_002
    assert results[-1] == Refusal(
        str(path), "Over 1,000 lines in it are no articles; the rest was not read."
    )


@pytest.mark.parametrize("filler", [b"x" * 50_000_000, b"\n" * 50_000_000])
def test_a_bomb_is_not_unpacked(tmp_path: Path, filler: bytes) -> None:
    """What unpacks to a thousand times its size is refused, whatever came before it stands."""
    content = lines({"text": "Words."}).encode() + filler
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(content))
    *_, last = results = read(path)
    assert isinstance(results[0], Draft)
    assert last == Refusal(
        str(path),
        "It is far too large for what is in it; unpack it, look, and leave out the rest.",
    )


@pytest.mark.parametrize("cut", [5, 60, -4])
def test_damaged_compression_is_refused(tmp_path: Path, cut: int) -> None:
    """A file that ends too soon, or never was compressed, is told so."""
    packed = gzip.compress(os.urandom(200) + lines({"text": "Words."}).encode())
    assert "damaged" in str(read(write(tmp_path / "a.jsonl.gz", packed[:cut]))[-1])
    assert "damaged" in read_refusal(write(tmp_path / "b.jsonl.gz", "never packed"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


FRAGMENTS = st.sampled_from(
    [
        *(
            b"<p>",
            b"<script>",
            b"</script>",
            b"<!--",
            b"&amp;",
            b"<table><tr><td>",
            b"charset=cp1251",
        ),
        *(
            b"---\n",
            b"a: b\n",
            b"# ",
            b"```\n",
            b"| a |\n|---|\n",
            b"*",
            b"[",
            b"{",
            b'{"text": "',
            b'"}',
        ),
        *(
            b"\n",
            b"\r",
            b"\x00",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"words ",
            b"caf\xe9 ",
            "é漢\u0301".encode(),
        ),
    ]
)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=st.binary(max_size=500) | st.lists(FRAGMENTS, max_size=40).map(b"".join))
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_bytes_make_it_raise(folder: Path, suffix: str, content: bytes) -> None:
    """Whatever a file holds, it is read or refused, and every draft can be stored and quoted."""
    for result in read(write(folder / f"x.{suffix}", content)):
        if isinstance(result, Refusal):
            assert "made sense of" not in result.reason
        else:
            assert result.title
            assert "\n" not in result.title
            assert 0 <= result.body_start < len(result.text)
            assert (result.title + result.text + result.identity).encode()
