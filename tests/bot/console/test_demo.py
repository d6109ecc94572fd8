"""What a newcomer sees first."""

from __future__ import annotations

from pathlib import Path

from support import Console, assert_contract

from index.ingest.reading import read_sources
from index.values import Draft

SAMPLES = Path(__file__).parents[3] / "bot" / "samples"


def test_the_demo_shows_three_cited_answers_and_one_not_found(console: Console) -> None:
    """Sample articles are added, four questions asked, and the last is not in them."""
    ran = console("demo")
    assert ran.code == 0
    assert "Traceback" not in ran.err
    receipts, *answers = ran.out.split("\n> ")
    assert len(receipts.strip().splitlines()) >= 4
    assert len(answers) == 4
    for answer in answers[:3]:
        assert "“" in answer
        assert "[1]" in answer
    assert "The articles don't say." in answers[3]
    assert not any("The articles don't say." in answer for answer in answers[:3])


def test_the_demo_keeps_the_contract_and_no_data(console: Console, data_dir: Path) -> None:
    """As JSON the demo is four answers whose quotations are the samples' own, and nothing stays."""
    drafts = [d for d in read_sources([str(SAMPLES)], max_bytes=10**6) if isinstance(d, Draft)]
    texts = {draft.title: draft.text for draft in drafts}
    answers = console("demo", "--json").lines
    titles = {
        citation["article"]["id"]: citation["article"]["title"]
        for answer in answers
        for citation in [*answer["citations"], *answer["nearest"]]
    }
    for answer in answers:
        assert_contract(answer, lambda article, _: texts[titles[article]])
    assert [answer["status"] for answer in answers] == [*["answered"] * 3, "not_found"]
    assert not data_dir.exists()
