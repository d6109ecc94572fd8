"""A PDF is read as a person reads it: columns, paragraphs, words and the pages they stand on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from apart import apart
from documents import latex, libreoffice, pandoc, pdf
from hypothesis import given
from hypothesis import strategies as st

from index.ingest.reading import read_upload
from index.pages import page_at
from index.values import Draft, Refusal

WORDS = (
    "harbour ferry council lantern bridge repairs engineers volunteers extraordinarily the a of in"
    " comprehensive administrative infrastructure crossing visitors accommodation environmental"
    " responsibility and to was with that every nobody considered announced temporarily"
).split()
NAMES = ("", "first", "second", "third", "fourth")
HEAD = r"""\documentclass[%s]{article}
\usepackage[T1]{fontenc}\usepackage{lmodern}\usepackage{fancyhdr}
\pagestyle{fancy}\fancyhead[L]{Harbour Quarterly}\fancyfoot[C]{Page \thepage}
\title{On bridges}\author{Ann Lee}\date{4 May 2021}\begin{document}\maketitle
"""


def paragraphs(count: int) -> list[str]:
    """Paragraphs of sentences of words that have to be broken at the ends of narrow lines."""
    dice = random.Random(4)

    def sentence() -> str:
        return " ".join(dice.choices(WORDS, k=dice.randint(8, 25))).capitalize() + "."

    return [" ".join(sentence() for _ in range(dice.randint(2, 5))) for _ in range(count)]


def read(data: bytes) -> Draft:
    (draft,) = read_upload("a.pdf", data, 10**8, apart())
    assert isinstance(draft, Draft), draft
    return draft


def refused(data: bytes) -> str:
    (refusal,) = read_upload("a.pdf", data, 10**8, apart())
    assert isinstance(refusal, Refusal), refusal
    return refusal.reason


@pytest.mark.parametrize("columns", ["twocolumn", "onecolumn"])
def test_a_paper_of_latex_is_read_whole(tmp_path: Path, columns: str) -> None:
    """Every paragraph, over columns, pages and broken words; no head, foot or number of a page."""
    told = paragraphs(30)
    source = HEAD % columns + "\n\n".join(told) + r"\end{document}"
    draft = read(latex(tmp_path, source).read_bytes())
    assert draft.text.split("\n\n") == ["On bridges", "Ann Lee\n4 May 2021", *told]
    assert (draft.title, draft.published) == ("On bridges", "2021-05-04")
    assert len(draft.pages) > 2


@pytest.mark.parametrize("maker", ["pandoc", "libreoffice"])
def test_a_paper_of_an_office_is_read_whole(tmp_path: Path, maker: str) -> None:
    """Justified or ragged, with space between paragraphs instead of an indent."""
    told = paragraphs(30)
    source = "---\ntitle: On bridges\nauthor: Ann Lee\ndate: 2021-05-04\n---\n\n" + "\n\n".join(
        told
    )
    if maker == "pandoc":
        path = pandoc(tmp_path, source, "pdf")
    else:
        path = libreoffice(tmp_path, pandoc(tmp_path, source, "odt"), "pdf")
    draft = read(path.read_bytes())
    # At the end of a page nothing tells whether a paragraph ends with its sentence.
    assert " ".join(draft.text.split()).endswith(" ".join(told))
    assert len([p for p in draft.text.split("\n\n") if p in told]) > len(told) - len(draft.pages)
    assert draft.title == "On bridges"
    assert draft.authors == ("Ann Lee",)
    assert draft.published == "2021-05-04"
    assert "Page" not in draft.text


def test_notes_lists_and_tables_keep_their_places(tmp_path: Path) -> None:
    """A note follows the text of its page without its mark; items and rows have lines."""
    body = r"""The ferry left\footnote{It was late.} at noon. Nobody counted the visitors.
    \begin{itemize}\item One lantern burned.\item Two lanterns sank.\end{itemize}
    \begin{tabular}{p{3cm}p{3cm}}Year & Boats\\2030 & 12\\2031 & 14\end{tabular}

    The end came soon.\end{document}"""
    text = read(latex(tmp_path, HEAD % "onecolumn" + body).read_bytes()).text
    assert "The ferry left at noon." in text
    assert "• One lantern burned.\n• Two lanterns sank.\n" in text
    assert "Year | Boats\n2030 | 12\n2031 | 14\n" in text
    assert text.endswith("The end came soon.\n\nIt was late.")


def test_a_hyphen_of_the_word_itself_stays(tmp_path: Path) -> None:
    """Where the text writes it so elsewhere; what was only broken is put together."""
    body = "The lighthouse-keeper came. " * 30 + r"\end{document}"
    text = read(latex(tmp_path, HEAD % "twocolumn" + body).read_bytes()).text
    assert text.count("The lighthouse-keeper came.") == 30


def test_a_quotation_has_the_page_that_it_stands_on() -> None:
    """Pages are counted from 1, and an empty one is counted too."""
    pages = [
        [(50, 700, 10, f"These are words of the {NAMES[n]} page.")] if n != 2 else []
        for n in (1, 2, 3, 4)
    ]
    draft = read(pdf(pages))
    for number in (1, 3, 4):
        assert page_at(draft.pages, draft.text.index(NAMES[number])) == number
    assert draft.warnings == ("No text is on page 2; what is a picture there cannot be found.",)


def test_columns_are_read_one_after_the_other() -> None:
    """A paragraph goes on at the head of the next column."""
    lines = [
        "The council of the town met",
        "on Monday and talked about",
        "the bridge for many hours",
        "until at last",
    ]
    left = [(50, 700 - 12 * n, 10, line) for n, line in enumerate(lines)]
    right = [
        (320, 700 - 12 * n, 10, line)
        for n, line in enumerate(["everybody had agreed that it", "should be closed."])
    ]
    told = read(pdf([[*left[:3], *right]])).text
    assert told == (
        "The council of the town met on Monday and talked about the bridge for many hours everybody"
        " had agreed that it should be closed."
    )


@pytest.mark.parametrize("turned", ["0 1 -1 0", "0 -1 1 0", "-1 0 0 -1"])
def test_a_page_that_is_turned_is_read_level(turned: str) -> None:
    """Its paragraphs are joined as they are elsewhere."""
    lines = ["The council of the harbour town met on Mond-", "ay and talked about the bridge."]
    _, _, c, d = (int(number) for number in turned.split())
    shown = "".join(
        f"BT /F 10 Tf {turned} {300 - 12 * n * c} {300 - 12 * n * d} Tm ({line}) Tj ET\n"
        for n, line in enumerate(lines)
    )
    assert read(pdf([shown])).text == (
        "The council of the harbour town met on Monday and talked about the bridge."
    )


def test_a_word_that_is_broken_over_pages_is_put_together() -> None:
    """It is on the page on which it begins; one that does not go on keeps its hyphen."""
    first = "The council of the harbour town met on Monday and talked about naviga"
    pages = [
        [(50, 400, 10, first.replace("naviga", "ships and")), (50, 388, 10, f"{first}-")],
        [(50, 700, 10, "tional matters of the harbour until everybody went home for dinner-")],
    ]
    draft = read(pdf(pages))
    assert draft.text.endswith(
        "talked about navigational matters of the harbour until everybody went home for dinner-"
    )
    assert page_at(draft.pages, draft.text.index("navigational")) == 1
    assert draft.text[draft.pages[1] :].startswith("tional matters")


@pytest.mark.parametrize(
    ("info", "title", "authors", "published"),
    [
        ("/Title(On boats)/Author(Ann Lee; Bo Roe)", "On boats", ("Ann Lee", "Bo Roe"), None),
        ("/Title(Microsoft Word - a.docx)/Author(admin)", "The large line", (), None),
        ("/CreationDate(D:20210504093000+01'00')", "The large line", (), "2021-05-04"),
        ("/Title(untitled)/CreationDate(D:0000)", "The large line", (), None),
    ],
)
def test_what_it_says_of_itself_is_taken_where_it_makes_sense(
    info: str, title: str, authors: tuple[str, ...], published: str | None
) -> None:
    """The names of files and accounts do not; the largest line is the title then."""
    page = [(50, 700, 20, "The large line"), (50, 650, 10, "The boats left the harbour at noon.")]
    draft = read(pdf([page], info=info))
    assert (draft.title, draft.authors, draft.published) == (title, authors, published)


ENCRYPTED = f" /Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<41><41>]"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (pdf([[(50, 700, 10, "Words")]], ENCRYPTED), "asks for a password"),
        (pdf([[], []]), "It is a scan"),
        (pdf([[(50, 700, 10, "***")]]), "It is a scan"),
        (b"%PDF-1.7\n" + b"nothing of the kind" * 9, "damaged or no PDF"),
        (b"Just words.", "damaged or no PDF"),
        (pdf([[(50, 700, 10, "Words")]])[:100], "damaged or no PDF"),
        (pdf([[] for _ in range(5_001)]), "5,001 pages"),
        (b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_told_apart(data: bytes, told: str) -> None:
    """Encrypted, scanned, corrupt and enormous files each get a sentence of their own."""
    assert told in refused(data)


def test_a_loop_of_pages_is_read_or_refused() -> None:
    """A tree of pages that holds itself ends all the same."""
    looped = pdf([[(50, 700, 10, "Words")]]).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]")
    assert refused(looped)


def test_nothing_in_it_is_run() -> None:
    """A script that would act on opening is not even text."""
    script = pdf([[(50, 700, 10, "Words of a page.")]]).replace(
        b"<</Type/Catalog", b"<</OpenAction<</S/JavaScript/JS(app.alert(1))>>/Type/Catalog"
    )
    assert read(script).text == "Words of a page."


PAGES = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 590),
            st.integers(0, 790),
            st.integers(1, 40),
            st.text("ab -.1\u00ad", max_size=30),
        ),
        max_size=8,
    ),
    max_size=5,
)


@given(pages=PAGES)
def test_pages_begin_in_order_within_the_text(pages: list[list[tuple[int, int, int, str]]]) -> None:
    """Whatever stands where, there is an offset for each page, and the first begins the text."""
    for result in read_upload("a.pdf", pdf(pages), 10**6, apart()):
        if isinstance(result, Draft):
            assert len(result.pages) == len(pages)
            assert result.pages[0] == 0
            assert list(result.pages) == sorted(result.pages)
            assert result.pages[-1] <= len(result.text)
        else:
            assert "made sense of" not in result.reason
