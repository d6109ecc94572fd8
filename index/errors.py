"""Everything that Footnote raises on purpose, each message one sentence for the person who asked.

::

    FootnoteError
    ├── InvalidInput              what was asked for makes no sense as it stands; ask differently
    │   ├── EmptyQuestion
    │   ├── UnknownArticle
    │   ├── UnknownRevision
    │   └── UnknownFeed
    ├── UnreadableSource          a file, folder or text that cannot be read as an article
    │   └── NotAFeed              what an address leads to is no feed
    ├── SettingsError             a setting is missing, malformed or contradicts another
    ├── FolderError               the data folder cannot be used
    │   ├── FolderInUse           another process owns it
    │   ├── FolderUnwritable
    │   └── NewerCatalogue        a newer version of Footnote wrote it
    ├── FetchError                a web page cannot be fetched
    │   ├── BadAddress            what was given is no address of a page that may be fetched
    │   ├── PrivateAddress        it leads to where only some may look
    │   ├── Disallowed            the site's robots.txt asks not to
    │   ├── TooLarge              more bytes than are kept of a page
    │   ├── TooSlow               more seconds than are waited for a page
    │   ├── Refused               the site answered with a status that is not a page
    │   └── Unreachable           no server answers, or not as a web server does
    ├── EmbeddingError            the embedding model failed
    ├── ReaderError               the reader failed
    ├── ModelError                the language model wrote nothing, or not to its end
    │   ├── KeyRefused            its server does not accept the key
    │   ├── RequestRefused        its server does not accept the request
    │   ├── ModelBusy             its server asks to be left alone for a while
    │   ├── ModelUnavailable      its server does not answer, fails or breaks off
    │   ├── ModelTimedOut         it takes more seconds than are waited for
    │   └── ModelEndless          it writes more than it may
    └── StoreError                a store failed: the disk, the database, the vector server
        └── StoreDamaged          its files cannot be read

Foreign errors are translated once, in the adapter that meets them, ``from`` their cause.
"""

from __future__ import annotations


class FootnoteError(Exception):
    """The root: ``str(error)`` is one sentence that says what happened and what to do."""


class InvalidInput(FootnoteError):
    """What was asked for makes no sense as it stands."""


class EmptyQuestion(InvalidInput):
    """A question without a word in it."""


class UnknownArticle(InvalidInput):
    """No article of the library has this id."""


class UnknownRevision(InvalidInput):
    """The article has no revision of this number."""


class UnknownFeed(InvalidInput):
    """No feed of the library has this id or address."""


class UnreadableSource(FootnoteError):
    """A file, folder or text that cannot be read as an article."""


class NotAFeed(UnreadableSource):
    """What an address leads to is no feed; ``feeds`` are the addresses of those it links to."""

    def __init__(self, message: str, feeds: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.feeds = feeds


class SettingsError(FootnoteError):
    """A setting is missing, malformed or contradicts another."""


class FolderError(FootnoteError):
    """The data folder cannot be used."""


class FolderInUse(FolderError):
    """Another process owns the data folder."""


class FolderUnwritable(FolderError):
    """The data folder cannot be created or written."""


class NewerCatalogue(FolderError):
    """A newer version of Footnote wrote the catalogue."""


class FetchError(FootnoteError):
    """A web page cannot be fetched; the message never shows more of its address than the host."""


class BadAddress(FetchError):
    """What was given is no address of a page that may be fetched."""


class PrivateAddress(FetchError):
    """The address leads to where only some may look."""


class Disallowed(FetchError):
    """The site's robots.txt asks not to fetch this."""


class TooLarge(FetchError):
    """There are more bytes than are kept of a page."""


class TooSlow(FetchError):
    """It takes more seconds than are waited for a page."""


class Refused(FetchError):
    """The site answered with a status that is not a page.

    ``retry_after`` are the seconds that it asks to be left alone, None where it does not say.
    """

    def __init__(self, message: str, status: int, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class Unreachable(FetchError):
    """No server answers, or not as a web server does."""


class EmbeddingError(FootnoteError):
    """The embedding model failed."""


class ReaderError(FootnoteError):
    """The reader failed."""


class ModelError(FootnoteError):
    """The language model wrote nothing, or not to its end.

    ``reason`` goes on from “the language model”, for a sentence that says what is shown instead.
    """

    def __init__(self, reason: str, advice: str = "try again later") -> None:
        super().__init__(f"The language model {reason}; {advice}.")
        self.reason = reason


class KeyRefused(ModelError):
    """Its server does not accept the key."""


class RequestRefused(ModelError):
    """Its server does not accept the request."""


class ModelBusy(ModelError):
    """Its server asks to be left alone: for ``retry_after`` seconds, where it says so."""

    def __init__(self, reason: str, advice: str, retry_after: float | None = None) -> None:
        super().__init__(reason, advice)
        self.retry_after = retry_after


class ModelUnavailable(ModelError):
    """Its server does not answer, fails or breaks off."""


class ModelTimedOut(ModelError):
    """It takes more seconds than are waited for."""


class ModelEndless(ModelError):
    """It writes more than it may."""


class StoreError(FootnoteError):
    """A store failed: the disk, the database or the vector server."""


class StoreDamaged(StoreError):
    """The files of a store cannot be read."""
