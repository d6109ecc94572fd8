"""Which article a correction is about, told by its words alone."""

from __future__ import annotations

import pytest

from index.ingest.notices import notices_of
from index.stories.correcting import corrects, is_correction
from index.values import Article

REPORT = (
    "The council of Port Ellery closed Marrow Bridge on Monday with nine votes.\n\n"
    "The ferry runs every half hour meanwhile.\n\nTickets cost two crowns."
)
URL = "https://courier.example/2031/bridge"


def article(text: str, title: str, published: str | None = None, url: str | None = None) -> Article:
    """An article as the catalogue would read it."""
    told = {"published": published, "url": url, "notices": notices_of(text)}
    return Article(id=title, library="paper", revision=1, title=title, text=text, **told)


def correction(words: str, published: str | None = None) -> Article:
    """An article that is nothing but a correction."""
    made = article(words, "Correction: Bridge-Closure story", published)
    assert is_correction(made)
    return made


WRONG_VOTES = (
    "In a story Monday on the closing of Marrow Bridge in Port Ellery we wrongly said that the "
    "council closed the bridge with nine votes. There were eleven."
)


@pytest.mark.parametrize(
    ("published", "corrected"),
    [(None, True), ("2031-05-04", True), ("2031-05-06", False), ("2030-05-04", False)],
)
def test_a_wrong_figure_in_its_words_tells_the_report(published: str, corrected: bool) -> None:
    """Of a report from the weeks before, and of none that came after."""
    report = article(REPORT, "Marrow Bridge is shut", published)
    assert corrects(correction(WRONG_VOTES, "2031-05-05"), report) is corrected


@pytest.mark.parametrize(
    ("named", "corrected"),
    [
        (f"See {URL}.", True),
        (f"See {URL}/ again", True),
        (f"See {URL}-of-sighs", False),
        ("See “Marrow Bridge is shut until autumn”.", True),
        ("See “Marrow Bridge”.", False),
    ],
)
def test_an_address_or_a_title_tells_the_report(named: str, corrected: bool) -> None:
    """As a whole: neither a longer address nor a part of a title will do."""
    report = article(REPORT, "Marrow Bridge is shut until autumn", url=URL)
    told = correction(f"In a story Sunday we wrongly described the quay. {named}")
    assert corrects(told, report) is corrected


def test_another_report_with_the_right_figure_is_not_corrected() -> None:
    """Only what the notice says was wrong counts."""
    report = article(REPORT.replace("nine votes", "eleven votes"), "Marrow Bridge is shut")
    assert not corrects(correction(WRONG_VOTES), report)


def test_an_article_about_a_correction_corrects_nothing() -> None:
    """Neither a title that says so nor a notice at its end makes it one."""
    report = article(REPORT, "Marrow Bridge is shut until autumn")
    column = "Timber has lost a tenth. It is like the story “Marrow Bridge is shut until autumn”."
    assert not corrects(article(column, "Correction: why timber falls"), report)
    mended = f"{REPORT}\n\nCorrection: An earlier version of this story misspelled Ellery."
    assert not is_correction(article(mended, "Marrow Bridge is shut until autumn"))
