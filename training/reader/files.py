"""Where what ships is kept, and the tokenizer that training and work share."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent.parent
TOKENIZER = ROOT / "index" / "models" / "minilm" / "tokenizer.json"
SHIPPED = ROOT / "index" / "models" / "reader"
CARD_TEMPLATE = ROOT / "training" / "reader" / "model_card.md"


def open_tokenizer() -> Tokenizer:
    """The shipped tokenizer, which neither pads nor cuts here."""
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
