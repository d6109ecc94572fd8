"""Bytes into text, and text into the one form that every offset counts in."""

from __future__ import annotations

import codecs
import re
import unicodedata

from index.errors import UnreadableSource
from index.ingest.language import likeness

BINARY = (
    "It looks like a binary file, not text; save it as text, Markdown, HTML, PDF, DOCX or EPUB and "
    "try again."
)

_NEWLINES = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
"""What no text keeps: control characters but tab and newline, marks of byte order, surrogates."""

_BLANK_LINES = re.compile(r"\n{4,}")
# Normalising takes time in the square of the marks on a letter; Unicode's stream-safe text has 30.
_MOST_MARKS = 30
_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Before UTF-16, whose little-endian mark is the beginning of this one.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The encodings that articles really come in, the likelier first.
_LATIN = ("cp1252", "cp1250", "cp1254")
_OTHER = (
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_WORD_BREAK = re.compile(rb"[\s<>]+")
_FOREIGN = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z]")
# An accented word has rarely more of the one than twice the other; other scripts have few letters.
_LATIN_SHARE = 2
_WORD = re.compile(r"[^\W\d_]+")
_CLEARLY = 0.95


def normalise(text: str) -> str:
    r"""Return ``text`` in the form that is stored: doing it twice changes nothing.

    NFC, ``\n`` line ends, no control characters but tab and newline, no byte order mark or lone
    surrogate, no spaces at line ends, never more than two blank lines in a row, none at the ends,
    nor more than thirty accents on a letter.
    """
    text = _MARKS.sub(_few_marks, UNWANTED.sub("", _NEWLINES.sub("\n", text)))
    text = _MARKS.sub(_few_marks, unicodedata.normalize("NFC", text))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def _few_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        kept.append(character if marks <= _MOST_MARKS else "")
    return "".join(kept)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(character.isalnum() for character in text)


def one_line(text: str, limit: int) -> str:
    """Return ``text`` on one line, single-spaced, and shortened with … to at most ``limit``."""
    # Any line will do, so that a text of one endless line is not searched to its end.
    line = " ".join(normalise(text.lstrip()[: 20 * limit]).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head = cut if line[limit - 1] == " " else cut.rpartition(" ")[0]
    # A script without spaces, or one endless word, is cut where it must be.
    return (head if len(head) > limit // 2 else cut).rstrip() + "…"


def decode(data: bytes) -> str:
    """Return the text of ``data``: by its byte order mark, as UTF-8, else by what it looks like.

    Raises ``UnreadableSource`` where it looks like no text at all.
    """
    text = _with_mark(data) or _as_utf8(data) or _as_legacy(data)
    if not is_text(text):
        raise UnreadableSource(BINARY)
    return text


def is_text(text: str) -> bool:
    """Whether decoded ``text`` can have been meant as text: no NUL, hardly a control character."""
    return "\0" not in text and len(_CONTROLS.findall(text)) <= len(text) / 100


def _with_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return None


def _as_utf8(data: bytes) -> str | None:
    # A cut or a foreign byte does not unmake a UTF-8 text, and no other encoding forms so many of
    # its sequences by chance.
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if not broken or len(re.findall(r"[^\x00-\x7f\ufffd]", text)) > 9 * broken else None


def _as_legacy(data: bytes) -> str:
    # Only the words that differ between encodings tell them apart.
    words = [word for word in _WORD_BREAK.split(data) if not word.isascii()]
    sample = b" ".join(words)[:20_000]
    if len(_FOREIGN.findall(sample)) <= _LATIN_SHARE * len(_LETTER.findall(sample)):
        encoding = max(_LATIN, key=lambda name: _sureness(sample.decode(name, "replace")))
    else:
        # Not needed by the many articles that are UTF-8. On a few Latin lines it is no help: it
        # takes Spanish for Central European.
        from charset_normalizer import from_bytes

        guess = from_bytes(sample, cp_isolation=list(_OTHER)).best()
        encoding = guess.encoding if guess else _LATIN[0]
    return data.decode(encoding, "replace")


def _sureness(reading: str) -> float:
    accented = (word for word in _WORD.findall(reading) if not word.isascii())
    sureness = likeness(" ".join(accented))
    return round(sureness, 3) if sureness > _CLEARLY else 0
