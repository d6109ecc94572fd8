"""Events and the sentences that state them."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from training.composing.families import Family
from training.composing.vocabulary import Value, draw, lists, person, plain
from training.composing.wording import HOLE, choose, stated

Span = tuple[int, int]
PREPOSITIONS = ("on ", "in ", "at noon on ")
SPEECH = re.compile(
    r'"|according to|\b(said|told|announced|confirmed|wrote|admitted|insisted|repeated|affirmed)\b'
)
PRONOUNS = frozenset({"he", "him", "his", "sub"})


@dataclass(frozen=True)
class Event:
    """Something of a family that happened, was denied or may happen."""

    family: Family
    status: str
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Sentence:
    """A sentence, the event it states and where it states each slot."""

    text: str
    event: Event | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    source: Value | None = None
    leans: bool = False
    keys: frozenset[str] = frozenset()  # slots it states, whether or not they count as answers


@dataclass
class Scene:
    """What one passage has used so far."""

    rng: random.Random
    used: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    roles: dict[str, str] = field(default_factory=dict)  # role as written -> full name

    def fresh(self, family: Family, slot: str) -> Value | None:
        """A value for a slot that the passage has not used, or none."""
        for _ in range(12):
            value = draw(self.rng, family.slots[slot], slot)
            marks = self._marks(value)
            if not marks & self.used:
                self.used |= marks
                return value
        return None

    def any(self, family: Family, slot: str) -> Value:
        """A value for a slot, unused if there is one."""
        return self.fresh(family, slot) or draw(self.rng, family.slots[slot], slot)

    @staticmethod
    def _marks(value: Value) -> set[str]:
        if value.kind == "who":
            return set(value.key.split())
        if value.kind == "number":
            return {value.key.split()[0]}
        return {value.key.lower()}

    def event(self, family: Family, status: str) -> Event:
        """A new event of a family."""
        return Event(family, status, {slot: self.any(family, slot) for slot in family.slots})

    def variant(self, event: Event, status: str, change: frozenset[str]) -> Event | None:
        """An event like another but for some slots, or none if no new values were found."""
        values = dict(event.values)
        for slot in change:
            value = self.fresh(event.family, slot)
            if value is None:
                return None
            values[slot] = value
        for slot, value in values.items():
            if "inf" in value.forms and slot not in change and change:
                values[slot] = self._alike(event.family, slot, value)
        return Event(event.family, status, values)

    def _alike(self, family: Family, slot: str, value: Value) -> Value:
        for _ in range(40):
            other = draw(self.rng, family.slots[slot], slot)
            if other.key == value.key:
                return other
        return value

    def _person(self, value: Value, after: str) -> tuple[str, int, int]:
        """A person as the passage names them here, and where the name lies in it."""
        name = value.key
        if name in self.named:
            said = value.say(self.rng, "last") if self.rng.random() < 0.6 else name
            return said, 0, len(said)
        self.named.add(name)
        role, chance = value.say(self.rng, "role"), self.rng.random()
        if role and chance < 0.4:
            front = f"{role} "
            if " of " in role:
                front = f"the {role}, "
                if not after.startswith(" "):
                    return name, 0, len(name)
                self.roles[role] = name
                return f"{front}{name},", len(front), len(front) + len(name)
            self.roles[role] = name
            return front + name, len(front), len(front) + len(name)
        if chance < 0.5 and after.startswith(" ") and not after.startswith((" and ", " said")):
            return f"{name}, {value.say(self.rng, 'age')},", 0, len(name)
        return name, 0, len(name)

    def fill(self, text: str, event: Event) -> tuple[str, dict[str, Span]]:
        """The text with its holes filled, and where each slot is stated."""
        done, last, spans = "", 0, dict[str, Span]()
        for hole in HOLE.finditer(text):
            slot, form = hole.group(1), hole.group(2) or ""
            done += text[last : hole.start()]
            last = hole.end()
            value = event.values[slot]
            done = article(done, value, form)
            if value.kind == "who" and form == "":
                said, start, end = self._person(value, text[last:])
            else:
                said = value.say(self.rng, form)
                start, end = 0, len(said)
                if value.kind == "date":
                    start = next((len(p) for p in PREPOSITIONS if said.startswith(p)), 0)
            if slot == "claim" and form == "np":  # its topic: what it is about, not what was said
                done += said
                continue
            span = (len(done) + start, len(done) + end)
            if form not in PRONOUNS and (
                slot not in spans or span[1] - span[0] > spans[slot][1] - spans[slot][0] + 12
            ):
                spans[slot] = span
            done += said
        return done + text[last:], spans

    def fact(
        self,
        event: Event,
        want: frozenset[str] = frozenset(),
        avoid: frozenset[str] = frozenset(),
        source: bool | None = None,
    ) -> Sentence | None:
        """A sentence that states an event with the wanted slots and without the avoided ones."""
        text = choose(self.rng, event.family.claims[event.status], want, avoid)
        if text is None:
            return None
        said, spans = self.fill(text, event)
        said = said.rstrip(",")
        if ",," in said or ", ," in said:
            return None
        if source is None:
            source = self.rng.random() < 0.12
        if not source or event.family.name.startswith("speech") or SPEECH.search(said):
            return self._sentence(said, event, spans)
        return self._attributed(said, event, spans)

    def _attributed(self, said: str, event: Event, spans: dict[str, Span]) -> Sentence:
        if self.rng.random() < 0.5:
            source = plain(self.rng.choice(lists()["sources"]), "speech")
            for _ in range(9):
                if source.key not in self.used:
                    break
                source = plain(self.rng.choice(lists()["sources"]), "speech")
            self.used.add(source.key)
            name, start, end = source.key, 0, len(source.key)
        else:
            source = person(self.rng, "speakers")
            self.used |= set(source.key.split())
            name, start, end = self._person(source, "")
        verb = self.rng.choice(("said", "said", "reported", "confirmed", "announced"))
        front, back = self.rng.choice(
            (
                ("", ", according to @"),
                ("", f", @ {verb}"),
                ("@ said ", "")
                if not said.startswith(("on ", "in ", "with ", "at ", "after "))
                else (f"@ {verb} that ", ""),
                (f"@ {verb} that ", ""),
                ("according to @, ", ""),
            )
        )
        where = (
            (front + said + back).index("@")
            if "@" in front
            else len(front + said) + back.index("@")
        )
        front, back = front.replace("@", name), back.replace("@", name)
        shift = len(front)
        moved = {slot: (a + shift, b + shift) for slot, (a, b) in spans.items()}
        moved["source"] = (where + start, where + end)
        made = self._sentence(front + said + back, event, moved)
        return replace(made, source=source)

    def more(self, event: Event, slot: str, leans: bool = True) -> Sentence | None:
        """A sentence that tells one slot of an event and leans on the sentence before it."""
        text = choose(self.rng, event.family.more.get(slot, ()), frozenset({slot}))
        if text is None:
            return None
        said, spans = self.fill(text, event)
        made = self._sentence(said, event, {slot: spans[slot]})
        return replace(made, leans=leans, keys=stated(text))

    def _sentence(self, said: str, event: Event, spans: dict[str, Span]) -> Sentence:
        return Sentence(finish(said), event, spans, keys=frozenset(spans))

    def filler(self) -> Sentence:
        """A sentence that says nothing in particular."""
        for _ in range(9):
            line = self.rng.choice(lists()["filler"])
            if line not in self.used:
                break
        self.used.add(line)
        return Sentence(finish(line))


def article(before: str, value: Value, form: str) -> str:
    """The text before a hole, its article fitted to what fills the hole."""
    first = value.forms[form][0][:3].lower()
    if (
        re.search(r"(^|\s)a $", before)
        and first[:1] in set("aeiou")
        and first not in {"uru", "uni"}
    ):
        return before[:-1] + "n "
    return before


def finish(said: str) -> str:
    """A sentence with its capital and its full stop."""
    first = 1 if said[0] == '"' else 0
    said = said[:first] + said[first].upper() + said[first + 1 :]
    said = re.sub(r': "(\w)', lambda found: f': "{found.group(1).upper()}', said)
    if said.endswith('"'):
        return said[:-1] + '."'
    return said + "."
