"""Invented news for the tests: no person, place or event in it exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """An article, a question that it answers, and the sentence that does."""

    name: str
    title: str
    body: str
    question: str
    quote: str

    @property
    def text(self) -> str:
        """The article as a plain text file has it."""
        return f"{self.title}\n\n{self.body}"


PIER = Story(
    name="pier",
    title="Quill Bay loses its pier until autumn",
    body=(
        "Harbour master Ada Morrow closed the pier at Quill Bay on Monday after divers found rot "
        "in eleven of its posts.\n\n"
        "Fishermen must land their catch at the old quay meanwhile. The county pays for new posts "
        "of oak."
    ),
    question="Who closed the pier at Quill Bay on Monday?",
    quote=(
        "Harbour master Ada Morrow closed the pier at Quill Bay on Monday after divers found rot "
        "in eleven of its posts."
    ),
)
ORCHARD = Story(
    name="orchard",
    title="A cold week on Tansy Hill",
    body=(
        "Frost killed nine in ten blossoms in the orchards of Tansy Hill during the last week of "
        "April.\n\n"
        "Grower Ivo Lantern said that his family had seen nothing like it in sixty years. Cider "
        "will be dear this winter."
    ),
    question="How many blossoms did frost kill in the orchards of Tansy Hill?",
    quote=(
        "Frost killed nine in ten blossoms in the orchards of Tansy Hill during the last week of "
        "April."
    ),
)
TRAM = Story(
    name="tram",
    title="Rails for Hobb Street",
    body=(
        "Tram line seven returns to Hobb Street in September with twelve cars from a works in "
        "Fernmouth.\n\n"
        "Shopkeepers had asked for buses instead. Conductor Wim Ostrey will drive the first car."
    ),
    question="When does tram line seven return to Hobb Street?",
    quote=(
        "Tram line seven returns to Hobb Street in September with twelve cars from a works in "
        "Fernmouth."
    ),
)
OBSERVATORY = Story(
    name="observatory",
    title="Stars over Mount Sorrel",
    body=(
        "The observatory on Mount Sorrel opened to visitors on 3 May with a telescope that was "
        "built in 1911.\n\n"
        "Astronomer Leda Kranz shows the rings of Saturn on clear Fridays. Children pay nothing."
    ),
    question="When did the observatory on Mount Sorrel open to visitors?",
    quote=(
        "The observatory on Mount Sorrel opened to visitors on 3 May with a telescope that was "
        "built in 1911."
    ),
)
ALMANAC = Story(
    name="almanac",
    title="How high is Sorrel?",
    body=(
        "“The almanac of 1893 [3] gives the height of Mount Sorrel as 812 metres [12],” surveyor "
        "Pia Holm said.\n\n"
        "Her own instruments say 809. Hikers will hardly feel the difference [1]."
    ),
    question="What height does the almanac of 1893 give for Mount Sorrel?",
    quote=(
        "“The almanac of 1893 [3] gives the height of Mount Sorrel as 812 metres [12],” surveyor "
        "Pia Holm said."
    ),
)
STORIES = (PIER, ORCHARD, TRAM, OBSERVATORY, ALMANAC)

UNANSWERABLE = "Which opera did Benedetta Vossi sing in Trieste?"

SPANISH = (
    "El faro de Punta Clara vuelve a encenderse\n\n"
    "El farero Tomás Arboleda encendió el faro de Punta Clara el viernes por la noche, después de "
    "nueve años de silencio. Los pescadores del pueblo aplaudieron desde el muelle y las campanas "
    "de la iglesia sonaron hasta la medianoche. La lámpara nueva consume muy poca energía."
)
SPANISH_QUESTION = "¿Quién encendió el faro de Punta Clara el viernes por la noche?"
