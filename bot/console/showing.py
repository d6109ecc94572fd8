"""Answers, articles and receipts as a person reads them in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.console.running import messages, output, warn
from bot.contract import claim_text, reply_text
from bot.notices import noticed
from bot.periods import sought_sentence
from index.values import (
    Answered,
    Article,
    ArticleInfo,
    Citation,
    Claim,
    Entry,
    Hit,
    Nearest,
    Receipt,
    Refusal,
    Reply,
)
from prompts import load_prompt


def print_json(value: Any) -> None:  # whatever JSON can say
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_reply(reply: Reply, printed: int = 0) -> None:
    """An answer: its claims with their numbers, then where each quotation stands.

    So many of its claims are printed already.
    """
    console = output()
    if time := sought_sentence(reply.sought):
        messages().print(time, style="dim")
    for sentence in reply.warnings:
        warn(sentence)
    if not isinstance(reply.answer, Answered):
        console.print(reply_text(reply), style="bold")
        _print_nearest(console, reply.answer.nearest)
        return
    print_claims(reply.answer, printed)
    console.print()
    generated = reply.answer.mode == "generated"
    for citation in reply.answer.citations:
        quote = f"“{' '.join(citation.quote.split())}” · " if generated else ""
        told = Text(f"{quote}{source_line(citation)}")
        console.print(Text(f"[{citation.number}] ", style="cyan") + told)
        for line in _corrections(citation):
            console.print(Text(f"    {line}", style="dim"))
    if generated:
        console.print(load_prompt("written").fill(), style="dim")


def print_claims(answer: Answered, printed: int = 0) -> None:
    """The claims after so many, each with the numbers of what proves it."""
    for claim in answer.claims[printed:]:
        numbers = "".join(f"[{number}]" for number in claim.citations)
        output().print(_marked(claim, answer), Text(numbers, style="cyan"))


def _marked(claim: Claim, answer: Answered) -> Text:
    """A claim with the words that answer in bold."""
    shown = Text(claim_text(claim, answer))
    for citation in answer.citations:
        at = shown.plain.find(citation.quote)
        if citation.number in claim.citations and at >= 0:
            for start, end in citation.highlights:
                shown.stylize("bold", at + start, at + end)
    return shown


def notice_lines(article: Article) -> Iterable[str]:
    """What an article says of its own corrections and updates, in its words."""
    for name, quote in noticed(article):
        yield f"{name}: “{' '.join(quote.split())}”"


def source_line(citation: Citation) -> str:
    """Where a quotation stands: title, source, date, page, copies and address."""
    count = len(citation.copies)
    copies = f"+{count} {'copy' if count == 1 else 'copies'}" if count else None
    page, url = citation.page, citation.article.url
    told = (
        _told(citation.article),
        None if page is None else f"page {page}",
        copies,
        url if url is None or page is None else f"{url}#page={page}",
        f"{citation.article.id} revision {citation.article.revision}",
    )
    return " · ".join(part for part in told if part)


def print_hits(hits: Iterable[Hit]) -> None:
    """What a search found and why, best first."""
    table = Table(box=None, pad_edge=False)
    for column in ("score", "meaning", "words", "reading"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("passage", overflow="fold")
    for hit in hits:
        ranks = hit.ranks
        table.add_row(
            f"{hit.score:.4f}",
            "–" if ranks.dense is None else f"{ranks.dense} ({ranks.similarity:.2f})",
            "–" if ranks.lexical is None else f"{ranks.lexical} ({ranks.bm25:.1f})",
            "–" if ranks.reading is None else f"{ranks.reading:.1f}",
            Text(f"{_told(hit.article)} · {hit.article.id}", style="bold")
            + Text(f"\n{' '.join(hit.passage.text.split())}\n", style="default"),
        )
    output().print(table)


def print_entries(entries: Iterable[Entry]) -> None:
    """A list of articles, one a line."""
    table = Table(box=None, pad_edge=False)
    for column in ("id", "revision", "passages", "date", "source"):
        table.add_column(column, no_wrap=True)
    table.add_column("title", overflow="fold")
    table.add_column("")
    for entry in entries:
        article = entry.article
        table.add_row(
            article.id,
            str(article.revision),
            str(entry.passages),
            (article.published or "")[:10],
            Text(article.source or ""),
            Text(article.title),
            Text(" · ".join(_remarks(entry)), style="dim"),
        )
    output().print(table)


def print_receipt(receipt: Receipt | Refusal) -> None:
    """What became of one input, on standard output; a refusal goes to standard error."""
    if isinstance(receipt, Refusal):
        warn(f"{receipt.origin}: {receipt.reason}")
        return
    count = f"{receipt.passages} passage{'' if receipt.passages == 1 else 's'}"
    changed = receipt.outcome == "new revision"
    told = [f"{receipt.fresh} of {count} changed" if changed else count, receipt.article.id]
    if receipt.copy_of is not None:
        told.append(f"same text as {receipt.copy_of}")
    if not receipt.indexed:
        told.append("stored, waiting for the process that has the folder open to index it")
    mark = Text(f"{receipt.outcome:<12} ", style="green")
    output().print(mark + Text(f"{receipt.article.title} · {' · '.join(told)}"))
    for sentence in receipt.warnings:
        warn(f"{receipt.article.title}: {sentence}")


def _print_nearest(console: Console, nearest: Iterable[Nearest]) -> None:
    for place, entry in enumerate(nearest):
        if place == 0:
            console.print("The closest passages found:")
        console.print(Text(f"  ~ “{entry.quote}”", style="dim"))
        console.print(Text(f"    {_told(entry.article)} · {entry.article.id}", style="dim"))


def _remarks(entry: Entry) -> Iterable[str]:
    if entry.tags:
        yield " ".join(f"#{tag}" for tag in entry.tags)
    if entry.copy_of is not None:
        yield f"copy of {entry.copy_of}"
    if entry.gone_at is not None:
        yield gone_since(entry.gone_at)
    if entry.removed_at is not None:
        yield f"removed {entry.removed_at[:10]}"
    elif entry.pending:
        yield "not indexed yet"


def _corrections(citation: Citation) -> Iterable[str]:
    for other in citation.corrected_by:
        yield f"Corrected by: {_told(other)} · {other.id}"
    yield from notice_lines(citation.article)


def gone_since(moment: str) -> str:
    """That the page of an article is gone, and since which day."""
    return f"page gone since {moment[:10]}"


def _told(article: ArticleInfo) -> str:
    told = (article.title, article.source, _day(article.published))
    return " · ".join(part for part in told if part)


def _day(published: str | None) -> str | None:
    if published is None:
        return None
    day = date.fromisoformat(published[:10])
    return f"{day.day} {day:%b %Y}"
