"""The text that is stored: how it is decoded, normalised and told from its title."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from apart import apart
from hypothesis import given
from hypothesis import strategies as st

from index.ingest.reading import read_sources
from index.ingest.text import normalise, one_line
from index.values import Draft

LATIN = "“Già finito?”, l’élève répondit : «déjà», à côté du café – c’était naïf."
CZECH = "Řidič řekl, že žluté auto stálo u mostu ještě před půlnocí. Nikdo prý nic neviděl."
POLISH = "Wójt ogłosił, że ścieżka wokół jeziora będzie zamknięta. Mieszkańcy są źli na władze."
SPANISH = "El señor Muñoz llegó ayer «tarde» a la reunión — dijo que mañana no volverá."
GERMAN = "Der Bürgermeister öffnete die Brücke über den Fluss; viele Gäste aßen Würstchen."
RUSSIAN = "Мэр открыл новый мост через реку, и жители города пришли посмотреть на него."
JAPANESE = "市長は新しい橋を開き、多くの住民が見に来ました。雨は降りませんでした。"
CHINESE = "市长今天为新桥剪彩，许多居民前来观看。当天没有下雨，大家都很高兴。"
ENGLISH = "The café’s owner said it’s “done”. It cost £5, he said, and wasn’t worth it."


def read_text(tmp_path: Path, content: str | bytes, name: str = "a.txt") -> Draft:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (draft,) = read_sources([str(path)], max_bytes=10_000_000, reader=apart())
    assert isinstance(draft, Draft), draft
    return draft


@given(
    st.text()
    | st.text(
        alphabet=" \n\r\t\x00\x0b\x0c\x85\u2028\ufeff\u00a0abé\u0301\u0327\u0344\u212b가\ud800"
    )
)
def test_normalising_is_done_once_and_for_all(text: str) -> None:
    """Twice is once; the result is NFC, and holds none of what was to be taken out."""
    result = normalise(text)
    assert normalise(result) == result
    assert unicodedata.is_normalized("NFC", result)
    assert result == result.strip()
    assert "\n\n\n\n" not in result
    assert not any(line != line.rstrip() for line in result.split("\n"))
    assert not set(result) & set("\r\x00\x0b\x0c\x7f\x85\u2028\ufeff")
    result.encode()


@given(st.text(alphabet="abc XYZ.,!é\t"))
def test_what_is_clean_is_kept_verbatim(text: str) -> None:
    """Inside its lines a normal text is not touched."""
    assert normalise(f"a{text}b") == f"a{text}b"


def test_blank_lines_spaces_and_line_ends_are_tidied() -> None:
    """Three blank lines become one, two stay; tabs and inner spaces stay."""
    assert (
        normalise("\r\n a  b\t \rc\n\n\nd\n \n\t\n\r\n e \x00\x1b[0m") == "a  b\nc\n\n\nd\n\n e [0m"
    )


def test_a_pile_of_accents_is_cut_to_thirty() -> None:
    """Normalising a million marks on one letter does not take its square."""
    result = normalise("a" + "\u0301\u0323" * 500_000 + "b")
    assert len(result) <= 32
    assert result.endswith("b")
    assert normalise(result) == result


@given(st.text(), st.integers(20, 60))
def test_one_line_fits(text: str, limit: int) -> None:
    """Never longer than its limit, never more than a line, never twice shortened."""
    line = one_line(text, limit)
    assert len(line) <= limit
    assert line == " ".join(line.split())
    assert one_line(line, limit) == line


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((ENGLISH, e) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")),
        *(
            (text, "cp1252")
            for text in ("A naïve résumé", "La niñera está aquí.", "Ærlig talt, på øya")
        ),
        *(
            (text, "cp1252")
            for text in ("It’s a naïve plan.", "It cost £5.", "Smörgåsbord är gott")
        ),
        *((text, "cp1250") for text in ("Zażółć gęślą jaźń", "Škoda že nemůžeš přijít")),
        *((LATIN, "cp1252"), (SPANISH, "cp1252"), (GERMAN, "latin-1")),
        *((CZECH, "cp1250"), (POLISH, "cp1250"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")),
        *((JAPANESE, "shift-jis"), (CHINESE, "gb18030")),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_encodings_are_told_apart(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    """Byte order marks, UTF-8, and what a text looks like, however short it is."""
    assert read_text(tmp_path, text.encode(encoding), name).text == text


def test_a_foreign_byte_does_not_unmake_utf8(tmp_path: Path) -> None:
    """One bad byte is replaced; the accents around it stay what they are."""
    content = (LATIN + "\n").encode() * 3 + b"\xe9t\xe9 fini" + "é".encode()[:1]
    assert read_text(tmp_path, content).text.count(LATIN) == 3


@pytest.mark.parametrize(
    ("content", "title", "body"),
    [
        ("A title\nand more", "A title", "and more"),
        ("A  title\n\n\n \tand more", "A title", "and more"),
        ("***\nA title\nand more", "A title", "***\nA title\nand more"),
        ("Only one line of text.", "Only one line of text.", "Only one line of text."),
        ("A title\n\n* * *", "A title", "A title\n\n* * *"),
        ("---\ntitle: given  one\n---\nGIVEN one\nbody", "given one", "body"),
        ("---\ntitle: given one\n---\nother\nbody", "given one", "other\nbody"),
        ("---\ntitle: given\n---\nGiven", "given", "Given"),
        ("---\ntitle: '***'\n---\nfirst\nbody", "first", "body"),
    ],
)
def test_the_title_line_is_told_from_the_body(
    tmp_path: Path, content: str, title: str, body: str
) -> None:
    """The body starts after the title line, unless nothing would be left to quote."""
    draft = read_text(tmp_path, content)
    assert (draft.title, draft.text[draft.body_start :]) == (title, body)


@pytest.mark.parametrize("rest", ["", "\n\nAnother paragraph."])
@pytest.mark.parametrize(("word", "shown"), [("sentence ", "sentence…"), ("字", "字…")])
def test_a_long_first_line_is_shortened_to_a_title(
    tmp_path: Path, word: str, shown: str, rest: str
) -> None:
    """It is cut between words where there are any, and stays quotable."""
    draft = read_text(tmp_path, word * 250 + rest)
    assert draft.title.endswith(shown)
    assert 60 < len(draft.title) <= 120
    assert draft.body_start == 0


def test_a_given_title_is_at_most_300_long(tmp_path: Path) -> None:
    """A longer one is shortened, and its line still told from the body."""
    title = "word " * 80
    draft = read_text(tmp_path, f"---\ntitle: {title}\n---\n{title}\nbody")
    assert 290 < len(draft.title) <= 300
    assert draft.text[draft.body_start :] == "body"
