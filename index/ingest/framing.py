"""Messages between a process and the worker that parses for it: a JSON head and some bytes."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, TypeAlias

Head: TypeAlias = dict[str, Any]

_SIZES = struct.Struct(">QQ")
_LONGEST_HEAD = 1_000_000_000


def send(stream: BinaryIO, head: Head, body: bytes = b"") -> None:
    """Write one message. Raises ``OSError`` where nobody reads it."""
    told = json.dumps(head).encode()
    stream.write(_SIZES.pack(len(told), len(body)))
    stream.write(told)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Head, bytes] | None:
    """Read one message; None where the other end closed before it was whole, or sent no message."""
    sizes = stream.read(_SIZES.size)
    if len(sizes) < _SIZES.size:
        return None
    head_size, body_size = _SIZES.unpack(sizes)
    if head_size > _LONGEST_HEAD:
        return None
    told, body = stream.read(head_size), stream.read(body_size)
    if len(told) < head_size or len(body) < body_size:
        return None
    try:
        head = json.loads(told)
    except (ValueError, RecursionError):
        return None
    return (head, body) if isinstance(head, dict) else None
