"""Corrections before what they correct: what is quoted instead of a sentence that was wrong.

A sentence may have been corrected in another version of its story, whose notice tells so, or by an
article that is nothing but a correction. That is quoted in its place. Where the question's filters
leave it out, or it is of another publisher, the sentence is quoted with the name of what corrects
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from index.answer.stories.twins import Stories, Twin, indexed
from index.ingest.fields import site_of
from index.ingest.notices import tells_what_holds
from index.retrieve.reading import Sentence
from index.stores.lookup import Lookup
from index.stories.correcting import is_about, settles, told
from index.stories.lines import Line, telling_words
from index.stories.substance import Difference
from index.values import Article, ArticleInfo

Chosen: TypeAlias = Mapping[str, str] | None
"""The article to cite for each indexed one that the filters leave; None where they leave all."""


@dataclass(frozen=True, slots=True)
class Rival:
    """What another article says of the thing that a sentence tells, and in what it differs."""

    article: Article
    line: Line
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Outranked:
    """A sentence as it may be quoted, and what corrects it where that cannot be quoted itself."""

    sentence: Sentence
    by: tuple[ArticleInfo, ...] = ()


def outranked(
    sentences: Sequence[Sentence],
    twins: Sequence[Twin],
    stories: Stories,
    chosen: Chosen,
    lookup: Lookup,
) -> list[Outranked]:
    """Each sentence, or what corrects it. Blocks.

    ``twins`` are the sentences of their ``stories`` that tell the same thing.
    """
    correcting = lookup.corrections({*indexed(sentences), *stories.articles})
    found = []
    for number, sentence in enumerate(sentences):
        rivals = [
            Rival(one.article, one.line, one.differences)
            for one in twins
            if one.of == number and one.differences
        ]
        own = sentence.hit.passage.article_id
        names = dict.fromkeys((own, *stories.of(own)))
        corrections = [one for name in names for one in correcting.get(name, ())]
        corrections += stories.others(own)
        found.append(_outrank(sentence, rivals, corrections, chosen, lookup))
    return found


def _outrank(
    sentence: Sentence,
    rivals: Sequence[Rival],
    corrections: Sequence[Article],
    allowed: Chosen,
    lookup: Lookup,
) -> Outranked:
    """The corrected form of a sentence, or itself where nothing corrects it.

    ``corrections`` are articles whose notices may be about it.
    """
    if sentence.notice:
        return Outranked(sentence)
    corrected_by: dict[str, ArticleInfo] = {}
    for article, line, notice in _corrected(sentence, rivals, corrections):
        other = _cited(sentence, article, line, notice, allowed, lookup)
        if other is not None:
            return Outranked(other)
        corrected_by.setdefault(article.id, article)
    return Outranked(sentence, tuple(corrected_by.values()))


def _corrected(
    sentence: Sentence, rivals: Sequence[Rival], corrections: Sequence[Article]
) -> Iterator[tuple[Article, Line, bool]]:
    """Sentences and notices that correct it, and which of both they are, the best first."""
    own = sentence.hit.article
    line = Line(sentence.start, sentence.end, sentence.text, telling_words(sentence.text))
    newest = sorted(rivals, key=lambda one: one.article.published or "", reverse=True)
    for rival in newest:
        lines = rival.line, line
        if settles(rival.article, own, lines, rival.differences) and not settles(
            own, rival.article, lines[::-1], rival.differences
        ):
            yield rival.article, rival.line, False
    for article in corrections:
        for one in told(article):
            if article.id != own.id and is_about(one, own, [line]):
                span = one.notice.start, one.notice.end
                yield article, Line(*span, one.text, one.words), True


def _cited(
    sentence: Sentence,
    article: Article,
    line: Line,
    notice: bool,
    allowed: Chosen,
    lookup: Lookup,
) -> Sentence | None:
    """That line as a sentence to quote, None where it may not be."""
    name = article.id if allowed is None else allowed.get(article.id)
    cited = lookup.articles([name]).get(name) if name else None
    passage = lookup.passage_at(article.id, line.start, line.end)
    if cited is None or passage is None or cited.text != article.text:
        return None
    if not is_its_own(article, sentence.hit.article) or (notice and not _tells(line)):
        return None
    return replace(
        sentence,
        hit=replace(sentence.hit, article=cited, passage=passage),
        start=line.start,
        end=line.end,
        text=line.text,
        # Which of its words answer, nobody has read.
        words=(line.start, line.end),
        sureness=0.0,
        notice=notice,
    )


def is_its_own(correction: ArticleInfo, corrected: ArticleInfo) -> bool:
    """Whether both are of one publisher: nobody takes back in another's name.

    What a page calls its source is its own choice, so where one has an address, its site decides.
    """
    sites = [one.url and site_of(one.url) for one in (correction, corrected)]
    if any(sites):
        return sites[0] == sites[1]
    sources = [(one.source or "").casefold() for one in (correction, corrected)]
    return sources[0] == sources[1]


def _tells(line: Line) -> bool:
    return tells_what_holds("correction", line.text)
