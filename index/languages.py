"""Warnings about languages that the configured embedding was not made for.

``covered`` are the codes of its languages; empty, it covers them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.ingest.language import detect_language


def foreign_article(language: str | None, covered: Sequence[str]) -> tuple[str, ...]:
    """What to warn of when an article in a language is added; nothing where all is well."""
    if language is None or _covers(covered, language):
        return ()
    return (
        f"It seems to be in {_name(language)}, which the configured embedding does not cover "
        f"({_names(covered)}): it is found by its words alone.",
    )


def foreign_question(question: str, covered: Sequence[str]) -> tuple[str, ...]:
    """What to warn of when a question is asked; nothing where all is well."""
    if not covered:
        return ()
    language = detect_language(question)
    if language is None or _covers(covered, language):
        return ()
    return (
        f"The question seems to be in {_name(language)}, which I was not made for "
        f"({_names(covered)}): only articles that share its words are found.",
    )


def _covers(covered: Sequence[str], language: str) -> bool:
    return not covered or language in covered


def _names(codes: Sequence[str]) -> str:
    return ", ".join(_name(code) for code in codes)


def _name(code: str) -> str:
    # Babel takes a moment to import and is needed for a warning only.
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code
