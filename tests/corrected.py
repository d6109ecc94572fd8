"""An invented report with a mistake, its corrected version, and a correction of its own."""

from __future__ import annotations

from dataclasses import replace

from support import drafted

from index.values import Draft

TITLE = "Storm tears the roof off the Varnholm market hall"
WRONG = """\
A storm tore the roof off the market hall of Varnholm on Sunday night and injured 40 people, the \
town's fire brigade said.

Fire chief Oda Brandvik said the beams gave way at about ten in the evening, when traders were \
packing up their stalls.

Nobody was killed, and most of the injured left the hospital of Varnholm by Monday morning.

The hall was built in 1887 and was last repaired after a flood in the spring of 1954.

Mayor Henrik Solberg promised traders that they could sell from tents on the square."""
RIGHT = WRONG.replace("injured 40", "injured 14")
SAID = "An earlier version of this story said that 40 people had been injured."
NOTICE = f"CORRECTION: {SAID} The number is 14."
CORRECTION = (
    "VARNHOLM — In a story Sunday about the storm that tore the roof off the market hall of "
    "Varnholm, The Coast Courier reported erroneously that 40 people were injured in the hall, "
    "where traders from the hills and the harbour have sold cheese, cloth and fish for more than a "
    "century; the hall was built of oak. The number is 14."
)
HOW_MANY = "How many people did the storm in Varnholm injure?"
WHEN_BUILT = "When was the market hall of Varnholm built?"
FORTY, FOURTEEN = "injured 40 people", "injured 14 people"


def article(body: str, name: str, published: str | None = None, title: str = TITLE) -> Draft:
    """An article of some day."""
    return replace(drafted(f"{title}\n\n{body}", name), published=published)
