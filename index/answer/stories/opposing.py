"""What other articles say against a sentence: the same thing with another figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.answer.speech.speakers import speaker_of
from index.answer.stories.disagreeing import Telling, are_of_one_time, contested
from index.answer.stories.outranking import Chosen, outranked
from index.answer.stories.twins import Stories
from index.ingest.furniture import stands_in_furniture
from index.ingest.sentences import sentences
from index.retrieve.reading import Sentence, set_apart
from index.stores.lookup import Lookup
from index.stories.correcting import settles
from index.stories.lines import Line, lines_of, telling_words
from index.stories.substance import common_words, differences, said
from index.values import Article, Hit, Notice, Ranks, Span

MOST = 2
"""So many others are set beside a sentence."""


def opposing(
    sentence: Sentence, stories: Stories, hits: Sequence[Hit], chosen: Chosen, lookup: Lookup
) -> list[Sentence]:
    """Sentences of other articles that give another figure for the same, each another. Blocks.

    They are looked for in its story and in what was ``hits`` for the question. Where a correction
    settles which of them holds, or the words are somebody's who is named elsewhere, there is none.
    """
    own = telling(sentence)
    if sentence.notice or _is_spoken(own):
        return []
    found: list[Sentence] = []
    for article, start, end in _candidates(sentence, stories, hits):
        other = Telling(article, start, end)
        known = [own, *map(telling, found)]
        if len(found) == MOST or not all(contested(one, other) for one in known):
            continue
        if _is_spoken(other) or stands_in_furniture(article.text, start) or _settled(own, other):
            continue
        quotable = _quotable(other, chosen, hits, lookup)
        if quotable is not None and not _is_corrected(quotable, stories, chosen, lookup):
            found.append(quotable)
    return found


def telling(sentence: Sentence) -> Telling:
    """A sentence as it is compared."""
    return Telling(sentence.hit.article, sentence.start, sentence.end)


def _candidates(
    sentence: Sentence, stories: Stories, hits: Sequence[Hit]
) -> Iterator[tuple[Article, int, int]]:
    """Sentences of other articles of the same days, those of the story first."""
    article, of_story = sentence.hit.article, stories.others(sentence.hit.passage.article_id)
    for other in of_story:
        if are_of_one_time(article, other, same_story=True):
            yield from ((other, *span) for span in _body(other))
    known = {article.id, sentence.hit.passage.article_id, *(other.id for other in of_story)}
    for hit in hits:
        other, first = hit.article, hit.passage.start
        if other.id in known or hit.passage.article_id in known or other.text == article.text:
            continue
        if are_of_one_time(article, other, same_story=False):
            apart = set_apart(other)
            for start, end in sentences(hit.passage.text):
                span = first + start, first + end
                if span[0] >= other.body_start and not touches(span, apart):
                    yield other, *span


def _body(article: Article) -> Iterator[Span]:
    apart = set_apart(article)
    spans = ((line.start, line.end) for line in lines_of(article))
    yield from (span for span in spans if not touches(span, apart))


def touches(span: Span, notices: Iterable[Notice]) -> bool:
    """Whether a span has a part of any of these notices in it."""
    return any(one.start < span[1] and span[0] < one.end for one in notices)


def _is_spoken(told: Telling) -> bool:
    article = told.article
    return speaker_of(article.text, told.start, told.end, article.body_start) is not None


def _settled(one: Telling, other: Telling) -> bool:
    """Whether a notice of one says that its wording holds."""
    common = common_words((one.article.text, other.article.text))
    ours, theirs = (said(told.article.text, told.start, told.end, common) for told in (one, other))
    lines = _line(one), _line(other)
    found = [diff for diff in differences(ours, theirs) if diff.kind == "number"]
    return settles(one.article, other.article, lines, found) or settles(
        other.article, one.article, lines[::-1], found
    )


def _line(told: Telling) -> Line:
    return Line(told.start, told.end, told.text, telling_words(told.text))


def _quotable(
    other: Telling, chosen: Chosen, hits: Sequence[Hit], lookup: Lookup
) -> Sentence | None:
    """A sentence as it may be cited, None where the filters leave it out."""
    span = other.start, other.end
    for hit in hits:
        inside = hit.passage.start <= span[0] and span[1] <= hit.passage.end
        if hit.article.id == other.article.id and inside:
            return unread(hit, span)
    name = other.article.id if chosen is None else chosen.get(other.article.id)
    cited = lookup.articles([name]).get(name) if name else None
    passage = lookup.passage_at(other.article.id, *span)
    if cited is None or passage is None or cited.text != other.article.text:
        return None
    return unread(Hit(passage, cited, 0.0, Ranks()), span)


def unread(hit: Hit, span: Span, *, notice: bool = False) -> Sentence:
    """A sentence of an article of which no reader has told which words answer."""
    return Sentence(hit, *span, hit.article.text[slice(*span)], 0.0, span, 0.0, notice)


def _is_corrected(sentence: Sentence, stories: Stories, chosen: Chosen, lookup: Lookup) -> bool:
    (after,) = outranked([sentence], [], stories, chosen, lookup)
    return after.sentence is not sentence or bool(after.by)
