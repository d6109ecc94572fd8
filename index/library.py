"""The front door: one library, the articles of one Discord server, from adding to asking."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from index.adding import Adding
from index.answer.judging import Stance
from index.asking import Asking
from index.embedding.configured import EmbeddingSpec
from index.embedding.embedder import Embedder, load_embedder
from index.embedding.minilm import SPACE
from index.errors import FolderInUse, InvalidInput
from index.feeds.checking import FeedDesk
from index.feeds.feeds import Feeds
from index.fetch.pages import Page
from index.grouping import alike
from index.indexing import Progress
from index.ingest.isolated import IsolatedReader
from index.ingest.splitting import PassageSplitter
from index.limits import absent_limits
from index.reader.reader import PassageReader
from index.rebuilding import rebuild
from index.shelf import Shelf
from index.stores.catalogue import Extent
from index.stores.pagebook import StoredPage
from index.stores.records import Records
from index.values import (
    Article,
    ArticleInfo,
    Draft,
    Entry,
    Filters,
    Hit,
    Question,
    Receipt,
    Refreshed,
    Refusal,
    Reply,
)
from index.web import Fetches, Web, add_page, add_pages, refresh_page

if TYPE_CHECKING:
    from index.answer.writing.generated import Growing
    from index.answer.writing.written import WrittenAnswers

GetShelf: TypeAlias = Callable[[str], Awaitable[Shelf | None]]


class Library:
    """One library of an open folder; its articles are named by id, a prefix of one, or title."""

    def __init__(
        self,
        name: str,
        records: Records,
        splitter: PassageSplitter,
        embedding: EmbeddingSpec,
        restore_days: int,
        reader: PassageReader,
        documents: IsolatedReader,
        stance: Stance,
        shelf: GetShelf,
        written: WrittenAnswers | None = None,
    ) -> None:
        self.name = name
        self._records = records
        self._splitter = splitter
        self._restorable = timedelta(days=restore_days)
        self._shelf = shelf
        self._adding = Adding(name, records, splitter, embedding, self._any)
        self._web = Web(records.pages, documents, self._adding.add_one, self._known)
        self.feeds = Feeds(
            FeedDesk(name, records.feeds, records.arrivals, self._web, self._extent),
            self._adding.open,
        )
        self._asking = Asking(name, records, embedding, reader, stance, self._owned, written)

    def add(
        self,
        items: Iterator[Draft | Refusal],
        tags: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> AsyncIterator[Receipt | Refusal]:
        """Store and index drafts as they are read, passing refusals on.

        A receipt comes once its article is durably stored and, where this process owns the folder,
        can be found. Where another process owns it, that one indexes, and the receipt says whether
        it did so within five seconds. ``progress`` is told of the passages of each batch.
        """
        return self._adding.add(items, tags, progress)

    async def add_pages(
        self, urls: Iterable[str], fetcher: Fetches, tags: Sequence[str] = ()
    ) -> AsyncIterator[Receipt | Refusal]:
        """Fetch web pages and add their articles, a receipt or refusal for each address."""
        async for receipt in add_pages(urls, fetcher, self._web, tags):
            yield receipt

    async def add_page(self, draft: Draft, page: Page, tags: Sequence[str] = ()) -> Receipt:
        """Add the article that was read of a page, which is looked after from then on."""
        return await add_page(draft, page, self._web, tags)

    async def stored(self, urls: Sequence[str]) -> dict[str, StoredPage]:
        """The articles that are here of these addresses, removed ones too, by address."""
        return await asyncio.to_thread(self._records.pages.stored, self.name, urls)

    async def refresh(
        self, fetcher: Fetches, article: str | None = None, older_than: timedelta = timedelta(0)
    ) -> AsyncIterator[Refreshed]:
        """Fetch the pages of articles again: of one, or of all that were asked longer ago.

        Raises ``UnknownArticle``, or ``InvalidInput`` where the article is of no page.
        """
        book, name = self._records.pages, self.name
        if article is None:
            kept = await asyncio.to_thread(book.due, name, older_than)
        else:
            entry = await self.entry(article)
            page = await asyncio.to_thread(book.page, entry.article.id)
            if page is None:
                raise InvalidInput(
                    f"Article {entry.article.id} has no page to look at: it was removed, or came "
                    "from a file; restore it, or add its file again."
                )
            kept = [page]
        for page in kept:
            yield await refresh_page(page, fetcher, self._web)

    async def ask(
        self, question: Question, growing: Growing | None = None, *, quoted: bool = False
    ) -> Reply:
        """An answer whose every quotation was checked, or the nearest that was found.

        What the question leans on in its history is carried over. Where a language model writes
        the answer, ``growing`` is told of it claim by claim, and awaited; with ``quoted`` none is
        asked. The same question of an unchanged library may have the same answer again, of which
        ``growing`` is not told. Raises ``InvalidInput``
        for a question or filter that makes no sense, ``FolderInUse`` where another process owns
        the folder, ``SettingsError`` where the model of the settings cannot be made.
        """
        return await self._asking.ask(question, growing, quoted=quoted)

    async def search(self, question: Question, limit: int) -> tuple[Hit, ...]:
        """The best passages for some words, best first, the first of them in the reader's order.

        Raises as ``ask`` does.
        """
        return await self._asking.search(question, limit)

    async def absent(self, filters: Filters) -> tuple[str, ...]:
        """A warning for each source and each tag of the filters that no article here has."""
        return await asyncio.to_thread(absent_limits, self._records.lookup, self.name, filters)

    async def remove(self, article: str) -> Entry:
        """Hide an article: from now on nothing is answered from it."""
        entry = await asyncio.to_thread(self._records.catalogue.remove, self.name, article)
        await self._settle()
        return entry

    async def restore(self, article: str) -> Entry:
        """Bring a removed article back."""
        catalogue = self._records.catalogue
        await asyncio.to_thread(catalogue.restore, self.name, article, self._restorable)
        await self._settle()
        return await self.entry(article)

    async def tag(self, article: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Entry:
        """Give an article tags and take others away."""
        catalogue = self._records.catalogue
        return await asyncio.to_thread(catalogue.tag, self.name, article, add, remove)

    async def tags(self) -> list[str]:
        """Every tag that an article here has, in order."""
        return await asyncio.to_thread(self._records.catalogue.tags, self.name)

    async def sources(self) -> list[str]:
        """Every source that an article here has, the one with the most articles first."""
        return await asyncio.to_thread(self._records.catalogue.sources, self.name)

    async def extent(self) -> Extent:
        """How many articles there are, and how large their texts are together."""
        return await asyncio.to_thread(self._extent)

    async def alike(self, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """Texts that say much the same together, the largest group first."""
        shelf = await self._owned()
        return await alike(texts, shelf.derived.embedder)

    async def shipped_embedder(self) -> Embedder:
        """The embedding that ships: as it is open for this library, else opened for the caller."""
        shelf = await self._any()
        if shelf is not None and shelf.derived.embedder.spec.key == SPACE:
            return shelf.derived.embedder
        return await asyncio.to_thread(load_embedder, EmbeddingSpec())

    async def reindex(self, progress: Progress | None = None) -> None:
        """Make the derived stores anew, with the embedding that is configured now.

        What an interruption left is taken up by the next call, or by any owner of the folder.
        """
        if await asyncio.to_thread(self._records.lookup.is_empty, self.name):
            return
        shelf = await self._owned()
        await rebuild(self.name, self._records, self._splitter, shelf, progress)

    async def entries(self, *, removed: bool = False) -> list[Entry]:
        """The articles, newest first; the removed ones instead if ``removed``."""
        catalogue = self._records.catalogue
        return await asyncio.to_thread(catalogue.entries, self.name, removed=removed)

    async def titled(self, words: str, most: int, *, removed: bool = False) -> list[ArticleInfo]:
        """The newest articles whose title has all of the words, the removed ones if ``removed``."""
        find = self._records.catalogue.titled
        return await asyncio.to_thread(find, self.name, words.split(), most, removed=removed)

    async def entry(self, article: str) -> Entry:
        """One article, removed or not."""
        return await asyncio.to_thread(self._records.catalogue.entry, self.name, article)

    async def article(self, article: str, revision: int | None = None) -> Article:
        """A revision of an article with its text, the latest by default."""
        return await asyncio.to_thread(
            self._records.catalogue.article, self.name, article, revision
        )

    async def revisions(self, article: str) -> list[tuple[int, str]]:
        """Number and moment of each revision of an article, oldest first."""
        return await asyncio.to_thread(self._records.catalogue.revisions, self.name, article)

    def _extent(self) -> Extent:
        return self._records.catalogue.extent(self.name)

    def _known(self, identity: str) -> Article | None:
        stored = self._records.pages.stored(self.name, [identity]).get(identity)
        if stored is None:
            return None
        return self._records.catalogue.article(self.name, stored.article_id)

    async def _any(self) -> Shelf | None:
        return await self._shelf(self.name)

    async def _settle(self) -> None:
        shelf = await self._any()
        if shelf is not None:
            await shelf.indexer.settle()

    async def _owned(self) -> Shelf:
        shelf = await self._any()
        if shelf is None:
            raise FolderInUse("The data folder is in use by another process; ask there, or end it.")
        return shelf
