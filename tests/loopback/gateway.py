"""The gateway: one compressed stream a connection, with resuming."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]
_HELLO, _ACK, _READY_OP, _INVALID = 10, 11, 0, 9
_MESSAGE_CONTENT = 1 << 15


class Gateway:
    """Every event that was dispatched, and the connection that gets them."""

    def __init__(self, token: str, allow_content: bool) -> None:
        self._token = token
        self._allow_content = allow_content
        self._events: list[Json] = []
        self._socket: web.WebSocketResponse | None = None
        self._stream = zlib.compressobj()
        self._lock = asyncio.Lock()
        self.ready: Json = {}
        self.guilds: list[Json] = []
        self.intents = 0
        self.identified = 0
        self.resumed = 0
        self.connected = asyncio.Event()

    @property
    def sees_content(self) -> bool:
        """Whether the client gets the text of every message."""
        return bool(self.intents & _MESSAGE_CONTENT)

    async def dispatch(self, name: str, data: Json) -> None:
        """Send an event, now or when the connection is resumed."""
        event = {"op": 0, "s": len(self._events) + 1, "t": name, "d": data}
        self._events.append(event)
        await self._send(event)

    async def drop(self) -> None:
        """Cut the connection; the client resumes it."""
        self.connected.clear()
        if self._socket is not None:
            await self._socket.close(code=4000)
        self._socket = None

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        self._stream, self._socket = zlib.compressobj(), socket
        await self._send({"op": _HELLO, "d": {"heartbeat_interval": 40_000}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            payload = json.loads(message.data)
            if payload["op"] == 1:
                await self._send({"op": _ACK})
            elif payload["op"] == 2:
                await self._identify(socket, payload["d"])
            elif payload["op"] == 6:
                await self._resume(payload["d"])
        if self._socket is socket:
            self._socket = None
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        if data["token"] != self._token:
            await socket.close(code=4004)
            return
        if data["intents"] & _MESSAGE_CONTENT and not self._allow_content:
            await socket.close(code=4014)
            return
        self.identified += 1
        self.intents = data["intents"]
        self._events.clear()
        await self.dispatch("READY", self.ready)
        for guild in self.guilds:
            await self.dispatch("GUILD_CREATE", guild)
        self.connected.set()

    async def _resume(self, data: Json) -> None:
        self.resumed += 1
        for event in self._events[data["seq"] :]:
            await self._send(event)
        await self.dispatch("RESUMED", {})
        self.connected.set()

    async def _send(self, payload: Json) -> None:
        async with self._lock:
            if self._socket is None or self._socket.closed:
                return
            packed = self._stream.compress(json.dumps(payload).encode())
            await self._socket.send_bytes(packed + self._stream.flush(zlib.Z_SYNC_FLUSH))
