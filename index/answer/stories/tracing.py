"""From a sentence that answers to its earliest wording in the story, and to who else has it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.answer.stories.opposing import opposing
from index.answer.stories.outranking import Chosen, Outranked, outranked
from index.answer.stories.twins import Stories, Twin, indexed, twins_of
from index.derived import Derived
from index.retrieve.reading import Sentence
from index.stores.lookup import Lookup
from index.values import Article, ArticleInfo, Filters, Hit

_ALONE = timedelta(days=30)
"""So long before all others of its story nothing was published that they repeat."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A sentence in the wording that is cited, and all articles that have it, with their copies.

    ``corrected_by`` are articles that correct it and cannot be cited for the question. ``against``
    is what others say instead, where no correction settles it.
    """

    sentence: Sentence
    told_by: tuple[ArticleInfo, ...]
    corrected_by: tuple[ArticleInfo, ...] = ()
    against: tuple[Traced, ...] = ()


async def traced(
    sentences: Sequence[Sentence],
    hits: Sequence[Hit],
    filters: Filters,
    lookup: Lookup,
    derived: Derived,
) -> list[Traced]:
    """Each sentence where its story told it first, as far as the filters leave that article.

    What was corrected gives way to what corrects it. Otherwise the other wording must say the same:
    have the words that answer, and neither another figure or name nor another denial. Two sentences
    that were one in the story become one. ``hits`` are what was found for the question, where other
    articles may say otherwise.
    """
    stories, twins = await twins_of(sentences, lookup, derived)
    chosen = await asyncio.to_thread(_chosen, sentences, filters, lookup)
    ranked = await asyncio.to_thread(outranked, sentences, twins, stories, chosen, lookup)
    held = [one.sentence for one in ranked]
    if held != list(sentences):
        stories, twins = await twins_of(held, lookup, derived)
    found = await asyncio.to_thread(_told, ranked, twins, stories, hits, chosen, lookup)
    once: dict[tuple[str, int], Traced] = {}
    for one in found:
        once.setdefault((one.sentence.hit.article.id, one.sentence.start), one)
    return list(once.values())


def _chosen(sentences: Sequence[Sentence], filters: Filters, lookup: Lookup) -> Chosen:
    if not sentences or filters == Filters():
        return None
    return lookup.originals(sentences[0].hit.article.library, filters)


def _told(
    ranked: Sequence[Outranked],
    twins: Sequence[Twin],
    stories: Stories,
    hits: Sequence[Hit],
    chosen: Chosen,
    lookup: Lookup,
) -> list[Traced]:
    """Each sentence as it is cited, with all articles that say it or say otherwise."""
    sentences = [one.sentence for one in ranked]
    twins = [twin for twin in twins if not twin.differences]
    copies = lookup.copies([*indexed(sentences), *{twin.article.id for twin in twins}])
    found = []
    for number, one in enumerate(ranked):
        sentence, mine = one.sentence, [twin for twin in twins if twin.of == number]
        own = sentence.hit.passage.article_id
        tellers = [own, *(twin.article.id for twin in mine)]
        told_by = tuple(info for teller in tellers for info in copies.get(teller, ()))
        cited = _earliest(sentence, mine, stories, chosen, lookup)
        others = [] if one.by else opposing(cited, stories, hits, chosen, lookup)
        found.append(Traced(cited, told_by, one.by, _against(others, lookup)))
    return found


def _against(others: Sequence[Sentence], lookup: Lookup) -> tuple[Traced, ...]:
    copies = lookup.copies(indexed(others))
    return tuple(Traced(one, copies.get(one.hit.passage.article_id, ())) for one in others)


def _earliest(
    sentence: Sentence,
    twins: Sequence[Twin],
    stories: Stories,
    allowed: Chosen,
    lookup: Lookup,
) -> Sentence:
    """The sentence where it was told first and may be cited."""
    indexed_as = sentence.hit.passage.article_id
    story = stories.of(indexed_as)
    doubted = _far_before([sentence.hit.article, *stories.others(indexed_as)])
    own = _age(sentence.hit.article, story, doubted, indexed_as)
    aged = sorted(((_age(twin.article, story, doubted), at) for at, twin in enumerate(twins)))
    for age, place in aged:
        other = _reworded(sentence, twins[place], allowed, lookup) if age < own else None
        if other is not None:
            return other
    return sentence


def _far_before(story: Sequence[ArticleInfo | Article]) -> str | None:
    """The day of a story that lies so far before its others that it is not to be believed.

    A copy that calls itself older than all others would else be cited as what they repeat.
    """
    told = sorted({article.published[:10] for article in story if article.published})
    if len(told) < 2 or date.fromisoformat(told[1]) - date.fromisoformat(told[0]) <= _ALONE:
        return None
    return told[0]


def _age(
    article: ArticleInfo, story: Mapping[str, str], doubted: str | None, indexed: str | None = None
) -> tuple[str, str]:
    """When an article was published, or was there at the latest; the earlier sorts first."""
    added = story.get(indexed or article.id, "")
    day = (article.published or "")[:10]
    return (article.published if day and day != doubted else None) or added, added


def _reworded(sentence: Sentence, twin: Twin, allowed: Chosen, lookup: Lookup) -> Sentence | None:
    """The sentence as another article words it, where that may be cited and has what answers."""
    name = twin.article.id if allowed is None else allowed.get(twin.article.id)
    line, passage = twin.line, lookup.passage_at(twin.article.id, twin.line.start, twin.line.end)
    first, last = (place - sentence.start for place in sentence.words)
    at = line.text.casefold().find(sentence.text[first:last].casefold())
    cited = lookup.articles([name]).get(name) if name else None
    if passage is None or at < 0 or cited is None or cited.text != twin.article.text:
        return None
    words = line.start + at, line.start + at + last - first
    return replace(
        sentence,
        hit=replace(sentence.hit, article=cited, passage=passage),
        start=line.start,
        end=line.end,
        text=line.text,
        words=words,
    )
