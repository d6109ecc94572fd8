"""Composes training text for the reader: questions, passages and the sentences that answer.

    families/*.toml ─ wordings ─┐
    vocabulary.toml ─ values ───┴─> events ─> sentences ─> passage + question = Example

Everything is invented here and nothing is copied. A sentence knows which event it states, and
whether it affirms, denies or only supposes it; a question asks for one slot of an event. So what
answers is computed, never guessed.
"""

from training.composing.examples import Example, compose

__all__ = ["Example", "compose"]
