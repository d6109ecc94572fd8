"""The body of an answer: read and unpacked piece by piece, and no further than is allowed."""

from __future__ import annotations

import asyncio
import zlib

from aiohttp import ClientResponse

from index.errors import TooLarge, Unreachable

ENCODINGS = "gzip, deflate"
"""What servers are told that is unpacked here."""

_MOST_MEMBERS = 100
_GZIP = b"\x1f\x8b"


async def read_body(response: ClientResponse, host: str, limit: int) -> bytes:
    """Return the unpacked body of a response that ``aiohttp`` was told not to unpack.

    Raises ``TooLarge`` beyond ``limit`` bytes, as sent or unpacked, and ``Unreachable`` where it is
    packed in another way than was asked for, damaged or broken off.
    """
    unpacker = _unpacker(response, host, limit)
    if (response.content_length or 0) > limit:
        raise _too_large(host, limit)
    received = size = 0
    pieces = []
    async for packed in response.content.iter_any():
        received += len(packed)
        pieces.append(packed if unpacker is None else await _unpacked(unpacker, packed, host))
        size += len(pieces[-1])
        if max(received, size) > limit:
            raise _too_large(host, limit)
    if received and unpacker is not None and not unpacker.complete:
        raise Unreachable(f"{host} broke off in the middle of the page; try again later.")
    return b"".join(pieces)


class Unpacker:
    """Unpacks gzip (of several members too) or deflate (with its zlib header or without).

    It gives up to one byte more than ``limit`` in all, so that whoever asks can tell.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._bits = 16 + zlib.MAX_WBITS if encoding == "gzip" else 0
        self._left = limit + 1
        self._members = 0
        self._inner: zlib._Decompress | None = None
        self._held = b""

    @property
    def complete(self) -> bool:
        """Whether the end of the packed data was reached."""
        return self._inner is not None and self._inner.eof

    def feed(self, data: bytes) -> bytes:
        """Return what the next piece unpacks to; raises ``zlib.error`` where it is damaged."""
        unpacked = []
        data = self._held + data
        self._held = b""
        while data and self._left > 0:
            if self._inner is None or self._inner.eof:
                # Two bytes tell what begins here.
                if len(data) < 2:
                    self._held = data
                    break
                # Servers append zeros and worse; browsers pass over it.
                if self._inner is not None and not (self._bits and data.startswith(_GZIP)):
                    break
                self._inner = self._next(data)
            piece = self._inner.decompress(data, self._left)
            unpacked.append(piece)
            self._left -= len(piece)
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        return b"".join(unpacked)

    def _next(self, data: bytes) -> zlib._Decompress:
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise zlib.error("too many members")
        return zlib.decompressobj(self._bits or _deflate_bits(data))


def _deflate_bits(data: bytes) -> int:
    has_header = data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def _unpacker(response: ClientResponse, host: str, limit: int) -> Unpacker | None:
    named = ",".join(response.headers.getall("Content-Encoding", [])).lower()
    names = (name.strip() for name in named.split(","))
    match [name for name in names if name not in ("", "identity")]:
        case []:
            return None
        case ["gzip" | "x-gzip"]:
            return Unpacker("gzip", limit)
        case ["deflate"]:
            return Unpacker("deflate", limit)
    raise Unreachable(
        f"{host} packs the page in a way that was not asked for; save the page and add the file."
    )


async def _unpacked(unpacker: Unpacker, piece: bytes, host: str) -> bytes:
    try:
        # A small piece may unpack to a thousand times its size.
        return await asyncio.to_thread(unpacker.feed, piece)
    except zlib.error as error:
        raise Unreachable(f"The page of {host} arrives damaged; try again later.") from error


def _too_large(host: str, limit: int) -> TooLarge:
    return TooLarge(f"The page of {host} is larger than {limit:,} bytes; give a smaller one.")
