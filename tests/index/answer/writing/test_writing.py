"""What a model writes over real HTTP: what it proves is kept, whatever else it does."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio
from model_server import (
    HASTY,
    MODEL,
    PATIENT,
    Asked,
    Claim,
    ModelServer,
    Reply,
    breaks_off,
    claims,
    falls_silent,
    goes_on,
    hangs_up,
    model_server,
    refuses,
    says,
)
from newsroom import ALMANAC, OBSERVATORY, PIER

from index.answer.claims.support import SupportCheck
from index.answer.writing.generated import NO_ROOM, UNPROVED, Writer, Written
from index.embedding.configured import EmbeddingSpec
from index.embedding.minilm import MiniLM
from index.folder import Options, open_folder
from index.generation.configured import ConfiguredModel
from index.generation.model import Limits
from index.generation.prompting import load_answer_prompts
from index.stores.lookup import Lookup
from index.values import Answered, Hit, Question

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD = Claim("Ada Morrow closed the pier at Quill Bay on Monday.", [PIER.quote])
ROT = "divers found rot in eleven of its posts"
REASON = Claim("Divers found rot in eleven of its posts.", [ROT])
SUPPORT = SupportCheck(MiniLM(threads=1))
ASKED = Question(PIER.question, "default", asked_on="2026-05-04")


@dataclass
class Desk:
    """The passages that were found for a question, and a scripted model that writes from them."""

    hits: Sequence[Hit]
    lookup: Lookup
    server: ModelServer
    model: ConfiguredModel
    grown: list[list[str]] = field(default_factory=list)

    async def write(
        self, *replies: Reply, limits: Limits = PATIENT, model: ConfiguredModel | None = None
    ) -> Written:
        """What is made of a model's saying this, in no more time than it may take."""
        self.server.script(*replies)
        self.grown.clear()
        writer = Writer(model or self.model, load_answer_prompts(), limits, SUPPORT)
        started = time.monotonic()
        written = await writer.write(ASKED, self.hits, self.lookup, self._grow)
        assert time.monotonic() - started < limits.seconds + 5
        assert self.grown == [shown(written)[: n + 1] for n in range(len(self.grown))]
        return written

    async def _grow(self, answer: Answered) -> None:
        self.grown.append([claim.text for claim in answer.claims])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(stories_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    data = shutil.copytree(stories_dir, tmp_path_factory.mktemp("desk") / "data")
    options = Options(data, EmbeddingSpec())
    async with model_server(says("")) as server, open_folder(options) as folder:
        hits = await folder.library("default").search(ASKED, 10)
        model = ConfiguredModel(server.spec, PATIENT)
        opened = Desk(hits, folder.records.lookup, server, model)
        # What the first request imports takes longer than the hasty wait.
        await opened.write(says(""))
        yield opened
        await model.close()


def shown(written: Written) -> list[str]:
    """The claims of an answer, each of whose quotes stands where it says."""
    if written.answer is None:
        return []
    assert written.answer.mode == "generated"
    for citation in written.answer.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote
        assert citation.start >= citation.article.body_start
    return [claim.text for claim in written.answer.claims]


def cited(written: Written) -> list[str]:
    assert written.answer is not None
    return [citation.quote for citation in written.answer.citations]


def line(claim: str, *quotes: tuple[str, str]) -> str:
    told = [{"key": key, "words": words} for key, words in quotes]
    return json.dumps({"claim": claim, "quotes": told}) + "\n"


async def test_each_claim_cites_what_it_copied(desk: Desk) -> None:
    """Claims keep their order, and one sentence that proves two of them has one number."""
    oak = Claim("The county pays for new posts of oak.", ["The county pays for new posts of oak."])
    written = await desk.write(says(claims(GOOD, oak, REASON)))
    assert shown(written) == [GOOD.text, oak.text, REASON.text]
    assert written.answer is not None
    assert [claim.citations for claim in written.answer.claims] == [(1,), (2,), (1,)]
    assert cited(written) == [PIER.quote, oak.words[0]]
    assert (written.failure, written.dropped, written.declined) == (None, (), False)
    assert len(desk.server.asked) == 1


async def test_a_yes_or_no_is_left_away(desk: Desk) -> None:
    """No quotation proves the word, which may stand before a claim that says the contrary."""
    told = Claim("No, divers found rot in eleven of its posts.", [ROT])
    written = await desk.write(says(claims(told)))
    assert shown(written) == [REASON.text]


async def test_the_request_keeps_to_its_limits(desk: Desk) -> None:
    """One request, at temperature 0, with the tokens that may be written; what it took is told."""
    written = await desk.write(says(claims(GOOD)))
    (request,) = desk.server.asked
    assert request.body["model"] == MODEL
    assert request.body["temperature"] == 0
    assert request.body["max_tokens"] == PATIENT.completion_tokens
    assert "2026-05-04" in request.prompt
    assert written.spent.prompt_tokens == len(request.prompt) // 4
    assert written.spent.completion_tokens > 0
    assert 0 < written.spent.seconds < PATIENT.seconds


async def test_an_answer_grows_claim_by_claim(desk: Desk) -> None:
    """Whoever asks is told of each claim as soon as it is proved, and nothing is taken back."""
    await desk.write(says(claims(GOOD, Claim("Nobody saw it.", ["nobody at all"]), REASON)))
    assert desk.grown == [[GOOD.text], [GOOD.text, REASON.text]]


ODD_FORMS: dict[str, Callable[[str], str]] = {
    "prose before": lambda good: f"Sure {{here}} it is:\n\n{good}",
    "a fence around": lambda good: f"```json\n{good}```\n",
    "an array around": lambda good: "[\n  " + good.strip() + "\n]",
    "an object around": lambda good: '{"claims": [' + good.strip() + "]}",
    "other line ends": lambda good: good.replace("\n", "\r\n"),
    "broken over lines": lambda good: json.dumps(json.loads(good), indent=2),
    "half a line after": lambda good: good + '{"claim": "And then the',
    "half a line before": lambda good: '{"claim": "And then the\n' + good,
    "no last line end": lambda good: good.strip(),
}


@pytest.mark.parametrize("form", ODD_FORMS)
async def test_a_claim_is_found_in_any_form(desk: Desk, form: str) -> None:
    """Prose, fences, arrays and broken lines around a good claim do not hide it."""
    shaped = ODD_FORMS[form]
    written = await desk.write(says(lambda asked: shaped(claims(GOOD)(asked))))
    assert shown(written) == [GOOD.text]
    assert len(desk.server.asked) == 1


@pytest.mark.parametrize(
    "copied",
    [
        "harbour master ada morrow  closed the pier at quill bay on monday",
        "Harbour master Ada Morrow closed pier at Quill Bay on Monday after divers found rot",
        "‘Harbour master Ada Morrow closed the pier’ … eleven of its posts",
        ROT.upper(),
    ],
)
async def test_a_slip_snaps_to_the_true_text(desk: Desk, copied: str) -> None:
    """Spaces, marks, capitals and a small word are free; what is quoted is the article's text."""
    written = await desk.write(says(claims(Claim(GOOD.text, [copied], of=PIER.quote))))
    assert shown(written) == [GOOD.text]
    assert cited(written) == [PIER.quote]


def _misquoting(words: str, text: str = GOOD.text) -> Callable[[Asked], str]:
    return claims(Claim(text, [words], of=PIER.quote))


def _with_key_in_claim(request: Asked) -> str:
    key = request.key(PIER.quote)
    return line(f"Passage {key} says so.", (key, PIER.quote))


BAD_CLAIMS: dict[str, tuple[str | Callable[[Asked], str], str]] = {
    "an invented key": (lambda _: line(GOOD.text, ("K7", PIER.quote)), "there is no passage"),
    "another passage's key": (
        claims(Claim(GOOD.text, [PIER.quote], of=OBSERVATORY.quote)),
        "does not have 'Harbour', 'master', 'Ada', 'Morrow', which its quote has",
    ),
    "no quote": (line(GOOD.text), "it has no quote"),
    "an invented quote": (
        _misquoting("Ada Morrow told all that it was shut"),
        "does not have 'told', 'all'",
    ),
    "an altered name": (_misquoting(PIER.quote.replace("Ada", "Ida")), "does not have 'Ida'"),
    "an altered number": (_misquoting(PIER.quote.replace("eleven", "twelve")), "have 'twelve'"),
    "a paraphrase": (
        _misquoting("The pier was shut on Monday by Ada Morrow"),
        "'was', 'shut', 'by'",
    ),
    "another order": (_misquoting("On Monday divers closed the pier"), "not one after another"),
    "a title": (_misquoting(PIER.title, "Quill Bay loses its pier."), "does not have 'loses'"),
    "one of two": (
        claims(Claim(GOOD.text, [PIER.quote, "All over."], of=PIER.quote)),
        "have 'All'",
    ),
    "a key in the claim": (_with_key_in_claim, "names the key"),
    "an order": (claims(Claim("Visit the pier at Quill Bay.", [PIER.quote])), "an instruction"),
    "a question": (claims(Claim("Who closed the pier?", [PIER.quote])), "a question"),
    "two sentences": (claims(Claim("It is shut. So be it.", [PIER.quote])), "one sentence"),
    "an address": (
        claims(Claim("The pier is closed, see pier.example.", [PIER.quote])),
        "'pier.example' does not stand",
    ),
    "a number": (
        claims(Claim("Divers found rot in twelve of its posts.", [PIER.quote])),
        "it says 'twelve', which its quotes do not",
    ),
    "a name": (
        claims(Claim("Ivo Morrow closed the pier at Quill Bay.", [PIER.quote])),
        "it names 'Ivo', which its quotes and their passages do not",
    ),
    "a denial": (
        claims(Claim("Ada Morrow never closed the pier at Quill Bay.", [PIER.quote])),
        "it says 'never', and its quotes deny nothing",
    ),
    "prose": ("Ada Morrow closed the pier.\n", "no line in the form"),
    "a refusal": ("I'm sorry, but I can't help with that request.\n", "no line in the form"),
    "nothing": ("", "no line in the form"),
    "other JSON": ('{"answer": "Ada", "quotes": []}\n[1, 2]\nnull\n', "no line in the form"),
}


@pytest.mark.parametrize("fault", BAD_CLAIMS)
async def test_what_is_not_proved_is_not_shown(desk: Desk, fault: str) -> None:
    """A claim without its proof is dropped; the model is asked once more, with the reason."""
    text, reason = BAD_CLAIMS[fault]
    written = await desk.write(says(text))
    assert shown(written) == []
    assert written.failure == UNPROVED
    first, second = desk.server.asked
    assert second.body["messages"][: len(first.body["messages"])] == first.body["messages"]
    assert reason in second.body["messages"][-1]["content"]
    total = len(first.prompt) // 4 + len(second.prompt) // 4
    assert written.spent.prompt_tokens == total


async def test_a_model_may_mend_what_it_wrote(desk: Desk) -> None:
    """A second attempt is as good as a first."""
    written = await desk.write(says(_misquoting("She locked it for good")), says(claims(GOOD)))
    assert shown(written) == [GOOD.text]
    assert written.failure is None


async def test_a_bad_claim_does_not_hide_a_good_one(desk: Desk) -> None:
    """What is proved is shown beside what is not, without another attempt."""
    written = await desk.write(says(claims(Claim("Orla wept.", ["Orla wept bitterly"]), GOOD)))
    assert shown(written) == [GOOD.text]
    assert [one.claim for one in written.dropped] == ["Orla wept."]
    assert len(desk.server.asked) == 1


FAILURES = {
    "401": (refuses(401), "does not accept the key"),
    "403": (refuses(403), "does not accept the key"),
    "404": (refuses(404), "refuses the request"),
    "429": (refuses(429, Retry_After="30"), "is asked too often"),
    "500": (refuses(500), "failed (status 500)"),
    "a reset": (breaks_off(""), "broke off"),
    "an end before the reply": (hangs_up(begins=False), "broke off"),
    "an end before the first word": (hangs_up(begins=True), "broke off"),
    "a reset within a line": (breaks_off('{"claim": "Ada'), "broke off"),
    "an endless stream": (goes_on("blah " * 200), "wrote more than it may"),
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_failure_is_told_in_our_words(desk: Desk, failure: str) -> None:
    """A model that fails is not asked again, and no word of its server reaches a person."""
    reply, told = FAILURES[failure]
    written = await desk.write(reply)
    assert shown(written) == []
    assert written.failure is not None
    assert told in written.failure
    assert "sk-secret" not in written.failure
    assert len(desk.server.asked) == 1


async def test_silence_and_idle_talk_come_to_an_end(desk: Desk) -> None:
    """Neither a silent model nor one that sends nothing but signs of life holds anybody up."""
    written = await desk.write(falls_silent(), limits=HASTY)
    assert written.failure == "was silent for 0.4 s"
    written = await desk.write(goes_on("", 0.05), limits=HASTY)
    assert written.failure == "was not done within 0.8 s"


@pytest.mark.parametrize("end", [breaks_off, falls_silent])
async def test_what_was_proved_before_a_failure_stays(
    desk: Desk, end: Callable[[Callable[[Asked], str]], Reply]
) -> None:
    """A stream that breaks off or dries up after a claim leaves that claim."""
    written = await desk.write(end(claims(GOOD)), limits=HASTY)
    assert shown(written) == [GOOD.text]
    assert written.failure is not None


async def test_a_short_wait_is_waited_for(desk: Desk) -> None:
    """A server that asks for a moment is asked once more after it."""
    written = await desk.write(refuses(429, Retry_After="0.1"), says(claims(GOOD)))
    assert shown(written) == [GOOD.text]
    assert len(desk.server.asked) == 2


async def test_a_server_that_nobody_runs_is_told(desk: Desk) -> None:
    """Where no server answers, that is what is said."""
    model = ConfiguredModel(replace(desk.server, port=9).spec, PATIENT)
    try:
        written = await desk.write(says(""), model=model)
    finally:
        await model.close()
    assert written.failure == "cannot be reached"


async def test_a_model_may_say_that_it_found_nothing(desk: Desk) -> None:
    """Finding nothing is a judgement and no failure; after a claim it takes nothing back."""
    not_found = '{"not_found": true}\n'
    written = await desk.write(says(not_found))
    assert (written.declined, written.answer, written.failure) == (True, None, None)
    assert len(desk.server.asked) == 1
    written = await desk.write(says(lambda asked: claims(GOOD)(asked) + not_found))
    assert (written.declined, shown(written)) == (False, [GOOD.text])


async def test_a_claim_in_another_language_than_its_quote_is_not_proved(desk: Desk) -> None:
    """What cannot be held against its quote word by word is not shown."""
    spanish = Claim("Ada Morrow cerró el muelle de Quill Bay.", [PIER.quote])
    written = await desk.write(says(claims(spanish)))
    assert shown(written) == []
    assert "'cerró" in written.dropped[0].reason


async def test_marks_of_citations_in_a_claim_are_taken_away(desk: Desk) -> None:
    """A model that cites in its own way does not add numbers or keys to the text."""

    def told(request: Asked) -> str:
        key = request.key(PIER.quote)
        return line(f"Ada Morrow closed the pier [{key}] [1].", (f"[{key}]", PIER.quote))

    assert shown(await desk.write(says(told))) == ["Ada Morrow closed the pier."]


async def test_no_article_can_name_a_passage(desk: Desk) -> None:
    """Each request has keys of its own, drawn by lot, and each passage stands between them."""
    await desk.write(says(claims(GOOD)))
    first = desk.server.asked[0].passages
    await desk.write(says(claims(GOOD)))
    second = desk.server.asked[0].passages
    assert first.keys().isdisjoint(second)
    assert sorted(first.values()) == sorted(second.values())
    assert f"Title: {PIER.title}" in "\n".join(first.values())


async def test_passages_are_cut_to_fit(desk: Desk) -> None:
    """Where a request may not hold all passages, the best for the question are in it."""
    await desk.write(says(claims(GOOD)), limits=replace(PATIENT, passages=1))
    (only,) = desk.server.asked[0].passages.values()
    assert PIER.quote in only
    tight = replace(PATIENT, prompt_tokens=load_answer_prompts().size(ASKED) + 250)
    await desk.write(says(claims(GOOD)), limits=tight)
    assert 0 < len(desk.server.asked[0].passages) < len(desk.hits)
    written = await desk.write(says(claims(GOOD)), limits=replace(PATIENT, prompt_tokens=10))
    assert desk.server.asked == []
    assert written.failure == NO_ROOM


async def test_brackets_of_an_article_are_quoted_as_they_are(desk: Desk) -> None:
    """A quote may hold numbers in brackets, which are the article's."""
    height = Claim("The almanac of 1893 gives Mount Sorrel 812 metres.", [ALMANAC.quote])
    written = await desk.write(says(claims(height)))
    assert cited(written) == [ALMANAC.quote]


async def test_a_claim_that_its_quotes_do_not_bear_is_dropped(desk: Desk) -> None:
    """Known words that say something else are no claim, and the model is told why."""
    other = Claim("Fishermen and the county land rot in its posts.", [ROT])
    written = await desk.write(says(claims(other)), says(claims(GOOD)))
    assert shown(written) == [GOOD.text]
    told = desk.server.asked[-1].prompt
    assert "do not say that, and nothing of 'Fishermen', 'county', 'land'" in told
