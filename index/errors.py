"""Everything that Footnote raises on purpose, each message one sentence for the person who asked.

::

    FootnoteError
    ├── InvalidInput              what was asked for makes no sense as it stands; ask differently
    │   ├── EmptyQuestion
    │   ├── UnknownArticle
    │   └── UnknownRevision
    ├── UnreadableSource          a file, folder or text that cannot be read as an article
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


class UnreadableSource(FootnoteError):
    """A file, folder or text that cannot be read as an article."""


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


class StoreError(FootnoteError):
    """A store failed: the disk, the database or the vector server."""


class StoreDamaged(StoreError):
    """The files of a store cannot be read."""
