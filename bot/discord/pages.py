"""An answer as embeds: its claims, then where each stands, within what Discord takes.

Article text stands in embeds alone, where Discord unfurls no invitation and notifies nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import discord

from bot.discord.escaping import escaped, words_link
from bot.periods import remarks_on
from index.stores.answered import Kept
from index.values import Answered, ArticleInfo, Citation, Claim, NotFound, Reply
from prompts import load_prompt

COLOUR = discord.Colour.from_str("#3b6ea5")
_LONGEST_PAGE = 3_600
"""Under the 4,096 characters of a description, and the 6,000 of all embeds with what is added."""
_LONGEST_LINK = 2_000
_LONGEST_TITLE = 200
_LONGEST_WARNING = 300
_LONGEST_NAME = 60


def pages_of(reply: Reply) -> tuple[str, ...]:
    """What each page of an answer says; one page where all fits."""
    if isinstance(reply.answer, NotFound):
        return _not_found(remarks_on(reply))
    answer = reply.answer
    return answered_pages(answer.claims, answer.citations, answer.mode, remarks_on(reply))


def growing_embed(answer: Answered) -> discord.Embed:
    """An answer that is still being written: as much of it as one page takes."""
    embed = page_embed(answered_pages(answer.claims, answer.citations, answer.mode)[:1], 0)
    return embed.set_footer(text="Writing …")


def kept_pages(kept: Kept) -> tuple[str, ...]:
    """The same of an answer that was kept."""
    if kept.mode is None:
        return _not_found(kept.remarks)
    return answered_pages(kept.claims, kept.citations, kept.mode, kept.remarks)


def _not_found(remarks: Sequence[str]) -> tuple[str, ...]:
    return ("\n".join([load_prompt("not_found").fill(), *map(_warning, remarks)]),)


def answered_pages(
    claims: Sequence[Claim],
    citations: Sequence[Citation],
    mode: str = "extractive",
    warnings: Sequence[str] = (),
) -> tuple[str, ...]:
    """The claims with their numbers, then their sources, with the quotes where claims are none."""
    is_written = mode == "generated"
    known = {} if is_written else {citation.number: citation for citation in citations}
    told = [line for claim in claims for line in _lines(_claim(claim, known))]
    shown = map(_quoting_line, citations) if is_written else source_lines(citations)
    sources = [line for source in shown for line in _lines(source)]
    kind = [load_prompt("written").fill()] if is_written else []
    return _packed([*told, "", *sources, *map(_warning, [*kind, *warnings])])


def page_embed(pages: Sequence[str], number: int) -> discord.Embed:
    """One page, counted from 0."""
    embed = discord.Embed(description=pages[number], colour=COLOUR)
    if len(pages) > 1:
        embed.set_footer(text=f"Page {number + 1} of {len(pages)}")
    return embed


def source_lines(citations: Iterable[Citation]) -> list[str]:
    """Where quotations stand, those of one source in one line, with a link to each."""
    by_source: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        by_source.setdefault((citation.article.id, _source(citation)), []).append(citation)
    return [_sourced(source, cited) for (_, source), cited in by_source.items()]


def source_line(citation: Citation) -> str:
    """Where a quotation stands: title, source, date, copies, corrections, a link to the words."""
    return _sourced(_source(citation), [citation])


def _source(citation: Citation) -> str:
    count = len(citation.copies)
    copies = f"+{count} {'copy' if count == 1 else 'copies'}" if count else None
    told = [titled(citation.article), copies, *_corrected(citation)]
    return " · ".join(part for part in told if part)


def _sourced(source: str, cited: Sequence[Citation]) -> str:
    marks = " ".join(f"**\\[{citation.number}\\]**" for citation in cited)
    links = [_link("open" if len(cited) == 1 else str(one.number), one) for one in cited]
    told = " ".join(one for one in links if one)
    opens = f"open {told}" if told and len(cited) > 1 else told
    return f"{marks} {source} · {opens}" if opens else f"{marks} {source}"


def _link(label: str, citation: Citation) -> str | None:
    if not citation.article.url:
        return None
    address, words, page = citation.article.url, citation.quote, citation.page
    return words_link(label, address, words, page, limit=_LONGEST_LINK)


def _corrected(citation: Citation) -> Iterable[str]:
    """That the article was corrected, or what else corrects it; the words stand on the card."""
    for other in citation.corrected_by:
        yield f"corrected by {titled(other)}"
    if any(one.kind == "correction" for one in citation.article.notices):
        yield "corrected"


def _quoting_line(citation: Citation) -> str:
    """The same, after the quote."""
    mark, _, told = source_line(citation).partition(" ")
    # Bold words must not be parted by the end of a page.
    highlights = citation.highlights if 4 * len(citation.quote) < _LONGEST_PAGE else ()
    return f"{mark} “{marked(citation.quote, highlights)}” · {told}"


def titled(article: ArticleInfo) -> str:
    """Title, source and day of an article, escaped."""
    title = shortened(article.title, _LONGEST_TITLE)
    told = (title, article.source, day_of(article.published))
    return " · ".join(escaped(part) for part in told if part)


def day_of(published: str | None) -> str | None:
    """A stored date as people write it: ``27 Feb 2024``."""
    if published is None:
        return None
    day = date.fromisoformat(published[:10])
    return f"{day.day} {day:%b %Y}"


def name_of(person: discord.User | discord.Member) -> str:
    """How a person is called, on one line, where no formatting is read."""
    return shortened(" ".join(person.display_name.split()), _LONGEST_NAME)


def shortened(text: str, limit: int) -> str:
    """At most so many characters, with … where something was left away."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def fitting(lines: Iterable[str], joint: str = "\n", limit: int = _LONGEST_PAGE) -> str:
    """As many of the first lines as an embed takes, whole, and … where there are more."""
    text = ""
    for line in lines:
        joined = f"{text}{joint}{line}" if text else line
        if len(joined) > limit:
            return f"{text}{joint}…"
        text = joined
    return text


def marked(quote: str, highlights: Sequence[tuple[int, int]]) -> str:
    """A quotation, escaped, with the words that answer in bold."""
    parts, place = [], 0
    for start, end in highlights:
        parts += [_kept_spaces(quote[place:start]), f"**{escaped(quote[start:end])}**"]
        place = end
    return "".join([*parts, _kept_spaces(quote[place:])])


def _kept_spaces(text: str) -> str:
    before = " " if text[:1].isspace() else ""
    after = " " if len(text) > 1 and text[-1:].isspace() else ""
    return f"{before}{escaped(text)}{after}"


def _claim(claim: Claim, known: dict[int, Citation]) -> str:
    numbers = "".join(f"\\[{number}\\]" for number in claim.citations)
    speaker = "" if claim.speaker is None else f"{escaped(claim.speaker)}: "
    # What sources that disagree say has its own quotation marks.
    citation = known.get(claim.citations[0]) if len(claim.citations) == 1 else None
    if citation is None or citation.quote not in claim.text:
        return f"{speaker}{escaped(claim.text)} **{numbers}**"
    before, _, after = claim.text.partition(citation.quote)
    # Bold words must not be parted by the end of a page.
    highlights = citation.highlights if 2 * len(claim.text) < _LONGEST_PAGE else ()
    told = f"“{escaped(before)}{marked(citation.quote, highlights)}{escaped(after)}”"
    return f"{speaker}{told} **{numbers}**"


def _lines(line: str) -> list[str]:
    """A line as pieces that fit a page, cut between words; nothing of it is lost."""
    pieces = []
    while len(line) > _LONGEST_PAGE:
        cut = line.rfind(" ", 1, _LONGEST_PAGE)
        if cut < 0:
            # Never between a backslash and its mark, which may be another backslash.
            before = line[:_LONGEST_PAGE]
            cut = _LONGEST_PAGE - (len(before) - len(before.rstrip("\\"))) % 2
        pieces.append(line[:cut])
        line = line[cut:].lstrip()
    return [*pieces, line]


def _packed(lines: Sequence[str]) -> tuple[str, ...]:
    pages = [""]
    for line in lines:
        joined = f"{pages[-1]}\n{line}" if pages[-1] else line
        if len(joined) <= _LONGEST_PAGE:
            pages[-1] = joined
        else:
            pages.append(line)
    return tuple(page for page in pages if page)


def _warning(sentence: str) -> str:
    return f"-# {escaped(shortened(sentence, _LONGEST_WARNING))}"
