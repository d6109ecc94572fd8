"""The REST side: what the client may call, and what it gets."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any

from aiohttp import web

from loopback.openapi import OpenApi
from loopback.people import Channel, Json, Message
from loopback.world import World

_API = "/api/v10"
CUT = 0
"""No status: what is asked is done, but the connection is cut before it is answered."""
_BODY = web.RequestKey("body", dict)
_APPLICATION: Json = {
    **dict.fromkeys(("description", "verify_key", "summary"), ""),
    **dict.fromkeys(("icon", "type", "team", "interactions_endpoint_url"), None),
    "role_connections_verification_url": None,
    **dict.fromkeys(("flags", "explicit_content_filter", "approximate_guild_count"), 0),
    "approximate_user_install_count": 0,
    "approximate_user_authorization_count": 0,
    "flags_new": "0",
    "redirect_uris": [],
    "eligible_oauth2_scopes": [],
    "bot_public": True,
    "bot_require_code_grant": False,
}
_BY_TOKEN = ("/webhooks", "/interactions")
"""What is called with the token of an interaction."""


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # discord.py takes nothing but exactly this type for JSON.
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": "application/json", **(headers or {})},
    )


def _refused(status: int, code: int, message: str) -> web.Response:
    return _json({"code": code, "message": message}, status)


class Rest:
    """Handlers over a world."""

    def __init__(self, world: World, token: str, openapi: OpenApi | None) -> None:
        self.world = world
        self._token = token
        self.faults: list[tuple[str, re.Pattern[str], int]] = []
        self.gateway_url = ""
        self._openapi = openapi

    def routes(self) -> list[web.RouteDef]:
        """Every address that the client may use."""
        message = f"{_API}/channels/{{channel}}/messages/{{message}}"
        hook = f"{_API}/webhooks/{{app}}/{{token}}"
        return [
            web.get(f"{_API}/users/@me", self.me),
            web.get(f"{_API}/oauth2/applications/@me", self.application),
            web.get(f"{_API}/gateway", self.gateway),
            web.get(f"{_API}/gateway/bot", self.gateway),
            web.put(f"{_API}/applications/{{app}}/commands", self.commands),
            web.post(f"{_API}/interactions/{{id}}/{{token}}/callback", self.callback),
            web.post(hook, self.followup),
            web.get(f"{hook}/messages/{{message}}", self.original),
            web.patch(f"{hook}/messages/{{message}}", self.edit_original),
            web.delete(f"{hook}/messages/{{message}}", self.delete_original),
            web.post(f"{_API}/channels/{{channel}}/messages", self.create),
            web.patch(message, self.edit),
            web.delete(message, self.delete),
            web.get(message, self.fetch),
            web.post(f"{_API}/channels/{{channel}}/typing", self.typing),
            web.post(f"{_API}/users/@me/channels", self.direct),
            web.get(f"{_API}/guilds/{{guild}}/members/{{user}}", self.member),
            web.get("/attachments/{id}/{name}", self.attachment),
        ]

    @web.middleware
    async def watched(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Record the request; refuse it where a test or a wrong token says so."""
        path = request.path.removeprefix(_API)
        open_to_all = not request.path.startswith(_API) or path.startswith(_BY_TOKEN)
        if not open_to_all and request.headers.get("Authorization") != f"Bot {self._token}":
            return _refused(401, 0, "401: Unauthorized")
        body = await self._body(request)
        self.world.requests.append((request.method, path, body))
        request[_BODY] = await self._with_files(request, body)
        for fault in self.faults:
            method, pattern, status = fault
            if method == request.method and pattern.search(path):
                self.faults.remove(fault)
                if status == CUT:
                    await handler(request)
                    assert request.transport is not None
                    request.transport.abort()
                limited = {"retry_after": 0.05, "message": "slow down", "global": False}
                answer = limited if status == 429 else {"message": "broken", "code": 0}
                return _json(answer, status, {"Via": "1.1 loopback"})
        reply: web.Response = await handler(request)
        self._hold(request.method, path, body, reply)
        return reply

    async def _body(self, request: web.Request) -> Any:
        if request.content_type == "application/json":
            return await request.json() if request.can_read_body else {}
        if request.content_type != "multipart/form-data":
            return {}
        form = await request.post()
        return json.loads(str(form["payload_json"]))

    async def _with_files(self, request: web.Request, body: Any) -> Any:
        """The body with what a message then tells of the files that came with it."""
        if request.content_type != "multipart/form-data":
            return body
        form, attached = await request.post(), []
        for number, named in enumerate(body.get("attachments") or []):
            file = form[f"files[{number}]"]
            assert isinstance(file, web.FileField)
            attached.append({**named, **self.world.store(named["filename"], file.file.read())})
        return {**body, "attachments": attached}

    def _hold(self, method: str, path: str, body: Any, reply: web.Response) -> None:
        """Note what is not as Discord describes it."""
        if self._openapi is None or path.startswith("/attachments") or path == "/gateway/":
            return
        faults = list(self._openapi.request_faults(method, path, body))
        if reply.status == HTTPStatus.OK:
            told = json.loads(reply.body or b"null")
            faults += self._openapi.reply_faults(method, path, reply.status, told)
        self.world.violations += faults

    async def me(self, _request: web.Request) -> web.Response:
        return _json({**self.world.bot.user(), "mfa_enabled": False, "locale": "en-US"})

    async def application(self, _request: web.Request) -> web.Response:
        told = {"id": str(self.world.bot.id), "name": "footnote", "owner": self.world.owner.user()}
        return _json({**_APPLICATION, **told})

    async def gateway(self, _request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
        return _json({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})

    async def commands(self, request: web.Request) -> web.Response:
        commands: list[Json] = request[_BODY]
        return _json(self.world.register(commands))

    async def callback(self, request: web.Request) -> web.Response:
        interaction = self.world.interactions.get(request.match_info["token"])
        if interaction is None or interaction.expired:
            return _refused(404, 10062, "Unknown interaction")
        if interaction.answered.is_set():
            return _refused(400, 40060, "Interaction has already been acknowledged.")
        faults = self.world.answer(interaction, request[_BODY])
        if faults:
            return _refused(400, 50035, "; ".join(faults))
        if request.query.get("with_response", "").lower() not in ("1", "true"):
            return web.Response(status=204)
        told: Json = {"id": str(interaction.id), "type": interaction.type}
        answer: Json = {"interaction": told}
        if interaction.message is not None:
            told["response_message_id"] = str(interaction.message.id)
            if (kind := request[_BODY]["type"]) in (4, 7):
                answer["resource"] = {"type": kind, "message": interaction.message.json()}
        return _json(answer)

    async def followup(self, request: web.Request) -> web.Response:
        interaction = self.world.interactions.get(request.match_info["token"])
        if interaction is None or not interaction.answered.is_set():
            return _refused(404, 10015, "Unknown Webhook")
        if faults := self.world.faults_of(request[_BODY]):
            return _refused(400, 50035, "; ".join(faults))
        return _json(self.world.follow(interaction, request[_BODY]).json())

    async def original(self, request: web.Request) -> web.Response:
        message = self._of_interaction(request)
        return _refused(404, 10008, "Unknown Message") if message is None else _json(message.json())

    async def edit_original(self, request: web.Request) -> web.Response:
        message = self._of_interaction(request)
        if message is None:
            return _refused(404, 10008, "Unknown Message")
        if faults := self.world.faults_of(request[_BODY], edited=message):
            return _refused(400, 50035, "; ".join(faults))
        interaction = self.world.interactions[request.match_info["token"]]
        interaction.deferred &= message is not interaction.message
        self.world.change(message, request[_BODY])
        return _json(message.json())

    async def delete_original(self, request: web.Request) -> web.Response:
        message = self._of_interaction(request)
        if message is None:
            return _refused(404, 10008, "Unknown Message")
        self.world.delete(message)
        return web.Response(status=204)

    def _of_interaction(self, request: web.Request) -> Any:
        interaction = self.world.interactions.get(request.match_info["token"])
        name = request.match_info["message"]
        if interaction is None:
            return None
        known = [interaction.message, *interaction.followups]
        here = [message for message in known if message is not None and not message.deleted]
        if name == "@original":
            return next((m for m in here if m is interaction.message), None)
        return next((m for m in here if str(m.id) == name), None)

    async def create(self, request: web.Request) -> web.Response:
        channel = self.world.channel(int(request.match_info["channel"]))
        if channel is None:
            return _refused(404, 10003, "Unknown Channel")
        if channel.locked or (channel.bare and request[_BODY].get("embeds")):
            return _refused(403, 50013, "Missing Permissions")
        if channel.unread and request[_BODY].get("message_reference"):
            told = "Cannot reply without permission to read message history"
            return _refused(403, 160002, told)
        if _replies_to_nothing(channel, request[_BODY]):
            told = {"code": "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "message": "Unknown message"}
            errors = {"message_reference": {"_errors": [told]}}
            return _json({"code": 50035, "message": "Invalid Form Body", "errors": errors}, 400)
        if faults := self.world.faults_of(request[_BODY]):
            return _refused(400, 50035, "; ".join(faults))
        if (again := _posted_before(channel, request[_BODY])) is not None:
            return _json(again.json())
        return _json(self.world.post(channel, request[_BODY]).json())

    async def direct(self, request: web.Request) -> web.Response:
        person = self.world.people.get(int(request[_BODY]["recipient_id"]))
        if person is None:
            return _refused(400, 50007, "Cannot send messages to this user")
        return _json(self.world.direct_with(person).json())

    async def member(self, request: web.Request) -> web.Response:
        wanted = request.match_info["guild"]
        guild = next((one for one in self.world.guilds if str(one.id) == wanted), None)
        person = self.world.people.get(int(request.match_info["user"]))
        if guild is None or person is None or person.id in guild.strangers:
            return _refused(404, 10007, "Unknown Member")
        told = person.member()
        # Of a member alone, without an interaction, no permissions are told.
        del told["permissions"]
        more = {"user": person.user(), "pending": False, "avatar_decoration_data": None}
        more |= {"banner": None, "collectibles": None, "communication_disabled_until": None}
        return _json({**told, **more, "premium_since": None})

    async def fetch(self, request: web.Request) -> web.Response:
        message = self._message(request)
        return _refused(404, 10008, "Unknown Message") if message is None else _json(message.json())

    async def edit(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if message is None:
            return _refused(404, 10008, "Unknown Message")
        if faults := self.world.faults_of(request[_BODY], edited=message):
            return _refused(400, 50035, "; ".join(faults))
        self.world.change(message, request[_BODY])
        return _json(message.json())

    async def delete(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if message is None:
            return _refused(404, 10008, "Unknown Message")
        self.world.delete(message)
        return web.Response(status=204)

    def _message(self, request: web.Request) -> Any:
        channel = self.world.channel(int(request.match_info["channel"]))
        wanted = int(request.match_info["message"])
        found = [m for m in channel.messages if m.id == wanted] if channel else []
        return next((message for message in found if not message.deleted), None)

    async def typing(self, request: web.Request) -> web.Response:
        channel = self.world.channel(int(request.match_info["channel"]))
        if channel is None or channel.locked:
            return _refused(403, 50013, "Missing Permissions")
        return web.Response(status=204)

    async def attachment(self, request: web.Request) -> web.Response:
        data = self.world.attachments.get(int(request.match_info["id"]))
        return web.Response(status=404) if data is None else web.Response(body=data)


def _replies_to_nothing(channel: Channel, body: Json) -> bool:
    """Whether what a message replies to is not there any more."""
    wanted = (body.get("message_reference") or {}).get("message_id")
    here = [str(message.id) for message in channel.messages if not message.deleted]
    return wanted is not None and str(wanted) not in here


def _posted_before(channel: Channel, body: Json) -> Message | None:
    """What was posted under the same nonce, where the bot asks that nothing is posted twice."""
    nonce = body.get("nonce") if body.get("enforce_nonce") else None
    return next((m for m in channel.messages if nonce and m.fields.get("nonce") == nonce), None)
