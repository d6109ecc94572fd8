"""What cannot be proved is not shown, and what can is numbered from 1 without a gap."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from index.answer.verify import is_proved, verified
from index.values import Answered, Article, Citation, Claim, NotFound

TEXT = (
    "Boats at dawn\n\n"
    "The quay was empty at dawn. Ådne Ø. rowed out; “nobody came” [3], he said. 舟。"
)
BODY = TEXT.index("The")
ARTICLE = Article(id="a1", library="paper", revision=2, title="Boats", text=TEXT, body_start=BODY)

spans = st.tuples(st.integers(BODY, len(TEXT) - 1), st.integers(1, len(TEXT))).map(
    lambda pair: (pair[0], min(len(TEXT), pair[0] + pair[1]))
)


@st.composite
def proved(draw: st.DrawFn, number: int = 1) -> Citation:
    """A citation of any part of the article's body."""
    start, end = draw(spans)
    context_start = draw(st.integers(0, start))
    first = draw(st.integers(0, end - start - 1))
    highlights = ((first, draw(st.integers(first + 1, end - start))),)
    return Citation(
        number=number,
        article=ARTICLE,
        start=start,
        end=end,
        quote=TEXT[start:end],
        context=TEXT[context_start : draw(st.integers(end, len(TEXT)))],
        context_start=context_start,
        highlights=draw(st.sampled_from(((), highlights))),
    )


@st.composite
def tampered(draw: st.DrawFn, number: int = 1) -> Citation:
    """A citation of something that the article does not say there."""
    citation = draw(proved(number))
    quote, context = citation.quote, citation.context
    changed = draw(st.text(max_size=len(quote) + 2).filter(lambda text: text != quote))
    return draw(
        st.sampled_from(
            (
                replace(citation, quote=changed),
                replace(citation, quote=f"{quote} "),
                replace(citation, start=-1),
                replace(citation, end=citation.start),
                replace(citation, end=len(TEXT) + 1),
                replace(citation, start=0, end=13, quote=TEXT[:13]),
                replace(citation, context=f"{context}\0"),
                replace(citation, context_start=citation.context_start + len(TEXT)),
                replace(citation, highlights=((0, len(quote) + 1),)),
                replace(citation, highlights=((0, 0),)),
                replace(citation, article=replace(ARTICLE, text=TEXT.replace("a", "o"), id="b"))
                if "a" in quote
                else replace(citation, quote=f"{quote}!"),
            )
        )
    )


@st.composite
def answers(draw: st.DrawFn) -> tuple[Answered, set[int]]:
    """An answer of sound and tampered citations under any numbers, and the numbers of the sound."""
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=6, unique=True))
    good = draw(st.sets(st.sampled_from(numbers)))
    citations = [draw(proved(n) if n in good else tampered(n)) for n in numbers]
    used = st.lists(st.sampled_from([*numbers, 100]), max_size=4).map(tuple)
    claims = draw(st.lists(st.builds(Claim, st.text(max_size=9), used), max_size=5))
    return Answered(tuple(claims), tuple(citations), "generated"), good


@given(proved())
def test_a_true_citation_is_proved(citation: Citation) -> None:
    """A span of the body with its own text is always accepted."""
    assert is_proved(citation)


@given(tampered())
def test_a_false_citation_is_not_proved(citation: Citation) -> None:
    """A quote, context, span or highlight that the article does not bear out is refused."""
    assert not is_proved(citation)


@given(answers())
def test_only_proved_claims_are_left(drawn: tuple[Answered, set[int]]) -> None:
    """A claim stays if it has citations and all of them are proved."""
    answer, good = drawn
    expected = [c.text for c in answer.claims if c.citations and set(c.citations) <= good]
    result = verified(answer)
    if not expected:
        assert isinstance(result, NotFound)
        return
    assert isinstance(result, Answered)
    assert [claim.text for claim in result.claims] == expected


@given(answers())
def test_what_is_left_is_numbered_in_order_of_first_use(drawn: tuple[Answered, set[int]]) -> None:
    """Citations are 1..n as the claims first use them, each the one that was meant."""
    answer, good = drawn
    result = verified(answer)
    if isinstance(result, NotFound):
        return
    used = list(dict.fromkeys(number for claim in result.claims for number in claim.citations))
    assert used == [citation.number for citation in result.citations]
    assert used == list(range(1, len(used) + 1))
    before = {citation.number: citation for citation in answer.citations}
    kept = [c for c in answer.claims if c.citations and set(c.citations) <= good]
    meant = [before[number] for claim in kept for number in claim.citations]
    found = {citation.number: citation for citation in result.citations}
    shown = [found[number] for claim in result.claims for number in claim.citations]
    assert [replace(c, number=0) for c in shown] == [replace(c, number=0) for c in meant]
    assert all(is_proved(citation) for citation in result.citations)


@given(answers())
def test_verifying_twice_changes_nothing(drawn: tuple[Answered, set[int]]) -> None:
    """What was verified is left as it is."""
    once = verified(drawn[0])
    assert verified(once) == once
