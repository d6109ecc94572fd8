"""Fits the weights of the support check, on claims that are made here.

    SquadShifts ─ sentences ─┬─ shortened, reworded, joined ──── supported ─┬─> weights
                             └─ spliced, changed, unquoted ───── not ───────┤
    composing ─── events ────┬─ in other words ───────────────── supported ─┤
                             └─ another event, more, denied ──── not ───────┘

As FactCC was trained (Kryscinski et al., "Evaluating the Factual Consistency of Abstractive Text
Summarization", EMNLP 2020): a claim is a sentence of a text changed by rule, which is known to
follow from the text or not to.
"""
