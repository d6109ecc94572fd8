"""For sentences that answer, the sentences of their stories that tell the same."""

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
from index.stories.substance import Difference, common_words, differences, said
from index.values import Article

_MOST_IN_DOUBT = 12
"""So many sentences are embedded to tell whether they are twins."""


@dataclass(frozen=True, slots=True)
class Stories:
    """The stories of some indexed articles.

    ``added`` has for each of those that has near copies all articles of its story and when they
    were added; ``articles`` are the texts of all of these.
    """

    added: Mapping[str, Mapping[str, str]]
    articles: Mapping[str, Article]

    def of(self, article_id: str) -> Mapping[str, str]:
        """The articles of one's story, itself among them; none where it has no near copies."""
        return self.added.get(article_id, {})

    def others(self, article_id: str) -> list[Article]:
        """The other articles of one's story."""
        names = self.of(article_id).keys() - {article_id}
        return [self.articles[name] for name in sorted(names) if name in self.articles]


@dataclass(frozen=True, slots=True)
class Twin:
    """The sentence of another article that may be the same; ``alike`` is how far its words are.

    ``differences`` is in what both say other things, what they quote left aside.
    """

    of: int
    article: Article
    line: Line
    alike: float
    differences: tuple[Difference, ...] = ()


def indexed(sentences: Sequence[Sentence]) -> list[str]:
    """The ids of the articles that are indexed for the sentences."""
    return sorted({sentence.hit.passage.article_id for sentence in sentences})


async def twins_of(
    sentences: Sequence[Sentence], lookup: Lookup, derived: Derived
) -> tuple[Stories, list[Twin]]:
    """The stories of the sentences, and the sentences of those that tell the same."""
    stories = await asyncio.to_thread(_stories, sentences, lookup)
    likest = await asyncio.to_thread(_likest, sentences, stories)
    proved = await _proved(sentences, likest, derived)
    return stories, await asyncio.to_thread(_compared, sentences, proved)


def twins_by_words(sentences: Sequence[Sentence], lookup: Lookup) -> tuple[Stories, list[Twin]]:
    """The same by the words alone, which takes little time. Blocks."""
    stories = _stories(sentences, lookup)
    sure = [twin for twin in _likest(sentences, stories) if twin.alike >= SAME_WORDS]
    return stories, _compared(sentences, sure)


def _stories(sentences: Sequence[Sentence], lookup: Lookup) -> Stories:
    added = lookup.stories(indexed(sentences))
    return Stories(added, lookup.articles({name for story in added.values() for name in story}))


def _likest(sentences: Sequence[Sentence], stories: Stories) -> list[Twin]:
    """For each sentence and each other article of its story, the sentence that is the likest.

    A notice has none: what it says of an earlier version is no version of that.
    """
    known = {name: _body(one) for name, one in stories.articles.items()}
    found = []
    for number, sentence in enumerate(sentences):
        line = Line(sentence.start, sentence.end, sentence.text, telling_words(sentence.text))
        for article in stories.others(sentence.hit.passage.article_id):
            lines = known[article.id]
            if lines and not sentence.notice:
                alike = overlaps([line], lines)[0]
                best = int(alike.argmax())
                found.append(Twin(number, article, lines[best], float(alike[best])))
    return found


def _body(article: Article) -> list[Line]:
    """The sentences of an article that are no notice."""
    notices = article.notices
    return [
        line
        for line in lines_of(article)
        if not any(one.start < line.end and line.start < one.end for one in notices)
    ]


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


def _compared(sentences: Sequence[Sentence], twins: Sequence[Twin]) -> list[Twin]:
    return [replace(twin, differences=_differences(sentences[twin.of], twin)) for twin in twins]


def _differences(sentence: Sentence, twin: Twin) -> tuple[Difference, ...]:
    """In what both say other things; what they quote may be put in other words."""
    line = twin.line
    texts = sentence.hit.article.text, twin.article.text
    common = common_words(texts)
    ours = said(texts[0], sentence.start, sentence.end, common)
    theirs = said(texts[1], line.start, line.end, common)
    return tuple(one for one in differences(ours, theirs) if one.kind != "quotation")
