"""How an answer becomes what Discord shows."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from chatting import alive, plain
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.escaping import escaped, fragment, link
from bot.discord.pages import answered_pages, fitting, page_embed
from index.values import Article, Citation, Claim, Span

MARKS = "*_~`|<>@#:[]()\\-+.1 \n\t&/"
TEXTS = st.text(alphabet=st.one_of(st.sampled_from(MARKS), st.characters()), max_size=300)


def cited(quotes: list[str], title: str = "A title", **fields: str) -> list[Citation]:
    """Citations that quote whole articles."""
    return [
        Citation(
            number=number,
            article=Article(id="a", library="l", revision=1, title=title, text=quote, **fields),  # type: ignore[arg-type]
            start=0,
            end=len(quote),
            quote=quote,
            context=quote,
            context_start=0,
        )
        for number, quote in enumerate(quotes, 1)
    ]


def claimed(citations: list[Citation]) -> list[Claim]:
    return [Claim(one.quote, (one.number,)) for one in citations]


def words(text: str) -> str:
    """The words and marks of a text without its spaces."""
    return "".join(text.split())


@given(TEXTS)
def test_escaping_loses_nothing_and_leaves_nothing_alive(text: str) -> None:
    """What is shown is the text on one line, and no mark of it is parsed."""
    shown = escaped(text)
    assert re.sub(r"\\([^\w\s]|_)", r"\1", shown).split() == text.split() or "\\" in text
    assert not re.search(r"[*_~`|<>@#\[\]():]", alive(shown))
    assert not re.match(r"[-+]|\d+[.)]", shown)


@given(st.lists(st.text(min_size=1, max_size=6_000).filter(str.strip), min_size=1, max_size=4))
def test_every_page_fits_and_nothing_is_lost(quotes: list[str]) -> None:
    """Pages keep to Discord's limits, and together they hold every quotation whole."""
    citations = cited(quotes)
    pages = answered_pages(claimed(citations), citations)
    for number in range(len(pages)):
        embed = page_embed(pages, number)
        assert len(embed.description or "") <= 4_096
        assert len(embed) <= 6_000
    told = words(plain("\n".join(pages)).replace("\\", ""))
    for quote in quotes:
        assert words(quote.replace("*", "").replace("\\", "")) in told.replace("*", "")


def test_the_words_that_answer_are_bold() -> None:
    """The highlight is bold inside the quotation; the number follows."""
    (citation,) = cited(["Ada Morrow won the race."])
    span: Span = (0, 10)
    marked = Citation(
        **{name: getattr(citation, name) for name in citation.__slots__} | {"highlights": (span,)}
    )
    (page,) = answered_pages(claimed([citation]), [marked])
    assert page.startswith("“**Ada Morrow** won the race.” **\\[1\\]**")


def test_a_source_line_tells_what_is_known() -> None:
    """Title, source, day and a link to the words."""
    citations = cited(
        ["Ada Morrow - a clerk, & more - won."],
        url="https://paper.example/race_(2031)",
        source="Paper",
        published="2031-05-04",
    )
    (page,) = answered_pages(claimed(citations), citations)
    line = page.splitlines()[-1]
    assert line.startswith("**\\[1\\]** A title · Paper · 4 May 2031 · [open](https://paper.")
    address = line.partition("](")[2].rstrip(")")
    assert "(" not in address
    assert ")" not in address
    told = address.partition("#:~:text=")[2]
    assert not set(told) & set("-,&")
    assert unquote(told) == "Ada Morrow - a clerk, & more - won."


def test_a_paged_document_is_linked_at_its_page() -> None:
    """A reader of PDFs opens it there, and knows no fragment of text."""
    (plain_one,) = cited(["Ada Morrow won."], url="https://paper.example/a.pdf")
    paged = [replace(plain_one, page=12)]
    (page,) = answered_pages(claimed(paged), paged)
    assert page.endswith("[open](https://paper.example/a.pdf#page=12)")
    (page,) = answered_pages(claimed([plain_one]), [plain_one])
    assert page.endswith("[open](https://paper.example/a.pdf#:~:text=Ada%20Morrow%20won.)")


def test_a_long_quotation_is_linked_by_its_ends() -> None:
    """The fragment of a long one has its first and its last words."""
    quote = " ".join(f"word{n}" for n in range(60))
    first, _, last = fragment("https://paper.example/", quote).partition("=")[2].partition(",")
    assert unquote(first) == "word0 word1 word2 word3 word4"
    assert unquote(last) == "word55 word56 word57 word58 word59"


@given(TEXTS)
def test_a_label_cannot_leave_its_link(label: str) -> None:
    """Whatever a label holds, one link is made, to the address that was meant."""
    made = link(label, "https://paper.example/")
    assert alive(made).endswith("](https://paper.example/)")
    assert alive(made).count("](") == 1


@given(st.lists(st.integers(min_value=1, max_value=2_500), max_size=8))
def test_what_does_not_fit_is_left_out_whole(lengths: list[int]) -> None:
    """A list keeps to an embed, never cuts a line, and says where there were more."""
    lines = ["a" * length for length in lengths]
    told = fitting(lines)
    assert len(told) <= 4_096
    shown = told.splitlines()
    if shown and shown[-1] == "…":
        shown.pop()
        assert len(shown) < len(lines)
    else:
        assert len(shown) == len(lines)
    assert shown == lines[: len(shown)]
