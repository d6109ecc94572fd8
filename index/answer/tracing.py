"""From a sentence that answers to its earliest wording in the story, and to who else has it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.derived import Derived
from index.embedding.minilm import SPACE
from index.retrieve.reading import Sentence
from index.stores.lookup import Lookup
from index.stories.alike import RELATED_WORDS, SAME_MEANING, SAME_WORDS
from index.stories.lines import Line, lines_of, overlaps, telling_words
from index.stories.substance import common_words, differences, said
from index.values import Article, ArticleInfo, Filters

_MOST_IN_DOUBT = 12
"""So many sentences are embedded to tell whether they are twins."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A sentence in the wording that is cited, and all articles that have it, with their copies."""

    sentence: Sentence
    told_by: tuple[ArticleInfo, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """The sentence of another article that may be the same; ``alike`` is how far its words are."""

    of: int
    article: Article
    line: Line
    alike: float


async def traced(
    sentences: Sequence[Sentence], filters: Filters, lookup: Lookup, derived: Derived
) -> list[Traced]:
    """Each sentence where its story told it first, as far as the filters leave that article.

    The other wording must say the same: have the words that answer, and neither another figure or
    name nor another denial. Two sentences that were one in the story become one.
    """
    stories = await asyncio.to_thread(lookup.stories, _indexed(sentences))
    twins = await asyncio.to_thread(_twins, sentences, stories, lookup)
    twins = await _proved(sentences, twins, derived)
    found = await asyncio.to_thread(_told, sentences, twins, stories, filters, lookup)
    once: dict[tuple[str, int], Traced] = {}
    for one in found:
        once.setdefault((one.sentence.hit.article.id, one.sentence.start), one)
    return list(once.values())


def _indexed(sentences: Sequence[Sentence]) -> list[str]:
    return sorted({sentence.hit.passage.article_id for sentence in sentences})


def _twins(
    sentences: Sequence[Sentence], stories: Mapping[str, Mapping[str, str]], lookup: Lookup
) -> list[Twin]:
    """For each sentence and each other article of its story, the sentence that is the likest."""
    wanted = {name for story in stories.values() for name in story}
    known = {name: (one, lines_of(one)) for name, one in lookup.articles(wanted).items()}
    found = []
    for number, sentence in enumerate(sentences):
        own = sentence.hit.passage.article_id
        line = Line(sentence.start, sentence.end, sentence.text, telling_words(sentence.text))
        for article, lines in (known[name] for name in stories.get(own, ()) if name in known):
            if article.id == own or not lines:
                continue
            alike = overlaps([line], lines)[0]
            best = int(alike.argmax())
            found.append(Twin(number, article, lines[best], float(alike[best])))
    return found


async def _proved(
    sentences: Sequence[Sentence], twins: Sequence[Twin], derived: Derived
) -> list[Twin]:
    """Those that are the same sentence by their words, or else by their meaning."""
    sure = [twin for twin in twins if twin.alike >= SAME_WORDS]
    if derived.embedder.spec.key != SPACE:
        return sure
    doubtful = [twin for twin in twins if RELATED_WORDS <= twin.alike < SAME_WORDS]
    doubtful = sorted(doubtful, key=lambda twin: -twin.alike)[:_MOST_IN_DOUBT]
    if not doubtful:
        return sure
    ours = [sentences[twin.of].text for twin in doubtful]
    theirs = [twin.line.text for twin in doubtful]
    vectors = await derived.embedder.texts(ours + theirs)
    cosines = np.einsum("ij,ij->i", vectors[: len(ours)], vectors[len(ours) :])
    near = zip(doubtful, cosines, strict=True)
    return sure + [twin for twin, cosine in near if cosine >= SAME_MEANING]


def _agree(sentences: Sequence[Sentence], twin: Twin) -> bool:
    """Whether both say the same; what they quote may be put in other words."""
    sentence, line = sentences[twin.of], twin.line
    texts = sentence.hit.article.text, twin.article.text
    common = common_words(texts)
    ours = said(texts[0], sentence.start, sentence.end, common)
    theirs = said(texts[1], line.start, line.end, common)
    return all(one.kind == "quotation" for one in differences(ours, theirs))


def _told(
    sentences: Sequence[Sentence],
    twins: Sequence[Twin],
    stories: Mapping[str, Mapping[str, str]],
    filters: Filters,
    lookup: Lookup,
) -> list[Traced]:
    """Each sentence as it is cited, with all articles that say it."""
    twins = [twin for twin in twins if _agree(sentences, twin)]
    allowed = None
    if twins and filters != Filters():
        allowed = lookup.originals(sentences[0].hit.article.library, filters)
    copies = lookup.copies([*_indexed(sentences), *{twin.article.id for twin in twins}])
    found = []
    for number, sentence in enumerate(sentences):
        own, mine = sentence.hit.passage.article_id, [one for one in twins if one.of == number]
        tellers = [own, *(twin.article.id for twin in mine)]
        told_by = tuple(info for teller in tellers for info in copies.get(teller, ()))
        cited = _earliest(sentence, mine, stories.get(own, {}), allowed, lookup)
        found.append(Traced(cited, told_by))
    return found


def _earliest(
    sentence: Sentence,
    twins: Sequence[Twin],
    story: Mapping[str, str],
    allowed: Mapping[str, str] | None,
    lookup: Lookup,
) -> Sentence:
    """The sentence where it was told first and may be cited."""
    own = _age(sentence.hit.article, story, sentence.hit.passage.article_id)
    aged = sorted(((_age(twin.article, story), place) for place, twin in enumerate(twins)))
    for age, place in aged:
        other = _reworded(sentence, twins[place], allowed, lookup) if age < own else None
        if other is not None:
            return other
    return sentence


def _age(
    article: ArticleInfo, story: Mapping[str, str], indexed: str | None = None
) -> tuple[str, str]:
    """When an article was published, or was there at the latest; the earlier sorts first."""
    added = story.get(indexed or article.id, "")
    return article.published or added, added


def _reworded(
    sentence: Sentence, twin: Twin, allowed: Mapping[str, str] | None, lookup: Lookup
) -> Sentence | None:
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
