"""How an answer becomes what Discord shows."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from chatting import alive, plain
from hypothesis import given
from hypothesis import strategies as st

from bot.discord.cards import card_embed
from bot.discord.escaping import escaped, fragment, link
from bot.discord.pages import answered_pages, fitting, page_embed
from index.stores.answered import Kept
from index.values import Article, Citation, Claim, Filters, Span

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


def kept_of(citations: list[Citation]) -> Kept:
    """An answer with these quotations as it is kept."""
    numbers = [one.number for one in citations]
    return Kept(
        **dict.fromkeys(("id", "library", "asker", "asked_at", "question"), ""),  # type: ignore[arg-type]
        **dict.fromkeys(("follows", "mode", "channel", "message")),  # type: ignore[arg-type]
        **dict.fromkeys(("history", "claims", "remarks"), ()),  # type: ignore[arg-type]
        filters=Filters(),
        private=False,
        citations=tuple(citations),
        standing=dict.fromkeys(numbers, "current"),
        corrections=dict.fromkeys(numbers, ()),
    )


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


def test_quotations_of_one_article_have_one_source_line() -> None:
    """It has all their numbers, and a link to the words of each."""
    citations = cited(
        ["Ada Morrow won.", "Ben Oak lost."], url="https://paper.example/race", source="Paper"
    )
    (page,) = answered_pages(claimed(citations), citations)
    line = page.splitlines()[-1]
    assert line.startswith("**\\[1\\]** **\\[2\\]** A title · Paper · open [1](https://paper.")
    assert "text=Ada%20Morrow%20won" in line
    assert "text=Ben%20Oak%20lost" in line
    assert page.count("A title") == 1


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


PIECES = st.text(alphabet="条約。，가🙂ẽaz.-,&%\\*()_", min_size=1, max_size=9).filter(str.strip)


@given(
    PIECES,
    st.integers(min_value=1, max_value=600),
    st.sampled_from(["", " "]),
    st.sampled_from([0, 100, 900, 1_900, 4_000]),
    st.sampled_from(["extractive", "generated"]),
)
def test_no_link_is_ever_cut(piece: str, times: int, gap: str, deep: int, mode: str) -> None:
    """However long a quotation or an address, a link is whole and leads to its words, or absent."""
    quote, url = gap.join([piece] * times), f"https://paper.example/{'a(' * (deep // 2)}"
    pages = answered_pages(claimed(citations := cited([quote], url=url)), citations, mode)
    card = card_embed(kept_of(citations), 1)
    assert card is not None
    told = "\n".join([*pages, *(field.value or "" for field in card.fields)])
    # Whatever closes a label is followed by an address that ends, and by nothing else.
    links = re.findall(r"\[(?:open|Open at these words)\]\((https://[!-'*-~]+)\)", told)
    assert alive(told).count("](") == len(links)
    assert len(links) == sum(len(url.replace("(", "%28")) <= most for most in (900, 1_950))
    for address in links:
        where, _, ends = address.partition("#:~:text=")
        assert unquote(where) == url
        first, _, last = (unquote(end, errors="strict") for end in ends.partition(","))
        assert quote.startswith(first)
        assert quote.endswith(last)


def test_words_without_spaces_are_linked_between_their_marks() -> None:
    """The ends of such a quotation are cut at its punctuation, where browsers see a word end."""
    clause = "港務局書記昨晚關閉了舊碼頭"
    quote = "，".join([clause] * 9) + "。"
    first, _, last = fragment("https://paper.example/", quote).partition("=")[2].partition(",")
    assert unquote(first) == f"{clause}，{clause}"
    assert unquote(last) == f"{clause}，{clause}。"


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
