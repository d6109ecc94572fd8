"""The words of passages in Tantivy: one index a library, derived from the catalogue.

A passage is found by its own words and, a little less strongly, by those of its head: the title,
source, date and address of its article. Words are lower-cased, folded to ASCII where Latin, and
stemmed as English.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

from index.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_WEIGHT = 0.8
NEAR_WEIGHT = 6.0
"""The score of a passage with a word that is a letter away from one that no passage has."""

_FIELDS = ("body", "head")
_LONG_WORD = 5
_HEAP_BYTES = 20_000_000
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """What is stored of a passage: its name, its article's id, its words and those of its head."""

    name: str
    article_id: str
    head: str
    body: str


class Lexicon:
    """The lexicon of one library. Methods block; one process may write at a time."""

    def __init__(self, index: tantivy.Index, schema: tantivy.Schema) -> None:
        self._index = index
        self._schema = schema
        self._analyzer = _analyzer()
        self._lock = Lock()
        self._writer: tantivy.IndexWriter | None = None

    def update(self, entries: Iterable[LexicalEntry], stale: Iterable[str] = ()) -> None:
        """Add or replace passages and drop the stale ones, durably and in one commit."""
        with self._lock, _translated():
            writer = self._writing()
            for name in stale:
                writer.delete_documents_by_term("name", name)
            for entry in entries:
                writer.delete_documents_by_term("name", entry.name)
                writer.add_document(
                    tantivy.Document(
                        name=entry.name, article=entry.article_id, head=entry.head, body=entry.body
                    )
                )
            self._commit()

    def search(
        self, text: str, limit: int, article_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Names and BM25 scores of the best passages, best first; ``article_ids`` limits them.

        Any text is a good query: it is analysed, never parsed. For a longer word that no passage
        has, one letter may be wrong, missing, too many or in its neighbour's place.
        """
        words = self.analyze(text)
        if not words or limit < 1 or (article_ids is not None and not article_ids):
            return []
        with _translated():
            query = self._query(words, self._index.searcher())
            if article_ids is not None:
                among = Query.term_set_query(self._schema, "article", list(article_ids))
                query = Query.boolean_query(
                    [(Occur.Must, query), (Occur.Must, Query.const_score_query(among, 0.0))]
                )
            searcher = self._index.searcher()
            hits = searcher.search(query, limit, count=False).hits
            return [(str(searcher.doc(address)["name"][0]), score) for score, address in hits]

    def analyze(self, text: str) -> list[str]:
        """The distinct words of a text as they are indexed, in order of first use."""
        return list(dict.fromkeys(self._analyzer.analyze(text)))

    def frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """In how many passages each analysed word occurs."""
        with _translated():
            searcher = self._index.searcher()
            return {word: searcher.doc_freq("body", word) for word in words}

    def count(self) -> int:
        """The number of passages."""
        return int(self._index.searcher().num_docs)

    def names(self) -> set[str]:
        """The names of all passages."""
        with _translated():
            searcher = self._index.searcher()
            if searcher.num_docs == 0:
                return set()
            hits = searcher.search(Query.all_query(), searcher.num_docs, count=False).hits
            return {str(searcher.doc(address)["name"][0]) for _, address in hits}

    def clear(self) -> None:
        """Drop every passage."""
        with self._lock, _translated():
            self._writing().delete_all_documents()
            self._commit()

    def close(self) -> None:
        """Let the merging threads end and release the folder."""
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP_BYTES, 1)
        return self._writer

    def _commit(self) -> None:
        self._writing().commit()
        self._index.reload()

    def _query(self, words: Sequence[str], searcher: tantivy.Searcher) -> Query:
        terms: list[tuple[Occur, Query]] = []
        for word in words:
            if _is_long(word) and not any(searcher.doc_freq(field, word) for field in _FIELDS):
                near = Query.fuzzy_term_query(self._schema, "body", word)
                terms.append((Occur.Should, Query.boost_query(near, NEAR_WEIGHT)))
                continue
            body = Query.term_query(self._schema, "body", word)
            head = Query.term_query(self._schema, "head", word)
            terms.append((Occur.Should, body))
            terms.append((Occur.Should, Query.boost_query(head, HEAD_WEIGHT)))
        return Query.boolean_query(terms)


def _is_long(word: str) -> bool:
    """Whether a word is so long that another a letter away is likely the same, mistyped."""
    return len(word) >= _LONG_WORD and word.isalpha()


def open_lexicon(path: Path) -> Lexicon:
    """The lexicon in a folder, empty where there is none or where it cannot be read.

    What it lost is found missing and indexed again by whoever owns the data folder.
    """
    schema = _schema()
    try:
        index = _open(path, schema)
    except ValueError:
        shutil.rmtree(path, ignore_errors=True)
        with _translated():
            index = _open(path, schema)
    return Lexicon(index, schema)


def _open(path: Path, schema: tantivy.Schema) -> tantivy.Index:
    path.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(schema, path=str(path), reuse=True)
    index.register_tokenizer("words", _analyzer())
    # A file that is missing or cut short shows when a word is looked up, not before.
    index.searcher().search(Query.term_query(schema, "body", "the"), 1)
    return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("head", tokenizer_name="words", index_option="freq")
    builder.add_text_field("body", tokenizer_name="words", index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.stemmer("english"))
        .build()
    )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as exc:
        raise StoreError(f"The word index failed ({exc}); `footnote reindex` rebuilds it.") from exc
