"""The JSON that Footnote prints: a public contract, described in the README.

Within version 1 fields are added, never changed or taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from index.values import (
    Answer,
    Answered,
    Article,
    ArticleInfo,
    Citation,
    Claim,
    Entry,
    Hit,
    Nearest,
    NotFound,
    Receipt,
    Refreshed,
    Refusal,
    Reply,
    Sought,
)
from prompts import load_prompt

if TYPE_CHECKING:
    from index.feeds.checking import FeedChecked
    from index.feeds.kept import KeptFeed

VERSION = 1
Json: TypeAlias = dict[str, Any]


def reply_json(reply: Reply) -> Json:
    """An answer, whether found or not."""
    return {
        "version": VERSION,
        "question": reply.question.text,
        **_answer(reply.answer),
        "text": reply_text(reply),
        "timings_ms": {
            "retrieve": round(reply.timings.retrieve, 3),
            "answer": round(reply.timings.answer, 3),
            "total": round(reply.timings.total, 3),
        },
        "warnings": list(reply.warnings),
        "period": None if reply.sought is None else _period(reply.sought),
    }


def reply_text(reply: Reply) -> str:
    """What a person reads: each claim with its numbers, or the sentence that nothing was found."""
    if not isinstance(reply.answer, Answered):
        return load_prompt("not_found").fill()
    return "\n".join(
        f"{claim_text(claim, reply.answer)} {_numbers(claim.citations)}"
        for claim in reply.answer.claims
    )


def claim_text(claim: Claim, answer: Answered) -> str:
    """A claim as it is shown: in quotation marks where it is one, and with no number of its own.

    ``[3]`` in an article is not a citation of ours: an invisible WORD JOINER keeps the two apart.
    """
    shown = re.sub(r"\[(?=\d+\])", "[\u2060", claim.text)
    # What sources that disagree say has its own quotation marks.
    is_quote = answer.mode == "extractive" and len(claim.citations) == 1
    told = f"“{shown}”" if is_quote else shown
    return told if claim.speaker is None else f"{claim.speaker}: {told}"


def error_json(sentence: str) -> Json:
    """A question of a batch that could not be asked."""
    return {"version": VERSION, "status": "error", "error": sentence}


def article_json(article: ArticleInfo) -> Json:
    """What is told of an article wherever one is named."""
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "authors": list(article.authors),
        "published": article.published,
        "revision": article.revision,
    }


def shown_json(article: Article, entry: Entry, revisions: Sequence[tuple[int, str]]) -> Json:
    """A revision with its text; ``text[start:end]`` of a citation is its quote."""
    return {
        "version": VERSION,
        "article": article_json(article),
        "text": article.text,
        "revisions": [{"number": number, "added_at": moment} for number, moment in revisions],
        "body_start": article.body_start,
        "pages": list(article.pages),
        "language": article.language,
        "tags": list(entry.tags),
        "copy_of": entry.copy_of,
        "removed_at": entry.removed_at,
        "gone_at": entry.gone_at,
        "notices": notices_json(article),
    }


def notices_json(article: Article) -> list[Json]:
    """What an article says of its own corrections and updates; ``text[start:end]`` is the quote."""
    return [
        {
            "kind": one.kind,
            "start": one.start,
            "end": one.end,
            "quote": article.text[one.start : one.end],
        }
        for one in article.notices
    ]


def entry_json(entry: Entry) -> Json:
    """An article of a list."""
    return {
        **article_json(entry.article),
        "language": entry.article.language,
        "tags": list(entry.tags),
        "passages": entry.passages,
        "copy_of": entry.copy_of,
        "added_at": entry.added_at,
        "removed_at": entry.removed_at,
        "gone_at": entry.gone_at,
        "indexed": not entry.pending,
    }


def hit_json(hit: Hit) -> Json:
    """A passage that was found, and why."""
    passage, ranks = hit.passage, hit.ranks
    return {
        "article": article_json(hit.article),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
        "dense_rank": ranks.dense,
        "similarity": ranks.similarity,
        "lexical_rank": ranks.lexical,
        "bm25": ranks.bm25,
        "fused": round(ranks.fused, 6),
        "reading": ranks.reading,
        "timely": round(ranks.timely, 6),
    }


def refreshed_json(refreshed: Refreshed) -> Json:
    """What became of an article whose page was fetched again."""
    receipt = refreshed.receipt
    return {
        "outcome": refreshed.outcome,
        "article": refreshed.article_id,
        "url": refreshed.url,
        "fresh_passages": receipt.fresh if receipt else 0,
        "reason": refreshed.reason,
    }


def receipt_json(receipt: Receipt | Refusal) -> Json:
    """What became of one input of ``add``."""
    if isinstance(receipt, Refusal):
        return {"outcome": "refused", "origin": receipt.origin, "reason": receipt.reason}
    return {
        "outcome": receipt.outcome,
        "article": article_json(receipt.article),
        "passages": receipt.passages,
        "fresh_passages": receipt.fresh,
        "indexed": receipt.indexed,
        "copy_of": receipt.copy_of,
        "story": list(receipt.story),
        "warnings": list(receipt.warnings),
    }


def feed_json(feed: KeptFeed, following: datetime | None) -> Json:
    """A feed, how it fared, and from when on it is looked at next: null where that is never."""
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "tags": list(feed.wishes.tags),
        "include": list(feed.wishes.include),
        "exclude": list(feed.wishes.exclude),
        "channel": feed.wishes.channel,
        "added_at": feed.added_at,
        "checked_at": feed.checked_at,
        "next_at": None if following is None else f"{following:%Y-%m-%dT%H:%M:%S.%fZ}",
        "failures": feed.failures,
        "error": feed.error,
        "gone_at": feed.gone_at,
        "waiting": feed.waiting,
        "failed": feed.failed,
    }


def feed_checked_json(checked: FeedChecked, following: datetime | None) -> Json:
    """What became of a look at a feed, with all that came of it."""
    return {
        "outcome": checked.outcome,
        "feed": feed_json(checked.feed, following),
        "reason": checked.reason,
        "articles": [
            *map(receipt_json, checked.receipts),
            *map(receipt_json, checked.refused),
        ],
    }


def _answer(answer: Answer) -> Json:
    if isinstance(answer, NotFound):
        nearest = [_nearest(entry) for entry in answer.nearest]
        return _fields("not_found", None, [], [], nearest)
    claims = [_claim(claim) for claim in answer.claims]
    citations = [_citation(citation) for citation in answer.citations]
    return _fields("answered", answer.mode, claims, citations, [])


def _fields(
    status: str, mode: str | None, claims: list[Json], citations: list[Json], nearest: list[Json]
) -> Json:
    return {
        "status": status,
        "mode": mode,
        "claims": claims,
        "citations": citations,
        "nearest": nearest,
    }


def _claim(claim: Claim) -> Json:
    told = claim.text if claim.speaker is None else f"{claim.speaker}: {claim.text}"
    return {"text": told, "citations": list(claim.citations), "speaker": claim.speaker}


def _citation(citation: Citation) -> Json:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "highlights": [list(span) for span in citation.highlights],
        "context": citation.context,
        "context_start": citation.context_start,
        "page": citation.page,
        "article": article_json(citation.article),
        "copies": [article_json(copy) for copy in citation.copies],
        "notices": notices_json(citation.article),
        "corrected_by": [article_json(other) for other in citation.corrected_by],
    }


def _nearest(nearest: Nearest) -> Json:
    return {
        "article": article_json(nearest.article),
        "start": nearest.start,
        "end": nearest.end,
        "quote": nearest.quote,
        "score": round(nearest.score, 4),
    }


def _period(sought: Sought) -> Json:
    return {
        "phrase": sought.phrase,
        "since": sought.since,
        "until": sought.until,
        "latest": sought.latest,
        "reach": sought.reach,
    }


def _numbers(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)
