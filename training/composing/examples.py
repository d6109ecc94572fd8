"""Examples: a passage made of events, a question, and what of the passage answers it."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from training.composing.families import STATUSES, Family, families
from training.composing.questions import dress
from training.composing.sentences import SPEECH, Event, Scene, Sentence, Span, article
from training.composing.vocabulary import Value
from training.composing.wording import HOLE, choose, expand, stated

LONGEST = 8
UNANSWERABLE = 0.35
CLOZE = 0.14
SHAPES = {"plain": 0.66, "several": 0.14, "yesno": 0.11, "source": 0.08, "about": 0.05}
UNANSWERED = {
    "swapped": 0.4,
    "unsaid": 0.24,
    "status": 0.22,
    "attribute": 0.05,
    "elsewhere": 0.05,
    "yesno": 0.09,
    "source": 0.05,
}
# If one has won or bought it, another has not: that would be an answer.
EXCLUSIVE = frozenset({"winning", "deal", "leaving"})
SOURCES = (
    "who said (that |)@",
    "who (reported|confirmed|announced) that @",
    "on whose word do we know that @",
    "what is the source for the report that @",
    "who told (reporters|the press|the public) that @",
)
ABSENT = (
    "how old is {who}",
    "where (was {who} born|did {who} grow up)",
    "how much does {who} earn",
    "who is {who} married to",
    "what did {who} study",
    "how long has {who} lived abroad",
    "who (taught|trained) {who}",
    "how many children does {who} have",
)


@dataclass(frozen=True)
class Example:
    """A question, a passage, and the sentences and words in it that answer; none is an answer."""

    question: str
    passage: str
    sentences: tuple[Span, ...]
    answers: tuple[int, ...]
    spans: tuple[Span, ...]
    kind: str

    def json(self) -> str:
        """The example on one line."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True)
class Asked:
    """A question before it is dressed: what it asks, of which event."""

    text: str
    family: Family
    status: str
    slot: str
    keys: Mapping[str, Value]


class Unfit(Exception):
    """This draw makes no sound example; the next one is tried."""


def compose(count: int, seed: int) -> Iterator[Example]:
    """``count`` examples, the same ones for the same seed."""
    for number in range(count):
        rng = random.Random(f"{seed}:{number}")
        while True:
            try:
                example = _example(rng)
                break
            except Unfit:
                continue
        yield example


def _pick(rng: random.Random, shares: Mapping[str, float]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def _example(rng: random.Random) -> Example:
    every = families()
    family = rng.choices(every, [one.weight for one in every])[0]
    scene = Scene(rng)
    if rng.random() < UNANSWERABLE:
        return _unanswerable(scene, family, _pick(rng, UNANSWERED))
    shape = _pick(rng, SHAPES)
    if shape == "several":
        return _several(scene, family)
    if shape == "yesno":
        return _yesno(scene, family)
    if shape == "source":
        return _source(scene, family)
    if shape == "about":
        return _about(scene, family)
    return _plain(scene, family)


# -- questions ----------------------------------------------------------------------------------


def _ask(scene: Scene, family: Family, many: bool = False) -> tuple[str, str, str]:
    """A status of the family, a slot of it, and a question for that slot."""
    tables = family.many if many else family.asks
    choices = [(status, slot) for status, table in tables.items() for slot in table]
    if not choices:
        raise Unfit
    weights = [1.0 if status == "fact" else 0.8 for status, _ in choices]
    status, slot = scene.rng.choices(choices, weights)[0]
    text = expand(scene.rng, scene.rng.choice(tables[status][slot]))
    if not many and scene.rng.random() < CLOZE:
        text = _cloze(scene, family, status, slot) or text
    return status, slot, text


def _cloze(scene: Scene, family: Family, status: str, slot: str) -> str | None:
    """A statement that breaks off before the slot, or none if no wording ends with it."""
    text = choose(scene.rng, family.claims[status], frozenset({slot}))
    end = f"{{{slot}}}"
    if text is None or slot == "when" or not text.endswith(end) or text.count(end) > 1:
        return None
    return text.removesuffix(end).rstrip() + ":"


def _wording(scene: Scene, text: str, keys: Mapping[str, Value]) -> str:
    """The question with its keys filled in, a person perhaps by last name or by role."""

    def said(slot: str, form: str) -> str:
        value = keys[slot]
        if value.kind != "who" or form:
            return value.say(scene.rng, form)
        chance = scene.rng.random()
        for role, name in scene.roles.items():
            alone = sum(other.split()[-1] == role.split()[-1] for other in scene.roles) == 1
            exact = list(scene.roles).count(role) == 1 and (alone or role[0].isupper())
            if name == value.key and exact and chance < 0.3:
                return f"the {role}"
        if chance < 0.5:
            return value.say(scene.rng, "last")
        return value.key

    done, last = "", 0
    for hole in HOLE.finditer(text):
        slot, form = hole.group(1), hole.group(2) or ""
        done = article(done + text[last : hole.start()], keys[slot], form) + said(slot, form)
        last = hole.end()
    return done + text[last:]


def _keys(text: str, event: Event) -> dict[str, Value]:
    return {slot: event.values[slot] for slot, _ in HOLE.findall(text)}


def _agrees(event: Event, asked: Asked) -> bool:
    """Whether an event is the one, or one of those, that the question is about."""
    return (
        event.family.name == asked.family.name
        and event.status == asked.status
        and all(event.values[slot].key == value.key for slot, value in asked.keys.items())
    )


def _telling(keys: frozenset[str]) -> frozenset[str]:
    """The keys that tell events apart: days may be worded so that they do not exclude."""
    return keys - {"when"}


# -- passages -----------------------------------------------------------------------------------


def _target(scene: Scene, event: Event, keys: frozenset[str], slot: str | None) -> list[Sentence]:
    """Sentences that state an event with the keys of a question, and its answer."""
    family, rng = event.family, scene.rng
    later = slot is not None and slot in family.more and event.status == "fact"
    if slot is not None and later and rng.random() < 0.5:
        fact = scene.fact(event, keys, frozenset({slot}) - {"claim"})
        more = scene.more(event, slot) if fact else None
        if fact and more:
            return [fact, *_asides(scene, event, {slot} | fact.keys, 0.25), more]
    fact = scene.fact(event, keys | ({slot} if slot else set()))
    if fact is None or (slot is not None and slot not in fact.spans):
        if not later or slot is None:
            raise Unfit
        fact = scene.fact(event, keys)
        more = scene.more(event, slot) if fact else None
        if fact is None or more is None:
            raise Unfit
        return [fact, more]
    return [fact, *_asides(scene, event, {slot or ""} | fact.keys, 0.3)]


def _asides(scene: Scene, event: Event, without: set[str], chance: float) -> list[Sentence]:
    """Sentences that tell other slots of the event."""
    if event.status != "fact":
        return []
    found = []
    for slot in event.family.more:
        if slot not in without and scene.rng.random() < chance:
            more = scene.more(event, slot)
            if more:
                found.append(more)
    return found[:2]


def _near(
    scene: Scene, event: Event, keys: frozenset[str], slot: str, count: int
) -> list[list[Sentence]]:
    """Events of the same kind that differ from this one in what the question names."""
    blocks: list[list[Sentence]] = []
    telling = sorted(_telling(keys))
    if not telling:
        return blocks
    for _ in range(count):
        key = scene.rng.choice(telling)
        change = {key}
        others = [name for name in sorted(event.values) if name not in keys]
        change |= {name for name in others if scene.rng.random() < 0.75}
        if slot not in keys:
            change |= {slot}
        near = scene.variant(event, event.status, frozenset(change))
        if near is None or near.values[key].key == event.values[key].key:
            continue
        want = frozenset({key} | ({slot} if scene.rng.random() < 0.7 else set()))
        fact = scene.fact(near, want) or scene.fact(near, frozenset({key}))
        if fact is not None:
            block = [fact]
            if slot in keys and (more := scene.more(near, slot)):
                block.append(more)
            elif scene.rng.random() < 0.25:
                block += _asides(scene, near, set(fact.keys), 0.4)[:1]
            blocks.append(block)
    return blocks


def _other_status(
    scene: Scene, event: Event, keys: frozenset[str], chance: float, same: bool = False
) -> list[list[Sentence]]:
    """The same thing denied, or only supposed, or done, by somebody else or by the ``same``."""
    family, blocks = event.family, list[list[Sentence]]()
    first = next(iter(family.slots))
    for status in STATUSES:
        if status == event.status or status not in family.claims or scene.rng.random() >= chance:
            continue
        change = set() if same and not blocks else {first}
        change |= {
            slot for slot in sorted(family.slots) if slot not in keys and scene.rng.random() < 0.4
        }
        other = scene.variant(event, status, frozenset(change))
        if other is None:
            continue
        want = frozenset(keys - change)
        fact = scene.fact(other, want) or scene.fact(other)
        if fact is not None:
            blocks.append([fact])
    return blocks


def _background(scene: Scene, family: Family, count: int, far: bool) -> list[list[Sentence]]:
    """Sentences about other things."""
    every = [
        other
        for other in families()
        if other.group != family.group and not (far and other.theme == family.theme)
    ]
    blocks = []
    for _ in range(count):
        if scene.rng.random() < 0.45:
            blocks.append([scene.filler()])
            continue
        other = scene.rng.choice(every)
        every.remove(other)
        status = scene.rng.choice(list(other.claims))
        fact = scene.fact(scene.event(other, status))
        if fact is not None:
            blocks.append([fact])
    return blocks


def _join(scene: Scene, blocks: list[list[Sentence]], family: Family, far: bool) -> list[Sentence]:
    """The blocks in some order, with what surrounds them, at most ``LONGEST`` sentences."""
    length = sum(map(len, blocks))
    wanted = scene.rng.choice((2, 3, 3, 4, 4, 5, 5, 6, 7, 8))
    blocks = blocks + _background(scene, family, max(0, wanted - length), far)
    scene.rng.shuffle(blocks)
    sentences = [sentence for block in blocks for sentence in block]
    if not 2 <= len(sentences) <= LONGEST:
        raise Unfit
    texts = [sentence.text for sentence in sentences]
    if len(set(texts)) < len(texts):
        raise Unfit
    return sentences


def _made(
    scene: Scene, sentences: list[Sentence], asked: Asked, kind: str, dressed: bool = True
) -> Example:
    """The example, its answers computed from what each sentence states."""
    answers, spans, places, passage = [], [], [], ""
    for number, sentence in enumerate(sentences):
        start = len(passage) + (1 if passage else 0)
        passage += (" " if passage else "") + sentence.text
        places.append((start, len(passage)))
        if sentence.event is None or not _agrees(sentence.event, asked):
            continue
        if asked.slot in sentence.spans:
            first, last = sentence.spans[asked.slot]
            answers.append(number)
            spans.append((start + first, start + last))
    question = _wording(scene, asked.text, asked.keys)
    if dressed:
        question = dress(scene.rng, question, asked.family)
    return Example(question, passage, tuple(places), tuple(answers), tuple(spans), kind)


# -- shapes of example --------------------------------------------------------------------------


def _kind(asked: Asked, sentences: list[Sentence], near: bool) -> str:
    if asked.status == "not":
        return "denial"
    if asked.status == "may":
        return "modal"
    if asked.family.name.startswith("speech"):
        return "speech"
    value = _holds(asked)
    leaning = any(
        sentence.leans
        and sentence.event is not None
        and _agrees(sentence.event, asked)
        and asked.slot in sentence.spans
        for sentence in sentences
    )
    if leaning:
        return "cause" if value == "cause" else "pronoun"
    if value in {"cause", "number", "date", "place"}:
        return value
    return "near-miss" if near else "paraphrase"


def _holds(asked: Asked) -> str:
    """The kind of thing the asked slot holds."""
    rng = random.Random(0)
    return Scene(rng).any(asked.family, asked.slot).kind


def _plain(scene: Scene, family: Family) -> Example:
    status, slot, text = _ask(scene, family)
    event = scene.event(family, status)
    keys = _keys(text, event)
    names = frozenset(keys)
    asked = Asked(text, family, status, slot, keys)
    block = _target(scene, event, names - {slot}, slot)
    near = _near(scene, event, names, slot, scene.rng.choice((0, 1, 1, 2)))
    others = _other_status(scene, event, names, 0.45)
    blocks = [block, *near, *others]
    if scene.rng.random() < 0.08:
        again = scene.fact(event, names - {slot} | {slot})
        if again is not None:
            blocks.append([again])
    sentences = _join(scene, blocks, family, far=not _telling(names))
    made = _made(scene, sentences, asked, _kind(asked, sentences, bool(near)))
    if not made.answers:
        raise Unfit
    return made


def _several(scene: Scene, family: Family) -> Example:
    status, slot, text = _ask(scene, family, many=True)
    event = scene.event(family, status)
    keys = _keys(text, event)
    names = frozenset(keys)
    blocks = []
    for number in range(scene.rng.choice((2, 2, 3))):
        one = event
        if number:
            change = {slot} | {
                name for name in sorted(family.slots) if name not in names and name != slot
            }
            changed = scene.variant(event, status, frozenset({slot}))
            if changed is None:
                raise Unfit
            values = dict(changed.values)
            for name in sorted(change - {slot}):
                values[name] = scene.any(family, name)
            one = replace(changed, values=values)
        fact = scene.fact(one, names | {slot})
        if fact is None:
            raise Unfit
        blocks.append([fact])
    blocks += _near(scene, event, names, slot, scene.rng.choice((0, 1)))
    blocks += _other_status(scene, event, names, 0.4)
    sentences = _join(scene, blocks, family, far=True)
    made = _made(scene, sentences, Asked(text, family, status, slot, keys), "several")
    if len(made.answers) < 2:
        raise Unfit
    return made


def _yesno(scene: Scene, family: Family) -> Example:
    if not family.did:
        raise Unfit
    text = expand(scene.rng, family.did)
    status = scene.rng.choice([one for one in ("fact", "fact", "not") if one in family.claims])
    event = scene.event(family, status)
    keys = _keys(text, event)
    names = frozenset(keys)
    block = _target(scene, event, names, None)
    near = _near(scene, event, names, next(iter(family.slots)), scene.rng.choice((0, 1)))
    sentences = _join(scene, [block, *near], family, far=False)
    # The whole statement is the answer: it says yes or no.
    sentences = [
        replace(one, spans={"truth": (0, len(one.text.removesuffix(".")))})
        if one.event is not None and not one.leans
        else replace(one, spans={})
        for one in sentences
    ]
    made = _made(scene, sentences, Asked(text, family, status, "truth", keys), "yesno")
    if not made.answers:
        raise Unfit
    return made


def _source(scene: Scene, family: Family) -> Example:
    """Who said that it happened."""
    if "fact" not in family.claims or family.name.startswith("speech"):
        raise Unfit
    event = scene.event(family, "fact")
    fact = scene.fact(event, source=True)
    claim = choose(scene.rng, family.claims["fact"], avoid=frozenset({"when", "why"}))
    if fact is None or claim is None or fact.source is None or '"' in claim:
        raise Unfit
    names = stated(claim)
    if not names or not names <= fact.keys or not _telling(names):
        raise Unfit
    text = expand(scene.rng, scene.rng.choice(SOURCES))
    asked = Asked(text.replace("@", claim), family, "fact", "source", _keys(claim, event))
    near = _near(scene, event, names, next(iter(family.slots)), scene.rng.choice((0, 1, 2)))
    others = _other_status(scene, event, names, 0.4)
    sentences = _join(scene, [[fact], *near, *others], family, far=False)
    made = _made(scene, sentences, asked, "speech")
    if not made.answers:
        raise Unfit
    return made


def _about(scene: Scene, family: Family) -> Example:
    """How old somebody is, or what they are, told in passing."""
    slots = [slot for slot, spec in family.slots.items() if str(spec).startswith("person")]
    if not slots or "fact" not in family.claims:
        raise Unfit
    slot = slots[0]
    event = scene.event(family, "fact")
    fact = scene.fact(event, frozenset({slot}), source=False)
    if fact is None or slot not in fact.spans:
        raise Unfit
    start, end = fact.spans[slot]
    who, text = event.values[slot], fact.text
    age, role = who.say(scene.rng, "age"), who.say(scene.rng, "role")
    if text[end:].startswith(f", {age},"):
        question = expand(
            scene.rng,
            "(how old is {x}|what age is {x}|what is the age of {x}|{x}'s age is given as:)",
        )
        spans = {"about": (end + 2, end + 2 + len(age))}
    elif role and text[:start].lower().endswith(f"{role} ".lower()):
        question = expand(
            scene.rng,
            "(what is {x}'s (job|position|role)|what (post|position) does {x} hold|who is {x}"
            "|what does {x} do)",
        )
        spans = {"about": (start - 1 - len(role), start - 1)}
    else:
        raise Unfit
    keys = {slot: who}
    asked = Asked(question.replace("{x}", "{" + slot + "}"), family, "fact", "about", keys)
    near = _near(scene, event, frozenset(keys), slot, scene.rng.choice((0, 1, 2)))
    sentences = _join(scene, [[replace(fact, spans=spans)], *near], family, far=False)
    scene.roles.clear()
    return _made(scene, sentences, asked, "number" if "age" in question else "paraphrase")


def _unanswerable(scene: Scene, family: Family, sort: str) -> Example:
    if sort in {"attribute", "yesno", "source"}:
        return {"attribute": _absent, "yesno": _unsettled, "source": _unsourced}[sort](
            scene, family
        )
    status, slot, text = _ask(scene, family)
    event = scene.event(family, status)
    keys = _keys(text, event)
    names = frozenset(keys)
    asked = Asked(text, family, status, slot, keys)
    if sort == "swapped":
        blocks, asked = _swapped(scene, event, asked)
    elif sort == "unsaid":
        fact = scene.fact(event, names, frozenset({slot}))
        if slot in names or fact is None:
            raise Unfit
        blocks = [[fact, *_asides(scene, event, {slot} | fact.keys, 0.4)]]
        blocks += _near(scene, event, names, slot, scene.rng.choice((0, 1, 2)))
        blocks += _other_status(scene, event, names, 0.3)
    elif sort == "status":
        blocks = _other_status(scene, event, names, 0.9, same=scene.rng.random() < 0.5)
        blocks += _near(scene, event, names, slot, scene.rng.choice((0, 1)))
    else:
        blocks = _near(scene, event, names, slot, scene.rng.choice((1, 1, 2)))
        blocks = blocks or [[scene.filler()]]
    return _unanswered(scene, blocks, asked)


def _unanswered(scene: Scene, blocks: list[list[Sentence]], asked: Asked) -> Example:
    if not blocks:
        raise Unfit
    far = not _telling(frozenset(asked.keys))
    sentences = _join(scene, blocks, asked.family, far)
    made = _made(scene, sentences, asked, "unanswerable")
    if made.answers:
        raise Unfit
    return made


def _swapped(
    scene: Scene, event: Event, asked: Asked, truth: bool = False
) -> tuple[list[list[Sentence]], Asked]:
    """An event and its likes, and a question that names one thing otherwise."""
    names = frozenset(asked.keys)
    telling = sorted(_telling(names))
    if not telling:
        raise Unfit
    blocks = [_target(scene, event, names - {asked.slot}, None if truth else asked.slot)]
    slot = next(iter(event.values)) if truth else asked.slot
    blocks += _near(scene, event, names, slot, scene.rng.choice((0, 0, 1)))
    if not truth:
        blocks += _other_status(scene, event, names, 0.3)
    key = scene.rng.choice(telling)
    value = scene.fresh(event.family, key)
    if value is None or value.kind == "number":
        raise Unfit
    return blocks, replace(asked, keys={**asked.keys, key: value})


def _unsettled(scene: Scene, family: Family) -> Example:
    """Whether something happened that the passage neither affirms nor denies."""
    if not family.did or family.group in EXCLUSIVE:
        raise Unfit
    text = expand(scene.rng, family.did)
    event = scene.event(family, scene.rng.choice(list(family.claims)))
    asked = Asked(text, family, event.status, "truth", _keys(text, event))
    blocks, asked = _swapped(scene, event, asked, truth=True)
    return _unanswered(scene, blocks, asked)


def _unsourced(scene: Scene, family: Family) -> Example:
    """Who said something that the passage states without saying who said it."""
    if family.name.startswith("speech"):
        raise Unfit
    event = scene.event(family, "fact")
    fact = scene.fact(event, source=False)
    claim = choose(scene.rng, family.claims["fact"], avoid=frozenset({"when", "why"}))
    if fact is None or claim is None or SPEECH.search(claim) or SPEECH.search(fact.text):
        raise Unfit
    if not _telling(stated(claim)) or not stated(claim) <= fact.keys:
        raise Unfit
    text = scene.rng.choice(SOURCES).replace("@", claim)
    asked = Asked(expand(scene.rng, text), family, "fact", "source", _keys(claim, event))
    return _unanswered(scene, [[fact]], asked)


def _absent(scene: Scene, family: Family) -> Example:
    """Something no wording of the family tells."""
    slots = [slot for slot, spec in family.slots.items() if str(spec).startswith("person")]
    if not slots:
        raise Unfit
    event = scene.event(family, scene.rng.choice(list(family.claims)))
    fact = scene.fact(event, frozenset({slots[0]}))
    if fact is None or f", {event.values[slots[0]].say(scene.rng, 'age')}," in fact.text:
        raise Unfit
    text = expand(scene.rng, scene.rng.choice(ABSENT)).replace("{who}", "{" + slots[0] + "}")
    keys = {slots[0]: event.values[slots[0]]}
    blocks = [[fact, *_asides(scene, event, set(fact.keys), 0.3)]]
    blocks += _near(scene, event, frozenset(keys), slots[0], scene.rng.choice((0, 1)))
    sentences = _join(scene, blocks, family, far=False)
    asked = Asked(text, family, event.status, "absent", keys)
    return _made(scene, sentences, asked, "unanswerable")
