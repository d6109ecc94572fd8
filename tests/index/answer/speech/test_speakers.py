"""The speaker that a sentence leaves to the sentences before it. All news here is invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer.speech.speakers import is_speech, speaker_of
from index.ingest.sentences import sentences


def told(text: str, beginning: str, body_start: int = 0) -> str | None:
    """The speaker of the one sentence that begins so."""
    (span,) = [span for span in sentences(text) if text.startswith(beginning, span[0])]
    return speaker_of(text, *span, body_start)


MORROW = "Harbour director Ada Morrow said the pier of Quill Bay is rotten."
OSTREY = "Mayor Wim Ostrey said the county cannot pay for oak."


@pytest.mark.parametrize(
    ("after", "beginning"),
    [
        ("She said the divers had warned her.", "She said"),
        ("She added that oak lasts longer.", "She added"),
        ("It will reopen in autumn, she said.", "It will"),
        ("“It should have been closed in May,” she told reporters.", "“It should"),
        ("But she later also said that pine would do.", "But she"),
        ("“Boats must land at the old quay,” said the harbour director.", "“Boats"),
        ("The harbour director told reporters that boats must wait.", "The harbour"),
        ("“We were lucky. Nobody drowned,” she said.", "“We"),
        ("“We were lucky. Nobody drowned,” Morrow said.", "“We"),
        ("“We were lucky,” she said. “Nobody drowned.”", "“Nobody"),
        ("“We were lucky,” she said. “Nobody drowned. Nobody fell.”", "Nobody fell"),
        ("Divers found rot in eleven posts. “Eleven!” she said.", "“Eleven"),
    ],
)
@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_the_nearest_speaker_is_meant(after: str, beginning: str, gap: str) -> None:
    """A pronoun, a bare role and a quotation that goes on mean who spoke last."""
    assert told(f"{MORROW}{gap}{after}", beginning) == "Ada Morrow"


@pytest.mark.parametrize(
    "first",
    [
        "The pier is rotten, said Ada Morrow, who keeps it.",
        "“The pier is rotten,” Harbour Commissioner Ada Morrow told the council.",
        "Ada Morrow, a diver of thirty years, said the pier is rotten.",
        "QUILL BAY (AP) — Ada Morrow said the pier is rotten.",
        "Ada Morrow keeps the pier.\nMorrow said it is rotten.",
        "“The pier is rotten,” said Dr. Ada Morrow, harbour director of Quill Bay.",
    ],
)
def test_a_speaker_is_known_in_any_order(first: str) -> None:
    """Inverted, with an appositive, with titles or by the last name alone: the name is the same."""
    assert told(f"{first}\nShe said boats must wait.", "She said") == "Ada Morrow"


@pytest.mark.parametrize(
    "text",
    [
        f"{MORROW} Carpenter Ivo Lantern repaired it twice. She said boats must wait.",
        f"{MORROW} Fishermen said the quay is too small. She said boats must wait.",
        "Ada Morrow and Wim Ostrey said the pier is rotten. She said boats must wait.",
        f"{MORROW} The county council said it would pay. She said boats must wait.",
        f"{MORROW}\nIt rained.\nIt rained more.\nIt rained on.\nShe said boats must wait.",
        "The pier is rotten. She said boats must wait.",
        "The Quill Bay Council said the pier is rotten. She said boats must wait.",
        "When Ada Morrow told the council of it, nobody listened. She said boats must wait.",
        "The letter of Ada Morrow said the pier is rotten. She said boats must wait.",
        "Eve Morrow dives. Ada Morrow rows.\nMorrow said it is rotten. She said boats must wait.",
        f"{MORROW} She said Morrow must wait.",
        "Ada Morrow said she was tired. He said so too. She said boats must wait.",
    ],
)
def test_nobody_is_named_where_two_could_be_meant(text: str) -> None:
    """Another person, a crowd, an office, a contradiction or too long a way leaves no name."""
    last = text.rindex("She said")
    assert speaker_of(text, last, len(text)) is None


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Morrow said boats must wait.", "it names its speaker"),
        ("“Boats must wait,” said Wim Ostrey.", "it names its speaker"),
        ("The county said boats must wait.", "it names its speaker"),
        ("They said boats must wait.", "they are several"),
        ("She closed the pier on Monday.", "nobody speaks"),
        ("The pier has eleven posts.", "nobody speaks"),
        ("The bishop said boats must wait.", "nobody has that role"),
        ("___", "it says nothing"),
    ],
)
def test_a_sentence_that_leaves_nothing_open_has_no_speaker(sentence: str, why: str) -> None:
    """No name is added to a sentence that names its speaker, or in which no one person speaks."""
    assert speaker_of(f"{MORROW} {sentence}", len(MORROW) + 1, len(MORROW) + 1 + len(sentence)) is (
        None
    ), why


@pytest.mark.parametrize(
    ("first", "pronoun", "expected"),
    [
        ("Mr. Ada Morrow said so.", "She", None),
        ("Mr. Ada Morrow said so.", "He", "Ada Morrow"),
        ("Spokeswoman Ada Morrow said so.", "He", None),
        ("Ada Morrow said she was tired.", "He", None),
        ("Ada Morrow lost her boat. Morrow said so.", "He", None),
        ("Ada Morrow lost his boat. Morrow said so.", "He", "Ada Morrow"),
    ],
)
def test_he_and_she_are_not_mixed_up(first: str, pronoun: str, expected: str | None) -> None:
    """A title or a pronoun that the article used of a person before must not be contradicted."""
    assert told(f"{first}\n{pronoun} said boats must wait.", f"{pronoun} said boats") == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Gov. Ada Morrow closed the pier.", "Ada Morrow"),
        ("Ada Morrow, the governor of Fernmouth, closed the pier.", "Ada Morrow"),
        ("Gov. Ada Morrow met Governor Wim Ostrey.", None),
        ("Former governor Ada Morrow closed the pier.", None),
        ("Ada Morrow closed the pier.", None),
    ],
)
def test_a_role_is_one_persons(before: str, expected: str | None) -> None:
    """A bare role is named where one person, and only one, stands beside it."""
    assert told(f"{before} The governor said boats must wait.", "The governor said") == expected


def test_the_title_is_no_source() -> None:
    """A name that stands only in the title is not used."""
    title = f"{MORROW}\n"
    text = f"{title}The pier is rotten. She said boats must wait."
    assert told(text, "She said", len(title)) is None
    assert told(text, "She said") == "Ada Morrow"


def test_a_quotation_that_is_told_after_belongs_to_who_follows() -> None:
    """What is said in front of ``Ostrey said`` is Ostrey's, whoever spoke before."""
    text = f"{OSTREY}\n{MORROW}\n“We are poor. Oak is dear,” Ostrey said."
    assert told(text, "“We are") == "Wim Ostrey"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“The pier is rotten and must be closed,” she said.", True),
        ('"The pier is rotten and must be closed," she said.', True),
        ("“The pier is rotten and must be closed.”", True),
        ("Morrow called the posts of the old pier “rotten”.", False),
        ("The pier is rotten and must be closed.", False),
        ("The old pier, 6'2\" above the sea, is rotten and must be closed.", False),
    ],
)
def test_speech_is_told_from_the_articles_own_words(sentence: str, expected: bool) -> None:
    """A sentence is speech where most of it stands in quotation marks."""
    assert is_speech(sentence, 0, len(sentence)) is expected


def test_speech_may_begin_a_sentence_earlier() -> None:
    """The middle of a quotation is speech though it has no mark of its own."""
    text = "“We were lucky. Nobody drowned. Nobody fell,” Morrow said."
    start = text.index("Nobody drowned.")
    assert is_speech(text, start, start + len("Nobody drowned."))


PIECES = st.sampled_from(
    f"{MORROW}|{OSTREY}|She said so.|He added that.|“Yes,” he said.|“No.|Oak.”|___|\n|”|"
    'The mayor said no.|Ivo Lantern laughed.|Ada said.|"Well," she said.'.split("|")
)


@given(st.lists(PIECES, max_size=14).map(" ".join), st.integers(0, 40))
def test_a_speaker_was_named_before(text: str, body_start: int) -> None:
    """A name, if any, stands verbatim in the body before its sentence, and not in the sentence."""
    for start, end in sentences(text):
        name = speaker_of(text, start, end, body_start)
        if name is not None:
            assert name in text[body_start:start]
            assert name not in text[start:end]


@given(st.text(st.sampled_from('“”" \n.,AbHe said')), st.data())
def test_any_text_is_borne(text: str, data: st.DataObject) -> None:
    """Whatever the text, a name is one that stands before."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    name = speaker_of(text, start, end)
    assert name is None or name in text[:start]
    assert isinstance(is_speech(text, start, end), bool)
