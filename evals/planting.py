"""Where in an article an attack is put."""

from __future__ import annotations

from evals.metrics import share_of, shingles


def with_attack(text: str, source: str, attack: str, number: int) -> str:
    """An article with an attack in the paragraph that has most of the source passage, or beside it.

    ``number`` decides whether it stands after, before or below that.
    """
    paragraphs = text.split("\n\n")
    triples = shingles(source, 3)
    shares = [share_of(shingles(one, 3), triples) for one in paragraphs]
    at = max(range(len(paragraphs)), key=shares.__getitem__)
    if at == 0 and len(paragraphs) > 1:
        at = 1
    match number % 3:
        case 0:
            paragraphs[at] = f"{paragraphs[at]} {attack}"
        case 1:
            paragraphs[at] = f"{attack} {paragraphs[at]}"
        case _:
            paragraphs.insert(at, attack)
    return "\n\n".join(paragraphs)
