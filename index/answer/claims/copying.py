"""Claims from articles in another language than English, which the other checks cannot read.

Numbers in words, names among capitals and denials are known of English alone, so from any other
language a claim must be copied: its words stand in one quoted sentence in their order. Words may be
left out where the language's denials are known, but none of these, and no clause before the claim,
which may say that it is false. Else the claim is the sentence, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answer.claims.stems import words

_DENIALS = {
    code: frozenset(told.split())
    for code, told in {
        "de": "nicht nichts nie niemals niemand niemanden niemandem niemandes kein keine keinen "
        "keinem keiner keines keinerlei nirgends nirgendwo weder noch ohne kaum nein",
        "nl": "niet niets nooit niemand geen nergens zonder noch nauwelijks nee",
        "fr": "ne n pas point jamais rien personne aucun aucune nul nulle sans ni guère non",
        "es": "no nunca jamás nada nadie ningún ninguno ninguna sin ni tampoco apenas",
        "it": "non mai niente nulla nessun nessuno nessuna senza né neanche nemmeno no",
        "pt": "não nunca jamais nada ninguém nenhum nenhuma sem nem tampouco",
    }.items()
}
_CLAUSE = re.compile(r"[,;:–—()]")
_APOSTROPHE = re.compile(r"[’']")


def uncopied(claim: str, sentences: Sequence[str], language: str) -> str | None:
    """Why a claim is not copied from one of these sentences of a language; None where it is."""
    said = _forms(claim)
    denials = _DENIALS.get(language)
    if any(said == _forms(sentence) for sentence in sentences):
        return None
    if denials is None:
        return "it is not, word for word, one sentence of its quotes"
    found = [kept for sentence in sentences if (kept := _kept(said, sentence)) is not None]
    if not found:
        return "its words do not stand in this order in one sentence of its quotes"
    if not any(dropped.isdisjoint(denials) for dropped in found):
        return "it leaves out what its quotes deny"
    return None


def _kept(said: Sequence[str], sentence: str) -> frozenset[str] | None:
    """What a claim leaves out of a sentence; None where it is not copied from it."""
    first = _CLAUSE.split(sentence, maxsplit=1)[0]
    left_out, sought = [], list(said)
    for word in _forms(sentence):
        if sought and word == sought[0]:
            sought.pop(0)
        else:
            left_out.append(word)
    begun = said and said[0] in _forms(first)
    return frozenset(left_out) if begun and not sought else None


def _forms(text: str) -> list[str]:
    return [part for word in words(text) for part in _APOSTROPHE.split(word.casefold()) if part]
