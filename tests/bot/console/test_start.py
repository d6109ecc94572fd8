"""What a command does not need is not imported: a start is nearly all imports."""

from __future__ import annotations

from pathlib import Path

from newsroom import PIER
from support import Console

NEEDLESS = {
    *("llama_index", "alembic", "sqlalchemy.orm", "babel", "py3langid"),
    *("trafilatura", "lxml", "markdown_it", "frontmatter", "dateutil", "charset_normalizer"),
}


def test_an_ordinary_question_imports_nothing_needless(stocked: Path, footnote: Console) -> None:
    """``ask`` with the embedding that ships never loads LlamaIndex, migrations or readers."""
    ran = footnote("ask", PIER.question, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ran.code == 0
    assert PIER.quote in ran.out
    imported = {
        line.rpartition("|")[2].strip()
        for line in ran.err.split("\n")
        if line.startswith("import time:")
    }
    assert {"chromadb", "sqlalchemy", "index.embedding.minilm"} <= imported
    assert imported & NEEDLESS == set()
