"""Which language a text or a question is written in, where that is clear."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Protocol, cast

_SAMPLE = 2_000
_SURE = 0.7
_FEWEST_WORDS = 3
# Words that only English has, and that a fifteenth of its words or more are.
_ENGLISH = frozenset(
    "the and that this which what who how when where why did does with from were their would could"
    " should".split()
)
_ENGLISH_SHARE = 1 / 15
_SCRIPTS = {
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "TAMIL": "ta",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
}
_SHARED_SCRIPTS = frozenset({"CYRILLIC", "ARABIC", "DEVANAGARI", "BENGALI"})


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of an article or a question, None where unclear.

    Wary of claiming a language other than English for short texts in the Latin script, where
    names mislead. Only a text that is not plainly English, nor in a script with one language,
    loads the model: once per process, 0.6 s and 75 MB.
    """
    sample = text[:_SAMPLE]
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    if words and sum(word in _ENGLISH for word in words) >= len(words) * _ENGLISH_SHARE:
        return "en"
    script = _script(sample)
    if script in _SCRIPTS:
        return _among(script, sample)
    if script != "LATIN" or len(words) < _FEWEST_WORDS:
        return None
    code, sureness = _identifier().classify(sample)
    return code if sureness >= _SURE else None


def likeness(text: str) -> float:
    """Return how much ``text`` looks like some language, from 0 to 1."""
    return _identifier().classify(text[:_SAMPLE])[1]


def _script(text: str) -> str | None:
    names = Counter(
        unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()
    )
    # Japanese is mostly written in kana among Chinese characters, Chinese never is.
    if (names["HIRAGANA"] + names["KATAKANA"]) * 10 > names["CJK"] > 0:
        names["HIRAGANA"] += names.pop("CJK")
    return names.most_common(1)[0][0] if names else None


def _among(script: str, text: str) -> str:
    if script in _SHARED_SCRIPTS:
        code, sureness = _identifier().classify(text)
        if sureness >= _SURE:
            return code
    return _SCRIPTS[script]


@cache
def _identifier() -> _Identifier:
    # It brings NumPy and unpacks its model: half a second that plain English never pays.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Without the 30 languages and dialects that have no two-letter code, which blur their kin.
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])
    return cast("_Identifier", identifier)
